"""`openclaw doctor`, on hosts as they are: says what is wrong, mends what is safe, breaks nothing."""

from __future__ import annotations

import base64
import json
import os
import stat
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pytest

from openclaw_auth.cli.main import run
from openclaw_auth.config.schema import validate_as_reference
from openclaw_auth.ports import system_ports

SECRET = "sk-ant-api03-" + "k" * 90
KEY = {"type": "api_key", "provider": "anthropic", "key": SECRET}
GATEWAY = {"mode": "local", "auth": {"mode": "token", "token": "gw-FAKE-token-1234567890"}}


@pytest.fixture
def state(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("OPENCLAW_", "LC_", "PI_", "CODEX_", "CLAUDE_")) or "_API_" in name:
            monkeypatch.delenv(name)
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def healthy(state):
    write(state / "openclaw.json", {"gateway": GATEWAY})
    write(store_of(state), {"version": 1, "profiles": {"anthropic:default": KEY}})
    return state


@pytest.fixture
def doctor(state, capsys):
    def command(*args, code=0):
        assert run(["doctor", *args]) == code
        printed = capsys.readouterr()
        assert SECRET not in printed.out + printed.err
        return printed.out

    return command


@pytest.fixture
def codes(doctor):
    def command(*args):
        return [(f["severity"], f["code"]) for f in json.loads(doctor("--json", *args))["findings"]]

    return command


def store_of(state, agent="main"):
    return state / "agents" / agent / "agent" / "auth-profiles.json"


def write(path, content, mode=0o600):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(mode)


def contents(folder):
    return {
        str(path): (path.read_bytes() if path.is_file() else None, path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
    }


def test_a_healthy_host_is_told_so(healthy, doctor):
    assert doctor("--strict") == "Nothing is wrong.\n"


def test_looking_changes_nothing(healthy, doctor):
    write(
        healthy / "agents/work/agent/auth.json", {"openai": {"type": "api_key", "key": "k"}}, 0o644
    )
    write(healthy / ".env", "A=1", 0o644)
    before = contents(healthy)
    doctor("--non-interactive", "--json")
    doctor("--strict", code=1)
    assert contents(healthy) == before


def test_a_file_that_others_can_read_is_an_error_that_the_printed_command_mends(healthy, doctor):
    store_of(healthy).chmod(0o644)
    assert f"{store_of(healthy)} can be used by other users (mode 0644)" in doctor(
        "--strict", code=1
    )
    (found,) = json.loads(doctor("--json"))["findings"]
    subprocess.run(found["remedy"], shell=True, check=True)
    assert doctor() == "Nothing is wrong.\n"


@pytest.mark.parametrize(
    "name",
    [
        "openclaw.json",
        "openclaw-auth.json5",
        "openclaw.json.bak",
        ".env",
        "openclaw-auth.sqlite",
        "agents/main/agent/auth-profiles.json",
        "agents/main/agent/models.json",
        "agents/nobody-lists-it/agent/auth-profiles.json",
        "credentials/oauth.json",
    ],
)
def test_every_file_that_may_hold_secrets_is_looked_at(healthy, doctor, name):
    path = healthy / name
    if not path.exists():
        write(path, "" if name == ".env" else "{}")
    path.chmod(0o640)
    subjects = [f["subject"] for f in json.loads(doctor("--json"))["findings"]]
    assert str(path) in subjects
    doctor("--fix")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_remedy_can_be_pasted_whatever_the_path(healthy, doctor, monkeypatch, tmp_path):
    odd = tmp_path / "my state; touch x"
    healthy.rename(odd)
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(odd))
    odd.chmod(0o755)
    (found,) = json.loads(doctor("--json"))["findings"]
    subprocess.run(found["remedy"], shell=True, check=True, cwd=tmp_path)
    assert stat.S_IMODE(odd.stat().st_mode) == 0o700
    assert not (tmp_path / "x").exists()


def test_a_broken_config_is_named_with_line_and_column_and_the_rest_is_examined(state, doctor):
    write(state / "openclaw.json", "{ agents: {\n  defaults: ")
    write(store_of(state), '{"version": 1,\n "profiles": {')
    said = doctor("--fix")
    assert f"{state}/openclaw.json: JSON5 parse failed" in said
    assert "line 2, column" in said
    assert f"{store_of(state)} is not valid JSON, line 2, column" in said
    assert "Models" not in said  # nobody knows which
    assert (state / "openclaw.json").read_text() == "{ agents: {\n  defaults: "


def test_unknown_sections_and_keys_are_listed_and_taken_out_by_fix(state, doctor):
    text = '{"nonsense": {"a": 1}, "gateway": {"prot": 1, "auth": {"token": "t"}}, /* x */}'
    write(state / "openclaw.json", text)
    said = doctor()
    assert '"nonsense"' in said
    assert 'Unrecognized key: "prot"; did you mean "port"?' in said
    assert "openclaw config unset 'gateway.prot'" in said
    assert (state / "openclaw.json").read_text() == text
    said = doctor("--fix")
    assert "Removed nonsense" in said
    assert "Removed gateway.prot" in said
    assert run(["config", "validate"]) == 0
    assert "/* x */" in (state / "openclaw.json").read_text()
    # One write, so that the newest backup is the file as it was.
    assert (state / "openclaw.json.bak").read_text() == text
    assert not (state / "openclaw.json.bak.1").exists()


def test_fix_moves_the_directory_of_an_older_version(state, doctor):
    old = state / "agent/auth-profiles.json"
    write(old, {"version": 1, "profiles": {"anthropic:a": KEY}})
    assert "nothing is read from it" in doctor()
    assert old.exists()
    write(state / "credentials/oauth.json", {"anthropic": {"access": "a", "refresh": "r"}})
    said = doctor("--fix")
    assert "Moved" in said
    assert "Imported" not in said  # the moved store counts, what is older does not
    assert json.loads(store_of(state).read_text())["profiles"] == {"anthropic:a": KEY}
    assert not old.parent.exists()


@pytest.mark.parametrize(
    ("profile", "provider"),
    [("anthropic:claude-cli", "anthropic"), ("openai-codex:codex-cli", "openai-codex")],
)
def test_a_login_taken_over_from_another_tool_is_told(healthy, doctor, profile, provider):
    login = {"type": "oauth", "provider": provider, "access": "a" * 40, "refresh": "r" * 40}
    login["expires"] = system_ports().now_ms() + 9 * 3_600_000
    profiles = {"anthropic:default": KEY, profile: login}
    write(store_of(healthy), {"version": 1, "profiles": profiles})
    assert f"{profile}: deprecated" in doctor()


def test_a_text_that_names_no_model_is_told_and_stops_nothing(healthy, doctor):
    model = {"primary": "anthropic/", "fallbacks": [" ", "/x"]}
    write(
        healthy / "openclaw.json",
        {"gateway": GATEWAY, "agents": {"defaults": {"model": model}}},
    )
    said = doctor()
    for text in ("anthropic/", " ", "/x"):
        assert f'The config says "{text}" where a model belongs' in said


def test_a_gateway_token_is_made_once(state, doctor):
    write(state / "openclaw.json", "{ /* mine */ gateway: { port: 1 } }")
    doctor("--generate-gateway-token", "--non-interactive")
    text = (state / "openclaw.json").read_text()
    assert "/* mine */" in text
    assert run(["config", "get", "gateway.auth.token"]) == 0
    doctor("--generate-gateway-token", "--non-interactive")
    assert (state / "openclaw.json").read_text() == text


def test_cooldowns_come_with_what_to_do(healthy, doctor):
    now_ms = system_ports().now_ms()
    stats = {
        "anthropic:a": {"cooldownUntil": now_ms + 45 * 60_000},
        "anthropic:b": {"disabledUntil": now_ms + 5 * 3_600_000, "disabledReason": "billing"},
    }
    profiles = {"anthropic:a": KEY, "anthropic:b": KEY}
    write(store_of(healthy), {"version": 1, "profiles": profiles, "usageStats": stats})
    lines = [line.strip() for line in doctor().splitlines()]
    at = next(i for i, line in enumerate(lines) if "anthropic:a: cooldown (45m)" in line)
    assert lines[at + 1] == "Wait for cooldown or switch provider."
    assert "anthropic:b: disabled:billing (5h)" in lines
    assert any(line.startswith("Top up credits") for line in lines)


def test_a_long_list_is_cut_and_counted(healthy, doctor):
    resting = {"cooldownUntil": system_ports().now_ms() + 60_000}
    ids = [f"anthropic:{n}" for n in range(150)]
    keys = {i: {**KEY, "key": f"{SECRET}{n}"} for n, i in enumerate(ids)}
    document = {"profiles": keys, "usageStats": dict.fromkeys(ids, resting)}
    write(store_of(healthy), {"version": 1, **document})
    said = doctor()
    assert "and 50 more" in said
    assert "Errors: 1, warnings: 150" in said
    assert len(json.loads(doctor("--json"))["findings"]) == 151


def test_a_store_that_does_not_parse_is_the_only_thing_told_of_it(healthy, doctor):
    named = {"anthropic:default": {"provider": "anthropic", "mode": "api_key"}}
    agents = {"list": [{"id": "main"}, {"id": "work"}]}
    write(
        healthy / "openclaw.json",
        {"gateway": GATEWAY, "auth": {"profiles": named}, "agents": agents},
    )
    write(store_of(healthy), '{"profiles": {')
    said = doctor()
    assert "is not valid JSON" in said
    assert "Errors: 1, warnings: 0" in said


def test_a_missing_profile_comes_with_the_command_for_its_type(healthy, doctor):
    named = {"openai:a": {"provider": "openai", "mode": "api_key"}}
    write(healthy / "openclaw.json", {"gateway": GATEWAY, "auth": {"profiles": named}})
    assert "paste-api-key --provider openai --profile-id openai:a" in doctor()


def test_a_default_model_without_a_credential_is_an_error(state, doctor):
    said = doctor("--strict", code=1)
    assert "anthropic/claude-opus-4-5 has no credential" in said
    assert "openclaw models auth add --provider anthropic" in said
    assert "Model auth" not in said
    assert list(state.iterdir()) == []


def test_a_credential_in_the_environment_is_one(state, codes, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)
    assert codes() == [("info", "doctor_token_missing")]


def test_a_glued_line_of_env_is_found(healthy, doctor, codes):
    write(healthy / ".env", f"OPENAI_API_KEY=sk-oneGROQ_API_KEY={SECRET}")
    assert codes() == [("error", "doctor_env_glued")]
    assert "GROQ_API_KEY is stuck to the value of OPENAI_API_KEY" in doctor()


def test_credentials_in_the_folders_own_env_are_named(healthy, doctor, tmp_path):
    write(tmp_path / ".env", f"OPENAI_API_KEY={SECRET}\n")
    assert "OPENAI_API_KEY" in doctor()


def jwt(claims):
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{part}.sig"


def test_other_tools_logins_are_shown_with_their_end_and_left_alone(healthy, doctor, tmp_path):
    now_ms = system_ports().now_ms()
    grant = {"accessToken": SECRET, "refreshToken": SECRET, "expiresAt": now_ms + 2 * 3_600_000}
    write(tmp_path / ".claude/.credentials.json", {"claudeAiOauth": grant})
    tokens = {"access_token": jwt({"exp": now_ms // 1000 - 3 * 3600}), "refresh_token": SECRET}
    write(tmp_path / ".codex/auth.json", {"tokens": tokens})
    before = contents(tmp_path)
    said = doctor("--fix", "--strict")
    assert "Claude Code has a login of its own" in said
    assert "good for 2h" in said
    assert "its access token ended 3h ago" in said
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"tokens": 1}', '{"tokens": {"access_token": 5}}']
)
def test_other_tools_files_may_be_anything(healthy, doctor, tmp_path, text):
    for name in (".claude/.credentials.json", ".codex/auth.json"):
        write(tmp_path / name, text)
    doctor("--strict")


def test_a_half_written_file_is_named_and_one_in_use_is_not(healthy, doctor):
    write(healthy / "agents/main/agent/.auth-profiles.json.999999999.0123456789ab.tmp", "{")
    write(healthy / f"agents/main/agent/.auth-profiles.json.{os.getpid()}.0123456789ab.tmp", "{")
    (found,) = json.loads(doctor("--json"))["findings"]
    assert found["code"] == "doctor_leftover"
    assert "999999999" in found["remedy"]


def test_fix_imports_legacy_credentials_and_reads_them_back(state, doctor, capsys):
    write(state / "openclaw.json", {"gateway": GATEWAY})
    old = state / "agents/main/agent/auth.json"
    write(old, {"anthropic": {"type": "api_key", "key": SECRET}})
    assert "is used as if it were imported" in doctor()
    assert "Imported 1 credentials" in doctor("--fix")
    stored = json.loads(store_of(state).read_text())
    assert stored["profiles"]["anthropic:default"]["key"] == SECRET
    assert stat.S_IMODE(store_of(state).stat().st_mode) == 0o600
    assert not old.exists()
    assert (old.parent / "auth.json.imported").exists()


def test_fix_twice_changes_nothing_the_second_time(state, doctor):
    config = {
        "gateway": {**GATEWAY, "bind": "10.1.2.3"},
        "agents": {"defaults": {"model": "anthropic/x"}, "list": [{"id": "main", "isolate": True}]},
        "auth": {"billing": "never"},
    }
    write(state / "openclaw.json", config, 0o644)
    write(
        state / "agents/main/agent/auth.json",
        {"anthropic": {"type": "api_key", "key": SECRET}},
        0o644,
    )
    first = doctor("--fix")
    assert "Done" in first
    before = contents(state)
    assert "Done" not in doctor("--fix")
    assert contents(state) == before


def test_fix_moves_our_keys_out_of_what_openclaw_reads(healthy, doctor, capsys):
    text = """{
  // mine
  gateway: { mode: "local", auth: { token: "gw-FAKE-token-1234567890" } },
  agents: { defaults: { model: "anthropic/claude-opus-4-5" } },
  auth: { billing: "never", /* kept */ order: {} },
}
"""
    write(healthy / "openclaw.json", text)
    assert "Moved auth.billing" in doctor("--fix")
    from openclaw_auth.config.json5_parse import parse

    after = (healthy / "openclaw.json").read_text()
    assert validate_as_reference(parse(after)) == []
    assert "// mine" in after
    assert "/* kept */" in after
    assert run(["config", "get", "auth.billing"]) == 0
    assert run(["config", "get", "agents.defaults.model.primary"]) == 0
    assert capsys.readouterr().out == "never\nanthropic/claude-opus-4-5\n"


def test_a_config_beside_a_file_of_ours_that_cannot_be_read_is_left_alone(healthy, doctor):
    write(healthy / "openclaw.json", {"gateway": GATEWAY, "auth": {"billing": "never"}})
    (healthy / "openclaw-auth.json5").mkdir(mode=0o700)
    assert "not a regular file" in doctor("--fix")
    assert json.loads((healthy / "openclaw.json").read_text())["auth"] == {"billing": "never"}


def test_json_is_one_document(healthy, doctor):
    store_of(healthy).chmod(0o644)
    document = json.loads(doctor("--json", "--fix"))
    assert document["findings"] == []
    assert document["summary"] == {"error": 0, "warning": 0, "info": 0}
    message = f"chmod 600 {store_of(healthy)}"
    assert document["fixed"] == [
        {"code": "doctor_fixed_mode", "outcome": "done", "message": message}
    ]


def test_chinese_speaks_chinese(healthy, doctor, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert doctor() == "没有发现问题。\n"
    store_of(healthy).chmod(0o644)
    said = doctor()
    assert said.startswith("错误 (1)\n  权限  其他用户可以访问")


def as_nobody(*argv):
    """Run a command as someone else, after everything that it imports; return what it said."""
    read, write_end = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # test runners have threads
        child = os.fork()
    if child == 0:
        os.dup2(write_end, 1)
        os.dup2(write_end, 2)
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        sys.stdout = sys.stderr = open(1, "w", closefd=False)  # noqa: SIM115 # until the process ends
        code = run(argv)
        sys.stdout.flush()
        os._exit(code)
    os.close(write_end)
    with open(read, encoding="utf-8") as stream:
        said = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


@pytest.fixture
def open_state(monkeypatch):
    """A state directory that another user can reach: pytest's own is closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        monkeypatch.setenv("OPENCLAW_STATE_DIR", folder)
        yield Path(folder)


def test_files_that_may_not_be_read_are_told_and_the_rest_is_examined(state, open_state, doctor):
    closed = [open_state / ".env", open_state / "openclaw.json", store_of(open_state)]
    write(closed[0], "GROQ_API_KEY=x\n")
    write(closed[1], {"gateway": GATEWAY})
    write(closed[2], {"version": 1, "profiles": {}})
    doctor()  # imports all that a user without access to the interpreter needs
    for path in closed:
        path.chmod(0)
    code, said = as_nobody("doctor")
    assert code == 0, said
    assert all(str(path) in said for path in closed)
    assert said.count("Permission denied") == 3
    assert f"chmod 600 '{open_state}/openclaw.json'" in said


def test_a_fix_that_may_not_write_says_so_and_leaves_everything(state, open_state, doctor):
    write(open_state / "openclaw.json", {"gateway": GATEWAY}, 0o644)
    stored = {"version": 1, "profiles": {"anthropic:default": KEY}}
    stored["order"] = {"anthropic": ["anthropic:gone", "anthropic:default"]}
    write(store_of(open_state), stored, 0o644)
    for folder in (*store_of(open_state).parents[:3], open_state):
        folder.chmod(0o755)
    doctor()  # imports all that a user without access to the interpreter needs
    as_nobody("doctor", "--fix", "--json")
    before = contents(open_state)
    code, said = as_nobody("doctor", "--fix", "--json")
    assert code == 0, said
    (done,) = json.loads(said)["fixed"]
    assert (done["code"], done["outcome"]) == ("doctor_fix_failed", "failed")
    assert contents(open_state) == before
