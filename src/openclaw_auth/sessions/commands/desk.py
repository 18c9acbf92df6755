"""What commands look at: one session in one view of models and credentials. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openclaw_auth.agents import ModelChoice
from openclaw_auth.providers.catalogue import default_model
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import BUILTIN_ALIASES, ModelRef, try_parse_ref
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Pin, Request
from openclaw_auth.sessions.pins import choice_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.providers.models import Models
    from openclaw_auth.selection.decision import Decision
    from openclaw_auth.selection.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command may look at.

    Attributes:
        key: of the session.
        entry: of the session in `sessions.json`; empty for one that has not begun.
        view: of the config.
        snapshot: the agent's view of its credentials.
        models: all that are known.
        store_path: of the agent's credentials, for people.
        now_ms: epoch ms.
        running: whether an answer is under way.
    """

    key: str
    entry: Mapping[str, Any]
    view: ConfigView
    snapshot: Snapshot
    models: Models
    store_path: str
    now_ms: int
    running: bool = False
    _stocked: dict[str, bool] = field(default_factory=dict)

    @property
    def agent_id(self) -> str:
        """Whose session it is."""
        return self.snapshot.agent_id

    @property
    def aliases(self) -> dict[str, str]:
        """The user's own and the built-in aliases, name to reference; the user's win."""
        own = self.view.aliases()
        taken = {name.lower() for name in own}
        return {**{n: r for n, r in BUILTIN_ALIASES.items() if n not in taken}, **own}

    @property
    def default(self) -> ModelRef:
        """The agent's own model."""
        return ModelChoice(self.view, self.agent_id).refs(self.view.aliases())[0]

    @property
    def selected(self) -> ModelRef:
        """The model that this session chose, else the agent's own."""
        return override_of(self.entry) or self.default

    @property
    def pin(self) -> Pin | None:
        """The pin that counts: one that names nothing, or another provider's, is none."""
        return self.pin_for(self.selected.provider)

    @property
    def allowed(self) -> list[ModelRef]:
        """The allow-list: `agents.defaults.models` with the default; empty when all may be used."""
        aliases = self.view.aliases()
        listed = [r for k in self.view.model_entries() if (r := try_parse_ref(k, aliases))]
        return list(dict.fromkeys([self.default, *listed])) if listed else []

    def alias_of(self, ref: ModelRef) -> str | None:
        """Return the name that the user gave a model."""
        found = (n for n, key in self.view.aliases().items() if try_parse_ref(key) == ref)
        return next(found, None)

    def decide(self, ref: ModelRef) -> Decision:
        """Return who would answer for a model in this session."""
        wire_id = self.models.wire_id(ref.provider, ref.model)
        request = Request(ref.provider, wire_id, self.pin_for(ref.provider))
        return select(self.snapshot, request, self.now_ms)

    def pin_for(self, provider: str) -> Pin | None:
        """Return the session's pin, where its profile is one of this provider's."""
        pin = choice_of(self.entry).pin
        profile = self.snapshot.data.profiles.get(pin.profile_id) if pin is not None else None
        return pin if profile is not None and profile.provider == provider else None

    def has_credential(self, provider: str) -> bool:
        """Return whether there is a credential of a provider, whatever rests just now."""
        if provider not in self._stocked:
            found = select(self.snapshot, Request(provider), self.now_ms).candidates
            stocked = any(c.secret and (c.eligible or c.until_ms is not None) for c in found)
            self._stocked[provider] = stocked
        return self._stocked[provider]

    def stocked_providers(self) -> list[str]:
        """Return the providers with a credential, sorted."""
        return sorted(p for p in self.snapshot.providers.ids() if self.has_credential(p))

    def picker(self) -> list[ModelRef]:
        """Return the models that `/model <n>` numbers: short, and the same as long as nothing changes.

        The allow-list; without one the configured models, and of each provider with a credential
        the models that have an alias, else its usual one.
        """
        allowed = self.allowed
        if allowed:
            return allowed
        found = ModelChoice(self.view, self.agent_id).refs(self.view.aliases())
        named = [r for key in self.aliases.values() if (r := try_parse_ref(key))]
        for provider in self.stocked_providers():
            own = [r for r in named if r.provider == provider]
            usual = default_model(provider)
            if not own and usual is not None and (ref := try_parse_ref(usual)):
                own = [ref]
            found += own
        return list(dict.fromkeys(found))


def override_of(entry: Mapping[str, Any]) -> ModelRef | None:
    """Return the model that a session chose, None where the agent's own holds."""
    provider, model = entry.get("providerOverride"), entry.get("modelOverride")
    if not isinstance(model, str) or not model.strip():
        return None
    if isinstance(provider, str) and provider.strip():
        return ModelRef(normalise_provider(provider), model.strip())
    return try_parse_ref(model)
