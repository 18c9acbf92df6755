"""Texts of the codes about chat sessions."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "session_locked": Text(
        "error",
        "{path} has been held by {holder} for {seconds} seconds. Nothing was changed.",
        "{path} 已被 {holder} 占用 {seconds} 秒。未做任何更改。",
        "try again; if no OpenClaw is running: rm {path}",
        "请重试；如果没有 OpenClaw 在运行：rm {path}",
    ),
    "sessions_unreadable": Text(
        "error",
        "{path} is no JSON5 object. It was left as it is.",
        "{path} 不是 JSON5 对象，未做改动。",
        "set it aside: mv {path} {path}.broken",
        "先移开：mv {path} {path}.broken",
    ),
    "sessions_unwritable": Text(
        "error",
        "{path} cannot be written: {error}. Nothing was changed.",
        "无法写入 {path}：{error}。未做任何更改。",
        "openclaw doctor",
    ),
    "transcript_unwritable": Text(
        "error",
        "The transcript {path} cannot be written: {error}.",
        "无法写入会话记录 {path}：{error}。",
        "openclaw doctor",
    ),
}
