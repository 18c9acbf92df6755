"""What every upstream client promises about proxies: tunnels, whole URLs, refusals."""

import pytest

from openclaw_auth.errors import (
    ProxyFailed,
    UpstreamTimeout,
)
from raw_upstream import RawUpstream, answers, get, tunnel
from upstream_ways import HEAD

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
