"""The overlay: a failure counts at once, and what the store says after our write always wins."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import UsageStats
from openclaw_auth.lending.penalties import Penalties, Refused, Served
from openclaw_auth.selection.cooldown import CooldownLimits, standing
from openclaw_auth.selection.failure import Failure

NOW_MS = 1_800_000_000_000
LIMITS = CooldownLimits()
NAMES = [("/main", "x:a"), ("/main", "x:b"), ("/work", "x:a")]
OVERLOAD = Failure(
    "rate_limit", "overloaded", "cooldown", "credential", rule="r", reason=Reason("usable")
)


def refused(at_ms, *, started_ms=None, fingerprint="f"):
    return Refused(
        OVERLOAD,
        provider="x",
        model="m",
        fingerprint=fingerprint,
        started_ms=at_ms - 1 if started_ms is None else started_ms,
        at_ms=at_ms,
        limits=LIMITS,
    )


def served(at_ms):
    return Served(model="m", fingerprint="f", at_ms=at_ms)


def cooling(stats, now_ms):
    return standing(stats, model="m", fingerprint=lambda: "f", now_ms=now_ms) is not None


class Host:
    """Stores, a world that was read from them some time ago, and the overlay over it."""

    def __init__(self):
        self.tick = 0
        self.stores = dict.fromkeys(NAMES)
        self.worlds = []
        self.penalties = Penalties(lambda _: None, 0.0)

    def moment(self):
        self.tick += 1
        return self.tick

    @property
    def now_ms(self):
        return NOW_MS + self.tick * 1_000

    def start_reading(self):
        began = self.moment()
        self.worlds.append((dict(self.stores).get, float(began)))

    def finish_reading(self):
        if self.worlds:
            stored, began_s = self.worlds.pop(0)
            self.penalties.adopt(stored, began_s)

    def fail(self, name):
        self.moment()
        self.penalties.add(name, refused(self.now_ms))

    def succeed(self, name):
        self.moment()
        self.penalties.add(name, served(self.now_ms))

    def write(self):
        for folder, changes in self.penalties.take().items():
            for key, all_of_it in changes.items():
                for change in all_of_it:
                    self.stores[folder, key] = change.applied(self.stores[folder, key])
            stats = {k: s for (f, k), s in self.stores.items() if f == folder and s}
            self.penalties.wrote(folder, changes, stats, float(self.moment()))

    def clear(self, name):
        self.moment()
        self.stores[name] = None

    def settle(self):
        self.write()
        self.worlds.clear()
        self.start_reading()
        self.finish_reading()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["fail", "succeed", "clear", "write", "start_reading", "finish_reading"]),
        st.sampled_from(NAMES),
    ),
    max_size=40,
)


def play(host, steps):
    for step, name in steps:
        act = getattr(host, step)
        act(name) if step in ("fail", "succeed", "clear") else act()


@given(STEPS)
def test_once_written_and_read_again_nothing_is_left_in_memory(steps):
    host = Host()
    play(host, steps)
    host.settle()
    assert list(host.penalties.known()) == []
    assert host.penalties.take() == {}
    assert all(host.penalties.stats(name) == host.stores[name] for name in NAMES)


@given(STEPS, st.sampled_from(NAMES))
def test_a_failure_counts_for_the_next_decision_and_until_someone_clears_it(steps, name):
    host = Host()
    play(host, steps)
    host.fail(name)
    assert cooling(host.penalties.stats(name), host.now_ms)
    # Worlds whose reading began before the failure may still come in, writes may happen.
    for _ in range(len(host.worlds)):
        host.finish_reading()
        assert cooling(host.penalties.stats(name), host.now_ms)
    host.write()
    assert cooling(host.penalties.stats(name), host.now_ms)
    assert cooling(host.stores[name], host.now_ms)


@given(STEPS, st.sampled_from(NAMES))
def test_what_another_process_cleared_stays_cleared(steps, name):
    host = Host()
    play(host, steps)
    host.write()
    host.clear(name)
    host.worlds.clear()
    host.start_reading()
    host.finish_reading()
    assert host.penalties.stats(name) is None


@given(STEPS)
def test_a_failure_is_counted_once_however_writes_and_reads_interleave(steps):
    host, name = Host(), NAMES[0]
    host.fail(name)
    play(host, [s for s in steps if s[0] in ("write", "start_reading", "finish_reading")])
    assert host.penalties.stats(name).error_count == 1
    host.settle()
    assert host.stores[name].error_count == 1


def test_a_success_ends_the_cooldown_at_once():
    host, name = Host(), NAMES[0]
    host.fail(name)
    host.succeed(name)
    assert not cooling(host.penalties.stats(name), host.now_ms)
    host.settle()
    assert not cooling(host.stores[name], host.now_ms)


def test_a_success_that_clears_nothing_is_nothing_to_write():
    host = Host()
    told = []
    host.penalties.on_pending = lambda: told.append(1)
    host.penalties.add(NAMES[0], served(NOW_MS))
    host.stores[NAMES[1]] = UsageStats(last_used_ms=NOW_MS - 5)
    host.settle()
    host.penalties.add(NAMES[1], served(NOW_MS))
    assert host.penalties.take() == {}
    assert told == []


def test_a_store_that_cannot_be_written_keeps_its_penalties_in_memory():
    host, name = Host(), NAMES[0]
    host.fail(name)
    assert host.penalties.take() == host.penalties.take()
    for _ in range(3):
        host.start_reading()
        host.finish_reading()
        assert cooling(host.penalties.stats(name), host.now_ms)
