"""What is known of a login's renewal, for status, doctor and lint: can it be, and how did it go?

Reads only: no key is made, no journal settled, no database created.
"""

from __future__ import annotations

import os

from openclaw_auth.oauth.client import is_offered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TypeAlias

    from openclaw_auth.credentials import Profile
    from openclaw_auth.ports import Ports
    from openclaw_auth.refresh.journal import Entry
    from openclaw_auth.refresh.memory import LastRefresh
    from openclaw_auth.settings import Settings

    Renewable: TypeAlias = Literal["yes", "no", "unknown", "rejected"]

_FOLDER = "refresh"  # `refresh.journal`'s; spelt again, so that a host without one imports none


class Renewal:
    """The renewal of one login.

    Attributes:
        renewable: `yes`; `no` without a refresh token, or where this program has no login;
            `unknown` while the answer to the last refresh is lost; `rejected` for good.
        detail: why it was rejected.
        last: how the last refresh went, None before the first.
    """

    __slots__ = ("detail", "last", "renewable")

    def __init__(
        self, renewable: Renewable, detail: str | None = None, last: LastRefresh | None = None
    ) -> None:
        self.renewable: Renewable = renewable
        self.detail = detail
        self.last = last

    def judged(self, profile: Profile) -> Profile:
        """Return the login as its end is to be judged: one in doubt ends with its access token."""
        return (
            profile.replace(refresh=None) if self.renewable in ("unknown", "rejected") else profile
        )

    def to_json(self, profile: Profile, now_ms: int) -> dict[str, object]:
        """Return the three truths: the access token, the renewal, the last refresh."""
        last = self.last
        return {
            "access": access_state(profile, now_ms),
            "renewable": self.renewable,
            **({"renewalDetail": self.detail} if self.detail else {}),
            "lastRefresh": None
            if last is None
            else {"at": last.at_ms, "outcome": last.outcome, "code": last.code},
        }


def access_state(profile: Profile, now_ms: int) -> str:
    """Return `valid`, `ended`, `missing`, or `unknown` when nobody knows its end."""
    if not profile.secret:
        return "missing"
    ends_ms = profile.expires_ms
    if ends_ms is None or ends_ms <= 0:
        return "unknown"
    return "valid" if ends_ms > now_ms else "ended"


def renewals(
    settings: Settings, profiles: Iterable[Profile], own_dir: str, main_dir: str, ports: Ports
) -> dict[str, Renewal]:
    """Return what is known of each login among some profiles, by profile id.

    Args:
        settings: a valid config.
        profiles: as an agent sees them.
        own_dir: directory of its own store.
        main_dir: of main's.
        ports: clock.
    """
    lasts: dict[str, dict[str, LastRefresh]] = {}
    offered: dict[str, bool] = {}
    found = {}
    for profile in profiles:
        if profile.type != "oauth":
            continue
        agent_dir = main_dir if profile.inherited else own_dir
        if agent_dir not in lasts:
            lasts[agent_dir] = _lasts(settings, agent_dir, ports)
        last = lasts[agent_dir].get(profile.id)
        if profile.provider not in offered:
            offered[profile.provider] = is_offered(settings, profile.provider)
        entry = _journal(settings, profile, (agent_dir, main_dir), ports)
        if not profile.refresh or not offered[profile.provider]:
            found[profile.id] = Renewal("no", None, last)
        elif entry is not None and entry.state == "rejected":
            found[profile.id] = Renewal("rejected", entry.detail, last)
        elif entry is not None and entry.state == "sent":
            found[profile.id] = Renewal("unknown", None, last)
        else:
            found[profile.id] = Renewal("yes", None, last)
    return found


def _lasts(settings: Settings, agent_dir: str, ports: Ports) -> dict[str, LastRefresh]:
    path = settings.paths.state_db
    if not os.path.exists(path):
        return {}
    from openclaw_auth.refresh.memory import RefreshMemory
    from openclaw_auth.store.state import StateDb

    return RefreshMemory(StateDb(path, ports), ports).last(agent_dir)


def _journal(
    settings: Settings, profile: Profile, dirs: Iterable[str], ports: Ports
) -> Entry | None:
    """Return the journal of a login's grant; it lies with the store that owns it."""
    folders = [d for d in dict.fromkeys(dirs) if os.path.isdir(os.path.join(d, _FOLDER))]
    if not folders or not profile.refresh:
        return None
    from openclaw_auth.refresh.journal import Journal
    from openclaw_auth.store.fingerprint_key import fingerprint_key

    name = profile.refresh.fingerprint(fingerprint_key(settings.paths.state_dir, ports))
    for folder in folders:
        entry = Journal(folder, name, ports).read()
        if entry is not None:
            return entry
    return None
