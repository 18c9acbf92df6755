"""The gateway's pooled client before one upstream, and everything closed behind it."""

from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts
from raw_upstream import Collector, RawUpstream, get, until


def scenario(run, behave, steps, *, context=None, buffered=1 << 26, **options):
    """Run `steps(client, upstream)` against one upstream and close everything."""

    async def main():
        options.setdefault("timeouts", Timeouts(5, 5, 5))
        async with RawUpstream(behave, context, buffered=buffered) as upstream:
            client = UpstreamClient(**options)
            try:
                return await steps(client, upstream)
            finally:
                await client.aclose()
                await until(lambda: upstream.open_now == 0)

    return run(main())


async def exchange(client, upstream, **fields):
    collector = Collector()
    client.send(get(upstream.port, **fields), collector)
    return await collector.whole()
