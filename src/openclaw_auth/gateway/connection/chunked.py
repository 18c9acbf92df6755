"""Takes the chunk framing off a request body (RFC 9112 section 7.1). Pure, incremental, strict."""

from __future__ import annotations

import re

from openclaw_auth.gateway.answer.refusal import Refusal

# The extension is bounded by the line; its characters may be those of a header value.
_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?")
_TRAILER = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*")
_MAX_LINE = 4096
_MAX_TRAILERS = 8192
_CRLF = b"\r\n"

_SIZE, _DATA, _DATA_END, _TRAILERS, _DONE = range(5)


def _bad() -> Refusal:
    return Refusal(400, "request_malformed", close=True, detail="the chunk framing is broken")


class ChunkedDecoder:
    """Feed it bytes as they come; it returns payload, and knows when the body is whole."""

    __slots__ = ("_buffer", "_left", "_state", "_trailer_bytes")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._state = _SIZE
        self._left = 0
        self._trailer_bytes = 0

    @property
    def done(self) -> bool:
        """Whether the last chunk and the trailers have come."""
        return self._state == _DONE

    def rest(self) -> bytes:
        """Return what came after the body: the next request's bytes."""
        return bytes(self._buffer)

    def feed(self, data: bytes) -> bytes:
        """Return the payload in `data`.

        Raises:
            Refusal: 400, the framing is broken.
        """
        self._buffer += data
        payload: list[bytes] = []
        while self._state != _DONE and self._step(payload):
            pass
        return b"".join(payload)

    def _step(self, payload: list[bytes]) -> bool:
        """Take one element off the buffer; False when more bytes are needed."""
        if self._state == _DATA:
            return self._take_data(payload)
        if self._state == _DATA_END:
            return self._take_data_end()
        line = self._take_line()
        if line is None:
            return False
        if self._state == _SIZE:
            self._start_chunk(line)
        else:
            self._take_trailer(line)
        return True

    def _take_line(self) -> bytes | None:
        end = self._buffer.find(b"\n")
        if end < 0:
            if len(self._buffer) > _MAX_LINE:
                raise _bad()
            return None
        line = bytes(self._buffer[: end + 1])
        if len(line) > _MAX_LINE or not line.endswith(_CRLF):
            raise _bad()
        del self._buffer[: end + 1]
        return line[:-2]

    def _start_chunk(self, line: bytes) -> None:
        match = _SIZE_LINE.fullmatch(line)
        if match is None:
            raise _bad()
        self._left = int(match[1], 16)
        self._state = _DATA if self._left else _TRAILERS

    def _take_data(self, payload: list[bytes]) -> bool:
        taken = bytes(self._buffer[: self._left])
        if not taken:
            return False
        del self._buffer[: len(taken)]
        payload.append(taken)
        self._left -= len(taken)
        if not self._left:
            self._state = _DATA_END
        return True

    def _take_data_end(self) -> bool:
        if len(self._buffer) < len(_CRLF):
            return False
        if not self._buffer.startswith(_CRLF):
            raise _bad()
        del self._buffer[:2]
        self._state = _SIZE
        return True

    def _take_trailer(self, line: bytes) -> None:
        """Trailers are checked for form and dropped: nobody upstream is told of them."""
        if not line:
            self._state = _DONE
            return
        self._trailer_bytes += len(line)
        if self._trailer_bytes > _MAX_TRAILERS or not _TRAILER.fullmatch(line):
            raise _bad()
