"""What a dead process left: the journal of a grant, taken to its end. Under the grant's lock only.

`prepared`: nothing was sent, so it is dropped. `received`: the new pair is in it, and goes into the
store. `sent` and `rejected` stay: what they mean is decided where a refresh is wanted.
"""

from __future__ import annotations

import os

from openclaw_auth.errors import OpenclawAuthError, StoreError
from openclaw_auth.refresh.journal import Journal, journals_in
from openclaw_auth.refresh.kit import Step
from openclaw_auth.refresh.persist import Persist
from openclaw_auth.refresh.stripes import Stripe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import Profile
    from openclaw_auth.refresh.holders import Holders
    from openclaw_auth.refresh.journal import Entry
    from openclaw_auth.refresh.kit import RefreshKit


def settle(
    kit: RefreshKit, holders: Holders, name: str, profile: Profile
) -> tuple[Journal, Entry] | None:
    """Settle the journal of a grant, wherever it lies; what is left when it is still open.

    Args:
        kit: of this host.
        holders: the stores; in each of their directories the journal may lie.
        name: fingerprint of the refresh token.
        profile: the login, to be told about.

    Raises:
        StoreError: a received pair could not be stored; the journal keeps it.
    """
    left = None
    for agent_dir in holders.dirs:
        journal = Journal(agent_dir, name, kit.ports)
        if not os.path.exists(journal.path):
            continue
        entry = journal.read()
        if entry is None or entry.state == "prepared":
            journal.remove()
        elif entry.pair is not None:
            Persist(kit, holders, name, entry.pair).everywhere(agent_dir, profile, journal)
            kit.tell(Step("replayed", agent_dir, profile))
        else:
            left = (journal, entry)
    return left


def recover(kit: RefreshKit, holders: Holders | None = None) -> int:
    """Settle every journal of this host, as at the start of a gateway; returns how many were.

    One whose grant someone is at is theirs. One that is `sent` stays, and a refusal that nobody's
    login is about any more goes.
    """
    holders = holders or kit.holders()
    settled = 0
    for agent_dir in holders.dirs:
        for name in list(journals_in(agent_dir)):
            try:
                settled += _recover_one(kit, holders, agent_dir, name)
            except (OpenclawAuthError, OSError):  # the next refresh of that grant says it
                continue
    return settled


def _recover_one(kit: RefreshKit, holders: Holders, agent_dir: str, name: str) -> bool:
    stripe = Stripe(kit.settings.paths.run_dir, name)
    try:
        if not stripe.take():
            return False
        journal = Journal(agent_dir, name, kit.ports)
        found = holders.of({name})
        if found:
            return settle(kit, holders, name, found[0].profile) is None
        entry = journal.read()
        if entry is not None and entry.pair is not None:
            _note_rotation(kit, entry, agent_dir, name)
        if _every_store_is_readable(holders):
            journal.remove()
        return True
    finally:
        stripe.release()


def _note_rotation(kit: RefreshKit, entry: Entry, agent_dir: str, name: str) -> None:
    """The store has the new pair already; the lineage may not."""
    assert entry.pair is not None
    new = entry.pair.refresh.fingerprint(kit.key)
    kit.memory.rotated(name, new, agent_dir, entry.profile_id)


def _every_store_is_readable(holders: Holders) -> bool:
    """Whether we know that nobody holds a grant: a store that makes no sense may hold anything."""
    for agent_dir in holders.dirs:
        try:
            holders.read(agent_dir)
        except StoreError:
            return False
    return True
