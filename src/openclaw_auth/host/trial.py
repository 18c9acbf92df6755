"""Does the program start in the service's environment? Asked before the service is installed.

An installation that lives by `PYTHONPATH`, or a virtual environment that moved, works in the shell
that installs and nowhere else; one below root's home works for root alone. The manager would restart
it in vain.
"""

from __future__ import annotations

import os

from openclaw_auth.errors import GatewayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.host.plan import ServiceFacts

_TIMEOUT_S = 30.0
_ORDER = ("gateway", "run")


def check_program(facts: ServiceFacts) -> None:
    """Start the program with `--version`, with the service's variables and nothing else.

    Raises:
        GatewayError: `service_program_fails`, with the last line that it said.
    """
    import subprocess
    from shlex import join

    command = [*facts.program[: -len(_ORDER)], "--version"]
    try:
        done = subprocess.run(  # noqa: S603 # the words are ours
            command,
            env=facts.environ,
            cwd=facts.directory if os.path.isdir(facts.directory) else "/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT_S,
            **identity(facts.user, os.geteuid()),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        said = getattr(error, "strerror", None) or type(error).__name__
    else:
        if done.returncode == 0:
            return
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = lines[-1] if lines else f"exit code {done.returncode}"
    raise GatewayError("service_program_fails", program=join(command), said=said)


def identity(user: str | None, euid: int) -> dict[str, Any]:
    """Return as whom the program is tried: as the service's user, where we may take that place."""
    if user is None or euid != 0:
        return {}
    import pwd

    try:
        found = pwd.getpwnam(user)
    except KeyError:
        return {}
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
