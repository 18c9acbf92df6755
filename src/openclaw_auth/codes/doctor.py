"""Texts of the codes of doctor."""

from __future__ import annotations

from openclaw_auth.codes import Text

_WAIT = "Wait for cooldown or switch provider."
_WAIT_ZH = "等待冷却结束，或换用其他提供方。"
_READ_ONLY = "It is only looked at, never taken."
_READ_ONLY_ZH = "只查看，不会取用。"

TABLE: dict[str, Text] = {
    # Headings and summary.
    "doctor_errors": Text("info", "Errors", "错误"),
    "doctor_warnings": Text("info", "Warnings", "警告"),
    "doctor_notes": Text("info", "Notes", "提示"),
    "doctor_done": Text("info", "Done", "已完成"),
    "doctor_area_permissions": Text("info", "Permissions", "权限"),
    "doctor_area_files": Text("info", "Files", "文件"),
    "doctor_area_config": Text("info", "Config", "配置"),
    "doctor_area_environment": Text("info", "Environment", "环境"),
    "doctor_area_models": Text("info", "Models", "模型"),
    "doctor_area_model_auth": Text("info", "Model auth", "模型凭据"),
    "doctor_area_logins": Text("info", "Other logins", "其他登录"),
    "doctor_area_gateway": Text("info", "Gateway", "网关"),
    "doctor_area_renewal": Text("info", "Renewal", "续期"),
    "doctor_area_sessions": Text("info", "Sessions", "会话"),
    "doctor_area_service": Text("info", "Service", "服务"),
    "doctor_area_clock": Text("info", "Clock", "时钟"),
    "doctor_area_host": Text("info", "Host", "主机"),
    "doctor_summary": Text(
        "info",
        "Errors: {errors}, warnings: {warnings}, notes: {notes}.",
        "错误：{errors}，警告：{warnings}，提示：{notes}。",
    ),
    "doctor_healthy": Text("info", "Nothing is wrong.", "没有发现问题。"),
    "doctor_fixable": Text(
        "info",
        "`openclaw doctor --fix` mends {count}.",
        "`openclaw doctor --fix` 可修复 {count} 项。",
    ),
    "doctor_fixable_forced": Text(
        "info",
        "`openclaw doctor --fix --force` mends {count} more; see what it does first.",
        "`openclaw doctor --fix --force` 还可修复 {count} 项；请先了解其作用。",
    ),
    # Permissions.
    "doctor_open_to_others": Text(
        "error",
        "{path} can be used by other users (mode {mode})",
        "其他用户可以访问 {path}（权限 {mode}）",
        "chmod {wanted} {path}",
    ),
    "doctor_foreign_owner": Text(
        "warning",
        "{path} belongs to {owner}, not to you",
        "{path} 属于 {owner}，不属于你",
        "sudo chown $(id -u):$(id -g) {path}",
    ),
    # Files.
    "doctor_store_broken": Text(
        "error",
        "{problem}",
        "{problem}",
        "mend the file, or set it aside: mv {path} {path}.broken",
        "修好该文件，或移开：mv {path} {path}.broken",
    ),
    "doctor_leftover": Text(
        "warning",
        "{path} was half written by a process that is gone; it may hold secrets",
        "{path} 是中断的写入留下的，可能含有密钥",
        "rm {path}",
    ),
    "doctor_legacy_waiting": Text(
        "warning",
        "{path} is used as if it were imported; the next change of credentials imports it",
        "{path} 按已导入使用；下次修改凭据时会导入",
        "openclaw doctor --fix",
    ),
    "doctor_older_agent_dir": Text(
        "warning",
        "{path} is where an older version kept the agent; nothing is read from it",
        "{path} 是旧版本的智能体目录，不会读取",
        "openclaw doctor --fix   # moves it to {target}",
        "openclaw doctor --fix   # 移到 {target}",
    ),
    "doctor_older_config_name": Text(
        "warning",
        "The config has an older version's name: {path}",
        "配置文件仍用旧版本的名称：{path}",
        "mv {path} {target}",
    ),
    "doctor_older_config_beside": Text(
        "info",
        "{path} is an older version's config; {target} is there, so nothing reads it",
        "{path} 是旧版本的配置；已有 {target}，因此不会读取它",
        "compare the two, then: rm {path}",
        "比较两者，然后：rm {path}",
    ),
    "doctor_older_state_dir": Text(
        "info",
        "The state directory has an older version's name: {path}; OpenClaw 2026.2 moves it to {target}",
        "状态目录仍用旧版本的名称：{path}；OpenClaw 2026.2 会将其移到 {target}",
        "stop the gateway, then: mv {path} {target}",
        "停止网关，然后：mv {path} {target}",
    ),
    "doctor_older_agent_dir_beside": Text(
        "warning",
        "{path} holds credentials that nothing reads: the agent's directory is {target}",
        "{path} 中的凭据不会被读取：智能体目录是 {target}",
        "OPENCLAW_AGENT_DIR={path} openclaw models auth list, then add here what is missing",
        "OPENCLAW_AGENT_DIR={path} openclaw models auth list，然后在此补上缺少的凭据",
    ),
    "doctor_legacy_beside": Text(
        "warning",
        "{path} holds an older version's credentials that nothing reads, because there is {target}",
        "{path} 中是旧版本的凭据；因已有 {target}，不会读取它",
        "openclaw models auth list, add what is missing, then: mv {path} {path}.imported",
        "openclaw models auth list，补上缺少的凭据，然后：mv {path} {path}.imported",
    ),
    # Config.
    "doctor_unknown_section": Text(
        "warning",
        'Unknown section "{section}" in {file}; OpenClaw 2026.2 refuses a config with it.{nearest}',
        "{file} 中有未知的部分 “{section}”；OpenClaw 2026.2 会拒绝这样的配置。{nearest}",
        "openclaw config unset '{section}'",
    ),
    "doctor_config_unreadable": Text(
        "error",
        "{file}: {problem}",
        "{file}：{problem}",
        "correct it there, then: openclaw config validate (earlier versions: {file}.bak)",
        "修正后执行：openclaw config validate（旧版本：{file}.bak）",
    ),
    "doctor_config_not_permitted": Text(
        "error",
        "{file}: {problem}",
        "{file}：{problem}",
        "sudo chown $(id -u):$(id -g) '{file}' && chmod 600 '{file}'",
    ),
    "doctor_config_legacy": Text(
        "warning",
        "{keys}: an older version's way of writing {target} in {file}",
        "{file} 中的 {keys} 是旧版本写法，现为 {target}",
        "openclaw doctor --fix   # moves it, comments included",
        "openclaw doctor --fix   # 移到新位置，保留注释",
    ),
    "doctor_config_legacy_conflict": Text(
        "warning",
        "{keys}: an older version's way of writing {target}; it cannot be moved because of {conflict}",
        "{keys} 是旧版本写法，现为 {target}；因 {conflict} 无法移动",
        "keep one of the two: openclaw config get '{conflict}'",
        "保留其中一个：openclaw config get '{conflict}'",
    ),
    "doctor_config_key": Text(
        "error", "{file}: {problem}", "{file}：{problem}", "openclaw config unset '{path}'"
    ),
    "doctor_config_variable": Text(
        "error",
        "{file}: {problem}",
        "{file}：{problem}",
        "openclaw config unset '{path}'   # or set {name}, in the environment or the state directory's .env",
        "openclaw config unset '{path}'   # 或在环境或状态目录的 .env 中设置 {name}",
    ),
    "doctor_config_value": Text(
        "error", "{file}: {problem}", "{file}：{problem}", "openclaw config set '{path}' <value>"
    ),
    "doctor_own_key": Text(
        "warning",
        "{path} in {file} is understood here, but OpenClaw 2026.2 refuses the whole config for it",
        "{file} 中的 {path} 本程序可用，但 OpenClaw 2026.2 会因此拒绝整个配置",
        "openclaw doctor --fix   # moves it where it belongs",
        "openclaw doctor --fix   # 移到合适的位置",
    ),
    "doctor_refused_by_openclaw": Text(
        "warning",
        "{file}: {problem} by OpenClaw 2026.2, which refuses the config without it",
        "{file}：{problem}（OpenClaw 2026.2 要求，否则拒绝该配置）",
        "openclaw config set '{path}' <value>",
        "openclaw config set '{path}' <值>",
    ),
    # Environment.
    "doctor_env_glued": Text(
        "error",
        "{path}: the line of {inner} is stuck to the value of {name}; a line break is missing before it",
        "{path}：{inner} 的一行接在了 {name} 的值后面，中间缺少换行",
        "put {inner}=… on a line of its own in {path}",
        "在 {path} 中让 {inner}=… 单独占一行",
    ),
    # Models.
    "doctor_no_credential": Text(
        "error",
        "{model} has no credential: nothing is stored or set for {provider} (agent {agents})",
        "{model} 没有凭据：{provider} 没有保存或设置任何凭据（智能体 {agents}）",
        "openclaw models auth add --provider {provider}",
    ),
    "doctor_model_nameless": Text(
        "error",
        'The config says "{model}" where a model belongs; it is passed over (agent {agents})',
        "配置在应写模型处写了 “{model}”，已忽略（智能体 {agents}）",
        "write provider/model there: openclaw models list --all",
        "应写作 provider/model：openclaw models list --all",
    ),
    "doctor_none_usable": Text(
        "error",
        "{model}: none of the {count} credentials of {provider} can be used now (agent {agents})",
        "{model}：{provider} 的 {count} 个凭据目前都不可用（智能体 {agents}）",
        "openclaw models status",
    ),
    "doctor_provider_not_called": Text(
        "error",
        "{model} is not served (agent {agents}). {why}",
        "{model} 无法使用（智能体 {agents}）。{why}",
        "openclaw models set <provider/model>",
    ),
    # Stored profiles.
    "doctor_expired": Text(
        "error",
        "{profile}: expired ({ago} ago){where}",
        "{profile}: expired（已过期 {ago}）{where}",
        "{mend}",
    ),
    "doctor_expiring": Text(
        "warning",
        "{profile}: expiring ({left}){where}",
        "{profile}: expiring（还剩 {left}）{where}",
        "{mend}",
    ),
    "doctor_expiry_missing": Text(
        "warning",
        "{profile}: missing (its end is not known){where}",
        "{profile}: missing（到期时间未知）{where}",
        "openclaw models auth add --provider {provider}{option}",
    ),
    "doctor_taken_over": Text(
        "warning",
        "{profile}: deprecated, a copy of the login of {tool}: whichever refreshes it locks the other out{where}",
        "{profile}: deprecated（已弃用），是 {tool} 登录的副本：任一方刷新都会使另一方失效{where}",
        "openclaw models auth add --provider {provider}{option}, then: openclaw models auth remove {profile}{option}",
        "openclaw models auth add --provider {provider}{option}，然后：openclaw models auth remove {profile}{option}",
    ),
    "doctor_hidden": Text(
        "warning",
        "hidden by config, because auth.profiles names others only: {profiles}",
        "被配置隐藏（hidden by config），因为 auth.profiles 只列出了其他凭据：{profiles}",
        "openclaw models auth order set --provider {provider} {order}{option}",
    ),
    "doctor_cooldown": Text(
        "warning",
        "{profile}: cooldown ({left}){where}",
        "{profile}: cooldown（冷却，{left}）{where}",
        _WAIT,
        _WAIT_ZH,
    ),
    "doctor_disabled": Text(
        "warning",
        "{profile}: disabled:{why} ({left}){where}",
        "{profile}: disabled:{why}（已停用，{left}）{where}",
        _WAIT,
        _WAIT_ZH,
    ),
    "doctor_disabled_billing": Text(
        "warning",
        "{profile}: disabled:{why} ({left}){where}",
        "{profile}: disabled:{why}（已停用，{left}）{where}",
        "Top up credits (provider billing) or switch provider.",
        "充值，或换用其他提供方。",
    ),
    # Other tools.
    "doctor_other_login": Text(
        "info",
        f"{{tool}} has a login of its own in {{path}}. {_READ_ONLY}",
        f"{{tool}} 在 {{path}} 有自己的登录。{_READ_ONLY_ZH}",
        "openclaw models auth discover",
    ),
    "doctor_other_login_until": Text(
        "info",
        f"{{tool}} has a login of its own in {{path}}, good for {{left}}. {_READ_ONLY}",
        f"{{tool}} 在 {{path}} 有自己的登录，还剩 {{left}}。{_READ_ONLY_ZH}",
        "openclaw models auth discover",
    ),
    "doctor_other_login_ended": Text(
        "info",
        f"{{tool}} has a login of its own in {{path}}; its access token ended {{ago}} ago. {_READ_ONLY}",
        f"{{tool}} 在 {{path}} 有自己的登录，访问令牌已过期 {{ago}}。{_READ_ONLY_ZH}",
        "openclaw models auth discover",
    ),
    # Renewal.
    "doctor_refresh_unfinished": Text(
        "warning",
        "{profile}: new tokens were received and never stored, because a process died; they are in {path}",
        "{profile}：已收到新令牌，但进程中断未能保存；令牌在 {path}",
        "openclaw doctor --fix   # stores them; the next refresh would too",
        "openclaw doctor --fix   # 保存它们；下次续期也会保存",
    ),
    "doctor_renewal_due": Text(
        "info",
        "{profile}: its access token has ended ({ago} ago); the next request renews it first{where}",
        "{profile}：访问令牌已到期（{ago} 前）；下次请求会先续期{where}",
        "openclaw doctor --fix   # renews it now",
        "openclaw doctor --fix   # 现在续期",
    ),
    "doctor_renewal_soon": Text(
        "info",
        "{profile}: its access token ends in {left}; the next request renews it{where}",
        "{profile}：访问令牌还剩 {left}；下次请求会续期{where}",
        "openclaw doctor --fix   # renews it now",
        "openclaw doctor --fix   # 现在续期",
    ),
    "doctor_refused": Text(
        "error", "{name}: {provider} was asked. {why}", "{name}：已询问 {provider}。{why}"
    ),
    # Sessions.
    "doctor_pin_gone": Text(
        "warning",
        "Sessions of agent {agent} are pinned to {profile}, which is not stored: {sessions}",
        "智能体 {agent} 的会话固定使用未保存的 {profile}：{sessions}",
        "openclaw doctor --fix   # unpins them; in a chat: /model default",
        "openclaw doctor --fix   # 取消固定；在对话中：/model default",
    ),
    "doctor_sessions_broken": Text(
        "error",
        "{path} makes no sense; sessions begin anew and nothing of them is kept",
        "{path} 无法解析；会话会重新开始，且不会保存",
        "mend the file, or set it aside: mv {path} {path}.broken",
        "修好该文件，或移开：mv {path} {path}.broken",
    ),
    # Gateway.
    "doctor_bind_open": Text(
        "warning",
        "The gateway listens beyond this machine (gateway.bind {bind}): whoever has the token uses your credentials",
        "网关在本机之外监听（gateway.bind {bind}）：拿到令牌的人都能使用你的凭据",
        "openclaw config set gateway.bind loopback",
    ),
    "doctor_token_missing_open": Text(
        "error",
        "The gateway would listen beyond this machine and has no token; it refuses to start",
        "网关要在本机之外监听却没有令牌，将拒绝启动",
        "openclaw config set gateway.bind loopback",
    ),
    "doctor_token_missing": Text(
        "info",
        "The gateway has no token yet; its first start makes one",
        "网关还没有令牌，首次启动时会生成",
        "openclaw gateway run",
    ),
    "doctor_token_unresolved": Text(
        "error",
        "gateway.auth.token refers to a variable or file that is not there; the gateway cannot start",
        "gateway.auth.token 引用的变量或文件不存在，网关无法启动",
        "set it, or: openclaw config unset gateway.auth.token",
        "设置它，或：openclaw config unset gateway.auth.token",
    ),
}
