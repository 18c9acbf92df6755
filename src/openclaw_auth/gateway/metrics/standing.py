"""How every credential and every model in use stands now, for gauges. Reads what `select` says."""

from __future__ import annotations

from openclaw_auth.gateway.readiness import readiness
from openclaw_auth.selection.resting import time_out
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from openclaw_auth.credentials import Profile
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.selection.snapshot import Snapshot

    Renewals: TypeAlias = Mapping[str, Mapping[str, Renewal]]

_FOREVER_S = float("inf")


class ProfileStanding:
    """One stored profile, where it is stored.

    Attributes:
        labels: agent, provider, profile, type.
        usable: whether a request may be sent with it now.
        renews: whether it is a login that renews itself.
        expiry_s: until its secret ends, negative when it has; None where nothing ends.
        rest_s: until its time out ends, infinite where time does not end it; None without one.
    """

    __slots__ = ("expiry_s", "labels", "renews", "rest_s", "usable")

    def __init__(
        self,
        labels: tuple[str, str, str, str],
        *,
        usable: bool,
        renews: bool,
        expiry_s: float | None,
        rest_s: float | None,
    ) -> None:
        self.labels = labels
        self.usable = usable
        self.renews = renews
        self.expiry_s = expiry_s
        self.rest_s = rest_s


def profile_standings(broker: Broker, renewals: Renewals, now_ms: int) -> Iterator[ProfileStanding]:
    """Yield every stored profile once; what an agent inherits is main's.

    Args:
        broker: whose views.
        renewals: what is known of logins, by agent and profile id.
        now_ms: the present, epoch ms.
    """
    for agent_id in broker.world.agents:
        known = renewals.get(agent_id, {})
        snapshot = broker.snapshot_of(agent_id, now_ms)
        for provider in snapshot.data.providers():
            decision = select(snapshot, Request(provider), now_ms)
            usable = {c.profile_id for c in decision.candidates if c.eligible}
            for profile in snapshot.data.of_provider(provider):
                if not profile.inherited:
                    usable_now, renewal = profile.id in usable, known.get(profile.id)
                    yield _standing(profile, renewal, snapshot, usable_now, now_ms)


def _standing(
    profile: Profile, renewal: Renewal | None, snapshot: Snapshot, usable: bool, now_ms: int
) -> ProfileStanding:
    ends_ms = profile.expires_ms if profile.type != "api_key" else None
    out = time_out(snapshot, profile.id, profile.secret, now_ms)
    rest_s = None
    if out is not None:
        rest_s = _FOREVER_S if out.until_ms is None else (out.until_ms - now_ms) / 1000
    return ProfileStanding(
        (snapshot.agent_id, profile.provider, profile.id, profile.type),
        usable=usable,
        renews=renewal is not None and renewal.renewable == "yes",
        expiry_s=(ends_ms - now_ms) / 1000 if ends_ms else None,
        rest_s=rest_s,
    )


def model_standings(broker: Broker, now_ms: int) -> Iterator[tuple[str, str, str, int]]:
    """Yield agent, model, `primary` or `fallback`, and how many credentials are usable for it."""
    for agent_id in broker.world.agents:
        for rank, model in enumerate(readiness(broker, None, agent_id, now_ms)):
            yield agent_id, model.model, "fallback" if rank else "primary", model.usable
