"""What every upstream client promises about connections that do not come about, and about certificates."""

import pytest
import trustme

from openclaw_auth.errors import (
    ConnectFailed,
    NameResolutionFailed,
    RequestInvalid,
    TlsFailed,
    UpstreamTimeout,
)
from raw_upstream import RawUpstream, answers, get
from upstream_ways import HEAD, server_context


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
