"""The command line's door: find the command's module, run it, turn errors into words."""

from __future__ import annotations

import sys

from openclaw_auth.cli.registry import COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.errors import OpenclawAuthError

# Options that may stand between the words of a command; each takes a value.
_GLOBAL_VALUES = ("--profile", "--lang")
_PARENT_VALUES = ("--agent",)


class CommandLine:
    """A command line taken apart: global options, the command's words, its arguments."""

    __slots__ = ("arguments", "globals", "words")

    def __init__(
        self, words: tuple[str, ...], arguments: list[str], globals_: dict[str, str]
    ) -> None:
        self.words = words
        self.arguments = arguments
        self.globals = globals_


def take_apart(argv: Sequence[str]) -> CommandLine:
    """Split argv into words that name a command, and the rest. Pure.

    `--profile x` and `--lang zh` may stand anywhere before the arguments; `--agent x` of a
    parent (`models auth --agent work order get`) is handed on to the command.
    """
    words: tuple[str, ...] = ()
    handed_on: list[str] = []
    globals_: dict[str, str] = {}
    rest = list(argv)
    while rest:
        head = rest[0]
        name, has_value, value = head.partition("=")
        length = 1 if has_value else 2
        if name in _GLOBAL_VALUES and len(rest) >= length:
            globals_[name] = value if has_value else rest[1]
            del rest[:length]
        elif name in _PARENT_VALUES and words and len(rest) >= length:
            handed_on += rest[:length]
            del rest[:length]
        elif head == "--no-color":
            globals_[head] = "1"
            del rest[0]
        elif any(c[: len(words) + 1] == (*words, head) for c in COMMANDS):
            words = (*words, head)
            del rest[0]
        else:
            break
    return CommandLine(words, handed_on + rest, globals_)


def run(argv: Sequence[str]) -> int:
    """Run one command line; returns its exit code."""
    line = take_apart(argv)
    if line.words in COMMANDS and not (line.words == ("models",) and _is_word(line.arguments)):
        return _run_command(line)
    from openclaw_auth.cli.help import without_command

    _take_any_letter()
    try:
        code = without_command(line)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    return code


def _is_word(arguments: list[str]) -> bool:
    """Whether a bare group is followed by a word that is no command of it."""
    return bool(arguments) and not arguments[0].startswith("-")


def _run_command(line: CommandLine) -> int:
    from importlib import import_module

    from openclaw_auth.cli.parser import make

    name, help_en, help_zh = COMMANDS[line.words]
    ctx = _context(line)
    parser = None
    try:
        module = import_module(f"openclaw_auth.cli.{name}")
        parser = make(line.words, help_zh if ctx.lang == "zh" else help_en, ctx.lang)
        module.build(parser)
        code: int = module.run(parser.parse_args(line.arguments), ctx)
        ctx.stdout.flush()
    except KeyboardInterrupt:
        ctx.err("")
        return 130
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001 # the last net: no traceback reaches a user
        return _report(error, ctx, _wants_json(parser, line.arguments))
    return code


def _context(line: CommandLine) -> Context:
    from openclaw_auth.cli.context import Context, wants_color
    from openclaw_auth.codes import language
    from openclaw_auth.config.paths import system_paths
    from openclaw_auth.ports import system_ports

    ports = system_ports()
    environ = dict(ports.environ)
    _take_any_letter()
    return Context(
        ports,
        system_paths(ports, line.globals.get("--profile")),
        lang=language(environ, line.globals.get("--lang")),
        color="--no-color" not in line.globals and wants_color(environ, sys.stdout),
    )


def _take_any_letter() -> None:
    """An arrow or a Chinese word must not end a command in a Latin-1 locale."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def _reader_left() -> int:
    """Whoever read stdout (`| head`) has left: end quietly, as other tools do."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _wants_json(parser: ArgumentParser | None, arguments: list[str]) -> bool:
    """Whether a command that knows `--json` was given it, however the rest of its line looks."""
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return parser is not None and "--json" in own and _takes_json(parser)


def _takes_json(parser: ArgumentParser) -> bool:
    below: list[ArgumentParser] = []
    for action in parser._actions:  # noqa: SLF001 # argparse offers no other way to look
        if "--json" in action.option_strings:
            return True
        if isinstance(action.choices, dict):
            below += action.choices.values()
    return any(map(_takes_json, below))


def _report(error: Exception, ctx: Context, wants_json: bool) -> int:
    from openclaw_auth.cli.report import report
    from openclaw_auth.errors import OpenclawAuthError, UnexpectedError

    known: OpenclawAuthError
    known = error if isinstance(error, OpenclawAuthError) else UnexpectedError.of(error)
    if wants_json and not ctx.has_json:
        from openclaw_auth.cli.report import error_json

        ctx.json(error_json(known, ctx))
    return report(known, ctx)


def _open_closed_streams() -> None:
    """Let a program that was started without stdout or stderr (`>&-`) write into nothing."""
    import os

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 # for good


def main() -> None:
    """Entry point of `openclaw` and `openclaw-auth`."""
    if sys.stdout is None or sys.stderr is None:
        _open_closed_streams()
    sys.exit(run(sys.argv[1:]))
