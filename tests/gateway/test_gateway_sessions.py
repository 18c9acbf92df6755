"""A session keeps its profile: by itself until that one rests, by the user's word for good."""

from __future__ import annotations

import json

import anthropic
import pytest

from failing_host import failing_host, key_of, profile, text_of
from gateway_process import wait_until
from openclaw_auth.testing import Answer, named_failure

LIMITED = named_failure("anthropic-429-subscription-window")
MAIN = "agent:main:main"


def pair(provider="anthropic"):
    """Two profiles without an order: they take turns."""
    ids = [f"{provider}:{name}" for name in "ab"]
    return {i: profile(i) for i in ids}


def by_header(host, prompt, session):
    return host.message(prompt, headers={"x-openclaw-session-key": session})


def by_metadata(host, prompt, session):
    return host.message(prompt, metadata={"user_id": session})


def by_user(host, prompt, session):
    return host.chat(prompt, model="groq/m1", user=session)


def served(answer):
    return answer.headers["x-openclaw-profile"]


def take_turns(host, ask, ids):
    """Let other sessions come until both profiles have served."""
    seen = set()

    def another():
        name = f"turn{len(host.emulator.requests)}"
        seen.add(served(ask(host, name, name)))
        return seen == set(ids)

    wait_until(another)


@pytest.mark.parametrize("ask", [by_header, by_metadata, by_user])
def test_a_session_keeps_its_profile_while_others_take_turns(tmp_path, ask):
    profiles = pair("groq" if ask is by_user else "anthropic")
    with failing_host(tmp_path, None, profiles) as host:
        kept = served(ask(host, "one", "warm"))
        take_turns(host, ask, profiles)
        assert served(ask(host, "two", "warm")) == kept
        take_turns(host, ask, profiles)
        assert served(ask(host, "three", "warm")) == kept


def test_a_session_moves_when_its_profile_cools_and_stays_there_over_a_restart(tmp_path):
    profiles = pair()
    with failing_host(tmp_path, None, profiles) as host:
        kept = served(by_header(host, "one", "warm"))
        (other,) = set(profiles) - {kept}
        host.emulator.behaviour_by_key[key_of(kept)] = LIMITED
        moved = by_header(host, "two", "warm")
        assert (served(moved), text_of(moved)) == (other, "re: two")
        host.emulator.behaviour_by_key[key_of(kept)] = Answer()
        host.run("models", "auth", "clear-cooldown", "--all")
        wait_until(lambda: not host.penalised())
        take_turns(host, by_header, profiles)
        assert served(by_header(host, "three", "warm")) == other
        host.process.terminate()
        host.process.wait(10)
        with host:
            for number in range(3):
                assert served(by_header(host, f"after{number}", "warm")) == other


def pin(host, profile_id):
    path = host.state / "agents/main/sessions/sessions.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = {"sessionId": "s", "updatedAt": 1}
    entry |= {"authProfileOverride": profile_id, "authProfileOverrideSource": "user"}
    new = path.with_name("new")
    new.write_text(json.dumps({MAIN: entry}))
    new.rename(path)


def test_what_a_user_pinned_is_never_replaced_in_silence(tmp_path):
    with failing_host(tmp_path, {"anthropic:b": LIMITED}, ("anthropic:a", "anthropic:b")) as host:
        pin(host, "anthropic:b")
        wait_until(lambda: refused(host, "found"))
        assert host.calls("found")[-1] == "anthropic:b"
        for prompt in ("one", "two"):
            error = refused(host, prompt)
            assert error.status_code in (429, 503)
            assert "anthropic:b" in str(error)
            assert "anthropic:a" not in host.calls(prompt)
        # It is this session's alone.
        assert served(by_header(host, "else", "another")) == "anthropic:a"


def refused(host, prompt):
    try:
        by_header(host, prompt, MAIN)
    except anthropic.APIStatusError as error:
        return error
    return None
