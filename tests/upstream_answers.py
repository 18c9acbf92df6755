"""Whole answers and pieces of streams, as an upstream sends them to the gateway."""

SSE_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
)
EVENT = b'data: {"x":1}\n\n'
SAID = b'{"choices":[{"message":{"role":"assistant","content":"ok"}}]}'


def answer_with(body):
    """A whole answer of the upstream."""
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


OK = answer_with(SAID)
LONG = b'{"choices":[{"message":{"content":"' + b"x" * 600


def chunk(data):
    return b"%x\r\n%b\r\n" % (len(data), data)
