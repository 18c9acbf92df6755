"""What every upstream client promises about answers that are no HTTP, cut short, or never come."""

import asyncio

import pytest

from openclaw_auth.errors import (
    UpstreamClosed,
    UpstreamProtocolError,
    UpstreamTimeout,
)
from raw_upstream import answers, reset
from upstream_ways import CHUNKED, HEAD, ask

BROKEN = {
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "no status line": b"hello\r\n\r\n",
    "RTSP": b"RTSP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/2": b"HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.9": b"HTTP/1.9 200 OK\r\nContent-Length: 0\r\n\r\n",
    "status 099": b"HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n",
    "a length and chunks": HEAD
    + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and a length": HEAD
    + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a list of lengths": HEAD + b"Content-Length: 3, 4\r\n\r\nabcd",
    "a negative length": HEAD + b"Content-Length: -3\r\n\r\n",
    "a signed length": HEAD + b"Content-Length: +3\r\n\r\nabc",
    "an absurd length": HEAD + b"Content-Length: 99999999999999999999999\r\n\r\nabc",
    "a folded header": HEAD + b"X: a\r\n b\r\nContent-Length: 0\r\n\r\n",
    "a bare line feed": HEAD + b"X: a\nContent-Length: 0\r\n\r\n",
    "only line feeds": b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
    "a space before the colon": HEAD + b"Content-Length : 0\r\n\r\n",
    "a NUL in a header": HEAD + b"X: a\0b\r\nContent-Length: 0\r\n\r\n",
    "a nameless header": HEAD + b": x\r\nContent-Length: 0\r\n\r\n",
    "gzip as transfer coding": HEAD + b"Transfer-Encoding: gzip\r\n\r\nabc",
    "gzip under chunks": HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "gzip over chunks": HEAD + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "almost chunked": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a chunk without a size": CHUNKED + b"\r\nabc\r\n0\r\n\r\n",
    "a chunk size in letters": CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n",
    "a chunk size beyond 64 bits": CHUNKED + b"1" + b"0" * 20 + b"\r\nabc",
    "a chunk longer than said": CHUNKED + b"2\r\nabc\r\n0\r\n\r\n",
    "chunks by line feeds": CHUNKED + b"3\nabc\n0\n\n",
    "an endless chunk extension": CHUNKED + b"3;" + b"x" * 600_000,
    "an endless trailer": CHUNKED + b"1\r\na\r\n0\r\nX: " + b"x" * 600_000,
    "endless trailers": CHUNKED + b"1\r\na\r\n0\r\n" + b"X: y\r\n" * 100_000,
    "a length as a trailer": CHUNKED + b"1\r\na\r\n0\r\nContent-Length: 9\r\n\r\n",
    "a switch of protocols": b"HTTP/1.1 101 Sw\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n\0\0",
    "a head beyond 64 KB": HEAD + b"X: " + b"x" * 66_000 + b"\r\nContent-Length: 0\r\n\r\n",
    "101 fields": HEAD + b"X: y\r\n" * 100 + b"Content-Length: 0\r\n\r\n",
    "endless 1xx": b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000 + HEAD + b"Content-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_answer_that_is_not_proper_http_is_refused(client, way, authority, case):
    with pytest.raises(UpstreamProtocolError) as caught:
        ask(client, way, authority, answers(BROKEN[case], then="hang"))
    assert str(caught.value)


CUT = {
    "before any byte": (b"", "upstream_closed"),
    "in the status line": (b"HTTP/1.1 20", "upstream_closed"),
    "in the head": (HEAD + b"Content-Le", "upstream_closed"),
    "after a 1xx": (b"HTTP/1.1 100 Continue\r\n\r\n", "upstream_closed"),
    "in a body with a length": (HEAD + b"Content-Length: 9\r\n\r\nabc", "upstream_closed_mid_body"),
    "in a chunk": (CHUNKED + b"9\r\nabc", "upstream_closed_mid_body"),
    "between chunks": (CHUNKED + b"3\r\nabc\r\n", "upstream_closed_mid_body"),
    "before the last line": (CHUNKED + b"3\r\nabc\r\n0\r\n", "upstream_closed_mid_body"),
}


@pytest.mark.parametrize("then", ["close", "reset"])
@pytest.mark.parametrize("case", CUT)
def test_an_answer_cut_short_is_an_error(client, way, authority, case, then):
    sent, code = CUT[case]

    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(sent)
        await writer.drain()
        await asyncio.sleep(0.002)  # a reset overtakes bytes that are still on their way
        if then == "reset":
            reset(writer)
        else:
            writer.close()
            await asyncio.sleep(0.002)

    with pytest.raises(UpstreamClosed) as caught:
        ask(client, way, authority, behave)
    assert caught.value.reason.code == code


def test_a_body_without_a_length_that_a_reset_ends_is_an_error(client, authority):
    async def behave(upstream, reader, writer):
        await upstream.read_request(reader)
        writer.write(HEAD + b"\r\nabc")
        await asyncio.sleep(0.002)
        reset(writer)

    with pytest.raises(UpstreamClosed):
        ask(client, "http", authority, behave)


HANGS = {
    "before the head": (b"", "first_byte"),
    "in the head": (HEAD, "first_byte"),
    "after a 1xx": (b"HTTP/1.1 100 Continue\r\n\r\n", "first_byte"),
    "in the body": (HEAD + b"Content-Length: 9\r\n\r\nabc", "idle"),
    "between chunks": (CHUNKED + b"3\r\nabc\r\n", "idle"),
}


@pytest.mark.parametrize("case", HANGS)
def test_an_upstream_that_hangs_is_given_up(client, way, authority, case):
    sent, kind = HANGS[case]
    seen = None
    for timeout_s in (0.05, 0.5, 4):  # a busy machine may need longer to get that far
        if seen != kind:
            with pytest.raises(UpstreamTimeout) as caught:
                ask(client, way, authority, answers(sent, then="hang"), timeout_s=timeout_s)
            seen = caught.value.reason.params["kind"]
    assert seen == kind
