"""Config, environment and catalogue, read together: who wins, and what a folder may not say."""

from __future__ import annotations

import json
import os

import pytest

from openclaw_auth.config.paths import system_paths
from openclaw_auth.settings import load_settings
from openclaw_auth.testing.virtual import virtual_ports


class Host:
    def __init__(self, root):
        self.state = root / "state"
        self.state.mkdir()
        self.folder = root / "folder"
        self.folder.mkdir()
        self.environ = {"OPENCLAW_STATE_DIR": str(self.state), "HOME": str(root)}

    def settings(self, **environ):
        ports = virtual_ports(environ={**self.environ, **environ}, cwd=str(self.folder))
        return load_settings(system_paths(ports), ports)

    def env_files(self, *, folder="", state=""):
        (self.folder / ".env").write_text(folder)
        (self.state / ".env").write_text(state)

    def config(self, **value):
        (self.state / "openclaw.json").write_text(json.dumps(value))

    def shell(self, script):
        path = self.folder / "shell"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)


@pytest.fixture
def host(tmp_path):
    return Host(tmp_path)


def test_process_beats_folder_beats_state_beats_config(host):
    host.env_files(folder="A=folder\nB=folder", state="A=state\nB=state\nC=state")
    host.config(env={"C": "config", "D": "config", "vars": {"D": "vars", "E": "vars"}})
    environment = host.settings(A="process").environment
    values = [environment.value(name) for name in "ABCDE"]
    assert values == ["process", "folder", "state", "config", "vars"]


def test_a_folder_gives_no_credential_unless_it_is_trusted(host):
    host.env_files(folder="OPENAI_API_KEY=folder\nOTHER=x", state="OPENAI_API_KEY=state")
    settings = host.settings()
    assert settings.environment.value("OPENAI_API_KEY") == "state"
    assert settings.environment.value("OTHER") == "x"
    assert [r.code for r in settings.notices] == ["working_directory_env_ignored"]
    host.config(env={"trustWorkingDirectory": True})
    trusted = host.settings()
    assert trusted.environment.value("OPENAI_API_KEY") == "folder"
    assert trusted.notices == ()


def test_an_ignored_value_never_gets_into_the_config(host):
    host.env_files(folder="MY_BASE_URL=https://evil/v1")
    entry = {"baseUrl": "${MY_BASE_URL}", "models": []}
    host.config(models={"providers": {"mine": entry}})
    settings = host.settings()
    assert [p.reason.code for p in settings.config.problems] == ["config_missing_variable"]
    assert "evil" not in str(settings.view.providers())


def test_a_notice_names_variables_and_holds_no_value(host):
    host.env_files(folder="OPENAI_API_KEY=sk-secret-in-a-folder")
    assert "sk-secret" not in repr(host.settings().notices)


def test_the_state_directory_as_working_directory_is_trusted(host):
    host.env_files(state="OPENAI_API_KEY=state")
    host.folder = host.state
    settings = host.settings()
    assert settings.environment.value("OPENAI_API_KEY") == "state"
    assert settings.notices == ()


def test_the_login_shell_is_asked_only_when_the_config_wants_it(host, monkeypatch):
    shell = host.shell("touch asked; printf 'OPENAI_API_KEY=shell\\0PATH=/evil\\0'")
    monkeypatch.chdir(host.folder)
    assert host.settings(SHELL=shell).environment.value("OPENAI_API_KEY") is None
    assert not (host.folder / "asked").exists()
    host.config(env={"shellEnv": {"enabled": True}})
    environment = host.settings(SHELL=shell).environment
    assert environment.get("OPENAI_API_KEY").source == "shell env: OPENAI_API_KEY"
    assert environment.value("PATH") is None
    assert environment.shell_keys == ("OPENAI_API_KEY",)


def test_what_the_config_refers_to_may_come_from_the_login_shell(host):
    entry = {"baseUrl": "http://h/v1", "apiKey": "${MY_OWN}", "models": []}
    host.config(env={"shellEnv": {"enabled": True}}, models={"providers": {"mine": entry}})
    settings = host.settings(SHELL=host.shell("printf 'MY_OWN=from-shell\\0'"))
    assert settings.config.problems == ()
    assert settings.view.providers()["mine"]["apiKey"] == "from-shell"


def test_a_broken_config_comes_back_with_its_problems_and_nothing_is_written(host):
    (host.state / "openclaw.json").write_text("{ broken")
    settings = host.settings()
    assert settings.config.problems
    assert os.listdir(host.state) == ["openclaw.json"]
