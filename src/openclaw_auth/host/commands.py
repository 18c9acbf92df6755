"""Runs a manager's commands. What they say is kept; what they need is passed in."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from openclaw_auth.host.plan import Command
    from openclaw_auth.ports import Ports

    Run: TypeAlias = Callable[[Command], "Done | None"]

# A unit of Type=notify is waited for until it listens, one that stops until its answers are out.
_TIMEOUT_S = 150.0


class Done:
    """How a command ended.

    Attributes:
        code: what it exited with.
        output: of stdout.
        said: of stderr.
    """

    __slots__ = ("code", "output", "said")

    def __init__(self, code: int, output: str, said: str) -> None:
        self.code = code
        self.output = output
        self.said = said


def program_runner(ports: Ports) -> Run:
    """Return what runs a command; it returns None when there is no such program or it hangs."""
    environ = dict(ports.environ)
    session = f"/run/user/{os.getuid()}"
    # `su` and cron leave it out; without it nobody finds the user's manager.
    if "XDG_RUNTIME_DIR" not in environ and os.path.isdir(session):
        environ["XDG_RUNTIME_DIR"] = session

    def run(command: Command) -> Done | None:
        import subprocess
        from shutil import which

        program = which(command[0], path=environ.get("PATH", os.defpath))
        if program is None:
            return None
        try:
            done = subprocess.run(  # noqa: S603 # the words are ours
                [program, *command[1:]],
                env=environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_TIMEOUT_S,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        out, err = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
        return Done(done.returncode, out, err)

    return run


def run_all(commands: tuple[Command, ...], run: Run) -> None:
    """Run commands in their order; one that begins with `-` may fail.

    Raises:
        GatewayError: `service_command_failed`; what comes behind was not run.
    """
    for command in commands:
        optional = command[0] == "-"
        words = command[1:] if optional else command
        done = run(words)
        if optional or (done is not None and done.code == 0):
            continue
        from shlex import join

        said = "" if done is None else (done.said.strip() or done.output.strip())
        raise GatewayError(
            "service_command_failed",
            command=join(words),
            said=said or Reason("service_manager_silent"),
        )
