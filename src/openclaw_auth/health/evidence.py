"""What the checks of `doctor` look at: one reading of a host, as values. Made at the edge."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.agents import Agent
    from openclaw_auth.codes import Reason
    from openclaw_auth.health.host_facts import Asked, HostFacts
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.settings import Settings
    from openclaw_auth.sources.other_logins import OtherLogin
    from openclaw_auth.store.data import StoreData


class FileFact:
    """A file or directory that holds, or may hold, secrets.

    Attributes:
        path: absolute.
        mode: permission bits.
        directory: whether it is one.
        owner: who owns it, by name; None when it is us (or we are root).
        modified_ms: when it was last written, epoch ms.
    """

    __slots__ = ("directory", "mode", "modified_ms", "owner", "path")

    def __init__(
        self,
        path: str,
        mode: int,
        *,
        directory: bool = False,
        owner: str | None = None,
        modified_ms: int = 0,
    ) -> None:
        self.modified_ms = modified_ms
        self.path = path
        self.mode = mode
        self.directory = directory
        self.owner = owner


class AgentFact:
    """One agent: its own store, and its view of it over main's.

    Attributes:
        agent: whose.
        own: its own store.
        snapshot: what `select` sees; None when a store cannot be read.
        unreadable: why its store cannot be read, None when it can.
        added_at_ms: when we stored its profiles (epoch ms), as far as known.
        renewals: what is known of its own logins, by profile id.
    """

    __slots__ = ("added_at_ms", "agent", "own", "renewals", "snapshot", "unreadable")

    def __init__(
        self,
        agent: Agent,
        own: StoreData,
        snapshot: Snapshot | None,
        unreadable: Reason | None = None,
        *,
        added_at_ms: Mapping[str, int] | None = None,
        renewals: Mapping[str, Renewal] | None = None,
    ) -> None:
        self.renewals: Mapping[str, Renewal] = renewals or {}
        self.added_at_ms: Mapping[str, int] = added_at_ms or {}
        self.agent = agent
        self.own = own
        self.snapshot = snapshot
        self.unreadable = unreadable


class PinFact:
    """Sessions of one agent that are pinned to one profile.

    Attributes:
        agent: whose sessions.
        path: of their `sessions.json`.
        profile_id: as pinned.
        sessions: their keys.
    """

    __slots__ = ("agent", "path", "profile_id", "sessions")

    def __init__(self, agent: Agent, path: str, profile_id: str, sessions: Sequence[str]) -> None:
        self.agent = agent
        self.path = path
        self.profile_id = profile_id
        self.sessions = sessions


class HalfMigrated:
    """What an older version left beside what counts now.

    Attributes:
        code: which of the ways of being half migrated.
        path: what is left.
        target: what counts instead, or where it is to go.
    """

    __slots__ = ("code", "path", "target")

    def __init__(self, code: str, path: str, target: str) -> None:
        self.code = code
        self.path = path
        self.target = target


class Evidence:
    """One reading of a host.

    Attributes:
        settings: config (perhaps a broken one), environment, catalogue.
        now_ms: when it was read, epoch ms.
        files: everything that should be private.
        leftovers: half-written temporary files, absolute paths.
        agents: main first.
        env_files: path to variables of each `.env` in force.
        modified_ms: when each of these was last written, epoch ms.
        fingerprint_key: what names secrets without telling them.
        unlisted: stores of agents that the config does not name, by directory.
        logins: what other tools keep.
        openclaw_pid: of an OpenClaw gateway that runs on this config, None when none does.
        gateway_token: whether there is one; None when the config refers to one that is missing.
        older_agent_dir: `<state>/agent` of an older version, None when there is none.
        pins: the profiles that sessions are pinned to.
        broken_sessions: `sessions.json` files that make no sense, absolute paths.
        half_migrated: what older versions left beside what counts.
        config_backup: the newest backup of a config that cannot be understood; None without one.
        host: what surrounds the state directory; None where nobody looked.
        deep: what providers said; None unless they were asked.
        unfinished: journals with token pairs that nobody stored: path to profile id.
    """

    __slots__ = (
        "agents",
        "broken_sessions",
        "config_backup",
        "deep",
        "env_files",
        "files",
        "fingerprint_key",
        "gateway_token",
        "half_migrated",
        "host",
        "leftovers",
        "logins",
        "modified_ms",
        "now_ms",
        "older_agent_dir",
        "openclaw_pid",
        "pins",
        "settings",
        "unfinished",
        "unlisted",
    )

    def __init__(
        self,
        settings: Settings,
        now_ms: int,
        *,
        files: Sequence[FileFact] = (),
        leftovers: Sequence[str] = (),
        agents: Sequence[AgentFact] = (),
        env_files: Mapping[str, Mapping[str, str]] | None = None,
        logins: Sequence[OtherLogin] = (),
        gateway_token: bool | None = True,
        older_agent_dir: str | None = None,
        modified_ms: Mapping[str, int] | None = None,
        fingerprint_key: bytes = b"",
        unlisted: Mapping[str, StoreData] | None = None,
        openclaw_pid: int | None = None,
        pins: Sequence[PinFact] = (),
        broken_sessions: Sequence[str] = (),
        half_migrated: Sequence[HalfMigrated] = (),
        config_backup: str | None = None,
        host: HostFacts | None = None,
        deep: Sequence[Asked] | None = None,
        unfinished: Mapping[str, str] | None = None,
    ) -> None:
        self.unfinished: Mapping[str, str] = unfinished or {}
        self.pins = pins
        self.broken_sessions = broken_sessions
        self.half_migrated = half_migrated
        self.config_backup = config_backup
        self.host = host
        self.deep = deep
        self.openclaw_pid = openclaw_pid
        self.unlisted: Mapping[str, StoreData] = unlisted or {}
        self.modified_ms: Mapping[str, int] = modified_ms or {}
        self.fingerprint_key = fingerprint_key
        self.settings = settings
        self.now_ms = now_ms
        self.files = files
        self.leftovers = leftovers
        self.agents = agents
        self.env_files: Mapping[str, Mapping[str, str]] = env_files or {}
        self.logins = logins
        self.gateway_token = gateway_token
        self.older_agent_dir = older_agent_dir

    @property
    def config_readable(self) -> bool:
        """Whether the config says anything at all: a broken one names no agent and no model."""
        config = self.settings.config
        return not config.problems or bool(config.raw)
