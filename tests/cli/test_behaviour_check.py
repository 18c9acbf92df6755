"""`models status --check`: the exit code that scripts go by; and which credential is next."""

from __future__ import annotations

import pytest

from behaviour import (
    CHECK,
    KEY,
    STATUS,
    TOKEN,
    WORK,
    Case,
    ahead,
    auth,
    ids,
    key,
    login,
    model,
    next_is,
    provider,
    snapshot_of,
    stored,
    token,
)

A = ("anthropic:a", key())
ENV = {"ANTHROPIC_API_KEY": KEY.format(9)}
OPUS = "anthropic/claude-opus-4-5"
ENDED, ENDING, LASTING = (token(2, expires=ahead(hours)) for hours in (-1, 5, 99))
USABLE = "models status --check --usable"
IMAGE = {"primary": OPUS, "fallbacks": ["openai/gpt-5.2"]}
NAMED_AS_TOKEN = {"auth": {"profiles": {"anthropic:a": {"provider": "anthropic", "mode": "token"}}}}
NO_REFRESH = {k: v for k, v in login(expires=ahead(-1)).items() if k != "refresh"}


def one(entry):
    return stored(("anthropic:x", entry))


def missing(*providers):
    return auth(missingProvidersInUse=list(providers))


CODES = [
    Case("nothing", CHECK, 1, json=missing("anthropic")),
    Case("nothing, as text", "models status --check", 1, says="Missing auth"),
    Case("nothing, plain", "models status --check --plain", 1, says=OPUS),
    Case("variable", CHECK, env=ENV),
    Case("variable with a login", CHECK, env={"ANTHROPIC_OAUTH_TOKEN": TOKEN.format(1)}),
    Case("ended", CHECK, 1, store=one(ENDED)),
    Case("ended, a variable beside it", CHECK, 1, store=one(ENDED), env=ENV),
    Case("ended, of another provider", CHECK, 1,
         store=stored(A, ("o", token(provider="openrouter", expires=ahead(-1))))),
    Case("ended, hidden by config", CHECK, 1, store=stored(A, ("anthropic:x", ENDED)),
         config={"auth": {"profiles": {"anthropic:a": {
             "provider": "anthropic", "mode": "api_key"}}}}),
    Case("ending", CHECK, 2, store=one(ENDING)),
    Case("ending, plain", "models status --check --plain", 2, store=one(ENDING)),
    Case("ending, as text", "models status --check", 2, store=one(ENDING),
         says="expiring expires in 5h"),
    Case("just within a day", CHECK, 2, store=one(token(expires=ahead(23.9)))),
    Case("just beyond a day", CHECK, store=one(token(expires=ahead(24.1)))),
    *(Case(f"ends at {value!r}", CHECK, store=one(token(expires=value)),
           json=auth(oauth={"profiles": [{"status": "static"}]})) for value in (0, -5, "123")),
    Case("login that renews itself", CHECK, store=one(login(expires=ahead(-1)))),
    Case("login without refresh token", CHECK, 1, store=one(NO_REFRESH)),
    Case("login with an empty one", CHECK, 1, store=one(login(expires=ahead(-1)) | {"refresh": ""})),
    Case("login without end", CHECK, 1, store=one(login())),
    Case("cooldown", CHECK,
         store=stored(A, usageStats={"anthropic:a": {"cooldownUntil": ahead(1)}})),
    Case("empty key", CHECK, store=one(key() | {"key": ""})),
    Case("other mode in the config", CHECK, store=stored(A), config=NAMED_AS_TOKEN),
    Case("order of nothing", CHECK, store=stored(A, order={"anthropic": ["anthropic:zzz"]})),
    Case("fallback", CHECK, 1, store=stored(A), config=model(OPUS, ["openai/gpt-5.2"]),
         json=missing("openai")),
    Case("fallback by alias", CHECK, 1, store=stored(A), json=missing("openrouter"),
         config=model(OPUS, ["fast"], models={"openrouter/auto": {"alias": "Fast"}})),
    Case("blank fallback", CHECK, store=stored(A), config=model(OPUS, [" ", "openai/"])),
    Case("image fallback", CHECK, 1, store=stored(A), config=model(OPUS, imageModel=IMAGE),
         json=missing("openai")),
    Case("image fallback without image model", CHECK, 1, store=stored(A),
         config=model(OPUS, imageModel={"fallbacks": ["openai/gpt-5.2"]})),
    Case("allowed only", CHECK, store=stored(A), config=model(OPUS, models={"groq/x": {}})),
    Case("default by alias", CHECK, store=stored(("o", key(provider="openrouter"))),
         config=model("fast", models={"openrouter/auto": {"alias": "fast"}})),
    Case("agent's own model", f"{CHECK} --agent work", 1, store=stored(A), json=missing("openai"),
         config={"agents": {"list": [{"id": "main"}, {"id": "work", "model": "openai/x"}]}}),
    Case("agent's own copy lasts", f"{CHECK} --agent work", config=WORK,
         store=one(ENDED), work_store=one(LASTING)),
    Case("json and plain", f"{CHECK} --plain", 1),
    Case("usable: nothing", USABLE, 1),
    Case("usable: cooldown", USABLE, 1,
         store=stored(A, usageStats={"anthropic:a": {"cooldownUntil": ahead(1)}})),
    Case("usable: other mode", USABLE, 1, store=stored(A), config=NAMED_AS_TOKEN),
    Case("usable: beside an ended one", USABLE, store=stored(A, ("anthropic:x", ENDED))),
    Case("usable: the last one ends", USABLE, 2, store=one(ENDING)),
    Case("usable: not the last one", USABLE, store=stored(A, ("anthropic:x", ENDING))),
    Case("usable: fallback", USABLE, 1, store=stored(A), config=model(OPUS, ["openai/x"])),
    Case("usable: images do not count", USABLE, store=stored(A),
         config=model(OPUS, imageModel=IMAGE)),
]  # fmt: skip

B = ("anthropic:b", key(2))


def resting(*profiles, **hours):
    stats = {f"anthropic:{name}": {"cooldownUntil": ahead(n)} for name, n in hours.items()}
    return stored(*profiles, usageStats=stats)


FROM_ENV = next_is(None, source="env: ANTHROPIC_API_KEY")
AB = {"anthropic": ["anthropic:a", "anthropic:b"]}
BA = {"auth": {"order": {"anthropic": ["anthropic:b", "anthropic:a"]}}}
ZAI_B = provider("zai", next={"profileId": "b"})
NEXT = [
    Case("login before token before key", STATUS, json=next_is("anthropic:l"),
         store=stored(A, ("anthropic:t", token()), ("anthropic:l", login(expires=ahead(9))))),
    Case("least recently used", STATUS, json=next_is("anthropic:b"),
         store=stored(A, B, usageStats={"anthropic:a": {"lastUsed": ahead(-1)}})),
    Case("order of the config", STATUS, store=stored(A, B), config=BA,
         json=next_is("anthropic:b")),
    Case("order of the store beats it", STATUS, store=stored(A, B, order=AB), config=BA,
         json=next_is("anthropic:a")),
    Case("an empty order is none", STATUS, store=stored(A, B, order={"anthropic": []}), config=BA,
         json=next_is("anthropic:b")),
    Case("resting ones go behind", STATUS, json=next_is("anthropic:b"),
         store=resting(A, B, a=1) | {"order": AB}),
    Case("ended token", STATUS, store=stored(("anthropic:x", ENDED), B),
         json=next_is("anthropic:b")),
    Case("ended login waits for its refresh", STATUS, json=next_is("anthropic:b"),
         store=stored(B, ("anthropic:l", login(expires=ahead(-1))))),
    Case("named by the config", STATUS, store=stored(("anthropic:t", token()), B),
         config={"auth": {"profiles": {"anthropic:b": {
             "provider": "anthropic", "mode": "api_key"}}}}, json=next_is("anthropic:b")),
    Case("named as login, stored as token", STATUS, store=stored(("anthropic:t", token())),
         config={"auth": {"profiles": {"anthropic:t": {
             "provider": "anthropic", "mode": "oauth"}}}}, json=next_is("anthropic:t")),
    Case("order under an old spelling", STATUS, config=model("zai/x"), json=ZAI_B,
         store=stored(("a", key(provider="zai")), ("b", key(2, provider="zai")),
                      order={"z.ai": ["b"]})),
    Case("config order in capitals", STATUS, json=ZAI_B,
         config=model("zai/x") | {"auth": {"order": {"Z-AI": ["b"]}}},
         store=stored(("a", key(provider="zai")), ("b", key(2, provider="zai")))),
    Case("main's order for an agent", f"{STATUS} --agent work", config=WORK,
         store=stored(B, A, order=AB), json=next_is("anthropic:a")),
    Case("order of nothing, variable", STATUS, env=ENV, json=FROM_ENV,
         store=stored(A, order={"anthropic": ["anthropic:zzz"]})),
    Case("resting key, variable", STATUS, env=ENV, store=resting(A, a=1), json=FROM_ENV),
    Case("resting subscription, variable", STATUS, env=ENV, json=next_is(None, source=None),
         store=resting(("anthropic:t", token()), t=1)),
    Case("the same, allowed", STATUS, env=ENV, json=FROM_ENV,
         store=resting(("anthropic:t", token()), t=1),
         files={".openclaw/openclaw-auth.json5": "{auth: {billing: 'allow'}}"}),
    Case("resting subscription, stored key", STATUS, json=next_is("anthropic:b"),
         store=resting(("anthropic:t", token()), B, t=1)),
]  # fmt: skip

CASES = [*CODES, *NEXT]


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_and_next(host, case):
    case.prepare(host)
    before = snapshot_of(host.home)
    case.check(host)
    assert snapshot_of(host.home) == before
