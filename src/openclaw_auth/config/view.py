"""What a valid config says, by name. Pure; a missing section is empty, never an error."""

from __future__ import annotations

from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

DEFAULT_MODEL = "anthropic/claude-opus-4-5"
MAIN = "main"


class ConfigView:
    """Reads the merged, substituted data of a config."""

    __slots__ = ("data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def section(self, *path: str) -> dict[str, Any]:
        """Return an object at a place; empty when absent."""
        found: Any = self.data
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}

    # Models

    def default_model(self) -> str | None:
        """Return `agents.defaults.model` as written, None when unset."""
        return _primary(self.section("agents", "defaults").get("model"))

    def fallbacks(self) -> list[str]:
        """Return the default model's fallbacks as written."""
        return _fallbacks(self.section("agents", "defaults").get("model"))

    def image_model(self) -> str | None:
        """Return the image model as written, None when unset."""
        return _primary(self.section("agents", "defaults").get("imageModel"))

    def image_fallbacks(self) -> list[str]:
        """Return the image model's fallbacks as written."""
        return _fallbacks(self.section("agents", "defaults").get("imageModel"))

    def model_entries(self) -> dict[str, Any]:
        """Return `agents.defaults.models`: model reference to its settings."""
        return self.section("agents", "defaults", "models")

    def aliases(self) -> dict[str, str]:
        """Return the user's own aliases: alias to model reference."""
        return {
            entry["alias"]: ref
            for ref, entry in self.model_entries().items()
            if isinstance(entry, dict) and isinstance(entry.get("alias"), str) and entry["alias"]
        }

    # Agents

    def agents(self) -> list[dict[str, Any]]:
        """Return `agents.list`."""
        listed = self.section("agents").get("list")
        entries = listed if isinstance(listed, list) else []
        return [e for e in entries if isinstance(e, dict) and isinstance(e.get("id"), str)]

    def agent_ids(self) -> list[str]:
        """Return the ids of all agents; `main` alone when none is listed."""
        return [_agent_id(e) for e in self.agents()] or [MAIN]

    def agent(self, agent_id: str) -> dict[str, Any]:
        """Return an agent's entry; empty when there is none."""
        return next((e for e in self.agents() if _agent_id(e) == agent_id), {})

    def default_agent_id(self) -> str:
        """Return the agent marked `default`, else the first listed, else main."""
        marked = [e for e in self.agents() if e.get("default") is True]
        chosen = marked or self.agents()
        return _agent_id(chosen[0]) if chosen else MAIN

    def agent_dir(self, agent_id: str) -> str | None:
        """Return the configured store directory of an agent."""
        found = self.agent(agent_id).get("agentDir")
        return found if isinstance(found, str) and found.strip() else None

    def agent_model(self, agent_id: str) -> str | None:
        """Return an agent's own model as written, None when the defaults hold."""
        return _primary(self.agent(agent_id).get("model"))

    def agent_fallbacks(self, agent_id: str) -> list[str] | None:
        """Return an agent's own fallbacks, None when the defaults hold."""
        model = self.agent(agent_id).get("model")
        if isinstance(model, dict) and isinstance(model.get("fallbacks"), list):
            return _fallbacks(model)
        return None

    def is_isolated(self, agent_id: str) -> bool:
        """Return whether an agent does not read through to main (ruling 11)."""
        return self.agent(agent_id).get("isolate") is True

    # Credentials

    def auth_profiles(self) -> dict[str, tuple[str, str | None]]:
        """Return `auth.profiles`: id to (canonical provider, mode)."""
        return {
            i: (normalise_provider(e["provider"]), e.get("mode"))
            for i, e in self.section("auth", "profiles").items()
            if isinstance(e, dict) and isinstance(e.get("provider"), str)
        }

    def auth_order(self) -> dict[str, list[str]]:
        """Return `auth.order` by canonical provider; the canonical spelling beats an alias."""
        found: dict[str, list[str]] = {}
        for provider, ids in self.section("auth", "order").items():
            name = normalise_provider(provider)
            if isinstance(ids, list) and (name == provider or name not in found):
                found[name] = [i for i in ids if isinstance(i, str)]
        return found

    def billing(self) -> str:
        """Return `auth.billing`: `allow`, `never`, or `ask` when unset (ruling 13)."""
        found = self.section("auth").get("billing")
        return found if found in ("allow", "never") else "ask"

    def providers(self) -> dict[str, dict[str, Any]]:
        """Return `models.providers` by canonical provider id."""
        return {
            normalise_provider(i): e
            for i, e in self.section("models", "providers").items()
            if isinstance(e, dict)
        }

    def models_mode(self) -> str:
        """Return `models.mode`: `merge` unless `replace`."""
        return "replace" if self.section("models").get("mode") == "replace" else "merge"

    def gateway(self) -> dict[str, Any]:
        """Return the `gateway` section."""
        return self.section("gateway")

    def env(self) -> dict[str, Any]:
        """Return the `env` section."""
        return self.section("env")


def models_named(view: ConfigView, agent_id: str | None = None) -> Iterator[str]:
    """Yield the models in use: default, fallbacks, image models and theirs, as written."""
    own = view.agent_model(agent_id) if agent_id else None
    yield own or view.default_model() or DEFAULT_MODEL
    own_fallbacks = view.agent_fallbacks(agent_id) if agent_id else None
    yield from view.fallbacks() if own_fallbacks is None else own_fallbacks
    image = view.image_model()
    if image:
        yield image
    yield from view.image_fallbacks()


def _agent_id(entry: Mapping[str, Any]) -> str:
    return str(entry["id"]).strip().lower()


def _primary(model: object) -> str | None:
    found = model.get("primary") if isinstance(model, dict) else model
    return found.strip() if isinstance(found, str) and found.strip() else None


def _fallbacks(model: object) -> list[str]:
    found = model.get("fallbacks") if isinstance(model, dict) else None
    return [f for f in found if isinstance(f, str)] if isinstance(found, list) else []
