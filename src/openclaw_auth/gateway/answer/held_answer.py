"""One attempt's answer before the commit point: held until it is known to be one. Pure."""

from __future__ import annotations

from openclaw_auth.gateway.answer.commit_point import CONTENT, ERROR, HELD_BYTES, Prelude
from openclaw_auth.gateway.connection.decoded import content_encoding, decoded
from openclaw_auth.selection.classify import Answer
from openclaw_auth.selection.event_stream import is_whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.answer.commit_point import StreamWatch
    from openclaw_auth.gateway.connection.head import Field

# Hold on; let it go to the client; ask what it means.
HOLD, COMMIT, JUDGE = range(3)

_SUCCESS = range(200, 300)
_EVENT_STREAM = b"text/event-stream"
# An answer this long that holds no word of an error is one; a shorter one is looked at whole.
_PLAINLY_AN_ANSWER = 512
_ERROR = b'"error"'
# MiniMax says at the end of an answer whether it is one.
_BASE_RESP = b'"base_resp"'
_TAIL = 192
# A success is looked at whole: half of it would look broken. A bomb ends here.
_UNFOLDED_BYTES = 16 * 1024 * 1024


def plainly_an_answer(body: bytes | bytearray) -> bool:
    """Whether the beginning of a plain body tells enough: no error, and not empty.

    Cheap, because nearly every answer passes here; what does not is classified.
    """
    if len(body) < _PLAINLY_AN_ANSWER or body[:1] != b"{":
        return False
    at = body.find(_ERROR)
    while at >= 0:
        at += len(_ERROR)
        if not body[at : at + 8].lstrip(b": ").startswith(b"null"):  # Responses say `error: null`
            return False
        at = body.find(_ERROR, at)
    return _BASE_RESP not in body[-_TAIL:]


class HeldAnswer:
    """What has come of one answer.

    Attributes:
        status, headers: the upstream's.
        success: whether the status is one; a body may still say otherwise.
        streams: whether it is an event stream, compressed or not.
    """

    __slots__ = ("_held", "_prelude", "headers", "status", "streams", "success")

    def __init__(self, status: int, headers: list[Field]) -> None:
        self.status = status
        self.headers = headers
        self.success = status in _SUCCESS
        self._held = bytearray()
        self.streams = self.success and _is_event_stream(headers)
        plain = self.streams and content_encoding(headers) == b"identity"
        self._prelude = Prelude() if plain else None

    @property
    def owns_up(self) -> bool:
        """Whether a client that gets it as it is will see that it is a failure."""
        prelude = self._prelude
        return not self.success if prelude is None else bool(prelude.error)

    @property
    def cut_short(self) -> bool:
        """Whether it is a stream that began, and ended without saying so."""
        prelude = self._prelude
        if prelude is None or prelude.error or not prelude.held.strip():
            return False
        return not is_whole(self.held)

    @property
    def held(self) -> bytes:
        """The bytes so far, as they came."""
        return bytes(self._held if self._prelude is None else self._prelude.held)

    def watch(self) -> StreamWatch | None:
        """Return what looks at the rest of a stream; None for any other answer."""
        return None if self._prelude is None else self._prelude.watch()

    def take(self, data: bytes) -> int:
        """Take a piece of the body; return `HOLD`, `COMMIT` or `JUDGE`."""
        prelude = self._prelude
        if prelude is not None:
            verdict = prelude.feed(data)
            return COMMIT if verdict == CONTENT else JUDGE if verdict == ERROR else HOLD
        held = self._held
        held += data
        if not self.success:
            return JUDGE if len(held) > HELD_BYTES else HOLD
        return COMMIT if len(held) > HELD_BYTES or plainly_an_answer(held) else HOLD

    def answer(self) -> Answer:
        """Return it as `classify` reads it; of a stream, the error event if there is one."""
        prelude = self._prelude
        body = self.held
        if prelude is not None and prelude.error:
            body = prelude.error
        return answer_of(self.status, self.headers, body, in_stream=self.streams)


def answer_of(status: int, headers: list[Field], body: bytes, *, in_stream: bool) -> Answer:
    """Return an answer as `classify` reads it: decoded, headers as text."""
    texts = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
    limit = _UNFOLDED_BYTES if status in _SUCCESS else HELD_BYTES
    return Answer(status, texts, decoded(headers, body, limit), in_stream=in_stream)


def _is_event_stream(headers: list[Field]) -> bool:
    for name, value in headers:
        if name == b"content-type":
            return value[: len(_EVENT_STREAM)].lower() == _EVENT_STREAM
    return False
