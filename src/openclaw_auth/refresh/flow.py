"""The refresh of one login as a flow: a generator that yields requests and pauses.

`drive` runs it in a command, the gateway's refresher runs it in threads beside its loop; there is
one code for both. Everything between two yields may block on files.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.oauth.client import client_for
from openclaw_auth.oauth.drive import Pause
from openclaw_auth.refresh.due import refresh_due
from openclaw_auth.refresh.grant import GrantRefresh
from openclaw_auth.refresh.kit import Result, Step
from openclaw_auth.refresh.settle import recover
from openclaw_auth.refresh.stripes import Stripe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import TypeAlias

    from openclaw_auth.credentials import Profile
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
    from openclaw_auth.refresh.due import Due
    from openclaw_auth.refresh.holders import Holders
    from openclaw_auth.refresh.kit import RefreshKit, Wanted

    Flow: TypeAlias = Generator[HttpRequest | Pause, HttpAnswer, Result]

WAIT_S = 45.0  # longer than a refresh may take: 20 s for the request, and the writing
_FIRST_PAUSE_S = 0.002
_LONGEST_PAUSE_S = 0.05
_TURNS = 8  # a grant that rotates while we wait for it has another lock


class LoginRefresh:
    """Makes sure that one login has a fresh access token.

    Args:
        kit: of this host.
        wanted: which login.

    Attributes:
        client: the OAuth client; None for a login that cannot be renewed here. Known from the
            first step on.
    """

    __slots__ = ("_holders", "_kit", "_wanted", "client")

    def __init__(self, kit: RefreshKit, wanted: Wanted) -> None:
        self._kit = kit
        self._wanted = wanted
        self._holders: Holders | None = None
        self.client: OAuthClient | None = None

    def steps(self) -> Flow:
        """Return the flow; its result never raises what a refresh can meet, but says it."""
        profile: Profile | None = None
        try:
            profile = self._read()
            if profile is None:
                return Result("not_renewable", None, self._reason("refresh_no_profile"))
            if profile.type != "oauth" or not profile.refresh:
                return Result("not_renewable", profile, self._reason("refresh_no_token"))
            if self._due(profile) == "fresh":
                return Result("fresh", profile)
            self.client = client_for(self._kit.settings, profile.provider)
            if self.client is None:
                why = self._reason("refresh_not_offered", provider=profile.provider)
                return Result("not_renewable", profile, why)
            return (yield from self._until_settled(profile))
        except OpenclawAuthError as error:
            if profile is not None:
                step = Step("failed", self._wanted.agent_dir, profile, error.reason)
                self._kit.tell(step)
            return Result("failed", profile, error.reason)

    def _until_settled(self, profile: Profile) -> Flow:
        recover(self._kit, self.holders)
        for _ in range(_TURNS):
            name = self.holders.name(profile)
            assert name is not None
            done = yield from self._turn(profile, name)
            if done is not None:
                return done
            again = self._read()
            if again is None or not self.holders.name(again):
                return Result("not_renewable", again, self._reason("refresh_no_token"))
            profile = again
        return Result("failed", profile, self._reason("refresh_unsettled"))

    def _turn(
        self, profile: Profile, name: str
    ) -> Generator[HttpRequest | Pause, HttpAnswer, Result | None]:
        """Do what is to be done under the lock of one refresh token; None: look again."""
        stripe = Stripe(self._kit.settings.paths.run_dir, name)
        try:
            if not (yield from self._taken(stripe, profile)):
                return self._busy(profile)
            self._kit.tell(Step("locked", self._wanted.agent_dir, profile))
            current = self._read()
            if current is None or self.holders.name(current) != name:
                return self.settled(current)
            assert self.client is not None
            grant = GrantRefresh(self._kit, self.holders, self._wanted, self.client, name)
            return (yield from grant.steps(current, self._due, self.settled))
        finally:
            stripe.release()

    def _taken(self, stripe: Stripe, profile: Profile) -> Generator[Pause, HttpAnswer, bool]:
        """Take the lock; while the old token serves, rather not than wait."""
        if stripe.take():
            return True
        if self._due(profile) != "mandatory":
            return False
        self._kit.tell(Step("waiting", self._wanted.agent_dir, profile))
        ports = self._kit.ports
        deadline_s = ports.monotonic_s() + WAIT_S
        pause_s = _FIRST_PAUSE_S
        while not stripe.take():
            if ports.monotonic_s() >= deadline_s:
                return False
            yield Pause(pause_s * (0.5 + ports.random_bytes(1)[0] / 256))
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
        return True

    def _busy(self, profile: Profile) -> Result:
        if self._due(profile) != "mandatory":
            return Result("busy", profile)
        return Result("failed", profile, self._reason("refresh_busy", seconds=int(WAIT_S)))

    def settled(self, profile: Profile | None) -> Result | None:
        """Return that somebody else has refreshed; None when the token needs it still."""
        if profile is None:
            return Result("not_renewable", None, self._reason("refresh_no_profile"))
        if self._due(profile) == "mandatory":
            return None
        self._kit.tell(Step("adopted", self._wanted.agent_dir, profile))
        return Result("adopted", profile)

    @property
    def holders(self) -> Holders:
        """The stores of this host."""
        if self._holders is None:
            self._holders = self._kit.holders(self._wanted.agent_dir)
        return self._holders

    def _read(self) -> Profile | None:
        return self.holders.read(self._wanted.agent_dir).profiles.get(self._wanted.profile_id)

    def _due(self, profile: Profile) -> Due:
        wanted = self._wanted
        if wanted.rejected is not None and profile.secret == wanted.rejected:
            return "mandatory"
        last = self._kit.memory.last(wanted.agent_dir).get(profile.id)
        return refresh_due(
            profile,
            self._kit.ports.now_ms(),
            window_ms=wanted.window_ms,
            jitter=wanted.jitter,
            obtained_ms=last.obtained_ms if last else None,
        )

    def _reason(self, code: str, **params: object) -> Reason:
        return Reason(code, {"profile": self._wanted.profile_id, **params})
