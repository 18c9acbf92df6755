"""One request's way through credentials and models, until one answers or nobody is left.

The decisions are `select`, `next_step` and `model_fallback`; this remembers what was tried and
asks the broker for the next lease. The present model's credentials come first, then the next
model's; a model whose endpoint rests waits until the others have been asked.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import DialectNotOffered, NoCredential, ProviderNotCallable
from openclaw_auth.selection.next_step import (
    NEXT_MODEL,
    REFRESH,
    RETRY_SAME,
    STOP,
    Tried,
    closed,
    next_step,
    unreachable,
)
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.selection.standing import RESTRICTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from openclaw_auth.errors import OpenclawAuthError
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.providers.provider import BillingClass
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.selection.model_fallback import ModelStep
    from openclaw_auth.selection.snapshot import Pin

_REFRESH_DUE = "refresh_due"
_ENDPOINT_RESTS = "endpoint_resting"
_OF_THE_CREDENTIAL = frozenset({"credential", "credential_model"})
# More keys than this for one model are not tried within one request.
_CREDENTIALS_PER_MODEL = 16


class Ask:
    """What a client asks for.

    Attributes:
        model: as the client wrote it.
        agent_id: whose request it is; None for the default agent.
        call: a key of `providers.provider.PATHS`.
        session: the client's name for its session, None without.
        vendor: the provider whose own client asks, None for anyone else's (ruling 14).
        images: whether there are images in it.
        fallback: whether another model may answer.
    """

    __slots__ = ("agent_id", "call", "fallback", "images", "model", "session", "vendor")

    def __init__(
        self,
        model: str,
        call: str,
        *,
        agent_id: str | None = None,
        session: str | None = None,
        vendor: str | None = None,
        images: bool = False,
        fallback: bool = True,
    ) -> None:
        self.model = model
        self.agent_id = agent_id
        self.call = call
        self.session = session
        self.vendor = vendor
        self.images = images
        self.fallback = fallback


class Next:
    """What to do next: send with this lease, after a pause, or after a refresh of its login.

    Attributes:
        rejected: the provider has just refused the access token, so that it must be another one.
    """

    __slots__ = ("delay_ms", "lease", "refresh", "rejected")

    def __init__(
        self, lease: Lease, delay_ms: int = 0, *, refresh: bool = False, rejected: bool = False
    ) -> None:
        self.lease = lease
        self.delay_ms = delay_ms
        self.refresh = refresh
        self.rejected = rejected


class PassedOver:
    """Who did not answer, and why: a credential with a model, or a model as a whole."""

    __slots__ = ("code", "key", "model", "reason")

    def __init__(self, model: str, key: str | None, code: str, reason: Reason) -> None:
        self.model = model
        self.key = key
        self.code = code
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.model} {self.key} {self.code}" if self.key else f"{self.model} {self.code}"


class Rotation:
    """The state of one request.

    Args:
        broker: lends credentials.
        ask: what the client wants.
        now_ms: the clock.
        chance: 0 to 1, for the length of pauses.

    Attributes:
        tried: every call and how it failed, oldest first.
        passed_over: the same, and the models that were not asked, for those who want to know.
        error: why the first model that had no usable credential had none; None when it had.
    """

    def __init__(
        self,
        broker: Broker,
        ask: Ask,
        now_ms: Callable[[], int],
        chance: Callable[[], float],
    ) -> None:
        self._broker = broker
        self._ask = ask
        self._now_ms = now_ms
        self._chance = chance
        self._agent, self._plan = broker.models_for(
            ask.model, ask.agent_id, ask.call, images=ask.images, fallback=ask.fallback
        )
        self._steps: Iterator[ModelStep] = iter(self._plan)
        self._step: ModelStep | None = None
        self._resting: list[ModelStep] = []
        self._begun_with: BillingClass | None = None
        self._refreshed: set[str] = set()
        self._unrefreshed: set[str] = set()
        self.tried: list[Tried] = []
        self.passed_over: list[PassedOver] = []
        self.error: OpenclawAuthError | None = None

    def first(self) -> Next:
        """Return whom to ask first.

        Raises:
            NoCredential, ProviderNotCallable, DialectNotOffered: nobody can serve any model;
                about the requested one.
            UnknownName: no such agent.
        """
        found = self._next_model()
        if found is None:
            assert self.error is not None
            raise self.error
        return found

    def after(self, lease: Lease, failure: Failure, *, took_ms: int, sent: int = 1) -> Next | None:
        """Return whom to ask after a failure, None when nobody is left.

        Args:
            lease: with which it failed.
            failure: as `classify` says.
            took_ms: how long the call took.
            sent: how often it went out.
        """
        if self._step is None:  # the first lease was ready without us
            self._step = next(self._steps)
        model = f"{lease.provider}/{lease.model}"
        key = lease.key
        self.tried.append(
            Tried(
                key,
                model,
                lease.endpoint[0],
                failure,
                refreshed=key in self._refreshed,
                took_ms=took_ms,
                sent=sent,
            )
        )
        self.passed_over.append(PassedOver(model, key, failure.detail, failure.reason))
        self._begun_with = self._begun_with or lease.grant.candidate.billing_class
        step = next_step(
            self.tried,
            can_refresh=lease.grant.candidate.can_refresh,
            can_retry=self._can_retry(lease),
            jitter=self._chance(),
        )
        if step.kind == STOP:
            return None
        if step.kind == RETRY_SAME:
            return Next(lease, step.delay_ms)
        if step.kind == REFRESH:
            self._refreshed.add(key)
            return Next(lease, refresh=True, rejected=True)
        return (None if step.kind == NEXT_MODEL else self._next_credential()) or self._next_model()

    def refreshed(self, following: Next, *, serves: bool) -> Next | None:
        """Return whom to ask after a refresh, None when nobody is left.

        Args:
            following: what asked for it.
            serves: whether the login has an access token that may serve.
        """
        lease = following.lease
        self._refreshed.add(lease.key)
        if serves:
            again = self._lend(once_more=lease.key)
            if again is not None:
                return self._ready(again)
        self._unrefreshed.add(lease.key)
        reason = Reason("login_needs_refresh", {"profile": lease.key, "provider": lease.provider})
        model = f"{lease.provider}/{lease.model}"
        self.passed_over.append(PassedOver(model, lease.key, reason.code, reason))
        return self._next_credential() or self._next_model()

    @property
    def one_voice(self) -> bool:
        """Whether only one credential and model had a say, or the request itself is at fault.

        Its provider's own words are then the best answer, unless they lack the way out (ruling 14).
        """
        if not self.tried or self.tried[-1].failure.detail == RESTRICTED:
            return False
        alone = len({(t.key, t.model) for t in self.tried}) == 1
        return alone or self.tried[-1].failure.failure_class == "format"

    def _next_credential(self) -> Next | None:
        """Return the next one for the present model."""
        step = self._step
        if step is None:
            return None
        asked = {t.key for t in self.tried if t.model == step.key}
        if len(asked) >= _CREDENTIALS_PER_MODEL:
            return None
        lease = self._lend()
        return None if lease is None else self._ready(lease)

    def _next_model(self) -> Next | None:
        """Return the first credential of the next model that has one."""
        for step in self._steps:
            if step.skip is not None and not self._speaks_for_itself(step):
                self._pass_over(step, step.skip)
                continue
            self._step = step
            lease = self._lend()
            if lease is None:
                continue
            if self._rests(lease):
                self._resting.append(step)
                params = {"model": step.key, "provider": step.provider}
                self._pass_over(step, Reason(_ENDPOINT_RESTS, params))
                continue
            return self._ready(lease)
        while self._resting:
            self._step = step = self._resting.pop(0)
            # It is asked after all: what comes of that is said instead.
            self.passed_over = [
                p for p in self.passed_over if (p.model, p.code) != (step.key, _ENDPOINT_RESTS)
            ]
            lease = self._lend()
            if lease is not None:
                return self._ready(lease)
        return None

    def _speaks_for_itself(self, step: ModelStep) -> bool:
        """Whether a model is asked although it cannot serve.

        The requested one's own refusal is the clearest error there is. But pictures go to a model
        that sees them, where there is one.
        """
        if step is not self._plan[0] or step.skip is None:
            return False
        sees = any(other.skip is None for other in self._plan)
        return not (step.skip.code == "model_no_images" and sees)

    def _ready(self, lease: Lease) -> Next:
        """Return the way on with a lease: a login that is due is renewed first, but only once."""
        candidate = lease.grant.candidate
        due = candidate.can_refresh and candidate.reason.code == _REFRESH_DUE
        return Next(lease, refresh=due and lease.key not in self._refreshed)

    def _rests(self, lease: Lease) -> bool:
        """Whether its endpoint failed lately, so that another model is the better choice."""
        endpoints = self._broker.endpoints
        if not endpoints.any or endpoints.claim(lease.endpoint, self._now_ms(), lease):
            return False
        self._broker.gave_back(lease)
        return True

    def _lend(self, once_more: str | None = None) -> Lease | None:
        """Return a lease for the present model; None, and the reason noted, when there is none.

        Args:
            once_more: the key of a credential that may be asked although it was.
        """
        step, ask = self._step, self._ask
        assert step is not None
        if step.provider in self._unreachable():
            return None
        request = Request(
            step.provider,
            step.model,
            self._pin(step.provider, once_more),
            vendor_client=ask.vendor == step.provider,
            begun_with=self._begun_with,
            sticky=ask.session is not None,
        )
        tried = {*closed(self.tried, step.key), *self._unrefreshed} - {once_more}
        try:
            return self._broker.lend(
                request, agent_id=self._agent, call=ask.call, tried=tried, session=ask.session
            )
        except (NoCredential, ProviderNotCallable, DialectNotOffered) as error:
            if isinstance(error, NoCredential) and self._begun_with is None:
                self._begun_with = _class_of(error.candidates)
            if not any(t.model == step.key for t in self.tried):
                self.error = self.error or error
                self._pass_over(step, error.reason)
            return None

    def _pin(self, provider: str, once_more: str | None) -> Pin | None:
        """Return the session's pin, unless it kept a profile that this request saw fail.

        Who answers instead is then whom the session keeps.
        """
        pin = self._broker.pin_of(self._agent, self._ask.session, provider)
        if pin is None or pin.origin == "user":
            return pin
        failed = {t.key for t in self.tried if t.failure.scope in _OF_THE_CREDENTIAL}
        return None if pin.profile_id in failed - {once_more} else pin

    def _unreachable(self) -> frozenset[str]:
        """Return the providers whose address this request cannot reach from here."""
        endpoints = unreachable(self.tried)
        return frozenset(t.model.partition("/")[0] for t in self.tried if t.endpoint in endpoints)

    def _pass_over(self, step: ModelStep, reason: Reason) -> None:
        self.passed_over.append(PassedOver(step.key, None, reason.code, reason))

    def _can_retry(self, lease: Lease) -> bool:
        """Whether a second call is not better kept for a fallback at the same provider."""
        step = self._step
        later = self._plan[self._plan.index(step) + 1 :] if step is not None else ()
        if not any(s.skip is None and s.provider == lease.provider for s in later):
            return True
        request = Request(lease.provider, lease.model, begun_with=self._begun_with)
        decision = self._broker.decide(request, self._agent)
        asked = {*closed(self.tried, f"{lease.provider}/{lease.model}"), lease.key}
        return decision.after(asked) is not None


def _class_of(candidates: Sequence[Candidate]) -> BillingClass | None:
    """Return the billing class that a turn begins with where nobody serves its first model."""
    return next((c.billing_class for c in candidates if c.billing_class), None)
