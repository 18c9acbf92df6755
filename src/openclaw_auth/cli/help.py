"""What `openclaw`, `openclaw models auth` and an unknown word answer."""

from __future__ import annotations

import sys

from openclaw_auth.cli.context import harmless
from openclaw_auth.cli.registry import COMMANDS, FOREIGN, groups
from openclaw_auth.codes import Reason, language, remedy, render
from openclaw_auth.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.main import CommandLine

_EXAMPLES = (
    "openclaw models status",
    "openclaw models auth paste-api-key --provider openai",
    "openclaw models status --check",
    "openclaw gateway run",
    "openclaw doctor",
)


def overview(words: tuple[str, ...], lang: str) -> str:
    """Return the commands below these words, one line each. Pure."""
    column = 2 if lang == "zh" else 1
    rows = [
        (" ".join(("openclaw", *command)), COMMANDS[command][column])
        for command in groups().get(words, [])
    ]
    widest = max(len(name) for name, _ in rows)
    lines = [f"  {name:<{widest}}  {text}" for name, text in rows]
    if not words:
        lines += ["", "示例：" if lang == "zh" else "Examples:"]
        lines += [f"  {example}" for example in _EXAMPLES]
    title = "用法：" if lang == "zh" else "Usage: "
    return "\n".join([f"{title}{' '.join(('openclaw', *words))} ...", "", *lines])


def without_command(line: CommandLine) -> int:
    """Answer a command line that names no command; returns the exit code."""
    from openclaw_auth.ports import system_ports

    environ = system_ports().environ
    lang = language(environ, line.globals.get("--lang"))
    first = line.arguments[0] if line.arguments else ""
    if first in ("--version", "-V"):
        print(__version__)
        return 0
    if first in ("", "-h", "--help", "help"):
        print(overview(line.words, lang))
        return 0
    if not line.words and first in FOREIGN:
        from openclaw_auth.cli.foreign import run_other_openclaw

        return run_other_openclaw(sys.argv[1:], first, dict(environ), lang)
    reason = _unknown(line.words, first)
    print(harmless(f"{render(reason, lang)}\n  {remedy(reason, lang)}"), file=sys.stderr)
    return 1


def _unknown(words: tuple[str, ...], word: str) -> Reason:
    from difflib import get_close_matches

    known = sorted({c[len(words)] for c in groups().get(words, []) if len(c) > len(words)})
    near = get_close_matches(word, known, n=1)
    suggestion = " ".join(("openclaw", *words, *(near or ["--help"])))
    return Reason("unknown_command", {"word": word, "suggestion": suggestion})
