"""The macOS keychain, by the system's own `security` program.

Asking whether there is an item shows nothing to anybody; opening one may make macOS ask its user.
So only those open an item whom somebody told to.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    class Keychain(Protocol):
        """What is asked of a keychain."""

        def account(self, service: str, account: str | None = None) -> str | None:
            """Return the account of an item, None when there is none. Opens nothing."""

        def secret(self, service: str, account: str | None = None) -> str | None:
            """Open an item; None when there is none, or the user says no."""


PROGRAM = "security"
_LOOK_S = 5.0
_OPEN_S = 60.0  # macOS may be asking its user meanwhile
_ACCOUNT = re.compile(r'^\s*"acct"<blob>=(?:0x[0-9A-F]+\s+)?"(.*)"\s*$', re.MULTILINE)


class SecurityProgram:
    """The login keychain of the user who runs the command.

    Args:
        path: of the program.
        environ: for it.
    """

    def __init__(self, path: str, environ: Mapping[str, str]) -> None:
        self._path = path
        self._environ = environ

    def account(self, service: str, account: str | None = None) -> str | None:
        """Return the account of an item, None when there is none. Opens nothing."""
        output = self._run(_query(service, account), _LOOK_S)
        if output is None:
            return None
        found = _ACCOUNT.search(output)
        return found[1] if found else account or ""

    def secret(self, service: str, account: str | None = None) -> str | None:
        """Open an item; None when there is none, or the user says no."""
        output = self._run([*_query(service, account), "-w"], _OPEN_S)
        return None if output is None else output.rstrip("\n")

    def _run(self, words: list[str], timeout_s: float) -> str | None:
        import subprocess

        try:
            done = subprocess.run(  # noqa: S603 # the words are ours
                [self._path, *words],
                env=dict(self._environ),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=timeout_s,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def system_keychain(environ: Mapping[str, str]) -> Keychain | None:
    """Return the keychain of this host, None where there is no `security` program."""
    from shutil import which

    path = which(PROGRAM, path=environ.get("PATH", ""))
    return None if path is None else SecurityProgram(path, environ)


def _query(service: str, account: str | None) -> list[str]:
    words = ["find-generic-password", "-s", service]
    return words if account is None else [*words, "-a", account]
