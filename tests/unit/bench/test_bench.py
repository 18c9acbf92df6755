"""The bench measures what it says; how fast anything is, no test asks."""

import json
import shutil

import pytest
from bench.decisions import FEW, MODEL, NOW_MS, PROVIDERS, profiles, snapshot
from bench.peers.target import Target
from bench.rows import _in_turns
from bench.status import process_ms, write_profiles
from bench.table import at_least, at_most
from bench.workload import PACED, PLAIN, STREAM, answer

from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request


def test_requests_and_answers_have_the_sizes_that_are_promised():
    assert {len(workload.body()) for workload in (PLAIN, STREAM, PACED)} == {1024}
    assert len(answer()) == 570
    assert json.loads(STREAM.body())["stream"] is True
    assert "stream" not in json.loads(PLAIN.body())
    assert json.loads(answer())["choices"]


def test_verdicts():
    assert at_least("x", 0.5, "", 0.4).met is True
    assert at_least("x", 0.3, "", 0.4).met is False
    assert at_most("x", 51, "µs", "", 50).met is False
    assert at_most("x", 51, "µs", "", None).met is None


def test_a_peer_that_fails_is_left_out_and_named():
    asked = []

    def measure(target):
        asked.append(target.name)
        if target.name == "bad":
            raise RuntimeError("broke")
        return 1

    targets = [Target(name, {}, "") for name in ("nginx", "bad")]
    results, failed = _in_turns(targets, 2, measure)
    assert results == {"nginx": [1, 1]}
    assert [(row.measure, row.value, row.reference) for row in failed] == [
        ("bad", "FAILED", "broke")
    ]
    assert asked == ["nginx", "bad", "nginx"]


def test_without_nginx_there_is_nothing_to_compare_with():
    def measure(target):
        raise RuntimeError("broke")

    with pytest.raises(RuntimeError):
        _in_turns([Target("nginx", {}, "")], 1, measure)


def test_a_command_that_fails_is_no_measurement():
    assert process_ms([shutil.which("true")], {}, allowed={0}) > 0
    with pytest.raises(RuntimeError, match="exit 1"):
        process_ms([shutil.which("false")], {}, allowed={0})


def test_the_decision_under_measurement_is_one_of_as_many_as_it_says():
    view = snapshot(profiles(FEW, PROVIDERS[:1]))
    decision = select(view, Request(PROVIDERS[0], MODEL), NOW_MS)
    assert len(decision.candidates) == FEW
    assert decision.next.key == decision.candidates[0].key
    assert len({p.provider for p in profiles(FEW, PROVIDERS).values()}) == len(PROVIDERS)


def test_the_store_under_measurement_has_as_many_profiles_as_it_says(tmp_path):
    write_profiles(tmp_path, 20)
    store = json.loads((tmp_path / "agents/main/agent/auth-profiles.json").read_text())
    assert len(store["profiles"]) == 20
