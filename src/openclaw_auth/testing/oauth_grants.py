"""What an emulated authorization server has given out: families of refresh tokens, and who holds them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Family:
    """One login: a chain of refresh tokens of which only the newest is good.

    `generation` counts rotations from 0; `refreshes` lists every refresh token issued, oldest first.
    """

    number: int
    account: str
    client_id: str
    scope: str
    generation: int = 0
    refreshes: list[str] = field(default_factory=list)
    accesses: list[str] = field(default_factory=list)
    revoked: bool = False

    @property
    def refresh(self) -> str:
        """The refresh token that is good now."""
        return self.refreshes[-1]

    @property
    def access(self) -> str:
        """The access token issued last."""
        return self.accesses[-1]


@dataclass(slots=True)
class Code:
    """An authorization code that waits for its exchange, or a device code that waits for its user."""

    account: str | None
    client_id: str
    scope: str
    challenge: str | None = None
    redirect_uri: str | None = None
    user_code: str | None = None
    denied: bool = False
    expires_s: float = 0.0
    next_poll_s: float = 0.0
    interval_s: float = 0.0
    family: Family | None = None


@dataclass(slots=True)
class TokenPost:
    """One request to the token endpoint: what was asked, and what came of it.

    `outcome` is `issued`, an OAuth error code, or the name of the fault that took its place.
    `generation` is that of the refresh token shown; `None` where there was none that we know.
    """

    grant_type: str
    form: dict[str, str]
    account: str | None = None
    generation: int | None = None
    outcome: str = "issued"


@dataclass(slots=True)
class Pair:
    """What `issue` hands out."""

    access: str
    refresh: str
    account: str
    expires_in: int


class Grants:
    """Families and codes. Names are counted, never random: what a test prints can be compared."""

    def __init__(self, *, rotate: bool, revoke_family_on_reuse: bool) -> None:
        """Begin with nothing given out."""
        self._rotate = rotate
        self._revoke_on_reuse = revoke_family_on_reuse
        self.families: list[Family] = []
        self.codes: dict[str, Code] = {}
        self.devices: dict[str, Code] = {}
        self._by_refresh: dict[str, Family] = {}
        self._by_access: dict[str, Family] = {}
        self._counted = 0

    def name(self, kind: str) -> str:
        """Return a new token that looks like nobody's real one."""
        self._counted += 1
        digest = hashlib.sha256(f"{kind}{self._counted}".encode()).hexdigest()[:24]
        return f"emu-{kind}-{self._counted}-{digest}"

    def start(self, account: str, client_id: str, scope: str) -> Family:
        """Begin a family; its first tokens come from `issue_tokens`."""
        family = Family(len(self.families) + 1, account, client_id, scope)
        self.families.append(family)
        return family

    def issue_tokens(self, family: Family, access: Callable[[], str]) -> None:
        """Add an access token and, for the first time or when rotating, a refresh token."""
        family.accesses.append(access())
        self._by_access[family.access] = family
        if not family.refreshes or self._rotate:
            family.refreshes.append(self.name("rt"))
            self._by_refresh[family.refresh] = family

    def redeem(self, refresh: str) -> tuple[Family | None, str | None]:
        """Return the family to refresh, or why not; a superseded token may end its family."""
        family = self._by_refresh.get(refresh)
        if family is None or family.revoked:
            return family, "invalid_grant"
        if refresh != family.refresh:
            if self._revoke_on_reuse:
                family.revoked = True
            return family, "invalid_grant"
        family.generation += 1
        return family, None

    def revoke(self, token: str) -> bool:
        """End the family of a token; whether there was one."""
        family = self._by_refresh.get(token) or self._by_access.get(token)
        if family is None:
            return False
        family.revoked = True
        return True

    def generation_of(self, refresh: str) -> int | None:
        """Return which generation of its family a refresh token is."""
        family = self._by_refresh.get(refresh)
        return None if family is None else family.refreshes.index(refresh)

    def holder(self, token: str) -> Family | None:
        """Return the family of an access or refresh token, good or not."""
        return self._by_access.get(token) or self._by_refresh.get(token)


def unsigned_jwt(claims: dict[str, Any]) -> str:
    """Return a JWT whose signature nobody may trust (RFC 7519, 6.1)."""
    head = {"alg": "none", "typ": "JWT"}
    return ".".join((*(_b64(json.dumps(part).encode()) for part in (head, claims)), "emulated"))


def proves(verifier: str, challenge: str) -> bool:
    """Whether a PKCE verifier belongs to an S256 challenge (RFC 7636, 4.6)."""
    made = _b64(hashlib.sha256(verifier.encode()).digest())
    return hmac.compare_digest(made, challenge)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
