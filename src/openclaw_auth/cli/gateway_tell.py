"""Asks the running gateway to do something: a small JSON object there, one back."""

from __future__ import annotations

import json

from openclaw_auth.errors import GatewayError, TransportError
from openclaw_auth.gateway.lock import is_alive, read_info
from openclaw_auth.gateway.token import find_token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.settings import Settings

_TIMEOUT_S = 10.0
_OK = 200
_UNAUTHORISED = 401


def gateway_url(settings: Settings, code: str = "gateway_not_running") -> str:
    """Return where the gateway of this state directory listens.

    Args:
        settings: where it runs.
        code: of the error when none does.

    Raises:
        GatewayError: none runs.
    """
    info = read_info(settings.paths.run_dir)
    if info is None or not is_alive(info):
        raise GatewayError(code, state=settings.paths.shorten(settings.paths.state_dir))
    return str(info.get("url") or f"http://127.0.0.1:{info.get('port')}")


def tell_gateway(
    url: str, settings: Settings, path: str, document: Mapping[str, object]
) -> dict[str, Any]:
    """Return the gateway's answer to a POST.

    Args:
        url: as `gateway_url` gives it.
        settings: its token.
        path: the route.
        document: what to send.

    Raises:
        GatewayError: it cannot be reached, does not know our token, or answers something odd.
    """
    from openclaw_auth.transport.blocking import fetch
    from openclaw_auth.transport.exchange import UpstreamRequest
    from openclaw_auth.transport.route import plan_route

    token = find_token(settings, None)
    route, _ = plan_route(url, {})  # to this host: no proxy
    headers = [(b"accept", b"application/json"), (b"content-type", b"application/json")]
    if token is not None:
        headers.append((b"authorization", f"Bearer {token.secret.reveal()}".encode()))
    body = json.dumps(document).encode()
    request = UpstreamRequest(route, b"POST", path.encode(), headers, body, idempotent=False)
    try:
        answer = fetch(request, _TIMEOUT_S)
    except TransportError as error:
        raise GatewayError("gateway_unreachable", url=url, why=error.reason) from error
    if answer.status == _UNAUTHORISED:
        raise GatewayError("gateway_knows_other_token", url=url)
    try:
        found = json.loads(answer.body)
    except ValueError:
        found = None
    if answer.status != _OK or not isinstance(found, dict):
        raise GatewayError("gateway_answered_oddly", url=url, status=answer.status)
    return found
