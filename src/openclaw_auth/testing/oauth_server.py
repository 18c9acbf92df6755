"""An emulated authorization server without sockets: one request in, one answer out.

Endpoints: `/.well-known/…`, `/authorize`, `/token`, `/device_authorization`, `/device`, `/revoke`, `/userinfo`, and
OpenRouter's `/auth` and `/api/v1/auth/keys`. `/authorize` asks nobody: it logs `login_as` in at once.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from openclaw_auth.ports import system_ports
from openclaw_auth.testing.oauth_faults import AsAccount, With, Without
from openclaw_auth.testing.oauth_grants import (
    Code,
    Family,
    Grants,
    Pair,
    TokenPost,
    proves,
    unsigned_jwt,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.ports import Ports
    from openclaw_auth.testing.oauth_faults import Fault
    from openclaw_auth.testing.record import RequestRecord

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_CODE_LIFE_S = 60.0


@dataclass(slots=True)
class Reply:
    """What to answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """An OAuth error and its status."""

    def __init__(self, error: str, status: int = 400) -> None:
        """Name the error code."""
        super().__init__(error)
        self.error = error
        self.status = status


class AuthorizationServer:
    """Knows one client. What a test may set at any time: `login_as`, `deny`, `expires_in`, `access_claims`.

    `access_claims(account)`: access tokens are then JWTs with these claims. `posts` is every request to the token
    endpoint; `revoked` every token that was revoked; `authorizations` the parameters of every authorization request.
    """

    def __init__(
        self,
        *,
        client_id: str = "emulated-client",
        client_secret: str | None = None,
        rotate: bool = True,
        revoke_family_on_reuse: bool = True,
        expires_in: int = 3600,
        device_interval_s: int = 1,
        device_life_s: int = 600,
        login_as: str = "user@example.com",
        access_claims: Callable[[str], dict[str, Any]] | None = None,
        ports: Ports | None = None,
    ) -> None:
        """Begin with nobody logged in."""
        self.client_id, self.client_secret = client_id, client_secret
        self.expires_in = expires_in
        self.device_interval_s, self.device_life_s = device_interval_s, device_life_s
        self.login_as = login_as
        self.deny = False
        self.access_claims = access_claims
        self.issuer = "http://127.0.0.1"
        self.posts: list[TokenPost] = []
        self.revoked: list[str] = []
        self.authorizations: list[dict[str, str]] = []
        self.keys: dict[str, str] = {}
        self.grants = Grants(rotate=rotate, revoke_family_on_reuse=revoke_family_on_reuse)
        self._ports = ports or system_ports()

    # What a test does directly.

    def issue(self, account: str | None = None, scope: str = "openid email offline_access") -> Pair:
        """Log an account in without any request; its tokens are as good as others."""
        family = self.grants.start(account or self.login_as, self.client_id, scope)
        self._fill(family)
        return Pair(family.access, family.refresh, family.account, self.expires_in)

    def family(self, token: str) -> Family:
        """Return the login that a token belongs to. Raises `KeyError`."""
        found = self.grants.holder(token)
        if found is None:
            raise KeyError(token[:12])
        return found

    def accepts(self, access: str) -> bool:
        """Whether a resource server would take this access token now."""
        found = self.grants.holder(access)
        return found is not None and not found.revoked and access in found.accesses

    def approve(self, user_code: str, account: str | None = None) -> None:
        """The user agrees to a device login. Raises `KeyError`."""
        self._device(user_code).account = account or self.login_as

    def refuse(self, user_code: str) -> None:
        """The user refuses a device login. Raises `KeyError`."""
        self._device(user_code).denied = True

    # Requests.

    def answer(self, request: RequestRecord, fault: Fault | None = None) -> Reply:
        """Answer one request; `fault` bends an answer of the token endpoint."""
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        try:
            if request.method == "GET":
                return self._get(request, query)
            if request.path == "/token":
                return self.token(request, fault)
            return self._post(request)
        except RefusedError as refused:
            return _json({"error": refused.error, "error_description": "emulated"}, refused.status)

    def _get(self, request: RequestRecord, query: dict[str, str]) -> Reply:
        if request.path.startswith("/.well-known/"):
            return _json(self.metadata())
        if request.path == "/authorize":
            return self._authorize(query)
        if request.path == "/auth":
            return self._authorize_key(query)
        if request.path == "/device":
            self.approve(query.get("user_code", ""))
            return Reply(200, b"approved")
        if request.path == "/userinfo":
            return self._userinfo(request)
        return Reply(404)

    def _post(self, request: RequestRecord) -> Reply:
        if request.path == "/api/v1/auth/keys":
            return self._key(request.json())
        form = self._authenticated(request)
        if request.path == "/revoke":
            self.revoked.append(form.get("token", ""))
            self.grants.revoke(form.get("token", ""))
            return Reply(200)
        if request.path == "/device_authorization":
            return self._device_authorization(form)
        return Reply(404)

    def metadata(self) -> dict[str, Any]:
        """What the server says of itself (RFC 8414)."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "device_authorization_endpoint": self.issuer + "/device_authorization",
            "revocation_endpoint": self.issuer + "/revoke",
            "userinfo_endpoint": self.issuer + "/userinfo",
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self, query: dict[str, str]) -> Reply:
        self.authorizations.append(query)
        target = urlsplit(query.get("redirect_uri", ""))
        if query.get("client_id") != self.client_id or target.hostname not in (
            "127.0.0.1",
            "localhost",
            "::1",
        ):
            raise RefusedError("invalid_client", 401)
        if query.get("code_challenge_method") != "S256" or query.get("response_type") != "code":
            raise RefusedError("invalid_request")
        back = {"state": query.get("state", ""), "iss": self.issuer}
        if self.deny:
            return _redirect(query["redirect_uri"], {"error": "access_denied", **back})
        code = self._new_code(
            query.get("scope", ""), query.get("code_challenge"), query["redirect_uri"]
        )
        return _redirect(query["redirect_uri"], {"code": code, **back})

    def _authorize_key(self, query: dict[str, str]) -> Reply:
        self.authorizations.append(query)
        code = self._new_code("", query.get("code_challenge"), None)
        return _redirect(query["callback_url"], {"code": code})

    def _new_code(self, scope: str, challenge: str | None, redirect_uri: str | None) -> str:
        name = self.grants.name("code")
        expires_s = self._ports.monotonic_s() + _CODE_LIFE_S
        self.grants.codes[name] = Code(
            self.login_as, self.client_id, scope, challenge, redirect_uri, expires_s=expires_s
        )
        return name

    def _key(self, form: dict[str, str]) -> Reply:
        code = self.grants.codes.pop(form.get("code", ""), None)
        if code is None or not proves(form.get("code_verifier", ""), code.challenge or ""):
            return _json({"error": {"code": 403, "message": "Invalid code or code_verifier"}}, 403)
        key = "sk-or-v1-" + self.grants.name("key")
        self.keys[key] = code.account or ""
        return _json({"key": key, "user_id": f"user_{code.account}"})

    def _userinfo(self, request: RequestRecord) -> Reply:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self.accepts(token):
            raise RefusedError("invalid_token", 401)
        account = self.family(token).account
        return _json(
            {"sub": f"sub-{account}", "email": account, "username": account.partition("@")[0]}
        )

    # Tokens.

    def token(self, request: RequestRecord, fault: Fault | None) -> Reply:
        """Answer the token endpoint and record it in `posts`."""
        form = dict(parse_qsl(request.body.decode("latin-1"), keep_blank_values=True))
        post = TokenPost(form.get("grant_type", ""), form)
        self.posts.append(post)
        shown = form.get("refresh_token")
        if shown is not None:
            known = self.grants.holder(shown)
            post.account = known.account if known is not None else None
            post.generation = self.grants.generation_of(shown)
        try:
            family = self._granted(self._authenticated(request))
        except RefusedError as refused:
            post.outcome = refused.error
            raise
        post.account = family.account
        if isinstance(fault, AsAccount):
            family.account = fault.account
        self._fill(family)
        answer = self._tokens(family)
        if isinstance(fault, Without):
            answer.pop(fault.field, None)
        elif isinstance(fault, With):
            answer[fault.field] = fault.value
        if fault is not None:
            post.outcome = fault.name
        return _json(answer)

    def _granted(self, form: dict[str, str]) -> Family:
        kind = form.get("grant_type")
        if kind == "refresh_token":
            family, error = self.grants.redeem(form.get("refresh_token", ""))
            if family is None or error is not None:
                raise RefusedError(error or "invalid_grant")
            return family
        if kind == "authorization_code":
            return self._exchanged(form)
        if kind == DEVICE_GRANT:
            return self._polled(form)
        raise RefusedError("unsupported_grant_type")

    def _exchanged(self, form: dict[str, str]) -> Family:
        code = self.grants.codes.get(form.get("code", ""))
        if code is None:
            raise RefusedError("invalid_grant")
        if code.family is not None:  # RFC 6749, 4.1.2: a code used twice ends what it gave
            code.family.revoked = True
            raise RefusedError("invalid_grant")
        late = self._ports.monotonic_s() > code.expires_s
        proved = proves(form.get("code_verifier", ""), code.challenge or "")
        if late or not proved or form.get("redirect_uri") != code.redirect_uri:
            raise RefusedError("invalid_grant")
        code.family = self.grants.start(code.account or self.login_as, code.client_id, code.scope)
        return code.family

    def _device_authorization(self, form: dict[str, str]) -> Reply:
        number = len(self.grants.devices) + 1
        user_code = f"EMUL-{number:04d}"
        name = self.grants.name("device")
        now_s = self._ports.monotonic_s()
        self.grants.devices[name] = Code(
            None,
            self.client_id,
            form.get("scope", ""),
            challenge=form.get("code_challenge"),
            user_code=user_code,
            expires_s=now_s + self.device_life_s,
            interval_s=self.device_interval_s,
        )
        return _json(
            {
                "device_code": name,
                "user_code": user_code,
                "verification_uri": self.issuer + "/device",
                "verification_uri_complete": f"{self.issuer}/device?user_code={user_code}",
                "expires_in": self.device_life_s,
                "interval": self.device_interval_s,
            }
        )

    def _polled(self, form: dict[str, str]) -> Family:
        code = self.grants.devices.get(form.get("device_code", ""))
        now_s = self._ports.monotonic_s()
        if code is None or code.family is not None:
            raise RefusedError("invalid_grant")
        if now_s > code.expires_s:
            raise RefusedError("expired_token")
        early, code.next_poll_s = now_s < code.next_poll_s, now_s + code.interval_s * 0.9
        if early:
            code.interval_s += 5
            raise RefusedError("slow_down")
        if code.denied:
            raise RefusedError("access_denied")
        if code.account is None:
            raise RefusedError("authorization_pending")
        code.family = self.grants.start(code.account, code.client_id, code.scope)
        return code.family

    def _device(self, user_code: str) -> Code:
        return next(code for code in self.grants.devices.values() if code.user_code == user_code)

    def _fill(self, family: Family) -> None:
        claims = self.access_claims

        def access() -> str:
            if claims is None:
                return self.grants.name("at")
            number = self.grants.name("jti")
            ends_s = self._ports.now_ms() // 1000 + self.expires_in
            return unsigned_jwt({"jti": number, "exp": ends_s, **claims(family.account)})

        self.grants.issue_tokens(family, access)

    def _tokens(self, family: Family) -> dict[str, Any]:
        ends_s = self._ports.now_ms() // 1000 + self.expires_in
        claims = {
            "iss": self.issuer,
            "aud": family.client_id,
            "sub": f"sub-{family.account}",
            "email": family.account,
            "exp": ends_s,
        }
        return {
            "access_token": family.access,
            "refresh_token": family.refresh,
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "scope": family.scope,
            "id_token": unsigned_jwt(claims),
        }

    def _authenticated(self, request: RequestRecord) -> dict[str, str]:
        """Return the form of a client that is who it says it is (RFC 6749, 2.3.1)."""
        form = dict(parse_qsl(request.body.decode("latin-1"), keep_blank_values=True))
        client_id, secret = form.get("client_id"), form.get("client_secret")
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "basic":
            pair = base64.b64decode(value).decode().partition(":")
            client_id, secret = unquote_plus(pair[0]), unquote_plus(pair[2])
        if client_id != self.client_id or (self.client_secret or None) != (secret or None):
            raise RefusedError("invalid_client", 401)
        return form


def _json(document: dict[str, Any], status: int = 200) -> Reply:
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return Reply(status, json.dumps(document).encode(), headers)


def _redirect(uri: str, fields: dict[str, str]) -> Reply:
    mark = "&" if urlsplit(uri).query else "?"
    return Reply(302, b"", {"location": f"{uri}{mark}{urlencode(fields)}"})
