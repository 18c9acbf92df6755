"""How far a server's clock is from ours, by its Date header (RFC 9110, 6.6.1). Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_HALF_SECOND_MS = 500


def skew_ms(headers: Mapping[str, str], now_ms: int) -> int | None:
    """Return how far ahead the server's clock is; None when the answer does not say, or is old.

    Args:
        headers: of an answer that has just come.
        now_ms: the present, epoch ms.
    """
    named = {name.lower(): value for name, value in headers.items()}
    if "age" in named or "date" not in named:  # a cache's answer tells when it was made
        return None
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(named["date"])
        if at.tzinfo is None:
            return None
        # The header has whole seconds: half of one is the best guess.
        return round(at.timestamp() * 1000) + _HALF_SECOND_MS - now_ms
    except (ValueError, OverflowError, TypeError):
        return None
