"""Help in 简体中文: the parsers say everything once, in English; here it is put into Chinese.

The words lie in help_zh.json, English to Chinese. Loaded only when help is printed in Chinese.
"""

from __future__ import annotations

import json
import re
from copy import copy
from functools import cache
from pathlib import Path

from openclaw_auth.cli.fold import fold
from openclaw_auth.cli.parser import WIDTH, HelpText
from openclaw_auth.cli.style import cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, _MutuallyExclusiveGroup
    from collections.abc import Iterable

# A command and the remark behind it.
_EXAMPLE = re.compile(r"(?P<command>  \S.*?)(?P<gap> +# *)(?P<remark>\S.*)")
_HEADING_END = re.compile(r"(?m)(?<=[\u4e00-\u9fff]):$")
# argparse counts characters where a terminal counts columns: it measures an equally wide word.
_USAGE, _AS_WIDE = "用法：", "usage:"


@cache
def translations() -> dict[str, str]:
    """Return English to Chinese: helps, titles, remarks behind examples."""
    text = Path(__file__).with_name("help_zh.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


def translated(text: str) -> str:
    """Return a help text in Chinese; as it is where nobody has translated it."""
    return translations().get(text, text)


def remark_of(line: str) -> str:
    """Return what people read in a line of an epilog: all of it, or what is behind a command."""
    example = _EXAMPLE.fullmatch(line)
    if example:
        return example["remark"]
    return "" if line.startswith("  ") else line


def _line(line: str) -> str:
    """Return a line of an epilog in Chinese; a remark too long for its place goes above."""
    said = translated(remark_of(line))
    example = _EXAMPLE.fullmatch(line)
    if not example:
        return said or line
    beside = example["command"] + example["gap"] + said
    return beside if cells(beside) <= WIDTH else f"  # {said}\n{example['command']}"


class ChineseHelp(HelpText):
    """The same layout, in Chinese. Names and metavars are ASCII, so only the last column is wide."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[_MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with the usage."""
        super().add_usage(usage, actions, groups, _AS_WIDE if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Begin a group of options."""
        super().start_section(heading and translated(heading))

    def add_text(self, text: str | None) -> None:
        """Add a description or an epilog."""
        super().add_text(text and "\n".join(map(_line, text.split("\n"))))

    def format_help(self) -> str:
        """Return the whole."""
        said = _HEADING_END.sub("：", super().format_help())
        return _USAGE + said.removeprefix(_AS_WIDE) if said.startswith(_AS_WIDE) else said

    def _expand_help(self, action: Action) -> str:
        spoken = copy(action)
        spoken.help = action.help and translated(action.help)
        return super()._expand_help(spoken)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return fold(text, width).split("\n")
