"""Texts of what doctor finds around a state directory: port, service, clock, other versions."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "doctor_port_taken": Text(
        "warning",
        "Port {port}, which the gateway wants, is held by {owner}",
        "网关要使用的端口 {port} 已被 {owner} 占用",
        "stop it, or: openclaw config set gateway.port {free}",
        "停止它，或：openclaw config set gateway.port {free}",
    ),
    "doctor_port_somebody": Text("info", "another program", "另一个程序"),
    # Service.
    "doctor_service_stopped": Text(
        "error",
        "The gateway is installed as a service ({path}) and does not run",
        "网关已安装为服务（{path}），但没有运行",
        "openclaw gateway start",
    ),
    "doctor_alerts_nowhere": Text(
        "info",
        "Alerts go nowhere: nobody is told when a credential ends or is refused",
        "提醒无处可发：凭据到期或被拒绝时不会通知任何人",
        "openclaw config set monitor.targets.phone --stdin",
    ),
    "doctor_service_older": Text(
        "warning",
        "{path} is an older version's service: its gateway takes the same port and refreshes the same logins",
        "{path} 是旧版本的服务：其网关占用同一端口，并续期同样的登录",
        "disable it with the manager that keeps it (systemctl --user disable --now, launchctl bootout), then: rm '{path}'",
        "用相应的管理器停用它（systemctl --user disable --now、launchctl bootout），然后：rm '{path}'",
    ),
    "doctor_service_unmanaged": Text(
        "warning",
        "The gateway is installed as a service ({path}), and nobody runs it. {why}",
        "网关已安装为服务（{path}），但没有程序运行它。{why}",
        "openclaw gateway status",
    ),
    "doctor_service_stale": Text("warning", "{why}", "{why}", "openclaw gateway install --force"),
    "doctor_service_foreign": Text(
        "warning",
        "{path} was written by another program: its service has our name",
        "{path} 是另一个程序写的：其服务与本程序同名",
        "openclaw gateway install --dry-run",
    ),
    # Clock.
    "doctor_files_ahead": Text(
        "warning",
        "{path} was written {left} in the future (files in all: {count}): this clock is or was wrong",
        "{path} 的写入时间超前 {left}（共 {count} 个文件）：时钟现在或曾经不准",
        "date -u; if it is right: touch '{path}'",
        "date -u；如果时间正确：touch '{path}'",
    ),
    "doctor_times_ahead": Text(
        "warning",
        "{profile}: its statistics reach {left} into the future: this clock is or was wrong{where}",
        "{profile}：统计时间超前 {left}：时钟现在或曾经不准{where}",
        "openclaw doctor --fix   # sets them back",
        "openclaw doctor --fix   # 改回现在",
    ),
    "doctor_clock_behind": Text(
        "warning",
        "This clock is {skew} behind that of {provider}: what has ended looks good for longer",
        "本机时钟比 {provider} 慢 {skew}：已到期的凭据会显得仍然有效",
        "timedatectl set-ntp true",
    ),
    "doctor_clock_ahead": Text(
        "warning",
        "This clock is {skew} ahead of that of {provider}: credentials look ended too early",
        "本机时钟比 {provider} 快 {skew}：凭据会过早显示为到期",
        "timedatectl set-ntp true",
    ),
    # Host.
    "doctor_other_state_dir": Text(
        "warning",
        "{path} holds credentials or a config too, and is not read: {used} is",
        "{path} 中也有凭据或配置，但不会读取；使用的是 {used}",
        "OPENCLAW_STATE_DIR={path} openclaw models status",
    ),
    "doctor_usual_state_dir": Text(
        "info",
        "{path} holds credentials or a config too, and is not read because of OPENCLAW_STATE_DIR",
        "{path} 中也有凭据或配置，但因 OPENCLAW_STATE_DIR 而不会读取",
        "env -u OPENCLAW_STATE_DIR openclaw models status",
    ),
    "doctor_newer_version": Text(
        "warning",
        "OpenClaw {version} wrote {file}; what is newer than 2026.2 may not be understood here",
        "{file} 由 OpenClaw {version} 写入；比 2026.2 更新的内容这里可能无法识别",
        "openclaw config validate",
    ),
    "doctor_other_program": Text(
        "info",
        "Another openclaw is on the PATH and uses the same files: {path} (version {version})",
        "PATH 上还有另一个 openclaw，使用同样的文件：{path}（版本 {version}）",
        "to be sure which one runs: openclaw-auth",
        "要确定运行的是哪一个：openclaw-auth",
    ),
    "doctor_other_program_newer": Text(
        "warning",
        "Another openclaw, newer than 2026.2, uses the same files: {path} (version {version})",
        "另一个比 2026.2 更新的 openclaw 使用同样的文件：{path}（版本 {version}）",
        "to be sure which one runs: openclaw-auth",
        "要确定运行的是哪一个：openclaw-auth",
    ),
}
