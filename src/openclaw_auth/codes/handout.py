"""Texts about credentials that are handed out: to the socket, to `auth token`, to `exec`."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "handout_no_profile": Text(
        "error",
        'Agent {agent} has no profile "{profile}".{nearest}',
        "智能体 {agent} 没有配置“{profile}”。{nearest}",
        "openclaw models auth list",
    ),
    "handout_reserved": Text(
        "error",
        "{profile}: {label} reserves this credential for its own client; it is lent to nothing else.",
        "{profile}：{label} 仅允许其自家客户端使用此凭据；不会出借给其他程序。",
        "openclaw models auth paste-api-key --provider {provider}   (or run the vendor's client: openclaw exec --provider {provider} -- claude)",
        "openclaw models auth paste-api-key --provider {provider}   （或运行官方客户端：openclaw exec --provider {provider} -- claude）",
    ),
    "handout_not_renewed": Text(
        "error",
        "{profile} has no access token that still serves, and it could not be renewed.",
        "{profile} 没有仍然有效的访问令牌，且无法续期。",
        "openclaw models auth login --provider {provider} --profile-id {profile}",
    ),
    "handout_keyless": Text(
        "error",
        "{provider} needs no key: there is nothing to hand out.",
        "{provider} 不需要密钥：没有可提供的内容。",
    ),
    "handout_no_variable": Text(
        "error",
        "No variable is known by which programs take a credential of {provider}.",
        "不知道程序通过哪个变量接收 {provider} 的凭据。",
        "add --var NAME; or let the program ask the gateway instead: openclaw gateway run",
        "请加上 --var 名称；或让程序改为请求网关：openclaw gateway run",
    ),
    "variable_invalid": Text(
        "error", '"{name}" is no name for a variable.', "“{name}”不是变量名。"
    ),
    "handout_refused": Text("error", "{text}{lines}", "{text}{lines}", "{mend}"),
    "token_on_terminal": Text(
        "error",
        "A token on a terminal stays in its history. Send it into a pipe or a file.",
        "令牌显示在终端上会留在其历史记录中。请将其送入管道或文件。",
        "{prog} {subject} | …   (--force prints it all the same)",
        "{prog} {subject} | …   （--force 仍然打印）",
    ),
    "exec_not_found": Text("error", "There is no command {command}.", "没有命令 {command}。"),
    "exec_not_runnable": Text(
        "error", "{command} cannot be run: {why}.", "无法运行 {command}：{why}。"
    ),
    # The gateway's socket.
    "lease_handed_out": Text(
        "info",
        "{provider}: {source} was lent to process {pid} of user {uid}.",
        "{provider}：{source} 已借给用户 {uid} 的进程 {pid}。",
    ),
    "lease_refused": Text(
        "warning",
        "{subject}: not lent to process {pid} of user {uid}: {why}.",
        "{subject}：未借给用户 {uid} 的进程 {pid}：{why}。",
    ),
    "socket_peer_foreign": Text(
        "error",
        "This socket serves user {own} only, and you are user {uid}.",
        "此套接字仅供用户 {own} 使用，而您是用户 {uid}。",
    ),
    "socket_request_invalid": Text(
        "error",
        "One line of JSON is needed, of at most {limit} bytes, with a subject.",
        "需要一行 JSON，最多 {limit} 字节，并带有 subject。",
    ),
    "socket_too_slow": Text(
        "error", "No whole line came within {seconds} s.", "{seconds} 秒内没有收到完整的一行。"
    ),
    "socket_busy": Text(
        "error",
        "{limit} others are being served. Try again.",
        "正在为 {limit} 个请求服务，请重试。",
    ),
    "socket_unusable": Text(
        "warning",
        "The socket for workers cannot be opened: {why}. Everything else works.",
        "无法打开供工作进程使用的套接字：{why}。其他功能正常。",
    ),
}
