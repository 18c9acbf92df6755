"""What `select` looks at: one agent's view of credentials at one moment, and the question."""

from __future__ import annotations

from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.sources.environment import Environment
    from openclaw_auth.store.data import StoreData

    BillingPolicy: TypeAlias = Literal["ask", "allow", "never"]


class SourceKey:
    """A credential that lies outside the store: an environment variable or a config key.

    Attributes:
        source: what to call the place, e.g. `env: OPENAI_API_KEY`.
        problem: why the place gives no secret after all; the secret is then empty.
        type: how the provider wants it sent.
    """

    __slots__ = ("problem", "secret", "source", "type")

    def __init__(
        self,
        secret: Secret,
        source: str,
        type: CredentialType = "api_key",  # noqa: A002 # the file format's word
        problem: Reason | None = None,
    ) -> None:
        self.problem = problem
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
        providers: what is known of each provider, the config's own ones included.
        environment: the variables, in their layers.
        config_profiles: `auth.profiles` of the config.
        config_order: `auth.order`, by canonical provider id.
        config_keys: keys in `models.providers`, by canonical provider id.
        billing: whether crossing to a metered key needs consent.
        last_used_ms: by profile id, newer than the store's own, as published.
    """

    __slots__ = (
        "agent_id",
        "billing",
        "config_keys",
        "config_order",
        "config_profiles",
        "data",
        "environment",
        "last_used_ms",
        "providers",
    )

    def __init__(
        self,
        agent_id: str,
        data: StoreData,
        providers: Catalogue,
        environment: Environment,
        *,
        config_profiles: Mapping[str, ConfigProfile] | None = None,
        config_order: Mapping[str, Sequence[str]] | None = None,
        config_keys: Mapping[str, SourceKey] | None = None,
        billing: BillingPolicy = "ask",
        last_used_ms: Mapping[str, int] | None = None,
    ) -> None:
        self.agent_id = agent_id
        self.data = data
        self.providers = providers
        self.environment = environment
        self.config_profiles: Mapping[str, ConfigProfile] = config_profiles or {}
        self.config_order: Mapping[str, Sequence[str]] = config_order or {}
        self.config_keys: Mapping[str, SourceKey] = config_keys or {}
        self.billing = billing
        self.last_used_ms: Mapping[str, int] = last_used_ms or {}

    def with_last_used(self, last_used_ms: Mapping[str, int]) -> Snapshot:
        """Return the same view with other last uses."""
        copy = Snapshot.__new__(Snapshot)
        for name in Snapshot.__slots__:
            setattr(copy, name, getattr(self, name))
        copy.last_used_ms = last_used_ms
        return copy

    def env_key(self, provider_id: str) -> SourceKey | None:
        """Return the credential that the environment holds for a provider.

        Credentials that take several variables (AWS, Google) are named by the first of them.
        """
        provider = self.providers.get(provider_id)
        if provider is None:
            return None
        variable = self.environment.first(provider.env)
        if variable is not None:
            kind = provider.env_type(variable.name)
            return SourceKey(Secret(variable.value), variable.source, kind)
        for group in provider.detect:
            found = [self.environment.get(name) for name in group]
            if all(found) and found[0] is not None:
                return SourceKey(Secret(found[0].value), found[0].source)
        return None
