"""Lends credentials: the library's front door, and the gateway's.

Everything happens in memory. What `select` decides is kept as a ready `Grant` until the world
changes or the time comes at which it would decide otherwise.
"""

from __future__ import annotations

from openclaw_auth.errors import DialectNotOffered, NoCredential, ProviderNotCallable
from openclaw_auth.lending.aftermath import Aftermath
from openclaw_auth.lending.auto_pins import AutoPins
from openclaw_auth.lending.crossings import Crossings
from openclaw_auth.lending.endpoints import Endpoints
from openclaw_auth.lending.granting import callable_provider, make_grant, nothing_usable, terms_of
from openclaw_auth.lending.lease import Grant, Lease, Outcome
from openclaw_auth.lending.model_names import ModelNames, ModelRoute
from openclaw_auth.lending.outcome_event import outcome_event
from openclaw_auth.lending.penalties import Penalties
from openclaw_auth.lending.probes import Probes
from openclaw_auth.lending.ready_leases import ReadyLeases
from openclaw_auth.lending.views import Views, stored_stats
from openclaw_auth.selection.effects import ClearPin
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.events import Spine
    from openclaw_auth.lending.auto_pins import PinName
    from openclaw_auth.lending.penalties import Change
    from openclaw_auth.lending.usage import Usage
    from openclaw_auth.ports import Ports
    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.effects import Effect
    from openclaw_auth.selection.model_fallback import ModelStep
    from openclaw_auth.selection.snapshot import Pin, Snapshot
    from openclaw_auth.world import World

__all__ = ["Broker", "Lease", "ModelRoute", "Outcome"]


class Broker:
    """Lends credentials of one world after another.

    Attributes:
        usage: when profiles were last used.
        penalties, endpoints, pins, crossings: what requests met with, in memory.
        when_written: calls back once all failures noted so far are on the disk; at once where
            nobody writes.
        user_pin: returns the pin that a user set for a session, given agent and session key.
        tally: told of every lease that was answered or failed, and which; not of those whose
            client left. Called for every request: must be quick and not raise.

    Args:
        world: the first snapshot; `swap` brings the next.
        ports: clock.
        spine: where lease and outcome events go.
        usage: remembers when profiles were last used.
        pins, crossings: as an earlier run left them.
    """

    def __init__(
        self,
        world: World,
        ports: Ports,
        spine: Spine,
        usage: Usage,
        *,
        pins: AutoPins | None = None,
        crossings: Crossings | None = None,
    ) -> None:
        self._ports = ports
        self._spine = spine
        self.usage = usage
        self.pins = pins or AutoPins()
        self.crossings = crossings or Crossings()
        self.endpoints = Endpoints()
        self.penalties = Penalties(stored_stats(world), world.read_since_s)
        self._probes = Probes()
        self._ready = ReadyLeases()
        self._by_words = self._ready.by_words
        self._views = Views(world, usage, self.penalties, self._probes, self.crossings)
        self._aftermath = Aftermath(
            views=self._views,
            penalties=self.penalties,
            probes=self._probes,
            endpoints=self.endpoints,
            pins=self.pins,
            crossings=self.crossings,
            spine=spine,
            ports=ports,
        )
        self.when_written: Callable[[Callable[[], None]], None] = lambda then: then()
        self.user_pin: Callable[[str, str, str], Pin | None] = lambda *_: None
        self.tally: Callable[[Lease, bool], None] = lambda *_: None
        self._take_over(world)

    @property
    def world(self) -> World:
        """The current snapshot."""
        return self._views.world

    def swap(self, world: World) -> None:
        """Go on with another snapshot; leases already given keep theirs."""
        self.penalties.adopt(stored_stats(world), world.read_since_s)
        self._take_over(world)

    def wrote(
        self,
        folder: str,
        taken: Mapping[str, Sequence[Change]],
        stats: Mapping[str, UsageStats],
        at_s: float,
    ) -> None:
        """Note that a store has penalties that were taken for it. See `Penalties.wrote`."""
        self.penalties.wrote(folder, taken, stats, at_s)
        self._forget()

    def lease(
        self,
        *,
        provider: str,
        model: str,
        agent_id: str,
        call: str,
        session: str | None = None,
        vendor_client: bool = False,
    ) -> Lease:
        """Lend the next credential of a provider.

        Args:
            provider: canonical id.
            model: id to send upstream, as `resolve` gives it.
            agent_id: whose view of the credentials.
            call: what the caller wants to call, a key of `providers.provider.PATHS`.
            session: the client's name for its session, which then keeps its profile.
            vendor_client: whether the vendor's own client asks (ruling 14).

        Raises:
            NoCredential: nothing is usable; carries every candidate with its reason.
            ProviderNotCallable: left out on purpose, or no address.
            DialectNotOffered: the provider does not speak the dialect.
            UnknownName: no such agent.
        """
        now_ms = self._ports.now_ms()
        if session is None:
            ready = self._ready.find((agent_id, provider, model, call, vendor_client), now_ms)
            if ready is not None:
                return ready
        request = Request(
            provider,
            model,
            self.pin_of(agent_id, session, provider),
            vendor_client=vendor_client,
            sticky=session is not None,
        )
        return self.lend(request, agent_id=agent_id, call=call, session=session)

    def lend(
        self,
        request: Request,
        *,
        agent_id: str,
        call: str,
        tried: Collection[str] = (),
        session: str | None = None,
    ) -> Lease:
        """Lend the best credential that was not tried yet, and do what taking it asks for.

        Args:
            request: the question; its model is the id to send upstream.
            agent_id: whose view of the credentials.
            call: a key of `providers.provider.PATHS`.
            tried: candidate keys that this client's request has had.
            session: the client's name for its session.

        Raises:
            As `lease`.
        """
        agent = self._names.agent(agent_id)
        world = self.world
        provider = callable_provider(world.snapshots[agent], request.provider, call)
        now_ms = self._ports.now_ms()
        if not tried and self.usage.publish(now_ms):
            self._forget()
        passed = tried
        while True:
            decision = self.decide(request, agent, now_ms)
            chosen = decision.after(passed)
            if chosen is None:
                raise nothing_usable(world, agent, request.provider, decision)
            if not chosen.probe:
                break
            claimed = self._probes.claim(self._views.name_of(agent, chosen), now_ms)
            self._forget()
            if claimed:
                break
            passed = {*passed, chosen.key}
        effects = decision.effects_of(chosen)
        self._apply(effects, (agent, session, provider.id) if session is not None else None)
        grant = self.grant(chosen, provider, call, agent)
        terms = terms_of(decision, chosen, request, effects, self.penalties.stats(grant.name))
        lease = Lease(grant, agent, request.model or "", terms, session)
        if terms is not None and terms.crosses:
            self._aftermath.crossed(lease, terms)
            if type(world.snapshots[agent].billing.cross) is int:
                self._forget()
        elif not tried and session is None and not chosen.probe:
            key = (agent_id, provider.id, lease.model, call, request.vendor_client)
            if request.pin is None and request.begun_with is None:
                self._ready.keep(key, lease, now_ms, self._holds_until_ms(decision, now_ms))
        return lease

    def decide(self, request: Request, agent_id: str, now_ms: int | None = None) -> Decision:
        """Return what `select` says now, by what this process knows.

        Raises:
            UnknownName: no such agent.
        """
        if now_ms is None:
            now_ms = self._ports.now_ms()
        return select(self.snapshot_of(agent_id, now_ms), request, now_ms)

    def snapshot_of(self, agent_id: str | None, now_ms: int | None = None) -> Snapshot:
        """Return what an agent (None: the default one) sees, with all that happened meanwhile.

        Raises:
            UnknownName: no such agent.
        """
        if now_ms is None:
            now_ms = self._ports.now_ms()
        return self._views.of(self._names.agent(agent_id), now_ms)

    def grant(self, candidate: Candidate, provider: Provider, call: str, agent_id: str) -> Grant:
        """Make a candidate ready to send; made once for each world, agent, call and secret.

        Raises:
            ProviderNotCallable: ids that its address needs are missing.
        """
        key = (agent_id, provider.id, call, candidate.key)
        grant = self._made.get(key)
        if grant is None or grant.candidate.secret != candidate.secret:
            name = self._views.name_of(agent_id, candidate)
            snapshot = self.world.snapshots[agent_id]
            grant = self._made[key] = make_grant(snapshot, candidate, provider, call, name)
        return grant

    def ready(
        self, name: str, agent_id: str | None, vendor: str | None, call: str, now_ms: int
    ) -> Lease | None:
        """Return the lease for a plain request at once, None where more must be thought about.

        The way of nearly every request: what `select` decided for the last one of its kind still
        holds. It is given to several requests; a `Lease` is never changed.

        Args:
            name: the model as the client wrote it.
            agent_id: whose request it is; None for the default agent.
            vendor: the provider whose own client asks, None for anyone else's.
            call: a key of `providers.provider.PATHS`.
            now_ms: the present, epoch ms.

        Raises:
            UnknownName: no such agent.
            UsageError: the name is empty.
        """
        words = (name, agent_id, vendor, call)
        found = self._by_words.get(words)
        if found is not None and found[1] <= now_ms < found[2] and not self.endpoints.any:
            return found[0]
        route = self.resolve(name, agent_id)
        if self.endpoints.any or self._names.looks_for_images(route):
            return None
        question = (route.agent_id, route.provider, route.model, call, vendor == route.provider)
        try:
            lease = self.lease(
                provider=route.provider,
                model=route.model,
                agent_id=route.agent_id,
                call=call,
                vendor_client=question[-1],
            )
        except (NoCredential, ProviderNotCallable, DialectNotOffered):
            return None
        self._ready.call(words, question, lease)
        return None if lease.grant.candidate.can_refresh and _refresh_due(lease) else lease

    def models_for(
        self, name: str, agent_id: str | None, call: str, *, images: bool, fallback: bool
    ) -> tuple[str, list[ModelStep]]:
        """Return whose request it is, and the models that it goes through, as providers spell them.

        Raises:
            UnknownName: no such agent.
            UsageError: the name is empty.
        """
        route = self.resolve(name, agent_id)
        return route.agent_id, self._names.steps(route, call, images=images, fallback=fallback)

    def pin_of(self, agent_id: str, session: str | None, provider: str) -> Pin | None:
        """Return a session's pin for a provider: the user's, else the one that it keeps."""
        if session is None:
            return None
        users = self.user_pin(agent_id, session, provider)
        return users or self.pins.get((agent_id, session, provider))

    def succeeded(self, lease: Lease, started_ms: int, ended_ms: int) -> None:
        """Take a success: as `report`, without an outcome where nobody looks at one."""
        terms = lease.terms
        if terms is None and not (
            self.endpoints.any or self.crossings.in_force or self._spine.wants("outcome")
        ):
            self.tally(lease, True)  # by position: called for every request
            grant = lease.grant
            profile_id = grant.candidate.profile_id
            if profile_id is not None:
                self.usage.used(grant.name[0], grant.provider.id, profile_id, started_ms)
            return
        self.report(
            lease,
            Outcome(
                status=200,
                failure=None,
                complete=True,
                started_ms=started_ms,
                first_byte_ms=ended_ms,
                ended_ms=ended_ms,
                streamed=False,
                bytes_out=0,
            ),
        )

    def gave_back(self, lease: Lease) -> None:
        """Take a lease back of which nothing came: it says nothing about the credential."""
        if self._aftermath.gave_back(lease):
            self._forget()

    def report(self, lease: Lease, outcome: Outcome) -> None:
        """Take what came of a lease. Never raises, never blocks."""
        changed = False
        if outcome.succeeded or outcome.failure is not None:
            self.tally(lease, outcome.failure is None)
        if outcome.complete and outcome.failure is None:
            grant = lease.grant
            profile_id = grant.candidate.profile_id
            if profile_id is not None:
                folder = grant.name[0]
                self.usage.used(folder, grant.provider.id, profile_id, outcome.started_ms)
            if lease.terms is not None or self.endpoints.any or self.crossings.in_force:
                changed = self._aftermath.succeeded(lease, outcome)
        else:
            changed = self._aftermath.not_succeeded(lease, outcome)
            if outcome.failure is not None and self._spine.wants("failure"):
                self._spine.publish(outcome_event(lease, outcome, "failure"))
        if changed:
            self._forget()
        if self._spine.wants("outcome"):
            self._spine.publish(outcome_event(lease, outcome))

    def models(self, agent_id: str | None = None) -> list[dict[str, str]]:
        """Return the models a client may ask for. See `ModelNames.listed`."""
        return self._names.listed(agent_id)

    def _take_over(self, world: World) -> None:
        self._views.world = world
        self._names = ModelNames(world, self._ports.now_ms())
        # The names' own method, not one of ours around it: it is called for every request.
        self.resolve = self._names.resolve
        self._made: dict[tuple[str, str, str, str], Grant] = {}
        self._forget()

    def _forget(self) -> None:
        self._views.forget()
        self._ready.forget()

    def _apply(self, effects: Sequence[Effect], pinned: PinName | None) -> None:
        """Forget an automatic pin that no longer leads; a user's is for chat to clear."""
        if pinned is None:
            return
        for effect in effects:
            if isinstance(effect, ClearPin):
                self.pins.clear(pinned, effect.profile_id)

    def _holds_until_ms(self, decision: Decision, now_ms: int) -> int:
        """Return when time alone may change a decision."""
        until_ms = self.usage.next_publication_ms(now_ms)
        ends_ms = decision.next_until_ms
        return until_ms if ends_ms is None else min(until_ms, ends_ms)


def _refresh_due(lease: Lease) -> bool:
    return lease.grant.candidate.reason.code == "refresh_due"
