"""Random views of credentials: stores, statistics, orders, keys elsewhere, policies."""

from __future__ import annotations

from hypothesis import strategies as st

from openclaw_auth.credentials import ModelStats, Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.billing import BillingPolicy
from openclaw_auth.selection.snapshot import ConfigProfile, Pin, Request, Snapshot, SourceKey
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
MINUTE_MS = 60_000
PROVIDERS = ("anthropic", "openai", "github-copilot", "acme", "ollama")
MODELS = {
    "anthropic": "claude-opus-4-5",
    "openai": "gpt-5.2",
    "github-copilot": "gpt-5",
    "acme": "m",
    "ollama": "llama3",
}
CATALOGUE = load_catalogue()
# Few names, so that what is drawn here and there meets; whatever is rare comes last or twice less.
IDS = st.sampled_from(
    [*(f"anthropic:{n}" for n in "abc"), "openai:a", "github-copilot:a", "acme:a"]
)
KEYS = IDS | st.sampled_from(["env:ANTHROPIC_API_KEY", "env:OPENAI_API_KEY", "config:openai"])
TIMES = st.none() | st.integers(NOW_MS - 5, NOW_MS + 5)
ENDS = TIMES | st.integers(1, 1_400).map(lambda minutes: NOW_MS + minutes * MINUTE_MS)
FAILURES = TIMES | st.integers(0, 60).map(lambda minutes: NOW_MS - minutes * MINUTE_MS)
SECRETS = st.sampled_from(["sk-1", "sk-2"] * 6 + [None, "", " "]).map(
    lambda value: None if value is None else Secret(value)
)
CLASSES = st.sampled_from(["subscription", "metered", "free"])
CROSSINGS = st.sampled_from(["ask", "allow", "never", 0, 2])
ORDERS = st.dictionaries(st.sampled_from(PROVIDERS), st.lists(IDS, max_size=4), max_size=2)
MODEL_STATS = st.builds(ModelStats, cooldown_until_ms=ENDS, last_failure_at_ms=FAILURES)
LATER = st.integers(1, 1_400).map(lambda minutes: NOW_MS + minutes * MINUTE_MS)
# What happens most, each alone: one model's limit, a cooldown, a time out long enough for a try.
LIMITED = st.builds(
    UsageStats,
    models=st.fixed_dictionaries(
        {"claude-opus-4-5": st.builds(ModelStats, cooldown_until_ms=LATER)}
    ),
)
COOLING = st.builds(UsageStats, cooldown_until_ms=LATER, last_failure_at_ms=st.just(NOW_MS))
DUE = st.builds(
    UsageStats, disabled_until_ms=LATER, last_failure_at_ms=st.just(NOW_MS - 15 * MINUTE_MS)
)
ANYTHING = st.builds(
    UsageStats,
    last_used_ms=TIMES,
    cooldown_until_ms=ENDS,
    disabled_until_ms=ENDS,
    disabled_reason=st.sampled_from([None, "billing"]),
    last_failure_at_ms=FAILURES,
    fingerprint=st.none() | st.sampled_from(["sk-1", "sk-2"]),
    dead=st.sampled_from([None] * 6 + ["invalid_key", "credential_scope_restricted"]),
    models=st.dictionaries(
        st.sampled_from(["claude-opus-4-5", "claude-opus-4-5", "gpt-5.2", "other"]),
        MODEL_STATS,
        max_size=2,
    ),
)
STATS = LIMITED | COOLING | DUE | ANYTHING


def seldom(strategy):
    return st.sampled_from([False, False, False, True]).flatmap(
        lambda wanted: strategy if wanted else st.just({})
    )


def fingerprint(secret):
    """A name for a secret that shows when it changed."""
    return secret.reveal()


@st.composite
def profiles(draw):
    profile_id = draw(IDS)
    own = profile_id.partition(":")[0]
    return Profile(
        profile_id,
        draw(st.sampled_from(["api_key", "token", "oauth"])),
        draw(st.sampled_from([own] * 12 + [*PROVIDERS[:4]])),
        draw(SECRETS),
        refresh=draw(SECRETS),
        expires_ms=draw(st.none() | TIMES),
    )


@st.composite
def stores(draw):
    stored = draw(st.lists(profiles(), min_size=2, max_size=6, unique_by=lambda p: p.id))
    of_profiles = {p.id: draw(STATS) for p in stored if draw(st.booleans())}
    return StoreData(
        profiles={p.id: p for p in stored},
        order=draw(seldom(ORDERS)),
        usage_stats=draw(st.dictionaries(KEYS, STATS, max_size=2)) | of_profiles,
    )


@st.composite
def snapshots(draw):
    names = st.sampled_from(["ANTHROPIC_API_KEY", "ANTHROPIC_OAUTH_TOKEN", "OPENAI_API_KEY"])
    modes = st.builds(
        ConfigProfile,
        st.sampled_from(PROVIDERS),
        st.sampled_from([None, "api_key", "token", "oauth"]),
    )
    keys = st.just(SourceKey(Secret("sk-c"), "models.providers.x.apiKey"))
    return Snapshot(
        "main",
        draw(stores()),
        CATALOGUE,
        Environment(draw(st.dictionaries(names, st.just("sk-env"), max_size=2))),
        config_profiles=draw(seldom(st.dictionaries(IDS, modes, max_size=3))),
        config_order=draw(seldom(ORDERS)),
        config_keys=draw(st.dictionaries(st.sampled_from(PROVIDERS), keys, max_size=2)),
        billing=BillingPolicy(draw(CROSSINGS), draw(st.dictionaries(KEYS, CLASSES, max_size=2))),
        last_used_ms=draw(st.dictionaries(IDS, st.integers(NOW_MS - 5, NOW_MS), max_size=2)),
        fingerprint=draw(st.sampled_from([None, fingerprint])),
    )


@st.composite
def newer(draw, snapshot):
    """What a running gateway knows better than the store."""
    return snapshot.replace(
        penalties=draw(st.dictionaries(KEYS, STATS, max_size=2)),
        probing=frozenset(key for key in snapshot.data.usage_stats if draw(st.booleans())),
        crossings_today=draw(st.integers(0, 2)),
        refreshes=draw(st.sets(st.sampled_from(PROVIDERS))),
    )


PINS = st.builds(
    Pin, IDS, st.sampled_from(["user", "auto"]), st.sampled_from([None, "round_robin"])
)


@st.composite
def requests(draw, pins=PINS):
    provider = draw(st.sampled_from(["anthropic"] * 4 + [*PROVIDERS]))
    return Request(
        provider,
        draw(st.sampled_from([MODELS[provider], MODELS[provider], "other", None])),
        draw(st.none() | pins),
        vendor_client=draw(st.booleans()),
        begun_with=draw(st.none() | CLASSES),
        sticky=draw(st.booleans()),
    )
