"""What stands wrong now: with profiles, with models, with other tools' logins. Pure."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.codes import severity
from openclaw_auth.expiry import WARN_AFTER_MS
from openclaw_auth.monitor.condition import Condition, stored
from openclaw_auth.monitor.credential_conditions import (
    expiry_condition,
    login_condition,
    login_name,
    refresh_condition,
    rest_condition,
)
from openclaw_auth.monitor.facts import Facts
from openclaw_auth.monitor.model_conditions import model_conditions
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openclaw_auth.agents import Agent
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.world import World

_ELSEWHERE = ("env:", "config:")


def conditions(
    world: World,
    now_ms: int,
    facts: Facts | None = None,
    *,
    warn_ms: int = WARN_AFTER_MS,
    snapshots: Mapping[str, Snapshot] | None = None,
) -> tuple[Condition, ...]:
    """Return everything that is not as it should be, each key once.

    Args:
        world: agents, their credentials, the settings.
        now_ms: the present, epoch ms.
        facts: what was read beside it.
        warn_ms: from when on an end is near.
        snapshots: newer views than the world's own, by agent id: a running gateway's.
    """
    facts = facts or Facts()
    found: list[Condition] = []
    for agent in world.agents.values():
        snapshot = (snapshots or world.snapshots)[agent.id]
        refs = ModelChoice(world.settings.view, agent.id).refs(world.settings.view.aliases())
        found += _of_credentials(agent, snapshot, facts, now_ms, warn_ms)
        found += model_conditions(agent.id, snapshot, refs, now_ms)
    for login in facts.logins:
        found += login_condition(login, now_ms, warn_ms)
    found += _unreadable(world, facts)
    return tuple(found)


class Subjects:
    """Everything that was looked at, as it stands behind the colon of a condition's key.

    While a store cannot be read nothing is known of what it keeps, better or worse.
    """

    __slots__ = ("_broken", "_names")

    def __init__(self, world: World, facts: Facts) -> None:
        self._broken = any(severity(problem) == "error" for problem in world.problems)
        view = world.settings.view
        names = {"stores", *(login_name(login) for login in facts.logins)}
        for agent in world.agents.values():
            names.add(agent.id)
            refs = ModelChoice(view, agent.id).refs(view.aliases())
            names.update(f"{agent.id}/{ref.key}" for ref in refs)
            if not self._broken:
                names.update(f"{agent.id}/{i}" for i in _own(world.snapshots[agent.id]))
        self._names = frozenset(map(stored, names))

    def __contains__(self, subject: object) -> bool:
        if subject in self._names:
            return True
        # A key in a variable leaves no entry behind when its rest is over.
        key = str(subject).partition("/")[2]
        return key.startswith(_ELSEWHERE) and not self._broken


def _of_credentials(
    agent: Agent, snapshot: Snapshot, facts: Facts, now_ms: int, warn_ms: int
) -> Iterator[Condition]:
    renewals = facts.renewals.get(agent.id, {})
    added_ms = facts.added_ms.get(agent.id, {})
    for key in _own(snapshot):
        profile = snapshot.data.profiles[key]
        name, renewal = f"{agent.id}/{key}", renewals.get(key)
        yield from rest_condition(
            name, key, profile, profile.secret, snapshot=snapshot, now_ms=now_ms
        )
        yield from expiry_condition(
            name, profile, renewal, added_ms.get(key), now_ms=now_ms, warn_ms=warn_ms
        )
        yield from refresh_condition(name, profile, renewal, now_ms)
    if agent.id == "main" or agent.isolated:
        for key in _elsewhere(snapshot):
            name, secret = f"{agent.id}/{key}", _secret_elsewhere(key, snapshot)
            if secret is not None:
                yield from rest_condition(name, key, None, secret, snapshot=snapshot, now_ms=now_ms)


def _own(snapshot: Snapshot) -> list[str]:
    """Return the profiles that are this agent's to tell of; what it inherits is main's."""
    return [p.id for p in snapshot.data.profiles.values() if not p.inherited]


def _elsewhere(snapshot: Snapshot) -> list[str]:
    """Return the keys in variables and in the config that something happened to."""
    known = {*snapshot.data.usage_stats, *snapshot.penalties}
    return sorted(key for key in known if key.startswith(_ELSEWHERE))


def _secret_elsewhere(key: str, snapshot: Snapshot) -> Secret | None:
    kind, _, name = key.partition(":")
    if kind == "config":
        found = snapshot.config_keys.get(name)
        return found.secret if found is not None else None
    value = snapshot.environment.value(name)
    return Secret(value) if value else None


def _unreadable(world: World, facts: Facts) -> Iterator[Condition]:
    """Yield one condition for all stores that cannot be read, or only in part."""
    broken = [problem for problem in world.problems if severity(problem) == "error"]
    codes = sorted({reason.code for reason in (*facts.unreadable.values(), *broken)})
    if codes:
        params = {"count": len(facts.unreadable) + len(broken), "detail": ", ".join(codes)}
        yield Condition("store:stores", "monitor_unreadable", "error", params)
