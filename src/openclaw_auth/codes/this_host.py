"""Texts of `status`, `logs` and `completion`."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "logs_none": Text(
        "error",
        "There is no log yet: no gateway has written {path}.",
        "还没有日志：没有网关写过 {path}。",
        "openclaw gateway run",
    ),
    "logs_unreadable": Text(
        "error",
        "The log {path} cannot be read: {error}.",
        "无法读取日志 {path}：{error}。",
        "ls -l {path}",
    ),
    "logs_bad_count": Text(
        "error",
        '"{text}" is no number of lines: 0 to {most}.',
        "“{text}” 不是有效的行数：0 到 {most}。",
        "openclaw logs --lines 200",
    ),
    "overview_gateway": Text("info", "Gateway", "网关"),
    "overview_service": Text("info", "Service", "服务"),
    "overview_model": Text("info", "Model", "模型"),
    "overview_next": Text("info", "Next", "下一个"),
    "overview_ending": Text("info", "Ends", "到期"),
    "overview_sessions": Text("info", "Sessions", "会话"),
    "overview_gateway_runs": Text("info", "{url}, pid {pid}", "{url}，pid {pid}"),
    "overview_gateway_down": Text("warning", "not running", "未运行"),
    "overview_service_none": Text("info", "not installed", "未安装"),
    "overview_service_running": Text("info", "running", "运行中"),
    "overview_service_stopped": Text("info", "stopped", "已停止"),
    "overview_service_unknown": Text("info", "does not say whether it runs", "无法得知是否在运行"),
    "overview_none_usable": Text("error", "nothing is usable", "没有可用的凭据"),
    "overview_agent": Text("info", "{agent}: {count}", "{agent}：{count} 个"),
    "overview_agent_latest": Text(
        "info", "{agent}: {count}, the last {ago} ago", "{agent}：{count} 个，最近一次在 {ago} 前"
    ),
    "overview_well": Text("info", "All is well.", "一切正常。"),
    "overview_over": Text(
        "error",
        "{profile} has expired.",
        "{profile} 已过期。",
        "openclaw models auth reauth {profile}",
    ),
    "overview_ends": Text(
        "warning",
        "{profile} ends soon.",
        "{profile} 即将过期。",
        "openclaw models auth reauth {profile}",
    ),
    "overview_fallback_answers": Text(
        "warning",
        "Nothing is usable for {model}; a fallback answers.",
        "没有可用于 {model} 的凭据，由备用模型应答。",
        "openclaw models auth explain {model}",
    ),
    "overview_nothing_usable": Text(
        "error",
        "Nothing is usable for {model}.",
        "没有可用于 {model} 的凭据。",
        "openclaw models auth explain {model}",
    ),
    "overview_no_gateway": Text(
        "info",
        "The gateway is not running: clients find nobody at its port.",
        "网关未运行，客户端无法连接。",
        "openclaw gateway run",
    ),
}
