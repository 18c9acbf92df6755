"""Talks to the running gateway for commands: a question or a small JSON object there, one back."""

from __future__ import annotations

import json

from openclaw_auth.errors import GatewayError, TransportError
from openclaw_auth.gateway.lock import running_info
from openclaw_auth.gateway.token import find_token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.gateway.token import GatewayToken
    from openclaw_auth.settings import Settings
    from openclaw_auth.transport.blocking import Response

_TIMEOUT_S = 10.0
_OK = 200
_UNAUTHORISED = 401


def running_url(settings: Settings, code: str = "gateway_not_running") -> str:
    """Return where the gateway of this state directory listens.

    Args:
        settings: where it runs.
        code: of the error when none does.

    Raises:
        GatewayError: none runs.
    """
    info = running_info(settings.paths.run_dir)
    if info is None:
        raise GatewayError(code, state=settings.paths.shorten(settings.paths.state_dir))
    return str(info.get("url") or f"http://127.0.0.1:{info.get('port')}")


def ask_gateway(settings: Settings, path: str, asked: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the running gateway's answer to a question.

    Args:
        settings: where it runs and its token.
        path: the route.
        asked: the query; None is left out.

    Raises:
        GatewayError: none runs, it cannot be reached, does not know our token, or answers
            something odd.
    """
    from urllib.parse import urlencode

    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return _document(running_url(settings), f"{path}?{query}", settings, None)


def tell_gateway(
    url: str, settings: Settings, path: str, document: Mapping[str, object]
) -> dict[str, Any]:
    """Return the gateway's answer to a POST.

    Args:
        url: as `running_url` gives it.
        settings: its token.
        path: the route.
        document: what to send.

    Raises:
        GatewayError: as `ask_gateway`.
    """
    return _document(url, path, settings, document)


def request_gateway(
    url: str,
    target: str,
    token: GatewayToken | None,
    timeout_s: float,
    document: Mapping[str, object] | None = None,
) -> Response:
    """Return the answer to a GET, or to a POST where there is a document. Raises TransportError."""
    from openclaw_auth.transport.blocking import fetch
    from openclaw_auth.transport.exchange import UpstreamRequest
    from openclaw_auth.transport.route import plan_route

    route, _ = plan_route(url, {})  # to this host: no proxy
    headers = [(b"accept", b"application/json")]
    if token is not None:
        headers.append((b"authorization", f"Bearer {token.secret.reveal()}".encode()))
    if document is None:
        request = UpstreamRequest(route, b"GET", target.encode(), headers, idempotent=True)
    else:
        headers.append((b"content-type", b"application/json"))
        body = json.dumps(document).encode()
        request = UpstreamRequest(route, b"POST", target.encode(), headers, body, idempotent=False)
    return fetch(request, timeout_s)


def _document(
    url: str, target: str, settings: Settings, document: Mapping[str, object] | None
) -> dict[str, Any]:
    try:
        answer = request_gateway(url, target, find_token(settings, None), _TIMEOUT_S, document)
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
