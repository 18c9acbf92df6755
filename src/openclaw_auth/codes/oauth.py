"""Texts of logins and of token endpoints."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    # What a token endpoint answered.
    "grant_rejected": Text(
        "error",
        "The authorization server says that this login is over ({error}). {description}",
        "授权服务器表示此登录已失效（{error}）。{description}",
    ),
    "client_rejected": Text(
        "error",
        "The authorization server refused the request ({error}). {description}",
        "授权服务器拒绝了请求（{error}）。{description}",
        "check clientId, clientSecret, scopes and tokenAuthMethod: openclaw config get models.providers",
        "检查 clientId、clientSecret、scopes 和 tokenAuthMethod：openclaw config get models.providers",
    ),
    "token_endpoint_down": Text(
        "error",
        "The authorization server cannot answer now (HTTP {status}). {description}",
        "授权服务器暂时无法应答（HTTP {status}）。{description}",
        "try again in a moment",
        "请稍后再试",
    ),
    "token_answer_refused": Text(
        "error",
        "The authorization server answered HTTP {status} without saying why.",
        "授权服务器返回 HTTP {status}，未说明原因。",
        "check the address in models.providers, and whether a proxy stands in between",
        "检查 models.providers 中的地址，以及中间是否有代理",
    ),
    "token_answer_invalid": Text(
        "error",
        "The authorization server's answer (HTTP {status}) is no JSON object.",
        "授权服务器的应答（HTTP {status}）不是 JSON 对象。",
        "check the address in models.providers, and whether a proxy stands in between",
        "检查 models.providers 中的地址，以及中间是否有代理",
    ),
    "token_answer_without_token": Text(
        "error",
        "The authorization server's answer (HTTP {status}) holds no token.",
        "授权服务器的应答（HTTP {status}）中没有令牌。",
    ),
    # Where a server is.
    "oauth_secret_missing": Text(
        "error",
        "The client secret of {provider} is not there. {why}",
        "找不到 {provider} 的客户端密钥。{why}",
        "openclaw config get models.providers.{provider}.oauth",
    ),
    "oauth_discovery_failed": Text(
        "error",
        "{issuer} says nothing about its endpoints (HTTP {status}).",
        "{issuer} 没有提供其端点信息（HTTP {status}）。",
        "correct models.providers.{provider}.oauth.issuer, or set authorizationUrl and tokenUrl there",
        "更正 models.providers.{provider}.oauth.issuer，或在那里设置 authorizationUrl 和 tokenUrl",
    ),
    "oauth_issuer_other": Text(
        "error",
        "{issuer} says that it is {said}: that is not the server which the config names.",
        "{issuer} 自称是 {said}：与配置中的服务器不符。",
        "models.providers.{provider}.oauth.issuer must be exactly what the server calls itself",
        "models.providers.{provider}.oauth.issuer 必须与服务器自称的完全一致",
    ),
    "oauth_endpoint_insecure": Text(
        "error",
        "The server of {provider} names an endpoint that is not https: {url}",
        "{provider} 的服务器给出了非 https 的端点：{url}",
    ),
}
