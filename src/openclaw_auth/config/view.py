"""The settings that this program reads, by name. On validated data nothing here raises."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

DEFAULT_MODEL = "anthropic/claude-opus-4-5"  # OpenClaw 2026.2's built-in default
MAIN_AGENT = "main"


class AgentEntry:
    """One entry of `agents.list`; absent settings are None.

    Attributes:
        id: as commands use it, lower case.
        name, workspace, agent_dir: as written.
        model: primary model of its own.
        fallbacks: None when it has none of its own, else its list (which may be empty).
        default, isolated: flags.
    """

    __slots__ = (
        "agent_dir",
        "default",
        "fallbacks",
        "id",
        "isolated",
        "model",
        "name",
        "workspace",
    )

    def __init__(self, entry: dict[str, object]) -> None:
        self.id = agent_key(_text(entry.get("id")) or MAIN_AGENT)
        self.name = _text(entry.get("name"))
        self.workspace = _text(entry.get("workspace"))
        self.agent_dir = _text(entry.get("agentDir"))
        self.model = _primary(entry.get("model"))
        model = entry.get("model")
        self.fallbacks = (
            _texts(model["fallbacks"]) if isinstance(model, dict) and "fallbacks" in model else None
        )
        self.default = entry.get("default") is True
        self.isolated = entry.get("isolate") is True


class Cooldowns:
    """`auth.cooldowns` in hours; None where OpenClaw's default holds."""

    __slots__ = (
        "billing_backoff_h",
        "billing_backoff_h_by_provider",
        "billing_max_h",
        "failure_window_h",
    )

    def __init__(self, section: dict[str, object]) -> None:
        self.billing_backoff_h = _number(section.get("billingBackoffHours"))
        self.billing_max_h = _number(section.get("billingMaxHours"))
        self.failure_window_h = _number(section.get("failureWindowHours"))
        by_provider = _object(section.get("billingBackoffHoursByProvider"))
        self.billing_backoff_h_by_provider = {
            name: hours
            for name, value in by_provider.items()
            if (hours := _number(value)) is not None
        }


class ConfigView:
    """Reads one config's data. Cheap: nothing is computed before it is asked for."""

    __slots__ = ("_agents", "data")

    def __init__(self, data: dict[str, object]) -> None:
        self.data = data
        self._agents: list[AgentEntry] | None = None

    def section(self, *path: str) -> dict[str, object]:
        """Return the object at a place, empty when there is none."""
        found: object = self.data
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        return _object(found)

    # models

    def configured_model(self) -> str | None:
        """Return `agents.defaults.model` as written, None when it is not set."""
        return _primary(self._defaults().get("model"))

    def default_model(self) -> str:
        """Return the default model as written, else the built-in one."""
        return self.configured_model() or DEFAULT_MODEL

    def fallbacks(self) -> list[str]:
        """Return the models to try next, as written."""
        return _fallbacks(self._defaults().get("model"))

    def image_model(self) -> str | None:
        """Return the model for images, None when it is not set."""
        return _primary(self._defaults().get("imageModel"))

    def image_fallbacks(self) -> list[str]:
        """Return the image models to try next."""
        return _fallbacks(self._defaults().get("imageModel"))

    def model_entries(self) -> dict[str, dict[str, object]]:
        """Return `agents.defaults.models`: the allowlist, with alias and params of each."""
        return {
            key: _object(entry) for key, entry in _object(self._defaults().get("models")).items()
        }

    def aliases(self) -> dict[str, str]:
        """Return alias → model, as configured."""
        return {
            alias: key
            for key, entry in self.model_entries().items()
            if (alias := (_text(entry.get("alias")) or "").strip())
        }

    def providers(self) -> dict[str, dict[str, object]]:
        """Return `models.providers`: custom providers and changes to known ones, as written."""
        entries = self.section("models", "providers")
        return {name: _object(entry) for name, entry in entries.items()}

    def models_mode(self) -> str:
        """Return how `models.json` counts: `merge` (the default) or `replace`."""
        return _text(self.section("models").get("mode")) or "merge"

    # agents

    def agents(self) -> list[AgentEntry]:
        """Return the configured agents in order; empty when none is listed."""
        if self._agents is None:
            entries = self.section("agents").get("list")
            listed = entries if isinstance(entries, list) else []
            self._agents = [AgentEntry(entry) for entry in listed if isinstance(entry, dict)]
        return self._agents

    def agent_ids(self) -> list[str]:
        """Return the ids of all agents; `main` alone when none is configured."""
        return list(dict.fromkeys(entry.id for entry in self.agents())) or [MAIN_AGENT]

    def agent(self, agent_id: str) -> AgentEntry | None:
        """Return an agent's entry, None when it has none."""
        wanted = agent_key(agent_id)
        return next((entry for entry in self.agents() if entry.id == wanted), None)

    def default_agent_id(self) -> str:
        """Return the agent marked default, else the first, else `main`."""
        entries = self.agents()
        marked = next((entry for entry in entries if entry.default), None)
        chosen = marked or (entries[0] if entries else None)
        return chosen.id if chosen else MAIN_AGENT

    def agent_dir(self, agent_id: str) -> str | None:
        """Return an agent's configured directory as written, None for the usual one."""
        entry = self.agent(agent_id)
        return entry.agent_dir if entry else None

    def is_isolated(self, agent_id: str) -> bool:
        """Return whether an agent does not read through to main's profiles."""
        entry = self.agent(agent_id)
        return entry is not None and entry.isolated

    # credentials

    def auth_profiles(self) -> dict[str, dict[str, object]]:
        """Return `auth.profiles`: id → provider, mode, email."""
        return {key: _object(entry) for key, entry in self.section("auth", "profiles").items()}

    def auth_order(self) -> dict[str, list[str]]:
        """Return `auth.order`: provider as written → profile ids."""
        return {key: _texts(ids) for key, ids in self.section("auth", "order").items()}

    def cooldowns(self) -> Cooldowns:
        """Return how long penalties last."""
        return Cooldowns(self.section("auth", "cooldowns"))

    def stated_wait_max_h(self) -> float | None:
        """Return how many hours of a provider's stated wait are believed; None: the default."""
        return _number(self.section("auth").get("statedWaitMaxHours"))

    # the rest

    def failure_rules(self) -> list[object]:
        """Return `auth.failureRules` as written: the user's own rules for failures."""
        rules = self.section("auth").get("failureRules")
        return rules if isinstance(rules, list) else []

    def env(self) -> dict[str, object]:
        """Return the `env` section."""
        return self.section("env")

    def env_variables(self) -> dict[str, str]:
        """Return the variables set as `env.NAME`."""
        settings = ("vars", "shellEnv", "trustWorkingDirectory")
        return {k: v for k, v in self.env().items() if isinstance(v, str) and k not in settings}

    def env_vars(self) -> dict[str, str]:
        """Return the variables set as `env.vars.NAME`; they yield to `env.NAME`."""
        return {k: v for k, v in _object(self.env().get("vars")).items() if isinstance(v, str)}

    def shell_env_enabled(self) -> bool:
        """Return whether the login shell is asked for missing variables."""
        return _object(self.env().get("shellEnv")).get("enabled") is True

    def shell_env_timeout_ms(self) -> int:
        """Return how long the login shell may take; 15 s unless set."""
        value = _number(_object(self.env().get("shellEnv")).get("timeoutMs"))
        return 15_000 if value is None else int(value)

    def trusts_working_directory(self) -> bool:
        """Return whether `./.env` may supply credentials and base URLs."""
        return self.env().get("trustWorkingDirectory") is True

    def gateway(self) -> dict[str, object]:
        """Return the `gateway` section."""
        return self.section("gateway")

    def gateway_port(self) -> int | None:
        """Return the configured port."""
        value = _number(self.gateway().get("port"))
        return None if value is None else int(value)

    def gateway_mode(self) -> str | None:
        """Return `local`, `remote` or None."""
        return _text(self.gateway().get("mode"))

    def gateway_bind(self) -> str | None:
        """Return where the gateway listens, as written."""
        return _text(self.gateway().get("bind"))

    def gateway_auth(self) -> dict[str, object]:
        """Return `gateway.auth`: mode, token, password (texts or secret references)."""
        return self.section("gateway", "auth")

    def _defaults(self) -> dict[str, object]:
        return self.section("agents", "defaults")


def agent_key(name: str) -> str:
    """Return an agent's id as OpenClaw forms it: lower case, other characters become `-`."""
    name = name.strip().lower()
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in name)
    return plain.strip("-")[:64] or MAIN_AGENT


def _primary(model: object) -> str | None:
    value = model.get("primary") if isinstance(model, dict) else model
    return (_text(value) or "").strip() or None


def _fallbacks(model: object) -> list[str]:
    return _texts(model.get("fallbacks")) if isinstance(model, dict) else []


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
