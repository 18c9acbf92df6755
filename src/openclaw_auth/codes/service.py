"""Texts of the codes of the host's service."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "service_path_odd": Text(
        "error",
        "A service file cannot hold this path: {path!r}.",
        "服务文件无法写入这个路径：{path!r}。",
        "use a path without line breaks, and without spaces or a backslash at its end",
        "请换一个不含换行、结尾没有空格或反斜杠的路径",
    ),
    "service_not_installed": Text(
        "error",
        "The gateway is not installed as a service: there is no {path}.",
        "网关尚未安装为服务：没有 {path}。",
        "openclaw gateway install",
    ),
    "service_command_failed": Text(
        "error",
        "`{command}` failed: {said}",
        "`{command}` 失败：{said}",
    ),
    "service_none": Text(
        "error",
        "No service manager that we know (systemd, launchd, termux-services) runs on this host.",
        "这台主机上没有运行我们支持的服务管理器（systemd、launchd、termux-services）。",
        "nohup openclaw gateway run >>~/.openclaw/gateway.log 2>&1 &",
    ),
    "service_none_container": Text(
        "error",
        "This is a container without a service manager: the container itself is the service.",
        "这是一个没有服务管理器的容器：容器本身就是服务。",
        "make `openclaw gateway run` the container's command, with a restart policy",
        "把 `openclaw gateway run` 设为容器的启动命令，并设置重启策略",
    ),
    "service_none_wsl": Text(
        "error",
        "This WSL distribution runs without systemd.",
        "这个 WSL 发行版没有启用 systemd。",
        "add `[boot]` and `systemd=true` to /etc/wsl.conf, run `wsl --shutdown` in Windows, then `openclaw gateway install`; or keep `openclaw gateway run` open in a terminal",
        "在 /etc/wsl.conf 中加入 `[boot]` 和 `systemd=true`，在 Windows 中运行 `wsl --shutdown`，再运行 `openclaw gateway install`；或在终端中保持运行 `openclaw gateway run`",
    ),
    "service_none_session": Text(
        "error",
        "systemd runs here, but no user manager answers for {user} (a login by su, sudo or cron has none).",
        "这里运行着 systemd，但没有 {user} 的用户管理器应答（通过 su、sudo 或 cron 登录时没有）。",
        "sudo loginctl enable-linger {user}; or: sudo openclaw gateway install --system",
    ),
    "service_none_termux": Text(
        "error",
        "Termux keeps services with the package termux-services, which is not installed.",
        "Termux 通过 termux-services 软件包管理服务，但它尚未安装。",
        "pkg install termux-services, then open a new Termux session",
        "运行 pkg install termux-services，然后重新打开 Termux",
    ),
    "service_holds_variables": Text(
        "warning",
        "The service file sets variables that do not belong there: {names}.",
        "服务文件中设置了不该放在那里的变量：{names}。",
        "openclaw gateway install",
    ),
    "service_program_gone": Text(
        "error",
        "The service starts {program}, which is not there (any more).",
        "服务要启动的 {program} 已不存在。",
        "openclaw gateway install",
    ),
    "service_differs": Text(
        "warning",
        "The service file is not what would be installed now: {path}.",
        "服务文件与现在会安装的内容不同：{path}。",
        "openclaw gateway install --dry-run",
    ),
}
