"""Texts of the command line itself."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "usage": Text("error", "{message}", "参数错误：{message}", "{prog} --help"),
    "unknown_command": Text(
        "error", 'Unknown command "{word}".', '未知命令 "{word}"。', "{suggestion}"
    ),
    "unexpected": Text(
        "error",
        "Something went wrong that should not ({type}). Nothing was changed on purpose.",
        "出现了不应出现的错误（{type}）。",
        "Run it again with OPENCLAW_DEBUG=1 and report what it prints.",
        "请设置 OPENCLAW_DEBUG=1 再运行一次，并报告其输出。",
    ),
    "foreign_command": Text(
        "error",
        "`openclaw {word}` belongs to OpenClaw itself, and no other openclaw is on the PATH.",
        "`openclaw {word}` 属于 OpenClaw 本身，而 PATH 中没有其他 openclaw。",
        "npm install -g openclaw",
    ),
    "cancelled": Text("info", "Cancelled. Nothing was stored.", "已取消，没有保存任何内容。"),
    "unknown_agent": Text(
        "error",
        'Unknown agent id "{agent}". Use "openclaw agents list" to see configured agents.{nearest}',
        '未知的智能体 "{agent}"。用 "openclaw agents list" 查看已有的智能体。{nearest}',
    ),
    "json_and_plain": Text(
        "error", "Choose either --json or --plain, not both.", "--json 和 --plain 只能选一个。"
    ),
}
