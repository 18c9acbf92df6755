"""What a gateway remembers over a restart: session pins, and the way requests cross to metered keys."""

from __future__ import annotations

import pytest

from openclaw_auth.lending.auto_pins import REMEMBERED, AutoPins
from openclaw_auth.lending.crossings import DAY_MS, Crossing, Crossings, day_of
from openclaw_auth.lending.running_state import (
    auto_pin,
    crossing_rows,
    crossings_on,
    last_crossing,
    pin_rows,
    read_crossings,
    read_pins,
)
from openclaw_auth.ports import system_ports
from openclaw_auth.store.state import StateDb

NOW_MS = 1_800_000_000_000
HERE = ("main", "s1", "anthropic")
THERE = ("main", "s2", "anthropic")


@pytest.fixture
def state(tmp_path):
    state = StateDb(str(tmp_path / "state.sqlite"), system_ports())
    yield state
    state.close()


def crossing(at_ms=NOW_MS, *, to="env:ANTHROPIC_API_KEY", provider="anthropic"):
    return Crossing(
        agent_id="main",
        provider=provider,
        from_class="subscription",
        from_key="anthropic:max",
        to_key=to,
        since_ms=at_ms,
        last_ms=at_ms,
    )


def names(pins):
    return [(name, pin.profile_id, pin.order_mark) for name, pin in pins]


def test_pins_survive_in_the_order_in_which_they_were_set(state):
    pins = AutoPins()
    pins.keep(HERE, "anthropic:a", "round_robin")
    state.apply_all(pin_rows(pins.take_unwritten(), NOW_MS))
    pins.keep(THERE, "anthropic:b", "round_robin")
    state.apply_all(pin_rows(pins.take_unwritten(), NOW_MS + 1))
    assert names(read_pins(state)) == [
        (HERE, "anthropic:a", "round_robin"),
        (THERE, "anthropic:b", "round_robin"),
    ]
    assert auto_pin(state, *THERE).profile_id == "anthropic:b"
    assert auto_pin(state, "work", "s2", "anthropic") is None


def test_a_pin_that_is_kept_is_not_written_again():
    pins = AutoPins()
    pins.keep(HERE, "anthropic:a", "m")
    pins.take_unwritten()
    pins.keep(HERE, "anthropic:a", "m")
    assert pins.take_unwritten() == {}
    pins.keep(HERE, "anthropic:a", "another order")
    assert list(pins.take_unwritten()) == [HERE]


def test_a_cleared_pin_is_gone_after_a_restart_too(state):
    pins = AutoPins()
    pins.keep(HERE, "anthropic:a", "m")
    pins.keep(THERE, "anthropic:a", "m")
    state.apply_all(pin_rows(pins.take_unwritten(), NOW_MS))
    pins.clear(HERE, "anthropic:another")
    assert pins.get(HERE) is not None
    pins.forget_sessions("main", {"s1"})
    state.apply_all(pin_rows(pins.take_unwritten(), NOW_MS))
    assert [name for name, _ in read_pins(state)] == [THERE]


def test_pins_are_bounded_and_the_quietest_session_goes_first(state):
    pins = AutoPins()
    for number in range(REMEMBERED):
        pins.keep(("main", f"s{number}", "p"), "p:a", "m")
    state.apply_all(pin_rows(pins.take_unwritten(), NOW_MS))
    pins.keep(("main", "s0", "p"), "p:a", "m")  # not quiet any more
    pins.keep(("main", "new", "p"), "p:a", "m")
    assert pins.get(("main", "s0", "p")) is not None
    assert pins.get(("main", "s1", "p")) is None
    state.apply_all(pin_rows(pins.take_unwritten(), NOW_MS))
    assert len(read_pins(state)) == REMEMBERED


def test_a_pin_whose_write_failed_is_written_later_unless_it_changed():
    pins = AutoPins()
    pins.keep(HERE, "anthropic:a", "m")
    pins.keep(THERE, "anthropic:a", "m")
    taken = pins.take_unwritten()
    pins.keep(HERE, "anthropic:b", "m")
    pins.put_back(taken)
    again = pins.take_unwritten()
    assert {name: pin.profile_id for name, pin in again.items()} == {
        HERE: "anthropic:b",
        THERE: "anthropic:a",
    }


def test_a_session_key_that_is_a_payload_is_not_kept():
    pins = AutoPins()
    pins.keep(("main", "x" * 5_000, "p"), "p:a", "m")
    assert pins.take_unwritten() == {}


def test_crossings_are_counted_by_utc_day():
    crossings = Crossings()
    start_ms = NOW_MS - NOW_MS % DAY_MS
    for at_ms in (start_ms, start_ms + 1, start_ms + DAY_MS - 1):
        crossings.crossed(crossing(at_ms))
    assert crossings.today(start_ms + DAY_MS - 1) == 3
    assert crossings.today(start_ms + DAY_MS) == 0


def test_a_crossing_is_news_once_per_change():
    crossings = Crossings()
    assert crossings.crossed(crossing(NOW_MS))
    assert not crossings.crossed(crossing(NOW_MS + 1))
    assert crossings.crossed(crossing(NOW_MS + 2, to="anthropic:paid"))
    assert crossings.returned("main", "anthropic").to_key == "anthropic:paid"
    assert crossings.returned("main", "anthropic") is None
    assert crossings.crossed(crossing(NOW_MS + 3, to="anthropic:paid"))
    assert crossings.crossed(crossing(NOW_MS + DAY_MS + 3, to="anthropic:paid"))


def test_a_restart_knows_the_count_and_what_was_announced(state):
    crossings = Crossings()
    crossings.crossed(crossing(NOW_MS))
    crossings.crossed(crossing(NOW_MS + 1))
    state.apply_all(crossing_rows(*crossings.take_unwritten()))
    assert crossings.take_unwritten() is None
    again = read_crossings(state, NOW_MS + 2)
    assert again.today(NOW_MS + 2) == 2
    assert not again.crossed(crossing(NOW_MS + 2))
    assert crossings_on(state, day_of(NOW_MS)) == 2


def test_a_crossing_that_is_over_stays_as_the_last_one(state):
    crossings = Crossings()
    crossings.crossed(crossing(NOW_MS))
    state.apply_all(crossing_rows(*crossings.take_unwritten()))
    crossings.returned("main", "anthropic")
    state.apply_all(crossing_rows(*crossings.take_unwritten()))
    assert read_crossings(state, NOW_MS).in_force == {}
    assert last_crossing(state).to_json() == {
        "agentId": "main",
        "provider": "anthropic",
        "fromClass": "subscription",
        "from": "anthropic:max",
        "to": "env:ANTHROPIC_API_KEY",
        "sinceMs": NOW_MS,
        "lastMs": NOW_MS,
    }


def test_nothing_was_ever_crossed(state):
    assert last_crossing(state) is None
    assert read_crossings(state, NOW_MS).today(NOW_MS) == 0
