"""Texts of logins and of token endpoints."""

from __future__ import annotations

from openclaw_auth.codes import Text

_INSTEAD = "openclaw models auth paste-api-key --provider {instead}"


def _reserved(en: str, zh: str, instead: str, remedy: str = "") -> Text:
    """Words for a login that a vendor keeps for its own product, with what to do instead."""
    return Text("error", en, zh, remedy or _INSTEAD.format(instead=instead))


TABLE: dict[str, Text] = {
    # Logins that are not offered.
    "login_reserved_claude": _reserved(
        "{label}: this login is reserved for Claude Code; other programs may not use it.",
        "{label}：此登录仅供 Claude Code 使用，其他程序不得使用。",
        "anthropic",
        "openclaw models auth paste-api-key --provider anthropic   (or: openclaw models auth setup-token)",
    ),
    "login_reserved_copilot": _reserved(
        "{label}: this login is reserved for editors that GitHub knows; other programs may not use it.",
        "{label}：此登录仅供 GitHub 认可的编辑器使用，其他程序不得使用。",
        "openai",
    ),
    "login_reserved_google": _reserved(
        "{label}: Google reserves this login for its own products; using it elsewhere has cost accounts.",
        "{label}：Google 仅允许其自家产品使用此登录；在别处使用曾导致账号被封。",
        "google",
    ),
    "login_reserved_minimax": _reserved(
        "{label}: this login belongs to another product's client.",
        "{label}：此登录属于其他产品的客户端。",
        "minimax",
    ),
    "login_reserved_qwen": _reserved(
        "{label}: this service ended on 2026-04-15.",
        "{label}：该服务已于 2026-04-15 终止。",
        "qwen-cloud",
    ),
    "login_not_offered": Text(
        "error",
        "{label} offers no login to programs like this one.",
        "{label} 不向此类程序提供登录。",
        'openclaw models auth add --provider {provider}; or name an app of your own: openclaw config set models.providers.{provider}.oauth \'{{ issuer: "https://…", clientId: "…" }}\'',
        'openclaw models auth add --provider {provider}；或使用您自己的应用：openclaw config set models.providers.{provider}.oauth \'{{ issuer: "https://…", clientId: "…" }}\'',
    ),
    "oauth_client_id_missing": Text(
        "error",
        "{provider}: there is no client id. Register an app of your own with the provider first.",
        "{provider}：没有客户端 id。请先在提供方注册您自己的应用。",
        "openclaw config set models.providers.{provider}.oauth.clientId <id>{variable}",
        "openclaw config set models.providers.{provider}.oauth.clientId <id>{variable}",
    ),
    "oauth_client_id_variable": Text(
        "info", "; or set {name} in ~/.openclaw/.env", "；或在 ~/.openclaw/.env 中设置 {name}"
    ),
    "device_not_offered": Text(
        "error",
        "{provider} has no device login.",
        "{provider} 没有设备码登录。",
        "without --device the login works over SSH too: paste what the browser ends at",
        "不加 --device 也能在 SSH 中登录：粘贴浏览器最后停留的地址",
    ),
    "oauth_url_missing": Text(
        "error",
        "{provider}: the address for {key} is not known.",
        "{provider}：不知道 {key} 的地址。",
        "openclaw config set models.providers.{provider}.oauth.{key} <url>",
    ),
    # How a login went.
    "login_open": Text(
        "info",
        "Open this address in a browser to log in to {label}:",
        "请在浏览器中打开此地址登录 {label}：",
    ),
    "login_opened": Text(
        "info",
        "A browser was opened to log in to {label}. If it shows nothing, open:",
        "已打开浏览器登录 {label}。若没有显示，请打开：",
    ),
    "login_show_code": Text(
        "info",
        "Open {url} on any device and enter the code: {code}",
        "在任意设备上打开 {url} 并输入代码：{code}",
    ),
    "login_code_ends": Text("info", "The code is good for {left}.", "代码有效期为 {left}。"),
    "login_ask_paste": Text(
        "info",
        "Waiting for the browser. Elsewhere, or over SSH: paste the address at which the browser ends (hidden; Enter sends it, Ctrl-C cancels)",
        "正在等待浏览器。若浏览器在别处或通过 SSH 使用：粘贴浏览器最后停留的地址（不显示；回车提交，Ctrl-C 取消）",
    ),
    "login_ask_paste_only": Text(
        "info",
        "Then paste the address at which the browser ends; that its page does not load is fine (hidden; Enter sends it, Ctrl-C cancels)",
        "然后粘贴浏览器最后停留的地址；页面打不开没有关系（不显示；回车提交，Ctrl-C 取消）",
    ),
    "login_send_line": Text(
        "info",
        "Waiting. If the browser cannot come back to this machine, send the address at which it ends on standard input.",
        "等待中。若浏览器无法返回本机，请将其最后停留的地址写入标准输入。",
    ),
    "login_port_taken": Text(
        "warning",
        "Port {port} is taken by another program, so the browser cannot come back by itself.",
        "端口 {port} 被其他程序占用，浏览器无法自动返回。",
    ),
    "login_no_default_model": Text(
        "warning",
        "{provider} has no model of its own here, so the default stays.",
        "此处没有 {provider} 的模型，默认模型不变。",
        "openclaw models set {provider}/<model>",
    ),
    "login_denied": Text(
        "error",
        "The login was refused at the provider ({error}). Nothing was stored.",
        "提供方拒绝了登录（{error}）。没有保存任何内容。",
    ),
    "login_timeout": Text(
        "error",
        "Nobody logged in within the time. Nothing was stored.",
        "在规定时间内没有完成登录。没有保存任何内容。",
        "openclaw models auth login --provider {provider} --timeout 30m",
    ),
    "device_expired": Text(
        "error",
        "The code was not entered in time. Nothing was stored.",
        "代码未及时输入。没有保存任何内容。",
        "begin anew: the same command again",
        "请重新运行同一命令",
    ),
    "device_answer_invalid": Text(
        "error",
        "The server's answer (HTTP {status}) holds no code and https address to show.",
        "服务器的应答（HTTP {status}）中没有可显示的代码和 https 地址。",
    ),
    "login_nobody_answers": Text(
        "error",
        "Standard input ended without an answer, and nothing listens for the browser. Nothing was stored.",
        "标准输入已结束且没有答案，也没有监听浏览器。没有保存任何内容。",
        "openclaw models auth login --provider {provider}   (in a terminal, or with the answer on standard input)",
        "openclaw models auth login --provider {provider}   （在终端中运行，或由标准输入给出答案）",
    ),
    # A page's login.
    "logins_too_many": Text(
        "error",
        "That is more than {limit}. Finish or cancel a login first.",
        "超过 {limit} 个。请先完成或取消一个登录。",
    ),
    "login_unknown": Text("error", "There is no such login.", "没有这个登录。"),
    "login_not_waiting": Text(
        "error", "This login does not wait for an answer.", "此登录不在等待答案。"
    ),
    "login_body_not_json": Text(
        "error",
        'A JSON object is needed, such as {{"provider": "openrouter"}}.',
        '需要一个 JSON 对象，如 {{"provider": "openrouter"}}。',
    ),
    "login_stored": Text("info", "Logged in: {profile}", "已登录：{profile}"),
    # Taking a login back.
    "revoked": Text("info", "It was revoked at {provider}.", "已在 {provider} 处吊销。"),
    "revocation_not_offered": Text(
        "info",
        "It was not revoked at {provider}: that can only be done on the provider's own page.",
        "未在 {provider} 处吊销：只能在提供方页面上吊销。",
        "revoke it there if anybody else may know it",
        "如果可能有他人知道它，请到那里吊销",
    ),
    "revocation_failed": Text(
        "warning",
        "It was not revoked at {provider}: {why}",
        "未在 {provider} 处吊销：{why}",
        "revoke it on the provider's own page; here it is deleted",
        "请到提供方页面吊销；此处已删除",
    ),
    "revocation_shared": Text(
        "info",
        "It was not revoked at {provider}: {store} holds the same login.",
        "未在 {provider} 处吊销：{store} 保存着同一个登录。",
    ),
    "logout_nothing": Text(
        "error",
        "No stored credentials for {provider} in {store}.",
        "{store} 中没有 {provider} 的凭据。",
        "openclaw models auth list --provider {provider}",
    ),
    "ask_logout": Text(
        "info",
        "Log out of {provider}: delete {profiles} from {store} for good, and revoke where possible?",
        "退出 {provider}：从 {store} 永久删除 {profiles}，并尽可能吊销？",
    ),
    # What a redirect or a paste lacks.
    "redirect_without_code": Text(
        "error",
        "It holds no code. Copy the whole address, from http to its end.",
        "其中没有代码。请复制从 http 到结尾的完整地址。",
    ),
    "redirect_without_state": Text(
        "error",
        "It holds no state, so nobody knows whether it belongs to this login. Copy the whole address.",
        "其中没有 state，无法确认属于本次登录。请复制完整地址。",
    ),
    "redirect_other_state": Text(
        "error",
        "It belongs to another login. Use the address shown here, and what comes of it.",
        "它属于另一次登录。请使用这里显示的地址及其结果。",
    ),
    "redirect_other_issuer": Text(
        "error", "It does not come from {issuer}.", "它不是来自 {issuer}。"
    ),
    "paste_empty": Text("error", "Nothing was pasted.", "没有粘贴任何内容。"),
    "paste_is_login_url": Text(
        "error",
        "That is the address to open. What is needed is the one at which the browser ends.",
        "这是要打开的地址。需要的是浏览器最后停留的地址。",
    ),
    "paste_without_state": Text(
        "error",
        "A code alone is not enough: paste the whole address, or code#state.",
        "只有代码还不够：请粘贴完整地址，或 code#state。",
    ),
    "paste_not_expected": Text("error", "This login takes no paste.", "此登录不需要粘贴。"),
    # The browser's page.
    "login_page_yes": Text("info", "Logged in", "登录成功"),
    "login_page_stored": Text(
        "info",
        "OpenClaw stored it as {profile}. You can close this tab.",
        "OpenClaw 已保存为 {profile}。可以关闭此标签页。",
    ),
    "login_page_wait": Text("info", "Code received", "已收到代码"),
    "login_page_look": Text(
        "info",
        "OpenClaw is at work; look there for the result. You can close this tab.",
        "OpenClaw 正在处理，结果请在那里查看。可以关闭此标签页。",
    ),
    "login_page_no": Text("info", "Not logged in", "未登录"),
    "login_page_nothing": Text("info", "There is nothing here.", "这里没有内容。"),
    "login_page_not_ours": Text("info", "Not this login", "不是本次登录"),
    "login_page_late": Text("info", "This login was answered already.", "本次登录已有结果。"),
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
