"""Texts of what a provider's refusal means: one for each detail that people meet, one per class."""

from __future__ import annotations

from openclaw_auth.codes import Text, classify, failures_service

_NEW_KEY = "openclaw models auth paste-api-key --provider {provider}"
_NEW_LOGIN = "openclaw models auth add --provider {provider}"
_TOP_UP = (
    "top up {provider}, then: openclaw models auth clear-cooldown --all",
    "为 {provider} 充值，然后：openclaw models auth clear-cooldown --all",
)
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
_ASK_OWNER = (
    "ask whoever administers the account, or use another key: " + _NEW_KEY,
    "联系账户管理员，或换用其他密钥：" + _NEW_KEY,
)
_RULE_HINT = (
    "name it with a rule of your own: auth.failureRules in openclaw-auth.json5",
    "可在 openclaw-auth.json5 的 auth.failureRules 中自行添加规则",
)

TABLE: dict[str, Text] = {
    # one for each class, for details without words of their own
    "failure_auth": Text(
        "error",
        "{provider} refused the credential ({detail})",
        "{provider} 拒绝了该凭据（{detail}）",
        _NEW_LOGIN,
    ),
    "failure_billing": Text(
        "error",
        "{provider} refused for want of money or plan ({detail})",
        "{provider} 因余额或套餐拒绝（{detail}）",
        *_TOP_UP,
    ),
    "failure_rate_limit": Text(
        "warning", "{provider} limits the rate ({detail})", "{provider} 限流（{detail}）", *_WAIT
    ),
    "failure_timeout": Text(
        "warning",
        "{provider} could not answer ({detail})",
        "{provider} 未能应答（{detail}）",
        *_RETRY,
    ),
    "failure_format": Text(
        "error",
        "{provider} cannot process this request ({detail})",
        "{provider} 无法处理此请求（{detail}）",
    ),
    "failure_unknown": Text(
        "warning",
        "{provider} failed in a way that says nothing of the credential ({detail})",
        "{provider} 出错，与凭据无关（{detail}）",
        *_RULE_HINT,
    ),
    # credentials
    "failure_invalid_key": Text(
        "error",
        "{provider} does not accept this key",
        "{provider} 不接受此密钥",
        _NEW_KEY,
    ),
    "failure_key_expired": Text(
        "error", "the key of {provider} has expired", "{provider} 的密钥已过期", _NEW_KEY
    ),
    "failure_key_revoked": Text(
        "error",
        "{provider} revoked this key: it was reported as leaked or taken back",
        "{provider} 已吊销此密钥：被报告泄露或已被撤回",
        _NEW_KEY,
    ),
    "failure_key_blocked": Text(
        "error",
        "{provider} blocked this key or its team",
        "{provider} 已封锁此密钥或其团队",
        *_ASK_OWNER,
    ),
    "failure_token_expired": Text(
        "warning",
        "the token of {provider} has expired",
        "{provider} 的令牌已过期",
        _NEW_LOGIN,
    ),
    "failure_token_revoked": Text(
        "error", "{provider} revoked this token", "{provider} 已吊销此令牌", _NEW_LOGIN
    ),
    "failure_refresh_token_dead": Text(
        "error",
        "the login of {provider} has ended: its refresh token is no longer accepted",
        "{provider} 的登录已失效：刷新令牌不再被接受",
        _NEW_LOGIN,
    ),
    "failure_refresh_token_reused": Text(
        "error",
        "the refresh token of {provider} was already used, by another program or host",
        "{provider} 的刷新令牌已被另一个程序或主机使用过",
        _NEW_LOGIN,
    ),
    "failure_oauth_client_rejected": Text(
        "error",
        "{provider} does not accept the OAuth client that logged in",
        "{provider} 不接受登录所用的 OAuth 客户端",
        "openclaw config get models.providers",
    ),
    "failure_credential_scope_restricted": Text(
        "error",
        "{provider} serves this subscription credential only in its own client; requests are not disguised",
        "{provider} 只允许此订阅凭据在其自有客户端中使用；本程序不会伪装请求",
        "use an API key: " + _NEW_KEY,
        "请改用 API 密钥：" + _NEW_KEY,
    ),
    "failure_client_identity_required": Text(
        "error",
        "{provider} serves only clients that it knows; this program says who it is and imitates none",
        "{provider} 只服务其认可的客户端；本程序如实表明身份，不模仿任何客户端",
        "use another provider or an API key that is not bound to a client: openclaw models auth add",
        "换用其他提供方，或不绑定客户端的 API 密钥：openclaw models auth add",
    ),
    "failure_account_suspended": Text(
        "error",
        "{provider} suspended this account or organization",
        "{provider} 已停用此账户或组织",
        "appeal to {provider}; do not try other accounts meanwhile",
        "向 {provider} 申诉；其间不要换用其他账户",
    ),
    "failure_account_verification_required": Text(
        "error",
        "{provider} wants the account verified first",
        "{provider} 要求先验证账户",
        "sign in to {provider} in a browser and follow its instructions",
        "在浏览器中登录 {provider} 并按提示操作",
    ),
    "failure_permission_denied": Text(
        "warning",
        "the key of {provider} is valid but may not do this",
        "{provider} 的密钥有效，但没有此操作的权限",
        *_ASK_OWNER,
    ),
    "failure_missing_scope": Text(
        "warning",
        "the credential of {provider} is alive but lacks the scope for this request",
        "{provider} 的凭据有效，但缺少此请求所需的权限范围",
        *_ASK_OWNER,
    ),
    "failure_no_subscription": Text(
        "error",
        "the account at {provider} is fine but has no subscription or seat for this",
        "{provider} 的账户正常，但没有相应的订阅或席位",
        "subscribe at {provider}, or use another provider: openclaw models auth add",
        "在 {provider} 订阅，或换用其他提供方：openclaw models auth add",
    ),
    "failure_api_not_enabled": Text(
        "warning",
        "the API is not enabled in this key's project at {provider}",
        "{provider} 上该密钥所属项目未启用此 API",
        "enable it in the provider's console, then: openclaw models auth clear-cooldown --all",
        "在提供方控制台启用，然后：openclaw models auth clear-cooldown --all",
    ),
    "failure_github_token_invalid": Text(
        "error", "GitHub does not accept this token", "GitHub 不接受此令牌", _NEW_LOGIN
    ),
    "failure_gateway_token_invalid": Text(
        "error",
        "{provider} itself refused its gateway token; the key of the provider behind it was not tried",
        "{provider} 拒绝了网关自身的令牌；其后提供方的密钥尚未用到",
        _NEW_KEY,
    ),
    "failure_upstream_refused": Text(
        "warning",
        "the provider behind {provider} refused its key",
        "{provider} 背后的提供方拒绝了其密钥",
        "look at the provider keys that you stored at {provider}",
        "检查你在 {provider} 上保存的提供方密钥",
    ),
    "failure_region_blocked": Text(
        "error",
        "{provider} does not serve this country or region; the credential is not at fault",
        "{provider} 不服务当前国家或地区；与凭据无关",
        "use a provider that serves it: openclaw models auth add",
        "换用可服务该地区的提供方：openclaw models auth add",
    ),
    "failure_address_blocked": Text(
        "error",
        "{provider} does not allow requests from this address",
        "{provider} 不允许来自此地址的请求",
        "allow this host's address in the provider's console",
        "在提供方控制台中放行本机地址",
    ),
    "failure_clock_skew": Text(
        "error",
        "{provider} refused the signature because this host's clock is wrong",
        "本机时钟不准，{provider} 拒绝了签名",
        "set the clock (timedatectl set-ntp true)",
        "校准时钟（timedatectl set-ntp true）",
    ),
    "failure_model_access_denied": Text(
        "warning",
        "this account may not use the model at {provider}; the credential is fine",
        "该账户无权在 {provider} 使用此模型；凭据本身正常",
        *_MODEL,
    ),
    # money
    "failure_credits_exhausted": Text(
        "error", "no credit left at {provider}", "{provider} 余额不足", *_TOP_UP
    ),
    "failure_spend_limit": Text(
        "error",
        "the spend limit that was set at {provider} is reached",
        "已达到在 {provider} 设置的消费上限",
        "raise the limit at {provider}, then: openclaw models auth clear-cooldown --all",
        "在 {provider} 提高上限，然后：openclaw models auth clear-cooldown --all",
    ),
    "failure_key_spend_limit": Text(
        "error",
        "this key's own budget at {provider} is spent",
        "此密钥在 {provider} 的预算已用完",
        "raise the key's limit at {provider}, or use another key: " + _NEW_KEY,
        "在 {provider} 提高该密钥的上限，或换用其他密钥：" + _NEW_KEY,
    ),
    "failure_billing_inactive": Text(
        "error",
        "billing is not active for this account at {provider}",
        "{provider} 账户未启用计费",
        *_TOP_UP,
    ),
    "failure_plan_expired": Text(
        "error", "the plan at {provider} has ended", "{provider} 的套餐已到期", *_TOP_UP
    ),
    "failure_plan_required": Text(
        "error",
        "the plan at {provider} does not include this",
        "{provider} 的套餐不包含此项",
        "change the plan at {provider}, or use an API key: " + _NEW_KEY,
        "在 {provider} 更换套餐，或使用 API 密钥：" + _NEW_KEY,
    ),
    **failures_service.TABLE,
    **classify.TABLE,
}
