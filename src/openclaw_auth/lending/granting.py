"""Makes a chosen credential ready to send, or says why nothing can be sent."""

from __future__ import annotations

from openclaw_auth.errors import DialectNotOffered, NoCredential, ProviderNotCallable
from openclaw_auth.lending.lease import Grant, Terms
from openclaw_auth.providers.provider import PATHS, placeholders
from openclaw_auth.selection.effects import SetPin
from openclaw_auth.transport.route import plan_route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.lending.penalties import Name
    from openclaw_auth.providers.provider import BillingClass, Provider
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.effects import Effect
    from openclaw_auth.selection.snapshot import Request, Snapshot
    from openclaw_auth.world import World


def callable_provider(snapshot: Snapshot, provider_id: str, call: str) -> Provider:
    """Return a provider that this call can be made to.

    Raises:
        ProviderNotCallable: left out on purpose, or no address.
        DialectNotOffered: it does not speak the dialect.
    """
    provider = snapshot.providers.get(provider_id)
    if provider is None:
        raise ProviderNotCallable(
            "provider_needs_base_url", provider=provider_id, label=provider_id
        )
    if provider.blocked is not None:
        raise ProviderNotCallable(provider.blocked.code, **provider.blocked.params)
    if not provider.offers(call):
        offered = ", ".join(name for name in PATHS if provider.offers(name)) or "-"
        raise DialectNotOffered(
            "dialect_not_offered", provider=provider_id, dialect=call, offered=offered
        )
    return provider


def make_grant(
    snapshot: Snapshot, chosen: Candidate, provider: Provider, call: str, name: Name
) -> Grant:
    """Make a credential ready to send.

    Raises:
        ProviderNotCallable: ids that the provider's address needs are missing.
    """
    url = provider.url(call, _metadata(snapshot, chosen))
    assert url is not None
    missing = placeholders(url)
    if missing:
        raise ProviderNotCallable(
            "provider_needs_ids",
            provider=provider.id,
            label=provider.label,
            names=", ".join(missing),
        )
    route, target = plan_route(url, snapshot.environment.network(), provider.proxy)
    return Grant(chosen, provider, call, route, target.encode(), name=name)


def terms_of(
    decision: Decision,
    chosen: Candidate,
    request: Request,
    effects: Sequence[Effect],
    stats: UsageStats | None,
) -> Terms | None:
    """Return what the outcome of a lease must be checked against; None for a plain lease.

    Args:
        decision: the candidates among which one was chosen.
        chosen: that one.
        request: the question.
        effects: what taking it asks for.
        stats: what is known of it.
    """
    marks = [effect.order_mark for effect in effects if isinstance(effect, SetPin)]
    marked = stats is not None and _marked(stats, request.model)
    if not (marked or chosen.probe or chosen.crosses or marks):
        return None
    begun_with, begun_key = _begun(decision, request) if chosen.crosses else (None, None)
    return Terms(
        marked=marked,
        probe=chosen.probe,
        crosses=chosen.crosses,
        begun_with=begun_with,
        begun_key=begun_key,
        order_mark=marks[0] if marks else None,
    )


def nothing_usable(world: World, agent_id: str, provider: str, decision: Decision) -> NoCredential:
    """Return the error that people search for (ruling 18)."""
    agent = world.agents[agent_id]
    paths = world.settings.paths
    code = "no_available_profile" if decision.candidates else "no_api_key_for_provider"
    return NoCredential(
        code,
        candidates=decision.candidates,
        provider=provider,
        agent=agent_id,
        store=paths.shorten(paths.store_path(agent.dir)),
    )


def _begun(decision: Decision, request: Request) -> tuple[BillingClass, str | None]:
    """Return which billing class a crossing request left, and which credential, if it passed one."""
    for candidate in decision.candidates:
        if candidate.profile_id is not None and candidate.billing_class not in (None, "metered"):
            return candidate.billing_class, candidate.key
    return request.begun_with or "subscription", None


def _marked(stats: UsageStats, model: str | None) -> bool:
    """Whether a success would have something to clear."""
    return bool(
        stats.error_count
        or stats.cooldown_until_ms
        or stats.disabled_until_ms
        or stats.dead
        or stats.failure_counts
        or (model is not None and model in stats.models)
    )


def _metadata(snapshot: Snapshot, chosen: Candidate) -> Mapping[str, object]:
    """Return the account and gateway ids that some providers have in their address."""
    profile = snapshot.data.profiles.get(chosen.profile_id or "")
    found = (profile.extra or {}).get("metadata") if profile else None
    return found if isinstance(found, dict) else {}
