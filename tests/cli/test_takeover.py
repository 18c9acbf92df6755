"""A state directory as OpenClaw 2026.2 leaves it: read, edited by every command, handed back."""

from __future__ import annotations

import json
import re
import time

import pytest

from reference_reader import STORE_KEYS, read_config, read_store

NOW = int(time.time() * 1000)
DAY = 86_400_000
API = "sk-ant-api03-" + "k" * 90 + "-mainAA"
SETUP = "sk-ant-oat01-" + "s" * 90
NEW_TOKEN = "sk-ant-oat01-" + "n" * 90
NEW_KEY = "sk-proj-" + "p" * 60
BOT_TOKEN = "7000000001:AA" + "b" * 33
GATEWAY_TOKEN = "gw-token-" + "g" * 40
ACCESS, REFRESH = "codex-access-" + "a" * 40, "codex-refresh-" + "r" * 40
SECRETS = (API, SETUP, NEW_TOKEN, NEW_KEY, BOT_TOKEN, GATEWAY_TOKEN, ACCESS, REFRESH)

MAIN_STORE = {
    "version": 1,
    "profiles": {
        "anthropic:api": {
            "type": "api_key",
            "provider": "anthropic",
            "key": API,
            "metadata": {"note": "schlüssel", "deep": [1, {"x": None}]},
            "futureField": True,
        },
        "anthropic:claude": {
            "type": "token",
            "provider": "anthropic",
            "token": SETUP,
            "expires": NOW + 300 * DAY,
            "email": "me@example.org",
        },
        "openai-codex:me@example.org": {
            "type": "oauth",
            "provider": "openai-codex",
            "access": ACCESS,
            "refresh": REFRESH,
            "expires": NOW + 9 * DAY,
            "accountId": "acc-1",
            "email": "me@example.org",
            "enterpriseUrl": "https://example.org",
            "idToken": "unknown-to-us",
        },
        "openrouter:default": {
            "type": "api_key",
            "provider": "openrouter",
            "key": "sk-or-v1-" + "o" * 60,
        },
    },
    "order": {"anthropic": ["anthropic:claude", "anthropic:api"]},
    "lastGood": {"anthropic": "anthropic:claude", "openai-codex": "openai-codex:me@example.org"},
    "usageStats": {
        "anthropic:claude": {"lastUsed": NOW - 5000, "errorCount": 0},
        "anthropic:api": {
            "lastUsed": NOW - 90_000,
            "cooldownUntil": NOW + 3_600_000,
            "errorCount": 2,
            "failureCounts": {"rate_limit": 2},
            "lastFailureAt": NOW - 60_000,
            "futureCounter": 3,
        },
    },
}
WORK_STORE = {
    "version": 1,
    "profiles": {
        "anthropic:work": {"type": "api_key", "provider": "anthropic", "key": API[:-2] + "WW"}
    },
    "lastGood": {"anthropic": "anthropic:work"},
}
CONFIG = {
    "meta": {"lastTouchedVersion": "2026.2.3-1", "lastTouchedAt": "2026-02-04T10:00:00.000Z"},
    "wizard": {"lastRunAt": "2026-02-04T10:00:00.000Z", "lastRunCommand": "onboard"},
    "auth": {
        "profiles": {
            "anthropic:api": {"provider": "anthropic", "mode": "api_key"},
            "anthropic:claude": {"provider": "anthropic", "mode": "token"},
            "openai-codex:me@example.org": {"provider": "openai-codex", "mode": "oauth"},
            "openrouter:default": {"provider": "openrouter", "mode": "api_key"},
        }
    },
    "models": {
        "providers": {
            "mylab": {
                "baseUrl": "http://127.0.0.1:9/v1",
                "apiKey": "${MYLAB_KEY}",
                "api": "openai-completions",
                "models": [{"id": "m1", "name": "M1"}],
            }
        }
    },
    "agents": {
        "defaults": {
            "model": {"primary": "anthropic/claude-opus-4-5"},
            "models": {"anthropic/claude-opus-4-5": {"alias": "opus"}},
            "workspace": "~/clawd",
            "maxConcurrent": 4,
        },
        "list": [
            {"id": "main"},
            {"id": "work", "workspace": "~/work", "identity": {"emoji": "🦞"}},
        ],
    },
    "tools": {"web": {"search": {"enabled": True}}, "agentToAgent": {"enabled": False}},
    "messages": {"ackReactionScope": "group-mentions"},
    "channels": {
        "telegram": {
            "enabled": True,
            "botToken": BOT_TOKEN,
            "groups": {"*": {"requireMention": True}},
        },
        "whatsapp": {"allowFrom": ["+15555550123"]},
    },
    "gateway": {
        "port": 18789,
        "mode": "local",
        "auth": {"mode": "token", "token": GATEWAY_TOKEN},
    },
    "skills": {"install": {"nodeManager": "npm"}},
}
SESSIONS = {
    "agent:main:main": {
        "sessionId": "0d8f0d0e-0000-4000-8000-000000000000",
        "updatedAt": NOW - 1000,
        "authProfileOverride": "anthropic:claude",
        "authProfileOverrideSource": "auto",
        "compactionCount": 1,
    }
}
COMMENTS = ("// my host", "/* who may serve */", "// 老张的密钥", "// keep: the lab", "// the end")

# Every command that edits, in an order in which a person might; what it reads comes from stdin.
EDITS = [
    ("models set openrouter/auto", None),
    ("models set-image google/gemini-3-pro-preview", None),
    ("models fallbacks add openai/gpt-5.2", None),
    ("models fallbacks add opus", None),
    ("models fallbacks remove openai/gpt-5.2", None),
    ("models image-fallbacks add openai/gpt-5.2", None),
    ("models image-fallbacks clear", None),
    ("models aliases add fast openrouter/auto", None),
    ("models aliases remove fast", None),
    ("models auth paste-token --provider anthropic --stdin", NEW_TOKEN),
    (
        "models auth paste-token --provider anthropic --stdin --profile-id anthropic:year --expires-in 365d",
        NEW_TOKEN,
    ),
    ("models auth paste-api-key --provider openai --stdin", NEW_KEY),
    (
        "models auth paste-api-key --provider openai --stdin --agent work --profile-id openai:work",
        NEW_KEY,
    ),
    ("models auth order set --provider anthropic anthropic:api anthropic:claude", None),
    ("models auth order set --provider anthropic --agent work anthropic:work anthropic:api", None),
    ("models auth order clear --provider anthropic", None),
    ("models auth rename anthropic:year anthropic:renamed", None),
    ("models auth remove openrouter:default --yes", None),
    ("models auth remove --undo", None),
    ("models auth remove anthropic:renamed --purge --yes", None),
    ("agents add third --workspace third --non-interactive", None),
    (
        "models auth paste-api-key --provider openai --stdin --agent third --profile-id openai:third",
        NEW_KEY,
    ),
    ("agents isolate work", None),
    ("agents delete third --force", None),
    ("config set gateway.port 18790", None),
    ("config set env.trustWorkingDirectory true", None),
    ("config set auth.billing allow", None),
    ("config set models.providers.mylab.proxy http://127.0.0.1:8", None),
    ("config unset gateway.port", None),
    ("doctor --fix", None),
]
READS = [
    "models",
    "models status --json",
    "models status --json --agent work",
    "models list --all",
    "models fallbacks list",
    "models aliases list",
    "models auth list",
    "models auth order get --provider anthropic --agent work --json",
    "agents list --json",
    "config get",
    "config validate",
    "doctor",
]


def as_json5(data):
    """The same config as a person would keep it: comments, bare keys, single quotes, commas."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    text = re.sub(r'^( *)"([A-Za-z]\w*)":', r"\1\2:", text, flags=re.MULTILINE)
    text = re.sub(r"([}\]\"el\d])$(?=\n *[}\]])", r"\1,", text, flags=re.MULTILINE)
    text = text.replace('"anthropic:claude": {', "'anthropic:claude': { // 老张的密钥", 1)
    text = text.replace("{\n", "{\n  // my host\n", 1).replace(
        "  auth:", "  /* who may serve */\n  auth:", 1
    )
    text = text.replace("mylab: {", "mylab: { // keep: the lab", 1)
    return text + "\n// the end\n"


@pytest.fixture(params=["json", "json5"])
def taken_over(host, request):
    """A host that OpenClaw 2026.2 has run on."""
    text = json.dumps(CONFIG, indent=2, ensure_ascii=False)
    put(host.state / "openclaw.json", as_json5(CONFIG) if request.param == "json5" else text)
    put(host.store_file(), MAIN_STORE)
    put(host.store_file("work"), WORK_STORE)
    for agent in ("main", "work"):
        put(host.state / f"agents/{agent}/sessions/sessions.json", SESSIONS)
    put(host.state / "agents/main/sessions/0d8f0d0e.jsonl", '{"type":"session","version":3}\n')
    put(host.state / "credentials/whatsapp/default/creds.json", {"noiseKey": {"private": "x"}})
    put(host.state / "credentials/telegram-allowFrom.json", {"version": 1, "allowFrom": []})
    put(host.state / ".env", "MYLAB_KEY=lab-key-1234567890\n")
    host.comments = COMMENTS if request.param == "json5" else ()
    return host


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = (
        content
        if isinstance(content, str)
        else json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    )
    path.write_text(text)
    path.chmod(0o600)


def stores(state):
    return sorted(state.glob("agents/*/agent/auth-profiles.json"))


def everything(folder):
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_question_is_answered_and_nothing_is_written(taken_over):
    before = everything(taken_over.home)
    for words in READS:
        done = taken_over.run(*words.split())
        assert (done.code, words) == (0, words), done.err
        assert not any(secret in done.out + done.err for secret in SECRETS), words
    assert everything(taken_over.home) == before


def test_status_shows_what_openclaw_stored(taken_over):
    auth = taken_over.run("models", "status", "--json", "--agent", "work").json()["auth"]
    providers = {row["provider"]: row for row in auth["providers"]}
    assert providers["anthropic"]["profiles"]["count"] == 3
    assert providers["anthropic"]["next"]["profileId"] == "anthropic:claude"  # main's order holds
    assert providers["openai-codex"]["profiles"]["oauth"] == 1
    assert providers["mylab"]["effective"]["kind"] == "models.json"
    (cooling,) = auth["unusableProfiles"]
    assert cooling["profileId"] == "anthropic:api"


def test_after_every_edit_openclaw_can_go_on(taken_over):
    kept = {
        path: content
        for path, content in everything(taken_over.state).items()
        if "/sessions/" in path or "/credentials/" in path or path.endswith(".env")
    }
    for words, stdin in EDITS:
        done = taken_over.run(*words.split(), stdin=stdin)
        assert (done.code, words) == (0, words), done.err
        assert not any(secret in done.out + done.err for secret in SECRETS), words
        config = read_config(taken_over.config_file)
        text = taken_over.config_file.read_text()
        for section in ("meta", "wizard", "tools", "messages", "channels", "skills"):
            assert config[section] == CONFIG[section], words
        assert "${MYLAB_KEY}" in text, words
        assert all(comment in text for comment in taken_over.comments), words
        documents = {p.parts[-3]: read_store(p) for p in stores(taken_over.state)}
        for agent, original in (("main", MAIN_STORE), ("work", WORK_STORE)):
            document = documents[agent]
            assert set(document) <= STORE_KEYS, words
            for profile_id, profile in original["profiles"].items():
                if profile_id in document["profiles"]:
                    assert document["profiles"][profile_id] == profile, words
        now = everything(taken_over.state)
        assert {path: now[path] for path in kept} == kept, words


def test_what_the_edits_said_is_what_openclaw_finds(taken_over):
    for words, stdin in EDITS:
        assert taken_over.run(*words.split(), stdin=stdin).code == 0
    main, work = read_store(taken_over.store_file()), read_store(taken_over.store_file("work"))
    assert set(main["profiles"]) == {*MAIN_STORE["profiles"], "anthropic:manual", "openai:default"}
    assert main["profiles"]["anthropic:manual"]["token"] == NEW_TOKEN
    assert "order" not in main or "anthropic" not in main["order"]
    assert main["lastGood"] == MAIN_STORE["lastGood"]
    assert main["usageStats"] == MAIN_STORE["usageStats"]
    assert set(work["profiles"]) == {"anthropic:work", "openai:work"}  # nothing of main's copied
    assert work["order"] == {"anthropic": ["anthropic:work", "anthropic:api"]}
    config = read_config(taken_over.config_file)
    assert config["agents"]["defaults"]["model"] == {
        "primary": "openrouter/auto",
        "fallbacks": ["anthropic/claude-opus-4-5"],
    }
    assert [entry["id"] for entry in config["agents"]["list"]] == ["main", "work"]
    assert config["agents"]["list"][1] == CONFIG["agents"]["list"][1]
    assert "port" not in config["gateway"]
    assert set(config["auth"]["profiles"]) >= set(CONFIG["auth"]["profiles"])
    # What OpenClaw does not know lies beside its config, and holds here.
    assert taken_over.run("config", "get", "auth.billing").out == "allow\n"


def test_unknown_keys_at_the_top_of_a_store_stay(taken_over):
    put(taken_over.store_file(), {**MAIN_STORE, "future": {"a": [1]}})
    assert taken_over.auth("order", "clear", "--provider", "anthropic").code == 0
    assert taken_over.store()["future"] == {"a": [1]}


def test_the_checker_refuses_what_openclaw_refuses(taken_over):
    for bad in (
        {"auth": {"billing": "x"}},
        {"nonsense": 1},
        {"agents": {"defaults": {"model": "a/b"}}},
    ):
        put(taken_over.config_file, bad)
        with pytest.raises(AssertionError):
            read_config(taken_over.config_file)
    put(taken_over.store_file(), '{"version": 1, "profiles": {},}')
    with pytest.raises(ValueError, match="line 1 column"):
        read_store(taken_over.store_file())
