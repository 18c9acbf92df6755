"""`openclaw config get|set|unset|validate|file`: read and edit openclaw.json."""

from __future__ import annotations

import sys

from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.cli.context import Context
    from openclaw_auth.config.edit import Edit
    from openclaw_auth.config.keypath import Path
    from openclaw_auth.config.write import EditResult


def build(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    parser.epilog = (
        "examples:\n"
        "  openclaw config get agents.defaults.model\n"
        "  openclaw config set gateway.port 18790\n"
        "  openclaw config set 'models.providers[\"my.host\"].baseUrl' http://127.0.0.1:8080/v1\n"
        "  openclaw config unset auth.order.anthropic"
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="get|set|unset|validate|file"
    )
    get = commands.add_parser("get", help="print a value; secrets are masked")
    get.add_argument("path", nargs="?", help="where; without it, the whole config")
    change = commands.add_parser("set", help="set a value; comments and order stay")
    change.add_argument("path", help="where, like agents.defaults.model.primary")
    change.add_argument("value", nargs="?", help="JSON5, or else the text itself")
    change.add_argument(
        "--stdin", action="store_true", help="read the value from stdin; on a terminal, ask for it"
    )
    change.add_argument(
        "--strict-json", action="store_true", help="refuse a value that is not JSON5"
    )
    unset = commands.add_parser("unset", help="take a value out")
    unset.add_argument("path", help="where")
    validate = commands.add_parser("validate", help="say what is wrong; exit 1 if anything is")
    file = commands.add_parser("file", help="print which file is the config")
    for command in (get, change, unset, validate, file):
        command.add_argument("--json", action="store_true", help="print a JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Run one of them."""
    actions = {"get": _get, "set": _set, "unset": _unset, "validate": _validate, "file": _file}
    return actions[args.command](args, ctx)


def _get(args: argparse.Namespace, ctx: Context) -> int:
    from openclaw_auth.config.keypath import ABSENT, show_path, value_at
    from openclaw_auth.config.secret_keys import key_at, masked

    config = ctx.settings().config
    if not config.raw:
        config.require_valid()  # a file that cannot be read answers nothing
    path: Path = _path(args.path) if args.path else ()
    value = value_at(config.raw, path)
    for problem in config.problems:  # a variable that is not set makes no other value wrong
        ctx.notice(problem.reason)
    if value is ABSENT:
        raise UsageError("config_path_absent", path=show_path(path))
    shown = masked(value, key_at(path))
    if args.json or not isinstance(shown, str):
        ctx.json(shown)
    else:
        ctx.out(shown)
    return 0


def _set(args: argparse.Namespace, ctx: Context) -> int:
    from openclaw_auth.config.edit import Edit

    path = _path(args.path)
    if args.stdin == (args.value is not None):
        raise UsageError("config_value_once", path=args.path)
    text = _from_stdin(path, args.path, ctx) if args.stdin else args.value
    value = _value(text, strict=args.strict_json)
    if not args.stdin:
        _warn_of_secret(path, value, args.path, ctx)
    return _write(args, ctx, _as_object(Edit("set", path, value), ctx))


def _from_stdin(path: Path, typed: str, ctx: Context) -> str:
    """Return what a pipe holds, or what is typed: a secret is not shown.

    Raises:
        UsageError: `config_value_not_utf8`, `stdin_closed`.
        Cancelled: Ctrl-C.
    """
    from openclaw_auth.cli.terminal import open_terminal
    from openclaw_auth.config.secret_keys import holds_secret, key_at

    if sys.stdin is None:
        raise UsageError("stdin_closed")
    terminal = open_terminal(ctx.ports.environ) if sys.stdin.isatty() else None
    if terminal is not None:
        from openclaw_auth.cli.prompt import ask_line, ask_secret

        ask = ask_secret if holds_secret(key_at(path)) else ask_line
        with terminal:
            return ask(terminal, ctx.say(Reason("ask_config_value", {"path": typed})), _anything)
    try:
        text = sys.stdin.read()
        text.encode()  # a C locale lets bytes through that are no text
    except UnicodeError:
        raise UsageError("config_value_not_utf8", path=typed) from None
    return text.strip()


def _anything(_: str) -> tuple[str, ...]:
    return ()


def _warn_of_secret(path: Path, value: object, typed: str, ctx: Context) -> None:
    """A secret on the command line stays in the shell's history and shows in `ps`."""
    from openclaw_auth.config.secret_keys import shows_secret

    if shows_secret(value, path):
        ctx.notice(Reason("config_secret_in_arguments", {"path": typed}))


def _unset(args: argparse.Namespace, ctx: Context) -> int:
    from openclaw_auth.config.edit import Edit
    from openclaw_auth.config.keypath import ABSENT, show_path, value_at

    path = _path(args.path)
    if value_at(ctx.settings().config.raw, path) is ABSENT:
        raise UsageError("config_path_absent", path=show_path(path))
    return _write(args, ctx, Edit("unset", path))


def _validate(args: argparse.Namespace, ctx: Context) -> int:
    config = ctx.settings().config
    if args.json:
        ctx.json(
            {
                "valid": not config.problems,
                "file": config.path,
                "problems": [
                    {
                        "code": problem.reason.code,
                        "file": problem.file or config.path,
                        "path": problem.path,
                        "message": ctx.say(problem.reason),
                    }
                    for problem in config.problems
                ],
                "unknownSections": list(config.unknown_sections),
            }
        )
        return 1 if config.problems else 0
    config.require_valid()
    ctx.out(ctx.say(Reason("config_valid", {"file": config.path})))
    for section in config.unknown_sections:
        ctx.notice(Reason("config_unknown_section", {"section": section, "file": config.path}))
    return 0


def _file(args: argparse.Namespace, ctx: Context) -> int:
    import os

    path, own = ctx.paths.config_path, ctx.paths.own_config_path
    if args.json:
        ctx.json(
            {
                "file": path,
                "exists": os.path.exists(path),
                "own": own,
                "ownExists": os.path.exists(own),
                "included": [
                    stamp.path
                    for stamp in ctx.settings().config.files
                    if stamp.path not in (path, own) and stamp.inode
                ],
            }
        )
    else:
        ctx.out(path)
    return 0


def _write(args: argparse.Namespace, ctx: Context, edit: Edit) -> int:
    from openclaw_auth.config.keypath import show_path
    from openclaw_auth.config.write import edit_config

    result = edit_config(ctx.paths, [edit], ctx.ports, ctx.settings().environment.value)
    ctx.forget()
    if args.json:
        ctx.json(_as_json(result, show_path(edit.path)))
        return 0
    code = "config_written" if result.changed else "config_unchanged"
    files = ", ".join(map(ctx.paths.shorten, result.files))
    params = {"file": files, "path": show_path(edit.path)}
    ctx.out(ctx.say(Reason(code, params)))
    return 0


def _as_json(result: EditResult, path: str) -> dict[str, object]:
    return {
        "path": path,
        "file": result.file,
        "files": list(result.files),
        "changed": result.changed,
        "backup": result.backup,
    }


def _path(text: str) -> Path:
    from openclaw_auth.config.keypath import read_path

    try:
        return read_path(text)
    except ValueError:
        raise UsageError("config_bad_path", text=text) from None


def _value(text: str, *, strict: bool) -> object:
    from openclaw_auth.config.json5_parse import parse
    from openclaw_auth.config.json5_tokens import Json5Error

    try:
        return parse(text)
    except Json5Error as error:
        if strict:
            raise UsageError("config_value_not_json5", column=error.column) from None
        return text


def _as_object(edit: Edit, ctx: Context) -> Edit:
    """OpenClaw wants the default model as an object: a bare text becomes its `primary`."""
    from openclaw_auth.config.edit import Edit
    from openclaw_auth.config.keypath import value_at

    models = (("agents", "defaults", "model"), ("agents", "defaults", "imageModel"))
    if edit.path not in models or not isinstance(edit.value, str):
        return edit
    there = value_at(ctx.settings().config.raw, edit.path)
    kept = there if isinstance(there, dict) else {}
    return Edit("set", edit.path, {**kept, "primary": edit.value})
