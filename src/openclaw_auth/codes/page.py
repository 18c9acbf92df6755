"""Texts of the control page's own routes, of its links and of its snapshot."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "page_pin_no_model": Text(
        "error",
        "No model of {provider} may be used by this agent, so that nothing can be pinned.",
        "此智能体不能使用 {provider} 的任何模型，因此无法固定。",
        "openclaw models set {provider}/MODEL",
    ),
    "link_spent": Text(
        "error",
        "This link was used already, or is older than {minutes} minutes.",
        "此链接已被使用，或已超过 {minutes} 分钟。",
        "openclaw dashboard",
    ),
    "link_tries": Text(
        "error",
        "Too many links were tried within a minute.",
        "一分钟内尝试的链接过多。",
        "wait a minute, then run `openclaw dashboard`",
        "请等待一分钟，然后运行 `openclaw dashboard`",
    ),
    "dashboard_hint": Text("info", "Control page: {command}", "控制页面：{command}"),
    "dashboard_once": Text(
        "info",
        "This link opens the control page once, within {minutes} minutes.",
        "此链接可打开控制页面一次，{minutes} 分钟内有效。",
    ),
    "dashboard_opened": Text(
        "info", "The control page opens in your browser.", "正在浏览器中打开控制页面。"
    ),
    "dashboard_tunnel": Text(
        "info",
        "To see it from your own computer, run this there first:\n  {command}\nthen open the link there.",
        "若要在自己的电脑上查看，请先在那里运行：\n  {command}\n然后在那里打开此链接。",
    ),
    "dashboard_no_browser": Text(
        "info",
        "No browser was found here. Open the link yourself.",
        "此处没有可用的浏览器，请自行打开链接。",
    ),
    "dashboard_none_runs": Text(
        "error",
        "The control page is part of the gateway, and none runs here ({state}).",
        "控制页面由网关提供，而此处（{state}）没有网关在运行。",
        "openclaw gateway run",
    ),
    "snapshot_title": Text("info", "Credentials, as of {at}", "凭据快照（{at}）"),
    "snapshot_note": Text(
        "info",
        "A snapshot without secrets: no keys, no masks, no e-mail addresses. It does not change by itself.",
        "不含密钥、掩码和电子邮件地址的快照，不会自动更新。",
    ),
    "snapshot_agent": Text("info", "Agent {agent}", "智能体 {agent}"),
    "snapshot_answers": Text(
        "info", "{model} is answered by {profile}.", "{model} 由 {profile} 应答。"
    ),
    "snapshot_nobody": Text(
        "info", "Nothing is usable for {model}.", "没有可用于 {model} 的凭据。"
    ),
    "snapshot_then": Text("info", "then {models}", "其次 {models}"),
    "snapshot_next": Text("info", "next", "下一个"),
    "snapshot_ends": Text("info", "ends {at} ({left})", "{at} 到期（{left}）"),
    "snapshot_ended": Text("info", "ended {at}", "已于 {at} 到期"),
    "snapshot_timeline": Text("info", "What ends in the next 60 days", "未来 60 天内到期"),
    "snapshot_traffic": Text(
        "info",
        "{count} requests in the last hour, {failed} failed",
        "过去一小时 {count} 个请求，{failed} 个失败",
    ),
    "snapshot_findings": Text("info", "Findings of `doctor`", "`doctor` 的检查结果"),
    "snapshot_state_ready": Text("info", "ready", "可用"),
    "snapshot_state_trying": Text("info", "being tried", "试用中"),
    "snapshot_state_resting": Text("info", "resting", "冷却中"),
    "snapshot_state_aside": Text("info", "set aside", "未启用"),
    "snapshot_state_dead": Text("info", "not usable", "不可用"),
    "snapshot_billing_subscription": Text("info", "subscription", "订阅"),
    "snapshot_billing_metered": Text("info", "paid by use", "按量付费"),
    "snapshot_billing_free": Text("info", "free", "免费"),
}
