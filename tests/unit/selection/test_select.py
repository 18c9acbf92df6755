"""Which credential serves, in which order, and why."""

from __future__ import annotations

import pytest

from openclaw_auth.codes import remedy
from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import BillingPolicy
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import ConfigProfile, Pin, Request, Snapshot, SourceKey
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000


def key(name, **more):
    return Profile(f"anthropic:{name}", "api_key", "anthropic", Secret(f"sk-{name}"), **more)


def token(name, **more):
    return Profile(f"anthropic:{name}", "token", "anthropic", Secret(f"tok-{name}"), **more)


def login(name, **more):
    return Profile(f"anthropic:{name}", "oauth", "anthropic", Secret(f"acc-{name}"), **more)


def snapshot(*profiles, **more):
    data = StoreData(
        profiles={p.id: p for p in profiles},
        order=more.pop("order", None),
        usage_stats=more.pop("stats", None),
    )
    return Snapshot("main", data, load_catalogue(), Environment(more.pop("env", {})), **more)


def ask(view, pin=None):
    return select(view, Request("anthropic", pin=pin), NOW_MS)


def names(decision, *, eligible=None):
    return [
        (c.profile_id or c.source).removeprefix("anthropic:")
        for c in decision.candidates
        if eligible is None or c.eligible is eligible
    ]


def reason_of(decision, name):
    found = {c.profile_id or c.source: c.reason.code for c in decision.candidates}
    return found.get(f"anthropic:{name}") or found.get(name)


def test_without_an_order_logins_lead_then_tokens_then_keys():
    assert names(ask(snapshot(key("k"), token("t"), login("l")))) == ["l", "t", "k"]


def test_within_a_type_the_least_recently_used_leads():
    view = snapshot(
        key("a"),
        key("b"),
        key("c"),
        stats={
            "anthropic:a": UsageStats(last_used_ms=NOW_MS - 1),
            "anthropic:b": UsageStats(last_used_ms=NOW_MS - 5),
        },
    )
    assert names(ask(view)) == ["c", "b", "a"]


def test_a_newer_last_use_than_the_stores_counts():
    view = snapshot(key("a"), key("b"), last_used_ms={"anthropic:a": NOW_MS})
    assert ask(view).next.profile_id == "anthropic:b"


def test_the_stores_order_beats_the_configs():
    view = snapshot(
        key("a"),
        key("b"),
        order={"anthropic": ["anthropic:b", "anthropic:a"]},
        config_order={"anthropic": ["anthropic:a", "anthropic:b"]},
    )
    decision = ask(view)
    assert names(decision) == ["b", "a"]
    assert decision.order_source == "store_order"


def test_a_cooling_profile_moves_behind_and_says_until_when():
    view = snapshot(
        key("a"),
        key("b"),
        key("c"),
        order={"anthropic": ["anthropic:a", "anthropic:b", "anthropic:c"]},
        stats={
            "anthropic:a": UsageStats(cooldown_until_ms=NOW_MS + 2 * HOUR_MS),
            "anthropic:b": UsageStats(
                disabled_until_ms=NOW_MS + HOUR_MS, disabled_reason="billing"
            ),
        },
    )
    decision = ask(view)
    assert names(decision) == ["c", "b", "a"]
    assert names(decision, eligible=True) == ["c"]
    assert reason_of(decision, "a") == "cooling"
    assert decision.candidates[1].reason.params["why"] == "billing"
    assert decision.valid_until_ms == NOW_MS + HOUR_MS


def test_a_time_out_that_ended_counts_no_more():
    view = snapshot(key("a"), stats={"anthropic:a": UsageStats(cooldown_until_ms=NOW_MS)})
    assert ask(view).next.profile_id == "anthropic:a"


def test_the_configs_profiles_hide_the_others_and_say_so():
    view = snapshot(
        key("a"), key("b"), config_profiles={"anthropic:b": ConfigProfile("anthropic", "api_key")}
    )
    decision = ask(view)
    assert names(decision, eligible=True) == ["b"]
    assert reason_of(decision, "a") == "hidden_by_config"
    assert decision.candidates[-1].reason.params["order"] == "anthropic:b anthropic:a"


@pytest.mark.parametrize(
    ("profile", "mode", "code"),
    [
        (key("x"), "token", "mode_mismatch"),
        (token("x"), "oauth", "usable"),
        (login("x", expires_ms=NOW_MS + 1), "token", "mode_mismatch"),
        (Profile("anthropic:x", "api_key", "anthropic", Secret(" ")), None, "secret_empty"),
        (Profile("anthropic:x", "token", "anthropic", None), None, "secret_empty"),
        (token("x", expires_ms=NOW_MS), None, "token_expired"),
        (token("x", expires_ms=NOW_MS + 1), None, "usable"),
        (login("x", expires_ms=NOW_MS - 1), None, "login_expired"),
        (login("x", expires_ms=NOW_MS - 1, refresh=Secret("r")), None, "login_needs_refresh"),
        (login("x", expires_ms=NOW_MS + 1, refresh=Secret("r")), None, "usable"),
        (
            Profile("anthropic:x", "oauth", "anthropic", None, refresh=Secret("r")),
            None,
            "login_needs_refresh",
        ),
    ],
)
def test_what_makes_a_profile_unfit(profile, mode, code):
    named = {"anthropic:x": ConfigProfile("anthropic", mode)} if mode else {}
    decision = ask(snapshot(profile, config_profiles=named))
    assert reason_of(decision, "x") == code
    assert (decision.next is not None) is (code == "usable")


def test_an_order_may_name_what_is_not_there_or_belongs_elsewhere():
    other = Profile("openai:o", "api_key", "openai", Secret("sk-o"))
    view = snapshot(
        key("a"), other, order={"anthropic": ["anthropic:gone", "openai:o", "anthropic:a"]}
    )
    decision = ask(view)
    assert decision.next.profile_id == "anthropic:a"
    assert reason_of(decision, "gone") == "profile_unknown"
    assert reason_of(decision, "openai:o") == "profile_other_provider"


@pytest.mark.parametrize(
    ("mode", "command"),
    [
        ("api_key", "paste-api-key"),
        ("token", "paste-token"),
        ("oauth", "login"),
        (None, "add"),
    ],
)
def test_what_is_missing_is_entered_as_what_the_config_calls_it(mode, command):
    gone = "anthropic:gone"
    named = {gone: ConfigProfile("anthropic", mode)} if mode else {}
    view = snapshot(key("a"), order={"anthropic": [gone]}, config_profiles=named)
    (found,) = (c for c in ask(view).candidates if c.profile_id == gone)
    expected = f"openclaw models auth {command} --provider anthropic --profile-id {gone}"
    assert remedy(found.reason) == expected


def test_environment_then_config_key_follow_the_profiles():
    view = snapshot(
        key("a"),
        env={"ANTHROPIC_API_KEY": "sk-e"},
        config_keys={"anthropic": SourceKey(Secret("c"), "models.providers.anthropic.apiKey")},
    )
    assert names(ask(view), eligible=True) == [
        "a",
        "env: ANTHROPIC_API_KEY",
        "models.providers.anthropic.apiKey",
    ]


@pytest.mark.parametrize(("ordered", "eligible"), [("anthropic:a", False), ("anthropic:no", True)])
def test_an_explicit_order_shuts_out_the_environment_unless_none_of_it_exists(ordered, eligible):
    view = snapshot(
        key("a"),
        order={"anthropic": [ordered]},
        env={"ANTHROPIC_API_KEY": "sk-e"},
    )
    by_source = {c.source: c for c in ask(view).candidates}
    assert by_source["env: ANTHROPIC_API_KEY"].eligible is eligible


@pytest.mark.parametrize(("policy", "held"), [("ask", True), ("never", True), ("allow", False)])
def test_a_metered_key_that_lies_around_never_replaces_a_subscription_unasked(policy, held):
    view = snapshot(
        token("sub", expires_ms=NOW_MS - 1),
        env={"ANTHROPIC_API_KEY": "sk-e"},
        billing=BillingPolicy(policy),
    )
    decision = ask(view)
    assert (reason_of(decision, "env: ANTHROPIC_API_KEY") == "billing_cross_blocked") is held


def test_a_pin_leads_even_when_it_cools():
    view = snapshot(
        key("a"),
        key("b"),
        stats={"anthropic:b": UsageStats(cooldown_until_ms=NOW_MS + HOUR_MS)},
    )
    decision = ask(view, Pin("anthropic:b", "user"))
    assert names(decision)[0] == "b"
    assert decision.order_source == "pin"


def test_a_provider_that_is_left_out_is_shown_and_never_sent():
    data = StoreData(
        profiles={"c": Profile("c", "token", "github-copilot", Secret("ghu_x"))},
    )
    view = Snapshot("main", data, load_catalogue(), Environment({}))
    decision = select(view, Request("github-copilot"), NOW_MS)
    assert [c.profile_id for c in decision.candidates] == ["c"]
    assert decision.next is None


def test_a_local_server_needs_no_key():
    view = Snapshot("main", StoreData(), load_catalogue(), Environment({}))
    assert select(view, Request("ollama"), NOW_MS).next.reason.code == "keyless"


def test_a_provider_without_an_address_is_never_sent_to():
    data = StoreData(profiles={"x:y": Profile("x:y", "token", "x", Secret("t"))})
    view = Snapshot("main", data, load_catalogue(), Environment({}))
    decision = select(view, Request("x"), NOW_MS)
    assert decision.next is None
    assert decision.candidates[0].reason.code == "provider_needs_base_url"


def test_credentials_of_several_variables_are_found():
    view = Snapshot(
        "main",
        StoreData(),
        load_catalogue(),
        Environment({"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"}),
    )
    assert view.env_key("amazon-bedrock").source == "env: AWS_ACCESS_KEY_ID"
    assert view.env_key("google-vertex") is None


def test_never_holds_back_a_stored_metered_key_too():
    cooling = {"anthropic:t": UsageStats(cooldown_until_ms=NOW_MS + HOUR_MS)}
    assert ask(snapshot(token("t"), key("k"), stats=cooling)).next.profile_id == "anthropic:k"
    decision = ask(snapshot(token("t"), key("k"), stats=cooling, billing=BillingPolicy("never")))
    assert decision.next is None
    assert reason_of(decision, "k") == "billing_cross_blocked"


def test_never_leaves_a_metered_key_that_comes_first_or_is_pinned():
    first = {"anthropic": ("anthropic:k", "anthropic:t")}
    both = snapshot(token("t"), key("k"), order=first, billing=BillingPolicy("never"))
    assert names(ask(both), eligible=True) == ["k", "t"]
    pinned = ask(
        snapshot(token("t"), key("k"), billing=BillingPolicy("never")), Pin("anthropic:k", "user")
    )
    assert pinned.next.profile_id == "anthropic:k"
    auto = ask(
        snapshot(token("t"), key("k"), billing=BillingPolicy("never")), Pin("anthropic:k", "auto")
    )
    assert auto.next.profile_id == "anthropic:t"


def test_last_uses_that_become_known_later_count_for_the_same_store():
    view = snapshot(key("a"), key("b"), key("c"))
    assert names(ask(view)) == ["a", "b", "c"]
    assert names(ask(view.with_last_used({"anthropic:a": 2, "anthropic:b": 1}))) == ["c", "b", "a"]
    used = {"anthropic:a": UsageStats(last_used_ms=5), "anthropic:c": UsageStats(last_used_ms=6)}
    assert names(ask(view.replace(penalties=used))) == ["b", "a", "c"]
    assert names(ask(view)) == ["a", "b", "c"]
