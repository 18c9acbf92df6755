"""The board: what the page shows of each credential, and what makes one board of another."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.codes import Reason
from openclaw_auth.config.paths import system_paths
from openclaw_auth.events import Spine
from openclaw_auth.gateway.page_api.board import Facts, changes, make_board
from openclaw_auth.gateway.worlds import Worlds
from openclaw_auth.health.finding import Finding
from openclaw_auth.lending.broker import Broker
from openclaw_auth.lending.usage import Usage
from openclaw_auth.ports import Ports, system_ports

NOW_MS = 1_800_000_000_000
MINUTE_MS = 60_000
KEY = "sk-proj-" + "a1b2" * 10
SHORT = "sk-short-one"


class Host:
    """A state directory, and the board that a gateway makes of it."""

    def __init__(self, folder):
        self.folder = folder
        self.agent = folder / "agents/main/agent"
        self.agent.mkdir(parents=True)

    def write(self, store, config=None):
        (self.folder / "openclaw.json").write_text(json.dumps(config or {}))
        (self.agent / "auth-profiles.json").write_text(json.dumps({"version": 1, **store}))

    def board(self, now_ms=NOW_MS, facts=None):
        real = system_ports()
        ports = Ports(
            now_ms=lambda: now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ={"OPENCLAW_STATE_DIR": str(self.folder), "HOME": str(self.folder)},
            cwd=str(self.folder),
        )
        world = Worlds(system_paths(ports), ports).build()
        broker = Broker(world, ports, Spine(), Usage())
        return make_board(broker, facts or Facts(), world.problems, now_ms)


@pytest.fixture
def host(tmp_path):
    return Host(tmp_path)


def key(secret=KEY, provider="openai"):
    return {"type": "api_key", "provider": provider, "key": secret}


def test_each_candidate_is_shown_in_order_with_its_reason_in_both_languages(host):
    until_ms = NOW_MS + 5 * MINUTE_MS
    host.write(
        {
            "profiles": {"openai:a": key(), "openai:b": key("sk-proj-" + "z" * 40)},
            "order": {"openai": ["openai:a", "openai:b"]},
            "usageStats": {"openai:a": {"errorCount": 1, "cooldownUntil": until_ms}},
        },
        {"agents": {"defaults": {"model": {"primary": "openai/gpt-5.2"}}}},
    )

    board = host.board()

    provider = board.parts["provider:main/openai"]
    assert provider["keys"] == ["openai:b", "openai:a"]
    assert (provider["next"]["key"], provider["order"]) == ("openai:b", ["openai:a", "openai:b"])
    assert provider["isDefault"]
    resting = board.parts["candidate:main/openai/openai:a"]
    assert (resting["state"], resting["untilMs"]) == ("resting", until_ms)
    assert resting["reason"]["code"] == "cooling"
    assert (
        "{left}" in resting["reason"]["text"]["en"] or "{until}" in resting["reason"]["text"]["en"]
    )
    assert resting["reason"]["text"]["zh"] != resting["reason"]["text"]["en"]
    assert board.until_ms == until_ms
    agent = board.parts["agent:main"]
    assert (agent["model"], agent["providers"][0]) == ("openai/gpt-5.2", "openai")


def test_no_secret_and_no_long_mask_of_a_short_one_is_on_the_board(host):
    host.write({"profiles": {"openai:a": key(), "openai:b": key(SHORT)}})

    board = host.board()

    shown = json.dumps(board.parts)
    assert KEY not in shown
    assert SHORT not in shown
    assert board.parts["candidate:main/openai/openai:a"]["mask"] == f"{KEY[:8]}...{KEY[-8:]}"
    assert SHORT[:4] not in board.parts["candidate:main/openai/openai:b"]["mask"]


def test_time_alone_does_not_change_the_board_before_it_says_so(host):
    ends_ms = NOW_MS + 30 * 24 * 60 * MINUTE_MS
    token = {"type": "token", "provider": "anthropic", "token": "t" * 40, "expires": ends_ms}
    resting = {"errorCount": 1, "cooldownUntil": NOW_MS + 90 * MINUTE_MS}
    host.write({"profiles": {"anthropic:a": token}, "usageStats": {"anthropic:a": resting}})

    before = host.board()

    assert changes(before.parts, host.board(NOW_MS + 89 * MINUTE_MS).parts) is None
    after = host.board(before.until_ms)
    step = changes(before.parts, after.parts)
    assert step["set"]["candidate:main/anthropic/anthropic:a"]["state"] == "ready"


def test_a_provider_in_use_without_a_credential_says_what_mends_it(host):
    host.write({"profiles": {}}, {"agents": {"defaults": {"model": {"primary": "groq/x"}}}})

    provider = host.board().parts["provider:main/groq"]

    assert provider["next"]["key"] is None
    assert provider["missing"]["code"] == "no_credential"
    assert "openclaw" in provider["missing"]["remedy"]["en"]


def test_a_moment_in_a_finding_is_left_for_the_page_to_say(host):
    host.write({"profiles": {}})
    params = {"profile": "a", "where": "", "expires_ms": NOW_MS}
    finding = Finding("logins", "error", "a", Reason("doctor_expired", params))

    shown = host.board(facts=Facts(findings=[finding])).parts["gateway"]["findings"]

    assert shown["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert "{ago}" in shown["shown"][0]["text"]["en"]
    assert shown["shown"][0]["expiresMs"] == NOW_MS


PARTS = st.dictionaries(st.sampled_from("abcdef"), st.dictionaries(st.just("v"), st.integers(0, 3)))


@given(PARTS, PARTS)
def test_a_step_makes_one_board_of_the_other(before, after):
    step = changes(before, after)

    made = dict(before)
    if step is not None:
        made.update(step["set"])
        for name in step["gone"]:
            del made[name]
    assert made == after
    assert (step is None) == (before == after)
