"""What a refresh works with: one host's settings, its key, its memory, and who wants to know."""

from __future__ import annotations

from openclaw_auth.refresh.due import WINDOW_MS
from openclaw_auth.refresh.holders import Holders
from openclaw_auth.refresh.memory import RefreshMemory
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.store.state import StateDb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import Profile
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret
    from openclaw_auth.settings import Settings

# In order; each is told after it is durable. Also where a test lets a process die.
STEPS = (
    "waiting",  # someone else has the grant's lock
    "locked",
    "adopted",  # someone else had refreshed: their pair is ours now
    "replayed",  # a pair that a dead process had received is in the store
    "prepared",
    "sent",
    "answered",
    "received",
    "stored",
    "noted",
    "copied",
    "done",
    "failed",
    "unknown",
    "rejected",
)


class Step:
    """One step of a refresh: what a subscriber may know of it. Never a secret."""

    __slots__ = ("agent_dir", "name", "profile_id", "provider", "reason")

    def __init__(
        self, name: str, agent_dir: str, profile: Profile, reason: Reason | None = None
    ) -> None:
        self.name = name
        self.agent_dir = agent_dir
        self.profile_id = profile.id
        self.provider = profile.provider
        self.reason = reason


def nobody(_: Step) -> None:
    """Tell nobody."""


class Wanted:
    """Which login is to be fresh.

    Attributes:
        agent_dir: of the store that holds it.
        profile_id: which.
        rejected: an access token that the provider has just refused, whatever its end says.
        window_ms: how long before its end it is renewed.
        jitter: 0 to 1, see `refresh_due`.
    """

    __slots__ = ("agent_dir", "jitter", "profile_id", "rejected", "window_ms")

    def __init__(
        self,
        agent_dir: str,
        profile_id: str,
        *,
        rejected: Secret | None = None,
        window_ms: int = WINDOW_MS,
        jitter: float = 0.0,
    ) -> None:
        self.agent_dir = agent_dir
        self.profile_id = profile_id
        self.rejected = rejected
        self.window_ms = window_ms
        self.jitter = jitter


class Result:
    """What came of it.

    Attributes:
        outcome: `fresh` nothing to do; `refreshed` by us; `adopted` from who was faster;
            `busy` someone is at it and the old token serves; `failed` nothing changed;
            `unsaved` the new pair is safe in the journal but not in the store; `unknown` an
            answer was lost and the old token serves; `rejected` only a login helps;
            `not_renewable` not a login that can be renewed here.
        profile: as it is now; None when it is gone.
        reason: why, where it is not as it should be.
    """

    __slots__ = ("outcome", "profile", "reason")

    def __init__(self, outcome: str, profile: Profile | None, reason: Reason | None = None) -> None:
        self.outcome = outcome
        self.profile = profile
        self.reason = reason

    def serves(self, now_ms: int, rejected: Secret | None = None) -> bool:
        """Return whether there is an access token to send that was not refused already."""
        profile = self.profile
        if profile is None or not profile.secret or profile.secret == rejected:
            return False
        ends_ms = profile.expires_ms
        return ends_ms is None or ends_ms <= 0 or ends_ms > now_ms


class RefreshKit:
    """Everything that the refreshes of one host share. Close it when done.

    Args:
        settings: a valid config, as read.
        ports: clock, randomness and waiting.
        tell: told each step, on whichever thread does it.
        state: the state database; one of its own is opened without it.
    """

    __slots__ = ("_key", "_owns_state", "memory", "ports", "settings", "state", "tell")

    def __init__(
        self,
        settings: Settings,
        ports: Ports,
        *,
        tell: Callable[[Step], None] = nobody,
        state: StateDb | None = None,
    ) -> None:
        self.settings = settings
        self.ports = ports
        self.tell = tell
        self._owns_state = state is None
        self.state = state or StateDb(settings.paths.state_db, ports)
        self.memory = RefreshMemory(self.state, ports)
        self._key: bytes | None = None

    @property
    def key(self) -> bytes:
        """The host's fingerprint key. Raises StoreReadOnly when it cannot be made."""
        if self._key is None:
            self._key = ensure_fingerprint_key(self.settings.paths.state_dir, self.ports)
        return self._key

    def holders(self, asked_dir: str | None = None) -> Holders:
        """Return the stores that may hold a grant."""
        return Holders(self.settings, self.ports, self.key, asked_dir)

    def close(self) -> None:
        """Close what was opened here."""
        if self._owns_state:
            self.state.close()
