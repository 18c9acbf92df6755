"""Reading `auth-profiles.json` as it really is found."""

import json

import pytest

from openclaw_auth.credentials import ModelStats, UsageStats
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.expiry import expiry_status
from openclaw_auth.store import codec
from openclaw_auth.store.data import PutProfile, SetOrder, SetStats
from openclaw_auth.store.edits import apply_edits, undone
from openclaw_auth.testing.store_contract import key_profile


def data_of(profiles, **sections):
    return codec.to_data({"version": 1, "profiles": profiles, **sections})


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"", "store_empty_file", 1, 1),
        (b" \n ", "store_empty_file", 1, 1),
        (b'\xef\xbb\xbf{"profiles": {}}', "store_bom", 1, 1),
        (b"[]", "store_not_object", 1, 1),
        (b"null", "store_not_object", 1, 1),
        (b'{"version": 1}', "store_no_profiles", 1, 1),
        (b'{"profiles": []}', "store_no_profiles", 1, 1),
        (b'{\n  "profiles": {\n    "a": {"ty', "store_not_json", 3, 11),
        (b'{\n "profiles": {}\n "x": 1}', "store_not_json", 3, 2),
        (b'{"profiles": {},\n "n": "NaN", "x": NaN}', "store_not_json", 2, 19),
        (b'{"profiles": {},\n "x": -Infinity}', "store_not_json", 2, 7),
        (b'{"profiles": {}, "x": 1e999}', "store_not_json", 1, 23),
        (b'{"profiles": {},\n "x": "\xff"}', "store_not_utf8", 2, 8),
        (b'{"profiles": {}, "x": ' + b"[" * 100_000, "store_not_json", 1, 1),
    ],
)
def test_what_cannot_be_understood_is_named_with_line_and_column(raw, code, line, column):
    with pytest.raises(StoreUnreadable) as caught:
        codec.parse(raw, "/x/auth-profiles.json")
    reason = caught.value.reason
    assert reason.code == code
    assert (reason.params["line"], reason.params["column"]) == (line, column)
    assert "/x/auth-profiles.json" in str(caught.value)


def test_entries_of_unknown_type_or_without_provider_are_skipped_and_said():
    data = data_of(
        {
            "a": {"type": "api_key", "provider": "x", "key": "k"},
            "b": {"type": "magic", "provider": "x"},
            "c": {"type": "api_key", "key": "k"},
            "d": {"type": ["api_key"], "provider": "x"},
            "e": "text",
            "f": {"type": "token", "provider": "  ", "token": "t"},
        }
    )
    assert list(data.profiles) == ["a"]
    assert [p.params["profile"] for p in data.problems] == ["b", "c", "d", "e", "f"]


def test_skipped_entries_and_unknown_sections_survive_an_edit():
    document = {
        "futureSection": {"x": 1},
        "profiles": {"b": {"type": "magic", "n": 1}, "a": {"type": "api_key", "provider": "x"}},
        "version": 7,
    }
    after = apply_edits(document, (PutProfile(key_profile("openai:n")),))
    assert list(after) == ["futureSection", "profiles", "version"]
    assert after["profiles"]["b"] == {"type": "magic", "n": 1}
    assert "openai:n" not in document["profiles"]


@pytest.mark.parametrize(
    ("expires", "kind", "status"),
    [
        (None, "token", "static"),
        (0, "token", "static"),
        (-5, "token", "static"),
        ("soon", "token", "static"),
        (True, "token", "static"),
        (10**400, "token", "static"),
        (1e300, "token", "static"),
        (None, "oauth", "missing"),
        (0, "oauth", "missing"),
        (True, "oauth", "missing"),
        (500.7, "token", "expired"),
        (1_000_001, "oauth", "expiring"),
    ],
)
def test_the_end_of_a_credential_as_people_write_it(expires, kind, status):
    field = {"token": "token", "oauth": "access"}[kind]
    entry = {"type": kind, "provider": "x", field: "s", "expires": expires}
    assert expiry_status(data_of({"a": entry}).profiles["a"], now_ms=1_000_000) == status


def test_a_profile_without_its_secret_has_none():
    entry = {"type": "api_key", "provider": "x", "email": "a@b.c"}
    profile = data_of({"a": entry}).profiles["a"]
    assert profile.secret is None
    assert profile.email == "a@b.c"
    assert data_of({"a": {**entry, "key": 5}}).profiles["a"].secret is None


def test_providers_and_orders_are_found_under_old_spellings():
    data = data_of(
        {"a": {"type": "api_key", "provider": " Z.AI ", "key": "k"}},
        order={"z-ai": ["a"], "Qwen": ["q"]},
        lastGood={"z.ai": "a"},
    )
    assert data.profiles["a"].provider == "zai"
    assert data.order == {"zai": ("a",), "qwen-portal": ("q",)}
    assert data.last_good == {"zai": "a"}


def test_the_canonical_spelling_of_an_order_beats_an_old_one():
    assert data_of({}, order={"zai": ["new"], "z.ai": ["old"]}).order == {"zai": ("new",)}
    assert data_of({}, order={"z.ai": ["old"], "zai": ["new"]}).order == {"zai": ("new",)}


def test_setting_an_order_replaces_the_old_spelling_in_its_place():
    document = {"profiles": {}, "order": {"z.ai": ["a"], "openai": ["o"], "Z-AI": ["b"]}}
    after = apply_edits(document, (SetOrder("zai", ("c",)),))
    assert list(after["order"].items()) == [("zai", ["c"]), ("openai", ["o"])]
    cleared = apply_edits(document, (SetOrder("zai", None),))
    assert cleared["order"] == {"openai": ["o"]}


def test_clearing_what_is_not_there_adds_nothing():
    document = {"version": 1, "profiles": {}}
    assert apply_edits(document, (SetOrder("zai", None), SetStats("a", None))) == document


def test_the_file_looks_as_the_reference_writes_it():
    document = apply_edits(codec.empty_document(), (PutProfile(key_profile(secret="ключ")),))
    assert codec.encode(document).decode() == (
        '{\n  "version": 1,\n  "profiles": {\n    "anthropic:work": {\n'
        '      "type": "api_key",\n      "provider": "anthropic",\n      "key": "ключ"\n'
        "    }\n  }\n}\n"
    )


def test_a_lone_surrogate_is_written_as_javascript_writes_it():
    raw = b'{"profiles": {}, "x": "\\ud800"}'
    document = codec.parse(raw, "x")
    assert json.loads(codec.encode(document)) == document


def test_broken_stats_do_not_hide_the_rest():
    data = data_of(
        {},
        usageStats={
            "a": {"lastUsed": "x", "errorCount": True, "failureCounts": {"auth": 2, "x": "y"}},
            "b": 5,
        },
    )
    assert list(data.usage_stats) == ["a"]
    stats = data.usage_stats["a"]
    assert (stats.last_used_ms, stats.error_count) == (None, 0)
    assert stats.failure_counts == {"auth": 2}


REFERENCE_STATS = {
    "openai:a": {
        "lastUsed": 1_770_000_000_000,
        "errorCount": 2,
        "failureCounts": {"billing": 2},
        "lastFailureAt": 1_770_000_000_500,
        "disabledUntil": 1_770_036_000_500,
        "disabledReason": "billing",
    },
    "openai:b": {"lastUsed": 1_770_000_000_000.5, "errorCount": 0},
}


def test_stats_that_openclaw_wrote_are_written_back_as_they_were():
    document = {"version": 1, "profiles": {}, "usageStats": REFERENCE_STATS}
    data = codec.to_data(document)
    assert data.usage_stats["openai:a"].fingerprint is None
    after = apply_edits(document, [SetStats(i, s) for i, s in data.usage_stats.items()])
    assert codec.encode(after) == codec.encode(document)


def test_what_openclaw_has_no_field_for_stands_beside_what_it_reads():
    stats = UsageStats(
        last_failure_at_ms=7,
        detail="invalid_key",
        fingerprint="f1",
        dead="invalid_key",
        models={"gpt-5": ModelStats(cooldown_until_ms=9, error_count=1, detail="overloaded")},
    )
    after = apply_edits(codec.empty_document(), (SetStats("openai:a", stats),))
    assert after["usageStats"]["openai:a"] == {
        "lastFailureAt": 7,
        "detail": "invalid_key",
        "credentialFingerprint": "f1",
        "deadDetail": "invalid_key",
        "models": {"gpt-5": {"cooldownUntil": 9, "errorCount": 1, "detail": "overloaded"}},
    }


def test_unknown_fields_of_a_model_stay_and_a_model_that_is_no_object_is_no_model():
    entry = {"models": {"a": {"errorCount": 1, "theirs": [1]}, "b": 5}}
    document = {"profiles": {}, "usageStats": {"openai:a": entry}}
    stats = codec.to_data(document).usage_stats["openai:a"]
    assert stats.models == {"a": ModelStats(error_count=1, extra={"theirs": [1]})}
    known = UsageStats(models={"a": ModelStats(error_count=2)})
    after = apply_edits(document, (SetStats("openai:a", known),))
    assert after["usageStats"]["openai:a"]["models"] == {"a": {"errorCount": 2, "theirs": [1]}}


def test_undone_means_put_back_not_changed_again():
    before = {"profiles": {"a": 1}}
    after = {"profiles": {"a": 2}}
    assert undone({"a"}, before, after, {"profiles": {"a": 1}})
    assert not undone({"a"}, before, after, {"profiles": {"a": 3}})
    assert not undone({"a"}, before, after, after)
    assert undone({"b"}, {"profiles": {}}, {"profiles": {"b": 1}}, {"profiles": {}})
