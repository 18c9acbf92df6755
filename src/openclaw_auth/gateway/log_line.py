"""One event as one line of the log, compact text or JSON. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from openclaw_auth.codes import Reason, remedy
from openclaw_auth.gateway.redact import redact
from openclaw_auth.wording import reason_text, stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.events import Event

_encode = msgspec.json.Encoder(enc_hook=str).encode
# Moments that the words say already.
_IN_WORDS = frozenset({"untilMs", "until_ms", "left_ms", "sinceMs", "lastMs"})
_clock: list[object] = [-1, ""]


def json_line(event: Event) -> str:
    """Return the event as one line of JSON."""
    return redact(_encode(event.to_json()).decode()) + "\n"


def text_line(event: Event) -> str:
    """Return the event as one line for people."""
    fields = event.fields
    # Every field of an access line that others choose goes through `plain`, which redacts.
    shown = _access(fields) if event.kind == "access" else redact(_other(event))
    return f"{_time(event.at_ms)} {shown}\n"


def _time(at_ms: int) -> str:
    second = at_ms // 1000
    if _clock[0] != second:
        _clock[:] = [second, datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")]
    return f"{_clock[1]}.{at_ms % 1000:03d}Z"


def _access(fields: Mapping[str, Any]) -> str:
    """`POST /v1/messages 200 anthropic/claude-x anthropic:work 812ms 1014>564 req_1`."""
    get = fields.get
    path, model, code = get("path"), get("model"), get("code")
    if get("provider"):
        profile = plain(get("profileId") or get("source"))
        who = f" {plain(get('provider'))}/{plain(get('upstreamModel'))} {profile}"
    else:
        who = f" {plain(model)}" if model else ""
    first = get("firstByteMs")
    return (
        f"{get('method') or '-'} {plain(path) if path else '-'} {get('status') or '-'}{who} "
        f"{get('ms')}ms{'' if first is None else f' first={first}ms'} "
        f"{get('bytesIn')}>{get('bytesOut')} {f'{code} ' if code else ''}{get('requestId')}"
    )


def _other(event: Event) -> str:
    fields = event.fields
    code = fields.get("code")
    words = ""
    if isinstance(code, str):
        try:
            reason = Reason(code, fields)
            step = remedy(reason)
            words = reason_text(reason, event.at_ms, "en")
            words = f"{stopped(words)} To fix: {step}" if step else words
        except KeyError:
            words = code
    rest = " ".join(
        f"{name}={plain(str(value))}"
        for name, value in fields.items()
        if name not in ("code", "detail")
        and value is not None
        and str(value) not in words
        and name not in _IN_WORDS
    )
    return " ".join(part for part in (event.kind, words, rest) if part)


@lru_cache(maxsize=1024)
def plain(value: object) -> str:
    """Return a value as one printable word without secrets: what others chose forges no lines."""
    text = redact(str(value))
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return ascii(text)
