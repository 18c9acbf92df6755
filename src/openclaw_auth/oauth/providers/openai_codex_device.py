"""OpenAI's own device login: like RFC 8628 in what the user sees, unlike it on the wire.

The poll yields an authorization code together with its verifier, which is then exchanged as
usual. Source: the catalogue's facts. Not seen live.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from openclaw_auth.errors import (
    LoginFailed,
    LoginNotOffered,
    TokenAnswerInvalid,
    TransportError,
)
from openclaw_auth.oauth.device import ShowCode
from openclaw_auth.oauth.drive import Pause
from openclaw_auth.oauth.http import HttpRequest
from openclaw_auth.oauth.jwt import text_claim
from openclaw_auth.oauth.providers.standard import answered_object
from openclaw_auth.oauth.token_endpoint import plain_headers
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer
    from openclaw_auth.oauth.providers.standard import Standard
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.ports import Ports

_LIFE_S = 900.0
_INTERVAL_S = 5.0
_LONGEST_INTERVAL_S = 60.0
_NOT_THERE, _NOT_YET = 404, (403, 404)
_SERVER_FAULT, _TOO_MANY = 500, 429
_ENTER_AT = "/codex/device"
_CALLBACK = "/deviceauth/callback"


def codex_device_login(
    client: OAuthClient, manners: Standard, ports: Ports
) -> Generator[Any, Any, TokenSet]:
    """A flow that logs in by OpenAI's device code; yields what `device_login` does.

    Raises:
        LoginNotOffered: `device_not_offered`: 404 where it begins means that it is switched off.
        LoginFailed: `device_expired`.
        TokenError, TransportError: as `device_login`.
    """
    base = client.device_url or ""
    answer = yield _post(base, {"client_id": client.client_id or ""})
    if answer.status == _NOT_THERE:
        raise LoginNotOffered("device_not_offered", provider=client.provider_id)
    shown = _shown(answer, base, ports.now_ms())
    yield shown
    poll = _post(
        f"{base.rpartition('/')[0]}/token",
        {"device_auth_id": shown.device_code.reveal(), "user_code": shown.user_code},
    )
    interval_s, deadline_s = shown.interval_s, ports.monotonic_s() + shown.life_s
    while ports.monotonic_s() + interval_s < deadline_s:
        yield Pause(interval_s)
        try:
            answer = yield poll
        except TransportError:
            interval_s = min(interval_s * 2, _LONGEST_INTERVAL_S)
            continue
        if answer.status in _NOT_YET:
            continue
        if answer.status >= _SERVER_FAULT or answer.status == _TOO_MANY:
            interval_s = min(interval_s * 2, _LONGEST_INTERVAL_S)
            continue
        code, verifier = _granted(answer)
        answer = yield manners.code_request(client, code, verifier, _origin(base) + _CALLBACK)
        return manners.tokens(answer, ports.now_ms())
    raise LoginFailed("device_expired", provider=client.provider_id)


def _shown(answer: HttpAnswer, base: str, now_ms: int) -> ShowCode:
    found = answered_object(answer)
    device_id, user_code = text_claim(found, "device_auth_id"), text_claim(found, "user_code")
    if device_id is None or user_code is None or not user_code.isprintable():
        raise TokenAnswerInvalid("device_answer_invalid", status=answer.status)
    said = str(found.get("interval", ""))
    interval_s = float(said) if said.isdecimal() and len(said) < 4 else _INTERVAL_S  # noqa: PLR2004
    return ShowCode(
        Secret(device_id),
        user_code,
        _origin(base) + _ENTER_AT,
        None,
        expires_ms=now_ms + int(_LIFE_S * 1000),
        life_s=_LIFE_S,
        interval_s=min(max(interval_s, 1.0), _LONGEST_INTERVAL_S),
    )


def _granted(answer: HttpAnswer) -> tuple[Secret, Secret]:
    found = answered_object(answer)
    code, verifier = text_claim(found, "authorization_code"), text_claim(found, "code_verifier")
    if code is None or verifier is None:
        raise TokenAnswerInvalid("token_answer_without_token", status=answer.status)
    return Secret(code), Secret(verifier)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _post(url: str, fields: dict[str, str]) -> HttpRequest:
    headers = [*plain_headers(), ("content-type", "application/json")]
    return HttpRequest("POST", url, headers, json.dumps(fields).encode())
