"""`models status`: what is shown of stores, environment and config. A question changes nothing."""

from __future__ import annotations

import pytest

from behaviour import (
    ABSENT,
    KEY,
    ROUTER_KEY,
    STATUS,
    TOKEN,
    WORK,
    Case,
    ahead,
    auth,
    custom,
    ids,
    key,
    login,
    model,
    provider,
    snapshot_of,
    stored,
    token,
)

A = ("anthropic:a", key())
ENV = {"ANTHROPIC_API_KEY": KEY.format(9)}


def labels(*texts):
    return provider(profiles={"labels": list(texts)})


def rests(**stats):
    return stored(A, usageStats={"anthropic:a": stats})


def unusable(*rows):
    return auth(unusableProfiles=list(rows))


def masked(secret, shown):
    return Case(
        f"mask of {len(secret)}",
        STATUS,
        env={"ANTHROPIC_API_KEY": secret},
        json=provider(env={"value": shown}, effective={"kind": "env", "detail": shown}),
    )


SHOWN = [
    masked("a" * 8 + "m" * 10 + "z" * 8, "aaaaaaaa...zzzzzzzz"),
    masked("a" * 4 + "m" * 17 + "z" * 4, "aaaa...zzzz"),
    masked("a" * 4 + "m" * 9 + "z" * 4, "aaaa...zzzz"),
    Case("login with an address", STATUS,
         store=stored(("anthropic:x", login(expires=ahead(99), email="me@x.org"))),
         json=labels("anthropic:x=OAuth (me@x.org)")),
    Case("login without one", STATUS, store=stored(("anthropic:x", login(expires=ahead(99)))),
         json=labels("anthropic:x=OAuth")),
    Case("empty token", STATUS, store=stored(("anthropic:x", token() | {"token": ""})),
         json=labels("anthropic:x=token:missing")),
    Case("variable with a login", STATUS, env={"ANTHROPIC_OAUTH_TOKEN": TOKEN.format(1), **ENV},
         json={"auth": {
             "providersWithOAuth": ["anthropic (1)"],
             "providers": [{"effective": {"kind": "env", "detail": "OAuth (env)"},
                            "env": {"value": "OAuth (env)",
                                    "source": "env: ANTHROPIC_OAUTH_TOKEN"}}]}}),
    Case("variable, profile and config", STATUS, store=stored(A), env=ENV,
         config={"models": {"providers": {"anthropic": {
             "baseUrl": "http://127.0.0.1:9", "apiKey": "c" * 30, "models": []}}}},
         json=provider(effective={"kind": "profiles"}, env={"source": "env: ANTHROPIC_API_KEY"},
                       modelsJson={"value": "cccccccc...cccccccc"})),
    Case("all three types", STATUS,
         store=stored(A, ("anthropic:b", token(2, expires=ahead(99))),
                      ("anthropic:c", login(3, expires=ahead(50)))),
         json=auth(providersWithOAuth=["anthropic (2)"],
                   providers=[{"profiles": {"count": 3, "oauth": 1, "token": 1, "apiKey": 1}}],
                   oauth={"providers": [{"status": "ok"}]})),
    Case("static token beside a key", STATUS, store=stored(A, ("anthropic:b", token(2))),
         json=auth(oauth={"providers": [{"status": "ok", "expiresAt": ABSENT}]})),
    Case("providers by name", STATUS,
         store=stored(("z", key(provider="zai")), A, ("o", key(provider="openrouter"))),
         json=auth(providers=[{"provider": p} for p in ("anthropic", "openrouter", "zai")])),
    Case("an id's beginning means nothing", STATUS, store=stored(("openai:x", key())),
         json=provider("anthropic", profiles={"count": 1})),
    Case("provider in capitals", STATUS, store=stored(("x", key(provider="  Anthropic "))),
         json=provider("anthropic")),
    *(Case(f"old spelling {old}", STATUS, config=model(f"{old}/m"),
           store=stored((old, key(provider=old))),
           json={"resolvedDefault": f"{new}/m"} | auth(missingProvidersInUse=[],
                                                       providers=[{"provider": new}]))
      for old, new in {"z.ai": "zai", "z-ai": "zai", "opencode-zen": "opencode",
                       "qwen": "qwen-portal", "kimi-code": "kimi-coding"}.items()),
    Case("entries that are none", STATUS,
         store=stored(A, ("b", "text"), ("c", None), ("d", {"type": "zzz", "provider": "x"}),
                      ("e", {"type": "api_key", "key": "k"}), ("f", key(provider=" "))),
         json=provider(profiles={"count": 1})),
    Case("sections that are none", STATUS,
         store=stored(A, usageStats=[], order=None, lastGood=5), json=provider()),
    Case("no profiles", STATUS, store='{"version": 1}', json=auth(providers=[])),
    Case("models.json of the agent", STATUS, config=model("acme/m"),
         files={".openclaw/agents/main/agent/models.json":
                '{"providers": {"acme": {"apiKey": "acme-FAKE-cccccccccccccc-0001"}}}'},
         json=auth(missingProvidersInUse=[],
                   providers=[{"provider": "acme", "effective": {"kind": "models.json"}}])),
    Case("broken models.json", STATUS, config=model("acme/m"),
         files={".openclaw/agents/main/agent/models.json": "{ nope"},
         json=auth(missingProvidersInUse=["acme"])),
    Case("reference to a variable", STATUS, config=custom({"source": "env", "id": "ACME"}),
         env={"ACME": "acme-FAKE-cccccccccccccc-0001"}, json=auth(missingProvidersInUse=[])),
]  # fmt: skip

TIMES_OUT = [
    Case("cooldown", STATUS, store=rests(cooldownUntil=ahead(2.02)),
         json=labels("anthropic:a=sk-ant-a...TAIL0001 [cooldown 2h]")),
    Case("nearly two days", STATUS, store=rests(cooldownUntil=ahead(47.1)),
         json=labels("anthropic:a=sk-ant-a...TAIL0001 [cooldown 47h]")),
    Case("three days", STATUS, store=rests(disabledUntil=ahead(72.1), disabledReason="auth"),
         json=labels("anthropic:a=sk-ant-a...TAIL0001 [disabled:auth 3d]")),
    Case("both", STATUS,
         store=rests(cooldownUntil=ahead(1), disabledUntil=ahead(5), disabledReason="billing"),
         json=unusable({"kind": "disabled", "reason": "billing"})),
    Case("over", STATUS,
         store=rests(cooldownUntil=ahead(-1), disabledUntil=ahead(-2), disabledReason="billing"),
         json=unusable()),
    Case("one over, one running", STATUS,
         store=rests(cooldownUntil=ahead(1), disabledUntil=ahead(-2), disabledReason="billing"),
         json=unusable({"kind": "cooldown", "reason": ABSENT})),
    Case("soonest first", STATUS,
         store=stored(A, ("b", key(2)), ("c", key(3)), usageStats={
             "anthropic:a": {"cooldownUntil": ahead(3)},
             "b": {"disabledUntil": ahead(1), "disabledReason": "billing"},
             "c": {"cooldownUntil": ahead(2)}}),
         json=unusable({"profileId": "b"}, {"profileId": "c"}, {"profileId": "anthropic:a"})),
    Case("of a profile that is gone", STATUS,
         store=stored(A, usageStats={"gone": {"cooldownUntil": ahead(3)}}),
         json=unusable({"profileId": "gone", "provider": ABSENT})),
    Case("no number", STATUS, store=rests(cooldownUntil="99999999999999"), json=unusable()),
]  # fmt: skip

OTHER = stored(("anthropic:w", key(2)))
AGENTS = [
    Case("inherits", f"{STATUS} --agent work", config=WORK, store=stored(A),
         json={"agentId": "work", **provider(profiles={"count": 1})}),
    Case("inherits a time out", f"{STATUS} --agent work", config=WORK,
         store=rests(cooldownUntil=ahead(2)), json=unusable({"profileId": "anthropic:a"})),
    Case("has stats of its own", f"{STATUS} --agent work", config=WORK,
         store=rests(cooldownUntil=ahead(2)),
         work_store=stored(usageStats={"anthropic:a": {"lastUsed": 5}}), json=unusable()),
    Case("broken store", f"{STATUS} --agent work", config=WORK, store=stored(A),
         work_store="{ not", json=provider(profiles={"count": 1})),
    Case("is isolated", f"{STATUS} --agent work", config=WORK, store=stored(A), work_store=OTHER,
         files={".openclaw/openclaw-auth.json5": '{agents:{list:[{id:"work",isolate:true}]}}'},
         json=provider(profiles={"count": 1})),
    Case("own model", f"{STATUS} --agent work",
         config={"agents": {"defaults": {"model": {"primary": "a/b", "fallbacks": ["c/d"]}},
                            "list": [{"id": "main"}, {"id": "work", "model": "e/f"}]}},
         json={"defaultModel": "e/f", "fallbacks": ["c/d"],
               "modelConfig": {"defaultSource": "agent", "fallbacksSource": "defaults"}}),
    Case("own empty fallbacks", f"{STATUS} --agent work",
         config={"agents": {"defaults": {"model": {"primary": "a/b", "fallbacks": ["c/d"]}},
                            "list": [{"id": "work", "model": {"fallbacks": []}}]}},
         json={"defaultModel": "a/b", "fallbacks": [],
               "modelConfig": {"defaultSource": "defaults", "fallbacksSource": "agent"}}),
    Case("the configured default", STATUS, store=stored(A), work_store=OTHER,
         config={"agents": {"list": [{"id": "main"}, {"id": "work", "default": True}]}},
         json={"agentId": ABSENT, **provider(profiles={"count": 2})}),
    Case("in capitals, with blanks", ["models", "status", "--json", "--agent", " WORK "],
         config=WORK, json={"agentId": "work"}),
    Case("unknown", "models status --agent nope", 1, config=WORK,
         says='Unknown agent id "nope". Use "openclaw agents list"'),
]  # fmt: skip

NAMES = [
    Case(f"{text!r} is {meant}", "models status --plain", says=meant,
         config=model(text, models={"openrouter/auto": {"alias": "fast"}}))
    for text, meant in {
        "opus-4.5": "anthropic/claude-opus-4-5",
        "anthropic/opus-4.5": "anthropic/claude-opus-4-5",
        "claude-sonnet-4-5": "anthropic/claude-sonnet-4-5",
        "Z.AI/glm-4.7": "zai/glm-4.7",
        "openrouter/anthropic/x": "openrouter/anthropic/x",
        "FAST": "openrouter/auto",
        "  ": "anthropic/claude-opus-4-5",
        "openai/": "anthropic/claude-opus-4-5",
    }.items()
]  # fmt: skip

TEXT = [
    Case("hidden by config", "models status", says="hidden by config",
         store=stored(("anthropic:a", token()), ("anthropic:b", key(2))),
         config={"auth": {"profiles": {"anthropic:b": {
             "provider": "anthropic", "mode": "api_key"}}}}),
    Case("inherited", "models status --agent work", config=WORK, store=stored(A),
         says="inherited from main"),
    Case("models", "models status",
         config=model("a/b", ["c/d"], imageModel={"primary": "e/f", "fallbacks": ["g/h"]},
                      models={"i/j": {"alias": "q"}}),
         says=("a/b", "c/d", "e/f, g/h", "q -> i/j")),
    Case("json and plain", f"{STATUS} --plain", 1,
         says="Choose either --json or --plain, not both."),
    Case("a router's key", "models status", env={"OPENROUTER_API_KEY": ROUTER_KEY},
         says="sk-or-v1...TAIL0001"),
]  # fmt: skip

CASES = [*SHOWN, *TIMES_OUT, *AGENTS, *NAMES, *TEXT]


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_status(host, case):
    case.prepare(host)
    before = snapshot_of(host.home)
    done = case.check(host)
    assert snapshot_of(host.home) == before
    assert "kkkkkkkkkk" not in done.out + done.err
