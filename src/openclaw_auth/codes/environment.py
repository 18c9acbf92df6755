"""Texts of the codes of `openclaw env`: where variables differ, and what mends it."""

from __future__ import annotations

from openclaw_auth.codes import Text

# Appends a variable of the shell to a `.env`, with the shell's own `printf`: the value is in no process list. The first line break is
# for a file whose last line has none.
STORE = "(umask 077; printf '\\n%s=%s\\n' {name} \"${name}\" >>{env_file})"

TABLE: dict[str, Text] = {
    "env_gateway_lacks": Text(
        "warning",
        "Your shell has {name}, the gateway (pid {pid}) does not.",
        "您的 shell 中有 {name}，网关（pid {pid}）没有。",
        STORE,
    ),
    "env_gateway_other": Text(
        "warning",
        "Your shell's {name} is not the gateway's (pid {pid}, from {other}).",
        "您 shell 中的 {name} 与网关的不同（pid {pid}，来自 {other}）。",
        "unset {name}   # or give the gateway yours: " + STORE,
        "unset {name}   # 或让网关使用您的值：" + STORE,
    ),
    "env_gateway_fixed": Text(
        "warning",
        "The gateway (pid {pid}) was started with another {name}, which wins over every file.",
        "网关（pid {pid}）启动时带有另一个 {name}，它优先于所有文件。",
        "openclaw gateway restart",
    ),
    "env_gateway_unit": Text(
        "warning",
        "The service file gives the gateway (pid {pid}) another {name}, which wins over every file.",
        "服务文件给了网关（pid {pid}）另一个 {name}，它优先于所有文件。",
        "openclaw gateway install",
    ),
    "env_gateway_not_reread": Text(
        "warning",
        "{name} in {place} is not what the gateway (pid {pid}) uses.",
        "{place} 中的 {name} 不是网关（pid {pid}）使用的值。",
        "openclaw gateway status, then openclaw gateway restart",
        "先看 openclaw gateway status，再运行 openclaw gateway restart",
    ),
    "env_gateway_lacks_login": Text(
        "warning",
        "{name} in your login shell is not what the gateway (pid {pid}) uses: it asked before.",
        "登录 shell 中的 {name} 不是网关（pid {pid}）使用的值：网关在此之前已询问过。",
        "openclaw gateway restart",
    ),
    "env_gateway_alone": Text(
        "info",
        "Only the gateway (pid {pid}) has {name}, from {other}.",
        "只有网关（pid {pid}）有 {name}，来自 {other}。",
    ),
    "env_service_lacks": Text(
        "warning",
        "Your shell has {name}, the service will not.",
        "您的 shell 中有 {name}，服务不会有。",
        STORE,
    ),
    "env_service_lacks_other": Text(
        "warning",
        "{name} in {place} is not for the service to see.",
        "服务看不到 {place} 中的 {name}。",
        "move {name} to {env_file}",
        "把 {name} 移到 {env_file}",
    ),
    "env_service_other": Text(
        "warning",
        "{name} in {place} wins here; the service will use another one, from {other}.",
        "在这里以 {place} 中的 {name} 为准；服务会使用 {other} 中的另一个值。",
        "unset {name}   # or give the service yours: " + STORE,
        "unset {name}   # 或让服务使用您的值：" + STORE,
    ),
    "env_shell_empty": Text(
        "warning",
        "Your shell sets {name} to nothing, which hides the value in {place} from commands here.",
        "您的 shell 把 {name} 设为空，这里的命令因此看不到 {place} 中的值。",
        "unset {name}",
    ),
    "env_login_unread": Text(
        "info",
        "Your login shell sets {name}, and nobody asks it.",
        "您的登录 shell 设置了 {name}，但没有谁去读取。",
        "openclaw config set env.shellEnv.enabled true",
    ),
    "env_working_directory": Text(
        "warning",
        "./.env sets {name}; a folder's own file may not set credentials.",
        "./.env 设置了 {name}；文件夹自带的文件不能设置凭据。",
        "move {name} to {env_file}",
        "把 {name} 移到 {env_file}",
    ),
    "env_place_shell": Text("info", "shell", "shell"),
    "env_place_working_directory": Text("info", "./.env", "./.env"),
    "env_place_state": Text("info", ".env", ".env"),
    "env_place_config": Text("info", "config", "配置"),
    "env_place_login": Text("info", "login", "登录"),
    "env_place_unit": Text("info", "unit", "服务"),
    "env_place_gateway": Text("info", "gateway", "网关"),
    "env_variable": Text("info", "VARIABLE", "变量"),
    "env_none": Text(
        "info", "No provider variable is set anywhere.", "任何地方都没有设置提供方变量。"
    ),
    "env_legend": Text(
        "info",
        "The same four digits are the same value; * wins in this shell; (…) does not count; - is empty.",
        "四位数字相同即值相同；* 在当前 shell 中生效；(…) 不计入；- 为空值。",
    ),
    "env_files": Text(
        "info",
        ".env is {env_file}; the gateway: {gateway}; the service file: {unit}.",
        ".env 为 {env_file}；网关：{gateway}；服务文件：{unit}。",
    ),
    "env_no_gateway": Text("info", "none runs", "没有运行"),
    "env_no_unit": Text("info", "none", "无"),
    "env_all_agree": Text(
        "info", "Shell, service and gateway agree.", "shell、服务和网关看到的一致。"
    ),
}
