"""Changing the order in which an agent's credentials are used."""

from __future__ import annotations

from openclaw_auth.errors import UnknownName, UsageError, did_you_mean
from openclaw_auth.profiles.place import store_at
from openclaw_auth.store.data import SetOrder
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import Profile
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import StoreData


def check_order(
    profiles: Mapping[str, Profile], provider: str, profile_ids: Sequence[str], agent_dir: str
) -> tuple[str, ...]:
    """Return the order without duplicates.

    Raises:
        UsageError: none is named, or one belongs to another provider.
        UnknownName: one is not stored.
    """
    if not profile_ids:
        raise UsageError("order_missing_ids", provider=provider)
    for profile_id in profile_ids:
        profile = profiles.get(profile_id)
        if profile is None:
            from difflib import get_close_matches

            near = get_close_matches(profile_id, profiles, n=1)
            raise UnknownName(
                "order_profile_unknown",
                profile=profile_id,
                dir=agent_dir,
                provider=provider,
                nearest=did_you_mean(near),
            )
        if profile.provider != provider:
            raise UsageError(
                "order_profile_other",
                profile=profile_id,
                owner=profile.provider,
                provider=provider,
            )
    return tuple(dict.fromkeys(profile_ids))


def set_order(
    profile_ids: Sequence[str], provider: str, agent: Agent, settings: Settings, ports: Ports
) -> None:
    """Use these credentials of a provider, in this order, and no others.

    Raises:
        UsageError, UnknownName: as `check_order`.
        StoreError: as `Store.update`.
    """
    snapshot = load_world(settings, [agent], ports).snapshots[agent.id]
    order = check_order(snapshot.data.profiles, provider, profile_ids, agent.dir)
    store_at(agent, settings, ports).update(
        lambda data: () if data.order.get(provider) == order else (SetOrder(provider, order),)
    )


def clear_order(provider: str, agent: Agent, settings: Settings, ports: Ports) -> bool:
    """Let all credentials be used in turn again; returns whether there was an order.

    Raises:
        StoreError: as `Store.update`.
    """
    had = False

    def change(data: StoreData) -> Sequence[SetOrder]:
        nonlocal had
        had = provider in data.order
        return (SetOrder(provider, None),) if had else ()

    store_at(agent, settings, ports).update(change)
    return had
