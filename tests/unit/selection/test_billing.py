"""When a request may move to a key that is paid by use (ruling 13)."""

from __future__ import annotations

import pytest

from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import BillingPolicy, billing_policy
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request, Snapshot, SourceKey
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
DAY_MS = 86_400_000
COOLING = {"anthropic:t": UsageStats(cooldown_until_ms=NOW_MS + 60_000)}
TOKEN = Profile("anthropic:t", "token", "anthropic", Secret("tok"))
KEY = Profile("anthropic:k", "api_key", "anthropic", Secret("sk"))
ENV = {"ANTHROPIC_API_KEY": "sk-e"}
CONFIG = {"anthropic": SourceKey(Secret("c"), "models.providers.anthropic.apiKey")}


def view(*profiles, cross="ask", classes=None, env=None, **more):
    data = StoreData(profiles={p.id: p for p in profiles}, usage_stats=COOLING)
    policy = BillingPolicy(cross, classes)
    environment = Environment(env or {})
    return Snapshot("main", data, load_catalogue(), environment, billing=policy, **more)


def code_of(snapshot, key, **request):
    decision = select(snapshot, Request("anthropic", **request), NOW_MS)
    return next(c.reason.code for c in decision.candidates if c.key == key)


@pytest.mark.parametrize(
    ("cross", "stored", "lying_around"),
    [
        ("ask", "usable", "billing_cross_blocked"),
        ("allow", "usable", "usable"),
        ("never", "billing_cross_blocked", "billing_cross_blocked"),
        (1, "usable", "usable"),
        (0, "billing_cap_reached", "billing_cap_reached"),
    ],
)
def test_who_may_follow_a_subscription(cross, stored, lying_around):
    snapshot = view(TOKEN, KEY, cross=cross, env=ENV, config_keys=CONFIG)
    assert code_of(snapshot, "anthropic:k") == stored
    assert code_of(snapshot, "env:ANTHROPIC_API_KEY") == lying_around
    assert code_of(snapshot, "config:anthropic") == lying_around


def test_a_crossing_is_marked_and_costs_what_its_class_says():
    decision = select(view(TOKEN, KEY), Request("anthropic"), NOW_MS)
    found = {c.key: (c.billing_class, c.crosses) for c in decision.candidates}
    assert found == {"anthropic:k": ("metered", True), "anthropic:t": ("subscription", False)}


def test_the_cap_opens_again_at_midnight():
    snapshot = view(TOKEN, KEY, cross=3, crossings_today=3)
    decision = select(snapshot, Request("anthropic"), NOW_MS)
    assert decision.next is None
    capped = next(c for c in decision.candidates if c.key == "anthropic:k")
    assert capped.reason.code == "billing_cap_reached"
    assert capped.until_ms % DAY_MS == 0
    assert 0 < capped.until_ms - NOW_MS <= DAY_MS
    fewer = select(snapshot.replace(crossings_today=2), Request("anthropic"), NOW_MS)
    assert fewer.next.key == "anthropic:k"


def test_a_class_can_be_set():
    classes = {"anthropic:t": "metered", "env:ANTHROPIC_API_KEY": "free"}
    snapshot = view(TOKEN, KEY, cross="never", classes=classes, env=ENV)
    assert code_of(snapshot, "anthropic:k") == "usable"
    assert code_of(snapshot, "env:ANTHROPIC_API_KEY") == "usable"
    assert code_of(
        view(KEY, classes={"anthropic:k": "free"}, env=ENV), "env:ANTHROPIC_API_KEY"
    ) == ("billing_cross_blocked")


@pytest.mark.parametrize(
    ("cross", "begun_with", "code"),
    [
        ("ask", "subscription", "usable"),  # a configured fallback is consent
        ("never", "subscription", "billing_cross_blocked"),
        ("never", "free", "billing_cross_blocked"),
        ("never", "metered", "usable"),
        ("never", None, "usable"),
        (0, "subscription", "billing_cap_reached"),
    ],
)
def test_the_class_that_a_turn_began_with_goes_over_to_the_fallback(cross, begun_with, code):
    snapshot = view(cross=cross, env=ENV)
    assert code_of(snapshot, "env:ANTHROPIC_API_KEY", begun_with=begun_with) == code


@pytest.mark.parametrize(
    ("said", "cross"),
    [
        (None, "ask"),
        ("allow", "allow"),
        ("never", "never"),
        ({"cross": "allow"}, "allow"),
        ({"cross": 5}, 5),
        ({}, "ask"),
        (True, "ask"),
        ("sometimes", "ask"),
    ],
)
def test_the_config_says_it_with_an_object_or_a_word(said, cross):
    policy = billing_policy(said)
    assert policy.cross == cross
    assert policy.setting == ("auth.billing" if isinstance(said, str) else "auth.billing.cross")


def test_the_config_sets_classes():
    assert billing_policy({"classes": {"env:X": "free"}}).classes == {"env:X": "free"}
