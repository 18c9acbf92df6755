"""`clear-cooldown` as a process: what was held against a credential is gone, and said."""

import time

import pytest

NOW_MS = int(time.time() * 1000)
HOUR_MS = 3_600_000
SLACK_MS = 300_000  # a slow run must not turn `1h left` into `59m left`
KEY = "sk-ant-api03-" + "k" * 80 + "-END1"
A = {"type": "api_key", "provider": "anthropic", "key": KEY}
BILLED = {
    "lastUsed": NOW_MS - HOUR_MS,
    "errorCount": 2,
    "failureCounts": {"billing": 2},
    "lastFailureAt": NOW_MS,
    "disabledUntil": NOW_MS + 10 * HOUR_MS,
    "disabledReason": "billing",
    "theirs": 1,
}
LIMITED = {
    "cooldownUntil": NOW_MS + HOUR_MS + SLACK_MS,
    "errorCount": 1,
    "models": {
        "claude-opus-4-5": {"cooldownUntil": NOW_MS + 2 * HOUR_MS + SLACK_MS, "errorCount": 3}
    },
    "credentialFingerprint": "f1",
}
DEAD = {"disabledUntil": NOW_MS + HOUR_MS, "disabledReason": "auth", "deadDetail": "invalid_key"}
STORE = {
    "profiles": {"anthropic:work": A, "anthropic:home": A, "anthropic:free": A},
    "usageStats": {
        "anthropic:work": BILLED,
        "anthropic:home": LIMITED,
        "env:OPENAI_API_KEY": DEAD,
        "config:groq": {"deadDetail": "credential_scope_restricted"},
        "anthropic:free": {"lastUsed": 7},
    },
}
AGENTS = {"agents": {"list": [{"id": "main"}, {"id": "work"}, {"id": "alone", "isolate": True}]}}
OWN = {"profiles": {}, "usageStats": {"anthropic:work": {"cooldownUntil": NOW_MS + HOUR_MS}}}


@pytest.fixture
def filled(host):
    host.write_store(STORE)
    return host


def clear(host, *argv, **kwargs):
    return host.auth("clear-cooldown", *argv, **kwargs)


def written(host):
    found = host.store_file().stat()
    return found.st_ino, found.st_mtime_ns


def test_it_ends_the_time_out_says_what_it_was_and_keeps_the_rest(filled):
    done = clear(filled, "anthropic:work")
    assert done.code == 0
    assert "Cleared anthropic:work in " in done.out
    assert "disabled (billing), 10h left" in done.out
    assert "failures counted: 2" in done.out
    assert "Next for anthropic: " in done.out
    stats = filled.store()["usageStats"]
    assert stats["anthropic:work"] == {
        "lastUsed": BILLED["lastUsed"],
        "errorCount": 0,
        "theirs": 1,
    }
    assert {i: s for i, s in stats.items() if i != "anthropic:work"} == {
        i: s for i, s in STORE["usageStats"].items() if i != "anthropic:work"
    }
    assert filled.store()["profiles"] == STORE["profiles"]


def test_one_model_goes_with_the_whole_and_nothing_is_left_of_it(filled):
    done = clear(filled, "anthropic:home")
    assert "cooldown, 1h left, cooldown for claude-opus-4-5, 2h left" in done.out
    assert "failures counted: 4" in done.out
    assert "anthropic:home" not in filled.store()["usageStats"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("env:OPENAI_API_KEY", "refused for good (invalid_key)"),
        ("config:groq", "reserved for its own client"),
    ],
)
def test_keys_outside_the_store_have_their_names(filled, key, said):
    done = clear(filled, key)
    assert (done.code, said in done.out) == (0, True)
    assert key not in filled.store()["usageStats"]


def test_all_clears_everything_and_the_second_time_nothing(filled):
    done = clear(filled, "--all")
    assert done.out.count("Cleared ") == 4
    assert set(filled.store()["usageStats"]) == {"anthropic:work", "anthropic:free"}
    before = written(filled)
    again = clear(filled, "--all")
    assert (again.code, again.out) == (0, "Nothing is held against any credential.\n")
    assert written(filled) == before


def test_what_an_agent_uses_is_cleared_where_it_is_kept(filled):
    filled.write_config(AGENTS)
    filled.write_store(OWN, "work")
    done = clear(filled, "anthropic:work", "--agent", "work", "--json").json()
    assert [(c["agentId"], c["key"]) for c in done["cleared"]] == [
        ("work", "anthropic:work"),
        ("main", "anthropic:work"),
    ]
    assert "usageStats" not in filled.store("work")


def test_an_isolated_agent_clears_its_own_and_all_clears_every_agents(filled):
    filled.write_config(AGENTS)
    filled.write_store(OWN, "alone")
    filled.write_store(OWN, "work")
    own = clear(filled, "--all", "--agent", "alone", "--json").json()["cleared"]
    assert {c["agentId"] for c in own} == {"alone"}
    rest = clear(filled, "--all", "--json").json()["cleared"]
    assert {c["agentId"] for c in rest} == {"main", "work"}


def test_json_says_what_it_was_and_names_no_fingerprint(filled):
    (one,) = clear(filled, "anthropic:home", "--json").json()["cleared"]
    assert (one["key"], one["profileId"], one["agentId"]) == (
        "anthropic:home",
        "anthropic:home",
        "main",
    )
    assert one["storePath"] == str(filled.store_file())
    assert one["was"] == {k: v for k, v in LIMITED.items() if k != "credentialFingerprint"}
    (outside,) = clear(filled, "env:OPENAI_API_KEY", "--json").json()["cleared"]
    assert outside["profileId"] is None


@pytest.mark.parametrize("key", ["anthropic:free", "env:GROQ_API_KEY"])
def test_what_rests_from_nothing_is_no_error_and_writes_nothing(filled, key):
    before = written(filled)
    done = clear(filled, key, GROQ_API_KEY="gsk_" + "x" * 30)
    assert done.code == 0
    assert f"Nothing is held against {key}." in done.out
    assert written(filled) == before


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("anthropic:wrok", "anthropic:work"), ("env:OPENAI_KEY", "env:OPENAI_API_KEY")],
)
def test_an_unknown_one_is_an_error_that_names_its_neighbour(filled, wrong, meant):
    done = clear(filled, wrong)
    assert (done.code, done.out) == (1, "")
    assert f'"{wrong}" not found' in done.err
    assert meant in done.err


def test_a_command_line_without_or_with_two_answers_is_refused(filled):
    assert clear(filled).code == 1
    assert clear(filled, "anthropic:work", "--all").code == 1
    assert filled.store() == {"version": 1, **STORE}


def test_without_a_store_nothing_is_made(host):
    assert clear(host, "--all").code == 0
    assert not host.state.exists()


def test_a_store_that_does_not_parse_is_said_and_left_alone(host):
    host.write_store({})
    host.store_file().write_text('{"profiles": {')
    done = clear(host, "--all")
    assert (done.code, "is not valid JSON" in done.err) == (1, True)
    assert host.store_file().read_text() == '{"profiles": {'


def test_it_speaks_chinese(filled):
    done = clear(filled, "anthropic:work", LC_ALL="zh_CN.UTF-8")
    assert "停用（billing），还剩 10h" in done.out
