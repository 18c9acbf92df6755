"""Who listens to a session: everybody hears all of it, and whoever does not read is let go."""

from __future__ import annotations

import asyncio
import json

from openclaw_auth.events import Event, Spine
from openclaw_auth.gateway.chat.live import MOST_BYTES, MOST_LINES, Live, Reader
from openclaw_auth.gateway.chat.talked import Delta, Ended, Speaker, Taken, Told

WHO = Speaker("main", "agent:main:main", "req_1")
PLACE = (WHO.agent_id, WHO.key)


def heard(reader, count, ping_s=5):
    async def work():
        found = []
        lines = reader.lines(ping_s)
        async for line in lines:
            found.append(json.loads(line))
            if len(found) == count:
                break
        await lines.aclose()
        return found

    return asyncio.run(asyncio.wait_for(work(), 5))


def all_of(reader):
    return heard(reader, -1)


def test_every_reader_of_the_session_hears_everything_in_order():
    live = Live(Spine())
    readers = [live.enter(*PLACE) for _ in range(3)]
    other = live.enter("main", "agent:main:other")
    live.heard(WHO, Taken("hi", (), 7))
    for text in ("a", "b"):
        live.heard(WHO, Delta(text))
    live.heard(WHO, Ended())
    for reader in (*readers, other):
        reader.end()
    for reader in readers:
        pieces = all_of(reader)
        assert [p["kind"] for p in pieces] == ["said", "delta", "delta"]
        assert {p["from"] for p in pieces} == {"req_1"}
        assert pieces[0]["text"] == "hi"
    assert all_of(other) == []


def test_a_reader_that_does_not_read_is_let_go_and_the_others_keep_everything():
    live = Live(Spine())
    slow, quick = live.enter(*PLACE), live.enter(*PLACE)
    live.heard(WHO, Taken("hi", (), 7))
    got = heard(quick, 1)
    for number in range(MOST_LINES + 10):
        live.heard(WHO, Delta(str(number)))
        got += heard(quick, 1)
    assert slow.over
    assert not quick.over
    assert all_of(slow) == []
    assert len(got) == MOST_LINES + 11


def test_what_waits_is_bounded_in_bytes_but_one_line_may_be_long():
    reader = Reader()
    reader.put(b"{" + b" " * MOST_BYTES + b"}\n")
    assert not reader.over
    reader.put(b"{}\n")
    assert reader.over


def test_one_who_comes_late_hears_what_was_said_before_until_it_is_over():
    live = Live(Spine())
    live.heard(WHO, Taken("hi", (), 7))
    for text in ("one ", "two"):
        live.heard(WHO, Delta(text))
    assert [p.get("text") for p in heard(live.enter(*PLACE), 2)] == ["hi", "one two"]
    live.heard(WHO, Told(()))
    assert len(heard(live.enter(*PLACE), 2)) == 2
    live.heard(WHO, Ended())
    late = live.enter(*PLACE)
    late.end()
    assert all_of(late) == []


def test_one_who_comes_late_hears_it_however_much_it_is():
    live = Live(Spine())
    live.heard(WHO, Taken("x" * MOST_BYTES, (), 7))
    live.heard(WHO, Delta("one "))
    late = live.enter(*PLACE)
    live.heard(WHO, Delta("two"))
    assert [p["kind"] for p in heard(late, 3)] == ["said", "delta", "delta"]


def test_a_quiet_session_is_heard_to_be_alive():
    assert heard(Live(Spine()).enter(*PLACE), 1, ping_s=0.01) == [{"kind": "ping"}]


def test_listeners_are_counted_and_let_go_when_the_gateway_stops():
    spine = Spine()
    live = Live(spine)
    readers = [live.enter(*PLACE) for _ in range(2)]
    assert live.count == 2
    live.leave(*PLACE, readers[0])
    live.leave(*PLACE, readers[0])
    assert live.count == 1
    spine.publish(Event("stop", 1, {}))
    assert readers[1].over
    assert live.enter(*PLACE).over
