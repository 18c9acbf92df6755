"""What a calendar program makes of our feed: another library reads it, whatever ids people use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.codes import remedy, render
from openclaw_auth.credentials import Profile
from openclaw_auth.health.calendar import Ending, calendar, endings
from openclaw_auth.refresh.facts import Renewal
from openclaw_auth.secret import Secret

NOW_MS = 1_795_000_000_000
DAY_MS = 86_400_000
IDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=90)


def text_of(found, lang="en"):
    return calendar(found, NOW_MS, lambda r: render(r, lang), lambda r: remedy(r, lang))


def read(found, lang="en"):
    return icalendar.Calendar.from_ical(text_of(found, lang)).walk("VEVENT")


class View:
    """As much of a snapshot as is looked at."""

    def __init__(self, *profiles, agent_id="work"):
        self.agent_id = agent_id
        self.data = self
        self.profiles = {profile.id: profile for profile in profiles}


def token(name, **fields):
    return Profile(name, "token", "anthropic", Secret("t" * 40), **fields)


def login(name, **fields):
    return Profile(name, "oauth", "anthropic", Secret("a" * 40), refresh=Secret("r" * 40), **fields)


def test_an_event_says_what_ends_when_and_what_mends_it():
    (event,) = read([Ending("main", "anthropic:work", "anthropic", NOW_MS + DAY_MS)])
    assert event["SUMMARY"] == "anthropic:work ends"
    assert event["DESCRIPTION"] == "openclaw models auth reauth anthropic:work"
    assert event.start == datetime.fromtimestamp((NOW_MS + DAY_MS) / 1000, UTC)
    alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(days=-7), timedelta(days=-1)]


def test_a_new_end_moves_the_event_instead_of_adding_one():
    before = read([Ending("main", "a:b", "a", NOW_MS)])[0]
    after = read([Ending("main", "a:b", "a", NOW_MS + DAY_MS)])[0]
    assert before["UID"] == after["UID"]
    assert before["UID"] != read([Ending("work", "a:b", "a", NOW_MS)])[0]["UID"]


def test_chinese_is_spoken_too():
    (event,) = read([Ending("main", "anthropic:工作", "anthropic", NOW_MS)], "zh")
    assert event["SUMMARY"] == "anthropic:工作 到期"


@given(st.lists(st.tuples(IDS, st.integers(0, 10**17)), max_size=5))
def test_whatever_an_id_is_it_comes_back_and_no_line_is_too_long(found):
    text = text_of([Ending("main", name, "p", ends_ms) for name, ends_ms in found])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    known = [(name, ms) for name, ms in found if ms < 253_402_300_800_000]
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert sorted(str(event["SUMMARY"]) for event in events) == sorted(
        f"{n} ends" for n, _ in known
    )


def test_what_renews_itself_or_never_ends_is_left_out():
    soon = NOW_MS + DAY_MS
    view = View(
        token("a:token", expires_ms=soon),
        token("a:static"),
        token("a:zero", expires_ms=0),
        Profile("a:key", "api_key", "a", Secret("k" * 20), expires_ms=soon),
        login("a:renews", expires_ms=soon),
        login("a:rejected", expires_ms=soon),
        login("a:anothers", expires_ms=soon),
        token("a:inherited", expires_ms=soon, inherited=True),
    )
    known = {"a:rejected": "rejected", "a:renews": "yes", "a:anothers": "no"}
    found = list(endings(view, {name: Renewal(can) for name, can in known.items()}))
    assert [e.profile_id for e in found] == ["a:token", "a:rejected", "a:anothers", "a:inherited"]
    assert [e.agent_id for e in found] == ["work", "work", "work", "main"]
