"""`models list|set|set-image|aliases|fallbacks|image-fallbacks` as a user types them."""

import json

import pytest

from openclaw_auth.cli.main import run

CONFIG = """\
{
  // mine
  agents: { defaults: {
    model: "anthropic/claude-opus-4-5", // the big one
  } },
}
"""


@pytest.fixture
def state(tmp_path, monkeypatch):
    folder = tmp_path / "state"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(folder))
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("OPENCLAW_CONFIG_PATH", "OPENCLAW_AGENT_DIR", "PI_CODING_AGENT_DIR", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-" + "k" * 90)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def openclaw(state, capsys):
    def command(*argv):
        code = run(["models", *argv])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def test_an_edit_keeps_comments_and_says_where(state, openclaw):
    (state / "openclaw.json").write_text(CONFIG)
    code, out, err = openclaw("fallbacks", "add", "gpt")
    assert code == 0
    assert err == (
        "openai has no credential that can be used now.\n"
        "  openclaw models auth add --provider openai\n"
    )
    assert out.splitlines()[-1] == "Fallbacks: openai/gpt-5.2"
    text = (state / "openclaw.json").read_text()
    assert "// mine" in text
    assert "// the big one" in text
    assert openclaw("fallbacks", "list", "--plain")[1] == "openai/gpt-5.2\n"


def test_a_command_that_changes_nothing_writes_nothing(state, openclaw):
    openclaw("set", "opus")
    before = (state / "openclaw.json").stat()
    code, out, _ = openclaw("set", "opus")
    assert code == 0
    assert "Nothing to change." in out
    assert (state / "openclaw.json").stat().st_mtime_ns == before.st_mtime_ns
    assert not (state / "openclaw.json.bak").exists()


def test_an_unknown_provider_is_set_with_a_hint(openclaw):
    code, out, err = openclaw("set", "opnai/gpt-5.2")
    assert code == 0
    assert "Default model: opnai/gpt-5.2" in out
    assert "openai" in err


def test_a_provider_that_is_never_called_says_so(openclaw):
    code, _, err = openclaw("set", "github-copilot/gpt-4o")
    assert code == 0
    assert "not called" in err


def test_aliases_are_added_used_listed_and_removed(openclaw):
    assert openclaw("aliases", "add", "fast", "openrouter/auto")[0] == 0
    assert "Default model: openrouter/auto" in openclaw("set", "FAST")[1]
    assert json.loads(openclaw("aliases", "list", "--json")[1]) == {
        "aliases": {"fast": "openrouter/auto"}
    }
    code, _, err = openclaw("aliases", "add", "Fast", "openai/gpt-5.2")
    assert code == 1
    assert "already points to openrouter/auto" in err
    assert openclaw("aliases", "remove", "fast")[0] == 0
    assert openclaw("aliases", "remove", "fast")[0] == 1


def test_the_two_lists_of_fallbacks_are_apart(openclaw):
    openclaw("image-fallbacks", "add", "google/gemini-3-pro")
    assert json.loads(openclaw("fallbacks", "list", "--json")[1]) == {"fallbacks": []}
    assert json.loads(openclaw("image-fallbacks", "list", "--json")[1]) == {
        "fallbacks": ["google/gemini-3-pro-preview"]
    }
    assert openclaw("image-fallbacks", "remove", "openai/gpt-5.2")[0] == 1
    assert openclaw("image-fallbacks", "clear")[1].endswith("Image fallback list cleared.\n")


def test_list_shows_what_can_be_used(openclaw):
    openclaw("fallbacks", "add", "openai/gpt-5.2")
    document = json.loads(openclaw("list", "--json")[1])
    assert document["count"] == 2
    assert {m["key"]: m["available"] for m in document["models"]} == {
        "anthropic/claude-opus-4-5": True,
        "openai/gpt-5.2": False,
    }


def test_list_narrows_by_provider(openclaw):
    keys = openclaw("list", "--all", "--plain", "--provider", "Z.AI")[1].splitlines()
    assert "zai/glm-4.7" in keys
    assert all(key.startswith("zai/") for key in keys)
    code, out, err = openclaw("list", "--provider", "openrouter")
    assert (code, out) == (0, "No models found.\n")
    assert "--all" in err
    assert json.loads(openclaw("list", "--provider", "openrouter", "--json")[1]) == {
        "count": 0,
        "models": [],
    }


def test_a_mistyped_provider_names_its_neighbour(openclaw):
    code, _, err = openclaw("list", "--provider", "antropic")
    assert code == 1
    assert "anthropic" in err


@pytest.mark.parametrize(
    "argv",
    [
        ("list", "--json", "--plain"),
        ("fallbacks", "list", "--json", "--plain"),
        ("fallbacks",),
        ("fallbacks", "frobnicate"),
        ("set",),
        ("set", ""),
        ("set", "openai/"),
        ("aliases", "add", "a b", "x/y"),
    ],
)
def test_what_makes_no_sense_exits_1_and_writes_nothing(state, openclaw, argv):
    code, out, err = openclaw(*argv)
    assert code == 1
    assert ("error" in json.loads(out)) if "--json" in argv else out == ""
    assert err
    assert not (state / "openclaw.json").exists()


def test_an_invalid_config_is_left_alone(state, openclaw):
    (state / "openclaw.json").write_text('{"agents": {"defalts": {}}}')
    for argv in (("set", "opus"), ("list",), ("aliases", "list"), ("fallbacks", "clear")):
        code, out, err = openclaw(*argv)
        assert (code, out) == (1, "")
        assert "Config invalid" in err
    assert (state / "openclaw.json").read_text() == '{"agents": {"defalts": {}}}'


def test_chinese_speaks_chinese(openclaw, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "默认模型" in openclaw("set", "opus")[1]
    assert openclaw("list")[1].splitlines()[0].startswith("模型")


def test_status_warns_of_a_fallback_that_can_never_answer_the_primarys_callers(host):
    assert host.run("models", "fallbacks", "add", "openai/gpt-5.2").code == 0
    said = host.run("models", "status").out
    assert "fallback openai/gpt-5.2 can never answer a caller of anthropic-messages" in said
    row = host.run("models", "status", "--json").json()["auth"]["fallbacksWithoutDialect"]
    assert row == [{"model": "openai/gpt-5.2", "missing": ["anthropic-messages"]}]
