"""Texts of the codes about setting a host up."""

from __future__ import annotations

from openclaw_auth.codes import Text

_MANUAL_HELP = "openclaw onboard --help"

TABLE: dict[str, Text] = {
    # what the wizard says
    "onboard_welcome": Text(
        "info",
        "Setting up access to models on this host. Nothing is written before you have seen it; "
        "Ctrl-C leaves everything as it was.",
        "为本机设置模型访问。写入之前会先给你看；按 Ctrl-C 一切保持原样。",
    ),
    "onboard_risk": Text(
        "warning",
        "An agent can do what your user account can: run commands, read files, spend money.",
        "智能体能做你的账户能做的一切：运行命令、读取文件、产生费用。",
    ),
    "onboard_ask_choice": Text(
        "info",
        "How do you reach models? A number, a letter, or a provider's name:",
        "通过哪种方式访问模型？输入数字、字母或提供方名称：",
    ),
    "onboard_by_api_key": Text("info", "API key", "API 密钥"),
    "onboard_by_token": Text("info", "token", "令牌"),
    "onboard_by_setup_token": Text(
        "info", "token of `claude setup-token`", "`claude setup-token` 得到的令牌"
    ),
    "onboard_by_login": Text("info", "login in a browser", "在浏览器中登录"),
    "onboard_by_local": Text("info", "no key", "无需密钥"),
    "onboard_choice_name": Text("info", "{label}: {how}", "{label}：{how}"),
    "onboard_custom": Text(
        "info",
        "another base URL that speaks OpenAI or Anthropic",
        "其他兼容 OpenAI 或 Anthropic 的地址",
    ),
    "onboard_skip": Text("info", "skip this for now", "暂时跳过"),
    "onboard_manual": Text("info", "ask me everything (manual)", "逐项询问（手动）"),
    "onboard_all": Text("info", "list all {count}", "列出全部 {count} 项"),
    "onboard_list": Text("info", "{choices}", "{choices}"),
    "onboard_number": Text(
        "info", "A number from 1 to {most}, please.", "请输入 1 到 {most} 之间的数字。"
    ),
    "onboard_choice_which": Text("info", "Which one: {choices}?", "是哪一个：{choices}？"),
    "onboard_ask_or_found": Text(
        "info",
        "{title} Enter takes {source}, {secret}.",
        "{title} 直接回车使用 {source}：{secret}。",
    ),
    "onboard_ask_key": Text(
        "info", "API key of {label} (hidden):", "{label} 的 API 密钥（不显示）："
    ),
    "onboard_ask_token": Text("info", "Token of {label} (hidden):", "{label} 的令牌（不显示）："),
    "onboard_another_key": Text("info", "Enter another key?", "重新输入密钥？"),
    "onboard_ask_place": Text("info", "Where shall the key be kept?", "密钥保存在哪里？"),
    "onboard_in_profile": Text(
        "info", "credential store (auth-profiles.json)", "凭据库（auth-profiles.json）"
    ),
    "onboard_in_env": Text("info", "the state directory's .env", "状态目录的 .env"),
    "onboard_ask_end": Text(
        "info",
        "When does the token end? 365d, 12h (Enter: not known)",
        "令牌多久后到期？如 365d、12h（直接回车：不知道）",
    ),
    "onboard_gateway_token_characters": Text(
        "error",
        "Letters, digits and signs without blanks, please.",
        "请只用字母、数字和符号，不含空格。",
    ),
    "onboard_ask_id": Text("info", "{name} of your account:", "你的账户的 {name}："),
    "onboard_id_characters": Text(
        "info",
        "{name} is made of letters, digits, `-` and `_`.",
        "{name} 只含字母、数字、`-` 和 `_`。",
    ),
    "onboard_trying": Text(
        "info",
        "Asking {label}, free of charge, for 5 s at most ...",
        "正在询问 {label}（免费，最多 5 秒）……",
    ),
    "onboard_sees": Text("info", "Models that it sees: {count}.", "可见模型数：{count}。"),
    "onboard_ask_url": Text("info", "Base URL:", "地址（base URL）："),
    "onboard_ask_speaks": Text("info", "Which dialect does it speak?", "它使用哪种协议？"),
    "onboard_speaks_openai": Text("info", "OpenAI", "OpenAI"),
    "onboard_speaks_anthropic": Text("info", "Anthropic", "Anthropic"),
    "onboard_ask_name": Text("info", "A short name for it:", "给它起个短名："),
    "onboard_ask_key_or_none": Text(
        "info", "API key (Enter: it wants none):", "API 密钥（直接回车：不需要）："
    ),
    "onboard_ask_model_id": Text(
        "info", "Id of a model that it serves:", "它提供的某个模型的 ID："
    ),
    "onboard_ask_mode": Text("info", "Where does the gateway run?", "网关在哪里运行？"),
    "onboard_mode_local": Text("info", "on this host", "在本机"),
    "onboard_mode_remote": Text(
        "info", "on another host, where the credentials are", "在另一台主机，凭据也在那里"
    ),
    "onboard_ask_remote": Text(
        "info", "Its address (ws:// or wss://):", "它的地址（ws:// 或 wss://）："
    ),
    "onboard_ask_remote_token": Text(
        "info", "Its token (Enter: none):", "它的令牌（直接回车：无）："
    ),
    "onboard_ask_model": Text(
        "info", "Default model (? lists what the key sees):", "默认模型（? 列出密钥可见的模型）："
    ),
    "onboard_ask_model_plain": Text("info", "Default model:", "默认模型："),
    "onboard_model_stays": Text(
        "info",
        "The default model stays {model}. To change it:",
        "默认模型仍为 {model}。如需更改：",
        "openclaw models set {other}",
    ),
    "onboard_ask_workspace": Text("info", "Where the agent works:", "智能体的工作目录："),
    "onboard_ask_port": Text("info", "Port of the gateway:", "网关端口："),
    "onboard_port": Text(
        "error",
        '"{port}" is no port: a number from 1 to 65535.',
        "“{port}” 不是端口：请用 1 到 65535 的数字。",
    ),
    "onboard_ask_bind": Text("info", "Who may reach the gateway?", "谁可以访问网关？"),
    "onboard_bind_loopback": Text("info", "this machine only (loopback)", "仅本机（loopback）"),
    "onboard_bind_lan": Text(
        "info", "the local network too, with the token (lan)", "局域网也可以，需令牌（lan）"
    ),
    "onboard_bind_tailnet": Text(
        "info", "the Tailscale network too (tailnet)", "Tailscale 网络（tailnet）"
    ),
    "onboard_bind_auto": Text(
        "info",
        "Tailscale where there is one, else this machine (auto)",
        "有 Tailscale 就用，否则仅本机（auto）",
    ),
    "onboard_ask_gateway_token": Text(
        "info", "Token for clients (Enter: a random one):", "客户端令牌（直接回车：随机生成）："
    ),
    "onboard_ask_gateway_token_kept": Text(
        "info",
        "New token for clients (Enter: the present one stays):",
        "新的客户端令牌（直接回车：保持不变）：",
    ),
    "onboard_ask_service": Text(
        "info",
        "Install the gateway as a service that starts by itself?",
        "把网关安装为自动启动的服务？",
    ),
    "onboard_plan": Text("info", "This is what will be written:", "将写入以下内容："),
    "onboard_write_login": Text(
        "info", "what the login with {provider} gives", "登录 {provider} 得到的凭据"
    ),
    "onboard_write_directory": Text("info", "new directory", "新目录"),
    "onboard_write_profile": Text(
        "info", "{profileId}  {type}  {masked}", "{profileId}  {type}  {masked}"
    ),
    "onboard_write_variable": Text("info", "{name}={masked}", "{name}={masked}"),
    "onboard_write_service": Text(
        "info", "the gateway's service; no secret in it", "网关服务文件；不含密钥"
    ),
    "onboard_write_replaces": Text(
        "info", "replaces {replaces}  {undo}", "替换 {replaces}  {undo}"
    ),
    "onboard_ask_write": Text("info", "Write this?", "写入吗？"),
    "onboard_nothing_written": Text("info", "Nothing was written.", "什么都没有写入。"),
    "onboard_nothing_new": Text(
        "info", "Everything is so already: nothing to write.", "一切已是如此：无需写入。"
    ),
    "onboard_model_usable": Text(
        "info", "{model}: a request would find a credential.", "{model}：请求可以找到凭据。"
    ),
    "onboard_model_unusable": Text(
        "warning", "{model}: no usable credential yet.", "{model}：还没有可用的凭据。"
    ),
    "onboard_gateway_runs": Text("info", "The gateway is running.", "网关正在运行。"),
    "onboard_gateway_stands": Text("info", "The gateway is not running.", "网关未运行。"),
    "onboard_next": Text("info", "Next:", "接下来："),
    "configure_ask": Text("info", "What shall be changed?", "要更改什么？"),
    "configure_model": Text("info", "access to models and the default model", "模型访问与默认模型"),
    "configure_gateway": Text("info", "the gateway", "网关"),
    # what goes wrong
    "configure_section": Text(
        "error",
        'This program configures {sections}; "{section}" is a section of OpenClaw itself.',
        "本程序可配置 {sections}；“{section}” 属于 OpenClaw 本身。",
        "openclaw configure --section model",
    ),
    "onboard_no_terminal": Text(
        "error",
        "The wizard asks questions, and there is no terminal here.",
        "向导需要提问，但这里没有终端。",
        "openclaw onboard --non-interactive --accept-risk --auth-choice <choice>",
        "openclaw onboard --non-interactive --accept-risk --auth-choice <方式>",
    ),
    "onboard_accept_risk": Text(
        "error",
        "Non-interactive onboarding needs --accept-risk: an agent can do what your user account can.",
        "非交互设置需要 --accept-risk：智能体能做你的账户能做的一切。",
        "openclaw onboard --non-interactive --accept-risk ...",
    ),
    "onboard_never_resets": Text(
        "error",
        "Onboarding never wipes anything; --reset is not offered.",
        "设置向导从不清除任何内容；不提供 --reset。",
        "openclaw models auth logout --provider <id>",
        "openclaw models auth logout --provider <提供方>",
    ),
    "onboard_choice_unknown": Text(
        "error",
        'There is no auth choice "{choice}".{nearest}',
        "没有名为 “{choice}” 的方式。{nearest}",
        _MANUAL_HELP,
    ),
    "onboard_choice_retired": Text(
        "error",
        'Auth choice "{choice}" is a name of former versions.',
        "“{choice}” 是旧版本的名称。",
        "--auth-choice {instead}",
    ),
    "onboard_choice_interactive": Text(
        "error",
        'Auth choice "{choice}" requires interactive mode.',
        "方式 “{choice}” 需要交互模式。",
        "--auth-choice token --token-provider {provider} --token-stdin",
    ),
    "onboard_login_interactive": Text(
        "error",
        'Auth choice "{choice}" is a login, which requires interactive mode.',
        "方式 “{choice}” 是登录，需要交互模式。",
        "openclaw models auth login --provider {provider} --no-browser",
    ),
    "onboard_which_choice": Text(
        "error",
        "Keys of several providers were given: {choices}. Say which one is set up.",
        "给出了多个提供方的密钥：{choices}。请指明要设置哪一个。",
        "--auth-choice <one of them>",
        "--auth-choice <其中之一>",
    ),
    "onboard_flag_unused": Text(
        "warning",
        "--{flag} is not used with --auth-choice {choice}.",
        "--auth-choice {choice} 不使用 --{flag}。",
    ),
    "onboard_key_needs_scripted": Text(
        "error",
        "The wizard asks for keys itself; an option that carries one goes with --non-interactive.",
        "向导会自己询问密钥；带密钥的选项须与 --non-interactive 一起使用。",
        "openclaw onboard --non-interactive --accept-risk ...",
    ),
    "onboard_key_missing": Text(
        "error",
        "Missing --{flag} (or {variables} in the environment).",
        "缺少 --{flag}（或环境变量 {variables}）。",
        "--{flag}-stdin < key.txt",
    ),
    "onboard_key_found": Text(
        "info",
        "The key of {source} is stored, so that a service sees it too.",
        "已保存 {source} 中的密钥，服务也能看到它。",
    ),
    "onboard_token_missing": Text(
        "error",
        "Missing --token for --auth-choice token.",
        "--auth-choice token 缺少 --token。",
        "--token-stdin < token.txt",
    ),
    "onboard_token_provider": Text(
        "error",
        "Missing --token-provider for --auth-choice token.",
        "--auth-choice token 缺少 --token-provider。",
        "--token-provider anthropic",
    ),
    "onboard_no_token": Text(
        "error",
        "{provider} takes no token.",
        "{provider} 不使用令牌。",
        "--auth-choice {provider}-api-key",
    ),
    "onboard_variable_shadowed": Text(
        "warning",
        "This shell has another value of {name}, which wins over the file's for commands started here.",
        "当前 shell 中的 {name} 是另一个值；从这里启动的命令会优先使用它。",
        "unset {name}",
    ),
    "onboard_flag_missing": Text("error", "Missing --{flag}.", "缺少 --{flag}。"),
    "onboard_key_nowhere": Text(
        "error",
        "There is no key of {provider} yet.",
        "还没有 {provider} 的密钥。",
        "openclaw models auth paste-api-key --provider {provider} --stdin",
    ),
    "onboard_url_missing": Text(
        "error",
        "Missing --custom-base-url for --auth-choice custom.",
        "--auth-choice custom 缺少 --custom-base-url。",
    ),
    "onboard_url_unusable": Text(
        "error",
        '"{url}" is no base URL: http(s)://host[:port][/path].',
        "“{url}” 不是可用的地址：应为 http(s)://主机[:端口][/路径]。",
    ),
    "onboard_url_extra": Text(
        "error",
        "The base URL at {url} must not carry a user name, a query or a fragment.",
        "{url} 的地址不能带用户名、查询或片段。",
    ),
    "onboard_name_characters": Text(
        "error",
        '"{name}" cannot be a provider\'s name: lower-case letters, digits, `.`, `-` and `_`.',
        "“{name}” 不能作为提供方名称：只能用小写字母、数字、`.`、`-` 和 `_`。",
    ),
    "onboard_name_taken": Text(
        "error",
        '"{name}" is a provider that is known already. Choose another name.',
        "“{name}” 是已知的提供方，请换一个名称。",
    ),
    "onboard_remote_url": Text(
        "error",
        '"{url}" is no address of a gateway: ws://host:port or wss://host.',
        "“{url}” 不是网关地址：应为 ws://主机:端口 或 wss://主机。",
    ),
    "onboard_remote_extra": Text(
        "error",
        "The address of the gateway at {url} must not carry a user name, a query or a fragment.",
        "网关 {url} 的地址不能带用户名、查询或片段。",
        "give its token by --remote-token-stdin",
        "用 --remote-token-stdin 提供它的令牌",
    ),
    "onboard_remote_url_missing": Text(
        "error", "Missing --remote-url for --mode remote.", "--mode remote 缺少 --remote-url。"
    ),
    "onboard_bind_custom": Text(
        "error",
        "Name the address itself instead of `custom`.",
        "请直接写出地址，而不是 `custom`。",
        "--gateway-bind 192.168.1.10",
    ),
    "onboard_password_elsewhere": Text(
        "warning",
        "A password is OpenClaw's own way; this gateway asks for the token.",
        "密码是 OpenClaw 自己的方式；本网关使用令牌。",
        "openclaw gateway token",
    ),
    "onboard_secret_in_argv": Text(
        "warning",
        "--{flag} is visible to every user of this machine in the process list, and stays in the shell's history.",
        "--{flag} 会出现在进程列表中，本机所有用户都能看到，也会留在 shell 历史记录里。",
        "Next time: --{flag}-stdin or --{flag}-file PATH",
        "下次请用：--{flag}-stdin 或 --{flag}-file 路径",
    ),
    "onboard_not_valid": Text("error", "{why} Nothing was written.", "{why} 什么都没有写入。"),
    "onboard_stored_anyway": Text(
        "warning",
        "{why} It is stored all the same.",
        "{why} 仍然保存了它。",
        "openclaw models status --probe",
    ),
    "onboard_env_busy": Text(
        "info", "another program keeps writing it", "另一个程序不断写入该文件"
    ),
    "onboard_env_unquotable": Text(
        "info", "no way of quoting keeps the value", "任何引号写法都无法保留该值"
    ),
    "onboard_env_no_file": Text("info", "it is not a regular file", "它不是普通文件"),
    "onboard_env_unwritable": Text(
        "error",
        "{name} cannot be written to {path}: {why}.",
        "无法把 {name} 写入 {path}：{why}。",
        "openclaw onboard --keep-in profile ...",
    ),
}
