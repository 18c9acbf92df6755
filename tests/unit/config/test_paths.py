"""Where things are, for every way of saying so."""

from __future__ import annotations

import pytest

from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.errors import ConfigError, UsageError


def places(environ=None, *, home="/home/u", existing=(), profile=None, cwd="/srv"):
    there = {"/home/u", *existing}
    return resolve_paths(environ or {}, home, cwd, there.__contains__, profile)


def test_everything_is_below_the_home_directory_by_default():
    paths = places()
    assert paths.state_dir == "/home/u/.openclaw"
    assert paths.config_path == "/home/u/.openclaw/openclaw.json"
    assert paths.own_config_path == "/home/u/.openclaw/openclaw-auth.json5"
    assert paths.oauth_dir == "/home/u/.openclaw/credentials"
    assert paths.state_db == "/home/u/.openclaw/openclaw-auth.sqlite"
    assert paths.run_dir == "/home/u/.openclaw/run"
    agent = paths.agent_dir("main")
    assert agent == "/home/u/.openclaw/agents/main/agent"
    assert paths.store_path(agent) == agent + "/auth-profiles.json"
    assert paths.models_json(agent) == agent + "/models.json"


def test_the_state_directory_follows_its_variable_and_expands_a_tilde():
    assert places({"OPENCLAW_STATE_DIR": "~/st"}).state_dir == "/home/u/st"
    assert places({"OPENCLAW_STATE_DIR": "st/../x"}).state_dir == "/srv/x"
    assert places({"OPENCLAW_STATE_DIR": "  "}).state_dir == "/home/u/.openclaw"


@pytest.mark.parametrize("name", ["OPENCLAW_PROFILE", None])
def test_a_profile_has_a_state_directory_of_its_own(name):
    paths = places({name: "x"} if name else {}, profile=None if name else "x")
    assert paths.state_dir == "/home/u/.openclaw-x"
    assert paths.profile == "x"


def test_an_explicit_state_directory_beats_the_profile_and_default_is_no_profile():
    assert places({"OPENCLAW_STATE_DIR": "/s"}, profile="x").state_dir == "/s"
    assert places(profile="default").state_dir == "/home/u/.openclaw"


@pytest.mark.parametrize("name", ["../x", "a/b", "-x", "x" * 65, "ä"])
def test_a_profile_name_cannot_leave_the_home_directory(name):
    with pytest.raises(UsageError) as caught:
        _ = places(profile=name).state_dir
    assert caught.value.reason.code == "bad_profile_name"


def test_an_older_state_directory_is_read_in_place_while_there_is_no_new_one():
    old = "/home/u/.clawdbot"
    assert places(existing=[old]).state_dir == old
    assert places(existing=[old, "/home/u/.openclaw"]).state_dir == "/home/u/.openclaw"


def test_an_older_config_name_counts_only_in_the_state_directory_and_without_a_new_one():
    old = "/s/moltbot.json"
    env = {"OPENCLAW_STATE_DIR": "/s"}
    assert places(env, existing=[old]).config_path == old
    assert places(env, existing=[old, "/s/openclaw.json"]).config_path == "/s/openclaw.json"
    elsewhere = places(env, existing=["/home/u/.openclaw/openclaw.json"])
    assert elsewhere.config_path == "/s/openclaw.json"


def test_config_agent_and_oauth_directories_follow_their_variables():
    paths = places(
        {
            "OPENCLAW_CONFIG_PATH": "my.json",
            "OPENCLAW_OAUTH_DIR": "~/o",
            "PI_CODING_AGENT_DIR": "/pi",
        }
    )
    assert paths.config_path == "/srv/my.json"
    assert paths.oauth_dir == "/home/u/o"
    assert paths.agent_dir_override == "/pi"
    both = places({"OPENCLAW_AGENT_DIR": "/a", "PI_CODING_AGENT_DIR": "/pi"})
    assert both.agent_dir_override == "/a"
    assert paths.agent_dir("w", "~/w") == "/home/u/w"


@pytest.mark.parametrize("home", [None, "/nonexistent"])
def test_without_a_home_directory_only_what_needs_it_fails(home):
    paths = places({"OPENCLAW_CONFIG_PATH": "/c.json"}, home=home)
    assert paths.config_path == "/c.json"
    with pytest.raises(ConfigError) as caught:
        _ = paths.state_dir
    assert caught.value.reason.code == "no_home"
    assert places({"OPENCLAW_STATE_DIR": "/s"}, home=home).own_config_path.startswith("/s/")


@pytest.mark.parametrize("name", ["OPENCLAW_STATE_DIR", "OPENCLAW_AGENT_DIR"])
def test_a_tilde_without_a_home_directory_is_told_when_a_place_is_asked_for(name):
    paths = places({"OPENCLAW_STATE_DIR": "/s", name: "~/x"}, home=None)
    with pytest.raises(ConfigError) as caught:
        _ = paths.config_path
    assert caught.value.reason.code == "no_home"


def test_paths_are_shortened_for_people():
    paths = places()
    assert paths.shorten("/home/u/.openclaw/x") == "~/.openclaw/x"
    assert paths.shorten("/home/user2/x") == "/home/user2/x"
