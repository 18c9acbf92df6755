"""How long a provider says to wait: from headers, from the body, from its sentence. Never raises.

Sources: RFC 9110 §10.2.3 (`retry-after`, seconds or a date); the rate-limit headers of Anthropic
(RFC 3339; epoch seconds for subscriptions), OpenAI and Groq (durations such as `6m0s`), OpenRouter
(epoch milliseconds) and Codex; Google's `RetryInfo`. What is no number, lies in the past or is
negative is as good as absent; what is absurdly long is returned as stated: the caller caps it.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.selection.error_object import ErrorObject

_MOST_MS = 2**53
_SECOND_MS = 1000
_DAY_MS = 86_400_000
# Epoch milliseconds have been above this since 1973, epoch seconds stay below it until the year 5138.
_EPOCH_MS_FROM = 100_000_000_000
# A bare number below this is a span in seconds; above it, a moment.
_EPOCH_S_FROM = 1_000_000_000
_UNITS_MS = {
    "ms": 1, "millisecond": 1, "s": 1000, "sec": 1000, "second": 1000, "m": 60_000,
    "min": 60_000, "minute": 60_000, "h": 3_600_000, "hr": 3_600_000, "hour": 3_600_000,
    "d": _DAY_MS, "day": _DAY_MS,
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?\Z")
_PART = r"\d{1,12}(?:\.\d{1,12})?\s{0,2}(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])"
_SPAN = re.compile(rf"(?:{_PART}[\s,]{{0,3}}(?:and\s)?)+", re.IGNORECASE)
_ONE = re.compile(
    r"(\d{1,12}(?:\.\d{1,12})?)\s{0,2}(ms|millisecond|second|sec|s|minute|min|m|hour|hr|h|day|d)(?:s)?(?![a-z])",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(ms|[smhd])")
_SAID_SPAN = re.compile(
    rf"\b(?:again|retry|retrying|wait|resets?|available|refreshes)\s(?:\w+\s){{0,2}}?(?:in|after|for)?\s?[~≈]?({_PART}(?:[\s,]{{0,3}}(?:and\s)?{_PART}){{0,3}})",
    re.IGNORECASE,
)
_SAID_MOMENT = re.compile(
    r"\b(?:access|again|resets?|until|available|refreshes|renews?)\s(?:\w+\s){0,2}?(?:on|at|after|until)?\s?"
    r"(\d{4}-\d\d-\d\d)(?:(?:T|,?\s(?:at\s)?)(\d\d:\d\d(?::\d\d)?))?(?:\.\d+)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
# Said in Chinese, a moment without a zone is Beijing's.
_SAID_IN_BEIJING = re.compile(r"(\d{4}-\d\d-\d\d)\s(\d\d:\d\d:\d\d)\s?(?:重置|后|恢复|刷新)")
_ANTHROPIC = ("requests", "tokens", "input-tokens", "output-tokens")
_OPENAI = ("", "-requests", "-tokens", "-requests-day", "-tokens-minute")
_UNIFIED = ("", "5h-", "7d-", "7d_opus-", "7d_sonnet-", "overage-")


def stated_wait_ms(said: ErrorObject, headers: Mapping[str, str], now_ms: int) -> int | None:
    """Return how long to wait in ms, at least 0; None where nothing (sensible) is stated.

    Args:
        said: the error body.
        headers: the answer's headers, names in lower case.
        now_ms: now, epoch ms.
    """
    for wait_ms in _candidates(said, headers, now_ms):
        if wait_ms is not None and wait_ms >= 0:
            return min(int(wait_ms), _MOST_MS)
    return None


def _candidates(
    said: ErrorObject, headers: Mapping[str, str], now_ms: int
) -> Iterable[float | None]:
    """Yield what is stated, the most binding first; spans before moments, which trust two clocks."""
    if headers:
        yield _number(headers.get("retry-after-ms"))
        yield _retry_after(headers.get("retry-after"), now_ms)
    yield from _in_body(said, now_ms)
    yield _google(said)
    if headers:
        yield from _in_headers(headers, now_ms)
    yield _in_sentence(said.message, now_ms)
    yield _google_day(said, now_ms)


def _number(text: object) -> float | None:
    """Return a plain number; None for NaN, infinity, an exponent, or anything else."""
    if isinstance(text, str):
        text = text.strip()
        return float(text) if _NUMBER.match(text) else None
    if isinstance(text, bool) or not isinstance(text, int | float):
        return None
    return text if -_MOST_MS < text < _MOST_MS else None  # false for NaN too


def _retry_after(text: str | None, now_ms: int) -> float | None:
    if not text:
        return None
    seconds = _number(text)
    if seconds is not None:
        return seconds * _SECOND_MS
    span = duration_ms(text)
    return span if span is not None else _moment(text, now_ms)


def duration_ms(text: str) -> float | None:
    """Return a span such as `6m0s`, `7.66s`, `120ms` in ms; None when the text is none."""
    rest, total = text.strip().lower(), 0.0
    if not rest:
        return None
    for part in _COMPACT.finditer(rest):
        total += float(part[1]) * _UNITS_MS[part[2]]
    return total if not _COMPACT.sub("", rest).strip() else None


def _moment(value: object, now_ms: int) -> float | None:
    """Return the time left to a moment: epoch s or ms, RFC 3339 or an HTTP date; a past one is None."""
    number = _number(value)
    if number is not None:
        at_ms = number if number >= _EPOCH_MS_FROM else number * _SECOND_MS
    else:
        at = _date_ms(value) if isinstance(value, str) else None
        if at is None:
            return None
        at_ms = at
    return at_ms - now_ms if at_ms > now_ms else None


def _date_ms(text: str) -> float | None:
    from datetime import UTC, datetime

    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    try:
        return at.timestamp() * _SECOND_MS
    except (OverflowError, ValueError):
        return None


def _in_body(said: ErrorObject, now_ms: int) -> Iterable[float | None]:
    for fields in (said.metadata, *said.fields):
        for name in ("retry_after_ms", "retryAfterMs"):
            yield _number(fields.get(name))
        for name in (
            "resets_in_seconds", "retry_after_seconds", "retry_after", "retryAfter",
            "retryAfterSeconds",
        ):  # fmt: skip
            seconds = _number(fields.get(name))
            if seconds is not None:
                yield seconds * _SECOND_MS
        for name in ("resets_at", "reset_at", "resetsAt", "reset_time"):
            yield _moment(fields.get(name), now_ms)
        inner = fields.get("headers")
        if isinstance(inner, dict):  # OpenRouter's free models: the headers inside the metadata
            lower = {str(k).lower(): str(v) for k, v in inner.items()}
            yield _retry_after(lower.get("retry-after"), now_ms)
            yield from _in_headers(lower, now_ms)


def _google(said: ErrorObject) -> float | None:
    """Return `retryDelay` of google.rpc.RetryInfo: `38s`, `38.5s` or `{seconds: 38}`."""
    for detail in said.details:
        delay = detail.get("retryDelay")
        if isinstance(delay, str):
            return duration_ms(delay)
        if isinstance(delay, dict):
            seconds = _number(delay.get("seconds"))
            return seconds * _SECOND_MS if seconds is not None else None
    return None


def _google_day(said: ErrorObject, now_ms: int) -> float | None:
    """Return the time to midnight Pacific, when Google's daily quotas begin anew."""
    for detail in said.details:
        violations = detail.get("violations")
        for violation in violations if isinstance(violations, list) else ():
            if isinstance(violation, dict) and "PerDay" in str(violation.get("quotaId", "")):
                return _to_pacific_midnight(now_ms)
    return None


def _to_pacific_midnight(now_ms: int) -> float | None:
    from datetime import UTC, datetime, timedelta, timezone, tzinfo
    from zoneinfo import ZoneInfo

    zone: tzinfo
    try:
        zone = ZoneInfo("America/Los_Angeles")
    except (OSError, LookupError):  # no tz database on this host: the winter's offset will do
        zone = timezone(timedelta(hours=-8))
    try:
        here = datetime.fromtimestamp(now_ms / _SECOND_MS, UTC).astimezone(zone)
        midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight.timestamp() * _SECOND_MS - now_ms
    except (OverflowError, ValueError, OSError):
        return None


def _in_headers(headers: Mapping[str, str], now_ms: int) -> Iterable[float | None]:
    """Yield the reset of what is used up; a window with something left is not what refused."""
    for window in ("primary", "secondary"):
        used = _number(headers.get(f"x-codex-{window}-used-percent"))
        if used is not None and used >= 100:  # noqa: PLR2004 # per cent
            seconds = _number(headers.get(f"x-codex-{window}-reset-after-seconds"))
            yield seconds * _SECOND_MS if seconds is not None else None
            yield _moment(headers.get(f"x-codex-{window}-reset-at"), now_ms)
    for window in _UNIFIED:
        name = f"anthropic-ratelimit-unified-{window}"
        if window == "" or headers.get(name + "status") == "rejected" or _is_full(headers, name):
            yield _moment(headers.get(name + "reset"), now_ms)
    yield _latest(
        _moment(headers.get(f"anthropic-ratelimit-{what}-reset"), now_ms)
        for what in _ANTHROPIC
        if _is_spent(headers.get(f"anthropic-ratelimit-{what}-remaining"))
    )
    yield _latest(
        _reset(headers.get("x-ratelimit-reset" + what), now_ms)
        for what in _OPENAI
        if _is_spent(headers.get("x-ratelimit-remaining" + what))
    )
    yield _reset(headers.get("ratelimit-reset"), now_ms)


def _latest(waits: Iterable[float | None]) -> float | None:
    """Return the longest of several windows that are all used up: each of them refuses."""
    return max((wait for wait in waits if wait is not None), default=None)


def _is_spent(remaining: str | None) -> bool:
    """Return whether nothing is left; what does not say how much is left is taken to be used up."""
    left = _number(remaining)
    return left is None or left <= 0


def _is_full(headers: Mapping[str, str], name: str) -> bool:
    used = _number(headers.get(name + "utilization"))
    return used is not None and used >= 1


def _reset(text: str | None, now_ms: int) -> float | None:
    """Read a reset of the OpenAI family: a duration, a span in seconds, or a moment."""
    if not text:
        return None
    number = _number(text)
    if number is not None and number < _EPOCH_S_FROM:
        return number * _SECOND_MS
    span = duration_ms(text)
    return span if span is not None else _moment(text, now_ms)


def _in_sentence(message: str, now_ms: int) -> float | None:
    if not message or not any(digit in message for digit in "0123456789"):
        return None
    moment = _SAID_MOMENT.search(message)
    if moment is not None:
        day, hour, zone = moment.groups()
        zone = "+00:00" if zone is None or zone.upper() in ("Z", "UTC", "GMT") else zone
        return _moment(f"{day}T{hour or '00:00'}{zone}", now_ms)
    beijing = _SAID_IN_BEIJING.search(message)
    if beijing is not None:
        return _moment(f"{beijing[1]}T{beijing[2]}+08:00", now_ms)
    span = _SAID_SPAN.search(message)
    if span is None:
        return None
    total = 0.0
    for part in _ONE.finditer(span[1]):
        total += float(part[1]) * _UNITS_MS.get(part[2].lower(), 0)
    return total
