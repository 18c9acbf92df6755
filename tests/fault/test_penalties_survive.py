"""A penalty outlives its process, is seen by every other one, and ends everywhere when cleared."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import time

import pytest

SCRIPT = pathlib.Path(__file__).parent.parent / "lending_process.py"
TWO = {
    f"anthropic:{name}": {"type": "api_key", "provider": "anthropic", "key": f"sk-ant-{name}"}
    for name in "ab"
}


class Lender:
    """The lending process, spoken to line by line."""

    def __init__(self, home):
        self.home = home
        self.path = home / "state/agents/main/agent/auth-profiles.json"
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.environ = {**keep, "HOME": str(home), "OPENCLAW_STATE_DIR": str(home / "state")}
        if not self.path.exists():
            self.path.parent.mkdir(parents=True)
            self.path.write_text(json.dumps({"version": 1, "profiles": TWO}))

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, SCRIPT],
            env=self.environ,
            cwd=self.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)

    def ask(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def kill(self):
        self.process.kill()

    def run(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "openclaw_auth", *words],
            check=False,
            env=self.environ,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=15,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stats(self):
        return json.loads(self.path.read_text()).get("usageStats", {})

    def wait_for(self, key, within_s=2.0):
        deadline = time.monotonic() + within_s
        while (found := self.ask("lease"))["next"] != key:
            assert time.monotonic() < deadline, found
            time.sleep(0.05)


@pytest.fixture
def lender(tmp_path):
    with Lender(tmp_path) as lender:
        yield lender


def test_a_penalty_is_on_the_disk_when_the_refusal_is_answered_whatever_kills_us(tmp_path):
    for number in range(5):
        home = tmp_path / str(number)
        home.mkdir()
        with Lender(home) as lender:
            assert lender.ask("fail", "invalid_key") == {"next": "anthropic:b"}
            lender.kill()
            assert lender.stats()["anthropic:a"]["deadDetail"] == "invalid_key"


def test_a_restart_knows_the_penalty(tmp_path):
    with Lender(tmp_path) as lender:
        lender.ask("fail", "overloaded")
    with Lender(tmp_path) as lender:
        assert lender.ask("lease") == {"next": "anthropic:b"}


def test_status_in_another_process_sees_a_penalty_at_once(lender):
    lender.ask("fail", "overloaded")
    document = json.loads(lender.run("models", "status", "--json"))
    [shown] = document["auth"]["unusableProfiles"]
    assert (shown["profileId"], shown["kind"]) == ("anthropic:a", "cooldown")
    providers = {row["provider"]: row for row in document["auth"]["providers"]}
    assert providers["anthropic"]["next"]["profileId"] == "anthropic:b"


def test_a_cleared_penalty_is_over_in_the_running_process_within_two_seconds(lender):
    lender.ask("fail", "invalid_key")
    assert lender.ask("fail", "overloaded")["next"] is None
    lender.run("models", "auth", "clear-cooldown", "anthropic:a")
    lender.wait_for("anthropic:a")
    lender.run("models", "auth", "clear-cooldown", "--all")
    assert not any("cooldownUntil" in stats for stats in lender.stats().values())


def test_a_key_that_was_replaced_is_used_within_two_seconds(lender):
    lender.ask("fail", "invalid_key")
    lender.ask("fail", "invalid_key")
    document = json.loads(lender.path.read_text())
    document["profiles"]["anthropic:b"]["key"] = "sk-ant-new"
    fresh = lender.path.with_name("fresh")
    fresh.write_text(json.dumps(document))
    fresh.rename(lender.path)
    lender.wait_for("anthropic:b")
