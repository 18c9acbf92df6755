"""Ports for tests: a clock that moves when told, randomness that repeats."""

from __future__ import annotations

from openclaw_auth.ports import Ports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

START_MS = 1_800_000_000_000


class VirtualClock:
    """A clock that stands still until it is told to move; sleeping moves it."""

    def __init__(self, now_ms: int = START_MS) -> None:
        self.now_ms = now_ms

    def pass_ms(self, length_ms: int) -> None:
        """Let time pass."""
        self.now_ms += length_ms


def virtual_ports(
    clock: VirtualClock | None = None, environ: Mapping[str, str] | None = None, cwd: str = "/"
) -> Ports:
    """Return ports whose clock is virtual and whose randomness counts upwards."""
    time = clock or VirtualClock()
    counter = iter(range(1 << 62))
    return Ports(
        now_ms=lambda: time.now_ms,
        monotonic_s=lambda: time.now_ms / 1000,
        sleep_s=lambda s: time.pass_ms(int(s * 1000)),
        random_bytes=lambda n: next(counter).to_bytes(max(n, 8), "big")[-n:],
        environ=environ or {},
        cwd=cwd,
    )
