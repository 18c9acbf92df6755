"""A gateway in this process, in front of an upstream that behaves as a test says."""

import asyncio

import pytest

from raw_upstream import RawUpstream
from running_gateway import RunningGateway


@pytest.fixture
def scenario(run, tmp_path):
    """Run `steps(gateway, upstream)` in front of an upstream with that behaviour."""

    def start(behave, steps, *, buffered=1 << 26, **options):
        async def main():
            async with (
                RawUpstream(behave, buffered=buffered) as upstream,
                RunningGateway(tmp_path, upstream.port, **options) as gateway,
            ):
                await asyncio.wait_for(steps(gateway, upstream), 20)

        run(main())

    return start
