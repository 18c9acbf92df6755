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
    "service_manager_silent": Text("info", "it does not answer", "没有应答"),
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
    "service_program_fails": Text(
        "error",
        "The program does not start in the service's environment: `{program}`: {said}",
        "程序无法在服务的环境中启动：`{program}`：{said}",
        "pipx install openclaw-auth, then install the service from there",
        "先运行 pipx install openclaw-auth，再从那里安装服务",
    ),
    "service_differs": Text(
        "warning",
        "The service file is not what would be installed now: {path}.",
        "服务文件与现在会安装的内容不同：{path}。",
        "openclaw gateway install --dry-run",
    ),
    "service_user_unknown": Text(
        "error", "There is no user {user} here.", "这台主机上没有用户 {user}。"
    ),
    "service_user_needs_system": Text(
        "error",
        "--user is for the machine's service: a service of your own runs as you.",
        "--user 用于整机服务：您自己的服务以您的身份运行。",
        "sudo openclaw gateway install --system --user {user}",
    ),
    "service_needs_root": Text(
        "error",
        "Only root may write {path}.",
        "只有 root 可以写入 {path}。",
        "sudo openclaw gateway install --system",
    ),
    "service_foreign_file": Text(
        "error",
        "Somebody else wrote {path}; nothing was changed.",
        "{path} 不是本程序写的；没有作任何改动。",
        "openclaw gateway install --dry-run, and to replace it: openclaw gateway install --force",
        "先看 openclaw gateway install --dry-run；要替换：openclaw gateway install --force",
    ),
    "service_not_ours": Text(
        "error",
        "Somebody else wrote {path}; nothing was deleted.",
        "{path} 不是本程序写的；没有删除任何内容。",
        "openclaw gateway uninstall --force",
    ),
    "service_unreadable": Text(
        "error",
        "The service file {path} cannot be read: {why}.",
        "无法读取服务文件 {path}：{why}。",
        "ls -ld {path}",
    ),
    "service_old_kept": Text(
        "info", "The former file is kept as {path}.", "原来的文件保存为 {path}。"
    ),
    "service_would_lose": Text(
        "error",
        "{path} sets {names}, which nothing else does; a new file would lose that. Nothing was changed.",
        "{path} 设置了 {names}，别处都没有；新文件会把它弄丢。没有作任何改动。",
        "move it to {env_file}, or: openclaw gateway install --force",
        "把它移到 {env_file}，或者：openclaw gateway install --force",
    ),
    "service_runs_already": Text(
        "error",
        "A gateway runs already (pid {pid}), and not as this service; two cannot share a state directory.",
        "已有网关在运行（pid {pid}），但不是这个服务；同一状态目录不能有两个网关。",
        "kill {pid}",
    ),
    "service_in_foreground": Text(
        "error",
        "The gateway that runs (pid {pid}) is not the service: somebody started it by hand.",
        "正在运行的网关（pid {pid}）不是服务：它是手动启动的。",
        "kill {pid}",
    ),
    "service_would_write": Text(
        "info",
        "Would be written to {path}, then:{commands}",
        "将写入 {path}，然后执行：{commands}",
    ),
    "service_is_current": Text(
        "info", "The service file is up to date: {path}", "服务文件已是最新：{path}"
    ),
    "service_installed": Text("info", "Installed {path}", "已安装 {path}"),
    "service_running": Text(
        "info", "The gateway's service runs (pid {pid}).", "网关服务正在运行（pid {pid}）。"
    ),
    "service_stopped": Text("info", "The gateway's service does not run.", "网关服务没有运行。"),
    "service_state_unknown": Text(
        "info", "The service manager does not answer.", "服务管理器没有应答。"
    ),
    "service_removed": Text(
        "info",
        "Removed {path}. Credentials and configuration stay in {state}.",
        "已删除 {path}。凭据和配置仍保留在 {state}。",
    ),
    "service_was_absent": Text(
        "info",
        "There was no service: no {path}. Credentials and configuration stay in {state}.",
        "没有安装服务：没有 {path}。凭据和配置仍保留在 {state}。",
    ),
    "service_linger": Text(
        "warning",
        "The service ends when {user} logs out, and does not start at boot.",
        "{user} 注销后服务就会停止，开机时也不会启动。",
        "sudo loginctl enable-linger {user}",
    ),
    "service_lacks_shell": Text(
        "warning",
        "Set in this shell, and the service will not see it: {names}.",
        "在当前 shell 中设置，但服务看不到：{names}。",
        "openclaw env",
    ),
    "service_absent": Text("info", "{kind}: not installed ({path})", "{kind}：未安装（{path}）"),
    "service_is_running": Text(
        "info", "{kind}: runs, pid {pid} ({path})", "{kind}：运行中，pid {pid}（{path}）"
    ),
    "service_is_stopped": Text(
        "info", "{kind}: installed, does not run ({path})", "{kind}：已安装，未运行（{path}）"
    ),
    "service_is_silent": Text(
        "info",
        "{kind}: installed, its manager does not answer ({path})",
        "{kind}：已安装，服务管理器没有应答（{path}）",
    ),
    "gateway_status_service": Text("info", "Service", "服务"),
    "gateway_status_process": Text("info", "Gateway", "网关"),
    "gateway_status_answer": Text("info", "Answer", "应答"),
    "gateway_process_none": Text(
        "info",
        "none runs on this state directory (it would listen at {url})",
        "此状态目录没有正在运行的网关（地址应为 {url}）",
    ),
    "gateway_process_runs": Text(
        "info", "pid {pid}, {url}, since {started}", "pid {pid}，{url}，启动于 {started}"
    ),
    "gateway_answers": Text("info", "{url} answers ({ms} ms)", "{url} 有应答（{ms} 毫秒）"),
    "gateway_answers_not": Text(
        "error",
        "{url} does not answer: {why}",
        "{url} 没有应答：{why}",
        "openclaw gateway status",
    ),
    "gateway_shown_token_accepted": Text("info", "It takes our token.", "接受我们的令牌。"),
    "gateway_shown_token_refused": Text(
        "error",
        "It refuses our token: it belongs to another state directory, or was started with --token.",
        "它拒绝我们的令牌：它属于另一个状态目录，或启动时用了 --token。",
    ),
    "gateway_shown_token_unknown": Text(
        "error",
        "It did not say whether it takes our token.",
        "它没有说明是否接受我们的令牌。",
    ),
    "gateway_shown_token_none": Text(
        "info", "We have no token to show it.", "我们没有可出示的令牌。"
    ),
    "gateway_is_ready": Text("info", "Ready:", "就绪："),
    "gateway_is_degraded": Text(
        "warning", "Degraded, only a fallback could answer:", "降级，只有备用模型可以应答："
    ),
    "gateway_is_not_ready": Text(
        "warning", "Not ready, no model has a usable credential:", "未就绪，没有模型有可用凭据："
    ),
    "probe_timeout_invalid": Text(
        "error",
        "Not a number of milliseconds up to 600000: {text}",
        "不是有效的毫秒数（最多 600000）：{text}",
    ),
}
