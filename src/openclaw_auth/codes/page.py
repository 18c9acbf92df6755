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
}
