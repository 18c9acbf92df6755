"""Every place of a host that holds a secret, and the commands that change what it holds. Pure."""

from __future__ import annotations

from shlex import quote

from openclaw_auth.agents import agent_option
from openclaw_auth.codes import Reason
from openclaw_auth.config.keypath import show_path, value_at
from openclaw_auth.config.secret_keys import is_reference
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.secret import Secret
from openclaw_auth.sources import environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import CredentialType, Profile
    from openclaw_auth.health.evidence import AgentFact, Evidence
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.sources.environment import Variable

_PASTE = {"api_key": "paste-api-key", "token": "paste-token"}


class Place:
    """One place that holds a secret.

    Attributes:
        kind: a stored profile, an environment variable, or a key in the config.
        name: profile id, `NAME` of a variable, path in the config.
        provider: canonical id.
        type: what the secret is sent as.
        secret: what is there.
        clear: the command (or, where none of ours can, the step) that empties the place.
        renew: the command that puts another secret there; None where none of ours can.
        written: whether the secret itself stands there, not a reference to it.
        agent: whose store; None for what all agents share.
        since_ms: since when it has been there, epoch ms; None when nobody knows.
    """

    __slots__ = (
        "agent", "clear", "kind", "name", "provider", "renew", "secret", "since_ms", "type",
        "written",
    )  # fmt: skip

    def __init__(
        self,
        kind: Literal["profile", "env", "config"],
        name: str,
        provider: str,
        type: CredentialType,  # noqa: A002 # the file format's word
        secret: Secret,
        *,
        clear: str | Reason,
        renew: str | None = None,
        written: bool = True,
        agent: Agent | None = None,
        since_ms: int | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.provider = provider
        self.type: CredentialType = type
        self.secret = secret
        self.clear = clear
        self.renew = renew
        self.written = written
        self.agent = agent
        self.since_ms = since_ms


def stored(fact: AgentFact, evidence: Evidence) -> Iterator[Place]:
    """Yield the keys and tokens of an agent's own store; logins keep theirs by themselves."""
    for profile in fact.own.profiles.values():
        if profile.type != "oauth" and profile.secret:
            yield Place(
                "profile",
                profile.id,
                profile.provider,
                profile.type,
                profile.secret,
                clear=remove_command(profile.id, fact.agent, evidence),
                renew=paste_command(profile, fact.agent, evidence),
                agent=fact.agent,
                since_ms=fact.added_at_ms.get(profile.id),
            )


def variables(evidence: Evidence) -> Iterator[Place]:
    """Yield the provider variables that are set, each once for every provider that reads it."""
    catalogue = evidence.settings.catalogue
    for provider_id in catalogue.ids():
        provider = catalogue.get(provider_id)
        for name in provider.env if provider is not None else ():
            variable = evidence.settings.environment.get(name)
            if provider is not None and variable is not None:
                yield Place(
                    "env",
                    name,
                    provider_id,
                    provider.env_type(name),
                    Secret(variable.value),
                    clear=unset_command(variable, evidence),
                    since_ms=evidence.modified_ms.get(_file_of(variable, evidence) or ""),
                )


def config_keys(evidence: Evidence) -> Iterator[Place]:
    """Yield the keys in `models.providers` that can be had."""
    snapshot = first_snapshot(evidence)
    for name in evidence.settings.view.providers() if snapshot is not None else ():
        provider = normalise_provider(name)
        key = snapshot.config_keys.get(provider) if snapshot is not None else None
        path = ("models", "providers", name, "apiKey")
        value = value_at(evidence.settings.config.raw, path)
        if key is not None and key.problem is None and isinstance(value, str | dict):
            shown = show_path(path)
            yield Place(
                "config",
                shown,
                provider,
                key.type,
                key.secret,
                clear=f"openclaw config unset {quote(shown)}",
                written=isinstance(value, str) and not is_reference(value),
            )


def first_snapshot(evidence: Evidence) -> Snapshot | None:
    """Return an agent's view that could be read, for what all of them share."""
    return next((f.snapshot for f in evidence.agents if f.snapshot is not None), None)


def own_stores(evidence: Evidence) -> list[AgentFact]:
    """Return the agents with a store of their own: two may be configured with one directory."""
    return list({fact.agent.dir: fact for fact in reversed(evidence.agents)}.values())[::-1]


def where(agent: Agent | None) -> str:
    """Return ` (agent x)` for any agent but main."""
    return f" (agent {agent.id})" if agent is not None and agent.id != "main" else ""


def remove_command(profile_id: str, agent: Agent, evidence: Evidence) -> str:
    """Return the command that takes a profile out of an agent's store."""
    return f"openclaw models auth remove {quote(profile_id)}{option(agent, evidence)}"


def paste_command(profile: Profile, agent: Agent, evidence: Evidence) -> str | None:
    """Return the command that puts another secret under a profile's id."""
    command = _PASTE.get(profile.type)
    if command is None:
        return None
    named = f"--provider {quote(profile.provider)} --profile-id {quote(profile.id)}"
    return f"openclaw models auth {command} {named}{option(agent, evidence)}"


def renew_command(profile: Profile, agent: Agent, evidence: Evidence) -> str:
    """Return the command that gives a profile a new end: a new secret, or a new login."""
    named = f"--provider {quote(profile.provider)} --profile-id {quote(profile.id)}"
    return (
        paste_command(profile, agent, evidence)
        or f"openclaw models auth login {named}{option(agent, evidence)}"
    )


def in_agent(agent: Agent) -> Reason | str:
    """Return whose a finding is, for the end of a sentence; nothing for main."""
    return "" if agent.id == "main" else Reason("of_agent", {"agent": agent.id})


def option(agent: Agent, evidence: Evidence) -> str:
    """Return ` --agent x` where a command needs it to mean this agent."""
    settings = evidence.settings
    return agent_option(settings.view, settings.paths, agent)


def unset_command(variable: Variable, evidence: Evidence) -> str | Reason:
    """Return what takes a variable out of the layer that gives it."""
    if variable.layer == environment.PROCESS:
        return f"unset {variable.name}"
    file = _file_of(variable, evidence)
    if file is not None:
        line = f"s/^[[:space:]]*(export[[:space:]]+)?{variable.name}[[:space:]]*=/# &/"
        # Only so do GNU's and BSD's sed agree; the copy would be one more file with secrets.
        return f"sed -E -i.bak '{line}' {quote(file)} && rm {quote(file + '.bak')}"
    if variable.layer == environment.CONFIG:
        return f"openclaw config unset env.{variable.name}"
    if variable.layer == environment.CONFIG_VARS:
        return f"openclaw config unset env.vars.{variable.name}"
    return Reason("lint_unset_in_shell", {"name": variable.name})


def _file_of(variable: Variable, evidence: Evidence) -> str | None:
    """Return the `.env` file that a variable comes from."""
    paths = evidence.settings.paths
    if variable.layer == environment.STATE:
        return paths.dotenv_path
    return f"{paths.cwd}/.env" if variable.layer == environment.WORKING_DIRECTORY else None
