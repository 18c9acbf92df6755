"""A credential is tried before it is stored, in time, and without a trace on this host."""

from __future__ import annotations

import os
import time

import pytest

from openclaw_auth.agents import Agent
from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.credentials import Profile
from openclaw_auth.onboarding.sighting import TIMEOUT_MS, look
from openclaw_auth.ports import Ports
from openclaw_auth.secret import Secret
from openclaw_auth.settings import load_settings
from openclaw_auth.testing import HangBeforeHead, ProviderEmulator, named_failure

GOOD = "sk-good-" + "k" * 40
HUNG = "sk-hung-" + "h" * 40
BROKE = "sk-broke-" + "b" * 40
BEHAVIOUR = {HUNG: HangBeforeHead(), BROKE: named_failure("openai-429-quota")}


@pytest.fixture(scope="module")
def emulator():
    with ProviderEmulator(keys={GOOD}, behaviour_by_key=BEHAVIOUR) as running:
        yield running


@pytest.fixture
def sight(tmp_path, emulator):
    state = tmp_path / "state"
    environ = {"OPENCLAW_STATE_DIR": str(state)}
    paths = resolve_paths(environ, str(tmp_path), str(tmp_path), os.path.lexists)
    ports = Ports(
        now_ms=lambda: time.time_ns() // 1_000_000,
        monotonic_s=time.monotonic,
        sleep_s=time.sleep,
        random_bytes=os.urandom,
        environ=environ,
        cwd=str(tmp_path),
    )
    settings = load_settings(paths, ports)
    entry = {"baseUrl": emulator.openai_base_url, "models": []}

    def ask(key, timeout_ms=3000):
        profile = Profile("openai:default", "api_key", "openai", Secret(key))
        agent = Agent("main", str(state / "agent"))
        found = look(
            "openai", agent, settings, ports, profile=profile, entry=entry, timeout_ms=timeout_ms
        )
        assert not state.exists()
        return found

    return ask


def test_a_good_key_shows_what_it_sees(sight):
    found = sight(GOOD)
    assert found.verdict.good
    assert found.models == ("demo",)


@pytest.mark.parametrize(("key", "status"), [("sk-wrong-" + "w" * 40, "auth"), (BROKE, "billing")])
def test_a_bad_key_is_told_for_what_it_is(sight, key, status):
    found = sight(key)
    assert found.verdict.status == status
    assert found.models == ()


def test_a_provider_that_hangs_costs_the_time_that_was_given(sight):
    began = time.monotonic()
    assert sight(HUNG, timeout_ms=600).verdict.status == "timeout"
    assert time.monotonic() - began < 2
    assert TIMEOUT_MS <= 5000
