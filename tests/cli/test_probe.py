"""`models status --probe`: the providers are asked, live, and the answer is told as it is."""

from __future__ import annotations

import json
import time

import pytest

from behaviour import KEY as ANTHROPIC_KEY
from behaviour import TOKEN, WORK
from openclaw_auth.secret import Secret
from openclaw_auth.testing import (
    Answer,
    HangBeforeHead,
    HangMidStream,
    ProviderEmulator,
    RawBytes,
    named_failure,
)

KEYS = {name: f"sk-{name}-{'k' * 30}-{name}" for name in (
    "good", "broke", "limited", "hung", "stuck", "garbage", "page", "wrong")}  # fmt: skip
BEHAVIOUR = {
    "good": Answer(),
    "broke": named_failure("openai-429-quota"),
    "limited": named_failure("openai-429-rate-limit"),
    "hung": HangBeforeHead(),
    "stuck": HangMidStream(),
    "garbage": RawBytes(),
    "page": named_failure("cf-html-403"),
}
EXPECTED = {
    "good": "valid_funds_unchecked",
    "broke": "billing",
    "limited": "rate_limit",
    "hung": "timeout",
    "stuck": "timeout",
    "garbage": "inconclusive",
    "page": "inconclusive",
    "wrong": "auth",
}


@pytest.fixture
def emulator():
    behaviour = {KEYS[name]: step for name, step in BEHAVIOUR.items()}
    with ProviderEmulator(keys=set(), behaviour_by_key=behaviour) as running:
        yield running


def api_key(key, provider="openai"):
    return {"type": "api_key", "provider": provider, "key": key}


def moved(emulator, *providers):
    entry = {"baseUrl": emulator.openai_base_url, "models": []}
    return {"models": {"providers": dict.fromkeys(providers, entry)}}


def at(host, emulator, names, **document):
    profiles = {f"openai:{name}": api_key(KEYS[name]) for name in names}
    host.write_store({"profiles": profiles, **document})
    host.write_config(moved(emulator, "openai"))


def probed(done):
    """Return the results by credential; the run is what `auth.probes` says."""
    return {row["key"]: row for row in done.json()["auth"]["probes"]["results"]}


def test_every_answer_gets_its_word(host, emulator):
    at(host, emulator, EXPECTED)
    done = host.run("models", "status", "--probe", "--probe-timeout", "1500",
                    "--probe-concurrency", "8", "--json")  # fmt: skip
    rows = probed(done)
    assert {key.partition(":")[2]: row["status"] for key, row in rows.items()} == EXPECTED
    assert done.code == 0
    assert {r.method for r in emulator.requests} == {"GET"}
    for name, row in rows.items():
        assert row["label"] == row["profileId"] == name
        assert (row["provider"], row["source"], row["mode"]) == ("openai", "profile", "api_key")
        assert ("error" in row) is (row["status"] != "valid_funds_unchecked")
        assert 0 <= row["latencyMs"] <= 1650
    assert rows["openai:good"]["result"] == "valid, funds not checked"


def test_the_document_has_what_openclaws_has(host, emulator):
    at(host, emulator, ["good"])
    before = int(time.time() * 1000)
    probes = host.run("models", "status", "--probe", "--json").json()["auth"]["probes"]
    assert before <= probes["startedAt"] <= probes["finishedAt"] <= before + 20_000
    assert probes["durationMs"] >= 0
    assert probes["totalTargets"] == len(probes["results"]) == 1
    assert probes["options"] == {
        "timeoutMs": 8000,
        "concurrency": 2,
        "maxTokens": 1,
        "paid": False,
    }


def test_without_probe_nobody_is_asked(host, emulator):
    at(host, emulator, EXPECTED)
    document = host.run("models", "status", "--json").json()
    assert "probes" not in document["auth"]
    assert not emulator.requests


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["--probe-profile", "openai:good"], {"openai:good"}),
        (["--probe-profile", "openai:good,openai:wrong"], {"openai:good", "openai:wrong"}),
        (["--probe-profile", "openai:good", "--probe-profile", "openai:wrong"],
         {"openai:good", "openai:wrong"}),
        (["--probe-provider", "groq"], {"env:GROQ_API_KEY"}),
        (["--probe-provider", "groq,openai"], {"openai:good", "openai:wrong", "env:GROQ_API_KEY"}),
    ],
)  # fmt: skip
def test_only_what_was_asked_for_is_probed(host, emulator, options, asked):
    at(host, emulator, ["good", "wrong"])
    host.write_config(moved(emulator, "openai", "groq"))
    done = host.run("models", "status", "--json", *options, GROQ_API_KEY=KEYS["good"])
    assert set(probed(done)) == asked


def test_a_completion_is_bought_only_on_demand_and_only_for_the_good(host, emulator):
    at(host, emulator, ["good", "wrong", "broke"])
    rows = probed(host.run("models", "status", "--probe", "--json"))
    assert not [r for r in emulator.requests if r.method == "POST"]
    assert rows["openai:good"]["asked"] == ["free", "control"]
    rows = probed(host.run("models", "status", "--probe", "--probe-paid", "--json",
                           "--probe-max-tokens", "20"))  # fmt: skip
    posts = [r for r in emulator.requests if r.method == "POST"]
    assert [(r.path, r.key) for r in posts] == [("/v1/responses", KEYS["good"])]
    assert posts[0].json()["max_output_tokens"] == 20
    assert rows["openai:good"]["status"] == "ok"
    assert rows["openai:good"]["model"].startswith("openai/")
    assert rows["openai:wrong"]["status"] == "auth"


def test_a_probe_is_no_request_and_leaves_no_trace(host, emulator):
    at(host, emulator, EXPECTED)
    before = host.store_file().read_bytes()
    host.run("models", "status", "--probe", "--probe-timeout", "500", "--probe-concurrency", "8")
    assert host.store_file().read_bytes() == before


def test_a_dead_key_that_works_is_used_again(host, emulator):
    soon = int(time.time() * 1000) + 3_600_000
    mark = {"deadDetail": "invalid_key", "disabledUntil": soon, "disabledReason": "auth",
            "lastFailureAt": soon - 7_200_000}  # fmt: skip
    stats = {"openai:good": dict(mark), "openai:wrong": dict(mark)}
    at(host, emulator, ["good", "wrong"], usageStats=stats)
    done = host.run("models", "status", "--probe")
    assert "openai:good is good again" in done.err
    assert list(host.store()["usageStats"]) == ["openai:wrong"]


def test_a_claude_token_is_said_to_be_reserved_until_a_request_shows_more(host):
    token = TOKEN.format(1)
    refusal = named_failure("anthropic-400-claude-code-only")
    profile = {"type": "token", "provider": "anthropic", "token": token}
    with ProviderEmulator(behaviour_by_key={token: Answer()}) as emulator:
        host.write_store({"profiles": {"anthropic:max": profile}})
        entry = {"baseUrl": emulator.base_url, "models": []}
        host.write_config({"models": {"providers": {"anthropic": entry}}})
        row = probed(host.run("models", "status", "--probe", "--json"))["anthropic:max"]
        assert (row["status"], row["code"]) == ("inconclusive", "probe_reserved")
        emulator.behaviour_by_key[token] = refusal
        done = host.run("models", "status", "--probe", "--probe-paid", "--json")
        row = probed(done)["anthropic:max"]
        assert (row["status"], row["detail"]) == ("auth", "credential_scope_restricted")
        for record in emulator.requests:
            assert record.headers["user-agent"].startswith("openclaw-auth/")
    assert "cooldownUntil" not in json.dumps(host.store())


def test_no_output_ever_holds_a_secret(host, emulator):
    at(host, emulator, EXPECTED)
    for options in (["--json"], [], ["--plain"], ["--lang", "zh"]):
        done = host.run("models", "status", "--probe", "--probe-timeout", "300",
                        "--probe-concurrency", "8", "--probe-paid", *options)  # fmt: skip
        for key in KEYS.values():
            assert key not in done.out + done.err
            assert Secret(key).masked() in done.out or options


def test_another_agents_credentials_are_probed_when_it_is_named(host, emulator):
    host.write_store({"profiles": {"openai:theirs": api_key(KEYS["good"])}}, agent="work")
    host.write_config({**moved(emulator, "openai"), **WORK})
    assert probed(host.run("models", "status", "--probe", "--json")) == {}
    done = host.run("models", "status", "--probe", "--json", "--agent", "work")
    assert probed(done)["openai:theirs"]["status"] == "valid_funds_unchecked"


def test_the_exit_code_is_that_of_the_check(host, emulator):
    at(host, emulator, ["wrong"])
    host.write_config({**moved(emulator, "openai"),
                       "agents": {"defaults": {"model": "openai/gpt-5.2"}}})  # fmt: skip
    assert host.run("models", "status", "--probe").code == 0
    assert host.run("models", "status", "--probe", "--check").code == 0
    host.write_store({"profiles": {}})
    assert host.run("models", "status", "--probe", "--check").code == 1


def test_plain_prints_one_line_for_each(host, emulator):
    at(host, emulator, ["good", "wrong"])
    lines = host.run("models", "status", "--plain", "--probe").out.splitlines()
    assert lines[0] == "anthropic/claude-opus-4-5"
    assert [line.split("\t")[:2] for line in lines[1:]] == [
        ["valid_funds_unchecked", "openai:good"],
        ["auth", "openai:wrong"],
    ]


def test_the_page_names_what_mends_it(host, emulator):
    at(host, emulator, ["good", "wrong"])
    done = host.run("models", "status", "--probe", OPENCODE_API_KEY=KEYS["good"])
    assert "openai:good   valid, funds not checked" in done.out
    assert "openclaw models auth paste-api-key --provider openai" in done.out
    assert "\x1b" not in done.out
    assert done.err == ""
    done = host.run("models", "status", "--probe", "--probe-provider", "opencode",
                    OPENCODE_API_KEY=KEYS["good"])  # fmt: skip
    assert "--probe-paid" in done.out


def test_it_fits_eighty_columns_in_both_languages(host, emulator):
    profiles = {f"openai:{'n' * 60}-{name}": api_key(KEYS[name]) for name in ("good", "wrong")}
    host.write_store({"profiles": profiles})
    host.write_config(moved(emulator, "openai"))
    for lang in ("en", "zh"):
        screen = host.on_terminal("--lang", lang, "models", "status", "--probe",
                                  columns=80, COLUMNS="80", NO_COLOR="1")  # fmt: skip
        assert screen.ended() == 0
        shown = screen.text.splitlines()
        start = next(i for i, line in enumerate(shown) if "(2, " in line or "2 个" in line)
        rows = [line for line in shown[start + 1 :] if line.startswith("  openai")]
        assert len(rows) == 2
        assert all(row.rstrip().endswith("ms") and "…" in row for row in rows)


def test_a_terminal_sees_it_count_and_nothing_of_it_stays(host, emulator):
    at(host, emulator, ["good", "wrong"])
    screen = host.on_terminal("models", "status", "--probe")
    assert screen.ended() == 0
    assert "Probing 0/2" in screen.raw.decode()
    assert "Probing 1/2" in screen.raw.decode()
    assert "Probing" not in screen.text


def test_ctrl_c_ends_it_at_once_and_writes_nothing(host, emulator):
    at(host, emulator, ["hung"])
    before = host.store_file().read_bytes()
    screen = host.on_terminal("models", "status", "--probe", "--probe-timeout", "60s")
    screen.see("Probing 0/1")
    emulator.wait_until(lambda: bool(emulator.requests))
    began_s = time.monotonic()
    screen.send("\x03")
    assert screen.ended() == 130
    assert time.monotonic() - began_s < 2
    assert "Traceback" not in screen.text
    assert host.store_file().read_bytes() == before


@pytest.mark.parametrize(
    "options",
    [
        ["--probe-timeout", "0"],
        ["--probe-timeout", "-5"],
        ["--probe-timeout", "soon"],
        ["--probe-timeout", "2h"],
        ["--probe-timeout", "11m"],
        ["--probe-concurrency", "0"],
        ["--probe-concurrency", "1000"],
        ["--probe-max-tokens", "²"],
        ["--probe-max-tokens", "99999999999999999999"],
        ["--probe-profile", "openai:god"],
        ["--probe-provider", "opnai"],
    ],
)
def test_what_makes_no_sense_is_said_and_nobody_is_asked(host, emulator, options):
    at(host, emulator, ["good"])
    done = host.run("models", "status", "--probe", *options)
    assert done.code == 1
    assert "Traceback" not in done.err
    assert options[0] in done.err or "Did you mean openai" in done.err
    assert not emulator.requests


def test_a_length_of_time_may_have_a_unit(host, emulator):
    at(host, emulator, ["good"])
    done = host.run("models", "status", "--probe", "--probe-timeout", "2.5s", "--json")
    assert done.json()["auth"]["probes"]["options"]["timeoutMs"] == 2500


def test_a_host_without_credentials_has_nothing_to_probe(host):
    done = host.run("models", "status", "--probe")
    assert "Nothing to probe." in done.out
    assert done.code == 0


def test_a_variable_and_a_config_key_are_probed(host, emulator):
    config = moved(emulator, "openai", "groq")
    config["models"]["providers"]["groq"] = {
        **config["models"]["providers"]["groq"],
        "apiKey": ANTHROPIC_KEY.format(1),
    }
    host.write_config(config)
    done = host.run("models", "status", "--probe", "--json", OPENAI_API_KEY=KEYS["good"])
    rows = probed(done)
    assert (rows["env:OPENAI_API_KEY"]["source"], rows["config:groq"]["source"]) == (
        "env",
        "models.json",
    )
    assert rows["env:OPENAI_API_KEY"]["status"] == "valid_funds_unchecked"
    assert rows["config:groq"]["status"] == "auth"
