"""A process that refreshes when told to, and may be told where to die. Spoken to in JSON lines.

    {"dir": <agent directory>, "profile": <id>, "die_at": <step> | null}

answers `{"outcome", "access", "code"}`, `access` being a fingerprint: no token leaves through a pipe. A step is one of
`openclaw_auth.refresh.kit.STEPS`, or `unread`: the answer has arrived and nobody has looked at it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import TYPE_CHECKING

from openclaw_auth.config.paths import system_paths
from openclaw_auth.oauth.wire import blocking_sender
from openclaw_auth.ports import system_ports
from openclaw_auth.refresh.blocking import refresh_now
from openclaw_auth.refresh.kit import RefreshKit, Wanted
from openclaw_auth.refresh.settle import recover
from openclaw_auth.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
    from openclaw_auth.refresh.kit import Step
    from openclaw_auth.secret import Secret

UNREAD = "unread"


def main() -> None:
    """Say that it is ready, then obey until stdin ends."""
    ports = system_ports()
    settings = load_settings(system_paths(ports), ports)
    kit = RefreshKit(settings, ports)
    recover(kit)
    kit.close()
    _say({"ready": os.getpid()})
    for line in sys.stdin:
        order = json.loads(line)
        fate = _Fate(order.get("die_at"))
        kit = RefreshKit(settings, ports, tell=fate.on_step)
        try:
            result = refresh_now(kit, Wanted(order["dir"], order["profile"]), fate.sender)
        finally:
            kit.close()
        secret = result.profile.secret if result.profile is not None else None
        code = result.reason.code if result.reason is not None else None
        access = named(secret) if secret is not None else None
        _say({"outcome": result.outcome, "access": access, "code": code})


def named(token: Secret) -> str:
    """Return what stands for a token in a report."""
    return token.fingerprint(b"selftest")


class _Fate:
    """Ends the process, as `kill -9` does, when it comes to a step."""

    def __init__(self, die_at: str | None) -> None:
        self._die_at = die_at

    def on_step(self, step: Step) -> None:
        """Take a step that is done."""
        if step.name == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def sender(self, client: OAuthClient) -> Callable[[HttpRequest], HttpAnswer]:
        """Return what sends a request, and may die with the answer in hand."""
        send = blocking_sender(client)

        def send_and_perhaps_die(request: HttpRequest) -> HttpAnswer:
            answer = send(request)
            if self._die_at == UNREAD:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return send_and_perhaps_die


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
