"""`models auth token` and `exec` without a gateway, as processes."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

from openclaw_auth.credentials import Profile
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import PutProfile
from openclaw_auth.testing.oauth_provider import OAuthProvider
from refresh_host import RefreshHost

KEY = "sk-ant-api03-" + "k" * 93 + "AA"
WORK = "sk-ant-api03-" + "w" * 93 + "AA"
SETUP = "sk-ant-oat01-" + "s" * 80
PROGRAM = [sys.executable, "-m", "openclaw_auth"]
SHOW = "import json, os, sys; json.dump([dict(os.environ), sys.argv], sys.stdout)"


def key(profile_id, secret):
    return {
        profile_id: {"type": "api_key", "provider": profile_id.partition(":")[0], "key": secret}
    }


def setup_token(profile_id="anthropic:manual"):
    return {profile_id: {"type": "token", "provider": "anthropic", "token": SETUP}}


def seen_by(host, *words, program=(sys.executable, "-c", SHOW), **env):
    done = host.run("exec", *words, "--", *program, **env)
    assert done.code == 0, done.err
    return done.json()


def test_the_token_alone(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    done = host.auth("token", "anthropic")
    assert (done.code, done.out, done.err) == (0, f"{KEY}\n", "")


def test_a_profile_is_pinned_and_an_order_decides_for_a_provider(host):
    profiles = {**key("anthropic:default", KEY), **key("anthropic:work", WORK)}
    host.write_store({"profiles": profiles, "order": {"anthropic": ["anthropic:default"]}})
    assert host.auth("token", "anthropic").out.strip() == KEY
    assert host.auth("token", "anthropic:work").out.strip() == WORK


def test_round_robin_goes_round(host):
    host.write_store({"profiles": {**key("anthropic:a", KEY), **key("anthropic:b", WORK)}})
    given = [host.auth("token", "anthropic").out.strip() for _ in range(4)]
    assert given[:2] in ([KEY, WORK], [WORK, KEY])
    assert given[2:] == given[:2]


def test_json_says_all_but_repeats_no_secret(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    document = host.auth("token", "anthropic", "--format", "json").json()
    assert document == {
        "provider": "anthropic",
        "profileId": "anthropic:default",
        "source": "store",
        "type": "api_key",
        "agentId": "main",
        "model": None,
        "billingClass": "metered",
        "expiresAt": None,
        "expiresInS": None,
        "token": KEY,
        "variable": "ANTHROPIC_API_KEY",
        "baseUrl": "https://api.anthropic.com",
        "via": "here",
    }


def test_assignments_for_a_shell(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    out = host.auth("token", "anthropic", "--format", "env", ANTHROPIC_OAUTH_TOKEN="x").out
    script = f'{out}\nprintf %s "$ANTHROPIC_API_KEY|$ANTHROPIC_BASE_URL|$ANTHROPIC_OAUTH_TOKEN"'
    env = {**host.env, "ANTHROPIC_OAUTH_TOKEN": "x"}
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{KEY}|https://api.anthropic.com|"


def test_headers_for_a_request(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    out = host.auth("token", "anthropic", "--format", "header").out
    assert f"x-api-key: {KEY}" in out.splitlines()


def test_a_terminal_gets_no_token_unless_forced(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    screen = host.on_terminal("models", "auth", "token", "anthropic", columns=200)
    assert screen.ended() == 1
    assert "--force" in screen.text
    assert KEY not in screen.text
    forced = host.on_terminal("models", "auth", "token", "anthropic", "--force", columns=200)
    assert forced.ended() == 0
    assert KEY in forced.text


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("antropic", "anthropic"),
        ("anthropic:wrk", "anthropic:work"),
        ("openai", 'No API key found for provider "openai"'),
        ("google-gemini-cli", "its terms forbid use by other programs"),
    ],
)
def test_what_there_is_not(host, subject, said):
    host.write_store({"profiles": key("anthropic:work", WORK)})
    done = host.auth("token", subject)
    assert (done.code, done.out) == (1, "")
    assert said in done.err


def test_a_setup_token_goes_to_its_vendors_client_only(host):
    host.write_store({"profiles": setup_token()})
    done = host.auth("token", "anthropic")
    assert (done.code, done.out) == (1, "")
    assert "reserves this credential for its own client" in done.err
    pinned = host.auth("token", "anthropic:manual")
    assert (pinned.code, pinned.out) == (1, "")
    refused = host.run("exec", "--provider", "anthropic", "--", "env")
    assert (refused.code, refused.out) == (1, "")
    claude = host.home / "claude"
    claude.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(SHOW)}\n")
    claude.chmod(0o755)
    environ, _ = seen_by(host, "--provider", "anthropic", program=[str(claude)])
    assert environ["CLAUDE_CODE_OAUTH_TOKEN"] == SETUP
    assert "ANTHROPIC_API_KEY" not in environ


def test_a_stored_key_is_lent_where_the_setup_token_may_not_be(host):
    profiles = {**setup_token(), **key("anthropic:work", WORK)}
    order = {"anthropic": ["anthropic:manual", "anthropic:work"]}
    host.write_store({"profiles": profiles, "order": order})
    assert host.auth("token", "anthropic").out.strip() == WORK


def test_a_key_that_lies_around_is_not_crossed_to_unasked(host):
    host.write_store({"profiles": setup_token()})
    done = host.auth("token", "anthropic", ANTHROPIC_API_KEY=KEY)
    assert (done.code, done.out) == (1, "")
    assert "env: ANTHROPIC_API_KEY" in done.err
    assert "auth.billing" in done.err


def test_a_crossing_is_announced_and_counted(host):
    host.write_store({"profiles": setup_token()})
    host.state.joinpath("openclaw-auth.json5").write_text("{auth: {billing: {cross: 1}}}")
    first = host.auth("token", "anthropic", ANTHROPIC_API_KEY=KEY)
    assert (first.code, first.out) == (0, f"{KEY}\n"), first.err
    assert "now cost money by use" in first.err
    second = host.auth("token", "anthropic", ANTHROPIC_API_KEY=KEY)
    assert (second.code, second.out) == (1, "")


def test_exec_puts_the_lease_into_the_environment_and_nowhere_else(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    elsewhere = {"ANTHROPIC_BASE_URL": "https://elsewhere.example", "OPENAI_API_KEY": "mine"}
    environ, argv = seen_by(host, "--provider", "anthropic", **elsewhere)
    assert environ["ANTHROPIC_API_KEY"] == KEY
    assert environ["ANTHROPIC_BASE_URL"] == "https://api.anthropic.com"
    assert environ["OPENAI_API_KEY"] == "mine"
    assert KEY not in " ".join(argv)
    clean, _ = seen_by(host, "--provider", "anthropic", "--clean-env", **elsewhere)
    assert "OPENAI_API_KEY" not in clean
    named, _ = seen_by(host, "--profile-id", "anthropic:default", "--var", "MY_KEY")
    assert named["MY_KEY"] == KEY


def test_exec_hands_arguments_on_as_they_are(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    done = host.run(
        "exec", "--provider", "anthropic", "--", "printf", "%s|", "--json", "--", "-x", ""
    )
    assert (done.code, done.out) == (0, "--json|--|-x||")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sh", "-c", "exit 7"], 7),
        (["no-such-command-anywhere"], 127),
        (["/etc/passwd"], 126),
    ],
)
def test_exec_ends_as_its_command_ends(host, words, code):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    assert host.run("exec", "--provider", "anthropic", "--", *words).code == code


def test_signals_reach_the_command_and_broken_pipes_end_it(host):
    host.write_store({"profiles": key("anthropic:default", KEY)})
    script = 'trap "echo got; exit 9" TERM; echo ready; while :; do sleep 0.05; done'
    process = subprocess.Popen(
        [*PROGRAM, "exec", "--provider", "anthropic", "--", "sh", "-c", "yes | head -1; " + script],
        env=host.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "y\n"
        assert process.stdout.readline() == "ready\n"
        with open(f"/proc/{process.pid}/cmdline", "rb") as file:
            words = file.read()
        assert words.startswith(b"sh\0")  # it took our place
        assert KEY.encode() not in words
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=10)
    finally:
        process.kill()
        process.wait()
    assert (out, process.returncode) == ("got\n", 9)
    assert "Broken pipe" not in err


def test_exec_needs_a_variable(host):
    store = {"openai-codex:me": {"type": "oauth", "provider": "openai-codex", "access": "a.b.c"}}
    store["openai-codex:me"]["expires"] = int(time.time() * 1000) + 10**7
    host.write_store({"profiles": store})
    done = host.run("exec", "--provider", "openai-codex", "--", "env")
    assert done.code == 1
    assert "--var NAME" in done.err
    environ, _ = seen_by(host, "--provider", "openai-codex", "--var", "CODEX")
    assert environ["CODEX"] == "a.b.c"
    wrong = host.run("exec", "--provider", "openai-codex", "--var", "A-B", "--", "env")
    assert (wrong.code, wrong.out) == (1, "")


def run_on(refresh_host, *words):
    env = {
        "HOME": str(refresh_host.home),
        "OPENCLAW_STATE_DIR": str(refresh_host.state),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        [*PROGRAM, *words], env=env, capture_output=True, text=True, check=False, timeout=30
    )


def test_a_login_that_ended_is_renewed_first_and_its_refresh_token_stays(tmp_path, provider):
    host = RefreshHost(tmp_path, provider)
    pair = host.log_in()
    done = run_on(host, "models", "auth", "token", "corp:me", "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    stored = host.store().read().profiles["corp:me"]
    assert document["token"] == stored.secret.reveal() != pair.access
    assert document["expiresInS"] > 60
    assert pair.refresh not in done.stdout
    assert stored.refresh.reveal() not in done.stdout
    again = run_on(host, "exec", "--provider", "corp", "--", "printenv", "OPENAI_API_KEY")
    assert again.stdout.strip() == document["token"]  # fresh: nothing was sent


def test_a_login_that_cannot_be_renewed_is_not_handed_out(tmp_path, provider):
    host = RefreshHost(tmp_path, provider)
    host.put("ended-access", "no-such-refresh-token")
    done = run_on(host, "models", "auth", "token", "corp:me")
    assert (done.returncode, done.stdout) == (1, "")
    assert "openclaw models auth login --provider corp" in done.stderr
    assert "ended-access" not in done.stderr


def test_an_ended_token_is_never_handed_out_and_the_next_credential_is(tmp_path):
    with OAuthProvider() as provider:
        host = RefreshHost(tmp_path, provider)
        pair = host.log_in()
    done = run_on(host, "models", "auth", "token", "corp")  # nobody answers any more
    assert (done.returncode, done.stdout) == (1, "")
    assert "could not be renewed" in done.stderr
    assert host.store().read().profiles["corp:me"].secret.reveal() == pair.access
    spare = Profile("corp:spare", "api_key", "corp", Secret("a-spare-key"))
    host.store().update(lambda _: [PutProfile(spare)])
    done = run_on(host, "models", "auth", "token", "corp")
    assert (done.returncode, done.stdout) == (0, "a-spare-key\n"), done.stderr
