"""`openclaw models auth simulate`, as a process: rehearses, reads only, and checks by exit code."""

from __future__ import annotations

import hashlib
import json
import re
import time

import pytest

KEYS = [f"sk-ant-api03-{c * 80}" for c in "ab"]
DAY_MS = 86_400_000
MODELS = {
    "primary": "anthropic/claude-opus-4-5",
    "fallbacks": ["openrouter/auto", "openai/gpt-5.2"],
}


@pytest.fixture
def two(host):
    """A host with two keys of one provider, one of another, and fallbacks."""
    profiles = {
        f"anthropic:{name}": {"type": "api_key", "provider": "anthropic", "key": key}
        for name, key in zip("ab", KEYS, strict=True)
    }
    profiles["openrouter:x"] = {"type": "api_key", "provider": "openrouter", "key": "sk-or-v1-xxx"}
    host.write_store({"profiles": profiles, "order": {"anthropic": ["anthropic:a", "anthropic:b"]}})
    host.write_config({"agents": {"defaults": {"model": MODELS}}})
    return host


def simulate(host, *argv, code=0, **env):
    done = host.auth("simulate", *argv, **env)
    assert done.code == code, done.err + done.out
    assert not any(key in done.out + done.err for key in KEYS)
    return done


def rehearsed(host, *argv, code=0):
    return simulate(host, *argv, "--json", code=code).json()


def steps(document):
    return [(s["profileId"], s["outcome"], s["code"]) for s in document["steps"]]


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(p).encode() + p.read_bytes() for p in files)).hexdigest()


def test_the_path_goes_over_credentials_and_then_models(two):
    document = rehearsed(two, "--fail", "anthropic:a:rate_limit", "--fail", "anthropic:b:billing")
    assert steps(document) == [
        ("anthropic:a", "rate_limit", "rate_limited"),
        ("anthropic:b", "billing", "credits_exhausted"),
        ("openrouter:x", "ok", "usable"),
    ]
    assert document["answer"] == {
        "profileId": "openrouter:x",
        "source": "openrouter:x",
        "model": "openrouter/auto",
        "billingClass": "metered",
    }
    assert document["firstDarkMs"] is None
    assert document["model"] == "anthropic/claude-opus-4-5"


def test_rehearsing_writes_nothing(two):
    before = digest(two.state)
    simulate(two, "--fail", "anthropic:a:auth", "--until", "+30d")
    assert digest(two.state) == before


def test_it_begins_where_status_says_that_the_next_request_begins(two):
    listed = two.run("models", "status", "--json").json()["auth"]["providers"]
    (shown,) = [row["next"]["profileId"] for row in listed if row["provider"] == "anthropic"]
    assert rehearsed(two)["answer"]["profileId"] == shown


def test_sources_without_a_profile_are_named_by_their_source(host):
    host.write_config(
        {"agents": {"defaults": {"model": "openai/gpt-5.2"}}, "env": {"OPENAI_API_KEY": "sk-e"}}
    )
    document = rehearsed(host, "--fail", "env:OPENAI_API_KEY:auth")
    (step,) = document["steps"]
    assert (step["profileId"], step["source"]) == (None, "env:OPENAI_API_KEY")
    assert document["answer"] is None


def test_expect_is_a_check(two):
    assert rehearsed(two, "--expect", "anthropic:a")["expected"]["met"] is True
    done = simulate(two, "--fail", "anthropic:a:auth", "--expect", "anthropic:a", code=1)
    assert "Expected anthropic:a to answer; it would be anthropic:b." in done.err
    assert "anthropic:a: " in done.err
    fails = ("--fail", "anthropic:a:format", "--expect", "anthropic:b")
    assert "nothing would" in simulate(two, *fails, code=1).err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--fail", "anthropic:A:auth"), "Did you mean anthropic:a"),
        (("--fail", "env:NOWHERE:auth"), 'No credential "env:NOWHERE"'),
        (("--expect", "anthropic:c"), 'No credential "anthropic:c"'),
        (("--fail", "anthropic:a"), "--fail takes PROFILE:CLASS"),
        (("--fail", "nonsense"), "--fail takes PROFILE:CLASS"),
        (("--fail", ":"), "--fail takes PROFILE:CLASS"),
        (("--fail", "anthropic:a:ratelimit"), "Did you mean rate_limit"),
        (("--at", "6"), "--at takes a time ahead"),
        (("--at", "+-1h"), "--at takes a time ahead"),
        (("--until", "+9999999d"), "--until takes a time ahead"),
        (("--at", "+2d", "--until", "+1d"), "--until has to be later"),
        (("--agent", "nobody"), 'Unknown agent id "nobody"'),
    ],
)
def test_what_makes_no_sense_is_told_with_what_was_meant(two, argv, said):
    done = simulate(two, *argv, code=1)
    assert said in done.err
    assert done.out == ""


def test_until_finds_the_moment_when_the_last_token_ends(host):
    ends = int(time.time() * 1000) + 3 * DAY_MS
    token = {"type": "token", "provider": "anthropic", "token": "sk-ant-oat01-x", "expires": ends}
    host.write_store({"profiles": {"anthropic:t": token}})
    document = rehearsed(host, "--until", "+7d")
    assert document["firstDarkMs"] == ends
    assert [s["code"] for s in document["darkSteps"]] == ["token_expired"]
    assert rehearsed(host, "--until", "+2d")["firstDarkMs"] is None
    assert "Dark from " in simulate(host, "--until", "+7d").out
    later = rehearsed(host, "--at", "+4d")
    assert later["answer"] is None
    assert steps(later) == [("anthropic:t", "skipped", "token_expired")]


def test_a_month_of_hourly_failures_is_walked_at_once(two):
    began = time.monotonic()
    argv = ("--fail", "anthropic:a:rate_limit", "--fail", "openrouter:x:timeout")
    document = rehearsed(two, *argv, "--until", "+30d")
    assert document["firstDarkMs"] is None
    assert time.monotonic() - began < 8


@pytest.mark.parametrize("origin", ["user", None])
def test_a_session_goes_its_own_way(two, origin):
    entry = {"sessionId": "x", "updatedAt": 1, "authProfileOverride": "anthropic:b"}
    if origin:
        entry["authProfileOverrideSource"] = origin
    folder = two.state / "agents/main/sessions"
    folder.mkdir(parents=True)
    (folder / "sessions.json").write_text(json.dumps({"agent:main:main": entry}))
    pinned = ("--session", "agent:main:main")
    assert rehearsed(two, *pinned)["answer"]["profileId"] == "anthropic:b"
    assert "agent:main:main" in simulate(two, "--session", "agent:main:mian", code=1).err
    failed = rehearsed(two, *pinned, "--fail", "anthropic:b:auth")
    # The user asked for it by name: no other profile, but the next model may answer.
    assert [s["profileId"] for s in failed["steps"]][-1] == "openrouter:x"
    assert "anthropic:a" not in [s["profileId"] for s in failed["steps"] if s["outcome"] == "ok"]


def test_a_session_that_chose_a_model_asks_that_one(two):
    entry = {"providerOverride": "openrouter", "modelOverride": "auto"}
    folder = two.state / "agents/main/sessions"
    folder.mkdir(parents=True)
    (folder / "sessions.json").write_text(json.dumps({"agent:main:main": entry}))
    document = rehearsed(two, "--session", "agent:main:main")
    assert document["answer"]["model"] == "openrouter/auto"
    assert rehearsed(two, "opus", "--session", "agent:main:main")["model"].endswith("opus-4-5")


def test_a_model_may_be_named_as_clients_name_it(two):
    assert rehearsed(two, "opus")["model"] == "anthropic/claude-opus-4-5"
    document = rehearsed(two, "openrouter/auto", "--fail", "openrouter:x:auth")
    assert document["steps"][0]["model"] == "openrouter/auto"
    assert document["answer"] is None or document["answer"]["model"] != "openrouter/auto"


def test_people_get_a_numbered_list_that_fits(two):
    argv = ["models", "auth", "simulate", "--fail", "anthropic:a:rate_limit"]
    argv += ["--fail", "anthropic:b:timeout/dns_failure", "--until", "+1d"]
    screen = two.on_terminal(*argv, columns=80, COLUMNS="80")
    assert screen.ended() == 0
    lines = re.sub("\x1b\\[[0-9;?]*[a-zA-Z]|\r", "", screen.raw.decode()).split("\n")
    assert max(map(len, lines)) <= 80
    assert "  1. anthropic:a   rate_limit: " in screen.text
    assert "Answered by openrouter:x with openrouter/auto." in screen.text
    assert "Never dark until " in screen.text
    assert "应答" in simulate(two, LANG="zh_CN.UTF-8").out
