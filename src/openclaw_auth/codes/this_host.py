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
}
