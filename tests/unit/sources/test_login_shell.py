"""The login shell is asked for exactly what is missing."""

from __future__ import annotations

import pytest

from openclaw_auth.sources import login_shell


def test_no_shell_starts_when_nothing_is_missing():
    def run(*_):
        raise AssertionError("a shell was started")

    assert login_shell.ask([], {}, 1000, run) == {}


def test_only_missing_names_are_taken_and_a_greeting_does_no_harm():
    output = b"Welcome!\nOPENAI_API_KEY=sk-1\0PATH=/bin\0EMPTY_KEY=\0"
    asked = []

    def run(argv, environ, timeout_s):
        asked.append((argv, timeout_s))
        return output

    found = login_shell.ask(["OPENAI_API_KEY", "EMPTY_KEY"], {"SHELL": "/bin/zsh"}, 1500, run)
    assert found == {"OPENAI_API_KEY": "sk-1"}
    assert asked == [(["/bin/zsh", "-l", "-c", "env -0"], 1.5)]


def test_a_silent_or_hanging_shell_gives_nothing(tmp_path):
    assert login_shell.ask(["X"], {"SHELL": "/nonexistent"}, 1000) == {}
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    assert login_shell.ask(["X"], {"SHELL": str(slow), "PATH": "/bin:/usr/bin"}, 100) == {}


def test_a_real_shell_reads_its_profile(tmp_path):
    (tmp_path / ".profile").write_text("export SOME_API_KEY=sk-from-profile\n")
    environ = {"SHELL": "/bin/sh", "HOME": str(tmp_path), "PATH": "/bin:/usr/bin"}
    assert login_shell.ask(["SOME_API_KEY"], environ, 10_000) == {"SOME_API_KEY": "sk-from-profile"}


def test_config_or_environment_switch_it_on():
    assert login_shell.enabled({"shellEnv": {"enabled": True}}, {})
    assert login_shell.enabled({}, {"OPENCLAW_LOAD_SHELL_ENV": "1"})
    assert not login_shell.enabled({"shellEnv": {"enabled": "yes"}}, {})
    assert login_shell.timeout_ms({"shellEnv": {"timeoutMs": 5}}, {}) == 5
    assert login_shell.timeout_ms({}, {"OPENCLAW_SHELL_ENV_TIMEOUT_MS": "7"}) == 7
    assert login_shell.timeout_ms({}, {}) == 15_000


@pytest.mark.parametrize(
    ("section", "variable", "expected"),
    [
        ({}, "", 15_000),
        ({}, "2000", 2_000),
        ({}, "0", 15_000),
        ({}, "²", 15_000),
        ({}, "9" * 5000, 15_000),
        ({}, "999999999", 3_600_000),
        ({"shellEnv": {"timeoutMs": 500}}, "2000", 500),
        ({"shellEnv": {"timeoutMs": True}}, "2000", 2_000),
        ({"shellEnv": {"timeoutMs": 10**400}}, "", 3_600_000),
    ],
)
def test_the_time_a_shell_may_take_is_always_a_time(section, variable, expected):
    process = {"OPENCLAW_SHELL_ENV_TIMEOUT_MS": variable}
    assert login_shell.timeout_ms(section, process) == expected
