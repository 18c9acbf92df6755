"""One event as one line of the log, compact text or JSON. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from openclaw_auth.codes import Reason, remedy
from openclaw_auth.gateway.answer.served import served
from openclaw_auth.gateway.log.access_event import AccessEvent
from openclaw_auth.gateway.log.plain import plain
from openclaw_auth.gateway.log.redact import redact
from openclaw_auth.wording import reason_text, stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.events import Event
    from openclaw_auth.gateway.connection.head import Head

_encode = msgspec.json.Encoder(enc_hook=str).encode
# Moments that the words say already.
_IN_WORDS = frozenset({"untilMs", "until_ms", "left_ms", "sinceMs", "lastMs"})
_clock: list[object] = [-1, ""]


def json_line(event: Event) -> str:
    """Return the event as one line of JSON."""
    return redact(_encode(event.to_json()).decode()) + "\n"


def text_line(event: Event) -> str:
    """Return the event as one line for people."""
    if type(event) is AccessEvent:
        return _access(event)
    return f"{_time(event.at_ms)} {redact(_other(event))}\n"


def _time(at_ms: int) -> str:
    second = at_ms // 1000
    return f"{_clock[1] if _clock[0] == second else _time_of(second)}.{at_ms % 1000:03d}Z"


def _time_of(second: int) -> str:
    text = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    _clock[:] = [second, text]
    return text


def _access(event: AccessEvent) -> str:
    """`POST /v1/messages 200 anthropic/claude-x anthropic:work 812ms 1014>564 req_1`.

    Everything in it that others choose goes through `plain`, which redacts.
    """
    at_ms, lease, first_ms, reason = event.at_ms, event.lease, event.first_byte_ms, event.reason
    second = at_ms // 1000
    clock = _clock[1] if _clock[0] == second else _time_of(second)
    who = (
        served(lease).log_name
        if lease is not None
        else f" {plain(event.model)}"
        if event.model
        else ""
    )
    rotation = event.rotation
    tried = f" after={len(rotation.tried)}" if rotation is not None and rotation.tried else ""
    return (
        f"{clock}.{at_ms % 1000:03d}Z {_asked(event.head)} {event.status or '-'}{who} "
        f"{event.ms}ms{'' if first_ms is None else f' first={first_ms}ms'}{tried} "
        f"{event.bytes_in}>{event.bytes_out} {'' if reason is None else f'{reason.code} '}"
        f"{event.request_id}\n"
    )


def _asked(head: Head | None) -> str:
    """Return method and path, made once for a head that is remembered."""
    if head is None:
        return "- -"
    if not head.log_name:
        head.log_name = f"{head.method_text} {plain(head.path_text)}"
    return head.log_name


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
