"""The outside world as values: clock, randomness, environment. Made in main, passed in everywhere.

A test passes its own `Ports` and so runs with a virtual clock; nothing else in the package
may import `time` or `random` or look at `os.environ` (ruff enforces it).
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Ports:
    """What a function may know of the outside world.

    Attributes:
        now_ms: wall clock, milliseconds since the epoch.
        monotonic_s: seconds that only grow, for timeouts.
        sleep_s: waits that many seconds (blocking; commands only).
        random_bytes: that many unpredictable bytes.
        environ: the environment variables of the process, as they were at start.
        cwd: working directory, absolute.
    """

    __slots__ = ("cwd", "environ", "monotonic_s", "now_ms", "random_bytes", "sleep_s")

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        monotonic_s: Callable[[], float],
        sleep_s: Callable[[float], None],
        random_bytes: Callable[[int], bytes],
        environ: Mapping[str, str],
        cwd: str,
    ) -> None:
        self.now_ms = now_ms
        self.monotonic_s = monotonic_s
        self.sleep_s = sleep_s
        self.random_bytes = random_bytes
        self.environ = environ
        self.cwd = cwd


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _cwd(environ: Mapping[str, str]) -> str:
    """The working directory; `/` when it was deleted under us, so that reads go on."""
    try:
        return os.getcwd()
    except OSError:
        return environ.get("PWD", "/")


def system_ports() -> Ports:
    """Return the real clock, the real randomness and the real environment."""
    environ = dict(os.environ)
    return Ports(
        now_ms=_now_ms,
        monotonic_s=time.monotonic,
        sleep_s=time.sleep,
        random_bytes=os.urandom,
        environ=environ,
        cwd=_cwd(environ),
    )


def share_environment(values: Mapping[str, str]) -> None:
    """Set variables for libraries that look nowhere else: proxies and certificates, no secrets.

    Other code is not touched by it: it has the environment as it was at start.
    """
    os.environ.update(values)
