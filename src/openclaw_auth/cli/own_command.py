"""How this very program is called, with this very state directory, from another terminal."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.context import Context

_NAMES = ("openclaw", "openclaw-auth")


def own_command(words: str, ctx: Context) -> str:
    """Return a command line to paste: the short name where the PATH leads to this program.

    A virtual environment that is not activated, or `OPENCLAW_STATE_DIR` set for this process only
    (`make run` does both), would make the short name another program or another host's files.
    """
    from shlex import quote

    environ, paths = ctx.ports.environ, ctx.paths
    places = {"OPENCLAW_STATE_DIR": paths.state_dir, "OPENCLAW_CONFIG_PATH": paths.config_path}
    said = [f"{name}={quote(place)}" for name, place in places.items() if environ.get(name)]
    profile = [f"--profile {paths.profile}"] if paths.profile and not said else []
    return " ".join([*said, _program(sys.argv[0], environ.get("PATH", "")), *profile, words])


def _program(started_as: str, path: str) -> str:
    from shlex import quote
    from shutil import which

    if os.path.basename(started_as) == "__main__.py":
        return f"{quote(sys.executable)} -m openclaw_auth"
    here = os.path.realpath(started_as)
    for name in _NAMES:
        found = which(name, path=path)
        if found is not None and os.path.realpath(found) == here:
            return name
    return quote(os.path.abspath(started_as))
