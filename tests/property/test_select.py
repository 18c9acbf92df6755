"""What holds of every decision, whatever is stored and whatever happened."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.credentials import UsageStats
from openclaw_auth.selection.effects import ClaimProbe, ClearPin, SetPin
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Pin, Request
from property.credential_views import IDS, MINUTE_MS, NOW_MS, newer, requests, snapshots

VIEWS = snapshots().flatmap(newer)
often = settings(max_examples=120)
SERVES = {"usable", "keyless", "refresh_due", "probe_due"}


def rows(decision):
    """Everything that a decision says, as comparable values."""
    fields = ("key", "eligible", "until_ms", "probe_at_ms", "probe", "billing_class", "crosses")
    return [
        (c.reason, *(getattr(c, name) for name in fields), c.can_refresh)
        for c in decision.candidates
    ]


def effects(decision):
    return [(type(e), *(getattr(e, name) for name in e.__slots__)) for e in decision.effects]


@often
@given(VIEWS, requests())
def test_nobody_is_lost_and_nobody_comes_twice(view, request):
    keys = [c.key for c in select(view, request, NOW_MS).candidates]
    assert len(keys) == len(set(keys))
    profiles = {p.id for p in view.data.of_provider(request.provider)}
    env = view.env_key(request.provider)
    outside = {f"env:{env.source.removeprefix('env: ')}"} if env else set()
    if request.provider in view.config_keys:
        outside.add(f"config:{request.provider}")
    named = {
        *view.data.order.get(request.provider, ()),
        *view.config_order.get(request.provider, ()),
        *view.config_profiles,
    }
    assert profiles | outside <= set(keys)
    assert set(keys) <= profiles | outside | named | {f"config:{request.provider}"}


@often
@given(VIEWS, requests())
def test_who_serves_comes_first_then_who_is_back_soonest(view, request):
    decision = select(view, request, NOW_MS)
    found = decision.candidates
    ranks = [0 if c.eligible else 1 if c.until_ms is not None else 2 for c in found]
    assert ranks == sorted(ranks)
    ends = [c.until_ms for c, rank in zip(found, ranks, strict=True) if rank == 1]
    assert ends == sorted(ends)
    for candidate in found:
        assert candidate.eligible is (candidate.reason.code in SERVES)
        assert candidate.probe is (candidate.reason.code == "probe_due")
        assert not candidate.probe or candidate.key not in view.probing


@often
@given(VIEWS, requests())
def test_next_is_the_first_who_serves_whenever_it_is_asked_for(view, request):
    early, late = select(view, request, NOW_MS), select(view, request, NOW_MS)
    asked_first = early.next
    listed = late.candidates
    serving = [c.key for c in listed if c.eligible]
    assert (asked_first.key if asked_first else None) == (serving[0] if serving else None)
    assert late.next is (listed[0] if serving else None)
    assert early.next is asked_first
    tried: list[str] = []
    while (candidate := early.after(tried)) is not None:
        tried.append(candidate.key)
    assert tried == serving


@often
@given(VIEWS, requests())
def test_equal_views_give_equal_decisions(view, request):
    again = view.replace()
    first, second = select(view, request, NOW_MS), select(again, request, NOW_MS)
    assert effects(first) == effects(second)
    assert rows(first) == rows(second)
    assert first.order_source == second.order_source
    assert first.valid_until_ms == second.valid_until_ms


@often
@given(VIEWS, requests(), IDS, st.integers(1, 60))
def test_a_time_out_never_moves_anyone_forward(view, request, profile_id, minutes):
    def place(decision):
        keys = [c.key for c in decision.candidates]
        return keys.index(profile_id) if profile_id in keys else -1

    stats = view.stats(profile_id) or UsageStats()
    until_ms = max(stats.cooldown_until_ms or 0, NOW_MS + minutes * MINUTE_MS)
    cooled = stats.replace(cooldown_until_ms=until_ms, last_failure_at_ms=NOW_MS)
    later = view.replace(penalties={**view.penalties, profile_id: cooled})
    assert place(select(later, request, NOW_MS)) >= place(select(view, request, NOW_MS))


@often
@given(VIEWS, requests(), st.sampled_from(["anthropic:a", "anthropic:b", "openai:a"]))
def test_a_users_pin_is_never_replaced(view, request, profile_id):
    pinned = Request(
        request.provider, request.model, Pin(profile_id, "user"), sticky=request.sticky
    )
    decision = select(view, pinned, NOW_MS)
    profile = view.data.profiles.get(profile_id)
    if profile is not None and profile.provider == request.provider:
        assert decision.candidates[0].key == profile_id
        assert {c.key for c in decision.candidates if c.eligible} <= {profile_id}
        assert all(isinstance(effect, ClaimProbe) for effect in decision.effects)
    else:
        assert ClearPin in {type(effect) for effect in decision.effects}


@often
@given(VIEWS, requests())
def test_effects_are_about_who_is_next(view, request):
    decision = select(view, request, NOW_MS)
    for effect in decision.effects:
        if isinstance(effect, SetPin):
            assert effect.profile_id == decision.next.profile_id
            kept = Pin(effect.profile_id, "auto", effect.order_mark)
            again = select(view, Request(request.provider, request.model, kept), NOW_MS)
            if again.next is not None and request.begun_with is None and not request.vendor_client:
                assert again.next.key == effect.profile_id
        elif isinstance(effect, ClaimProbe):
            assert (decision.next.key, decision.next.probe) == (effect.key, True)


@often
@given(VIEWS, requests())
def test_the_answer_holds_until_it_says(view, request):
    decision = select(view, request, NOW_MS)
    until_ms = decision.valid_until_ms
    later_ms = NOW_MS + 100 if until_ms is None else until_ms - 1
    later = select(view, request, later_ms)
    assert [c.key for c in later.candidates] == [c.key for c in decision.candidates]
    assert [c.eligible for c in later.candidates] == [c.eligible for c in decision.candidates]
