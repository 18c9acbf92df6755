"""A request head is read strictly: what two readers could understand differently is refused."""

import pytest

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.head import parse_head
from openclaw_auth.gateway.connection.head_memory import HeadMemory
from openclaw_auth.gateway.connection.head_reader import HeadReader


def head(*lines, start="POST /v1/messages?beta=true HTTP/1.1", host=True):
    whole = [start, *(["Host: localhost"] if host else []), *lines]
    return "\r\n".join(whole).encode("latin-1")


def test_an_ordinary_head_is_taken_apart():
    parsed = parse_head(
        head("Content-Length: 12", "X-Api-Key:  secret \t", "Content-Type: application/json")
    )
    assert (parsed.method, parsed.path, parsed.query) == (b"POST", b"/v1/messages", b"beta=true")
    assert (parsed.content_length, parsed.chunked, parsed.keep_alive) == (12, False, True)
    assert parsed.api_key == b"secret"
    assert parsed.get(b"content-type") == b"application/json"


AMBIGUOUS = {
    "both framings": head("Content-Length: 3", "Transfer-Encoding: chunked"),
    "two lengths": head("Content-Length: 3", "Content-Length: 3"),
    "a list of lengths": head("Content-Length: 3, 3"),
    "a signed length": head("Content-Length: +3"),
    "a length in hex": head("Content-Length: 0x3"),
    "an empty length": head("Content-Length:"),
    "another coding": head("Transfer-Encoding: gzip, chunked"),
    "a coding twice": head("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
    "a coding with a tail": head("Transfer-Encoding: chunked;q=1"),
    "a vertical tab before the coding": head("Transfer-Encoding: \x0bchunked"),
    "identity": head("Transfer-Encoding: identity"),
    "chunks from HTTP/1.0": head("Transfer-Encoding: chunked", start="POST / HTTP/1.0"),
    "a folded line": head("X-A: 1", " folded"),
    "a folded line by tab": head("X-A: 1", "\tfolded"),
    "a space before the colon": head("Content-Length : 3"),
    "no colon": head("Content-Length"),
    "no name": head(": 3"),
    "a bare LF": head("X-A: 1\nContent-Length: 3"),
    "a bare CR": head("X-A: 1\rContent-Length: 3"),
    "a NUL": head("X-A: 1\x00"),
    "a control character": head("X-A: \x07"),
    "two hosts": head("Host: other"),
    "no host": head(host=False),
    "two origins": head("Origin: http://a", "Origin: http://b"),
    "two tokens": head("Authorization: Bearer a", "Authorization: Bearer b"),
    "two keys": head("x-api-key: a", "X-Api-Key: b"),
    "absolute form": head(start="GET http://evil/ HTTP/1.1"),
    "authority form": head(start="CONNECT evil:443 HTTP/1.1"),
    "asterisk form": head(start="OPTIONS * HTTP/1.1"),
    "two spaces": head(start="GET  / HTTP/1.1"),
    "a fragment": head(start="GET /#x HTTP/1.1"),
    "a tab in the target": head(start="GET /\tx HTTP/1.1"),
    "HTTP/2": head(start="GET / HTTP/2.0"),
    "HTTP/0.9": head(start="GET /"),
    "a lower-case method": head(start="get / HTTP/1.1"),
    "a trailing space": head(start="GET / HTTP/1.1 "),
    "nothing": b"",
}


@pytest.mark.parametrize("raw", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_what_is_ambiguous_is_refused_and_closes(raw):
    with pytest.raises(Refusal) as caught:
        parse_head(raw)
    assert (caught.value.status, caught.value.close) == (400, True)


def test_too_many_lines_are_refused():
    with pytest.raises(Refusal) as caught:
        parse_head(head(*(f"x-{n}: 1" for n in range(100))))
    assert caught.value.status == 431


def test_an_unknown_expectation_is_refused():
    with pytest.raises(Refusal) as caught:
        parse_head(head("Expect: a miracle"))
    assert caught.value.status == 417


@pytest.mark.parametrize(
    ("start", "lines", "kept"),
    [
        ("GET / HTTP/1.1", (), True),
        ("GET / HTTP/1.1", ("Connection: close",), False),
        ("GET / HTTP/1.1", ("Connection: keep-alive, Close",), False),
        ("GET / HTTP/1.0", (), False),
        ("GET / HTTP/1.0", ("Connection: Keep-Alive",), True),
    ],
)
def test_the_client_decides_whether_the_connection_stays(start, lines, kept):
    assert parse_head(head(*lines, start=start)).keep_alive is kept


def test_a_head_is_found_however_it_is_cut():
    raw = head("X-A: 1") + b"\r\n\r\nBODY"
    for cut in range(1, len(raw) - 4):
        reader = HeadReader(1000)
        first = reader.feed(raw[:cut])
        found = first or reader.feed(raw[cut:])
        assert found is not None
        assert found[0] == head("X-A: 1")
        assert b"BODY".startswith(found[1])


@pytest.mark.parametrize("step", range(1, 9))
def test_a_head_may_drip(step):
    raw = head("X-A: 1", "X-Longer-Name: some value") + b"\r\n\r\n"
    reader = HeadReader(1000)
    for at in range(0, len(raw) - step, step):
        assert reader.feed(raw[at : at + step]) is None
    assert reader.feed(raw[len(raw) - 1 - (len(raw) - 1) % step :]) == (raw[:-4], b"")


@pytest.mark.parametrize("step", range(1, 9))
def test_a_bare_lf_is_seen_wherever_the_pieces_end(step):
    raw = b"GET / HTTP/1.1\r\nX-A: 1\nX-B: 2\r\n"
    reader = HeadReader(1000)
    pieces = (raw[at : at + step] for at in range(0, len(raw), step))
    with pytest.raises(Refusal):
        list(map(reader.feed, pieces))


def test_an_empty_line_before_a_request_is_passed_over():
    assert HeadReader(1000).feed(b"\r\nGET / HTTP/1.1\r\n\r\n") == (b"GET / HTTP/1.1", b"")


def test_a_head_that_cannot_become_one_is_refused_at_once():
    with pytest.raises(Refusal):
        HeadReader(1000).feed(b"GET / HTTP/1.1\nHost: x\n\n")
    with pytest.raises(Refusal):
        HeadReader(1000).feed(b"GET / HTTP/1.1\r\nHost: \0")


def test_a_head_beyond_the_limit_is_refused_while_it_still_comes():
    reader = HeadReader(1000)
    assert reader.feed(b"GET / HTTP/1.1\r\nX: " + b"a" * 900) is None
    with pytest.raises(Refusal) as caught:
        reader.feed(b"a" * 200)
    assert caught.value.status == 431


def test_a_known_head_is_recognised_whatever_its_length_header_says():
    memory = HeadMemory()
    first, length = memory.read(head("Content-Length: 12", "x-api-key: t"))
    assert length == 12
    memory.keep(first)
    again, length = memory.read(head("Content-Length: 99", "x-api-key: t"))
    assert again is first
    assert length == 99


@pytest.mark.parametrize("length", ["1 2", "-1", "", "9" * 19, "\xb2"])
def test_a_known_head_with_a_strange_length_is_judged_anew(length):
    memory = HeadMemory()
    first, _ = memory.read(head("Content-Length: 12"))
    memory.keep(first)
    with pytest.raises(Refusal):
        memory.read(head(f"Content-Length: {length}"))


def test_a_second_length_is_never_hidden_by_a_known_head():
    memory = HeadMemory()
    first, _ = memory.read(head("Content-Length: 12"))
    memory.keep(first)
    for lines in (
        ("Content-Length: 12", "Content-Length: 13"),
        ("Content-Length: 12", "content-length: 13"),
        ("CONTENT-LENGTH: 12", "content-length: 13"),
        ("Content-Length: 12", "Transfer-Encoding: chunked"),
    ):
        with pytest.raises(Refusal):
            memory.read(head(*lines))


def test_another_token_is_another_head():
    memory = HeadMemory()
    first, _ = memory.read(head("Content-Length: 1", "x-api-key: right"))
    memory.keep(first)
    other, _ = memory.read(head("Content-Length: 1", "x-api-key: wrong"))
    assert other is not first
    assert not other.accepted


def test_the_memory_is_bounded():
    memory = HeadMemory()
    for n in range(1000):
        one, _ = memory.read(head("Content-Length: 1", f"x-n: {n}"))
        memory.keep(one)
    large, _ = memory.read(head("Content-Length: 1", "x-n: " + "a" * 3000))
    memory.keep(large)
    assert len(memory) <= 128
