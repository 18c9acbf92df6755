"""The whole command line as data: what may follow what. Made for shells from the real parsers."""

from __future__ import annotations

import argparse
from importlib import import_module

from openclaw_auth.cli.help_zh import translated
from openclaw_auth.cli.parser import ChineseParser, make
from openclaw_auth.cli.registry import COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FREE = "-"
FILES = "files"
FOLDERS = "folders"
# What `openclaw __complete` knows, and by which names parsers ask for it.
_BY_OPTION = {
    "--agent": "agents",
    "--provider": "providers",
    "--probe-provider": "providers",
    "--token-provider": "providers",
    "--profile-id": "profiles",
    "--probe-profile": "profiles",
    "--expect": "profiles",
    "--session": "sessions",
    "--model": "models",
}
_BY_DEST = {
    "model": "models",
    "profile": "profiles",
    "profile_ids": "profiles",
    "old": "profiles",
    "id": "agents",
    "subject": "names",
}
_BY_METAVAR = {"FILE": FILES, "PATH": FILES, "DIR": FOLDERS}
_GLOBAL = (
    ("--profile", "another state directory", "另一个状态目录", FREE),
    ("--lang", "language", "语言", "en zh"),
    ("--no-color", "no colours", "不使用颜色", ""),
)


class Option:
    """One option: its name, what it is for, and what its value is.

    `value` is empty for a flag, `FREE`, `FILES`, `FOLDERS`, a kind of `__complete`, or the words
    that may stand there.
    """

    __slots__ = ("help", "name", "value")

    def __init__(self, name: str, help_line: str, value: str) -> None:
        self.name = name
        self.help = help_line
        self.value = value


class Node:
    """What may follow some words.

    Attributes:
        words: joined by spaces; empty for the program itself.
        below: further words, each with its help.
        options: of this command.
        argument: what an argument without a name is, as an option's `value`; empty without one.
    """

    __slots__ = ("argument", "below", "options", "words")

    def __init__(self, words: str) -> None:
        self.words = words
        self.below: dict[str, str] = {}
        self.options: list[Option] = []
        self.argument = ""


def whole_tree(lang: str) -> list[Node]:
    """Return every place of the command line, the program itself first."""
    nodes = {"": Node("")}
    column = 2 if lang == "zh" else 1
    for words, row in COMMANDS.items():
        if words[0].startswith("_"):
            continue
        for length in range(len(words)):
            above = nodes.setdefault(" ".join(words[:length]), Node(" ".join(words[:length])))
            above.below.setdefault(words[length], "")
        above.below[words[-1]] = row[column]
        parser = make(words, "", lang)
        import_module(f"openclaw_auth.cli.{row[0]}").build(parser)
        for node in _nodes(parser, " ".join(words)):
            known = nodes.setdefault(node.words, node)
            if known is not node:
                known.below |= node.below
                known.options, known.argument = node.options, node.argument
    root = nodes[""]
    zh = lang == "zh"
    root.options = [Option(name, cn if zh else en, value) for name, en, cn, value in _GLOBAL]
    root.options.append(Option("--version", "版本" if zh else "the version", ""))
    return list(nodes.values())


def _nodes(parser: argparse.ArgumentParser, words: str) -> Iterator[Node]:
    node = Node(words)
    yield node
    for action in parser._actions:  # noqa: SLF001 # argparse offers no other way to look
        help_line = _help_of(action, parser)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {one.dest: _help_of(one, parser) for one in action._choices_actions}  # noqa: SLF001
            for name, below in action.choices.items():
                node.below[name] = helps.get(name, "")
                yield from _nodes(below, f"{words} {name}")
        elif action.option_strings:
            value = "" if action.nargs == 0 else value_of(action)
            shown = action.help != argparse.SUPPRESS
            names = action.option_strings if shown else ()
            node.options += [Option(name, help_line, value) for name in names]
        elif action.help != argparse.SUPPRESS:
            node.argument = node.argument or value_of(action)


def _help_of(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    if action.help in (None, argparse.SUPPRESS):
        return ""
    said = str(action.help)
    return (translated(said) if isinstance(parser, ChineseParser) else said).replace("%%", "%")


def value_of(action: argparse.Action) -> str:
    """Return what stands behind an option, or as an argument."""
    if action.choices:
        return " ".join(map(str, action.choices))
    for name in action.option_strings:
        if name in _BY_OPTION:
            return _BY_OPTION[name]
    if not action.option_strings and action.dest in _BY_DEST:
        return _BY_DEST[action.dest]
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return _BY_METAVAR.get(metavar, FREE)
