"""Commands that belong to OpenClaw itself: run by the other `openclaw`, or explained (ruling 29)."""

from __future__ import annotations

import os
import sys

from openclaw_auth.codes import Reason, remedy, render


def run_other_openclaw(argv: list[str], word: str, environ: dict[str, str], lang: str) -> int:
    """Replace this process by the other `openclaw` on the PATH; exit code 1 when there is none."""
    other = find_other(environ.get("PATH", ""), os.path.realpath(sys.argv[0]))
    if other is not None:
        sys.stdout.flush()
        os.execve(other, [other, *argv], environ)  # noqa: S606 # the user asked for exactly that
    reason = Reason("foreign_command", {"word": word})
    print(render(reason, lang), file=sys.stderr)
    print(f"  {remedy(reason, lang)}", file=sys.stderr)
    return 1


def find_other(path: str, own: str) -> str | None:
    """Return the first executable `openclaw` on the PATH that is not this program."""
    for folder in path.split(os.pathsep):
        found = os.path.join(folder, "openclaw")
        if os.access(found, os.X_OK) and not _is_ours(found, own):
            return found
    return None


def _is_ours(found: str, own: str) -> bool:
    real = os.path.realpath(found)
    if real == own:
        return True
    try:
        with open(real, "rb") as file:
            return b"openclaw_auth" in file.read(4096)
    except OSError:
        return False
