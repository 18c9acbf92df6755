"""Texts of the codes of transport: why no complete answer came from upstream."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "connect_failed": Text(
        "error",
        "cannot connect to {origin}: {detail}",
        "无法连接 {origin}：{detail}",
        "check that the address is right and the service runs",
        "检查地址是否正确、服务是否在运行",
    ),
    "name_resolution_failed": Text(
        "error",
        "the name of {origin} has no address: {detail}",
        "无法解析 {origin} 的域名：{detail}",
        "check the network, the DNS settings and the spelling of the base URL",
        "检查网络、DNS 设置以及 base URL 的拼写",
    ),
    "tls_failed": Text(
        "error",
        "no trusted TLS connection to {origin}: {detail}",
        "无法与 {origin} 建立可信的 TLS 连接：{detail}",
        "if your network inspects TLS, name its CA in SSL_CERT_FILE",
        "若所在网络会解密 TLS，请用 SSL_CERT_FILE 指定其 CA 证书",
    ),
    "tls_trust_unreadable": Text(
        "error",
        "the CA certificates in {path} cannot be used: {detail}",
        "{path} 中的 CA 证书不可用：{detail}",
        "correct or unset SSL_CERT_FILE and SSL_CERT_DIR",
        "更正或取消 SSL_CERT_FILE 与 SSL_CERT_DIR",
    ),
    "proxy_invalid": Text(
        "error",
        "the proxy setting {where} is not http://[user:password@]host[:port]",
        "代理设置 {where} 不是 http://[用户:密码@]主机[:端口]",
        "correct {where}; it must name an HTTP proxy, SOCKS is not supported",
        "更正 {where}；必须是 HTTP 代理，不支持 SOCKS",
    ),
    "proxy_unreachable": Text(
        "error",
        "cannot connect to the proxy {proxy}: {detail}",
        "无法连接代理 {proxy}：{detail}",
        "check that the proxy runs, or unset HTTPS_PROXY",
        "检查代理是否在运行，或取消 HTTPS_PROXY",
    ),
    "proxy_auth_required": Text(
        "error",
        "the proxy {proxy} wants a user name and password, or refused the given ones",
        "代理 {proxy} 要求用户名和密码，或拒绝了已给出的用户名和密码",
        "set the proxy as http://user:password@host:port",
        "把代理写成 http://用户:密码@主机:端口",
    ),
    "proxy_refused": Text(
        "error",
        "the proxy {proxy} refused to connect to {origin} (status {status})",
        "代理 {proxy} 拒绝连接 {origin}（状态码 {status}）",
        "allow {origin} in the proxy, or add it to NO_PROXY",
        "在代理中放行 {origin}，或把它加入 NO_PROXY",
    ),
    "proxy_broken": Text(
        "error",
        "the proxy {proxy} did not answer as an HTTP proxy does: {detail}",
        "代理 {proxy} 的应答不符合 HTTP 代理协议：{detail}",
        "check that {proxy} is an HTTP proxy",
        "确认 {proxy} 是 HTTP 代理",
    ),
    "upstream_timeout": Text(
        "error",
        "{origin} was too slow ({kind}: more than {limit_s} s)",
        "{origin} 响应过慢（{kind}：超过 {limit_s} 秒）",
        "try again; if it stays slow, look at the provider's status page",
        "请重试；若一直很慢，请查看服务商的状态页",
    ),
    "upstream_closed": Text(
        "error",
        "{origin} closed the connection before it answered",
        "{origin} 在应答之前关闭了连接",
        "try again",
        "请重试",
    ),
    "upstream_closed_mid_body": Text(
        "error",
        "{origin} closed the connection in the middle of its answer",
        "{origin} 在应答中途关闭了连接",
        "try again",
        "请重试",
    ),
    "upstream_client_closed": Text(
        "error",
        "the request to {origin} was given up because the gateway is stopping",
        "网关正在停止，已放弃对 {origin} 的请求",
        "try again when the gateway runs again",
        "网关恢复后重试",
    ),
    "upstream_relay_failed": Text(
        "error",
        "the answer of {origin} could not be taken in: an internal error, see the log",
        "无法处理 {origin} 的应答：内部错误，请查看日志",
        "please report this with the log",
        "请附上日志报告此问题",
    ),
    "upstream_not_http": Text(
        "error",
        "{origin} answered something that is not valid HTTP/1.1: {detail}",
        "{origin} 的应答不是有效的 HTTP/1.1：{detail}",
        "check the base URL (http or https, and the port)",
        "检查 base URL（http 还是 https，以及端口）",
    ),
    "upstream_head_too_large": Text(
        "error",
        "{origin} answered with headers beyond the limit ({limit})",
        "{origin} 的应答头超出限制（{limit}）",
    ),
    "upstream_body_too_large": Text(
        "error",
        "{origin} answered more than {limit} bytes",
        "{origin} 的应答超过 {limit} 字节",
    ),
    "upstream_upgrade_refused": Text(
        "error",
        "{origin} switched protocols, which was not asked for",
        "{origin} 擅自切换了协议",
    ),
    "upstream_coding_unknown": Text(
        "error",
        "{origin} used a transfer coding other than chunked",
        "{origin} 使用了 chunked 以外的传输编码",
    ),
    "upstream_url_invalid": Text(
        "error",
        "the URL {url} is not usable: {detail}",
        "URL {url} 不可用：{detail}",
        "write it as https://host[:port][/path]",
        "写成 https://主机[:端口][/路径]",
    ),
    "request_invalid": Text(
        "error",
        "the request to {origin} was not sent: {detail}",
        "未发送对 {origin} 的请求：{detail}",
        "look for line breaks or control characters in the credential and the configured headers",
        "检查凭据和已配置的请求头中是否有换行或控制字符",
    ),
}
