"""Which credentials need a person, and by which way each gets a new secret. Pure."""

from __future__ import annotations

from openclaw_auth.profiles.enrol import default_id, free_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import Profile
    from openclaw_auth.monitor.condition import Condition
    from openclaw_auth.selection.snapshot import Snapshot

    Way: TypeAlias = Literal["login", "setup-token", "paste-token", "paste-api-key", "add"]

# Time or money mends the others; a new secret mends these.
_MENDED_BY_A_SECRET = {
    "monitor_dead": 0,
    "monitor_expired": 1,
    "monitor_refresh_failed": 2,
    "monitor_nothing_usable": 3,
    "monitor_policy_restricted": 4,
    "monitor_expiring": 5,
    "monitor_token_old": 6,
    "monitor_model_unusable": 7,
}


class Case:
    """One credential that needs a person.

    Attributes:
        profile_id: what it is stored under afterwards.
        provider: whose.
        agent_id: whose store.
        way: the command behind `openclaw models auth`.
        reason: what is wrong; None when the user just asked for it.
    """

    __slots__ = ("agent_id", "profile_id", "provider", "reason", "way")

    def __init__(
        self, profile_id: str, provider: str, agent_id: str, way: Way, reason: Reason | None
    ) -> None:
        self.profile_id = profile_id
        self.provider = provider
        self.agent_id = agent_id
        self.way: Way = way
        self.reason = reason

    def words(self) -> tuple[str, ...]:
        """Return what to type behind `openclaw models auth`."""
        words: tuple[str, ...] = (self.way, "--provider", self.provider)
        if self.way != "add":
            words = (*words, "--profile-id", self.profile_id)
        return (*words, "--agent", self.agent_id) if self.agent_id != "main" else words


def cases(
    found: Iterable[Condition],
    snapshot: Snapshot,
    agent_id: str,
    logins: Collection[str],
) -> list[Case]:
    """Return what an agent needs from a person, the most urgent first, each credential once.

    Args:
        found: what stands wrong on this host.
        snapshot: the agent's view.
        agent_id: whose.
        logins: providers that one can log in with here.
    """
    urgent = sorted(
        (c for c in found if c.code in _MENDED_BY_A_SECRET),
        key=lambda c: (_MENDED_BY_A_SECRET[c.code], c.key),
    )
    made: dict[tuple[str, str], Case] = {}
    for condition in urgent:
        case = _case(condition, snapshot, agent_id, logins)
        if case is not None:
            made.setdefault((case.provider, case.profile_id), case)
    return list(made.values())


def _case(
    condition: Condition, snapshot: Snapshot, agent_id: str, logins: Collection[str]
) -> Case | None:
    aspect, _, subject = condition.key.partition(":")
    owner, _, key = subject.partition("/")
    if aspect in ("usable", "model"):
        how = str(condition.params.get("how", ""))
        if owner != agent_id or not how.startswith("add "):
            return None  # there is something; it has conditions of its own
        provider = how.rpartition(" ")[2]
        return Case(default_id(provider, "api_key"), provider, agent_id, "add", condition.reason)
    profile = snapshot.data.profiles.get(key)
    if profile is not None and owner == ("main" if profile.inherited else agent_id):
        if condition.code == "monitor_policy_restricted":
            # The vendor's own client goes on using it; an API key comes beside it.
            taken = snapshot.data.profiles
            beside = free_id(taken, default_id(profile.provider, "api_key"))
            return Case(beside, profile.provider, owner, "paste-api-key", condition.reason)
        return Case(key, profile.provider, owner, way_of(profile, logins), condition.reason)
    if profile is None and key.startswith(("env:", "config:")) and owner in (agent_id, "main"):
        provider = str(condition.params.get("provider", ""))
        taken = snapshot.data.profiles
        beside = free_id(taken, default_id(provider, "api_key"))
        return Case(beside, provider, owner, "paste-api-key", condition.reason)
    return None


def asked_case(profile: Profile, agent_id: str, logins: Collection[str]) -> Case:
    """Return the case of a profile that the user named although nothing is wrong with it."""
    owner = "main" if profile.inherited else agent_id
    return Case(profile.id, profile.provider, owner, way_of(profile, logins), None)


def way_of(profile: Profile, logins: Collection[str]) -> Way:
    """Return how a profile gets a new secret.

    A login that cannot be made here (another tool's) is replaced by what can be: for Anthropic a
    setup-token, else an API key.
    """
    if profile.type == "oauth" and profile.provider in logins:
        return "login"
    if profile.type != "api_key" and profile.provider == "anthropic":
        return "setup-token"
    return "paste-token" if profile.type == "token" else "paste-api-key"
