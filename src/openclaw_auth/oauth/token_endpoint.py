"""What is sent to a token endpoint and what its answer means (RFC 6749, 7009, 8628). Pure."""

from __future__ import annotations

import json
import re
from urllib.parse import quote_plus, urlencode

from openclaw_auth.errors import (
    ClientRejected,
    GrantRejected,
    TokenAnswerInvalid,
    TokenEndpointDown,
)
from openclaw_auth.oauth.client import BASIC, POST
from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
from openclaw_auth.oauth.jwt import claims_of, expires_ms, text_claim
from openclaw_auth.secret import Secret, mask
from openclaw_auth.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.errors import TokenError
    from openclaw_auth.oauth.client import OAuthClient

__all__ = [
    "HttpAnswer",
    "HttpRequest",
    "TokenSet",
    "code_request",
    "device_request",
    "device_token_request",
    "json_object",
    "parse_tokens",
    "plain_headers",
    "post",
    "refresh_request",
    "refusal_of",
    "revoke_request",
    "said_error",
    "userinfo_request",
]

ASSUMED_LIFE_MS = 3_600_000  # ruling 16
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_LONGEST_LIFE_S = 100 * 365 * 86_400
_OK, _UNAUTHORIZED = 200, 401
_TOO_MANY, _TIMEOUT, _SERVER_FAULT = 429, 408, 500
# OpenAI's three beside RFC 6749's own.
_DEAD = frozenset(
    {
        "invalid_grant",
        "refresh_token_expired",
        "refresh_token_invalidated",
        "refresh_token_reused",
    }
)
_LATER = frozenset({"server_error", "temporarily_unavailable", "slow_down", "rate_limit_exceeded"})
_CODE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,80}")
_LIKE_A_SECRET = re.compile(r"[\w.~+/=-]{24,}")
_LONGEST_SHOWN = 200


class TokenSet:
    """What a login or a refresh gave.

    Attributes:
        access: the access token.
        refresh: None when the answer had none: then the old one goes on (RFC 6749, 6).
        expires_ms: when `access` ends, epoch ms; None when it never does.
        expiry_assumed: nobody said when: neither `expires_in` nor the token itself (ruling 16).
        id_claims: of the id token, unproved; empty without one.
        scope: what was granted, None when not said.
        account_id, email: whose it is, as far as known.
        extra: fields of the profile beyond these.
    """

    __slots__ = (
        "access", "account_id", "email", "expires_ms", "expiry_assumed", "extra", "id_claims",
        "refresh", "scope",
    )  # fmt: skip

    def __init__(
        self,
        access: Secret,
        *,
        refresh: Secret | None = None,
        expires_ms: int | None = None,
        expiry_assumed: bool = False,
        id_claims: Mapping[str, Any] | None = None,
        scope: str | None = None,
        account_id: str | None = None,
        email: str | None = None,
        extra: dict[str, object] | None = None,
    ) -> None:
        self.access = access
        self.refresh = refresh
        self.expires_ms = expires_ms
        self.expiry_assumed = expiry_assumed
        self.id_claims = id_claims or {}
        self.scope = scope
        self.account_id = account_id
        self.email = email
        self.extra = extra

    def replace(self, **changes: object) -> TokenSet:
        """Return a copy with some attributes changed."""
        copy = TokenSet.__new__(TokenSet)
        for name in TokenSet.__slots__:
            setattr(copy, name, changes.get(name, getattr(self, name)))
        return copy

    def __repr__(self) -> str:
        return f"TokenSet({self.access!r}, expires_ms={self.expires_ms})"


def code_request(
    client: OAuthClient, code: Secret, verifier: Secret, redirect_uri: str
) -> HttpRequest:
    """Return the exchange of an authorization code (RFC 6749, 4.1.3; RFC 7636, 4.5)."""
    fields = {
        "grant_type": "authorization_code",
        "code": code.reveal(),
        "redirect_uri": redirect_uri,
        "code_verifier": verifier.reveal(),
    }
    return _token_request(client, fields)


def refresh_request(client: OAuthClient, refresh: Secret) -> HttpRequest:
    """Return a refresh (RFC 6749, 6). No scope: the same as before is asked for."""
    return _token_request(
        client, {"grant_type": "refresh_token", "refresh_token": refresh.reveal()}
    )


def device_request(client: OAuthClient) -> HttpRequest:
    """Return the request that begins a device login (RFC 8628, 3.1)."""
    fields = {"scope": " ".join(client.scopes)} if client.scopes else {}
    return post(client, client.device_url or "", fields)


def device_token_request(client: OAuthClient, device_code: Secret) -> HttpRequest:
    """Return one poll of a device login (RFC 8628, 3.4)."""
    fields = {"grant_type": DEVICE_GRANT, "device_code": device_code.reveal()}
    return _token_request(client, fields)


def revoke_request(client: OAuthClient, token: Secret, hint: str) -> HttpRequest | None:
    """Return the revocation of a token (RFC 7009); None where the server offers none.

    Args:
        client: whose token.
        token: the refresh token, which ends the grant, or the access token.
        hint: `refresh_token` or `access_token`.
    """
    if client.revocation_url is None:
        return None
    fields = {"token": token.reveal(), "token_type_hint": hint}
    return post(client, client.revocation_url, fields)


def userinfo_request(url: str, access: Secret) -> HttpRequest:
    """Return the question whose token this is (OpenID Connect Core, 5.3)."""
    return HttpRequest(
        "GET", url, [*plain_headers(), ("authorization", f"Bearer {access.reveal()}")]
    )


def parse_tokens(status: int, headers: Mapping[str, str], body: bytes, now_ms: int) -> TokenSet:
    """Return what a token endpoint's answer gives.

    Args:
        status: of the answer.
        headers: names in lower case.
        body: whole.
        now_ms: when the answer came.

    Raises:
        TokenError: its subclass says whether the grant is dead. A 200 with an error is an error.
    """
    answer = HttpAnswer(status, headers, body)
    refusal = refusal_of(answer)
    if refusal is not None:
        raise refusal
    found = json_object(body)
    if found is None:
        raise TokenAnswerInvalid("token_answer_invalid", status=status)
    access, refresh = _token(found, "access_token"), _token(found, "refresh_token")
    if access is None:
        raise TokenAnswerInvalid("token_answer_without_token", status=status)
    id_token, scope = found.get("id_token"), found.get("scope")
    id_claims = claims_of(id_token) if isinstance(id_token, str) else {}
    ends_ms, assumed = _end(found.get("expires_in"), access, now_ms)
    return TokenSet(
        Secret(access),
        refresh=Secret(refresh) if refresh is not None else None,
        expires_ms=ends_ms,
        expiry_assumed=assumed,
        id_claims=id_claims,
        scope=scope if isinstance(scope, str) else None,
        account_id=text_claim(id_claims, "sub"),
        email=text_claim(id_claims, "email"),
    )


def refusal_of(answer: HttpAnswer) -> TokenError | None:
    """Return what an answer refuses, None when it refuses nothing.

    Only a JSON error is the authorization server's word. A 4xx without one comes from something
    in between (a proxy, a challenge page) and decides nothing about the grant.
    """
    status, (error, description) = answer.status, said_error(answer)
    params: dict[str, Any] = {"error": error, "status": status, "description": description}
    if error in _DEAD:
        return GrantRejected("grant_rejected", **params)
    if status >= _SERVER_FAULT or status in (_TOO_MANY, _TIMEOUT) or error in _LATER:
        return TokenEndpointDown("token_endpoint_down", **params)
    if error is not None:
        return ClientRejected("client_rejected", **params)
    if not _OK <= status < 300:  # noqa: PLR2004 # 2xx
        return TokenAnswerInvalid("token_answer_refused", **params)
    return None


def said_error(answer: HttpAnswer) -> tuple[str | None, str]:
    """Return the error code of an answer and its description, masked and short.

    RFC 6749's `{"error": "code"}`, and the `{"error": {"code", "type", "message"}}` of others.
    """
    found = json_object(answer.body) or {}
    error = found.get("error")
    description = found.get("error_description")
    if isinstance(error, dict):
        description = error.get("message")
        error = error.get("code") or error.get("type") or "error"
    elif error and not isinstance(error, str):
        error = "error"
    if not error:
        return None, ""
    error = str(error)
    return (error if _CODE.fullmatch(error) else "error"), _showable(description)


def json_object(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object in a body, None when it is something else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def post(client: OAuthClient, url: str, fields: Mapping[str, str]) -> HttpRequest:
    """Return a POST in which the client says who it is, in the way that its server wants."""
    headers = plain_headers()
    sent = dict(fields)
    if client.client_id:
        if client.token_auth_method == BASIC and client.client_secret:
            headers.append(("authorization", _basic(client.client_id, client.client_secret)))
        else:
            sent["client_id"] = client.client_id
        if client.token_auth_method == POST and client.client_secret:
            sent["client_secret"] = client.client_secret.reveal()
    if client.encoding == "json":
        headers.append(("content-type", "application/json"))
        return HttpRequest("POST", url, headers, json.dumps(sent).encode())
    headers.append(("content-type", "application/x-www-form-urlencoded"))
    pairs = [*sent.items(), *(("resource", uri) for uri in client.resource)]
    return HttpRequest("POST", url, headers, urlencode(pairs).encode())


def plain_headers() -> list[tuple[str, str]]:
    """Return what every request says: who we are, and that we read plain JSON."""
    return [
        ("accept", "application/json"),
        ("accept-encoding", "identity"),
        ("user-agent", f"openclaw-auth/{__version__}"),
    ]


def _token_request(client: OAuthClient, fields: Mapping[str, str]) -> HttpRequest:
    return post(client, client.token_url or "", fields)


def _basic(client_id: str, secret: Secret) -> str:
    """RFC 6749, 2.3.1: both parts are form-encoded before they are joined."""
    import base64

    pair = f"{quote_plus(client_id)}:{quote_plus(secret.reveal())}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _token(found: Mapping[str, Any], name: str) -> str | None:
    """RFC 6749, appendix A.12: printable ASCII. Anything else could not be put in a header."""
    value = found.get(name)
    usable = isinstance(value, str) and value.strip() and value.isascii() and value.isprintable()
    return value if usable else None


def _end(lasts: Any, access: str, now_ms: int) -> tuple[int, bool]:
    """Return when a token ends, and whether that is our guess."""
    if isinstance(lasts, str) and lasts.strip().isdecimal():
        lasts = int(lasts) if len(lasts) < 20 else None  # noqa: PLR2004 # digits
    counted = isinstance(lasts, int | float) and not isinstance(lasts, bool)
    if counted and 0 <= lasts <= _LONGEST_LIFE_S:  # neither NaN nor infinity
        return now_ms + int(lasts * 1000), False
    said = expires_ms(claims_of(access))
    return (said, False) if said is not None else (now_ms + ASSUMED_LIFE_MS, True)


def _showable(description: object) -> str:
    """Return a description that may be shown: servers have been seen to repeat the token in it."""
    if not isinstance(description, str):
        return ""
    printable = "".join(c if c.isprintable() else " " for c in description)
    masked = _LIKE_A_SECRET.sub(lambda found: mask(found[0]), printable).strip()
    return masked[:_LONGEST_SHOWN]
