"""When a request may move from a subscription to a key that costs money by use (ruling 13)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    BillingClass: TypeAlias = Literal["subscription", "metered", "free"]
    Crossing: TypeAlias = Literal["ask", "allow", "never"] | int


class BillingPolicy:
    """What the config says of crossing: `auth.billing`.

    Attributes:
        cross: `ask` (a key that nobody put there to be used waits for consent), `allow`, `never`,
            or how many requests a UTC day may cross.
        classes: billing class by candidate key, where the user set one.
    """

    __slots__ = ("classes", "cross")

    def __init__(
        self, cross: Crossing = "ask", classes: Mapping[str, BillingClass] | None = None
    ) -> None:
        self.cross = cross
        self.classes: Mapping[str, BillingClass] = classes or {}


ASK = BillingPolicy()


def billing_policy(said: object) -> BillingPolicy:
    """Return the policy that `auth.billing` states: an object, or the word alone."""
    entry = said if isinstance(said, dict) else {"cross": said}
    cross, classes = entry.get("cross"), entry.get("classes")
    if cross not in ("allow", "never") and type(cross) is not int:
        cross = "ask"
    return BillingPolicy(cross, classes if isinstance(classes, dict) else None)
