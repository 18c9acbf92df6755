"""One event as one line of the log, compact text or JSON. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from openclaw_auth.codes import Reason, remedy, render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.events import Event

_encode = msgspec.json.Encoder(enc_hook=str).encode
_clock: list[object] = [-1, ""]


def json_line(event: Event) -> str:
    """Return the event as one line of JSON."""
    return _encode(event.to_json()).decode() + "\n"


def text_line(event: Event) -> str:
    """Return the event as one line for people."""
    fields = event.fields
    shown = _access(fields) if event.kind == "access" else _other(event.kind, fields)
    return f"{_time(event.at_ms)} {shown}\n"


def _time(at_ms: int) -> str:
    second = at_ms // 1000
    if _clock[0] != second:
        _clock[:] = [second, datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")]
    return f"{_clock[1]}.{at_ms % 1000:03d}Z"


def _access(fields: Mapping[str, object]) -> str:
    """`POST /v1/messages 200 anthropic/claude-x anthropic:work 812ms 1014>564 req_1`."""
    get = fields.get
    parts = [
        str(get("method") or "-"),
        plain(get("path") or "-"),
        str(get("status") or "-"),
    ]
    if get("provider"):
        parts.append(f"{plain(get('provider'))}/{plain(get('upstreamModel'))}")
        parts.append(plain(get("profileId") or get("source") or "-"))
    elif get("model"):
        parts.append(plain(get("model")))
    parts.append(f"{get('ms')}ms")
    if get("firstByteMs") is not None:
        parts.append(f"first={get('firstByteMs')}ms")
    parts.append(f"{get('bytesIn', 0)}>{get('bytesOut', 0)}")
    if get("code"):
        parts.append(str(get("code")))
    parts.append(str(get("requestId")))
    return " ".join(parts)


def _other(kind: str, fields: Mapping[str, object]) -> str:
    code = fields.get("code")
    words = ""
    if isinstance(code, str):
        try:
            reason = Reason(code, fields)
            step = remedy(reason)
            words = render(reason) + (f" To fix: {step}" if step else "")
        except KeyError:
            words = code
    rest = " ".join(
        f"{name}={plain(value)}" for name, value in fields.items() if name not in ("code", "detail")
    )
    return " ".join(part for part in (kind, words, rest) if part)


def plain(value: object) -> str:
    """Return a value as one printable word: what others chose must not forge lines."""
    text = str(value)
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return ascii(text)
