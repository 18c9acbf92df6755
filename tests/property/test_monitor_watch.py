"""What the monitor tells: nothing twice, nothing lost, and a restart changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.monitor.condition import Condition
from openclaw_auth.monitor.sent import Sent
from openclaw_auth.monitor.watch import (
    FINE,
    FLAP_CHANGES,
    FLAP_REST_MS,
    FLAP_WINDOW_MS,
    watch,
)
from openclaw_auth.ports import system_ports
from openclaw_auth.store.state import StateDb

NOW_MS = 1_780_000_000_000
KEYS = ("expiry:main/a", "rest:main/a", "usable:main")
SUBJECTS = {"main/a", "main"}
CODES = ("monitor_expiring", "monitor_expired", "monitor_disabled")
states = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(CODES))
# A look: what stands, and how long after the last one.
looks = st.lists(st.tuples(states, st.integers(1_000, 2 * FLAP_WINDOW_MS)), max_size=40)


def conditions(found, wait_ms=0):
    return [
        Condition(key, code, "warning", {"profile": "a"}, wait_ms) for key, code in found.items()
    ]


def played(looks, *, wait_ms=0, remind_ms=None):
    """Return the alerts of each look, as (now, alerts), and what is known in the end."""
    known, now_ms, told = {}, NOW_MS, []
    for found, later_ms in looks:
        now_ms += later_ms
        alerts, known = watch(
            known, conditions(found, wait_ms), SUBJECTS, now_ms, remind_ms=remind_ms
        )
        told.append((now_ms, alerts))
    return told, known


def last_told(told):
    """Return the state last told of each key."""
    last = dict.fromkeys(KEYS, FINE)
    for _, alerts in told:
        for alert in alerts:
            last[alert.key] = FINE if alert.kind == "recovered" else alert.code
    return last


@given(looks)
def test_no_state_is_told_twice_in_a_row(looks):
    told, _ = played(looks)
    last = dict.fromkeys(KEYS, FINE)
    for _, alerts in told:
        for alert in alerts:
            now = FINE if alert.kind == "recovered" else alert.code
            assert now != last[alert.key], alert
            last[alert.key] = now
        assert len({alert.key for alert in alerts}) == len(alerts)


@given(looks, states, st.sampled_from([0, 300_000]))
def test_what_comes_to_rest_is_told_as_it_is(looks, final, wait_ms):
    """A change is never lost: whoever reads the alerts knows the state once it lasts."""
    resting = [(final, 1_000), (final, FLAP_REST_MS + wait_ms)]
    told, _ = played([*looks, *resting], wait_ms=wait_ms)
    assert last_told(told) == {key: final.get(key, FINE) for key in KEYS}


@given(looks)
def test_looking_again_at_the_same_moment_tells_nothing_more(looks):
    told, known = played(looks)
    now_ms = told[-1][0] if told else NOW_MS
    found = looks[-1][0] if looks else {}
    alerts, after = watch(known, conditions(found), SUBJECTS, now_ms)
    assert (alerts, after) == ([], known)


@given(looks)
def test_what_changes_seldom_is_told_at_once(looks):
    slow = [(found, later_ms + FLAP_WINDOW_MS) for found, later_ms in looks]
    told, _ = played(slow)
    for upto, (found, _) in enumerate(slow, 1):
        assert last_told(told[:upto]) == {key: found.get(key, FINE) for key in KEYS}


@given(st.integers(1_000, 60_000), st.integers(FLAP_CHANGES, 200))
def test_flapping_is_damped_and_never_silent_for_long(every_ms, count):
    looks = [({KEYS[0]: CODES[0]} if n % 2 else {}, every_ms) for n in range(count)]
    told, _ = played(looks)
    alerts = [alert for _, found in told for alert in found]
    hours = count * every_ms // FLAP_WINDOW_MS + 1
    assert len(alerts) <= (FLAP_CHANGES + 2) * hours
    assert alerts


@given(looks, st.integers(0, 40), st.integers(-FLAP_WINDOW_MS, 0))
def test_a_clock_that_is_put_back_neither_silences_nor_repeats(looks, cut, back_ms):
    known, now_ms = {}, NOW_MS
    for position, (found, later_ms) in enumerate(looks):
        now_ms += later_ms if position != cut else back_ms
        alerts, known = watch(known, conditions(found), SUBJECTS, now_ms)
        assert all(alert.at_ms == now_ms for alert in alerts)
        assert all(one.since_ms <= now_ms for one in known.values())


@settings(deadline=None, max_examples=30)  # each look opens a database
@given(looks)
def test_a_restart_changes_nothing(tmp_path_factory, looks):
    """Told through the database, by a new process at every look, the same alerts come out."""
    path = str(tmp_path_factory.mktemp("state") / "openclaw-auth.sqlite")
    now_ms, through_files = NOW_MS, []
    for found, later_ms in looks:
        now_ms += later_ms
        state = StateDb(path, system_ports())

        def look(before, found=found, now_ms=now_ms):
            return watch(before, conditions(found), SUBJECTS, now_ms)

        alerts = Sent(state).update(look, ["phone"], now_ms)
        state.close()
        through_files.append([(a.kind, a.key, a.code, a.params, a.at_ms) for a in alerts])
    told, _ = played(looks)
    expected = [[(a.kind, a.key, a.code, a.params, a.at_ms) for a in found] for _, found in told]
    assert through_files == expected
