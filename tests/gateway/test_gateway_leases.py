"""Whatever becomes of a request, the broker hears of each lease it gave, once for each call."""

from __future__ import annotations

import asyncio

import pytest

from openclaw_auth.gateway.settings import Timeouts
from raw_upstream import RawUpstream, until
from running_gateway import RunningGateway, read_answer, request
from upstream_answers import SSE_HEAD, chunk

ROLE = b'data: {"choices":[{"delta":{"role":"assistant"}}]}\n\n'
TEXT = b'data: {"choices":[{"delta":{"content":"hi"}}]}\n\n'
ERROR = b'data: {"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}\n\n'
DONE = b"data: [DONE]\n\n"
LAST = b"0\r\n\r\n"


def whole(status, body):
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


GOOD = whole(200, b'{"choices":[{"message":{"content":"hi"}}]}')
BUSY = whole(503, b'{"error":{"message":"The server is overloaded"}}')
LIMITED = whole(429, b'{"error":{"message":"Rate limit reached"}}')


class Counted:
    """Counts what goes out of a gateway, and what its broker hears of it."""

    def __init__(self, gateway):
        self.sent, self.successes, self.failures, self.returned = 0, 0, [], 0
        broker, sender = gateway.gateway.broker, gateway.gateway.sender
        start, report, gave_back = sender.start, broker.report, broker.gave_back

        def counting_start(*arguments, **options):
            self.sent += 1
            return start(*arguments, **options)

        def counting_report(lease, outcome):
            if outcome.succeeded:
                self.successes += 1
            elif outcome.failure is None:
                self.returned += 1
            else:
                self.failures.append(outcome.failure.detail)
            report(lease, outcome)

        def counting_back(lease):
            self.returned += 1
            gave_back(lease)

        gateway.gateway.sender = type("Sender", (), {"start": staticmethod(counting_start)})()
        broker.report, broker.gave_back = counting_report, counting_back

    @property
    def heard(self):
        return self.successes + len(self.failures) + self.returned


def upstream_that(*answers, then=None):
    """Answer the first requests so (bytes, or a pause in seconds); then hang, or close."""
    left = list(answers)

    async def behave(upstream, reader, writer):
        while True:
            await upstream.read_request(reader)
            for part in left.pop(0) if left else ():
                if isinstance(part, bytes):
                    writer.write(part)
                    await writer.drain()
                else:
                    await asyncio.sleep(part)
            if not left and then == "close":
                writer.close()
                return

    return behave


def play(tmp_path, behave, steps, **options):
    async def main():
        async with (
            RawUpstream(behave) as upstream,
            RunningGateway(tmp_path, upstream.port, **options) as gateway,
        ):
            counted = Counted(gateway)
            await asyncio.wait_for(steps(gateway, upstream, counted), 20)
            await until(lambda: counted.heard == counted.sent)
            await asyncio.sleep(0.05)  # nothing comes behind it
            assert counted.heard == counted.sent
            assert gateway.gateway.held_body_bytes == 0
            return counted

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("answers", "then", "successes", "failures"),
    [
        ([[GOOD]], None, 1, []),
        ([[BUSY], [GOOD]], None, 1, ["overloaded"]),
        ([[BUSY], [BUSY]], None, 0, ["overloaded"] * 2),
        ([[LIMITED]], None, 0, ["rate_limited"]),
        ([[SSE_HEAD, chunk(ROLE), chunk(TEXT), chunk(DONE), LAST]], None, 1, []),
        ([[SSE_HEAD, chunk(ROLE), chunk(ERROR), LAST]], None, 0, ["quota_exhausted"]),
        ([[SSE_HEAD, chunk(TEXT + ERROR), LAST]], None, 0, ["quota_exhausted"]),
        ([[SSE_HEAD, chunk(TEXT), chunk(ERROR[:30]), 0.05, chunk(ERROR[30:]), LAST]], None, 0,
         ["quota_exhausted"]),
        ([[SSE_HEAD, chunk(TEXT)]], "close", 0, ["stream_cut"]),
        ([[b"HTTP/1.1 200 OK\r\nContent-Le"]], "close", 0, None),
    ],
)  # fmt: skip
def test_each_call_is_told_of_once(tmp_path, answers, then, successes, failures):
    async def steps(gateway, _, counted):
        await gateway.exchange(request())

    counted = play(tmp_path, upstream_that(*answers, then=then), steps)
    assert counted.successes == successes
    assert counted.returned == 0
    if failures is not None:
        assert len(counted.failures) == len(failures), counted.failures


@pytest.mark.parametrize(
    "answers",
    [
        [[]],
        [[b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"]],
        [[b"HTTP/1.1 429 X\r\nContent-Length: 90\r\n\r\n{"]],
        [[SSE_HEAD]],
        [[SSE_HEAD, chunk(ROLE)]],
        [[SSE_HEAD, chunk(ROLE), chunk(TEXT)]],
        [[BUSY]],  # in the pause before the second call, or in that call
        [[BUSY], []],
    ],
)
def test_a_client_that_leaves_costs_no_credential_anything_and_is_told_of_once(tmp_path, answers):
    async def steps(gateway, upstream, counted):
        _, writer = await gateway.connect()
        writer.write(request())
        await until(lambda: len(upstream.requests) == len(answers) or counted.failures)
        await asyncio.sleep(0.05)
        writer.transport.abort()
        await until(gateway.accesses)
        assert gateway.accesses()[-1]["code"] == "client_left"

    counted = play(tmp_path, upstream_that(*answers), steps)
    assert counted.successes == 0
    assert len(counted.failures) == (answers[0] == [BUSY])


def test_a_gateway_that_stops_tells_of_what_it_cuts_off(tmp_path):
    async def steps(gateway, upstream, counted):
        _, writer = await gateway.connect()
        writer.write(request())
        await until(lambda: upstream.requests)
        gateway.gateway.is_cutting_off = True
        for connection in list(gateway.state.connections):
            connection.transport.abort()
        await until(gateway.accesses)
        assert gateway.accesses()[-1]["code"] == "gateway_stopped"
        writer.close()

    counted = play(tmp_path, upstream_that([]), steps)
    assert counted.returned == 1


def test_an_upstream_that_hangs_is_told_of_once_as_a_timeout(tmp_path):
    async def steps(gateway, _, counted):
        answer = await gateway.exchange(request())
        assert answer.status == 504

    counted = play(tmp_path, upstream_that([]), steps, timeouts=Timeouts(first_byte_s=0.1))
    assert counted.successes == 0


def test_a_fault_of_ours_gives_the_credential_back_and_the_client_its_answer(tmp_path):
    async def steps(gateway, _, counted):
        real = gateway.gateway.sender.start
        calls = []

        def second_breaks(*arguments, **options):
            calls.append(1)
            if len(calls) == 2:
                counted.sent += 1
                raise RuntimeError("a fault")
            return real(*arguments, **options)

        gateway.gateway.sender.start = second_breaks
        reader, writer = await gateway.connect()
        writer.write(request())
        answer = await read_answer(reader)
        assert (answer.status, answer.json()["error"]["code"]) == (500, "gateway_fault")
        writer.close()

    counted = play(tmp_path, upstream_that([BUSY]), steps)
    assert (len(counted.failures), counted.returned) == (1, 1)
