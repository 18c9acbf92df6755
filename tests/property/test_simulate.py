"""Whatever is stored and whatever fails: a rehearsal ends, is frugal, and misses nobody."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import BillingPolicy
from openclaw_auth.selection.classify import typical
from openclaw_auth.selection.horizon import first_dark
from openclaw_auth.selection.next_step import CALLS_PER_CREDENTIAL
from openclaw_auth.selection.select import select
from openclaw_auth.selection.simulate import Leg, rehearse
from openclaw_auth.selection.snapshot import Pin, Request, Snapshot
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW = 1_800_000_000_000
DAY = 86_400_000
CATALOGUE = load_catalogue()
PROVIDERS = ("anthropic", "openrouter")
IDS = [f"{p}:{n}" for p in PROVIDERS for n in "abc"]
KEYS = [*IDS, "env:ANTHROPIC_API_KEY"]
MOMENTS = st.none() | st.integers(NOW - DAY, NOW + 3 * DAY)
LEGS = [
    Leg("anthropic", "opus", "anthropic/opus", "https://a"),
    Leg("anthropic", "haiku", "anthropic/haiku", "https://a"),
    Leg("openrouter", "auto", "openrouter/auto", "https://o"),
]
KINDS = st.sampled_from(
    [
        ("auth", None), ("auth", "token_expired"), ("billing", None), ("rate_limit", None),
        ("timeout", None), ("timeout", "dns_failure"), ("format", None), ("unknown", None),
    ]
)  # fmt: skip
FAULTS = st.dictionaries(st.sampled_from(KEYS), KINDS.map(lambda kind: typical(*kind)), max_size=7)
STATS = st.builds(
    UsageStats, cooldown_until_ms=MOMENTS, disabled_until_ms=MOMENTS, last_failure_at_ms=MOMENTS
)


@st.composite
def snapshots(draw, policies=("ask", "allow", "never")):
    profiles = {
        i: Profile(
            i,
            draw(st.sampled_from(["api_key", "token", "oauth"])),
            i.partition(":")[0],
            Secret(f"sk-{i}"),
            refresh=draw(st.sampled_from([None, Secret("r")])),
            expires_ms=draw(MOMENTS),
        )
        for i in draw(st.lists(st.sampled_from(IDS), unique=True))
    }
    stats = draw(st.dictionaries(st.sampled_from(KEYS), STATS, max_size=4))
    environment = Environment(
        {"ANTHROPIC_API_KEY": "sk-env"} if draw(st.booleans()) else {},
    )
    return Snapshot(
        "main",
        StoreData(profiles=profiles, usage_stats=stats),
        CATALOGUE,
        environment,
        billing=BillingPolicy(draw(st.sampled_from(policies))),
        refreshes=draw(st.sets(st.sampled_from(PROVIDERS))),
    )


PINS = st.none() | st.builds(Pin, st.sampled_from(IDS), st.sampled_from(["user", "auto"]))
WAYS = st.lists(st.sampled_from(LEGS), min_size=1, unique_by=lambda leg: leg.key)


@given(snapshots(), WAYS, FAULTS, PINS)
def test_no_credential_is_called_more_than_twice(snapshot, legs, faults, pin):
    found = rehearse(snapshot, legs, faults, NOW, pin)
    called = Counter(c.candidate.key for c in found.calls if c.outcome != "skipped")
    assert all(count <= CALLS_PER_CREDENTIAL for count in called.values())
    assert found.answer is None or found.answer is found.calls[-1]


@given(snapshots(policies=["allow"]), WAYS, FAULTS)
def test_nothing_is_dark_while_somebody_could_answer(snapshot, legs, faults):
    found = rehearse(snapshot, legs, faults, NOW)
    ended = any(c.then in ("stop", "next_model") for c in found.calls)
    if found.answer is not None or ended:
        return
    for leg in legs:
        decision = select(snapshot, Request(leg.provider, leg.model), NOW)
        assert [c.key for c in decision.candidates if c.eligible and c.key not in faults] == []


@given(snapshots(), WAYS, FAULTS, st.integers(1, 10))
def test_the_walk_ends_and_says_how_far_it_came(snapshot, legs, faults, days):
    until_ms = NOW + days * DAY
    found = first_dark(snapshot, legs, faults, from_ms=NOW, until_ms=until_ms, most_events=60)
    assert NOW <= found.walked_until_ms <= until_ms
    if found.dark is not None:
        assert found.dark.answer is None
        assert found.dark.at_ms == found.walked_until_ms
    elif found.complete:
        assert found.walked_until_ms == until_ms


@given(snapshots(policies=["ask", "allow"]), WAYS, FAULTS, st.integers(1, 5))
def test_who_lasts_is_there_at_every_moment(snapshot, legs, faults, days):
    """The short cut of the walk: an answer that no time takes away is enough."""
    until_ms = NOW + days * DAY
    first = rehearse(snapshot, legs, faults, NOW)
    candidate = first.answer.candidate if first.answer is not None else None
    if candidate is None or candidate.probe or (candidate.expires_ms or until_ms) < until_ms:
        return
    found = first_dark(snapshot, legs, faults, from_ms=NOW, until_ms=until_ms, most_events=2)
    if found.dark is None and found.complete:
        for hours in range(1, days * 24, 5):
            later = rehearse(snapshot, legs, faults, NOW + hours * DAY // 24)
            assert later.answer is not None
