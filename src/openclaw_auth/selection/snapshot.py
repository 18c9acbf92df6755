"""What `select` looks at: one agent's view of credentials at one moment, and the question."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.secret import Secret
    from openclaw_auth.store.data import StoreData

    BillingPolicy: TypeAlias = Literal["ask", "allow", "never"]
    BillingClass: TypeAlias = Literal["subscription", "metered", "free"]


class SourceKey:
    """A credential that lies outside the store: an environment variable or a config key.

    Attributes:
        source: what to call the place, e.g. `env: OPENAI_API_KEY`.
        type: how the provider wants it sent.
    """

    __slots__ = ("secret", "source", "type")

    def __init__(self, secret: Secret, source: str, type: CredentialType = "api_key") -> None:  # noqa: A002
        self.secret = secret
        self.source = source
        self.type = type


class ConfigProfile:
    """What the config says of a profile: `auth.profiles.<id>`."""

    __slots__ = ("mode", "provider")

    def __init__(self, provider: str, mode: str | None) -> None:
        self.provider = provider
        self.mode = mode


class Pin:
    """A session's chosen profile; `user` pins are never silently replaced, `auto` ones may be."""

    __slots__ = ("origin", "profile_id")

    def __init__(self, profile_id: str, origin: Literal["user", "auto"]) -> None:
        self.profile_id = profile_id
        self.origin = origin


class Request:
    """The question: who may answer for this provider (and model)?"""

    __slots__ = ("model", "pin", "provider")

    def __init__(self, provider: str, model: str | None = None, pin: Pin | None = None) -> None:
        self.provider = provider
        self.model = model
        self.pin = pin


class Snapshot:
    """One agent's view of every credential; immutable by convention.

    Attributes:
        agent_id: whose view.
        data: the agent's store merged over main's.
        config_profiles: `auth.profiles` of the config.
        config_order: `auth.order`, by canonical provider id.
        env_keys, config_keys: credentials outside the store, by canonical provider id.
        blocked: providers that are never called, with the reason.
        billing: whether crossing to a metered key needs consent.
        billing_class: by (provider, credential type); absent means metered.
        last_used_ms: by profile id, newer than the store's own, as published.
    """

    __slots__ = (
        "agent_id",
        "billing",
        "billing_class",
        "blocked",
        "config_keys",
        "config_order",
        "config_profiles",
        "data",
        "env_keys",
        "last_used_ms",
    )

    def __init__(
        self,
        agent_id: str,
        data: StoreData,
        *,
        config_profiles: Mapping[str, ConfigProfile] | None = None,
        config_order: Mapping[str, Sequence[str]] | None = None,
        env_keys: Mapping[str, SourceKey] | None = None,
        config_keys: Mapping[str, SourceKey] | None = None,
        blocked: Mapping[str, Reason] | None = None,
        billing: BillingPolicy = "ask",
        billing_class: Mapping[tuple[str, str], BillingClass] | None = None,
        last_used_ms: Mapping[str, int] | None = None,
    ) -> None:
        self.agent_id = agent_id
        self.data = data
        self.config_profiles: Mapping[str, ConfigProfile] = config_profiles or {}
        self.config_order: Mapping[str, Sequence[str]] = config_order or {}
        self.env_keys: Mapping[str, SourceKey] = env_keys or {}
        self.config_keys: Mapping[str, SourceKey] = config_keys or {}
        self.blocked: Mapping[str, Reason] = blocked or {}
        self.billing = billing
        self.billing_class: Mapping[tuple[str, str], BillingClass] = billing_class or {}
        self.last_used_ms: Mapping[str, int] = last_used_ms or {}
