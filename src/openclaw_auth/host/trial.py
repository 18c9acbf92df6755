"""Does the program start in the service's environment? Asked before the service is installed.

An installation that lives by `PYTHONPATH`, or a virtual environment that moved, works in the shell
that installs and nowhere else; the manager would restart it in vain.
"""

from __future__ import annotations

import os

from openclaw_auth.errors import GatewayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import ServiceFacts

_TIMEOUT_S = 30.0
_ORDER = ("gateway", "run")


def check_program(facts: ServiceFacts) -> None:
    """Start the program with `--version`, with the service's variables and nothing else.

    Raises:
        GatewayError: `service_program_fails`, with the last line that it said.
    """
    import subprocess

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
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        said = type(error).__name__
    else:
        if done.returncode == 0:
            return
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = lines[-1] if lines else f"exit code {done.returncode}"
    raise GatewayError("service_program_fails", program=" ".join(command), said=said)
