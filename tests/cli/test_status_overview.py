"""`openclaw status`: a host at a glance, and the one thing to do first."""

from __future__ import annotations

import json
import os
import time

import pytest

from failing_host import profile
from openclaw_auth.cli.main import run

HOUR_MS = 3_600_000
PRIMARY = {"agents": {"defaults": {"model": {"primary": "anthropic/m1"}}}}
WITH_FALLBACK = {
    "agents": {"defaults": {"model": {"primary": "anthropic/m1", "fallbacks": ["openai/m2"]}}}
}


def token(hours):
    expires = int(time.time() * 1000) + hours * HOUR_MS
    return {"type": "token", "provider": "anthropic", "token": "sk-tok-x", "expires": expires}


@pytest.fixture
def status(tmp_path, monkeypatch, capsys):
    """Write a host and ask for its status; `as_json=False` for what people see."""
    state = tmp_path / ".openclaw"
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in {"HOME": str(tmp_path), "PATH": "", "LANG": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def ask(*arguments, profiles, config=PRIMARY, as_json=True):
        store = state / "agents/main/agent/auth-profiles.json"
        store.parent.mkdir(parents=True, exist_ok=True)
        store.write_text(json.dumps({"version": 1, "profiles": profiles}))
        store.chmod(0o600)
        (state / "openclaw.json").write_text(json.dumps(config))
        code = run(["status", *arguments, *(["--json"] if as_json else [])])
        assert code == 0
        out = capsys.readouterr().out
        return json.loads(out) if as_json else out

    ask.state = state
    return ask


def test_all_that_is_missing_is_a_gateway(status):
    found = status(profiles={"anthropic:a": profile("anthropic:a")})
    assert found["next"] == {"profileId": "anthropic:a", "source": "store", "code": "usable"}
    assert (found["usable"], found["answers"], found["ends"]) == (True, "anthropic/m1", [])
    assert found["gateway"]["running"] is False
    assert found["remedy"]["command"] == "openclaw gateway run"


def test_without_any_credential_the_first_step_is_to_add_one(status):
    found = status(profiles={})
    assert (found["usable"], found["next"]) == (False, None)
    assert found["remedy"]["command"] == "openclaw models auth add --provider anthropic"


def test_an_end_comes_before_a_gateway_and_what_is_over_before_what_ends(status):
    soon, over = token(20), token(-1)
    found = status(profiles={"anthropic:a": soon})
    assert [row["profileId"] for row in found["ends"]] == ["anthropic:a"]
    assert found["remedy"]["command"] == "openclaw models auth reauth anthropic:a"
    found = status(profiles={"anthropic:a": soon, "anthropic:b": over})
    assert [row["profileId"] for row in found["ends"]] == ["anthropic:b", "anthropic:a"]
    assert found["remedy"]["code"] == "overview_over"
    assert found["next"]["profileId"] == "anthropic:a"
    far = status(profiles={"anthropic:a": token(24 * 30)})
    assert far["ends"] == []


def test_a_fallback_that_answers_is_named(status):
    profiles = {"openai:b": profile("openai:b")}
    found = status(profiles=profiles, config=WITH_FALLBACK)
    assert (found["defaultModel"], found["answers"]) == ("anthropic/m1", "openai/m2")
    assert found["remedy"]["code"] == "overview_fallback_answers"
    shown = status(profiles=profiles, config=WITH_FALLBACK, as_json=False)
    assert "openai:b (openai/m2)" in shown


def test_sessions_are_counted_and_with_all_listed(status):
    sessions = status.state / "agents/main/sessions/sessions.json"
    sessions.parent.mkdir(parents=True)
    now_ms = int(time.time() * 1000)
    entries = {
        "agent:main:main": {"sessionId": "1", "updatedAt": now_ms - 2 * HOUR_MS, "model": "m1"},
        "agent:main:notes": {"sessionId": "2", "updatedAt": now_ms - 9 * HOUR_MS},
        "agent:main:odd": {"updatedAt": "?"},
    }
    sessions.write_text(json.dumps(entries))
    profiles = {"anthropic:a": profile("anthropic:a")}
    (row,) = status(profiles=profiles)["agents"]
    assert (row["sessions"], row["latest"]["key"]) == (3, "agent:main:main")
    assert "list" not in row
    shown = status("--all", profiles=profiles, as_json=False)
    assert "main: 3, the last 2h ago" in shown
    assert "agent:main:notes  9h" in shown


def test_no_secret_is_shown(status):
    profiles = {"anthropic:a": profile("anthropic:a"), "anthropic:t": token(20)}
    shown = json.dumps(status("--all", profiles=profiles))
    assert profiles["anthropic:a"]["key"] not in shown
    assert "sk-tok-x" not in shown


def test_ten_thousand_ends_are_a_few_lines(status):
    found = {f"anthropic:{n}": token(1) for n in range(50)}
    out = status(profiles=found, as_json=False)
    assert out.count("expires in 1h") == 5
    assert "45 more" in out


def test_a_model_that_is_named_twice_is_listed_once(status):
    model = {"primary": "anthropic/m1", "fallbacks": ["openai/m2", "openai/m2", "anthropic/m1"]}
    found = status(profiles={}, config={"agents": {"defaults": {"model": model}}})
    assert found["fallbacks"] == ["openai/m2"]
