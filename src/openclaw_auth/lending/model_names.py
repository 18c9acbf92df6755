"""What a client's model name means, in one world (ruling 25)."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.codes import Reason
from openclaw_auth.config.view import MAIN_AGENT
from openclaw_auth.errors import UnknownName
from openclaw_auth.lending.model_plan import model_steps
from openclaw_auth.providers.model_ref import AGENT_PREFIX, resolve_model, try_parse_ref
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.store.data import StoreData

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.providers.models import Models
    from openclaw_auth.selection.decision import Decision
    from openclaw_auth.selection.model_fallback import ModelStep
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.world import World

_REMEMBERED = 4096
_NAME_LENGTH = 256


class ModelRoute:
    """What a client's model name means; `model` is the id that the provider expects."""

    __slots__ = ("agent_id", "model", "provider")

    def __init__(self, provider: str, model: str, agent_id: str) -> None:
        self.provider = provider
        self.model = model
        self.agent_id = agent_id


class ModelNames:
    """The model names of one world.

    Args:
        world: what is known of models, aliases, agents and credentials.
        now_ms: when the world was taken over: whether a token has ended is asked once.
    """

    def __init__(self, world: World, now_ms: int) -> None:
        self._world = world
        self._now_ms = now_ms
        self._models: Models = models_of_catalogue(world.snapshots[MAIN_AGENT].providers)
        self._default_agent = world.settings.view.default_agent_id()
        if world.settings.paths.agent_dir_override or self._default_agent not in world.agents:
            self._default_agent = MAIN_AGENT
        self._routes: dict[tuple[str, str | None], ModelRoute] = {}
        self._stocked: dict[str, list[str]] = {}

    def resolve(self, model_text: str, agent_id: str | None = None) -> ModelRoute:
        """Return what a model name means.

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
            if len(self._routes) < _REMEMBERED and len(model_text) <= _NAME_LENGTH:
                self._routes[key] = route
        return route

    def agent(self, agent_id: str | None) -> str:
        """Return the id of an agent, the default one's for None.

        Raises:
            UnknownName: no such agent.
        """
        name = (agent_id or self._default_agent).strip().lower()
        if name not in self._world.snapshots:
            known = ", ".join(sorted(self._world.snapshots))
            raise UnknownName(
                "unknown_agent", agent=name, nearest=Reason("agents_known", {"names": known})
            )
        return name

    def listed(self, agent_id: str | None = None) -> list[dict[str, str]]:
        """Return the models a client may ask for: the allowlist, else those with a credential.

        Each has `id` (`provider/model`), `name` and `provider`.
        """
        agent = self.agent(agent_id)
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

    def steps(
        self, route: ModelRoute, call: str, *, images: bool, fallback: bool
    ) -> list[ModelStep]:
        """Return the models that a request goes through. See `model_plan.model_steps`."""
        return model_steps(self._world, route, call, self._models, images=images, fallback=fallback)

    def looks_for_images(self, route: ModelRoute) -> bool:
        """Whether a request with images goes to another model than the one it names."""
        model = self._models.find(route.provider, route.model)
        if model is None or model.input is None or "image" in model.input:
            return False
        return bool(self._world.settings.view.image_model())

    def _resolve(self, model_text: str, agent_id: str | None) -> ModelRoute:
        name = model_text.strip()
        if name.lower() == AGENT_PREFIX.rstrip(":"):
            name = AGENT_PREFIX + self.agent(agent_id)
        settings = self._world.settings
        aliases = settings.view.aliases()
        known = self._world.snapshots[self.agent(agent_id)].providers.ids()
        resolved = resolve_model(
            name,
            aliases=aliases,
            with_credential=self._with_credential(self.agent(agent_id)),
            known=known,
            models=self._models,
        )
        agent = self.agent(resolved.agent or agent_id)
        ref = resolved.ref
        if ref is None:
            ref = ModelChoice(settings.view, agent).refs(aliases)[0]
        wire_id = self._models.wire_id(ref.provider, ref.model)
        return ModelRoute(ref.provider, wire_id, agent)

    def _with_credential(self, agent_id: str) -> list[str]:
        """Return the providers that have a credential which serves, if not now then later, sorted.

        No failure changes anything here: what a bare model name means must not change by the
        minute.
        """
        found = self._stocked.get(agent_id)
        if found is None:
            snapshot = _without_failures(self._world.snapshots[agent_id])
            found = self._stocked[agent_id] = [
                provider
                for provider in snapshot.providers.ids()
                if _has_own_credential(select(snapshot, Request(provider), self._now_ms))
            ]
        return found


def _without_failures(snapshot: Snapshot) -> Snapshot:
    data = snapshot.data
    clean = StoreData(profiles=data.profiles, order=data.order, revision=data.revision)
    return snapshot.replace(data=clean, penalties={})


def _has_own_credential(decision: Decision) -> bool:
    """Whether the user put something usable there: a server without keys is not meant."""
    return any(c.secret and c.eligible for c in decision.candidates)


def _listed(key: str, name: str, provider: str) -> dict[str, str]:
    return {"id": key, "name": name, "provider": provider}
