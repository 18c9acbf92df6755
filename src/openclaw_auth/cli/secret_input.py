"""Where a command gets a secret from: a prompt, standard input or a file. Never from argv."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.errors import CredentialRefused, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from openclaw_auth.cli.context import Context
    from openclaw_auth.providers.paste_verdict import Verdict

# More than any credential: enough to say how big it was, no more.
_MOST_BYTES = 1024 * 1024


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Add `--stdin` and `--file`."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--stdin", action="store_true", help="read it from standard input")
    group.add_argument("--file", metavar="PATH", help="read it from a file")


def read_secret(
    args: argparse.Namespace,
    ctx: Context,
    *,
    title: str,
    judge: Callable[[str], Verdict],
    prog: str,
    provider: str,
) -> Verdict:
    """Return the verdict on what was given; never one that refuses.

    On a terminal a refused paste can be mended; a pipe or a file has one try.

    Raises:
        CredentialRefused: a pipe or file holds what cannot be stored.
        UsageError: nobody can be asked; the file cannot be read.
        Cancelled: Ctrl-C at the prompt.
    """
    if args.file is not None:
        return _accepted(judge(_from_file(args.file, ctx)), args.file)
    from openclaw_auth.cli.terminal import open_terminal

    terminal = open_terminal(ctx.ports.environ)
    if terminal is None:
        if args.stdin:
            return _accepted(judge(_from_stdin()), "--stdin")
        raise UsageError("no_terminal", prog=prog, provider=provider)
    from openclaw_auth.cli.prompt import ask_secret

    def check(text: str) -> list[str]:
        verdict = judge(text)
        return _refusal(verdict, ctx) if verdict.outcome == "refuse" else []

    with terminal:
        return judge(ask_secret(terminal, title, check))


def _refusal(verdict: Verdict, ctx: Context) -> list[str]:
    lines = []
    for reason in verdict.reasons:
        lines += [ctx.say(reason), *([f"  {ctx.remedy(reason)}"] if ctx.remedy(reason) else [])]
    if verdict.cleaned is not None:
        lines.append(f"  {ctx.say(Reason('force_hint'))}")
    return lines


def _accepted(verdict: Verdict, source: str) -> Verdict:
    if verdict.outcome == "refuse":
        reason = verdict.reasons[0]
        if reason.code == "credential_required":
            raise CredentialRefused("secret_source_empty", source=source)
        raise CredentialRefused(reason.code, **reason.params)
    return verdict


def _from_stdin() -> str:
    try:
        return _text(_read(0))
    except OSError as error:
        raise UsageError("stdin_closed") from error


def _from_file(path: str, ctx: Context) -> str:
    full = ctx.paths.absolute(path)
    try:
        fd = os.open(full, os.O_RDONLY | os.O_CLOEXEC)
        try:
            import stat

            mode = os.fstat(fd).st_mode
            data = _read(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise UsageError("secret_file_unreadable", path=path, why=error.strerror) from error
    if stat.S_ISREG(mode) and mode & 0o077:
        ctx.notice(Reason("secret_file_open", {"path": path}))
    return _text(data)


def _read(fd: int) -> bytes:
    data = b""
    while len(data) < _MOST_BYTES:
        part = os.read(fd, _MOST_BYTES)
        if not part:
            break
        data += part
    return data


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
