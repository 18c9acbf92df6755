"""What is done about one grant while its lock is held: settle the journal, look again, ask once."""

from __future__ import annotations

import os
from contextlib import suppress

from openclaw_auth.codes import Reason
from openclaw_auth.errors import (
    ConnectFailed,
    GrantRejected,
    RequestInvalid,
    StoreError,
    TokenAnswerInvalid,
    TokenError,
    TransportError,
    UpstreamTimeout,
)
from openclaw_auth.files.filesystem import write_error
from openclaw_auth.oauth.discovery import discovered
from openclaw_auth.oauth.drive import Pause
from openclaw_auth.oauth.providers import tokens_of
from openclaw_auth.oauth.token_endpoint import refresh_request
from openclaw_auth.refresh.death import mark_dead
from openclaw_auth.refresh.holders import other_owner, same_owner
from openclaw_auth.refresh.journal import Journal
from openclaw_auth.refresh.kit import Result, Step
from openclaw_auth.refresh.pair import Pair
from openclaw_auth.refresh.persist import Persist
from openclaw_auth.refresh.settle import settle
from openclaw_auth.store.json_file import refuse_write_protected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from openclaw_auth.credentials import Profile
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
    from openclaw_auth.refresh.due import Due
    from openclaw_auth.refresh.holders import Holders
    from openclaw_auth.refresh.kit import RefreshKit, Wanted

    Steps = Generator[HttpRequest | Pause, HttpAnswer, Result | None]

_MIDDLEMEN = (502, 504)  # the answer of something in between: the server may have acted
_FOREIGN_PAUSE_S = 0.1
_FOREIGN_LOOKS = 30


class GrantRefresh:
    """One grant under its lock.

    Args:
        kit: of this host.
        holders: the stores.
        wanted: the login that was asked about.
        client: of its authorization server.
        name: fingerprint of the refresh token.
    """

    __slots__ = ("_client", "_holders", "_journal", "_kit", "_name", "_retry", "_wanted")

    def __init__(
        self, kit: RefreshKit, holders: Holders, wanted: Wanted, client: OAuthClient, name: str
    ) -> None:
        self._kit = kit
        self._holders = holders
        self._wanted = wanted
        self._client = client
        self._name = name
        self._journal = Journal(wanted.agent_dir, name, kit.ports)
        self._retry = False

    def steps(
        self,
        profile: Profile,
        due: Callable[[Profile], Due],
        settled: Callable[[Profile | None], Result | None],
    ) -> Steps:
        """A flow that returns what came of it; None: look again, it may have another name now."""
        left = settle(self._kit, self._holders, self._name, profile)
        current = self._read()
        if current is None or self._holders.name(current) != self._name:
            return settled(current)
        urgency = due(current)
        if urgency == "fresh":
            return settled(current)
        rejected = None
        if left is not None:
            self._journal, entry = left
            rejected = (entry.detail or "rejected") if entry.state == "rejected" else None
        later = self._kit.memory.successors(self._name)
        if self._adopt(current, later, rejected=rejected is not None):
            return settled(self._read())
        if later and rejected is None:
            # Nobody holds the later token. Sent now, the server would take this one for a thief's.
            rejected = "superseded"
            self._journal.rejected(current.id, current.provider, rejected)
        if rejected is not None:
            return self._dead(current, rejected, urgency)
        if left is not None and urgency != "mandatory":
            return Result("unknown", current, self._reason("refresh_unknown", current))
        self._retry = left is not None
        return (yield from self._ask(current, urgency))

    def _adopt(self, profile: Profile, later: Mapping[str, int], *, rejected: bool) -> bool:
        """Take over a later pair of the same grant, or main's login of the same account."""
        holder = self._holders.latest(later) if later else None
        if holder is not None and self._take_over(holder.profile):
            return True
        found = self._holders.in_main(profile, self._wanted.agent_dir)
        if found is None:
            return False
        newer = (found.expires_ms or 0) > (profile.expires_ms or 0)
        if rejected or (newer and same_owner(profile, found)):
            return self._take_over(found)
        return False

    def _take_over(self, source: Profile) -> bool:
        pair = Pair.stored(source)
        if pair is None:
            return False
        spread = Persist(self._kit, self._holders, self._name, pair)
        spread.into(self._wanted.agent_dir)
        spread.into_copies(self._wanted.agent_dir)
        self._journal.remove()
        return True

    def _ask(self, profile: Profile, urgency: Due) -> Steps:
        """Ask the authorization server, exactly once."""
        kit = self._kit
        client = yield from discovered(self._client)
        assert profile.refresh is not None
        owner_dir = self._prepared(profile)
        self._tell("prepared", profile)
        self._journal.sent(profile.id, profile.provider)
        self._tell("sent", profile)
        try:
            answer = yield refresh_request(client, profile.refresh)
        except TransportError as error:
            return self._no_answer(profile, error)
        self._tell("answered", profile)
        try:
            tokens = tokens_of(client, answer, kit.ports.now_ms())
        except GrantRejected as error:
            return (yield from self._refused(profile, error.error or "invalid_grant", urgency))
        except TokenError as error:
            return self._no_tokens(profile, error)
        pair = Pair.of(tokens, profile.refresh)
        if other_owner(profile, pair.into(profile.replace(email=None, account_id=None))):
            self._journal.rejected(profile.id, profile.provider, "other_account")
            return self._dead(profile, "other_account", urgency)
        with suppress(StoreError):  # what it was made too small for may still fit the store
            self._journal.received(profile.id, profile.provider, pair)
        self._tell("received", profile)
        try:
            spread = Persist(kit, self._holders, self._name, pair)
            spread.everywhere(owner_dir, profile, self._journal)
        except StoreError as error:
            self._tell("failed", profile, error.reason)
            return Result("unsaved", pair.into(profile), error.reason)
        return Result("refreshed", pair.into(profile))

    def _prepared(self, profile: Profile) -> str:
        """Make the journal beside the owner's store, and see that the store can be written.

        Raises:
            StoreReadOnly: it cannot; nothing was sent.
        """
        owners = self._holders.of({self._name})
        owner_dir = owners[0].agent_dir if owners else self._wanted.agent_dir
        path = os.path.realpath(self._holders.store(owner_dir).location)
        try:
            refuse_write_protected(path)
            if not os.access(os.path.dirname(path), os.W_OK | os.X_OK):
                raise PermissionError(13, "write-protected", path)
        except OSError as error:
            raise write_error(error, path) from error
        if not self._retry:  # a retry has its journal already, and it must go on saying `sent`
            self._journal = Journal(owner_dir, self._name, self._kit.ports)
            self._journal.prepare(profile.id, profile.provider)
        return owner_dir

    def _no_answer(self, profile: Profile, error: TransportError) -> Result:
        """No answer: if the request never left, nothing happened; else nobody knows."""
        never_left = isinstance(error, ConnectFailed | RequestInvalid) or (
            isinstance(error, UpstreamTimeout) and error.reason.params.get("kind") == "connect"
        )
        return self._not_done(profile, error.reason, decided=never_left)

    def _no_tokens(self, profile: Profile, error: TokenError) -> Result:
        """An answer without tokens. One that makes no sense may follow a rotation."""
        lost = error.status in _MIDDLEMEN or (
            isinstance(error, TokenAnswerInvalid) and error.status < 300  # noqa: PLR2004 # 2xx
        )
        return self._not_done(profile, error.reason, decided=not lost)

    def _not_done(self, profile: Profile, why: Reason, *, decided: bool) -> Result:
        if decided and not self._retry:
            self._journal.remove()
        self._tell("failed" if decided else "unknown", profile, why)
        self._note(profile, "failed" if decided else "unknown", why.code)
        return Result("failed", profile, why)

    def _refused(self, profile: Profile, detail: str, urgency: Due) -> Steps:
        """The grant is refused: look once more, someone else may have refreshed it."""
        lock = os.path.realpath(self._holders.store(self._wanted.agent_dir).location) + ".lock"
        for _ in range(_FOREIGN_LOOKS):
            current = self._read()
            if current is None or self._holders.name(current) != self._name:
                self._journal.remove()
                return None
            if not os.path.isdir(lock):  # OpenClaw holds it from before its request to its write
                break
            yield Pause(_FOREIGN_PAUSE_S)
        if self._adopt(profile, {}, rejected=True):
            return None
        self._journal.rejected(profile.id, profile.provider, detail)
        return self._dead(profile, detail, urgency)

    def _dead(self, profile: Profile, detail: str, urgency: Due) -> Result:
        """Only a login helps. The access token serves to its end all the same."""
        reason = self._reason("refresh_rejected", profile, detail=detail)
        self._tell("rejected", profile, reason)
        self._note(profile, "rejected", reason.code)
        if urgency == "mandatory":
            mark_dead(self._kit, self._holders, self._name)
        return Result("rejected", profile, reason)

    def _read(self) -> Profile | None:
        wanted = self._wanted
        return self._holders.read(wanted.agent_dir).profiles.get(wanted.profile_id)

    def _note(self, profile: Profile, outcome: str, code: str) -> None:
        try:
            self._kit.memory.note(self._wanted.agent_dir, profile.id, outcome, code, obtained=False)
        except StoreError:  # statistics never fail a refresh
            return

    def _tell(self, step: str, profile: Profile, reason: Reason | None = None) -> None:
        self._kit.tell(Step(step, self._wanted.agent_dir, profile, reason))

    def _reason(self, code: str, profile: Profile, **params: object) -> Reason:
        return Reason(code, {"profile": profile.id, "provider": profile.provider, **params})
