"""`openclaw agents`, as a person and as a script use it."""

from __future__ import annotations

import io
import json
import os
import shlex
import stat

import pytest

from openclaw_auth.cli.main import run
from openclaw_auth.config.json5_parse import parse

KEY = {"type": "api_key", "provider": "anthropic", "key": "sk-ant-api03-" + "k" * 90}


@pytest.fixture
def state(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("OPENCLAW_", "LC_", "PI_")) or name.endswith("_API_KEY"):
            monkeypatch.delenv(name)
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def agents(state, capsys):
    def command(*args, code=0):
        assert run(["agents", *args]) == code
        return capsys.readouterr()

    return command


@pytest.fixture
def terminal(monkeypatch):
    def answers(text):
        stdin = io.StringIO(text)
        stdin.isatty = lambda: True
        monkeypatch.setattr("sys.stdin", stdin)

    return answers


def config(state):
    return parse((state / "openclaw.json").read_text())


def put_store(state, agent_id, *profile_ids):
    folder = state / "agents" / agent_id / "agent"
    folder.mkdir(parents=True, exist_ok=True)
    document = {"version": 1, "profiles": dict.fromkeys(profile_ids, KEY)}
    (folder / "auth-profiles.json").write_text(json.dumps(document))
    return folder / "auth-profiles.json"


def test_main_is_there_without_any_config(state, agents):
    rows = json.loads(agents("list", "--json").out)
    assert [(row["id"], row["isDefault"], row["bindings"]) for row in rows] == [("main", True, 0)]
    assert rows[0]["agentDir"] == f"{state}/agents/main/agent"
    assert agents().out == agents("list").out
    assert agents().out.startswith("main  [default]\n")
    assert not (state / "openclaw.json").exists()


def test_an_agent_is_added_with_main_before_it(state, agents, tmp_path):
    (state / "openclaw.json").write_text("{\n  // mine\n  gateway: { port: 1 },\n}\n")
    put_store(state, "main", "anthropic:a")
    said = agents("add", "My Work", "--workspace", "ws", "--non-interactive")
    assert 'Normalized agent id to "my-work".' in said.err
    assert "inherited from main" in said.out
    assert config(state)["agents"]["list"] == [
        {"id": "main"},
        {
            "id": "my-work",
            "name": "My Work",
            "workspace": str(tmp_path / "ws"),
            "agentDir": f"{state}/agents/my-work/agent",
        },
    ]
    assert "// mine" in (state / "openclaw.json").read_text()
    assert (tmp_path / "ws").is_dir()
    sessions = state / "agents/my-work/sessions"
    assert stat.S_IMODE(sessions.stat().st_mode) == 0o700
    assert not (state / "agents/my-work/agent/auth-profiles.json").exists()


def test_a_second_agent_comes_behind(state, agents):
    for name in ("a", "b"):
        agents("add", name, "--workspace", name, "--non-interactive")
    assert [entry["id"] for entry in config(state)["agents"]["list"]] == ["main", "a", "b"]


def test_bindings_are_counted(state, agents):
    bound = {"agentId": "Work", "match": {"channel": "telegram"}}
    (state / "openclaw.json").write_text(
        json.dumps({"agents": {"list": [{"id": "main"}, {"id": "work"}]}, "bindings": [bound] * 2})
    )
    rows = json.loads(agents("list", "--json").out)
    assert [row["bindings"] for row in rows] == [0, 2]
    assert "2 bindings" in agents("list").out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("add",), "Agent name is required"),
        (("add", "work"), "requires --workspace"),
        (("add", "work", "--workspace", " "), "requires --workspace"),
        (("add", "MAIN", "--workspace", "w"), '"main" is reserved'),
        (("add", "工作", "--workspace", "w"), "No id can be made"),
        (("add", "work", "--workspace", "file"), "file cannot be created"),
        (("delete", "main", "--force"), "cannot be deleted"),
        (("delete", "nope", "--force"), 'Agent "nope" not found.'),
        (("delete", "工作", "--force"), 'Agent "工作" not found.'),
        (("isolate", "main"), "cannot be deleted or isolated"),
        (("isolate", "nope"), "not found"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(state, agents, tmp_path, argv, said):
    (tmp_path / "file").write_text("")
    printed = agents(*argv, code=1)
    assert printed.out == ""
    assert said in printed.err
    assert os.listdir(state) == []


def test_without_a_terminal_the_wizard_says_what_is_missing(state, agents, terminal):
    terminal("work\n\n")
    agents("add", code=1)
    assert os.listdir(state) == []


def test_deleting_moves_the_files_and_leaves_the_workspace(state, agents, tmp_path):
    agents("add", "work", "--workspace", "ws", "--non-interactive")
    (tmp_path / "ws/notes").write_text("mine")
    content = put_store(state, "work", "anthropic:w").read_bytes()
    agents("delete", "work", code=1)
    said = agents("delete", "WORK", "--force").out
    (trash,) = (state / "trash").iterdir()
    assert (trash / "agent/auth-profiles.json").read_bytes() == content
    assert trash.name.startswith("agents-work-")
    assert stat.S_IMODE((state / "trash").stat().st_mode) == 0o700
    assert not (state / "agents/work").exists()
    assert (tmp_path / "ws/notes").read_text() == "mine"
    assert str(trash) in said
    assert str(tmp_path / "ws") in said
    assert config(state)["agents"]["list"] == [{"id": "main"}]


def test_the_way_back_that_is_printed_works(state, agents, tmp_path, monkeypatch, capsys):
    agents("add", "work", "--workspace", "my ws", "--model", "openai/gpt-5.2", "--non-interactive")
    put_store(state, "work", "anthropic:w")
    before = config(state)
    said = agents("delete", "work", "--force").out
    undo = next(line for line in said.splitlines() if "undo:" in line).partition("undo: ")[2]
    move, _, add = undo.partition(" && ")
    assert os.system(move) == 0  # what the user pastes

    assert run([*shlex.split(add)[1:], "--non-interactive"]) == 0
    assert config(state) == before
    assert (state / "agents/work/agent/auth-profiles.json").exists()


def test_bindings_and_permissions_to_talk_go_with_the_agent(state, agents):
    bound = [{"agentId": "work"}, {"agentId": "other"}, {"agentId": "work"}]
    document = {
        "agents": {"list": [{"id": "main"}, {"id": "work"}]},
        "bindings": bound,
        "tools": {"agentToAgent": {"allow": ["work", "main"], "enabled": True}},
    }
    (state / "openclaw.json").write_text(json.dumps(document))
    answer = json.loads(agents("delete", "work", "--force", "--json").out)
    assert (answer["agentId"], answer["removedBindings"], answer["removedAllow"]) == ("work", 2, 1)
    assert answer["trash"] is None
    assert config(state) == {
        "agents": {"list": [{"id": "main"}]},
        "bindings": [{"agentId": "other"}],
        "tools": {"agentToAgent": {"allow": ["main"], "enabled": True}},
    }


def test_a_directory_that_another_agent_uses_stays(state, agents):
    shared = f"{state}/agents/work/agent"
    listed = [{"id": "main"}, {"id": "work"}, {"id": "b", "agentDir": shared}]
    (state / "openclaw.json").write_text(json.dumps({"agents": {"list": listed}}))
    store = put_store(state, "work", "anthropic:w")
    assert f"{state}/agents/work was left" in agents("delete", "work", "--force").err
    assert store.exists()


def test_a_store_outside_the_state_directory_stays_and_is_named(state, agents, tmp_path):
    agents("add", "work", "--workspace", "ws", "--agent-dir", "ad", "--non-interactive")
    (tmp_path / "ad").mkdir()
    assert f"{tmp_path}/ad was left" in agents("delete", "work", "--force").err
    assert (tmp_path / "ad").is_dir()


def test_at_a_terminal_deleting_asks_first(state, agents, terminal):
    agents("add", "work", "--workspace", "ws", "--non-interactive")
    terminal("\n")
    agents("delete", "work", code=130)
    assert len(config(state)["agents"]["list"]) == 2
    terminal("y\n")
    agents("delete", "work")
    assert len(config(state)["agents"]["list"]) == 1


def test_an_isolated_agent_sees_its_own_profiles_only(state, agents, capsys):
    agents("add", "work", "--workspace", "ws", "--non-interactive")
    put_store(state, "main", "anthropic:a", "anthropic:b")
    put_store(state, "work", "anthropic:w")
    before = (state / "openclaw.json").read_text()
    assert "2 of main's no longer serve it" in agents("isolate", "work").out
    # OpenClaw 2026.2 refuses a config with that key, so it is written beside it.
    assert (state / "openclaw.json").read_text() == before
    run(["models", "status", "--json", "--agent", "work"])
    (row,) = json.loads(capsys.readouterr().out)["auth"]["providers"]
    assert [label.partition("=")[0] for label in row["profiles"]["labels"]] == ["anthropic:w"]
    assert "isolated" in agents("list").out
    assert agents("isolate", "work").out == "work was isolated already.\n"
    agents("delete", "work", "--force")
    assert [row["id"] for row in json.loads(agents("list", "--json").out)] == ["main"]
