"""Whatever a store holds, an edit changes what it says and nothing else."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.store import codec
from openclaw_auth.store.data import PutProfile, RemoveProfile, SetLastGood, SetOrder, SetStats
from openclaw_auth.store.edits import apply_edits
from openclaw_auth.testing.store_contract import key_profile

# A busy machine is no reason to fail.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = st.text(max_size=12)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
PROVIDERS = st.sampled_from(["anthropic", "z.ai", "Z-AI ", "openai", "qwen", ""])
ENTRY_FIELDS = [
    "type",
    "provider",
    "key",
    "token",
    "access",
    "refresh",
    "expires",
    "email",
    "accountId",
    "metadata",
    "projectId",
    "x",
]
ENTRIES = st.one_of(
    JSON,
    st.dictionaries(st.sampled_from(ENTRY_FIELDS), JSON, max_size=5),
    st.builds(
        lambda extra, kind, provider: {**extra, "type": kind, "provider": provider},
        st.dictionaries(st.sampled_from(ENTRY_FIELDS), JSON | TEXT, max_size=8),
        st.sampled_from(["api_key", "token", "oauth"]),
        PROVIDERS,
    ),
)
IDS = st.sampled_from(["anthropic:a", "openai:b", "zai:c", "d"])
STATS_FIELDS = (
    "lastUsed cooldownUntil disabledUntil disabledReason errorCount failureCounts lastFailureAt "
    "detail credentialFingerprint deadDetail models y"
)
MODEL_FIELDS = ["cooldownUntil", "errorCount", "lastFailureAt", "detail", "z"]
MODELS = st.dictionaries(
    st.sampled_from(["a", "b/c:free"]), JSON | st.dictionaries(st.sampled_from(MODEL_FIELDS), JSON)
)
STATS = st.dictionaries(st.sampled_from(STATS_FIELDS.split()), JSON)
STATS |= st.builds(lambda stats, models: {**stats, "models": models}, STATS, MODELS)
SECTIONS = st.fixed_dictionaries(
    {"profiles": st.dictionaries(IDS, ENTRIES)},
    optional={
        "version": JSON,
        "order": JSON | st.dictionaries(PROVIDERS, st.lists(IDS, max_size=4) | JSON),
        "lastGood": JSON | st.dictionaries(PROVIDERS, IDS | JSON),
        "usageStats": JSON | st.dictionaries(IDS, JSON | STATS),
    },
)
UNKNOWN = st.dictionaries(st.sampled_from(["future", "x", "y"]), JSON, max_size=2)
DOCUMENTS = st.builds(lambda unknown, known: {**unknown, **known}, UNKNOWN, SECTIONS)


@CALM
@given(DOCUMENTS)
def test_a_document_survives_the_file(document):
    raw = codec.encode(document)
    assert codec.parse(raw, "x") == document
    assert codec.encode(codec.parse(raw, "x")) == raw


@CALM
@given(DOCUMENTS)
def test_reading_never_fails(document):
    data = codec.to_data(document)
    shown = set(data.profiles) | {p.params["profile"] for p in data.problems}
    assert shown == set(document["profiles"])


@CALM
@given(DOCUMENTS, IDS)
def test_adding_a_profile_leaves_everything_else(document, profile_id):
    before = json.dumps(document)
    after = apply_edits(document, (PutProfile(key_profile(profile_id)),))
    assert json.dumps(document) == before
    assert codec.to_data(after).profiles[profile_id].secret.reveal() == "sk-1"
    assert list(after) == list(document)
    for key in document:
        if key != "profiles":
            assert after[key] == document[key]
    others = {i: e for i, e in document["profiles"].items() if i != profile_id}
    assert {i: e for i, e in after["profiles"].items() if i != profile_id} == others


@CALM
@given(DOCUMENTS)
def test_putting_back_what_was_read_means_the_same(document):
    data = codec.to_data(document)
    after = apply_edits(document, [PutProfile(p) for p in data.profiles.values()])
    again = codec.to_data(after)
    assert again.profiles == data.profiles
    for profile_id, profile in data.profiles.items():
        old, new = document["profiles"][profile_id], after["profiles"][profile_id]
        known = codec.KNOWN_FIELDS[profile.type]
        assert {k: v for k, v in new.items() if k not in known} == {
            k: v for k, v in old.items() if k not in known
        }


@CALM
@given(DOCUMENTS)
def test_stats_put_back_mean_the_same(document):
    data = codec.to_data(document)
    after = apply_edits(document, [SetStats(i, s) for i, s in data.usage_stats.items()])
    assert codec.to_data(after).usage_stats == data.usage_stats
    assert after["profiles"] == document["profiles"]


@CALM
@given(DOCUMENTS, PROVIDERS.filter(bool), st.lists(IDS, min_size=1, unique=True))
def test_an_order_set_in_any_spelling_is_the_one_read(document, provider, ids):
    name = normalise_provider(provider)
    after = apply_edits(document, (SetOrder(provider, ids), SetLastGood(provider, ids[0])))
    data = codec.to_data(after)
    assert data.order[name] == tuple(ids)
    assert data.last_good[name] == ids[0]
    assert [k for k in after["order"] if normalise_provider(k) == name] == [name]
    cleared = codec.to_data(apply_edits(after, (SetOrder(provider, None),)))
    assert name not in cleared.order


@CALM
@given(DOCUMENTS, IDS)
def test_a_removed_profile_is_mentioned_nowhere(document, profile_id):
    data = codec.to_data(apply_edits(document, (RemoveProfile(profile_id),)))
    assert profile_id not in data.profiles
    assert profile_id not in data.usage_stats
    assert profile_id not in data.last_good.values()
    assert all(profile_id not in ids for ids in data.order.values())
