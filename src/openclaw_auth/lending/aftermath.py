"""What an outcome does beyond the ordinary: penalties, probes, endpoints, pins, crossings.

A plain success of an unblemished credential never comes here.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.events import Event
from openclaw_auth.lending.crossings import Crossing
from openclaw_auth.lending.penalties import Refused, Served
from openclaw_auth.selection.cooldown_limits import DEFAULTS
from openclaw_auth.selection.resting import resting_reason, time_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.events import Spine
    from openclaw_auth.lending.auto_pins import AutoPins
    from openclaw_auth.lending.crossings import Crossings
    from openclaw_auth.lending.endpoints import Endpoints
    from openclaw_auth.lending.lease import Lease, Outcome, Terms
    from openclaw_auth.lending.penalties import Penalties
    from openclaw_auth.lending.probes import Probes
    from openclaw_auth.lending.views import Views
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.failure import Failure


class Aftermath:
    """Draws the consequences of what requests met with.

    Args:
        views: what agents see; made anew when a consequence changes it.
        penalties, probes, endpoints, pins, crossings: the memory that is changed.
        spine: told of penalties and crossings.
        ports: clock.
    """

    def __init__(
        self,
        *,
        views: Views,
        penalties: Penalties,
        probes: Probes,
        endpoints: Endpoints,
        pins: AutoPins,
        crossings: Crossings,
        spine: Spine,
        ports: Ports,
    ) -> None:
        self._views = views
        self._penalties = penalties
        self._probes = probes
        self._endpoints = endpoints
        self._pins = pins
        self._crossings = crossings
        self._spine = spine
        self._ports = ports

    def crossed(self, lease: Lease, terms: Terms) -> None:
        """Count and announce a lease that crosses: it was given, so it may cost money."""
        now_ms = self._ports.now_ms()
        crossing = Crossing(
            agent_id=lease.agent_id,
            provider=lease.provider,
            from_class=terms.begun_with or "subscription",
            from_key=terms.begun_key,
            to_key=lease.key,
            since_ms=now_ms,
            last_ms=now_ms,
        )
        if self._crossings.crossed(crossing):
            params = {"source": _called(lease.grant.candidate)}
            self._say("health", "billing_crossed", {**crossing.to_json(), **params})

    def succeeded(self, lease: Lease, outcome: Outcome) -> bool:
        """Clear what a success disproves; returns whether decisions may change by it."""
        if self._endpoints.any:
            self._endpoints.succeeded(lease.endpoint)
        terms, candidate, name = lease.terms, lease.grant.candidate, lease.grant.name
        if self._crossings.in_force and not (terms is not None and terms.crosses):
            self._returned(lease)
        if terms is None:
            return False
        if lease.session is not None and candidate.profile_id and terms.order_mark is not None:
            pinned = (lease.agent_id, lease.session, lease.provider)
            self._pins.keep(pinned, candidate.profile_id, terms.order_mark)
        if terms.probe:
            self._probes.release(name)
        if not terms.marked:
            return terms.probe
        before = self._penalties.stats(name)
        change = Served(
            model=lease.model, fingerprint=self._fingerprint(lease), at_ms=outcome.started_ms
        )
        if self._penalties.add(name, change) is before:
            return terms.probe
        self._say(
            "penalty",
            "penalty_ended",
            {
                "profile": _called(candidate),
                "profileId": candidate.profile_id,
                "provider": lease.provider,
                "model": lease.model,
                "agentId": lease.agent_id,
            },
        )
        return True

    def not_succeeded(self, lease: Lease, outcome: Outcome) -> bool:
        """Penalise what a failure is about; returns whether decisions may change by it."""
        failure = outcome.failure
        if failure is None:
            return self.gave_back(lease)
        now_ms = self._ports.now_ms()
        self._note_endpoint(lease, failure, outcome.started_ms, now_ms)
        return self._penalise(lease, failure, outcome.started_ms, now_ms)

    def gave_back(self, lease: Lease) -> bool:
        """Nobody found out, as when a client leaves; returns whether decisions may change by it."""
        if self._endpoints.any:
            self._endpoints.released(lease.endpoint, lease)
        if lease.terms is None or not lease.terms.probe:
            return False
        self._probes.release(lease.grant.name)
        return True

    def _note_endpoint(self, lease: Lease, failure: Failure, started_ms: int, now_ms: int) -> None:
        endpoints = self._endpoints
        if failure.scope == "endpoint":
            endpoints.failed(lease.endpoint, started_ms=started_ms, now_ms=now_ms)
        elif not endpoints.any:
            return
        elif failure.scope == "none":
            endpoints.released(lease.endpoint, lease)
        else:
            # Who refuses a credential answers.
            endpoints.succeeded(lease.endpoint)

    def _penalise(self, lease: Lease, failure: Failure, started_ms: int, now_ms: int) -> bool:
        name = lease.grant.name
        snapshot = self._views.world.snapshots.get(lease.agent_id)
        if snapshot is None:
            return False  # the agent is gone
        limits = snapshot.limits or DEFAULTS
        before = self._penalties.stats(name)
        change = Refused(
            failure,
            provider=lease.provider,
            model=lease.model,
            fingerprint=self._fingerprint(lease),
            started_ms=started_ms,
            at_ms=now_ms,
            limits=limits,
        )
        if self._penalties.add(name, change) is before:
            return False
        self._views.forget()
        self._announce(lease, failure, now_ms)
        return True

    def _announce(self, lease: Lease, failure: Failure, now_ms: int) -> None:
        candidate, provider = lease.grant.candidate, lease.provider
        snapshot = self._views.of(lease.agent_id, now_ms)
        out = time_out(snapshot, candidate.key, candidate.secret, now_ms, model=lease.model)
        if out is None:
            return
        kind = candidate.type if candidate.profile_id else None
        reason = resting_reason(out, _called(candidate), provider, kind, now_ms)
        self._say(
            "penalty",
            reason.code,
            {
                **reason.params,
                "profileId": candidate.profile_id,
                "provider": provider,
                "model": lease.model,
                "agentId": lease.agent_id,
                "class": failure.failure_class,
                "detail": failure.detail,
                "action": failure.action,
                "rule": failure.rule,
                "untilMs": out.until_ms,
            },
        )

    def _returned(self, lease: Lease) -> None:
        ended = self._crossings.returned(lease.agent_id, lease.provider)
        if ended is not None:
            params = {"source": _called(lease.grant.candidate)}
            self._say("health", "billing_returned", {**ended.to_json(), **params})

    def _fingerprint(self, lease: Lease) -> str | None:
        secret = lease.grant.candidate.secret
        snapshot = self._views.world.snapshots.get(lease.agent_id)
        name_of = None if snapshot is None else snapshot.fingerprint
        return None if secret is None or name_of is None else name_of(secret)

    def _say(self, kind: str, code: str, fields: dict[str, object]) -> None:
        reason = Reason(code, fields)
        self._spine.publish(Event(kind, self._ports.now_ms(), {"code": code, **reason.params}))


def _called(candidate: Candidate) -> str:
    return candidate.profile_id or candidate.source
