"""Lengths of time as people type them: `90m`, `1.5d`, `365` (days). Pure."""

from __future__ import annotations

import re

from openclaw_auth.errors import UsageError

_UNITS_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "": 86_400_000}
_PATTERN = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(ms|[smhd])?", re.ASCII | re.IGNORECASE)
# A century: more is a slip of the finger, and would not fit a date.
_LONGEST_MS = 36_525 * 86_400_000


def parse_duration_ms(text: str) -> int:
    """Return a length of time in ms; a bare number counts days (behaviour of OpenClaw 2026.2).

    Raises:
        UsageError: `invalid_duration`, no such form or more than a century; `duration_not_ahead`,
            nothing is left of it: what is stored would have ended already.
    """
    found = _PATTERN.fullmatch(text.strip())
    if found is None:
        raise UsageError("invalid_duration", text=text)
    length_ms = float(found.group(1)) * _UNITS_MS[(found.group(2) or "").lower()]
    if length_ms > _LONGEST_MS:
        raise UsageError("invalid_duration", text=text)
    if length_ms < 1:
        raise UsageError("duration_not_ahead", text=text)
    return round(length_ms)
