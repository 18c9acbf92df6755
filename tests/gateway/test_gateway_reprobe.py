"""The gateway looks whether what was called dead is good again, seldom and for nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest

from openclaw_auth.config.paths import system_paths
from openclaw_auth.gateway.logins.reprobe import Reprober, dead_keys, providers_of
from openclaw_auth.gateway.worlds import Worlds
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.secret import Secret
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.testing import Answer, HangBeforeHead, ProviderEmulator, named_failure
from openclaw_auth.testing.virtual import START_MS, VirtualClock

MINUTE_MS = 60_000
KEY = "sk-good-0123456789-abcdefgh"


class Setting:
    """A host with profiles and marks, an upstream, and a reprober over it."""

    def __init__(self, folder, emulator, stats, *, environ=None):
        self.clock = VirtualClock()
        real = system_ports()
        state = folder / "state"
        self.ports = Ports(
            now_ms=lambda: self.clock.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ={"OPENCLAW_STATE_DIR": str(state), "HOME": str(folder), **(environ or {})},
            cwd=str(folder),
        )
        self.file = state / "agents/main/agent/auth-profiles.json"
        self.file.parent.mkdir(parents=True)
        key = ensure_fingerprint_key(str(state), self.ports)
        self.mark = Secret(KEY).fingerprint(key)
        profile = {"type": "api_key", "provider": "openai", "key": KEY}
        stats = {i: {**s, "credentialFingerprint": s.get("credentialFingerprint", self.mark)}
                 for i, s in stats.items()}  # fmt: skip
        document = {"version": 1, "profiles": {"openai:a": profile}, "usageStats": stats}
        self.file.write_text(json.dumps(document))
        entry = {"baseUrl": emulator.openai_base_url, "models": []}
        agents = {"list": [{"id": "main"}, {"id": "work"}]}
        config = {"models": {"providers": {"openai": entry}}, "agents": agents}
        (state / "openclaw.json").write_text(json.dumps(config))
        self.said = []
        self.paths = system_paths(self.ports)
        self.worlds = Worlds(self.paths, self.ports)
        self.world = self.worlds.build()
        self.reprober = Reprober(lambda: self.world, self.paths, self.ports, self.say)

    def say(self, reason):
        self.said.append((reason.code, reason.params["profile"]))
        self.world = self.worlds.build()

    def look(self):
        asyncio.run(self.reprober.look())

    def stats(self):
        return json.loads(self.file.read_text()).get("usageStats", {})


def dead(detail="invalid_key", *, failed_ms=START_MS - 16 * MINUTE_MS, **more):
    return {
        "deadDetail": detail,
        "detail": detail,
        "disabledUntil": failed_ms + 24 * 60 * MINUTE_MS,
        "disabledReason": "auth",
        "errorCount": 1,
        "lastFailureAt": failed_ms,
        **more,
    }


def test_a_good_key_that_was_called_dead_is_used_again(tmp_path):
    with ProviderEmulator(keys={KEY}) as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": dead()})
        setting.look()
        assert {r.method for r in emulator.requests} == {"GET"}
    assert setting.said == [("probe_revived", "openai:a")]
    assert setting.stats() == {}
    assert list(dead_keys(setting.world.snapshots["main"], START_MS)) == []


def test_nothing_dead_means_no_traffic(tmp_path):
    cooling = {"cooldownUntil": START_MS + MINUTE_MS, "lastFailureAt": START_MS - 20 * MINUTE_MS}
    with ProviderEmulator() as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": cooling})
        before = setting.file.read_bytes()
        setting.look()
        assert not emulator.requests
    assert setting.file.read_bytes() == before


def test_it_waits_a_quarter_of_an_hour_after_the_refusal(tmp_path):
    with ProviderEmulator(keys={KEY}) as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": dead(failed_ms=START_MS)})
        setting.look()
        assert not emulator.requests
        setting.clock.pass_ms(15 * MINUTE_MS)
        setting.look()
        assert emulator.requests


def test_a_dead_key_is_asked_once_in_a_quarter_of_an_hour_and_stays_dead(tmp_path):
    with ProviderEmulator(keys={"another"}) as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": dead()})
        before = setting.file.read_bytes()
        for _ in range(3):  # also: two agents see the same profile
            setting.look()
            setting.clock.pass_ms(MINUTE_MS)
        assert len(emulator.requests) == 1
        setting.clock.pass_ms(15 * MINUTE_MS)
        setting.look()
        assert len(emulator.requests) == 2
    assert setting.file.read_bytes() == before
    assert setting.said == []


@pytest.mark.parametrize("behaviour", [named_failure("openai-500"), named_failure("cf-html-403")])
def test_an_error_revives_nothing_and_penalises_nothing(tmp_path, behaviour):
    with ProviderEmulator(behaviour_by_key={KEY: behaviour}) as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": dead()})
        before = setting.file.read_bytes()
        setting.look()
        assert emulator.requests
    assert setting.file.read_bytes() == before


def test_a_restriction_is_not_lifted_by_a_free_check(tmp_path):
    with ProviderEmulator(behaviour_by_key={KEY: Answer()}) as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": dead("credential_scope_restricted")})
        setting.look()
        assert not emulator.requests


def test_a_mark_about_another_secret_is_not_touched(tmp_path):
    with ProviderEmulator(keys={KEY}) as emulator:
        stats = {"openai:a": dead(credentialFingerprint="0" * 16)}
        setting = Setting(tmp_path, emulator, stats)
        before = setting.file.read_bytes()
        setting.look()
    assert setting.file.read_bytes() == before


def test_a_variable_is_revived_too(tmp_path):
    environ = {"GROQ_API_KEY": KEY}
    with ProviderEmulator(keys={KEY}) as emulator:
        setting = Setting(tmp_path, emulator, {"env:GROQ_API_KEY": dead()}, environ=environ)
        entry = {"baseUrl": emulator.openai_base_url, "models": []}
        config = {"models": {"providers": {"groq": entry}}}
        (tmp_path / "state/openclaw.json").write_text(json.dumps(config))
        setting.world = setting.worlds.build()
        setting.look()
    assert setting.said == [("probe_revived", "env:GROQ_API_KEY")]
    assert setting.stats() == {}


def test_keys_name_their_providers(tmp_path):
    with ProviderEmulator() as emulator:
        snapshot = Setting(tmp_path, emulator, {}).world.snapshots["main"]
    assert providers_of("openai:a", snapshot) == ["openai"]
    assert providers_of("config:acme", snapshot) == ["acme"]
    assert providers_of("env:OPENAI_API_KEY", snapshot) == ["openai"]
    assert providers_of("gone:b", snapshot) == []


def test_stopping_waits_for_no_provider(tmp_path):
    async def look_and_stop(setting, emulator):
        task = asyncio.create_task(setting.reprober.look())
        await asyncio.to_thread(emulator.wait_until, lambda: bool(emulator.requests))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with ProviderEmulator(behaviour_by_key={KEY: HangBeforeHead()}) as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": dead()})
        asyncio.run(asyncio.wait_for(look_and_stop(setting, emulator), 3))


# The gateway as it is, but looking every fifth of a second.
PROGRAM = """
import sys
from openclaw_auth.gateway.logins.reprobe import Reprober
Reprober.__init__.__kwdefaults__["look_every_s"] = 0.2
from openclaw_auth.cli.main import run
sys.exit(run(["gateway", "run", "--port", "0"]))
"""


def test_a_running_gateway_heals_by_itself(tmp_path):
    failed_ms = system_ports().now_ms() - 16 * MINUTE_MS
    with ProviderEmulator(keys={KEY}) as emulator:
        setting = Setting(tmp_path, emulator, {"openai:a": dead(failed_ms=failed_ms)})
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={"HOME": str(tmp_path), "OPENCLAW_STATE_DIR": str(tmp_path / "state")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            emulator.wait_until(lambda: not setting.stats(), timeout_s=15)
        finally:
            process.terminate()
            process.wait(10)
        assert {r.method for r in emulator.requests} == {"GET"}
