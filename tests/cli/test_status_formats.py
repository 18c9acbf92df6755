"""`models status --format`: the same facts for a wiki, a script and a calendar."""

from __future__ import annotations

import json
import time

import icalendar
import pytest

DAY_MS = 86_400_000
TOKEN = "sk-ant-oat01-" + "z" * 80
KEY = "sk-proj-" + "q" * 40


@pytest.fixture
def host(host):
    token = {
        "type": "token",
        "provider": "anthropic",
        "token": TOKEN,
        "expires": int(time.time() * 1000) + 3 * DAY_MS + 60_000,
    }
    key = {"type": "api_key", "provider": "openai", "key": KEY}
    profiles = {"anthropic:work": token, "openai:k|y": key}
    host.write_store({"version": 1, "profiles": profiles})
    return host


def status(host, *argv, **environ):
    return host.run("models", "status", *argv, **environ)


def test_json_and_plain_are_what_the_old_options_give(host):
    for name in ("json", "plain"):
        new, old = status(host, "--format", name), status(host, f"--{name}")
        assert (new.code, old.code) == (0, 0)
        if name == "plain":
            assert new.out == old.out
        else:
            assert new.json()["auth"]["providers"] == old.json()["auth"]["providers"]
    assert status(host, "--format", "table").out == status(host).out


def test_markdown_is_one_table_that_shows_no_part_of_a_secret(host):
    done = status(host, "--format", "markdown")
    lines = done.out.splitlines()
    assert lines[0] == "**anthropic/claude-opus-4-5**"
    assert lines[2:4] == [
        "| Provider | Credential | State | Ends | Next |",
        "| --- | --- | --- | --- | --- |",
    ]
    assert "| anthropic | `anthropic:work` |" in lines[4]
    assert "| expires in 3d | → |" in lines[4]
    assert "`openai:k\\|y`" in lines[5]
    for secret in (TOKEN, KEY):
        assert secret[:12] not in done.out
        assert secret[-6:] not in done.out


def test_markdown_names_what_is_missing_and_speaks_chinese(host):
    host.write_store({"profiles": {}})
    assert (
        "| anthropic |  | no credential for anthropic |  |  |"
        in status(host, "--format", "markdown").out
    )
    soon = int(time.time() * 1000) + 3_600_000
    token = {"type": "token", "provider": "anthropic", "token": TOKEN, "expires": soon}
    host.write_store({"profiles": {"anthropic:work": token}})
    for name in ("markdown", "table"):
        done = host.run("--lang", "zh", "models", "status", "--format", name)
        assert "即将到期" in done.out
        assert "expiring" not in done.out


def test_the_calendar_is_read_by_calendars(host):
    done = status(host, "--format", "ics")
    (event,) = icalendar.Calendar.from_ical(done.out).walk("VEVENT")
    assert event["SUMMARY"] == "anthropic:work ends"
    chinese = status(host, "--lang", "zh", "--format", "ics")
    assert "anthropic:work 到期" in chinese.out


def test_one_format_at_a_time(host):
    for argv in (("--json", "--format", "ics"), ("--json", "--plain"), ("--feed",)):
        done = status(host, *argv)
        assert done.code == 1
        assert ("error" in done.json()) if "--json" in argv else done.out == ""
    unknown = status(host, "--format", "nope")
    assert (unknown.code, unknown.out) == (1, "")
    assert "markdown" in unknown.err


def test_the_feed_has_no_address_before_a_gateway_ran(host):
    done = status(host, "--format", "ics", "--feed")
    assert done.code == 1
    assert "openclaw gateway run" in done.err


def test_the_exit_code_does_not_depend_on_the_format(host):
    for name in ("table", "plain", "json", "markdown", "ics"):
        assert status(host, "--check", "--within", "7d", "--format", name).code == 2


def test_json_of_a_broken_config_is_still_one_document(host):
    host.write_config("{ broken")
    done = status(host, "--format", "json")
    assert done.code == 1
    assert json.loads(done.out or "{}") is not None
