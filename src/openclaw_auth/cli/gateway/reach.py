"""One question to a gateway over HTTP, and how long its answer took."""

from __future__ import annotations

from openclaw_auth.cli.gateway.client import request_gateway
from openclaw_auth.errors import TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.codes import Reason
    from openclaw_auth.gateway.token import GatewayToken
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings


class Reached:
    """What came of a question.

    Attributes:
        status: of the answer, None without one.
        body: the JSON object in it, else None.
        took_ms: from the question to the whole answer.
        why: why there was none.
    """

    __slots__ = ("body", "status", "took_ms", "why")

    def __init__(
        self, status: int | None, body: dict[str, Any] | None, took_ms: int, why: Reason | None
    ) -> None:
        self.status = status
        self.body = body
        self.took_ms = took_ms
        self.why = why


def reach(
    url: str, target: str, token: GatewayToken | None, timeout_s: float, ports: Ports
) -> Reached:
    """Ask, and take every kind of answer for one."""
    import json

    began_s = ports.monotonic_s()
    status, body, why = None, None, None
    try:
        answer = request_gateway(url, target, token, timeout_s)
        status = answer.status
        found = json.loads(answer.body)
        body = found if isinstance(found, dict) else None
    except TransportError as error:
        why = error.reason
    except ValueError:
        body = None
    return Reached(status, body, int((ports.monotonic_s() - began_s) * 1000), why)


def gateway_url(settings: Settings, info: dict[str, object] | None) -> str:
    """Return where the gateway of this state directory listens, or would."""
    if info is not None and info.get("url"):
        return str(info["url"])
    from openclaw_auth.gateway.port import wanted_port

    return f"http://127.0.0.1:{wanted_port(settings)}"


def running_gateway(ctx: Context) -> dict[str, object] | None:
    """Return what the running gateway of this state directory says of itself."""
    from openclaw_auth.gateway.lock import running_info

    return running_info(ctx.paths.run_dir)
