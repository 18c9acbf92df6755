"""Asks the running gateway a question, for commands."""

from __future__ import annotations

import json

from openclaw_auth.cli.gateway_reach import fetch_from_gateway
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


def ask_gateway(settings: Settings, path: str, asked: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the answer of the gateway of this state directory.

    Args:
        settings: where it runs and its token.
        path: the route.
        asked: the query; None is left out.

    Raises:
        GatewayError: none runs, it cannot be reached, or it does not know our token.
    """
    from urllib.parse import urlencode

    info = read_info(settings.paths.run_dir)
    if info is None or not is_alive(info):
        raise GatewayError("gateway_not_running", state=settings.paths.state_dir)
    url = str(info.get("url") or f"http://127.0.0.1:{info.get('port')}")
    token = find_token(settings, None)
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    try:
        answer = fetch_from_gateway(url, f"{path}?{query}", token, _TIMEOUT_S)
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
