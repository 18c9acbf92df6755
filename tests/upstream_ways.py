"""Every upstream client, and every way to an upstream: plain HTTP, TLS, TLS through a CONNECT proxy."""

import asyncio
import contextlib
import ssl

import uvloop

from openclaw_auth.transport.blocking import fetch
from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts
from raw_upstream import Collector, RawUpstream, get, tunnel

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
