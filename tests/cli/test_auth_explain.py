"""`models auth explain`: the winner, where it lies, and why no other."""

from __future__ import annotations

import json
import time

import pytest

OAT = "sk-ant-oat01-" + "a" * 80
API = "sk-ant-api03-" + "b" * 80
FIELDS = [
    "rank", "profileId", "source", "kind", "type", "eligible", "code", "reason", "untilMs",
    "billingClass", "remedy",
]  # fmt: skip
STORE = {
    "profiles": {
        "anthropic:sub": {"type": "token", "provider": "anthropic", "token": OAT},
        "anthropic:api": {"type": "api_key", "provider": "anthropic", "key": API},
    }
}
CONFIG = {
    "agents": {
        "defaults": {
            "model": {"primary": "anthropic/claude-opus-4-5", "fallbacks": ["openai/gpt-5.2"]}
        },
        "list": [{"id": "main"}, {"id": "work"}],
    }
}


@pytest.fixture
def host(host):
    host.write_store(STORE)
    host.write_config(CONFIG)
    return host


def cool(host, profile_id, left_ms=600_000, **stats):
    now_ms = int(time.time() * 1000)
    entry = {"cooldownUntil": now_ms + left_ms, "lastFailureAt": now_ms, **stats}
    host.write_store({**STORE, "usageStats": {profile_id: entry}})
    return entry["cooldownUntil"]


def session(host, **entry):
    path = host.state / "agents/main/sessions/sessions.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"agent:main:main": {"sessionId": "s", "updatedAt": 1, **entry}}))


def explain(host, *words, **env):
    done = host.auth("explain", *words, "--json", **env)
    assert (done.code, done.err) == (0, "")
    return done.json()


def test_the_document_has_its_shape(host):
    document = explain(host)
    assert list(document) == ["model", "provider", "agent", "winner", "candidates"]
    assert document["model"] == "anthropic/claude-opus-4-5"
    assert (document["provider"], document["agent"]) == ("anthropic", "main")
    assert all(list(c) == FIELDS for c in document["candidates"])
    assert document["winner"] == document["candidates"][0]
    assert document["winner"]["profileId"] == "anthropic:sub"
    assert document["winner"]["source"] == str(host.store_file())
    assert document["winner"]["remedy"] is None


def test_why_not_and_what_would_change_it(host):
    until_ms = cool(host, "anthropic:sub")
    document = explain(host, ANTHROPIC_API_KEY=API)
    api, sub, env = document["candidates"]
    assert (api["rank"], api["eligible"], api["billingClass"]) == (1, True, "metered")
    assert (sub["code"], sub["untilMs"], sub["eligible"]) == ("cooling", until_ms, False)
    assert "left" in sub["reason"]
    assert (env["code"], env["kind"], env["source"]) == (
        "billing_cross_blocked",
        "env",
        "env: ANTHROPIC_API_KEY",
    )
    words = env["remedy"].removeprefix("openclaw ").split()
    assert host.run(*words).code == 0  # the command that it names works
    *_, env = sorted(
        explain(host, ANTHROPIC_API_KEY=API)["candidates"], key=lambda c: c["kind"] == "env"
    )
    assert (env["kind"], env["code"]) == ("env", "usable")
    # OpenClaw 2026.2 would refuse its config with this key in it.
    assert not (host.state / "openclaw.json").read_text().count("billing")


def test_the_remedy_works_where_the_policy_is_a_word(host):
    (host.state / "openclaw-auth.json5").write_text("{auth: {billing: 'never'}}")
    cool(host, "anthropic:sub")
    api = explain(host)["candidates"][1]
    assert api["code"] == "billing_cross_blocked"
    assert host.run(*api["remedy"].removeprefix("openclaw ").split()).code == 0
    assert explain(host)["winner"]["profileId"] == "anthropic:api"


def test_a_model_may_rest_alone(host):
    until_ms = int(time.time() * 1000) + 600_000
    models = {"claude-opus-4-5": {"cooldownUntil": until_ms}}
    stats = {"anthropic:sub": {"models": models}}
    host.write_store({**STORE, "usageStats": stats})
    assert explain(host, "opus")["candidates"][1]["code"] == "cooling_model"
    assert explain(host, "sonnet")["winner"]["profileId"] == "anthropic:sub"
    # The provider alone means the model in use, as in status.
    assert explain(host, "anthropic")["winner"]["profileId"] == "anthropic:api"
    (row,) = host.run("models", "status", "--json").json()["auth"]["providers"]
    assert row["next"]["profileId"] == "anthropic:api"


@pytest.mark.parametrize(
    ("subject", "provider", "model"),
    [
        ("openai", "openai", "openai/gpt-5.2"),
        ("z.ai", "zai", None),
        ("openrouter/auto", "openrouter", "openrouter/auto"),
        ("claude-sonnet-4-5", "anthropic", "anthropic/claude-sonnet-4-5"),
    ],
)
def test_what_a_word_means(host, subject, provider, model):
    document = explain(host, subject)
    assert (document["provider"], document["model"]) == (provider, model)


def test_nothing_to_use(host):
    document = explain(host, "openai")
    assert (document["winner"], document["candidates"]) == (None, [])
    done = host.auth("explain", "openai")
    assert "no credential for openai" in done.out
    assert "openclaw models auth add --provider openai" in done.out
    assert "anthropic/claude-opus-4-5" in done.out


def test_a_users_pin_of_a_session(host):
    session(host, authProfileOverride="anthropic:api", authProfileOverrideSource="user")
    document = explain(host, "--session", "agent:main:main")
    assert document["winner"]["profileId"] == "anthropic:api"
    assert document["candidates"][1]["code"] == "pinned_elsewhere"
    # Another provider than the one it was set for knows nothing of it.
    assert explain(host, "openai", "--session", "agent:main:main")["candidates"] == []
    assert explain(host)["winner"]["profileId"] == "anthropic:sub"


def test_the_model_of_a_session(host):
    session(host, providerOverride="openai", modelOverride="gpt-5-mini")
    assert explain(host, "--session", "agent:main:main")["model"] == "openai/gpt-5-mini"


def test_an_unknown_session_or_agent(host):
    session(host)
    done = host.auth("explain", "--session", "agent:main:mian")
    assert done.code == 1
    assert "agent:main:main" in done.err
    assert "~/.openclaw/agents/main/sessions/sessions.json" in done.err
    assert host.auth("explain", "--agent", "nobody").code == 1


def test_what_is_inherited_lies_in_mains_file(host):
    document = explain(host, "--agent", "work")
    assert document["agent"] == "work"
    assert document["winner"]["source"] == str(host.store_file())
    assert "inherited from main" in host.auth("explain", "--agent", "work").out


def test_people_see_the_winner_its_place_and_what_it_shadows(host):
    screen = host.on_terminal("models", "auth", "explain", columns=80, COLUMNS="80")
    assert screen.ended() == 0
    assert "→  1  anthropic:sub=token:sk-ant-o...aaaaaaaa  next" in screen.text
    assert "token · subscription · ~/.openclaw/agents/main/agent/auth-profiles.json" in screen.text
    assert "anthropic:sub comes before anthropic:api." in screen.text
    assert max(len(line) for line in screen.text.splitlines()) <= 80
    assert OAT not in screen.raw.decode()


def test_people_see_who_set_a_variable(host):
    (host.state / ".env").write_text("OPENAI_API_KEY=sk-proj-x\n")
    assert "~/.openclaw/.env" in host.auth("explain", "openai").out
    assert "environment of this process" in host.auth("explain", "groq", GROQ_API_KEY="gsk_x").out


def test_in_chinese(host):
    out = host.auth("explain", "--lang", "zh").out
    assert "智能体 main" in out
    assert "排在前面" in out


def test_status_and_list_call_a_dead_key_what_it_is(host):
    stats = {"anthropic:api": {"deadDetail": "invalid_key"}}
    host.write_store({**STORE, "usageStats": stats})
    (entry,) = host.run("models", "status", "--json").json()["auth"]["unusableProfiles"]
    assert entry == {
        "profileId": "anthropic:api",
        "provider": "anthropic",
        "kind": "disabled",
        "reason": "invalid_key",
        "until": None,
        "remainingMs": None,
    }
    assert "[disabled:invalid_key]" in host.run("models", "status").out
    assert "refused: invalid_key" in host.auth("list").out
    # The secret was replaced by hand: a mark about another one counts no more.
    (host.state / "openclaw-auth.key").write_bytes(b"k" * 32)
    stats = {"anthropic:api": {"deadDetail": "invalid_key", "credentialFingerprint": "0" * 16}}
    host.write_store({**STORE, "usageStats": stats})
    assert host.run("models", "status", "--json").json()["auth"]["unusableProfiles"] == []


def test_usable_asks_about_each_model_in_use(host):
    until_ms = int(time.time() * 1000) + 600_000
    limited = {"models": {"claude-opus-4-5": {"cooldownUntil": until_ms}}}
    host.write_store({**STORE, "usageStats": dict.fromkeys(STORE["profiles"], limited)})
    check = ("models", "status", "--check", "--usable")
    assert host.run(*check, OPENAI_API_KEY="sk-proj-x").code == 1
    host.write_store(STORE)
    assert host.run(*check, OPENAI_API_KEY="sk-proj-x").code == 0


def test_a_long_time_out_is_shown_as_tried_not_as_usable(host):
    now_ms = int(time.time() * 1000)
    stats = {"disabledUntil": now_ms + 3_600_000, "lastFailureAt": now_ms - 960_000}
    host.write_store({**STORE, "usageStats": {"anthropic:sub": stats}})
    winner = explain(host)["winner"]
    assert (winner["profileId"], winner["code"]) == ("anthropic:sub", "probe_due")
    assert "the next request tries it" in host.run("models", "status").out
    assert "the next request tries it" in host.auth("explain").out
    assert "rests, tried once" in host.auth("list").out
