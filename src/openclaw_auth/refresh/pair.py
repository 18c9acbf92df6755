"""What a refresh gives: the new pair of tokens of a grant, and what it says about itself."""

from __future__ import annotations

from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.credentials import Profile
    from openclaw_auth.oauth.token_endpoint import TokenSet


class Pair:
    """An access token and the refresh token that goes with it.

    Attributes:
        access, refresh: the tokens.
        expires_ms: when `access` ends, epoch ms; None when it never does.
        expiry_assumed: that end is our guess (ruling 16).
        account_id, email: whose it is, as far as known.
        extra: fields of the entry beyond these.
    """

    __slots__ = (
        "access", "account_id", "email", "expires_ms", "expiry_assumed", "extra", "refresh",
    )  # fmt: skip

    def __init__(
        self,
        access: Secret,
        refresh: Secret,
        expires_ms: int | None,
        *,
        expiry_assumed: bool = False,
        account_id: str | None = None,
        email: str | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        self.access = access
        self.refresh = refresh
        self.expires_ms = expires_ms
        self.expiry_assumed = expiry_assumed
        self.account_id = account_id
        self.email = email
        self.extra = dict(extra or {})

    @classmethod
    def of(cls, tokens: TokenSet, old_refresh: Secret) -> Pair:
        """Return the pair of an answer; one without a refresh token keeps the old (RFC 6749, 6)."""
        return cls(
            tokens.access,
            tokens.refresh or old_refresh,
            tokens.expires_ms,
            expiry_assumed=tokens.expiry_assumed,
            account_id=tokens.account_id,
            email=tokens.email,
            extra=tokens.extra,
        )

    @classmethod
    def stored(cls, profile: Profile) -> Pair | None:
        """Return the pair that a profile holds, None when it holds none."""
        if not profile.secret or not profile.refresh:
            return None
        return cls(
            profile.secret,
            profile.refresh,
            profile.expires_ms,
            account_id=profile.account_id,
            email=profile.email,
        )

    def into(self, profile: Profile) -> Profile:
        """Return a profile with this pair; what it says of its owner stays."""
        extra = {**(profile.extra or {}), **self.extra} or None
        return profile.replace(
            secret=self.access,
            refresh=self.refresh,
            expires_ms=self.expires_ms,
            account_id=profile.account_id or self.account_id,
            email=profile.email or self.email,
            extra=extra,
        )

    def to_json(self) -> dict[str, object]:
        """Return the journal's form."""
        return {
            "access": self.access.reveal(),
            "refresh": self.refresh.reveal(),
            "expires": self.expires_ms,
            "assumed": self.expiry_assumed,
            "accountId": self.account_id,
            "email": self.email,
            "extra": self.extra,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Pair:
        """Return the pair of a journal's record. Raises KeyError or TypeError for another's."""
        return cls(
            Secret(found["access"]),
            Secret(found["refresh"]),
            found["expires"],
            expiry_assumed=found["assumed"],
            account_id=found["accountId"],
            email=found["email"],
            extra=found["extra"],
        )
