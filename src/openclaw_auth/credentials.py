"""Credentials as values: a profile is one named credential of one provider.

Field names and types follow `auth-profiles.json` of OpenClaw 2026.2; what a file holds beyond
them stays in `extra` and is written back.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, Self, TypeAlias

    from openclaw_auth.secret import Secret

    CredentialType: TypeAlias = Literal["api_key", "token", "oauth"]


class Profile:
    """One stored credential.

    Attributes:
        id: `<provider>:<name>` by habit; only `provider` decides whose it is.
        type: `api_key`, `token` (static, never refreshed) or `oauth` (access and refresh).
        provider: canonical provider id.
        secret: the key, token or access token; None when the entry has none.
        refresh: refresh token of an `oauth` profile.
        expires_ms: end of `secret`'s life, epoch ms; None when unknown or never.
        email, account_id: whose it is, as far as known.
        extra: fields of the entry that this program does not know, kept as they are.
        inherited: read through from `main`, not this agent's own.
    """

    __slots__ = (
        "account_id",
        "email",
        "expires_ms",
        "extra",
        "id",
        "inherited",
        "provider",
        "refresh",
        "secret",
        "type",
    )

    def __init__(
        self,
        id: str,  # noqa: A002 # the file format's word
        type: CredentialType,  # noqa: A002 # the file format's word
        provider: str,
        secret: Secret | None,
        *,
        refresh: Secret | None = None,
        expires_ms: int | None = None,
        email: str | None = None,
        account_id: str | None = None,
        extra: dict[str, object] | None = None,
        inherited: bool = False,
    ) -> None:
        self.id = id
        self.type = type
        self.provider = provider
        self.secret = secret
        self.refresh = refresh
        self.expires_ms = expires_ms
        self.email = email
        self.account_id = account_id
        self.extra = extra
        self.inherited = inherited

    def replace(self, **changes: object) -> Profile:
        """Return a copy with some attributes changed."""
        copy = Profile.__new__(Profile)
        for name in Profile.__slots__:
            setattr(copy, name, changes.get(name, getattr(self, name)))
        return copy

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Profile):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Profile.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Profile({self.id!r}, {self.type!r}, {self.provider!r}, {self.secret!r})"


class _Stats:
    """What the two kinds of statistics share: copies with changes, and comparison by value."""

    __slots__: tuple[str, ...] = ()

    def replace(self, **changes: object) -> Self:
        """Return a copy with some attributes changed."""
        copy = self.__new__(type(self))
        for name in self.__slots__:
            setattr(copy, name, changes.get(name, getattr(self, name)))
        return copy

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = {n: getattr(self, n) for n in self.__slots__ if getattr(self, n)}
        return f"{type(self).__name__}({shown!r})"


class ModelStats(_Stats):
    """What happened to a credential with one model. Times in epoch ms.

    Attributes:
        detail: what the last failure was, e.g. `requests_per_minute`.
        extra: fields of the entry that this program does not know, kept as they are.
    """

    __slots__ = ("cooldown_until_ms", "detail", "error_count", "extra", "last_failure_at_ms")

    def __init__(
        self,
        *,
        cooldown_until_ms: int | None = None,
        error_count: int = 0,
        last_failure_at_ms: int | None = None,
        detail: str | None = None,
        extra: dict[str, object] | None = None,
    ) -> None:
        self.cooldown_until_ms = cooldown_until_ms
        self.error_count = error_count
        self.last_failure_at_ms = last_failure_at_ms
        self.detail = detail
        self.extra = extra


class UsageStats(_Stats):
    """What happened to a credential, as `usageStats` in the store counts it. Times in epoch ms.

    The last four are not OpenClaw's; it ignores them in the file.

    Attributes:
        detail: what the last credential-wide failure was, e.g. `insufficient_credits`.
        fingerprint: keyed fingerprint of the secret that all penalties here are about; None
            when OpenClaw wrote them. With another secret under the key none of them counts.
        dead: the detail of a refusal that time does not heal; only another secret, a free probe
            or a clear does.
        models: what happened with single models, by model id.
        extra: fields of the entry that this program does not know, kept as they are.
    """

    __slots__ = (
        "cooldown_until_ms",
        "dead",
        "detail",
        "disabled_reason",
        "disabled_until_ms",
        "error_count",
        "extra",
        "failure_counts",
        "fingerprint",
        "last_failure_at_ms",
        "last_used_ms",
        "models",
    )

    def __init__(
        self,
        *,
        last_used_ms: int | None = None,
        cooldown_until_ms: int | None = None,
        disabled_until_ms: int | None = None,
        disabled_reason: str | None = None,
        error_count: int = 0,
        failure_counts: Mapping[str, int] | None = None,
        last_failure_at_ms: int | None = None,
        detail: str | None = None,
        fingerprint: str | None = None,
        dead: str | None = None,
        models: Mapping[str, ModelStats] | None = None,
        extra: dict[str, object] | None = None,
    ) -> None:
        self.last_used_ms = last_used_ms
        self.cooldown_until_ms = cooldown_until_ms
        self.disabled_until_ms = disabled_until_ms
        self.disabled_reason = disabled_reason
        self.error_count = error_count
        self.failure_counts: Mapping[str, int] = failure_counts or {}
        self.last_failure_at_ms = last_failure_at_ms
        self.detail = detail
        self.fingerprint = fingerprint
        self.dead = dead
        self.models: Mapping[str, ModelStats] = models or {}
        self.extra = extra

    def without_penalties(self) -> UsageStats:
        """Return what stays when nothing counts against the credential any more."""
        return UsageStats(last_used_ms=self.last_used_ms, extra=self.extra)
