"""The credential that status shows as next is the one that the gateway sends (ruling 8)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.health.status import auth_json, provider_rows
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import BillingPolicy
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import ConfigProfile, Request, Snapshot, SourceKey
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
PROVIDERS = ("anthropic", "openai", "github-copilot", "acme")
IDS = st.sampled_from([f"{p}:{n}" for p in PROVIDERS for n in "abc"])
TIMES = st.none() | st.integers(NOW_MS - 5, NOW_MS + 5)
SECRETS = st.none() | st.sampled_from(["", " ", "sk-1", "sk-2"]).map(Secret)


@st.composite
def profiles(draw):
    return Profile(
        draw(IDS),
        draw(st.sampled_from(["api_key", "token", "oauth"])),
        draw(st.sampled_from(PROVIDERS)),
        draw(SECRETS),
        refresh=draw(SECRETS),
        expires_ms=draw(TIMES),
    )


STATS = st.builds(
    UsageStats,
    last_used_ms=TIMES,
    cooldown_until_ms=TIMES,
    disabled_until_ms=TIMES,
    disabled_reason=st.sampled_from([None, "billing"]),
)
ORDERS = st.dictionaries(st.sampled_from(PROVIDERS), st.lists(IDS, max_size=4), max_size=2)
CATALOGUE = load_catalogue()


@st.composite
def snapshots(draw):
    stored = draw(st.lists(profiles(), max_size=8))
    data = StoreData(
        profiles={p.id: p for p in stored},
        order=draw(ORDERS),
        usage_stats=draw(st.dictionaries(IDS, STATS, max_size=6)),
    )
    names = st.sampled_from(["ANTHROPIC_API_KEY", "ANTHROPIC_OAUTH_TOKEN", "OPENAI_API_KEY"])
    modes = st.builds(
        ConfigProfile,
        st.sampled_from(PROVIDERS),
        st.sampled_from([None, "api_key", "token", "oauth"]),
    )
    keys = st.just(SourceKey(Secret("sk-c"), "models.providers.x.apiKey"))
    return Snapshot(
        "main",
        data,
        CATALOGUE,
        Environment(draw(st.dictionaries(names, st.just("sk-env"), max_size=2))),
        config_profiles=draw(st.dictionaries(IDS, modes, max_size=3)),
        config_order=draw(ORDERS),
        config_keys=draw(st.dictionaries(st.sampled_from(PROVIDERS), keys, max_size=2)),
        billing=BillingPolicy(draw(st.sampled_from(["ask", "allow", "never"]))),
    )


@given(snapshots())
def test_status_and_request_agree(snapshot):
    rows = provider_rows(snapshot, PROVIDERS, NOW_MS)
    document = auth_json(
        snapshot,
        rows,
        (),
        NOW_MS,
        store_path="/s",
        shown_store_path="/s",
        models_json_path="/m",
        login_shell={},
    )
    for entry in document["providers"]:
        chosen = select(snapshot, Request(entry["provider"]), NOW_MS).next
        assert entry["next"]["profileId"] == (chosen.profile_id if chosen else None)
        assert entry["next"]["source"] == (chosen.source if chosen else None)


@given(snapshots(), st.sampled_from(PROVIDERS))
def test_a_decision_lists_everything_once_and_usable_ones_first(snapshot, provider):
    decision = select(snapshot, Request(provider), NOW_MS)
    listed = [c.profile_id for c in decision.candidates if c.profile_id]
    assert len(listed) == len(set(listed))
    own = {p.id for p in snapshot.data.profiles.values() if p.provider == provider}
    assert own <= set(listed)
    eligible = [c.eligible for c in decision.candidates]
    assert eligible == sorted(eligible, reverse=True)
    for candidate in decision.candidates:
        if candidate.eligible:
            assert candidate.provider == provider
            assert candidate.reason.code in ("usable", "keyless")


@given(snapshots(), st.sampled_from(PROVIDERS))
def test_the_answer_holds_until_it_says(snapshot, provider):
    decision = select(snapshot, Request(provider), NOW_MS)
    until_ms = decision.valid_until_ms
    later_ms = NOW_MS + 100 if until_ms is None else until_ms - 1
    later = select(snapshot, Request(provider), later_ms)
    assert [c.profile_id for c in later.candidates] == [c.profile_id for c in decision.candidates]
    assert [c.eligible for c in later.candidates] == [c.eligible for c in decision.candidates]
