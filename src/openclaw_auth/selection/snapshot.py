"""What `select` looks at: one agent's view of credentials at one moment, and the question."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import ASK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from typing import Literal

    from openclaw_auth.credentials import CredentialType, UsageStats
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.providers.provider import BillingClass
    from openclaw_auth.selection.billing import BillingPolicy
    from openclaw_auth.selection.cooldown_limits import CooldownLimits
    from openclaw_auth.sources.environment import Environment
    from openclaw_auth.store.data import StoreData

_SAMPLE_LENGTH = 63


def is_sample(text: str) -> bool:
    """Return whether a variable holds what documentation shows in place of a key: `...`, `<key>`.

    Only what no server can have asked for: one of the user's own may well want `none` or `xxx`.
    """
    if len(text) > _SAMPLE_LENGTH:
        return False
    ends = text.endswith(("...", "\N{HORIZONTAL ELLIPSIS}"))
    return ends or (text.startswith("<") and text.endswith(">"))


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
    """A session's chosen profile; `user` pins are never silently replaced, `auto` ones may be.

    Attributes:
        order_mark: of the order that an `auto` pin was set under (`SetPin.order_mark`); another
            order than that ends it. None: not known, it stays.
    """

    __slots__ = ("order_mark", "origin", "profile_id")

    def __init__(
        self, profile_id: str, origin: Literal["user", "auto"], order_mark: str | None = None
    ) -> None:
        self.profile_id = profile_id
        self.origin = origin
        self.order_mark = order_mark


class Request:
    """The question: who may answer for this provider (and model)?

    Attributes:
        provider: canonical id.
        model: as the provider spells it; None asks about the credentials alone.
        pin: the session's, given only with the provider that it was set for.
        vendor_client: whether the vendor's own client asks, so that a credential which is
            reserved for it serves (ruling 14).
        begun_with: billing class that the turn began with, where this is a model fallback.
        sticky: whether the session keeps what it gets: `SetPin` is then among the effects.
    """

    __slots__ = ("begun_with", "model", "pin", "provider", "sticky", "vendor_client")

    def __init__(
        self,
        provider: str,
        model: str | None = None,
        pin: Pin | None = None,
        *,
        vendor_client: bool = False,
        begun_with: BillingClass | None = None,
        sticky: bool = False,
    ) -> None:
        self.provider = provider
        self.model = model
        self.pin = pin
        self.vendor_client = vendor_client
        self.begun_with = begun_with
        self.sticky = sticky


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
        billing: when a request may cross to a metered key.
        last_used_ms: by profile id, newer than the store's own, as published.
        penalties: usage stats by candidate key, newer than the store's own.
        fingerprint: names a secret without telling it; None where nobody can (no host key).
        limits: how long penalties last; None for the defaults.
        probing: keys of the candidates that a request is trying out right now.
        crossings_today: requests that crossed to a metered key this UTC day.
        refreshes: providers whose logins are renewed here before they are sent.
    """

    __slots__ = (
        "_configured",
        "agent_id",
        "billing",
        "config_keys",
        "config_order",
        "config_profiles",
        "crossings_today",
        "data",
        "environment",
        "fingerprint",
        "last_used_ms",
        "limits",
        "penalties",
        "probing",
        "providers",
        "refreshes",
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
        billing: BillingPolicy = ASK,
        last_used_ms: Mapping[str, int] | None = None,
        penalties: Mapping[str, UsageStats] | None = None,
        fingerprint: Callable[[Secret], str | None] | None = None,
        limits: CooldownLimits | None = None,
        probing: frozenset[str] = frozenset(),
        crossings_today: int = 0,
        refreshes: Container[str] = (),
    ) -> None:
        self._configured: dict[str, list[str]] | None = None
        self.agent_id = agent_id
        self.data = data
        self.providers = providers
        self.environment = environment
        self.config_profiles: Mapping[str, ConfigProfile] = config_profiles or {}
        self.config_order: Mapping[str, Sequence[str]] = config_order or {}
        self.config_keys: Mapping[str, SourceKey] = config_keys or {}
        self.billing = billing
        self.last_used_ms: Mapping[str, int] = last_used_ms or {}
        self.penalties: Mapping[str, UsageStats] = penalties or {}
        self.fingerprint = fingerprint
        self.limits = limits
        self.probing = probing
        self.crossings_today = crossings_today
        self.refreshes = refreshes

    def replace(self, **changes: object) -> Snapshot:
        """Return the same view with some attributes changed."""
        if "config_profiles" in changes:
            changes["_configured"] = None
        copy = Snapshot.__new__(Snapshot)
        for name in Snapshot.__slots__:
            setattr(copy, name, changes.get(name, getattr(self, name)))
        return copy

    def with_last_used(self, last_used_ms: Mapping[str, int]) -> Snapshot:
        """Return the same view with other last uses."""
        return self.replace(last_used_ms=last_used_ms)

    def stats(self, key: str) -> UsageStats | None:
        """Return what happened to a candidate, by its key: profile id, `env:NAME`, `config:ID`."""
        found = self.penalties.get(key)
        return self.data.usage_stats.get(key) if found is None else found

    def configured(self, provider: str) -> Sequence[str]:
        """Return the profile ids that the config names for a provider. The index is made once."""
        index = self._configured
        if index is None:
            index = self._configured = {}
            for profile_id, named in self.config_profiles.items():
                index.setdefault(named.provider, []).append(profile_id)
        return index.get(provider, ())

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
            problem = None
            if is_sample(variable.value):
                params = {"source": variable.source, "provider": provider_id}
                problem = Reason("env_sample", {**params, "shown": variable.value})
            return SourceKey(Secret(variable.value), variable.source, kind, problem)
        for group in provider.detect:
            found = [self.environment.get(name) for name in group]
            if all(found) and found[0] is not None:
                return SourceKey(Secret(found[0].value), found[0].source)
        return None
