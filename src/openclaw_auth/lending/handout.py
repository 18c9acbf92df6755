"""A credential handed out to a worker or a command: chosen by the broker, fresh, never the refresh token.

What comes out is a lease like any other: pins, order and the billing guard decide. A credential
that its vendor reserves for its own client goes to that client only (ruling 14).
"""

from __future__ import annotations

from openclaw_auth.errors import (
    CredentialRefused,
    NoCredential,
    ProviderNotCallable,
    UnknownName,
    did_you_mean,
)
from openclaw_auth.lending.handout_variables import competing_variables, variable_of
from openclaw_auth.providers.catalogue import details
from openclaw_auth.providers.headers import real_type
from openclaw_auth.providers.provider import PATHS
from openclaw_auth.providers.vendor_clients import vendor_of_command
from openclaw_auth.refresh.due import WINDOW_MS
from openclaw_auth.secret import Secret
from openclaw_auth.selection.snapshot import Pin, Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from typing import Any

    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.selection.snapshot import Snapshot

_NEVER = ("api_key",)  # types that no vendor reserves


class HandoutAsk:
    """What is asked for.

    Attributes:
        subject: a profile id, which is then pinned, or a provider.
        agent_id: whose view of the credentials; None for the default agent's.
        model: id that will be used, if known: a rate limit may be one model's alone.
        session: whose pin counts, if any.
        command: the program that gets it, None when nobody knows.
    """

    __slots__ = ("agent_id", "command", "model", "session", "subject")

    def __init__(
        self,
        subject: str,
        *,
        agent_id: str | None = None,
        model: str | None = None,
        session: str | None = None,
        command: str | None = None,
    ) -> None:
        self.subject = subject
        self.agent_id = agent_id
        self.model = model
        self.session = session
        self.command = command


class Renewal:
    """A login to renew before it is handed out: the directory of its store, and its id."""

    __slots__ = ("folder", "profile_id")

    def __init__(self, folder: str, profile_id: str) -> None:
        self.folder = folder
        self.profile_id = profile_id


class Handout:
    """A credential as it is handed out.

    Attributes:
        token: the API key or access token.
        variable: the variable by which programs of this provider take it; None: none is known.
        drop: variables that would name another account beside it.
        headers: what a request must carry, in lower case; they hold the token.
        base_url: where it may be sent.
        facts: everything else, by its JSON name.
    """

    __slots__ = ("base_url", "drop", "facts", "headers", "token", "variable")

    def __init__(
        self,
        token: Secret,
        *,
        variable: str | None,
        drop: Sequence[str],
        headers: Sequence[tuple[str, str]],
        base_url: str,
        facts: Mapping[str, Any],
    ) -> None:
        self.token = token
        self.variable = variable
        self.drop = tuple(drop)
        self.headers = tuple(headers)
        self.base_url = base_url
        self.facts = dict(facts)

    def plain(self) -> str:
        """Return the token itself: what was asked for."""
        return self.token.reveal().strip()

    def to_wire(self) -> dict[str, Any]:
        """Return the handout as the socket sends it."""
        return {
            **self.facts,
            "token": self.plain(),
            "variable": self.variable,
            "drop": list(self.drop),
            "headers": dict(self.headers),
            "baseUrl": self.base_url,
        }

    @classmethod
    def from_wire(cls, found: Mapping[str, Any]) -> Handout:
        """Return what the socket sent. Raises KeyError, TypeError for what is none."""
        own = ("token", "variable", "drop", "headers", "baseUrl")
        return cls(
            Secret(found["token"]),
            variable=found["variable"],
            drop=found["drop"],
            headers=list(found["headers"].items()),
            base_url=found["baseUrl"],
            facts={name: value for name, value in found.items() if name not in own},
        )


def hand_out(
    broker: Broker, ask: HandoutAsk, now_ms: Callable[[], int]
) -> Generator[Renewal, bool, Lease]:
    """Return the lease of a credential that is fresh; yields each login that is to be renewed.

    Whoever drives this renews the login, lets the broker know the new world, and sends whether
    there is an access token that serves.

    Raises:
        UnknownName: no such profile, provider or agent.
        NoCredential, ProviderNotCallable: nobody can serve; or only what a vendor reserves for its
            own client (`handout_reserved`), or a login that cannot be renewed.
    """
    passed: dict[str, CredentialRefused] = {}
    renewed: set[str] = set()
    while True:
        request, agent_id = _question(broker, ask)
        try:
            lease = _lend(broker, request, agent_id, passed)
        except NoCredential as error:
            raise _nobody(error, passed) from None
        refused = _reserved(lease, ask)
        if refused is not None:
            broker.gave_back(lease)
            passed[lease.key] = refused
            continue
        if lease.key not in renewed and _is_due(lease, now_ms()):
            broker.gave_back(lease)
            renewed.add(lease.key)
            folder, profile_id = lease.grant.name
            serves = yield Renewal(folder, profile_id)
            if not serves:
                params = {"profile": profile_id, "provider": lease.provider}
                passed[lease.key] = CredentialRefused("handout_not_renewed", **params)
            continue
        return lease


def handout_of(lease: Lease, ask: HandoutAsk) -> Handout:
    """Return what a lease gives to whoever asked.

    Raises:
        CredentialRefused: `handout_keyless`, there is no credential to hand out.
    """
    grant = lease.grant
    candidate, provider = grant.candidate, grant.provider
    if not candidate.secret:
        raise CredentialRefused("handout_keyless", provider=provider.id)
    kind = real_type(provider, candidate.type, candidate.secret)
    variable = variable_of(provider, kind, ask.command)
    return Handout(
        candidate.secret,
        variable=variable,
        drop=competing_variables(provider, variable),
        headers=[(name.decode(), value.decode()) for name, value in grant.headers],
        base_url=_base_url(lease),
        facts={
            "provider": provider.id,
            "profileId": candidate.profile_id,
            "source": candidate.source,
            "type": kind,
            "agentId": lease.agent_id,
            "model": lease.model or None,
            "billingClass": candidate.billing_class,
            "expiresAt": candidate.expires_ms if kind != "api_key" else None,
        },
    )


def _question(broker: Broker, ask: HandoutAsk) -> tuple[Request, str]:
    """Return what the broker is asked, and for whom."""
    snapshot = broker.snapshot_of(ask.agent_id)
    profile = snapshot.data.profiles.get(ask.subject)
    if profile is not None:
        pin = Pin(profile.id, "user")
        model = _model_id(ask.model, profile.provider)
        vendor = _is_vendor(ask, profile.provider)
        return Request(profile.provider, model, pin, vendor_client=vendor), snapshot.agent_id
    provider = _known_provider(snapshot, ask.subject)
    pin_of_session = broker.pin_of(snapshot.agent_id, ask.session, provider)
    request = Request(
        provider,
        _model_id(ask.model, provider),
        pin_of_session,
        vendor_client=_is_vendor(ask, provider),
    )
    return request, snapshot.agent_id


def _known_provider(snapshot: Snapshot, subject: str) -> str:
    name = snapshot.providers.canonical(subject)
    if snapshot.providers.get(name) is not None or snapshot.data.of_provider(name):
        return name
    if ":" in subject:
        from difflib import get_close_matches

        near = get_close_matches(subject, list(snapshot.data.profiles), n=1)
        raise UnknownName(
            "handout_no_profile",
            profile=subject,
            agent=snapshot.agent_id,
            nearest=did_you_mean(near),
        )
    nearest = did_you_mean(snapshot.providers.nearest(subject))
    raise UnknownName("provider_unknown", provider=subject, nearest=nearest)


def _lend(broker: Broker, request: Request, agent_id: str, passed: Mapping[str, object]) -> Lease:
    provider = broker.snapshot_of(agent_id).providers.get(request.provider)
    if provider is None:
        raise ProviderNotCallable(
            "provider_needs_base_url", provider=request.provider, label=request.provider
        )
    return broker.lend(request, agent_id=agent_id, call=_call_of(provider), tried=tuple(passed))


def _call_of(provider: Provider) -> str:
    """Return the call that a provider is mostly asked for."""
    offered = [call for call in PATHS if provider.offers(call)]
    return provider.api if provider.api in offered or not offered else offered[0]


def _nobody(error: NoCredential, passed: Mapping[str, CredentialRefused]) -> NoCredential:
    """Return why nobody is left: who was passed over first, and what is wrong with the others."""
    if not passed:
        return error
    reason = next(iter(passed.values())).reason
    others = (c for c in error.candidates if c.key not in passed)
    shown = tuple(c for c in others if c.reason.code != "pinned_elsewhere")
    return NoCredential(reason.code, candidates=shown, **reason.params)


def _is_due(lease: Lease, now_ms: int) -> bool:
    candidate = lease.grant.candidate
    if not candidate.can_refresh:
        return False
    ends_ms = candidate.expires_ms
    return not candidate.secret or ends_ms is None or ends_ms - now_ms <= WINDOW_MS


def _reserved(lease: Lease, ask: HandoutAsk) -> CredentialRefused | None:
    """Return why only the vendor's own client gets this; None when anybody may."""
    candidate, provider = lease.grant.candidate, lease.grant.provider
    kind = real_type(provider, candidate.type, candidate.secret)
    if kind in _NEVER or _is_vendor(ask, provider.id):
        return None
    if details(provider.id).get("no_login") is None:
        return None
    params = {"profile": candidate.profile_id or candidate.source, "label": provider.label}
    return CredentialRefused("handout_reserved", provider=provider.id, **params)


def _is_vendor(ask: HandoutAsk, provider_id: str) -> bool:
    return ask.command is not None and vendor_of_command(ask.command) == provider_id


def _model_id(model: str | None, provider: str) -> str | None:
    return None if model is None else model.removeprefix(f"{provider}/")


def _base_url(lease: Lease) -> str:
    grant = lease.grant
    path = grant.target.decode()
    own = grant.provider.paths.get(grant.call) or PATHS[grant.call]
    return f"{grant.route.origin}{path.removesuffix(own)}"
