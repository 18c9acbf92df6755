"""Listing, ordering, renaming, removing and restoring stored credentials."""

import json

import pytest

KEY = "sk-ant-api03-" + "k" * 80 + "-END1"
OTHER = "sk-ant-api03-" + "m" * 80 + "-END2"
TOKEN = "sk-ant-oat01-" + "x" * 90 + "END3"

A = {"type": "api_key", "provider": "anthropic", "key": KEY, "note": "kept"}
B = {"type": "token", "provider": "anthropic", "token": TOKEN, "expires": 4102444800000}
STORE = {
    "profiles": {"anthropic:a": A, "anthropic:b": B},
    "order": {"anthropic": ["anthropic:b", "anthropic:a"]},
    "lastGood": {"anthropic": "anthropic:a"},
    "usageStats": {"anthropic:a": {"lastUsed": 5}},
}
CONFIG = """\
{
  "agents": { "list": [{ "id": "main" }, { "id": "work" }] },
  "auth": {
    "profiles": {
      // first
      "anthropic:a": { "provider": "anthropic", "mode": "api_key" },
      "anthropic:b": { "provider": "anthropic", "mode": "token" } // second
    },
    "order": { "anthropic": ["anthropic:a", "anthropic:b"] }
  }
}
"""


@pytest.fixture
def filled(host):
    host.write_store(STORE)
    host.write_config(CONFIG)
    return host


def data_of_config(host):
    return json.loads(
        "\n".join(x.partition("//")[0] for x in host.config_file.read_text().split("\n"))
    )


def test_list_shows_the_order_the_masks_and_who_is_next(filled):
    lines = filled.auth("list").out.splitlines()
    assert lines[1].split() == ["→", "anthropic:b", "token", "sk-ant-o...xxxxEND3", "next,",
                                *lines[1].split()[5:]]  # fmt: skip
    assert "expires in" in lines[1]
    assert lines[2].split()[:3] == ["anthropic:a", "api_key", "sk-ant-a...kkk-END1"]
    rows = filled.auth("list", "--json").json()["profiles"]
    assert [(r["profileId"], r["next"], r["status"]) for r in rows] == [
        ("anthropic:b", True, "ok"),
        ("anthropic:a", False, "static"),
    ]


def test_a_narrow_terminal_cuts_no_id_and_no_mask(filled):
    filled.auth("order", "set", "--provider", "anthropic", "anthropic:b")
    screen = filled.on_terminal("models", "auth", "list", columns=58, COLUMNS="58")
    assert screen.ended() == 0
    for whole in ("anthropic:a", "anthropic:b", "sk-ant-a...kkk-END1", "sk-ant-o...xxxxEND3"):
        assert whole in screen.text
    assert max(map(len, screen.text.split("\n")[:3])) <= 58


def test_what_the_config_hides_comes_back_by_one_command(filled):
    store = {**STORE, "profiles": {**STORE["profiles"], "anthropic:c": A, "anthropic:d": A}}
    filled.write_store({**store, "order": {}})
    config = CONFIG.replace('"order": { "anthropic": ["anthropic:a", "anthropic:b"] }', "")
    filled.write_config(config)
    done = filled.auth("list")
    assert [line.split()[-3:] for line in done.out.splitlines()[3:]] == [
        ["hidden", "by", "config"]
    ] * 2
    (command,) = [x.strip() for x in done.err.splitlines() if "order set" in x]
    assert filled.run("models", "status").out.count(command) == 1
    assert filled.run(*command.split()[1:]).code == 0
    assert "hidden" not in filled.auth("list").out


def test_a_store_that_does_not_parse_is_not_called_empty(filled):
    filled.store_file().write_text('{"profiles": {')
    done = filled.auth("list")
    assert "is not valid JSON" in done.err
    assert "No stored credentials" not in done.out + done.err


def test_an_agents_list_says_what_is_inherited(filled):
    done = filled.auth("list", "--agent", "work")
    assert done.out.count("inherited from main") == 2
    assert not filled.store_file("work").exists()


def test_list_of_a_mistyped_provider_names_its_neighbour(filled):
    done = filled.auth("list", "--provider", "antropic")
    assert (done.code, done.out) == (0, "")
    assert "Did you mean anthropic?" in done.err
    assert filled.auth("list", "--provider", "antropic", "--json").json()["profiles"] == []


def test_remove_and_undo_leave_everything_as_it_was(filled):
    before_store, before_config = filled.store(), data_of_config(filled)
    done = filled.auth("remove", "anthropic:a")
    assert done.code == 0
    assert "Next for anthropic: anthropic:b" in done.out
    assert "remove anthropic:a --undo" in done.out
    assert filled.store() == {
        "version": 1,
        "profiles": {"anthropic:b": B},
        "order": {"anthropic": ["anthropic:b"]},
    }
    config = data_of_config(filled)
    assert list(config["auth"]["profiles"]) == ["anthropic:b"]
    assert config["auth"]["order"] == {"anthropic": ["anthropic:b"]}
    assert "// second" in filled.config_file.read_text()
    done = filled.auth("remove", "--undo")
    assert "Restored anthropic:a" in done.out
    assert filled.store() == before_store
    assert data_of_config(filled) == before_config
    assert filled.auth("remove", "--undo").code == 1


def test_removing_the_last_says_that_nothing_is_left(filled):
    filled.auth("remove", "anthropic:a")
    done = filled.auth("remove", "anthropic:b")
    assert "Nothing usable is left for anthropic." in done.err
    assert "order" not in filled.store()
    assert "anthropic" not in data_of_config(filled)["auth"]["order"]


def test_purge_keeps_nothing_and_wants_a_yes(filled):
    assert filled.auth("remove", "anthropic:a", "--purge").code == 1
    assert filled.store()["profiles"]["anthropic:a"] == A
    done = filled.auth("remove", "anthropic:a", "--purge", "--yes")
    assert "not revoked" in done.out
    assert filled.auth("remove", "anthropic:a", "--undo").code == 1
    filled.auth("remove", "anthropic:b")
    assert TOKEN in everything(filled)
    assert filled.auth("remove", "anthropic:b", "--purge").code == 0
    assert TOKEN not in everything(filled)
    assert KEY not in everything(filled)


def test_notes_that_cannot_be_written_stop_nothing(filled):
    (filled.state / "openclaw-auth.sqlite").mkdir()
    assert filled.auth("paste-token", "--provider", "x", "--stdin", stdin="abc").code == 0
    assert filled.auth("rename", "anthropic:b", "anthropic:c").code == 0
    assert filled.auth("remove", "anthropic:a").code == 0
    assert "anthropic:a" not in data_of_config(filled)["auth"]["profiles"]
    assert filled.auth("remove", "--undo").code == 0
    assert filled.store()["profiles"]["anthropic:a"] == A


def everything(host):
    """Return all that lies in the state directory, but the backups of the config."""
    return "".join(p.read_bytes().decode("latin-1") for p in host.state.rglob("*") if p.is_file())


def test_removing_what_is_not_there_names_the_nearest(filled):
    done = filled.auth("remove", "anthropic:aa")
    assert done.code == 1
    assert 'Auth profile "anthropic:aa" not found in' in done.err
    assert "Did you mean anthropic:a?" in done.err


def test_an_agent_cannot_remove_or_rename_what_it_inherits(filled):
    for argv in (("remove", "anthropic:a"), ("rename", "anthropic:a", "anthropic:z")):
        done = filled.auth(*argv, "--agent", "work")
        assert done.code == 1
        assert "anthropic:a is main's; agent work only reads it." in done.err
        assert f"models auth {argv[0]} anthropic:a --agent main" in done.err
    assert filled.store()["profiles"] == STORE["profiles"]


def test_an_id_that_another_agent_has_too_stays_in_the_config(filled):
    filled.write_store({"profiles": {"anthropic:a": {**A, "key": OTHER}}}, "work")
    filled.auth("remove", "anthropic:a", "--agent", "work")
    assert filled.store("work")["profiles"] == {}
    assert filled.config_file.read_text() == CONFIG
    assert filled.auth("remove", "anthropic:a", "--agent", "work", "--undo").code == 0
    assert filled.store("work")["profiles"]["anthropic:a"]["key"] == OTHER


def test_without_agent_the_default_agent_reaches_what_it_inherits(filled):
    text = CONFIG.replace('{ "id": "work" }', '{ "id": "work", "default": true }')
    filled.write_config(text)
    assert filled.auth("remove", "anthropic:a").code == 0
    assert list(filled.store()["profiles"]) == ["anthropic:b"]
    assert filled.auth("remove", "anthropic:a", "--undo").code == 0
    assert set(filled.store()["profiles"]) == {"anthropic:a", "anthropic:b"}


def test_rename_reaches_every_place(filled):
    filled.write_store({"profiles": {}, "order": {"anthropic": ["anthropic:a"]}}, "work")
    done = filled.auth("rename", "anthropic:a", "anthropic:boss")
    assert done.code == 0
    assert filled.store() == {
        "version": 1,
        "profiles": {"anthropic:boss": A, "anthropic:b": B},
        "order": {"anthropic": ["anthropic:b", "anthropic:boss"]},
        "lastGood": {"anthropic": "anthropic:boss"},
        "usageStats": {"anthropic:boss": {"lastUsed": 5}},
    }
    assert filled.store("work")["order"] == {"anthropic": ["anthropic:boss"]}
    config = data_of_config(filled)["auth"]
    assert config["order"] == {"anthropic": ["anthropic:boss", "anthropic:b"]}
    assert set(config["profiles"]) == {"anthropic:boss", "anthropic:b"}


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("anthropic:a", "anthropic:b"), "exists already"),
        (("anthropic:a", "anthropic:a"), "the old one"),
        (("anthropic:a", "a b"), "no blanks"),
        (("anthropic:zz", "anthropic:y"), "not found in"),
        (("anthropic:a",), "NEW"),
    ],
)
def test_a_rename_that_would_lose_something_changes_nothing(filled, argv, says):
    before = filled.store_file().read_text()
    done = filled.auth("rename", *argv)
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert filled.store_file().read_text() == before


def test_order_get_finds_old_spellings_and_says_what_is_used(host):
    z = {"type": "api_key", "provider": "z.ai", "key": "zai-1"}
    host.write_store({"profiles": {"zai:a": z, "zai:b": z}, "order": {"z.ai": ["zai:b"]}})
    assert host.auth("order", "get", "--provider", "zai", "--json").json()["order"] == ["zai:b"]
    host.auth("order", "clear", "--provider", "Z-AI")
    done = host.auth("order", "get", "--provider", "zai")
    assert "Order override: (none)" in done.out
    assert "Used: zai:a, zai:b (least recently used first)" in done.out
    assert "order" not in host.store()


def test_order_set_checks_names_and_provider_and_says_who_is_left_out(filled):
    done = filled.auth("order", "set", "--provider", "anthropic", "anthropic:a")
    assert "Order override: anthropic:a" in done.out
    assert "not used: anthropic:b" in done.err
    done = filled.auth("order", "set", "--provider", "openai", "anthropic:a")
    assert 'Auth profile "anthropic:a" is for anthropic, not openai.' in done.err
    done = filled.auth("order", "set", "--provider", "anthropic", "anthropic:z")
    assert 'Auth profile "anthropic:z" not found in' in done.err
    assert "Missing profile ids" in filled.auth("order", "set", "--provider", "anthropic").err
    assert filled.store()["order"] == {"anthropic": ["anthropic:a"]}


def test_an_order_that_is_set_already_is_not_written_again(filled):
    before = filled.store_file().stat()
    filled.auth("order", "set", "--provider", "anthropic", "anthropic:b", "anthropic:a")
    after = filled.store_file().stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_clearing_nothing_creates_nothing(host):
    assert host.auth("order", "clear", "--provider", "anthropic").code == 0
    assert not host.state.exists()


def test_clearing_an_agents_order_says_that_mains_applies(filled):
    done = filled.auth("order", "clear", "--provider", "anthropic", "--agent", "work")
    assert "There was no order override." in done.out
    assert "main's order applies: anthropic:b, anthropic:a" in done.err


def test_no_command_ever_shows_a_secret(filled):
    """Every command, in text, JSON and Chinese, and with each failure that comes to mind."""
    for lang in ("en", "zh"):
        for argv, stdin in (
            (("list",), None),
            (("list", "--json"), None),
            (("order", "get", "--provider", "anthropic", "--json"), None),
            (("paste-token", "--provider", "anthropic", "--stdin"), TOKEN),
            (("paste-token", "--provider", "anthropic", "--stdin", "--json"), TOKEN),
            (("paste-api-key", "--provider", "openai", "--stdin"), KEY),
            (("paste-api-key", "--provider", "anthropic", "--stdin", "--force"), KEY + "é"),
            (("paste-api-key", "--provider", "anthropic", "--stdin"), KEY + "\nX_KEY=" + OTHER),
            (("setup-token", "--stdin"), KEY),
            (("add", "--provider", "anthropic", "--type", "api_key", "--stdin"), OTHER),
            (("add", "--provider", "anthropic", "--type", "api_key", "--stdin", "--json"), OTHER),
            (("rename", "anthropic:a", "anthropic:c"), None),
            (("rename", "anthropic:c", "anthropic:a", "--json"), None),
            (("remove", "anthropic:a", "--json"), None),
            (("remove", "anthropic:a", "--undo", "--json"), None),
            (("remove", "anthropic:a"), None),
            (("remove", "--undo"), None),
            (("remove", "anthropic:a", "--purge", "--yes"), None),
        ):
            done = filled.run("--lang", lang, "models", "auth", *argv, stdin=stdin)
            for secret in (KEY, OTHER, TOKEN):
                for part in (secret, secret[9:40]):
                    assert part not in done.out + done.err, argv
        filled.write_store(STORE)
    assert KEY not in filled.config_file.read_text()


@pytest.mark.parametrize(
    "words",
    ["add", "paste-token", "paste-api-key", "setup-token", "list", "remove", "rename", "order"],
)
def test_every_command_has_help_with_examples(host, words):
    done = host.auth(words, "--help")
    assert done.code == 0
    assert f"openclaw models auth {words}" in done.out.partition("examples:")[2]
