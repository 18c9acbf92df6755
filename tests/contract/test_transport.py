"""What every upstream client promises: the pooled one of the gateway, the blocking one of commands.

Each promise is tried over plain HTTP, over TLS, and over TLS through a CONNECT proxy.
"""

import asyncio
import contextlib
import ssl

import pytest
import trustme
import uvloop

from openclaw_auth.errors import (
    ConnectFailed,
    NameResolutionFailed,
    ProxyFailed,
    RequestInvalid,
    TlsFailed,
    UpstreamClosed,
    UpstreamProtocolError,
    UpstreamTimeout,
)
from openclaw_auth.transport.blocking import MAX_BODY, fetch
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts
from raw_upstream import Collector, RawUpstream, answers, get, reset, tunnel

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


async def pooled(request, timeout_s):
    client = UpstreamClient(timeouts=Timeouts(timeout_s, timeout_s, timeout_s), sweep_s=0.02)
    try:
        collector = Collector()
        client.send(request, collector)
        assert collector.calls == []  # never before send() returns
        return await collector.whole()
    finally:
        await client.aclose()


async def blocking(request, timeout_s):
    return await asyncio.to_thread(fetch, request, timeout_s)


CLIENTS = {
    "pooled on asyncio": (asyncio.run, pooled),
    "pooled on uvloop": (uvloop.run, pooled),
    "blocking": (asyncio.run, blocking),
}


@pytest.fixture(params=CLIENTS)
def client(request):
    return CLIENTS[request.param]


@pytest.fixture(params=["http", "https", "https through a proxy"])
def way(request):
    return request.param


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A certificate authority made for this run, its file, and a server's TLS context."""
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return ca, str(path), server_context(ca, "127.0.0.1", "upstream.test")


def server_context(ca, *names):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(*names).configure_cert(context)
    return context


@contextlib.asynccontextmanager
async def reachable(behave, way, authority):
    """Yield an upstream and a function that makes requests to it, along one of the ways."""
    _, ca_file, context = authority
    async with RawUpstream(behave, context if way != "http" else None) as upstream:
        if "proxy" not in way:
            environ = {"SSL_CERT_FILE": ca_file}
            yield upstream, lambda **f: get(upstream.port, scheme=way, environ=environ, **f)
            return
        async with RawUpstream(tunnel(upstream.port)) as proxy:
            environ = {"SSL_CERT_FILE": ca_file, "HTTPS_PROXY": f"127.0.0.1:{proxy.port}"}
            yield (
                upstream,
                lambda **f: get(
                    443, scheme="https", environ=environ, **{"host": "upstream.test", **f}
                ),
            )


def ask(client, way, authority, behave, timeout_s=5.0, **fields):
    run, call = client

    async def main():
        async with reachable(behave, way, authority) as (upstream, make):
            return await call(make(**fields), timeout_s), upstream

    return run(main())


WHOLE = {
    "a length": (HEAD + b"Content-Length: 3\r\n\r\nabc", 200, b"abc"),
    "no body": (HEAD + b"Content-Length: 0\r\n\r\n", 200, b""),
    "chunks": (CHUNKED + b"1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", 200, b"abc"),
    "chunk extensions": (CHUNKED + b'3;a=b;c="d"\r\nabc\r\n0;z\r\n\r\n', 200, b"abc"),
    "trailers": (CHUNKED + b"3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n", 200, b"abc"),
    "204": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    "304 with a length": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, b""),
    "100 first": (
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Content-Length: 1\r\n\r\na",
        200,
        b"a",
    ),
    "103 first": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + HEAD + b"Content-Length: 1\r\n\r\na",
        200,
        b"a",
    ),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, b"abc"),
    "an error": (b"HTTP/1.1 429 Slow\r\nContent-Length: 2\r\n\r\n{}", 429, b"{}"),
    "a redirect": (
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        302,
        b"",
    ),
    "no reason phrase": (b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na", 200, b"a"),
    "an upgrade offer": (
        HEAD + b"Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 1\r\n\r\na",
        200,
        b"a",
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_whole_answer_arrives_whole(client, way, authority, case):
    sent, status, body = WHOLE[case]
    answer, _ = ask(client, way, authority, answers(sent))
    assert (answer.status, bytes(answer.body)) == (status, body)


@pytest.mark.parametrize("case", WHOLE)
def test_it_does_not_matter_in_which_pieces_an_answer_comes(client, authority, case):
    sent, status, body = WHOLE[case]
    pieces = [sent[at : at + 1] for at in range(len(sent))]
    answer, _ = ask(client, "http", authority, answers(*pieces))
    assert (answer.status, bytes(answer.body)) == (status, body)


def test_a_body_without_a_length_ends_with_the_connection(client, way, authority):
    answer, _ = ask(client, way, authority, answers(HEAD + b"\r\nab", b"cd", then="close"))
    assert bytes(answer.body) == b"abcd"


def test_what_an_interim_answer_says_of_lengths_does_not_count(client, way, authority):
    interim = b"HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n"
    answer, _ = ask(client, way, authority, answers(interim + HEAD + b"\r\nab", then="close"))
    assert bytes(answer.body) == b"ab"


def test_a_host_may_be_written_with_its_final_dot(client, authority):
    behave = answers(HEAD + b"Content-Length: 0\r\n\r\n")
    way = "https through a proxy"
    answer, _ = ask(client, way, authority, behave, host="upstream.test.")
    assert answer.status == 200


def test_the_answer_to_head_has_no_body(client, way, authority):
    sent = HEAD + b"Content-Length: 500\r\n\r\n"
    answer, _ = ask(client, way, authority, answers(sent), method=b"HEAD")
    assert (answer.status, bytes(answer.body)) == (200, b"")
    assert (b"content-length", b"500") in answer.headers


def test_headers_keep_order_repetition_and_bytes(client, way, authority):
    sent = (
        HEAD
        + b"Set-Cookie: a=1\r\nX-B: caf\xe9\r\nset-cookie:b=2\r\nContent-Length: 0\r\nE:\r\n\r\n"
    )
    answer, _ = ask(client, way, authority, answers(sent))
    assert answer.headers == [
        (b"set-cookie", b"a=1"),
        (b"x-b", b"caf\xe9"),
        (b"set-cookie", b"b=2"),
        (b"content-length", b"0"),
        (b"e", b""),
    ]


def test_the_request_arrives_as_given(client, way, authority):
    _, upstream = ask(
        client,
        way,
        authority,
        answers(HEAD + b"Content-Length: 0\r\n\r\n"),
        method=b"POST",
        target=b"/v1/x/../%2F?q=%7B{",
        headers=[(b"X-Case", b"Kept"), (b"authorization", b"Bearer k")],
        body=b"\0\xff{}",
    )
    (request,) = upstream.requests
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /v1/x/../%2F?q=%7B{ HTTP/1.1"
    assert sum(line.lower().startswith(b"host:") for line in lines) == 1
    assert {b"X-Case: Kept", b"authorization: Bearer k", b"Content-Length: 4"} <= set(lines)
    assert not [line for line in lines if line.lower().startswith((b"accept", b"user-agent"))]
    assert body == b"\0\xff{}"


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


def test_a_tls_handshake_that_hangs_is_given_up(client, authority):
    run, call = client

    async def silent(_upstream, reader, _writer):
        await reader.read()

    async def main():
        async with RawUpstream(silent) as upstream:
            await call(get(upstream.port, scheme="https"), 0.1)

    with pytest.raises(UpstreamTimeout) as caught:
        run(main())
    assert caught.value.reason.params["kind"] == "connect"


def test_a_refused_connection_a_missing_name_and_a_bad_request_are_told_apart(client):
    run, call = client

    async def closed_port():
        async with RawUpstream(answers()) as upstream:
            return upstream.port

    async def main(**fields):
        await call(get(await closed_port(), **fields), 5)

    with pytest.raises(ConnectFailed) as caught:
        run(main())
    assert caught.value.reason.code == "connect_failed"
    with pytest.raises(NameResolutionFailed):
        run(main(host="no-such-host.invalid"))
    with pytest.raises(RequestInvalid):
        run(main(headers=[(b"x", b"a\r\nb: c")]))


def test_only_a_certificate_of_a_known_authority_for_this_very_host_will_do(client, authority):
    run, call = client
    ca, ca_file, right = authority
    good = {"SSL_CERT_FILE": ca_file}

    async def plain(_upstream, reader, writer):
        writer.write(b"HTTP/1.1 400 This is not TLS\r\n\r\n")
        await reader.read()

    async def main(context, environ):
        behave = answers(HEAD + b"Content-Length: 0\r\n\r\n") if context else plain
        async with RawUpstream(behave, context) as upstream:
            return await call(get(upstream.port, scheme="https", environ=environ), 5)

    assert run(main(right, good)).status == 200
    refused = [
        (right, {}),
        (right, {"SSL_CERT_FILE": "/nonexistent/ca.pem"}),
        (server_context(ca, "other.test"), good),
        (server_context(trustme.CA(), "127.0.0.1"), good),
        (None, good),
    ]
    for context, environ in refused:
        with pytest.raises(TlsFailed) as caught:
            run(main(context, environ))
        assert str(caught.value)


PROXY_REFUSALS = {
    "a refusal": (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno", "proxy_refused"),
    "a bad gateway": (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "proxy_refused"),
    "a wish for a password": (b"HTTP/1.1 407 Auth\r\n\r\n", "proxy_auth_required"),
    "another protocol": (b"\x05\xff", "proxy_broken"),
    "nothing": (b"", "proxy_broken"),
    "half a head": (b"HTTP/1.1 200 OK\r\n", "proxy_broken"),
    "an endless head": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 40_000, "proxy_broken"),
    "not HTTP": (b"hello\r\n\r\n", "proxy_broken"),
    "bytes of its own": (b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n", "proxy_broken"),
}


@pytest.mark.parametrize("case", PROXY_REFUSALS)
def test_a_proxy_that_does_not_make_a_tunnel_is_named(client, case):
    reply, code = PROXY_REFUSALS[case]
    run, call = client

    async def main():
        async with RawUpstream(answers(reply, then="close")) as proxy:
            environ = {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}"}
            await call(get(443, scheme="https", host="upstream.test", environ=environ), 5)

    with pytest.raises(ProxyFailed) as caught:
        run(main())
    assert caught.value.reason.code == code


def test_a_proxy_that_hangs_or_is_not_there_is_named(client):
    run, call = client

    async def main(behave, timeout_s, port=None):
        async with RawUpstream(behave) as proxy:
            environ = {"HTTPS_PROXY": f"http://127.0.0.1:{port or proxy.port}"}
            await call(get(443, scheme="https", host="upstream.test", environ=environ), timeout_s)

    with pytest.raises(UpstreamTimeout):
        run(main(answers(b"HTTP/1.1 200", then="hang"), 0.1))
    with pytest.raises(ProxyFailed) as caught:
        run(main(answers(), 5, port=1))
    assert caught.value.reason.code == "proxy_unreachable"


def test_the_tunnel_names_host_and_port_and_the_user_stays_between_us_and_the_proxy(
    client, authority
):
    run, call = client
    _, ca_file, context = authority

    async def main():
        async with (
            RawUpstream(answers(HEAD + b"Content-Length: 0\r\n\r\n"), context) as upstream,
            RawUpstream(tunnel(upstream.port, user=b"Basic dTpw")) as proxy,
        ):
            environ = {
                "HTTPS_PROXY": f"http://u:p@127.0.0.1:{proxy.port}",
                "SSL_CERT_FILE": ca_file,
            }
            request = get(443, scheme="https", host="upstream.test", environ=environ)
            assert (await call(request, 5)).status == 200
            return proxy.requests, upstream.requests

    (connect,), (request,) = run(main())
    assert connect.startswith(b"CONNECT upstream.test:443 HTTP/1.1\r\nHost: upstream.test:443\r\n")
    assert b"Authorization" not in request


def test_plain_http_goes_to_the_proxy_as_a_whole_url(client):
    run, call = client

    async def main():
        async with RawUpstream(answers(HEAD + b"Content-Length: 0\r\n\r\n")) as proxy:
            environ = {"HTTP_PROXY": f"http://u:p@127.0.0.1:{proxy.port}"}
            await call(get(80, host="upstream.test", environ=environ), 5)
            return proxy.requests

    (request,) = run(main())
    assert request.startswith(b"GET http://upstream.test/x HTTP/1.1\r\nHost: upstream.test\r\n")
    assert b"\r\nProxy-Authorization: Basic dTpw\r\n" in request


def test_a_large_request_body_arrives_unchanged(client, way, authority):
    body = bytes(range(256)) * 8192  # 2 MiB
    sent = HEAD + b"Content-Length: 0\r\n\r\n"
    _, upstream = ask(client, way, authority, answers(sent), method=b"POST", body=body)
    assert upstream.requests[0].endswith(b"\r\n\r\n" + body)


def test_the_blocking_client_keeps_at_most_a_mebibyte(authority):
    def of(size):
        sent = HEAD + b"Content-Length: %d\r\n\r\n" % size + b"x" * size
        return ask(CLIENTS["blocking"], "http", authority, answers(sent))[0]

    assert len(of(MAX_BODY).body) == MAX_BODY
    with pytest.raises(UpstreamProtocolError) as caught:
        of(MAX_BODY + 1)
    assert caught.value.reason.code == "upstream_body_too_large"
