"""`openclaw config`, as a person and as a script use it."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys

import pytest

from openclaw_auth.cli.main import run
from openclaw_auth.config.json5_parse import parse

MINE = "{\n  // the gateway\n  gateway: { port: 18789, auth: { token: 'tok-1234567890-abcdefghijk' } },\n}\n"


@pytest.fixture
def state(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("OPENCLAW_", "LC_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    (tmp_path / "openclaw.json").write_text(MINE)
    return tmp_path


@pytest.fixture
def config(capsys):
    def command(*args, code=0):
        assert run(["config", *args]) == code
        return capsys.readouterr()

    return command


def test_a_value_is_printed_plain_and_a_container_as_json(state, config):
    assert config("get", "gateway.port").out == "18789\n"
    assert json.loads(config("get", "gateway.port", "--json").out) == 18789
    config("set", "agents.defaults.workspace", "~/w")
    assert config("get", "agents.defaults.workspace").out == "~/w\n"
    assert json.loads(config("get", "agents.defaults.workspace", "--json").out) == "~/w"


def test_a_secret_is_masked_wherever_it_is_printed(state, config):
    for args in (["gateway.auth.token"], ["gateway"], [], ["gateway.auth.token", "--json"]):
        assert "tok-1234...defghijk" in config("get", *args).out


def test_an_address_of_alerts_is_hidden_under_its_own_name_too(state, config):
    said = config("set", "monitor.targets.phone", "ntfys://host/hidden-topic")
    assert "config set monitor.targets.phone --stdin" in said.err
    for args in (["monitor.targets.phone"], ["monitor.targets"], ["monitor.targets", "--json"]):
        out = config("get", *args).out
        assert "ntfys://****" in out
        assert "hidden" not in out
    said = config("set", "monitor.targets", '["ntfys://host/hidden-topic"]')
    assert "shell's history" in said.err
    assert config("get", "monitor.targets[0]").out == "ntfys://****\n"


def test_a_variable_is_printed_by_name(state, config, monkeypatch):
    monkeypatch.setenv("MY_KEY", "sk-value")
    config("set", "gateway.auth.token", "${MY_KEY}")
    assert config("get", "gateway.auth.token").out == "${MY_KEY}\n"


def test_nothing_there_is_an_error_with_the_place(state, config):
    assert "Nothing is set at gateway.nothing" in config("get", "gateway.nothing", code=1).err
    assert "Nothing is set at a.b" in config("unset", "a.b", code=1).err


def test_a_value_is_set_with_comments_kept(state, config):
    said = config("set", "gateway.port", "18790").out
    assert said == "Updated ~/openclaw.json: gateway.port\n"
    assert (state / "openclaw.json").read_text() == MINE.replace("18789", "18790")
    assert config("set", "gateway.port", "18790").out.startswith("gateway.port was so already")


def test_a_value_is_json5_or_else_text(state, config):
    config("set", "auth.order.a", "['x', 'y',]")
    config("set", "agents.defaults.workspace", "{not json5")
    data = parse((state / "openclaw.json").read_text())
    assert data["auth"]["order"]["a"] == ["x", "y"]
    assert data["agents"]["defaults"]["workspace"] == "{not json5"
    error = config("set", "agents.defaults.workspace", "{x", "--strict-json", code=1).err
    assert "not JSON5, column 3" in error


def test_the_default_model_given_as_text_is_written_as_openclaw_wants_it(state, config):
    config("set", "agents.defaults.model", "a/b")
    config("set", "agents.defaults.model.fallbacks", "['c/d']")
    config("set", "agents.defaults.model", "e/f")
    model = parse((state / "openclaw.json").read_text())["agents"]["defaults"]["model"]
    assert model == {"primary": "e/f", "fallbacks": ["c/d"]}


def test_what_openclaw_does_not_know_goes_to_our_own_file(state, config):
    said = json.loads(config("set", "env.trustWorkingDirectory", "true", "--json").out)
    assert said == {
        "path": "env.trustWorkingDirectory",
        "file": f"{state}/openclaw-auth.json5",
        "files": [f"{state}/openclaw-auth.json5"],
        "changed": True,
        "backup": None,
    }
    assert (state / "openclaw.json").read_text() == MINE


def test_a_wrong_key_is_refused_with_the_nearest_one_and_nothing_is_written(state, config):
    assert 'did you mean "port"?' in config("set", "gateway.prot", "1", code=1).err
    assert (
        'Unrecognized key: "gatewya"; did you mean "gateway"?'
        in config("set", "gatewya.x", "1", code=1).err
    )
    assert os.listdir(state) == ["openclaw.json"]


def test_a_value_is_taken_out(state, config):
    config("unset", "gateway.auth")
    assert (state / "openclaw.json").read_text() == (
        "{\n  // the gateway\n  gateway: { port: 18789 },\n}\n"
    )


def test_a_secret_comes_from_stdin_and_in_arguments_it_is_warned_about(state, config, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("new-secret-value\n"))
    said = config("set", "gateway.auth.token", "--stdin")
    assert "shell's history" not in said.err
    assert "new-secret-value" in (state / "openclaw.json").read_text()
    assert "shell's history" in config("set", "gateway.auth.token", "other-secret").err
    assert "only one of them" in config("set", "gateway.auth.token", code=1).err


def test_streams_that_are_closed_are_no_fault(state, config, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert "Standard input is closed" in config("set", "gateway.port", "--stdin", code=1).err
    program = f"{shlex.quote(sys.executable)} -m openclaw_auth config get gateway.port"
    done = subprocess.run(
        ["/bin/sh", "-c", f"{program} >&-"], stderr=subprocess.PIPE, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_bytes_that_are_no_text_are_refused(state, config, monkeypatch):
    before = (state / "openclaw.json").read_text()
    pipe = io.TextIOWrapper(io.BytesIO(b"\xff\xfe"), "utf-8", errors="surrogateescape")
    monkeypatch.setattr(sys, "stdin", pipe)
    assert "not UTF-8" in config("set", "env.vars.X", "--stdin", code=1).err
    strict = io.TextIOWrapper(io.BytesIO(b"\xff\xfe"), "utf-8")
    monkeypatch.setattr(sys, "stdin", strict)
    assert "not UTF-8" in config("set", "env.vars.X", "--stdin", code=1).err
    assert (state / "openclaw.json").read_text() == before


def test_validate_says_every_problem_and_lists_unknown_sections(state, config):
    assert config("validate").out == f"{state}/openclaw.json is valid.\n"
    (state / "openclaw.json").write_text("{gateway: {prot: 1, mode: 'x'}, nonsense: {}}")
    error = config("validate", code=1).err
    assert "Config invalid" in error
    assert "gateway.prot" in error
    assert "gateway.mode: Invalid input: must be one of local, remote" in error
    assert "openclaw doctor --fix" in error
    report = json.loads(config("validate", "--json", code=1).out)
    assert report["valid"] is False
    assert [p["path"] for p in report["problems"]] == ["gateway.prot", "gateway.mode"]
    assert report["unknownSections"] == ["nonsense"]


def test_a_broken_file_can_be_located_and_is_left_alone(state, config):
    (state / "openclaw.json").write_text("{ agents: ")
    assert config("file").out == f"{state}/openclaw.json\n"
    assert json.loads(config("file", "--json").out)["exists"] is True
    for args in (["get"], ["set", "gateway.port", "1"], ["validate"]):
        assert "JSON5 parse failed" in config(*args, code=1).err
    assert (state / "openclaw.json").read_text() == "{ agents: "


def test_a_variable_that_is_not_set_keeps_no_other_value_back(state, config):
    text = '{gateway: {port: 19000, auth: {token: "${NO_SUCH_VARIABLE}"}}}'
    (state / "openclaw.json").write_text(text)
    got = config("get", "gateway.port")
    assert got.out == "19000\n"
    assert 'Missing env var "NO_SUCH_VARIABLE"' in got.err
    assert config("get", "gateway.auth.token").out == "${NO_SUCH_VARIABLE}\n"
    assert json.loads(config("get", "--json", "gateway").out)["port"] == 19000
    config("get", "gateway.bind", code=1)


def test_messages_come_in_chinese(state, capsys):
    assert run(["--lang", "zh", "config", "set", "gateway.prot", "1"]) == 1
    assert "未知的键" in capsys.readouterr().err


@pytest.mark.parametrize("args", [["set", "a..b", "1"], ["get", "["], []])
def test_a_usage_error_is_exit_code_1(state, config, args):
    config(*args, code=1)
