"""When a request may move to a key that costs money by use (ruling 13)."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, TypeAlias

    from openclaw_auth.providers.provider import BillingClass

    Crossing: TypeAlias = Literal["ask", "allow", "never"] | int

DAY_MS = 86_400_000


class BillingPolicy:
    """What the config says of crossing: `auth.billing`.

    Attributes:
        cross: `ask` (a key that nobody put there to be used waits for consent), `allow`, `never`,
            or how many requests a UTC day may cross.
        classes: billing class by candidate key, where the user set one.
        setting: place in the config that `cross` is set at.
    """

    __slots__ = ("classes", "cross", "setting")

    def __init__(
        self,
        cross: Crossing = "ask",
        classes: Mapping[str, BillingClass] | None = None,
        setting: str = "auth.billing.cross",
    ) -> None:
        self.cross = cross
        self.setting = setting
        self.classes: Mapping[str, BillingClass] = classes or {}


ASK = BillingPolicy()


def billing_policy(said: object) -> BillingPolicy:
    """Return the policy that `auth.billing` states: an object, or the word alone."""
    entry: dict[str, Any] = said if isinstance(said, dict) else {"cross": said}
    cross: Any = entry.get("cross")
    classes = entry.get("classes")
    if cross not in ("allow", "never") and type(cross) is not int:
        cross = "ask"
    # Nothing can be set below a word.
    setting = "auth.billing" if isinstance(said, str) else "auth.billing.cross"
    return BillingPolicy(cross, classes if isinstance(classes, dict) else None, setting)


class BillingGuard:
    """Watches one request's way along its candidates, and says where it may not go.

    A request crosses when it would be paid by use although it began, or passed by, where it was
    not. Consent is a stored profile, an explicit order, a user pin (none of which comes here
    unstored), a configured fallback, or `allow`; `never` and a cap hold back every crossing.

    Args:
        policy: the config's word.
        crossings_today: requests that crossed this UTC day.
        begun_with: class that the turn began with, where this is a model fallback.
        now_ms: the present, epoch ms.
    """

    __slots__ = ("_began_unmetered", "_crossings_today", "_fallback", "_now_ms", "_policy")

    def __init__(
        self,
        policy: BillingPolicy,
        crossings_today: int,
        begun_with: BillingClass | None,
        now_ms: int,
    ) -> None:
        self._policy = policy
        self._crossings_today = crossings_today
        self._fallback = begun_with is not None and begun_with != "metered"
        self._began_unmetered = False
        self._now_ms = now_ms

    def passes(self, billing_class: BillingClass) -> None:
        """Note a stored candidate on the way, usable or not."""
        if billing_class != "metered":
            self._began_unmetered = True

    def crosses(self, billing_class: BillingClass | None) -> bool:
        """Return whether going on with this class is a crossing."""
        return billing_class == "metered" and (self._began_unmetered or self._fallback)

    def held_back(self, provider: str, source: str, *, stored: bool) -> Reason | None:
        """Return why a crossing to a candidate may not be, None when it may.

        Args:
            provider: canonical id.
            source: what to call the candidate.
            stored: whether the user put it there to be used; else it merely lies around.
        """
        cross = self._policy.cross
        params: dict[str, object] = {"provider": provider, "source": source}
        params["setting"] = self._policy.setting
        if cross == "never":
            return Reason("billing_cross_blocked", params)
        if cross == "ask":
            # A configured fallback is consent: only the way within one provider needs it.
            if stored or not self._began_unmetered:
                return None
            return Reason("billing_cross_blocked", params)
        if cross == "allow" or self._crossings_today < cross:
            return None
        until_ms = self._now_ms - self._now_ms % DAY_MS + DAY_MS
        params |= {"cap": cross, "until_ms": until_ms, "left_ms": until_ms - self._now_ms}
        return Reason("billing_cap_reached", params)
