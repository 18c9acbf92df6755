"""Every command that takes `--json`: one document on stdout, words on stderr, failure is no 0.

Walks the registry, so that a new command is held to it without a line here. Runs in this process,
on a host of its own, with no program on the PATH that a command could start.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from importlib import import_module

import pytest

from failing_host import profile
from openclaw_auth.cli.main import run
from openclaw_auth.cli.parser import make
from openclaw_auth.cli.registry import COMMANDS

# What makes a command do its work here; without it, it must complain in JSON just the same.
ARGUMENTS = {
    "agent": ["--agent", "main", "--message", "hi"],
    "agents add": ["work", "--workspace", "work", "--non-interactive"],
    "agents delete": ["nobody", "--force"],
    "agents isolate": ["nobody"],
    "agents set-default": ["main"],
    "config get": ["gateway.port"],
    "config set": ["gateway.port", "19001"],
    "config unset": ["gateway.port"],
    "dashboard": ["--no-open"],
    "gateway install": ["--dry-run"],
    "models auth add": ["--provider", "openai"],
    "models auth classify": ["--provider", "openai", "--status", "429"],
    "models auth clear-cooldown": ["--all"],
    "models auth explain": ["anthropic"],
    "models auth import": ["--from", "codex", "--yes"],
    "models auth login": ["--provider", "nosuch"],
    "models auth logout": ["--provider", "nosuch", "--yes"],
    "models auth order get": ["--provider", "anthropic"],
    "models auth order set": ["--provider", "anthropic", "anthropic:a"],
    "models auth order clear": ["--provider", "anthropic"],
    "models auth paste-api-key": ["--provider", "openai"],
    "models auth paste-token": ["--provider", "openai"],
    "models auth remove": ["anthropic:none", "--yes"],
    "models auth rename": ["anthropic:a", "anthropic:b"],
    "models auth simulate": ["anthropic/m1"],
    "models auth selftest": ["nothing"],
    "onboard": ["--non-interactive", "--auth-choice", "skip"],
}
# One document a line, for as long as it takes.
STREAMS = {"models auth login"}
GOOD = {
    "agents": {"defaults": {"model": {"primary": "anthropic/m1"}}},
    "gateway": {"port": 19000},
}
CONFIGS = {
    "good": json.dumps(GOOD),
    "broken": "{ gateway: { port: ",
    "wrong": '{"gateway": {"porf": 1}}',
}


def with_json():
    """Yield the words of every command that takes `--json`."""
    for words, (module, *_) in COMMANDS.items():
        parser = make(words, "")
        import_module(f"openclaw_auth.cli.{module}").build(parser)
        yield from _below(parser, words)


def _below(parser, words):
    if any("--json" in action.option_strings for action in parser._actions):
        yield " ".join(words)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from _below(below, (*words, name))


COMMANDS_WITH_JSON = list(dict.fromkeys(with_json()))


@pytest.fixture
def host(tmp_path, monkeypatch):
    state = tmp_path / ".openclaw"
    store = state / "agents/main/agent/auth-profiles.json"
    store.parent.mkdir(parents=True)
    profiles = {"anthropic:a": profile("anthropic:a")}
    store.write_text(json.dumps({"version": 1, "profiles": profiles}))
    store.chmod(0o600)
    environ = {"HOME": str(tmp_path), "PATH": str(tmp_path), "LANG": "C.UTF-8"}
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return state


def ran(argv, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    capsys.readouterr()
    code = run(argv)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("command", COMMANDS_WITH_JSON)
def test_one_document_whatever_happens(command, config, host, capsys, monkeypatch):
    (host / "openclaw.json").write_text(CONFIGS[config])
    for arguments in (ARGUMENTS.get(command, []), ["--no-such-option"]):
        code, out, err = ran([*command.split(), *arguments, "--json"], capsys, monkeypatch)
        if command in STREAMS and "--no-such-option" not in arguments:
            assert [json.loads(line) for line in out.splitlines()]
            continue
        found = json.loads(out)  # one document, and nothing beside it
        assert "Traceback" not in err
        if isinstance(found, dict) and isinstance(found.get("error"), dict):
            assert code not in (0, None)
            assert err, "people read stderr"
            assert found["error"]["code"] != "unexpected", err
            assert found["error"].keys() >= {"code", "remedy"}
    assert code != 0  # --no-such-option
    assert found["error"]["code"] == "usage"


def test_there_are_such_commands():
    assert len(COMMANDS_WITH_JSON) > 30
    assert set(ARGUMENTS) <= set(COMMANDS_WITH_JSON), "a command lost its --json"
