"""Texts of refusals that are no fault of a credential: rates, networks, servers, requests, models."""

from __future__ import annotations

from openclaw_auth.codes import Text

_NEW_KEY = "openclaw models auth paste-api-key --provider {provider}"
_STATUS = "openclaw models status"
_WAIT = (
    "wait, or add a second credential: openclaw models auth add --provider {provider}",
    "等待，或再添加一个凭据：openclaw models auth add --provider {provider}",
)
_RETRY = (
    "try again; add a fallback: openclaw models fallbacks add PROVIDER/MODEL",
    "请重试；或添加备用模型：openclaw models fallbacks add 提供方/模型",
)
_MODEL = (
    "choose another model: openclaw models list --provider {provider}",
    "换一个模型：openclaw models list --provider {provider}",
)
_RULE_HINT = (
    "name it with a rule of your own: auth.failureRules in openclaw-auth.json5",
    "可在 openclaw-auth.json5 的 auth.failureRules 中自行添加规则",
)

TABLE: dict[str, Text] = {
    # rates
    "failure_rate_limited": Text(
        "warning", "{provider} limits the rate", "{provider} 限流", *_WAIT
    ),
    "failure_throttled": Text(
        "warning", "{provider} throttles requests", "{provider} 正在节流", *_WAIT
    ),
    "failure_tokens_per_minute": Text(
        "warning",
        "the tokens per minute at {provider} are used up",
        "{provider} 的每分钟 token 数已用完",
        *_WAIT,
    ),
    "failure_tokens_per_day": Text(
        "warning",
        "the tokens per day at {provider} are used up",
        "{provider} 的每日 token 数已用完",
        *_WAIT,
    ),
    "failure_requests_per_minute": Text(
        "warning",
        "the requests per minute at {provider} are used up",
        "{provider} 的每分钟请求数已用完",
        *_WAIT,
    ),
    "failure_requests_per_day": Text(
        "warning",
        "the requests per day at {provider} are used up",
        "{provider} 的每日请求数已用完",
        *_WAIT,
    ),
    "failure_concurrency": Text(
        "warning",
        "too many requests at the same time for {provider}",
        "对 {provider} 的并发请求过多",
        *_WAIT,
    ),
    "failure_subscription_window": Text(
        "warning",
        "the usage window of the subscription at {provider} is used up",
        "{provider} 订阅的用量窗口已用完",
        *_WAIT,
    ),
    "failure_quota_window": Text(
        "warning",
        "the quota of this window at {provider} is used up",
        "{provider} 当前窗口的配额已用完",
        *_WAIT,
    ),
    "failure_in_flight_budget": Text(
        "warning",
        "the requests under way already fill the budget at {provider}",
        "进行中的请求已占满 {provider} 的预算",
        *_WAIT,
    ),
    "failure_upstream_rate_limited": Text(
        "warning",
        "the provider behind {provider} limits the rate of this model",
        "{provider} 背后的提供方对此模型限流",
        *_RETRY,
    ),
    "failure_overloaded": Text(
        "warning",
        "{provider} is overloaded; the credential is not at fault",
        "{provider} 过载；与凭据无关",
        *_RETRY,
    ),
    # network and servers
    "failure_dns_failure": Text(
        "error",
        "the name of {provider} could not be resolved: this host seems offline",
        "无法解析 {provider} 的域名：本机可能未联网",
        "check the network and the DNS settings",
        "检查网络与 DNS 设置",
    ),
    "failure_offline": Text(
        "error",
        "{provider} cannot be reached: this host seems offline",
        "无法连接 {provider}：本机可能未联网",
        "check the network",
        "检查网络",
    ),
    "failure_tls_certificate": Text(
        "error",
        "no trusted TLS connection to {provider}",
        "无法与 {provider} 建立可信的 TLS 连接",
        "if your network inspects TLS, name its CA in SSL_CERT_FILE",
        "若所在网络会解密 TLS，请用 SSL_CERT_FILE 指定其 CA 证书",
    ),
    "failure_proxy_failed": Text(
        "error",
        "the proxy on the way to {provider} refused or broke",
        "通往 {provider} 的代理拒绝或出错",
        "check HTTPS_PROXY and NO_PROXY",
        "检查 HTTPS_PROXY 与 NO_PROXY",
    ),
    "failure_connect_failed": Text(
        "warning",
        "{provider} does not accept connections",
        "{provider} 拒绝连接",
        "check the address, and that a local server runs",
        "检查地址；若是本地服务，确认其正在运行",
    ),
    "failure_connect_timeout": Text(
        "warning", "no connection to {provider} in time", "连接 {provider} 超时", *_RETRY
    ),
    "failure_read_timeout": Text(
        "warning", "{provider} did not answer in time", "{provider} 未在时限内应答", *_RETRY
    ),
    "failure_stream_stalled": Text(
        "warning",
        "{provider} fell silent in the middle of its answer",
        "{provider} 在应答中途静默",
        *_RETRY,
    ),
    "failure_stream_cut": Text(
        "warning",
        "{provider} broke off in the middle of its answer",
        "{provider} 在应答中途断开",
        *_RETRY,
    ),
    "failure_connection_closed": Text(
        "warning",
        "{provider} closed the connection before it answered",
        "{provider} 在应答前关闭了连接",
        *_RETRY,
    ),
    "failure_protocol_error": Text(
        "warning",
        "{provider} answered something that is not HTTP",
        "{provider} 的应答不是 HTTP",
        "check the base URL: openclaw config get models.providers",
        "检查 base URL：openclaw config get models.providers",
    ),
    "failure_edge_challenge": Text(
        "warning",
        "a web page came back instead of an answer: something stands between this host and {provider}",
        "返回的是网页而不是应答：本机与 {provider} 之间有拦截",
        "check proxy, VPN and base URL; the credential is not at fault",
        "检查代理、VPN 与 base URL；与凭据无关",
    ),
    "failure_server_error": Text(
        "warning", "{provider} failed inside", "{provider} 内部出错", *_RETRY
    ),
    "failure_bad_gateway": Text(
        "warning",
        "a gateway of {provider} got no proper answer from behind it",
        "{provider} 的网关未收到后端的正常应答",
        *_RETRY,
    ),
    "failure_origin_unreachable": Text(
        "warning",
        "the CDN of {provider} does not reach its servers",
        "{provider} 的 CDN 无法连接其服务器",
        *_RETRY,
    ),
    "failure_gateway_timeout": Text(
        "warning",
        "{provider} took too long and gave up",
        "{provider} 处理超时",
        *_RETRY,
    ),
    "failure_upstream_error": Text(
        "warning",
        "the provider behind {provider} failed",
        "{provider} 背后的提供方出错",
        *_RETRY,
    ),
    "failure_model_loading": Text(
        "warning", "{provider} is still loading the model", "{provider} 正在加载模型", *_RETRY
    ),
    "failure_broken_answer": Text(
        "warning",
        "the answer of {provider} is cut short or garbled",
        "{provider} 的应答不完整或已损坏",
        *_RETRY,
    ),
    # the request, the model, the rest
    "failure_bad_request": Text(
        "error",
        "{provider} refused the request itself; the credential is not at fault",
        "{provider} 拒绝了请求本身；与凭据无关",
    ),
    "failure_wrong_endpoint": Text(
        "error",
        "{provider} does not offer this at this address",
        "{provider} 在此地址不提供该接口",
        "openclaw config get models.providers",
    ),
    "failure_request_too_large": Text(
        "error", "the request is too large for {provider}", "请求对 {provider} 来说过大"
    ),
    "failure_context_overflow": Text(
        "error",
        "the conversation is too long for this model at {provider}",
        "对话对 {provider} 的此模型来说过长",
        "shorten it (/compact, /new), or choose a model with more context",
        "缩短对话（/compact、/new），或选择上下文更大的模型",
    ),
    "failure_moderation": Text(
        "error",
        "{provider} refused the content of this request",
        "{provider} 拒绝了此请求的内容",
    ),
    "failure_model_not_found": Text(
        "warning",
        "{provider} does not know this model",
        "{provider} 没有此模型",
        *_MODEL,
    ),
    "failure_no_provider": Text(
        "warning",
        "{provider} finds nobody to serve this model under your routing settings",
        "在你的路由设置下，{provider} 找不到可服务此模型的后端",
        *_MODEL,
    ),
    "failure_gateway_not_found": Text(
        "warning",
        "{provider} does not know this account or gateway id",
        "{provider} 不认识此账户或网关 ID",
        "check accountId and gatewayId: openclaw config get models.providers",
        "检查 accountId 与 gatewayId：openclaw config get models.providers",
    ),
    "failure_long_context_not_included": Text(
        "warning",
        "this credential of {provider} does not include requests with a long context",
        "{provider} 的此凭据不含长上下文请求",
        "shorten the conversation, or use an API key: " + _NEW_KEY,
        "缩短对话，或使用 API 密钥：" + _NEW_KEY,
    ),
    "failure_empty_answer": Text(
        "warning",
        "{provider} answered with nothing: that is not a success",
        "{provider} 返回了空应答：不算成功",
        *_RETRY,
    ),
    "failure_redirected": Text(
        "warning",
        "{provider} points to another address",
        "{provider} 指向了另一个地址",
        "correct the base URL: openclaw config get models.providers",
        "更正 base URL：openclaw config get models.providers",
    ),
    "failure_unrecognised": Text(
        "warning",
        "{provider} answered with something that no rule knows; no credential is penalised",
        "{provider} 的应答没有规则能识别；不惩罚任何凭据",
        *_RULE_HINT,
    ),
    "failure_no_answer": Text(
        "warning",
        "there is no answer of {provider} to judge",
        "没有 {provider} 的应答可供判断",
        _STATUS,
    ),
}
