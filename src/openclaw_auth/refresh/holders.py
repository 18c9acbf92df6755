"""Which stores of this host hold which grant: its owner's, and copies in other agents' stores.

OpenClaw 2026.2 copies main's secrets into agents' stores, so one grant is found in several. Main
owns what main has; else the store that was asked about does.
"""

from __future__ import annotations

import os

from openclaw_auth.agents import every_agent, main_agent
from openclaw_auth.errors import StoreError
from openclaw_auth.store.open import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from openclaw_auth.credentials import Profile
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import StoreData
    from openclaw_auth.store.json_file import JsonFileStore


class Holder:
    """One stored copy of a grant."""

    __slots__ = ("agent_dir", "profile")

    def __init__(self, agent_dir: str, profile: Profile) -> None:
        self.agent_dir = agent_dir
        self.profile = profile


class Holders:
    """The stores of one host that may hold a grant.

    Args:
        settings: which agents there are.
        ports: as for stores.
        asked_dir: the agent directory that a refresh was asked for; looked at in any case.
        key: the host's fingerprint key.

    Attributes:
        main_dir: main's directory.
        dirs: main's first, then the asked one, then all others.
    """

    __slots__ = ("_isolated", "_key", "_ports", "_settings", "dirs", "main_dir")

    def __init__(
        self, settings: Settings, ports: Ports, key: bytes, asked_dir: str | None = None
    ) -> None:
        self._settings = settings
        self._ports = ports
        self._key = key
        view, paths = settings.view, settings.paths
        self.main_dir = main_agent(view, paths).dir
        agents = every_agent(view, paths)
        self._isolated = frozenset(agent.dir for agent in agents if agent.isolated)
        listed = [agent.dir for agent in agents]
        asked = [asked_dir] if asked_dir is not None else []
        on_disk = _dirs_on_disk(paths.state_dir)
        self.dirs = list(dict.fromkeys([self.main_dir, *asked, *listed, *on_disk]))

    def store(self, agent_dir: str) -> JsonFileStore:
        """Return the store of an agent directory."""
        return open_store(agent_dir, self.main_dir, self._settings.paths, self._ports)

    def read(self, agent_dir: str) -> StoreData:
        """Return what a store holds.

        Raises:
            StoreUnreadable: it may not be read, or makes no sense: nobody knows what it holds.
        """
        store = self.store(agent_dir)
        data = store.read()
        if data.problems and not data.profiles:
            store.update(lambda _: ())  # says what is wrong with it, as a write would
        return data

    def of(self, fingerprints: Container[str]) -> list[Holder]:
        """Return the profiles whose refresh token has one of these names, in the order of `dirs`.

        A store that cannot be read is passed over: if it holds a copy, the lineage tells later.
        """
        found = []
        for agent_dir in self.dirs:
            try:
                profiles = self.store(agent_dir).read().profiles.values()
            except StoreError:
                continue
            found += [Holder(agent_dir, p) for p in profiles if self.name(p) in fingerprints]
        return found

    def latest(self, generations: Mapping[str, int]) -> Holder | None:
        """Return the holder of the latest of these refresh tokens, None when nobody holds one."""
        holders = self.of(generations)
        if not holders:
            return None
        return max(holders, key=lambda h: generations[self.name(h.profile) or ""])

    def in_main(self, profile: Profile, agent_dir: str) -> Profile | None:
        """Return main's login under the same id with another refresh token, None without one.

        Only where nothing says that it is another account's, and not for an isolated agent.
        """
        if agent_dir == self.main_dir or agent_dir in self._isolated:
            return None
        found = self.read(self.main_dir).profiles.get(profile.id)
        if found is None or found.type != "oauth" or found.provider != profile.provider:
            return None
        if not found.refresh or found.refresh == profile.refresh or other_owner(profile, found):
            return None
        return found

    def name(self, profile: Profile) -> str | None:
        """Return the fingerprint of a login's refresh token, None for what has none."""
        if profile.type != "oauth" or not profile.refresh:
            return None
        return profile.refresh.fingerprint(self._key)


def other_owner(mine: Profile, theirs: Profile) -> bool:
    """Return whether two logins say that they belong to different accounts."""
    if mine.account_id and theirs.account_id:
        return mine.account_id != theirs.account_id
    if mine.email and theirs.email:
        return mine.email.lower() != theirs.email.lower()
    return False


def same_owner(mine: Profile, theirs: Profile) -> bool:
    """Return whether two logins say that they belong to the same account."""
    told = (mine.account_id and theirs.account_id) or (mine.email and theirs.email)
    return bool(told) and not other_owner(mine, theirs)


def _dirs_on_disk(state_dir: str) -> list[str]:
    """Return agents' directories of the usual layout, also of agents that nobody lists."""
    folder = os.path.join(state_dir, "agents")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    found = (os.path.join(folder, name, "agent") for name in names)
    return [path for path in found if os.path.exists(os.path.join(path, "auth-profiles.json"))]
