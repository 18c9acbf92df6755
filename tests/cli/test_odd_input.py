"""What others wrote into a store, a config or a locale neither ends a command nor steers a terminal."""

from __future__ import annotations

import pytest

FAR_MS = 9_000_000_000_000_000
TITLE = "\x1b]0;pwned\x07"


def key(secret="sk-12345678901234567890", **more):
    return {"type": "api_key", "provider": "openai", "key": secret, **more}


def test_control_characters_of_a_store_are_shown_and_not_obeyed(host):
    host.write_store({"profiles": {f"openai:{TITLE}": key(), "openai:\u202ea": key()}})
    text = host.run("models", "status", FORCE_COLOR="1").out
    assert r"\x1b]0;pwned\x07" in text
    assert r"\u202e" in text
    assert "\x1b]" not in text
    assert "\x1b[1mopenai\x1b[0m" in text  # our own colours stay


def test_an_error_does_not_pass_control_characters_on(host):
    done = host.run("models", "auth", "order", "set", "--provider", "openai", TITLE)
    assert done.code == 1
    assert "\x1b" not in done.err


def test_json_holds_the_same_names_without_a_raw_control_character(host):
    host.write_store({"profiles": {"openai:\x9b2J\u202e": key()}})
    done = host.run("models", "status", "--json")
    assert "\x9b" not in done.out
    assert done.json()["auth"]["oauth"]["profiles"][0]["profileId"] == "openai:\x9b2J\u202e"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_name_and_no_locale_ends_a_status(host, encoding):
    host.write_store({"profiles": {"openai:中文😀": key(), "openai:\ud800": key()}})
    done = host.run("models", "status", PYTHONIOENCODING=encoding)
    assert (done.code, done.err) == (0, "")
    document = host.run("models", "status", "--json", PYTHONIOENCODING=encoding).json()
    ids = [row["profileId"] for row in document["auth"]["oauth"]["profiles"]]
    assert ids == ["openai:中文😀", "openai:\ud800"]


@pytest.mark.parametrize("words", ["", "models status --help"])
def test_help_that_nobody_reads_ends_quietly(host, words):
    done = host.run_shell(f"{{ openclaw_auth {words}; echo $? >&2; }} | :")
    assert done.err == "0\n"


def test_chinese_help_does_not_end_in_a_latin_locale(host):
    done = host.run("--lang", "zh", PYTHONIOENCODING="latin-1")
    assert (done.code, done.err) == (0, "")


def test_a_time_out_beyond_the_calendar_is_said_by_its_distance(host):
    stats = {"openai:a": {"disabledUntil": FAR_MS}}
    host.write_store({"profiles": {"openai:a": key()}, "usageStats": stats})
    done = host.run("models", "status")
    assert (done.code, done.err) == (0, "")
    # No time out is that long: the credential is tried, and what is stored is shown as it is.
    assert "[disabled 104145" in done.out
    assert "openai:a rests until" in done.out


def test_a_store_that_makes_no_sense_is_not_shown_as_an_empty_one(host):
    host.write_store({})
    host.store_file().write_text('{"profiles": ')
    done = host.run("models", "status", "--json")
    assert done.json()["auth"]["providers"] == []
    assert "auth-profiles.json" in done.err


def test_a_label_belongs_to_its_own_profile(host):
    host.write_store({"profiles": {"a": key("k" * 30), "a=b": key("m" * 30)}})
    text = host.run("models", "status").out
    assert "a=kkkkkkkk...kkkkkkkk" in text
    assert "a=b=mmmmmmmm...mmmmmmmm" in text


@pytest.mark.parametrize("columns", ["²", "0", "-1", "9" * 5000, "x"])
def test_any_width_is_survived(host, columns):
    host.write_store({"profiles": {"openai:a": key()}})
    assert host.run("models", "auth", "list", COLUMNS=columns).code == 0


def test_a_server_that_needs_no_key_misses_none(host):
    entry = {"baseUrl": "http://127.0.0.1:11434/v1", "models": [{"id": "m", "name": "m"}]}
    default = {"model": {"primary": "ollama/m"}}
    host.write_config({"models": {"providers": {"ollama": entry}}, "agents": {"defaults": default}})
    done = host.run("models", "status", "--check", "--json")
    assert (done.code, done.json()["auth"]["missingProvidersInUse"]) == (0, [])
