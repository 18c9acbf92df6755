"""Logging in on another device (RFC 8628): show a code, ask now and then whether it was entered."""

from __future__ import annotations

from openclaw_auth.config.safe_url import is_safe_url
from openclaw_auth.errors import LoginFailed, TokenAnswerInvalid, TransportError
from openclaw_auth.oauth.drive import Pause
from openclaw_auth.oauth.token_endpoint import (
    device_request,
    device_token_request,
    json_object,
    refusal_of,
    said_error,
)
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

_INTERVAL_S = 5.0  # RFC 8628, 3.2: when the server does not say
_SLOWER_S = 5.0  # RFC 8628, 3.5
_LONGEST_INTERVAL_S = 60.0
_LIFE_S = 900.0
_LONGEST_LIFE_S = 3600.0
_LONGEST_CODE = 64
_SERVER_FAULT, _TOO_MANY = 500, 429


class ShowCode:
    """A step: tell the user where to go and what to enter there.

    Attributes:
        device_code: what is polled with; not for the user.
        user_code: what to enter.
        url: where.
        complete_url: the same with the code in it, None when the server has none.
        expires_ms: until when, epoch ms.
        life_s, interval_s: how long it is good, how often to ask.
    """

    __slots__ = (
        "complete_url",
        "device_code",
        "expires_ms",
        "interval_s",
        "life_s",
        "url",
        "user_code",
    )

    def __init__(
        self,
        device_code: Secret,
        user_code: str,
        url: str,
        complete_url: str | None,
        *,
        expires_ms: int,
        life_s: float,
        interval_s: float,
    ) -> None:
        self.device_code = device_code
        self.user_code = user_code
        self.url = url
        self.complete_url = complete_url
        self.expires_ms = expires_ms
        self.life_s = life_s
        self.interval_s = interval_s


def device_login(
    client: OAuthClient, manners: Standard, ports: Ports
) -> Generator[Any, Any, TokenSet]:
    """A flow that logs in by device code. Yields requests, pauses and one `ShowCode`.

    Raises:
        LoginFailed: `device_expired`, `login_denied`.
        TokenError: the server refuses the client, or makes no sense.
        TransportError: the server cannot be reached at the start; later it is asked again.
    """
    shown = shown_code((yield device_request(client)), ports.now_ms())
    yield shown
    deadline_s = ports.monotonic_s() + shown.life_s
    interval_s = shown.interval_s
    while ports.monotonic_s() + interval_s < deadline_s:
        yield Pause(interval_s)
        try:
            answer = yield device_token_request(client, shown.device_code)
        except TransportError:
            interval_s = min(interval_s * 2, _LONGEST_INTERVAL_S)  # RFC 8628, 3.5
            continue
        waits_s = poll_again_s(answer, interval_s)
        if waits_s is None:
            tokens = manners.tokens(answer, ports.now_ms())
            return (yield from manners.identified(client, tokens))
        interval_s = waits_s
    raise LoginFailed("device_expired", provider=client.provider_id)


def shown_code(answer: HttpAnswer, now_ms: int) -> ShowCode:
    """Return what a device authorization answer asks the user to do (RFC 8628, 3.2).

    Raises:
        TokenError: a refusal, or an answer that lacks what is needed. An address that is not
            https is refused: it goes to the user's browser.
    """
    refusal = refusal_of(answer)
    if refusal is not None:
        raise refusal
    found = json_object(answer.body) or {}
    device_code, user_code = _plain(found.get("device_code")), _plain(found.get("user_code"))
    url: Any = found.get("verification_uri", found.get("verification_url"))
    complete = found.get("verification_uri_complete")
    if device_code is None or user_code is None or not is_safe_url(url):
        raise TokenAnswerInvalid("device_answer_invalid", status=answer.status)
    life_s = _seconds(found.get("expires_in"), _LIFE_S, _LONGEST_LIFE_S)
    return ShowCode(
        Secret(device_code),
        user_code[:_LONGEST_CODE],
        url,
        complete if is_safe_url(complete) else None,
        expires_ms=now_ms + int(life_s * 1000),
        life_s=life_s,
        interval_s=_seconds(found.get("interval"), _INTERVAL_S, _LONGEST_INTERVAL_S),
    )


def poll_again_s(answer: HttpAnswer, interval_s: float) -> float | None:
    """Return how long to wait before the next poll; None when the answer is the last one.

    Raises:
        LoginFailed: `device_expired`, `login_denied`.
    """
    error, _ = said_error(answer)
    if error == "authorization_pending":
        return interval_s
    if error == "slow_down":
        return min(interval_s + _SLOWER_S, _LONGEST_INTERVAL_S)
    if error == "expired_token":
        raise LoginFailed("device_expired")
    if error == "access_denied":
        raise LoginFailed("login_denied", error=error)
    if answer.status >= _SERVER_FAULT or answer.status == _TOO_MANY:
        return min(interval_s * 2, _LONGEST_INTERVAL_S)
    return None


def _seconds(value: Any, otherwise: float, most: float) -> float:
    counted = isinstance(value, int | float) and not isinstance(value, bool)
    if not counted or not value > 0:  # nor NaN
        return otherwise
    return float(min(value, most))


def _plain(value: object) -> str | None:
    usable = isinstance(value, str) and value and value.isascii() and value.isprintable()
    return str(value) if usable else None
