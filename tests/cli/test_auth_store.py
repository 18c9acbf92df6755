"""Storing credentials from a pipe or a file, and what the store and the config say afterwards."""

import os
import stat

import pytest

KEY = "sk-ant-api03-" + "k" * 80 + "-END1"
OTHER = "sk-ant-api03-" + "m" * 80 + "-END2"
SETUP = "sk-ant-oat01-" + "x" * 90 + "END3"
ROUTER = "sk-or-v1-" + "a" * 64


def paste(host, *argv, secret=KEY, provider="anthropic", **env):
    return host.auth("paste-api-key", "--provider", provider, "--stdin", *argv, stdin=secret, **env)


def test_a_key_from_a_pipe_is_stored_and_named(host):
    done = paste(host, secret=KEY + "\n")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Updated ~/.openclaw/agents/main/agent/auth-profiles.json",
        "Updated ~/.openclaw/openclaw.json",
        "Auth profile: anthropic:default (anthropic/api_key)",
        "Next for anthropic: anthropic:default",
    ]
    assert host.store() == {
        "version": 1,
        "profiles": {"anthropic:default": {"type": "api_key", "provider": "anthropic", "key": KEY}},
    }
    named = {"anthropic:default": {"provider": "anthropic", "mode": "api_key"}}
    assert host.config() == {"auth": {"profiles": named}}
    for path in (host.store_file(), host.config_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_is_read_and_others_who_can_read_it_are_named(host):
    secret = host.home / "key.txt"
    secret.write_text(f"export ANTHROPIC_API_KEY='{KEY}'\n")
    secret.chmod(0o644)
    done = host.auth("paste-api-key", "--provider", "anthropic", "--file", "key.txt")
    assert done.code == 0
    assert "Other users of this machine can read key.txt." in done.err
    assert host.store()["profiles"]["anthropic:default"]["key"] == KEY
    secret.chmod(0o600)
    assert host.auth("paste-api-key", "--provider", "anthropic", "--file", "~/key.txt").err == ""


@pytest.mark.parametrize(
    ("argv", "secret", "says"),
    [
        ((), "", "--stdin held nothing"),
        ((), "  \n", "--stdin held nothing"),
        ((), "sk-...", "placeholder"),
        ((), "sk-ant-a...kkk-END1", "masked"),
        ((), "sk-a\x07bc", "position 5"),
        ((), "a" * 20_000, "never longer than 16384"),
        ((), ROUTER, "credential of openrouter"),
        (("--profile-id", "a b"), KEY, "no blanks"),
        (("--profile-id", ""), "", "--stdin held nothing"),
        (("--agent", "nope"), KEY, 'Unknown agent id "nope"'),
        (("--file", "x"), KEY, "not allowed with"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_is_written(host, argv, secret, says):
    done = paste(host, *argv, secret=secret)
    assert (done.code, done.out) == (1, "")
    assert says in done.err
    assert not host.store_file().exists()
    assert not host.config_file.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0d", "expired already"),
        ("-5", "invalid duration: -5"),
        ("0", "expired already"),
        ("x", "invalid duration: x"),
        ("1y", "invalid duration: 1y"),
        ("1e3", "invalid duration: 1e3"),
        ("", "invalid duration: "),
    ],
)
def test_a_duration_is_checked_before_anything_is_asked(host, text, says):
    done = host.auth("paste-token", "--provider", "anthropic", f"--expires-in={text}")
    assert done.code == 1
    assert says in done.err
    assert not host.state.exists()


def test_an_expiry_is_stored(host):
    argv = ("--provider", "anthropic", "--stdin", "--expires-in", "1.5d", "--json")
    answer = host.auth("paste-token", *argv, stdin=SETUP).json()
    profile = host.store()["profiles"]["anthropic:manual"]
    assert profile["expires"] == answer["expiresAt"]
    assert answer["masked"] == f"{SETUP[:8]}...{SETUP[-8:]}"
    assert "outside Claude Code" in answer["warnings"][0]["text"]


def test_nobody_to_ask_is_said_at_once(host):
    done = host.auth("paste-token", "--provider", "anthropic")
    assert done.code == 1
    assert "--stdin" in done.err
    assert "--file" in done.err


def test_a_closed_stdin_stores_nothing(host):
    done = host.run_shell("openclaw_auth models auth paste-token --provider x --stdin <&-")
    assert done.code == 1
    assert "Standard input is closed" in done.err
    assert not host.store_file().exists()


def test_force_stores_another_providers_key(host):
    done = paste(host, "--force", secret=ROUTER)
    assert done.code == 0
    assert "credential of openrouter" in done.err


def test_other_names_of_a_provider_lead_to_one(host):
    done = paste(host, provider="X-AI", secret="xai-" + "a" * 80)
    assert "X-AI is called xai here." in done.err
    assert list(host.store()["profiles"]) == ["xai:default"]


def test_a_nearly_known_provider_is_stored_with_a_warning(host):
    done = paste(host, provider="opnai", secret="abc-def")
    assert done.code == 0
    assert "Did you mean openai" in done.err
    assert host.store()["profiles"]["opnai:default"]["provider"] == "opnai"


def test_an_id_of_another_provider_is_never_replaced(host):
    paste(host)
    done = paste(host, "--profile-id", "anthropic:default", provider="openrouter", secret=ROUTER)
    assert done.code == 1
    assert 'Auth profile "anthropic:default" is for anthropic, not openrouter.' in done.err
    assert host.store()["profiles"]["anthropic:default"]["key"] == KEY


def test_a_replaced_credential_is_named_and_its_time_out_ends(host):
    old = {"type": "api_key", "provider": "anthropic", "key": KEY, "note": "mine"}
    stats = {
        "lastUsed": 5,
        "errorCount": 3,
        "cooldownUntil": 4102444800000,
        "disabledUntil": 4102444800000,
        "disabledReason": "billing",
        "failureCounts": {"billing": 3},
    }
    other = {"type": "api_key", "provider": "openrouter", "key": ROUTER}
    host.write_store(
        {
            "profiles": {"anthropic:default": old, "openrouter:x": other},
            "usageStats": {"anthropic:default": stats, "openrouter:x": {"lastUsed": 7}},
        }
    )
    done = paste(host, secret=OTHER)
    assert "It replaces sk-ant-a...kkk-END1, which is kept for 24 hours." in done.out
    store = host.store()
    assert store["profiles"]["anthropic:default"] == {**old, "key": OTHER}
    assert store["profiles"]["openrouter:x"] == other
    assert store["usageStats"]["anthropic:default"] == {"lastUsed": 5, "errorCount": 0}
    assert store["usageStats"]["openrouter:x"] == {"lastUsed": 7}


def test_a_replaced_credential_can_be_had_back(host):
    paste(host)
    paste(host, secret=OTHER)
    assert host.auth("rename", "anthropic:default", "anthropic:new").code == 0
    assert host.auth("remove", "anthropic:default", "--undo").code == 0
    keys = {i: p["key"] for i, p in host.store()["profiles"].items()}
    assert keys == {"anthropic:new": OTHER, "anthropic:default": KEY}
    listed = host.auth("list", "--json").json()["profiles"]
    assert [p["eligible"] for p in listed] == [True, True]


@pytest.mark.parametrize("command", ["paste-token", "paste-api-key", "setup-token", "add"])
@pytest.mark.parametrize("argv", [(KEY,), ("--token", KEY), (f"--token={KEY}",)])
def test_a_secret_on_the_command_line_is_refused_and_not_repeated(host, command, argv):
    done = host.auth(command, "--provider", "anthropic", *argv)
    assert done.code == 1
    assert KEY not in done.out + done.err
    assert not host.store_file().exists()


def test_why_a_secret_is_not_taken_from_the_command_line_is_said(host):
    done = host.auth("paste-token", "--provider", "anthropic", KEY)
    assert "every user of this machine can see it" in done.err


def test_the_config_keeps_comments_and_the_order_gets_it_in_front(host):
    host.write_config(
        '{\n  // mine\n  "auth": { "order": { "Z.AI": ["zai:a"] } } // end\n}\n',
    )
    done = paste(host, provider="zai", secret="zai-key-1")
    assert done.code == 0
    text = host.config_file.read_text()
    assert "// mine" in text
    assert "// end" in text
    assert '"Z.AI": ["zai:default", "zai:a"]' in text


def test_what_the_config_now_hides_is_said_with_the_order_that_keeps_it(host):
    old = {"type": "api_key", "provider": "anthropic", "key": KEY}
    host.write_store({"profiles": {"anthropic:a": old, "anthropic:b": {**old, "key": OTHER}}})
    done = host.auth("paste-token", "--provider", "anthropic", "--stdin", stdin=SETUP)
    assert "Not used any more: anthropic:a, anthropic:b." in done.err
    line = next(x for x in done.err.splitlines() if "order set" in x)
    argv = line.partition("openclaw ")[2].split()
    assert host.run(*argv).code == 0
    listed = host.auth("list", "--json").json()["profiles"]
    assert [p["profileId"] for p in listed if p["eligible"]] == [
        "anthropic:manual",
        "anthropic:a",
        "anthropic:b",
    ]
    # Nothing more is hidden by the same paste again.
    done = host.auth("paste-token", "--provider", "anthropic", "--stdin", stdin=SETUP)
    assert "Not used any more" not in done.err


def test_a_credential_outside_an_explicit_order_says_that_it_is_not_used(host):
    paste(host)
    host.auth("order", "set", "--provider", "anthropic", "anthropic:default")
    done = paste(host, "--profile-id", "anthropic:b", secret=OTHER)
    assert "Next for anthropic: anthropic:default" in done.out
    assert "anthropic:b is stored, but not used" in done.err
    assert "order set --provider anthropic anthropic:default anthropic:b" in done.err


def test_an_agents_own_credential_takes_nothing_from_the_others(host):
    paste(host)
    host.config_file.unlink()
    host.write_config({"agents": {"list": [{"id": "main"}, {"id": "work"}]}})
    done = paste(host, "--agent", "work", "--profile-id", "anthropic:work", secret=OTHER)
    assert done.code == 0
    assert list(host.store("work")["profiles"]) == ["anthropic:work"]
    assert "auth" not in host.config()
    assert host.auth("list", "--json", "--agent", "main").json()["profiles"][0]["next"]


def test_an_isolated_default_agent_that_does_not_see_it_is_named(host):
    entry = {"id": "work", "default": True}
    host.write_config({"agents": {"list": [{"id": "main"}, entry]}})
    (host.state / "openclaw-auth.json5").write_text(
        '{agents: {list: [{id: "work", isolate: true}]}}'
    )
    assert "agent work is isolated and does not see it" in paste(host, "--agent", "main").err
    assert "isolated" not in paste(host).err


def test_the_configured_default_agent_gets_it(host):
    host.write_config({"agents": {"list": [{"id": "main"}, {"id": "work", "default": True}]}})
    assert paste(host).code == 0
    assert list(host.store("work")["profiles"]) == ["anthropic:default"]
    assert not host.store_file().exists()


def test_openclaw_agent_dir_is_where_it_goes(host):
    assert paste(host, OPENCLAW_AGENT_DIR=str(host.home / "elsewhere")).code == 0
    assert (host.home / "elsewhere" / "auth-profiles.json").exists()
    assert not host.store_file().exists()


def test_an_invalid_config_a_broken_store_stop_before_the_question(host):
    host.write_config('{"auth": {"profilez": {}}}')
    done = paste(host)
    assert (done.code, done.out) == (1, "")
    assert "Config invalid" in done.err
    assert not host.store_file().exists()
    host.config_file.unlink()
    path = host.store_file()
    path.parent.mkdir(parents=True)
    path.write_text('{"version": 1, "profiles": {')
    os.utime(path, (1, 1))
    for argv in (
        ("paste-token", "--provider", "anthropic"),
        ("remove", "anthropic:a"),
        ("rename", "anthropic:a", "anthropic:b"),
        ("order", "clear", "--provider", "anthropic"),
    ):
        done = host.auth(*argv)
        assert done.code == 1
        assert "is not valid JSON, line 1" in done.err
    assert path.read_text() == '{"version": 1, "profiles": {'


def test_a_config_that_cannot_follow_is_said_and_the_credential_is_stored(host):
    host.write_config('{"auth": {"profiles": {"$include": "more.json5"}}}')
    (host.state / "more.json5").write_text("[]")
    done = paste(host)
    assert done.code == 1
    host.write_config('{"auth": {"order": {"anthropic": ["a", /* why */ "anthropic:default"]}}}')
    done = paste(host)
    assert host.store()["profiles"]["anthropic:default"]["key"] == KEY
    assert "/* why */" in host.config_file.read_text()


def test_a_remote_gateway_is_pointed_out(host):
    host.write_config({"gateway": {"mode": "remote", "remote": {"url": "wss://far.example"}}})
    done = paste(host)
    assert done.code == 0
    assert "gateway.mode is remote (wss://far.example)" in done.err


def test_add_never_takes_the_place_of_another(host):
    for secret in (KEY, OTHER, SETUP):
        argv = ("--provider", "anthropic", "--type", "api_key", "--force", "--stdin")
        assert host.auth("add", *argv, stdin=secret).code == 0
    assert list(host.store()["profiles"]) == ["anthropic:default", "anthropic:2", "anthropic:3"]


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        ((), 1, "--provider is required"),
        (("--provider", "openal"), 1, "Did you mean openai"),
        (("--provider", "anthropic"), 1, "--type is required"),
        (("--provider", "ollama"), 0, "needs no credential"),
        (("--provider", "github-copilot"), 1, "It is not called"),
        (("--provider", "openai-codex"), 1, "only a login in the browser"),
        (("--provider", "openai", "--type", "token"), 1, "it takes: api_key"),
    ],
)
def test_add_says_what_is_missing_or_makes_no_sense(host, argv, code, says):
    done = host.auth("add", *argv, "--stdin", stdin=KEY)
    assert done.code == code
    assert says in done.err
    assert not host.store_file().exists()


def test_setup_token_is_for_anthropic_and_has_its_shape(host):
    assert "Only anthropic" in host.auth("setup-token", "--provider", "openai").err
    done = host.auth("setup-token", "--stdin", stdin=KEY)
    assert "Expected token starting with sk-ant-oat01-" in done.err
    assert host.auth("setup-token", "--stdin", stdin=SETUP).code == 0
    assert host.store()["profiles"]["anthropic:manual"]["token"] == SETUP
