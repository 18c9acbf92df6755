"""Writes of one turn leave together, in order, and before a close."""

from __future__ import annotations

import asyncio

from openclaw_auth.transport.late_writer import LateWriter, Outbox


class Recorder:
    """A transport that notes what it is told."""

    def __init__(self):
        self.calls = []
        self.closing = False

    def write(self, data):
        self.calls.append(data)

    def close(self):
        self.closing = True
        self.calls.append("close")

    def is_closing(self):
        return self.closing


def run(scene):
    async def main():
        outbox = Outbox()
        writers = [LateWriter(Recorder(), outbox) for _ in range(3)]
        await scene(writers)
        return [writer._transport.calls for writer in writers]

    return asyncio.run(main())


def test_the_first_write_of_a_turn_goes_at_once_and_the_others_together():
    async def scene(writers):
        for number, writer in enumerate(writers):
            writer.write(b"%d" % number)
        assert [writer._transport.calls for writer in writers] == [[b"0"], [], []]
        writers[1].write(b"+")
        await asyncio.sleep(0)
        writers[2].write(b"next turn")

    assert run(scene) == [[b"0"], [b"1+"], [b"2", b"next turn"]]


def test_a_close_comes_after_what_was_written():
    async def scene(writers):
        writers[0].write(b"opens the turn")
        writers[1].write(b"late")
        writers[1].close()
        await asyncio.sleep(0)

    assert run(scene)[1] == [b"late", "close"]


def test_what_is_dropped_or_closed_underneath_is_not_written():
    async def scene(writers):
        writers[0].write(b"opens the turn")
        writers[1].write(b"late")
        writers[1].drop()
        writers[2].write(b"late")
        writers[2]._transport.close()
        await asyncio.sleep(0)

    assert run(scene)[1:] == [[], ["close"]]


def test_big_pieces_go_directly_behind_what_waits():
    big = b"x" * 100_000

    async def scene(writers):
        writers[0].write(b"opens the turn")
        writers[1].write(b"head")
        writers[1].write(big)
        writers[2].write(big)
        await asyncio.sleep(0)

    assert run(scene)[1:] == [[b"head", big], [big]]
