"""What a chat session chose, read from OpenClaw's file."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.config.view import ConfigView
from openclaw_auth.sessions.pins import read_choices, sessions_path

KEY = "agent:main:main"


def choice(tmp_path, entry):
    path = tmp_path / "sessions.json"
    path.write_text(json.dumps({KEY: {"sessionId": "s", "updatedAt": 1, **entry}}))
    return read_choices(str(path))[KEY]


@pytest.mark.parametrize(
    ("more", "origin"),
    [
        ({"authProfileOverrideSource": "user"}, "user"),
        ({"authProfileOverrideSource": "auto"}, "auto"),
        ({"authProfileOverrideSource": "user", "authProfileOverrideCompactionCount": 2}, "user"),
        ({"authProfileOverrideCompactionCount": 0}, "auto"),
        ({}, "user"),
        ({"authProfileOverrideSource": 5}, "user"),
    ],
)
def test_who_set_a_pin(tmp_path, more, origin):
    pin = choice(tmp_path, {"authProfileOverride": "anthropic:work", **more}).pin
    assert (pin.profile_id, pin.origin) == ("anthropic:work", origin)


def test_a_model_may_be_chosen_without_a_profile(tmp_path):
    found = choice(tmp_path, {"providerOverride": "Z.AI", "modelOverride": "glm-5"})
    assert (found.provider, found.model, found.pin) == ("zai", "glm-5", None)


@pytest.mark.parametrize("entry", [{"authProfileOverride": " "}, {"authProfileOverride": 1}, {}])
def test_what_is_no_pin_is_none(tmp_path, entry):
    found = choice(tmp_path, entry)
    assert (found.provider, found.model, found.pin) == (None, None, None)


@pytest.mark.parametrize("text", ["", "[]", "{", "nonsense", "\ufeff{}", "[" * 5000, "{'a': 1}"])
def test_a_broken_file_is_an_empty_one(tmp_path, text):
    path = tmp_path / "sessions.json"
    path.write_text(text)
    assert read_choices(str(path)) == {}


def test_a_missing_file_is_an_empty_one(tmp_path):
    assert read_choices(str(tmp_path / "sessions.json")) == {}
    assert read_choices(str(tmp_path)) == {}


def test_json5_is_read(tmp_path):
    path = tmp_path / "sessions.json"
    path.write_text("{ // mine\n 'a': {authProfileOverride: 'x:y',}, }")
    assert read_choices(str(path))["a"].pin.profile_id == "x:y"


def test_where_sessions_are():
    paths = resolve_paths({}, "/home/u", "/", lambda path: True)

    def path(**session):
        return sessions_path(ConfigView({"session": session}), paths, "work")

    assert path() == "/home/u/.openclaw/agents/work/sessions/sessions.json"
    assert path(store="~/s/{agentId}.json") == "/home/u/s/work.json"
