"""Lends credentials: the library's front door, and the gateway's.

Everything happens in memory. What `select` decides is kept as a ready `Grant` until the world
changes or the time comes at which it would decide otherwise.
"""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.codes import Reason
from openclaw_auth.config.view import MAIN_AGENT
from openclaw_auth.errors import DialectNotOffered, NoCredential, ProviderNotCallable, UnknownName
from openclaw_auth.events import Event
from openclaw_auth.lease import Grant, Lease, Outcome
from openclaw_auth.providers.model_ref import AGENT_PREFIX, resolve_model, try_parse_ref
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.providers.provider import PATHS, placeholders
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.transport.route import plan_route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.events import Spine
    from openclaw_auth.ports import Ports
    from openclaw_auth.providers.models import Models
    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.usage import Usage
    from openclaw_auth.world import World

__all__ = ["Broker", "Lease", "ModelRoute", "Outcome"]

_REMEMBERED_NAMES = 4096
_NAME_LENGTH = 256
_FOREVER_MS = 1 << 62


class ModelRoute:
    """What a client's model name means; `model` is the id that the provider expects."""

    __slots__ = ("agent_id", "model", "provider")

    def __init__(self, provider: str, model: str, agent_id: str) -> None:
        self.provider = provider
        self.model = model
        self.agent_id = agent_id


class Broker:
    """Lends credentials of one world after another.

    Args:
        world: the first snapshot; `swap` brings the next.
        ports: clock.
        spine: where lease and outcome events go.
        usage: remembers when profiles were last used.
    """

    def __init__(self, world: World, ports: Ports, spine: Spine, usage: Usage) -> None:
        self._ports = ports
        self._spine = spine
        self._usage = usage
        self.swap(world)

    @property
    def world(self) -> World:
        """The current snapshot."""
        return self._world

    def swap(self, world: World) -> None:
        """Go on with another snapshot; leases already given keep theirs."""
        self._world = world
        self._models: Models = models_of_catalogue(world.snapshots[MAIN_AGENT].providers)
        self._default_agent = world.settings.view.default_agent_id()
        if world.settings.paths.agent_dir_override or self._default_agent not in world.agents:
            self._default_agent = MAIN_AGENT
        self._routes: dict[tuple[str, str | None], ModelRoute] = {}
        self._made: dict[tuple[str, str, str, str], Grant] = {}
        self._forget_grants()

    def resolve(self, model_text: str, agent_id: str | None = None) -> ModelRoute:
        """Return what a model name means (ruling 25).

        Args:
            model_text: `provider/model`, alias, bare id, or `openclaw:<agent>`.
            agent_id: whose request it is; the default agent when None.

        Raises:
            UnknownName: no such agent.
            UsageError: the name is empty.
        """
        key = (model_text, agent_id)
        route = self._routes.get(key)
        if route is None:
            route = self._resolve(model_text, agent_id)
            if len(self._routes) < _REMEMBERED_NAMES and len(model_text) <= _NAME_LENGTH:
                self._routes[key] = route
        return route

    def lease(self, *, provider: str, model: str, agent_id: str, call: str) -> Lease:
        """Lend the next credential of a provider.

        Args:
            provider: canonical id.
            model: id to send upstream, as `resolve` gives it.
            agent_id: whose view of the credentials.
            call: what the caller wants to call, a key of `providers.provider.PATHS`.

        Raises:
            NoCredential: nothing is usable; carries every candidate with its reason.
            ProviderNotCallable: left out on purpose, or no address.
            DialectNotOffered: the provider does not speak the dialect.
            UnknownName: no such agent.
        """
        key = (agent_id, provider, call)
        ready = self._grants.get(key)
        now_ms = self._ports.now_ms()
        if ready is None or not ready[1] <= now_ms < ready[2]:
            if self._usage.publish(now_ms):
                self._forget_grants()
            ready = self._grants[key] = self._grant(agent_id, provider, call, now_ms)
        return Lease(ready[0], agent_id, model)

    def report(self, lease: Lease, outcome: Outcome) -> None:
        """Take what came of a lease. Never raises, never blocks."""
        profile_id = lease.profile_id
        if profile_id is not None and outcome.succeeded:
            world = self._world
            agent = world.agents.get(lease.agent_id)
            if agent is not None:
                owner = world.main_dir if lease.grant.candidate.inherited else agent.dir
                self._usage.used(owner, lease.provider, profile_id, outcome.ended_ms)
        if not self._spine.wants("outcome"):
            return
        self._spine.publish(
            Event(
                "outcome",
                outcome.ended_ms,
                {
                    "provider": lease.provider,
                    "profileId": profile_id,
                    "source": lease.source,
                    "model": lease.model,
                    "agentId": lease.agent_id,
                    "status": outcome.status,
                    "error": outcome.error.code if outcome.error else None,
                    "durationMs": outcome.ended_ms - outcome.started_ms,
                },
            )
        )

    def decide(self, agent_id: str, provider: str) -> Decision:
        """Return what `select` says now: every candidate with its reason."""
        return select(self._snapshot(agent_id), Request(provider), self._ports.now_ms())

    def models(self, agent_id: str | None = None) -> list[dict[str, str]]:
        """Return the models a client may ask for: the allowlist, else those with a credential.

        Each has `id` (`provider/model`), `name` and `provider`.
        """
        agent = self._agent(agent_id)
        view = self._world.settings.view
        aliases = view.aliases()
        refs = [ref for name in view.model_entries() if (ref := try_parse_ref(name, aliases))]
        if refs:
            found = [(r, self._models.find(r.provider, r.model)) for r in refs]
            return [_listed(r.key, m.name if m else r.model, r.provider) for r, m in found]
        listed = []
        for provider in self._with_credential(agent):
            models = self._models.models_of(provider)
            listed += [_listed(m.key, m.name, provider) for m in models]
        return listed

    def _resolve(self, model_text: str, agent_id: str | None) -> ModelRoute:
        name = model_text.strip()
        if name.lower() == AGENT_PREFIX.rstrip(":"):
            name = AGENT_PREFIX + self._agent(agent_id)
        settings = self._world.settings
        aliases = settings.view.aliases()
        known = self._world.snapshots[self._agent(agent_id)].providers.ids()
        resolved = resolve_model(
            name,
            aliases=aliases,
            with_credential=self._with_credential(self._agent(agent_id)),
            known=known,
            models=self._models,
        )
        agent = self._agent(resolved.agent or agent_id)
        ref = resolved.ref
        if ref is None:
            ref = ModelChoice(settings.view, agent).refs(aliases)[0]
        wire_id = self._models.wire_id(ref.provider, ref.model)
        return ModelRoute(ref.provider, wire_id, agent)

    def _agent(self, agent_id: str | None) -> str:
        name = (agent_id or self._default_agent).strip().lower()
        if name not in self._world.snapshots:
            known = ", ".join(sorted(self._world.snapshots))
            raise UnknownName(
                "unknown_agent", agent=name, nearest=Reason("agents_known", {"names": known})
            )
        return name

    def _snapshot(self, agent: str) -> Snapshot:
        """Return what an agent sees, with the uses published since the world was read."""
        world = self._world
        return self._usage.on_top_of(
            world.snapshots[agent], world.agents[agent].dir, world.main_dir
        )

    def _with_credential(self, agent_id: str) -> list[str]:
        """Return the providers that have a credential which serves, if not now then later, sorted.

        A time out changes nothing here: what a bare model name means must not change by the minute.
        """
        found = self._stocked.get(agent_id)
        if found is None:
            snapshot = self._world.snapshots[agent_id]
            now_ms = self._ports.now_ms()
            found = self._stocked[agent_id] = [
                provider
                for provider in snapshot.providers.ids()
                if _has_own_credential(select(snapshot, Request(provider), now_ms))
            ]
        return found

    def _forget_grants(self) -> None:
        # with the moments from and until which each holds: a clock may be put back
        self._grants: dict[tuple[str, str, str], tuple[Grant, int, int]] = {}
        self._stocked: dict[str, list[str]] = {}

    def _grant(
        self, agent_id: str, provider_id: str, call: str, now_ms: int
    ) -> tuple[Grant, int, int]:
        """Ask `select`, and make what it chose ready; with the moments between which it holds."""
        agent = self._agent(agent_id)
        snapshot = self._snapshot(agent)
        decision = select(snapshot, Request(provider_id), now_ms)
        provider = snapshot.providers.get(provider_id)
        blocked = provider.blocked if provider else _without_address(provider_id)
        if provider is None or blocked is not None:
            assert blocked is not None
            raise ProviderNotCallable(blocked.code, **blocked.params)
        if not provider.offers(call):
            offered = ", ".join(name for name in PATHS if provider.offers(name)) or "-"
            raise DialectNotOffered(
                "dialect_not_offered", provider=provider_id, dialect=call, offered=offered
            )
        chosen = decision.next
        if chosen is None:
            raise self._nothing_usable(agent, provider_id, decision)
        name = (agent, provider_id, call, chosen.profile_id or chosen.source)
        grant = self._made.get(name)
        if grant is None:
            grant = self._made[name] = _make_grant(snapshot, chosen, provider, call)
        until_ms = decision.valid_until_ms or _FOREVER_MS
        return grant, now_ms, min(until_ms, self._usage.next_publication_ms(now_ms))

    def _nothing_usable(self, agent_id: str, provider: str, decision: Decision) -> NoCredential:
        """Return the error that people search for (ruling 18)."""
        agent = self._world.agents[agent_id]
        paths = self._world.settings.paths
        code = "no_available_profile" if decision.candidates else "no_api_key_for_provider"
        return NoCredential(
            code,
            candidates=decision.candidates,
            provider=provider,
            agent=agent_id,
            store=paths.shorten(paths.store_path(agent.dir)),
        )


def _has_own_credential(decision: Decision) -> bool:
    """Whether the user put something usable there: a server without keys is not meant."""
    return any(c.secret and (c.eligible or c.until_ms is not None) for c in decision.candidates)


def _make_grant(snapshot: Snapshot, chosen: Candidate, provider: Provider, call: str) -> Grant:
    """Make a credential ready to send."""
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
    return Grant(chosen, provider, call, route, target.encode())


def _metadata(snapshot: Snapshot, chosen: Candidate) -> Mapping[str, object]:
    """Return the account and gateway ids that some providers have in their address."""
    profile = snapshot.data.profiles.get(chosen.profile_id or "")
    found = (profile.extra or {}).get("metadata") if profile else None
    return found if isinstance(found, dict) else {}


def _listed(key: str, name: str, provider: str) -> dict[str, str]:
    return {"id": key, "name": name, "provider": provider}


def _without_address(provider_id: str) -> Reason:
    return Reason("provider_needs_base_url", {"provider": provider_id, "label": provider_id})
