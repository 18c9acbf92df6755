"""One look after another: told once, by one process, to every target, when somebody is awake."""

from __future__ import annotations

import threading

import pytest

from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.monitor.config import MonitorSettings, Target
from openclaw_auth.monitor.quiet import is_quiet, parse_quiet_hours
from openclaw_auth.monitor.round import Watcher
from openclaw_auth.monitor.sent import CLAIM_MS, KEPT_MS, Sent, pause_ms
from openclaw_auth.secret import Secret
from watched_host import DAY_MS, HOUR_MS, START_MS, api_key, token

PHONE, MAIL = (Target(name, Secret(f"ntfy://127.0.0.1:1/{name}")) for name in ("phone", "mail"))


class Post:
    """Takes messages; targets in `fails` do not get theirs."""

    def __init__(self):
        self.fails = set()
        self.got = []

    def __call__(self, messages):
        self.got += [
            (name, message.title, message.body)
            for name, (_, message) in messages.items()
            if name not in self.fails
        ]
        return {
            name: Reason("monitor_target_unreachable", {"target": name})
            if name in self.fails
            else None
            for name in messages
        }

    def bodies(self, name="phone"):
        return [body for to, _, body in self.got if to == name]


class Monitor:
    """A process that looks; a new one for each look, as a timer starts it."""

    def __init__(self, watched, **settings):
        self.watched = watched
        self.settings = {"targets": (PHONE,), "name": "host", "remind_ms": None, **settings}
        self.post = Post()

    def look(self):
        """Look and deliver; returns the events."""
        watched = self.watched
        watcher = Watcher(MonitorSettings(**self.settings), Sent(watched.db))
        alerts = watcher.look(*watched.look(), watched.now_ms).alerts
        watcher.deliver(self.post, watched.now_ms)
        return [(alert.event, alert.key) for alert in alerts]


@pytest.fixture
def monitor(watched):
    watched.write_store({"anthropic:default": api_key(), "acme:t": token(30 * HOUR_MS, "acme")})
    return Monitor(watched)


def test_each_change_is_told_once_from_good_to_good(watched, monitor):
    assert monitor.look() == []
    watched.now_ms += 7 * HOUR_MS
    assert monitor.look() == [("expiring", "expiry:main/acme:t")]
    assert monitor.look() == []
    watched.now_ms += 24 * HOUR_MS
    assert monitor.look() == [("expired", "expiry:main/acme:t")]
    assert monitor.look() == []
    watched.write_store({"anthropic:default": api_key(), "acme:t": token(90 * DAY_MS, "acme")})
    assert monitor.look() == [("recovered", "expiry:main/acme:t")]
    assert monitor.look() == []
    expiring, expired, recovered = monitor.post.bodies()
    assert expiring.startswith("acme:t ends in 23h")
    assert "→ openclaw models auth reauth acme:t" in expiring
    assert expired.startswith("acme:t ended 1h ago.")
    assert recovered == "acme:t is good again."


def test_what_the_user_removed_has_not_recovered(watched, monitor):
    watched.now_ms += 7 * HOUR_MS
    monitor.look()
    watched.write_store({"anthropic:default": api_key()})
    assert monitor.look() == []


def test_a_store_that_breaks_for_a_moment_tells_only_that(watched, monitor):
    watched.now_ms += 7 * HOUR_MS
    monitor.look()
    store = watched.state / "agents/main/agent/auth-profiles.json"
    good = store.read_text()
    store.write_text("{ broken")
    events = monitor.look()
    assert ("unreadable", "store:stores") in events
    assert not any(event == "recovered" for event, _ in events)
    store.write_text(good)
    assert ("recovered", "store:stores") in monitor.look()


def test_two_processes_that_look_at_once_tell_it_once(watched, monitor):
    watched.now_ms += 7 * HOUR_MS
    told, start = [], threading.Barrier(4)

    def look():
        start.wait()
        told.extend(monitor.look())

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [("expiring", "expiry:main/acme:t")]
    assert len(monitor.post.bodies()) == 1


def test_what_is_being_sent_is_left_to_who_sends_it(watched, monitor):
    watched.now_ms += 7 * HOUR_MS
    monitor.settings["targets"] = (PHONE, MAIL)
    sent = Sent(watched.db)
    watcher = Watcher(MonitorSettings(**monitor.settings), sent)
    watcher.look(*watched.look(), watched.now_ms)
    mine = sent.claim("phone", watched.now_ms, may_send=lambda _: True)
    assert len(mine) == 1
    monitor.look()
    assert (monitor.post.bodies("phone"), len(monitor.post.bodies("mail"))) == ([], 1)
    watched.now_ms -= 60_000  # who looked at the clock first may come second
    monitor.look()
    assert monitor.post.bodies("phone") == []
    watched.now_ms += 60_000 + CLAIM_MS  # the sender died on the way
    monitor.look()
    assert len(monitor.post.bodies("phone")) == 1


def test_a_target_that_fails_gets_it_later_and_others_hear_of_it(watched, monitor):
    monitor.settings["targets"] = (PHONE, MAIL)
    monitor.post.fails = {"phone"}
    watched.now_ms += 7 * HOUR_MS
    monitor.look()
    assert (monitor.post.bodies("phone"), len(monitor.post.bodies("mail"))) == ([], 1)
    events = []
    for tries in (1, 2, 3):
        watched.now_ms += pause_ms(tries)
        events += monitor.look()
    assert events == [("target_failing", "target:phone")]
    assert "Alerts do not reach phone" in monitor.post.bodies("mail")[-1]
    monitor.post.fails = set()
    watched.now_ms += pause_ms(4)
    monitor.look()
    assert [body for body in monitor.post.bodies("phone") if "acme:t" in body]
    assert not [body for body in monitor.post.bodies("phone") if "do not reach" in body]
    assert monitor.look() == [("recovered", "target:phone")]


def test_a_clock_that_is_put_back_silences_no_target(watched, monitor):
    monitor.post.fails = {"phone"}
    watched.now_ms += 9 * HOUR_MS
    monitor.look()
    monitor.post.fails = set()
    watched.now_ms -= 8 * HOUR_MS
    monitor.look()
    assert len(monitor.post.bodies()) == 1


def test_what_nobody_took_for_days_is_no_news(watched, monitor):
    monitor.post.fails = {"phone"}
    watched.now_ms += 7 * HOUR_MS
    monitor.look()
    watched.now_ms += KEPT_MS + DAY_MS
    monitor.look()
    monitor.post.fails = set()
    watched.now_ms += HOUR_MS
    monitor.look()
    assert not any("ends in" in body for body in monitor.post.bodies())


def test_reminders_come_as_often_as_configured(watched, monitor):
    monitor.settings["remind_ms"] = DAY_MS
    watched.now_ms += 31 * HOUR_MS
    monitor.look()
    for _ in range(4):
        watched.now_ms += 12 * HOUR_MS
        monitor.look()
    bodies = monitor.post.bodies()
    assert len(bodies) == 3
    assert all(body.startswith("Still so: acme:t ended") for body in bodies[1:])


def at_utc(hour, minute=0):
    return START_MS // DAY_MS * DAY_MS + hour * HOUR_MS + minute * 60_000


def test_quiet_hours_keep_alerts_until_they_end(watched, monitor):
    monitor.settings |= {"quiet_hours": parse_quiet_hours("22:00-07:00"), "time_zone": "UTC"}
    until = at_utc(46)
    watched.write_store(
        {
            "anthropic:default": api_key(),
            "acme:t": {"type": "token", "provider": "acme", "token": "t" * 20, "expires": until},
        }
    )
    watched.now_ms = at_utc(22, 30)
    assert monitor.look() == [("expiring", "expiry:main/acme:t")]
    watched.now_ms = at_utc(30, 59)
    assert monitor.look() == []
    assert monitor.post.got == []
    watched.now_ms = at_utc(31)
    monitor.look()
    (body,) = monitor.post.bodies()
    assert "noticed" in body
    assert monitor.look() == []
    assert len(monitor.post.bodies()) == 1


def test_a_change_and_its_end_in_quiet_hours_are_both_told(watched, monitor):
    monitor.settings |= {"quiet_hours": parse_quiet_hours("00:00-06:00"), "time_zone": "UTC"}
    watched.now_ms = at_utc(25)
    watched.write_store({"anthropic:default": token(secret="a" * 30) | {"expires": at_utc(24)}})
    monitor.look()
    watched.write_store({"anthropic:default": api_key()})
    watched.now_ms = at_utc(26)
    monitor.look()
    assert monitor.post.got == []
    watched.now_ms = at_utc(30)
    monitor.look()
    (_, title, body) = monitor.post.got[0]
    assert title == "host: 4 changes of credentials"
    assert body.index("ended") < body.index("is good again")


@pytest.mark.parametrize("wakes", [True, False])
def test_nothing_usable_may_wake_people(watched, monitor, wakes):
    monitor.settings |= {
        "quiet_hours": parse_quiet_hours("00:00-06:00"),
        "time_zone": "UTC",
        "wake_when_nothing_usable": wakes,
    }
    watched.now_ms = at_utc(25)
    watched.write_store({"anthropic:default": token() | {"expires": at_utc(24)}})
    assert len(monitor.look()) == 2
    assert [title for _, title, _ in monitor.post.got] == (
        ["host: Nothing is usable: no credential can answer for anthropic/claude-opus-4-5."]
        if wakes
        else []
    )


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("22:00-07:00", [(22, 0), (23, 59), (0, 0), (6, 59)], [(7, 0), (12, 0), (21, 59)]),
        ("9:30–17:00", [(9, 30), (16, 59)], [(9, 29), (17, 0), (0, 0)]),
    ],
)
def test_hours_pass_midnight_and_end_where_they_say(text, inside, outside):
    hours = parse_quiet_hours(text)
    assert all(is_quiet(hours, "UTC", at_utc(h, m)) for h, m in inside)
    assert not any(is_quiet(hours, "UTC", at_utc(h, m)) for h, m in outside)


def test_hours_are_those_of_the_zone():
    hours = parse_quiet_hours("22:00-07:00")
    assert is_quiet(hours, "Asia/Shanghai", at_utc(15))
    assert not is_quiet(hours, "Asia/Shanghai", at_utc(23, 1))


@pytest.mark.parametrize("text", ["22:00", "22-7", "24:00-07:00", "22:60-07:00", "7:00-7:00", ""])
def test_what_is_no_span_of_hours_is_said(text):
    with pytest.raises(OpenclawAuthError) as caught:
        parse_quiet_hours(text)
    assert caught.value.reason.code == "config_quiet_hours"
