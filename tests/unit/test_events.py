"""Publishing never waits: who is slow learns how much was lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.events import Event, Spine, Subscription


def event(number):
    return Event("outcome", number, {"number": number})


@given(st.integers(1, 8), st.lists(st.booleans(), max_size=60))
def test_what_is_taken_and_what_is_lost_is_all_that_came(capacity, steps):
    queue, taken, lost, put = Subscription(capacity), [], 0, 0
    for puts in [*steps, False]:
        if puts:
            queue.put(event(put))
            put += 1
        else:
            events, gap = queue.take()
            assert len(events) <= capacity
            lost += gap
            # The gap lies before what is left: nothing is missing inside it.
            assert [e.at_ms for e in events] == list(range(put - len(events), put))
            taken += events
    assert len(taken) + lost == put


def test_a_spine_tells_everyone_until_they_leave():
    spine, heard = Spine(), []
    stop = spine.subscribe(heard.append)
    queue = spine.queue(1)
    spine.publish(event(1))
    stop()
    spine.publish(event(2))
    assert [e.at_ms for e in heard] == [1]
    events, gap = queue.take()
    assert ([e.at_ms for e in events], gap) == ([2], 1)
    spine.unqueue(queue)
    spine.publish(event(3))
    assert queue.take() == ([], 0)


def test_an_event_says_its_kind_and_version():
    assert event(5).to_json() == {"kind": "outcome", "v": 1, "atMs": 5, "number": 5}


def test_a_queue_of_some_kinds_makes_nobody_produce_the_others():
    spine = Spine()
    queue = spine.queue(kinds=("access",))
    assert spine.wants("access")
    assert not spine.wants("outcome")
    spine.publish(Event("outcome", 1, {}))
    spine.publish(Event("access", 2, {}))
    assert [event.kind for event in queue.take()[0]] == ["access"]
    spine.unqueue(queue)
    assert not spine.wants("access")
