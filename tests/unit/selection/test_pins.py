"""A session's pin: the user's locks it, an automatic one leads until it cools."""

from __future__ import annotations

from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import BillingPolicy
from openclaw_auth.selection.effects import ClearPin, SetPin
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import ConfigProfile, Pin, Request, Snapshot
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
COOLING = UsageStats(cooldown_until_ms=NOW_MS + 60_000)
LONG = UsageStats(disabled_until_ms=NOW_MS + 3_600_000, last_failure_at_ms=NOW_MS - 16 * 60_000)


def profile(name, kind="api_key", provider="anthropic"):
    return Profile(f"{provider}:{name}", kind, provider, Secret(f"sk-{name}"))


def snapshot(*profiles, stats=None, order=None, env=None, **more):
    data = StoreData(profiles={p.id: p for p in profiles}, usage_stats=stats, order=order)
    return Snapshot("main", data, load_catalogue(), Environment(env or {}), **more)


def ask(view, pin, **more):
    return select(view, Request("anthropic", pin=pin, **more), NOW_MS)


def codes(decision):
    return {c.key.removeprefix("anthropic:"): c.reason.code for c in decision.candidates}


def user(name):
    return Pin(f"anthropic:{name}", "user")


def auto(name, mark=None):
    return Pin(f"anthropic:{name}", "auto", mark)


def test_a_users_pin_locks_the_session_to_its_profile():
    view = snapshot(profile("a"), profile("b"), env={"ANTHROPIC_API_KEY": "sk-e"})
    decision = ask(view, user("b"))
    assert decision.order_source == "pin"
    assert decision.next.key == "anthropic:b"
    assert decision.after({"anthropic:b"}) is None
    assert codes(decision) == {
        "b": "usable",
        "a": "pinned_elsewhere",
        "env:ANTHROPIC_API_KEY": "pinned_elsewhere",
    }
    assert decision.effects == ()


def test_a_users_pin_stays_while_its_profile_cools():
    decision = ask(snapshot(profile("a"), profile("b"), stats={"anthropic:b": COOLING}), user("b"))
    assert decision.next is None
    assert decision.candidates[0].reason.code == "cooling"
    assert decision.valid_until_ms == NOW_MS + 60_000
    assert decision.effects == ()


def test_a_users_pin_on_a_restricted_profile_never_falls_to_another():
    stats = {"anthropic:t": UsageStats(dead="credential_scope_restricted")}
    decision = ask(snapshot(profile("t", "token"), profile("k"), stats=stats), user("t"))
    assert decision.next is None
    assert codes(decision) == {"t": "policy_restricted", "k": "pinned_elsewhere"}


def test_a_users_pin_beats_what_order_and_config_leave_out():
    view = snapshot(profile("a"), profile("b"), order={"anthropic": ["anthropic:a"]})
    assert ask(view, user("b")).next.key == "anthropic:b"
    named = {"anthropic:a": ConfigProfile("anthropic", "api_key")}
    view = snapshot(profile("a"), profile("b"), config_profiles=named)
    assert ask(view, user("b")).next.key == "anthropic:b"


def test_a_users_pin_on_what_is_gone_is_cleared():
    view = snapshot(profile("a"), profile("o", provider="openai"))
    for pin in (user("gone"), Pin("openai:o", "user")):
        decision = ask(view, pin)
        assert decision.next.key == "anthropic:a"
        assert [type(e) for e in decision.effects] == [ClearPin]
        assert decision.effects[0].profile_id == pin.profile_id


def test_an_automatic_pin_leads_until_it_cools():
    view = snapshot(profile("a"), profile("b"))
    decision = ask(view, auto("b"))
    assert [c.key for c in decision.candidates] == ["anthropic:b", "anthropic:a"]
    assert (decision.order_source, decision.effects) == ("pin", ())
    cooled = ask(view.replace(penalties={"anthropic:b": COOLING}), auto("b"))
    assert [c.key for c in cooled.candidates] == ["anthropic:a", "anthropic:b"]
    assert cooled.order_source == "round_robin"
    assert [(type(e), e.profile_id) for e in cooled.effects] == [(SetPin, "anthropic:a")]


def test_a_changed_order_ends_an_automatic_pin_and_time_does_not():
    view = snapshot(profile("a"), profile("b"))
    first = ask(view, None, sticky=True)
    (effect,) = first.effects
    used = view.with_last_used({"anthropic:a": NOW_MS})
    assert ask(used, Pin(effect.profile_id, "auto", effect.order_mark)).next.key == "anthropic:a"
    turned = {"anthropic": ["anthropic:b", "anthropic:a"]}
    reordered = snapshot(profile("a"), profile("b"), order=turned)
    moved = ask(reordered, Pin(effect.profile_id, "auto", effect.order_mark))
    assert moved.next.key == "anthropic:b"
    assert [e.profile_id for e in moved.effects] == ["anthropic:b"]


def test_an_automatic_pin_outside_the_order_leads_nothing():
    view = snapshot(profile("a"), profile("b"), order={"anthropic": ["anthropic:a"]})
    assert ask(view, auto("b")).next.key == "anthropic:a"


def test_a_probe_is_never_kept_as_a_pin():
    view = snapshot(profile("a"), stats={"anthropic:a": LONG})
    assert [type(e).__name__ for e in ask(view, None, sticky=True).effects] == ["ClaimProbe"]
    view = snapshot(profile("a"), profile("b"), stats={"anthropic:b": LONG})
    assert ask(view, auto("b")).next.key == "anthropic:a"


def test_an_automatic_pin_is_no_consent_to_a_metered_key():
    never = BillingPolicy("never")
    view = snapshot(profile("t", "token"), profile("k"), billing=never)
    assert ask(view, auto("k")).next.key == "anthropic:t"
    assert ask(view, user("k")).next.key == "anthropic:k"
