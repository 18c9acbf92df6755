"""`openclaw doctor` on credentials: missing, resting, in the environment, of another tool."""

from __future__ import annotations

import base64
import json

import pytest

from doctor_place import GATEWAY, KEY, SECRET
from openclaw_auth.ports import system_ports
from state_files import contents, store_of, write


@pytest.mark.parametrize(
    ("profile", "provider"),
    [("anthropic:claude-cli", "anthropic"), ("openai-codex:codex-cli", "openai-codex")],
)
def test_a_login_taken_over_from_another_tool_is_told(healthy, doctor, profile, provider):
    login = {"type": "oauth", "provider": provider, "access": "a" * 40, "refresh": "r" * 40}
    login["expires"] = system_ports().now_ms() + 9 * 3_600_000
    profiles = {"anthropic:default": KEY, profile: login}
    write(store_of(healthy), {"version": 1, "profiles": profiles})
    assert f"{profile}: deprecated" in doctor()


def test_cooldowns_come_with_what_to_do(healthy, doctor):
    now_ms = system_ports().now_ms()
    stats = {
        "anthropic:a": {"cooldownUntil": now_ms + 45 * 60_000},
        "anthropic:b": {"disabledUntil": now_ms + 5 * 3_600_000, "disabledReason": "billing"},
    }
    profiles = {"anthropic:a": KEY, "anthropic:b": KEY}
    write(store_of(healthy), {"version": 1, "profiles": profiles, "usageStats": stats})
    lines = [line.strip() for line in doctor().splitlines()]
    at = next(i for i, line in enumerate(lines) if "anthropic:a: cooldown (45m)" in line)
    assert lines[at + 1] == "Wait for cooldown or switch provider."
    assert "anthropic:b: disabled:billing (5h)" in lines
    assert any(line.startswith("Top up credits") for line in lines)


def test_a_missing_profile_comes_with_the_command_for_its_type(healthy, doctor):
    named = {"openai:a": {"provider": "openai", "mode": "api_key"}}
    write(healthy / "openclaw.json", {"gateway": GATEWAY, "auth": {"profiles": named}})
    assert "paste-api-key --provider openai --profile-id openai:a" in doctor()


def test_a_default_model_without_a_credential_is_an_error(state, doctor):
    said = doctor("--strict", code=1)
    assert "anthropic/claude-opus-4-5 has no credential" in said
    assert "openclaw models auth add --provider anthropic" in said
    assert "Model auth" not in said
    assert list(state.iterdir()) == []


def test_a_credential_in_the_environment_is_one(state, codes, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
    assert codes() == [("info", "doctor_token_missing")]


def test_a_glued_line_of_env_is_found(healthy, doctor, codes):
    write(healthy / ".env", f"OPENAI_API_KEY=sk-oneGROQ_API_KEY={SECRET}")
    assert codes() == [("error", "doctor_env_glued")]
    assert "GROQ_API_KEY is stuck to the value of OPENAI_API_KEY" in doctor()


def test_credentials_in_the_folders_own_env_are_named(healthy, doctor, tmp_path):
    write(tmp_path / ".env", f"OPENAI_API_KEY={SECRET}\n")
    assert "OPENAI_API_KEY" in doctor()


def jwt(claims):
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{part}.sig"


def test_other_tools_logins_are_shown_with_their_end_and_left_alone(healthy, doctor, tmp_path):
    now_ms = system_ports().now_ms()
    grant = {"accessToken": SECRET, "refreshToken": SECRET, "expiresAt": now_ms + 2 * 3_600_000}
    write(tmp_path / ".claude/.credentials.json", {"claudeAiOauth": grant})
    tokens = {"access_token": jwt({"exp": now_ms // 1000 - 3 * 3600}), "refresh_token": SECRET}
    write(tmp_path / ".codex/auth.json", {"tokens": tokens})
    before = contents(tmp_path)
    said = doctor("--fix", "--strict")
    assert "Claude Code has a login of its own" in said
    assert "good for 2h" in said
    assert "its access token ended 3h ago" in said
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"tokens": 1}', '{"tokens": {"access_token": 5}}']
)
def test_other_tools_files_may_be_anything(healthy, doctor, tmp_path, text):
    for name in (".claude/.credentials.json", ".codex/auth.json"):
        write(tmp_path / name, text)
    doctor("--strict")
