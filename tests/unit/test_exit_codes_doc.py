"""docs/exit-codes.md quotes messages that this program really says."""

from __future__ import annotations

import re
from pathlib import Path

from openclaw_auth import codes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exit-codes.md"


def quoted():
    table = PAGE.read_text(encoding="utf-8").partition("## Messages")[2]
    rows = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    return [row.removeprefix("| `").removesuffix("`") for row in rows]


def says(template, message):
    """Whether a text holds the message, with any name where the page has dots."""
    pieces = [re.escape(piece) for piece in message.replace("{", "{{").split("…")]
    return re.search(r"\{\w+\}".join(pieces), template.replace("}}", "}").replace("{{", "{{"))


def test_every_quoted_message_is_one_of_ours():
    texts = [text.en for text in codes.table().values()]
    assert len(quoted()) > 20
    unknown = [m for m in quoted() if not any(says(template, m) for template in texts)]
    assert unknown == []
