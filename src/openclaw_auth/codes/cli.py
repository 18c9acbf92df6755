"""Texts of the command line itself."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "usage": Text("error", "{message}", "参数错误：{message}", "{prog} --help"),
    "usage_required": Text(
        "error", "the following arguments are required: {words}", "缺少 {words}"
    ),
    "usage_unrecognized": Text("error", "unrecognized arguments: {words}", "无法识别 {words}"),
    "usage_needs_value": Text(
        "error", "argument {words}: expected one argument", "{words} 需要一个值"
    ),
    "usage_one_required": Text(
        "error", "one of the arguments {words} is required", "以下参数需要其中一个：{words}"
    ),
    "usage_needs_some": Text(
        "error", "argument {words}: expected at least one argument", "{words} 至少需要一个值"
    ),
    "usage_needs_count": Text(
        "error", "argument {words}: expected {count} arguments", "{words} 需要 {count} 个值"
    ),
    "usage_takes_none": Text(
        "error",
        "argument {words}: ignored explicit argument {value}",
        "{words} 不带值，却给出了 {value}",
    ),
    "usage_not_with": Text(
        "error",
        "argument {words}: not allowed with argument {other}",
        "{words} 不能与 {other} 同时使用",
    ),
    "usage_choice": Text(
        "error",
        "argument {words}: invalid choice: {value} (choose from {known})",
        "{words} 不能是 {value}（可选：{known}）",
    ),
    "usage_value": Text(
        "error",
        "argument {words}: invalid {type} value: {value}",
        "{words} 的值 {value} 无效（应为 {type}）",
    ),
    "usage_ambiguous": Text(
        "error",
        "ambiguous option: {words} could match {known}",
        "{words} 有多种可能：{known}",
    ),
    "unknown_command": Text(
        "error", 'Unknown command "{word}".', "未知命令 “{word}”。", "{suggestion}"
    ),
    "unexpected": Text(
        "error",
        "Something went wrong that should not ({type}). Nothing was changed on purpose.",
        "出现了不应出现的错误（{type}）。",
        "Run it again with OPENCLAW_DEBUG=1 and report what it prints.",
        "请设置 OPENCLAW_DEBUG=1 再运行一次，并报告其输出。",
    ),
    "foreign_command": Text(
        "error",
        "`openclaw {word}` belongs to OpenClaw itself, and no other openclaw is on the PATH.",
        "`openclaw {word}` 属于 OpenClaw 本身，而 PATH 中没有其他 openclaw。",
        "npm install -g openclaw",
    ),
    "cancelled": Text("info", "Cancelled. Nothing was stored.", "已取消，没有保存任何内容。"),
    "unknown_agent": Text(
        "error",
        'Unknown agent id "{agent}". Use "openclaw agents list" to see configured agents.{nearest}',
        '未知的智能体 “{agent}”。用 "openclaw agents list" 查看已有的智能体。{nearest}',
    ),
    "did_you_mean": Text("info", " Did you mean {names}?", "是不是 {names}？"),
    "agents_known": Text("info", " There are: {names}.", "现有：{names}。"),
    "json_and_plain": Text(
        "error", "Choose either --json or --plain, not both.", "--json 和 --plain 只能选一个。"
    ),
    "working_directory_env_ignored": Text(
        "warning",
        "{file} holds {names}: a folder's own .env does not supply credentials or base URLs.",
        "{file} 中有 {names}：工作目录的 .env 不提供凭据或基础地址。",
        "Move them to ~/.openclaw/.env, or: openclaw config set env.trustWorkingDirectory true",
        "请移到 ~/.openclaw/.env，或执行：openclaw config set env.trustWorkingDirectory true",
    ),
    "env_file_unreadable": Text(
        "warning",
        "{file} cannot be read ({error}); what it holds does not count.",
        "无法读取 {file}（{error}），其中的内容不生效。",
        "ls -l {file}",
    ),
    "reference_env_missing": Text(
        "error", "the variable {name} is not set", "变量 {name} 未设置", "export {name}=..."
    ),
    "reference_file_unreadable": Text(
        "error", "{path} cannot be read: {why}", "无法读取 {path}：{why}", "ls -l {path}"
    ),
    "status_config": Text("info", "Config", "配置"),
    "status_store": Text("info", "Store", "存储"),
    "status_default": Text("info", "Default", "默认模型"),
    "status_fallbacks": Text("info", "Fallbacks", "备用模型"),
    "status_image": Text("info", "Image model", "图像模型"),
    "status_aliases": Text("info", "Aliases", "别名"),
    "status_next": Text("info", "next", "下一个"),
    "status_more": Text(
        "info", "… and {count} more (--json lists all)", "……还有 {count} 个（--json 列出全部）"
    ),
    "status_fallback_deaf": Text(
        "warning",
        "fallback {model} can never answer a caller of {missing}: its provider does not offer that",
        "后备模型 {model} 无法回答 {missing} 的调用方：它的提供方没有这种接口",
    ),
    "status_crosses": Text(
        "warning",
        "{provider}: {to} is billed by use and answers instead of {from}; {requests} requests today",
        "{provider}：{to} 按量计费，正在代替 {from} 应答；今天 {requests} 个请求",
    ),
    "status_crossed": Text(
        "info",
        "{provider}: no longer billed by use; {to} last answered instead of {from}, {requests} requests today",
        "{provider}：已不再按量计费；上次由 {to} 代替 {from} 应答，今天 {requests} 个请求",
    ),
    "status_expiry": Text("info", "OAuth and tokens", "OAuth 与令牌"),
    "status_missing_auth": Text("info", "Missing auth", "缺少凭据"),
    "expires_unknown": Text("info", "expires unknown", "到期时间未知"),
    "expires_in": Text("info", "expires in {left}", "{left} 后到期"),
    "expired_ago": Text("info", "{ago} ago", "{ago} 前"),
    "token_ended_ago": Text("info", "the token ended {ago} ago", "令牌已于 {ago} 前到期"),
    "inherited_from_main": Text("info", "inherited from main", "继承自 main"),
    "order_store_order": Text("info", "in the store's order", "按存储中的顺序"),
    "order_config_order": Text("info", "in the config's order", "按配置中的顺序"),
    "order_config_profiles": Text("info", "profiles that the config names", "配置中列出的凭据"),
    "order_round_robin": Text("info", "least recently used first", "最久未用者优先"),
    "order_pin": Text("info", "pinned", "已固定"),
    "explain_head": Text("info", "agent {agent}, {order}", "智能体 {agent}，{order}"),
    "explain_process": Text("info", "environment of this process", "本进程的环境变量"),
    "explain_login_shell": Text("info", "login shell", "登录 shell"),
    "explain_shadows": Text(
        "info", "{name} comes before {names}.", "{name} 排在前面，因此不会用到 {names}。"
    ),
    "explain_crosses": Text(
        "info",
        "{name} is paid by use, and stands in for a credential that is not.",
        "{name} 按量计费，正在代替不按量计费的凭据。",
    ),
    "explain_nothing": Text(
        "info", "Nothing is usable for {model} now.", "目前没有可用于 {model} 的凭据。"
    ),
    "explain_fallbacks": Text("info", "Requests go on with: {models}", "请求会改用：{models}"),
    "unknown_session": Text(
        "error",
        'No session "{session}" of agent {agent} in {file}.{nearest}',
        "{file} 中没有智能体 {agent} 的会话 “{session}”。{nearest}",
    ),
}
