"""How long penalties last: OpenClaw 2026.2's figures, and what the config makes of them."""

from __future__ import annotations

from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.config.view import ConfigView

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
_COOLDOWNS_MS = (MINUTE_MS, 5 * MINUTE_MS, 25 * MINUTE_MS, HOUR_MS)
_MOST_DOUBLINGS = 10
_MOST_HOURS = 10 * 365 * 24


class CooldownLimits:
    """`auth.cooldowns` and `auth.statedWaitMaxHours`, in ms; the defaults are the reference's.

    Attributes:
        billing_backoff_ms: the first time out after a billing refusal; it doubles from there.
        billing_backoff_by_provider_ms: the same, by canonical provider id.
        billing_max_ms: the longest of these, unless the first is longer.
        failure_window_ms: counters older than this start anew.
        stated_wait_max_ms: how much of a wait that a provider states is believed.
    """

    __slots__ = (
        "billing_backoff_by_provider_ms",
        "billing_backoff_ms",
        "billing_max_ms",
        "failure_window_ms",
        "stated_wait_max_ms",
    )

    def __init__(
        self,
        *,
        billing_backoff_ms: int = 5 * HOUR_MS,
        billing_backoff_by_provider_ms: Mapping[str, int] | None = None,
        billing_max_ms: int = DAY_MS,
        failure_window_ms: int = DAY_MS,
        stated_wait_max_ms: int = DAY_MS,
    ) -> None:
        self.billing_backoff_ms = billing_backoff_ms
        self.billing_backoff_by_provider_ms = billing_backoff_by_provider_ms or {}
        self.billing_max_ms = billing_max_ms
        self.failure_window_ms = failure_window_ms
        self.stated_wait_max_ms = stated_wait_max_ms

    def cooldown_ms(self, count: int) -> int:
        """Return the time out after the n-th failure, n from 1: 1, 5, 25, then 60 minutes."""
        return _COOLDOWNS_MS[min(count, len(_COOLDOWNS_MS)) - 1]

    def billing_ms(self, provider: str, count: int) -> int:
        """Return the time out after the n-th billing refusal: 5 h doubling to 24 h."""
        chosen = self.billing_backoff_by_provider_ms.get(provider, self.billing_backoff_ms)
        first_ms = max(MINUTE_MS, chosen)
        longest_ms = max(first_ms, self.billing_max_ms)
        return min(longest_ms, first_ms << min(count - 1, _MOST_DOUBLINGS))

    def stated_ms(self, wait_ms: int | None) -> int | None:
        """Return how long a stated wait is believed; None where it states nothing ahead."""
        if wait_ms is None or wait_ms <= 0:
            return None
        return min(wait_ms, self.stated_wait_max_ms)

    def longest_ms(self) -> int:
        """Return the longest time out that these limits ever give."""
        by_provider = self.billing_backoff_by_provider_ms.values()
        return max(
            self.billing_max_ms,
            self.billing_backoff_ms,
            *by_provider,
            self.stated_wait_max_ms,
            DAY_MS,
        )


DEFAULTS = CooldownLimits()


def limits_of(view: ConfigView) -> CooldownLimits:
    """Return the limits that a config sets; a provider may be named in any spelling."""
    hours = view.cooldowns()
    by_provider = {
        normalise_provider(name): _ms(value, DEFAULTS.billing_backoff_ms)
        for name, value in hours.billing_backoff_h_by_provider.items()
    }
    return CooldownLimits(
        billing_backoff_ms=_ms(hours.billing_backoff_h, DEFAULTS.billing_backoff_ms),
        billing_backoff_by_provider_ms=by_provider,
        billing_max_ms=_ms(hours.billing_max_h, DEFAULTS.billing_max_ms),
        failure_window_ms=_ms(hours.failure_window_h, DEFAULTS.failure_window_ms),
        stated_wait_max_ms=_ms(view.stated_wait_max_h(), DEFAULTS.stated_wait_max_ms),
    )


def _ms(hours: float | None, default_ms: int) -> int:
    """Return hours in ms, ten years at most; the default for none, nothing and no number."""
    if hours is None or not hours > 0:
        return default_ms
    return int(min(hours, _MOST_HOURS) * HOUR_MS)
