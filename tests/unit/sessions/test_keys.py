"""The names of sessions."""

from __future__ import annotations

import pytest

from openclaw_auth.config.view import ConfigView
from openclaw_auth.sessions.keys import (
    agent_of,
    full_key,
    kind_of,
    main_key,
    one_time_key,
    user_key,
)

PLAIN = ConfigView({})


def test_the_main_session():
    assert main_key(PLAIN, "main") == "agent:main:main"
    assert main_key(ConfigView({"session": {"mainKey": " Home "}}), "Work") == "agent:work:home"
    assert main_key(ConfigView({"session": {"scope": "global"}}), "work") == "global"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (None, "agent:work:main"),
        ("main", "agent:work:main"),
        ("Notes", "agent:work:notes"),
        ("agent:other:x", "agent:other:x"),
        ("cron:daily", "cron:daily"),
        ("global", "global"),
    ],
)
def test_what_a_person_means(name, key):
    assert full_key(PLAIN, "work", name) == key


def test_sessions_of_http_clients():
    assert user_key("main", "Ann") == "agent:main:openai-user:ann"
    assert one_time_key("main", "u1") == "agent:main:openai:u1"


@pytest.mark.parametrize(
    ("key", "agent"),
    [("agent:work:main", "work"), ("AGENT:Work:x", "work"), ("global", None), ("cron:x", None)],
)
def test_whose_session_a_key_names(key, agent):
    assert agent_of(key) == agent


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("agent:main:main", "dm"),
        ("agent:main:telegram:group:5", "group"),
        ("agent:main:slack:channel:c", "group"),
        ("agent:main:telegram:group:5:topic:9", "thread"),
    ],
)
def test_kinds(key, kind):
    assert kind_of(key) == kind
