"""Server-sent events taken apart (WHATWG HTML §9.2), as far as an error needs. Pure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# How each dialect says that it has finished.
_ENDINGS = (
    b"[DONE]", b'"message_stop"', b'"response.completed"', b'"response.incomplete"',
    b'"response.failed"',
)  # fmt: skip


def payloads(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (event name, data) of each event, the unfinished last one included."""
    event, data = "", []
    for line in body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line.startswith(b"data:"):
            data.append(line[5:].strip())
        elif line.startswith(b"event:"):
            event = line[6:].strip().decode("utf-8", "replace")
        elif not line and (event or data):
            yield event, b"\n".join(data)
            event, data = "", []
    if event or data:
        yield event, b"\n".join(data)


def is_whole(body: bytes) -> bool:
    """Return whether a stream says itself that it has finished; half a stream does not."""
    last = b""
    for _, data in payloads(body):
        if any(sign in data for sign in _ENDINGS):
            return True
        last = data
    return b'"finish_reason"' in last and b'"finish_reason":null' not in last.replace(b" ", b"")
