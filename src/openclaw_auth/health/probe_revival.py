"""A dead credential that a probe saw working is used again: its mark goes, nothing else changes."""

from __future__ import annotations

from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.selection.cooldown import cleared
from openclaw_auth.selection.standing import RESTRICTED
from openclaw_auth.store.data import SetStats
from openclaw_auth.store.open import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.codes import Reason
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.credentials import UsageStats
    from openclaw_auth.health.probe import ProbeResult
    from openclaw_auth.ports import Ports
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.store.data import Edit, StoreData


class Proved:
    """A credential that was seen to work.

    Attributes:
        key: the candidate's key.
        fingerprint: of the secret that was sent; None when nobody can tell.
        unrestricted: whether a request was answered, so that even a restriction is disproved.
    """

    __slots__ = ("fingerprint", "key", "unrestricted")

    def __init__(self, key: str, fingerprint: str | None, *, unrestricted: bool) -> None:
        self.key = key
        self.fingerprint = fingerprint
        self.unrestricted = unrestricted

    def disproves(self, stats: UsageStats | None) -> bool:
        """Whether what is stored of this credential is a mark that the probe has refuted."""
        if stats is None or stats.dead is None:
            return False
        if stats.dead == RESTRICTED and not self.unrestricted:
            return False
        return stats.fingerprint in (None, self.fingerprint)


def proved(results: Iterable[ProbeResult], snapshot: Snapshot) -> list[Proved]:
    """Return the dead credentials that a probe found good. Pure."""
    found = []
    for result in results:
        candidate = result.target.candidate
        if not result.verdict.good or not candidate.secret:
            continue
        name = snapshot.fingerprint(candidate.secret) if snapshot.fingerprint else None
        one = Proved(candidate.key, name, unrestricted="paid" in result.asked)
        if one.disproves(snapshot.stats(candidate.key)):
            found.append(one)
    return found


def without_marks(found: Sequence[Proved]) -> Callable[[StoreData], list[Edit]]:
    """Return the change of a store that takes these marks away, as far as they still stand. Pure."""

    def change(data: StoreData) -> list[Edit]:
        edits: list[Edit] = []
        for one in found:
            stats = data.usage_stats.get(one.key)
            if stats is not None and one.disproves(stats):
                edits.append(SetStats(one.key, cleared(stats)))
        return edits

    return change


def revive(
    found: Sequence[Proved], agent: Agent, main_dir: str, paths: Paths, ports: Ports
) -> Reason | None:
    """Take the marks away wherever this agent sees them; returns why that failed, None if it did not.

    Args:
        found: from `proved`; nothing is written for none.
        agent: through whose eyes they were seen.
        main_dir: the store that it reads through to.
        paths: of this host.
        ports: of this host.
    """
    if not found:
        return None
    folders = [agent.dir] if agent.isolated else [agent.dir, main_dir]
    problem = None
    for folder in dict.fromkeys(folders):
        store = open_store(folder, main_dir, paths, ports)
        try:
            if without_marks(found)(store.read()):
                store.update(without_marks(found))
        except OpenclawAuthError as error:
            problem = error.reason
    return problem
