"""However an upstream's bytes are cut, they mean the same; and no bytes do anything unforeseen."""

import contextlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.errors import UpstreamProtocolError
from openclaw_auth.transport.answer_parser import DONE, AnswerParser

names = st.sampled_from([b"x-a", b"X-Request-Id", b"set-cookie", b"retry-after", b"Content-Type"])
values = st.binary(max_size=20).map(
    lambda raw: bytes(byte for byte in raw if byte >= 32 and byte != 127).strip()
)
fields = st.lists(st.tuples(names, values), max_size=5)
pieces = st.lists(st.binary(min_size=1, max_size=300), max_size=5)


@st.composite
def proper_answers(draw):
    """Bytes of one whole answer and what it says: status, headers, body, trailers."""
    status = draw(st.sampled_from([200, 201, 302, 400, 429, 500, 999]))
    interim = b"HTTP/1.1 100 Continue\r\n\r\n" * draw(st.integers(0, 2))
    given_fields, body = draw(fields), draw(pieces)
    head = interim + b"HTTP/1.1 %d X\r\n" % status
    head += b"".join(b"%b: %b\r\n" % field for field in given_fields)
    lower = [(name.lower(), value) for name, value in given_fields]
    if draw(st.booleans()):
        trailers = draw(fields)
        extension = draw(st.sampled_from([b"", b";a", b";a=b", b';a="b;c"']))
        sent = b"".join(b"%x%b\r\n%b\r\n" % (len(piece), extension, piece) for piece in body)
        sent += b"0\r\n" + b"".join(b"%b: %b\r\n" % field for field in trailers) + b"\r\n"
        framing = (b"transfer-encoding", b"chunked")
        after = [(name.lower(), value) for name, value in trailers]
    else:
        sent = b"".join(body)
        framing, after = (b"content-length", b"%d" % len(sent)), []
    raw = head + b"%b: %b\r\n\r\n" % framing + sent
    return raw, (status, [*lower, framing], b"".join(body), after)


class Record:
    """A sink that notes what it hears."""

    def __init__(self):
        self.status, self.headers, self.body = None, None, b""

    def on_head(self, status, headers):
        assert self.status is None
        self.status, self.headers = status, list(headers)

    def on_body(self, data):
        assert self.status is not None
        assert data
        self.body += data

    def on_whole(self, status, headers, body):
        self.on_head(status, headers)
        self.body += body

    def on_end(self, _trailers):
        assert self.status is not None


def parse(parts):
    sink, parser = Record(), AnswerParser("http://h")
    parser.expect(sink, False)
    for part in parts:
        if parser.state != DONE:
            parser.feed(part)
            if parser.state == DONE:
                parser.deliver(sink)
    return parser, sink


def cut(raw, places):
    edges = [0, *sorted({place % len(raw) for place in places} - {0}), len(raw)]
    return [raw[start:end] for start, end in itertools.pairwise(edges)]


@settings(max_examples=150)
@given(proper_answers(), st.lists(st.integers(0, 5000), max_size=8))
def test_an_answer_means_the_same_however_it_is_cut(answer, places):
    raw, expected = answer
    parser, sink = parse(cut(raw, places))
    assert parser.state == DONE
    assert parser.keep
    assert (sink.status, sink.headers, sink.body, parser.trailers) == expected


@settings(max_examples=100)
@given(proper_answers(), st.integers(0, 5000))
def test_an_answer_that_is_not_whole_is_never_taken_for_whole(answer, length):
    raw, _ = answer
    parser, _ = parse([raw[: length % len(raw)]]) if length % len(raw) else (None, None)
    assert parser is None or parser.state != DONE


@settings(max_examples=100)
@given(proper_answers(), st.binary(min_size=1, max_size=50))
def test_bytes_behind_an_answer_never_change_it_and_end_the_connection(answer, extra):
    raw, expected = answer
    parser, sink = parse([raw + b"H" + extra])
    assert parser.state == DONE
    assert not parser.keep
    assert (sink.status, sink.headers, sink.body, parser.trailers) == expected


@settings(max_examples=200)
@given(proper_answers(), st.integers(0, 5000), st.binary(max_size=4), st.integers(0, 3))
def test_damaged_answers_are_read_or_refused_and_nothing_else(answer, place, junk, lost):
    raw, _ = answer
    place %= len(raw)
    damaged = raw[:place] + junk + raw[place + lost :]
    with contextlib.suppress(UpstreamProtocolError):
        parse([part for part in (damaged[:place], damaged[place:]) if part])


def test_a_parser_serves_one_answer_after_another():
    parser = AnswerParser("http://h")
    for body in (b"one", b"", b"three"):
        sink = Record()
        parser.expect(sink, False)
        parser.feed(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        parser.deliver(sink)
        assert (parser.state, parser.keep, sink.body) == (DONE, True, body)


def test_a_head_of_exactly_the_limit_passes_and_a_byte_more_does_not():
    def head(size):
        frame = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nX: %b\r\n\r\n"
        return frame % (b"x" * (size - len(frame) + 2))

    parser, _ = parse([head(65536) + b"a"])
    assert parser.state == DONE
    with pytest.raises(UpstreamProtocolError) as caught:
        parse([head(65537) + b"a"])
    assert caught.value.reason.code == "upstream_head_too_large"
