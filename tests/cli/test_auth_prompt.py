"""The prompt for secrets: masked, editable, and nothing is stored unless Enter says so."""

import signal
import time

import pytest

KEY = "sk-ant-api03-" + "k" * 80 + "-END1"
SETUP = "sk-ant-oat01-" + "x" * 90 + "END2"


@pytest.fixture
def prompt(host):
    def start(*argv, **env):
        screen = host.on_terminal("models", "auth", *argv, **env)
        screen.see("›")
        return screen

    return start


def stored(host, profile_id, field="token"):
    return host.store()["profiles"][profile_id][field]


def test_a_typed_secret_shows_only_how_long_it_is(host, prompt):
    screen = prompt("paste-token", "--provider", "anthropic")
    screen.send("secret12")
    screen.see("› ••••••••  (8)")
    screen.send("\r")
    assert screen.ended() == 0
    assert stored(host, "anthropic:manual") == "secret12"
    assert b"secret12" not in screen.raw


def test_the_field_can_be_edited(host, prompt):
    screen = prompt("paste-token", "--provider", "custom")
    screen.send("abXd")
    screen.send("\x1b[D\x7fc")  # left, backspace: X goes, c comes
    screen.send("\x01_\x05!\x7f")  # home, end
    screen.see("(5)")
    screen.send("\r")
    assert screen.ended() == 0
    assert stored(host, "custom:manual") == "_abcd"


def test_ctrl_u_begins_anew_and_ctrl_w_takes_a_word(host, prompt):
    screen = prompt("paste-token", "--provider", "custom")
    screen.send("wrong\x15right one\x17")
    screen.see("(6)")
    screen.send("\r")
    assert screen.ended() == 0
    assert stored(host, "custom:manual") == "right"


def test_wide_characters_take_one_bullet_each(prompt):
    screen = prompt("paste-token", "--provider", "custom")
    screen.send("密钥a")
    screen.see("› •••  (3)")
    assert screen.cursor == len("› •••")
    screen.send("\x03")
    assert screen.ended() == 130


def test_a_bracketed_paste_of_several_lines_is_one_entry(host, prompt):
    screen = prompt("paste-token", "--provider", "anthropic")
    screen.paste(f"{SETUP[:40]}\r\n  {SETUP[40:80]}\r{SETUP[80:]}\n")
    screen.see(f"({len(SETUP) + 2})")
    assert not host.store_file().exists()
    screen.send("\r")
    assert screen.ended() == 0
    assert stored(host, "anthropic:manual") == SETUP


def test_lines_that_come_at_once_are_one_entry(host, prompt):
    screen = prompt("paste-token", "--provider", "custom", TERM="dumb")
    screen.send("first-half-\r")
    time.sleep(0.01)  # the next line of the same paste
    screen.send("second-half\r")
    assert screen.ended() == 0
    assert stored(host, "custom:manual") == "first-half-second-half"


def test_after_an_error_the_text_stays_for_editing(host, prompt):
    screen = prompt("setup-token", "--yes")
    screen.send(SETUP[:79] + "\r")
    screen.see("Token looks too short; paste the full setup-token")
    screen.send(SETUP[79:] + "\r")
    assert screen.ended() == 0
    assert stored(host, "anthropic:manual") == SETUP


def test_enter_on_nothing_is_required_and_ctrl_d_leaves(host, prompt):
    screen = prompt("paste-token", "--provider", "anthropic")
    screen.send("\r")
    screen.see("Required")
    screen.send("\x04")
    assert screen.ended() == 130
    assert not host.state.exists() or not host.store_file().exists()


@pytest.mark.parametrize("typed", ["", "half a secret"])
def test_ctrl_c_stores_nothing_and_leaves_the_terminal_as_it_was(host, typed):
    script = (
        "stty -g > before; openclaw_auth models auth paste-token --provider x; "
        "echo code=$?; stty -g > after"
    )
    screen = host.on_terminal_shell(script)
    screen.see("›")
    screen.send(f"{typed}\x03")
    screen.see("code=130")
    screen.see("Cancelled. Nothing was stored.")
    screen.ended()
    assert (host.home / "before").read_text() == (host.home / "after").read_text()
    assert not host.store_file().exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_at_the_prompt_stores_nothing(host, prompt, number):
    screen = prompt("paste-token", "--provider", "anthropic")
    screen.send(KEY)
    screen.see(f"({len(KEY)})")
    screen.process.kill(number)
    assert screen.ended() in (128 + number, 130)
    assert b"\x1b[?2004l" in screen.raw  # the terminal was put back
    assert not host.store_file().exists()


def test_what_was_pasted_too_much_does_not_reach_the_shell(host):
    script = 'openclaw_auth models auth paste-token --provider x; read -t 0.3 rest; echo "<$rest>"'
    screen = host.on_terminal_shell(script)
    screen.see("›")
    screen.send("\x03" + ("y" * 90 + "\r") * 300 + "tail-of-the-paste\r")
    screen.see("<>")
    screen.ended()
    assert "tail-of-the-paste" not in screen.text


def test_a_huge_paste_is_refused_quickly_and_can_be_mended(host, prompt):
    screen = prompt("paste-token", "--provider", "custom")
    start = time.monotonic()
    screen.paste("a" * 60_000)
    screen.see("(60000)")
    screen.send("\r")
    screen.see("never longer than")
    assert time.monotonic() - start < 5
    screen.send("\x15short\r")
    assert screen.ended() == 0
    assert stored(host, "custom:manual") == "short"


def test_a_narrow_terminal_keeps_the_field_on_one_line(host):
    screen = host.on_terminal("models", "auth", "paste-token", "--provider", "x", columns=30)
    screen.see("›")
    screen.send("k" * 100)
    screen.see("(100)")
    assert sum("•" in line for line in screen.text.splitlines()) == 1
    screen.send("\x03")
    assert screen.ended() == 130


def test_a_terminal_without_unicode_gets_stars(host):
    screen = host.on_terminal("models", "auth", "paste-token", "--provider", "x", LC_ALL="C")
    screen.see("\n>")
    screen.send("abc")
    screen.see("> ***  (3)")
    screen.send("\x03")
    assert screen.ended() == 130


def test_the_answer_stays_one_document_while_asking(host):
    screen = host.on_terminal_shell(
        "openclaw_auth models auth paste-token --provider custom --json > answer"
    )
    screen.see("›")
    screen.send("abcdef\r")
    assert screen.ended() == 0
    assert '"profileId": "custom:manual"' in (host.home / "answer").read_text()
    assert "profileId" not in screen.text


def test_setup_token_asks_whether_it_was_run(host, prompt):
    screen = prompt("setup-token")
    assert "Have you run `claude setup-token`" in screen.text
    screen.send("n\r")
    assert screen.ended() == 0
    assert "claude setup-token" in screen.text
    assert not host.store_file().exists()


def test_setup_token_runs_claude_only_when_told(host):
    tools = host.home / "bin"
    tools.mkdir()
    claude = tools / "claude"
    claude.write_text(f'#!/bin/sh\n[ "$*" = setup-token ] && touch "{host.home}/ran"\n')
    claude.chmod(0o755)
    path = f"{tools}:{host.env['PATH']}"
    screen = host.on_terminal("models", "auth", "setup-token", "--yes", PATH=path)
    screen.see("Paste Anthropic setup-token")
    screen.send("\x03")
    assert screen.ended() == 130
    assert not (host.home / "ran").exists()
    screen = host.on_terminal("models", "auth", "setup-token", "--run", PATH=path)
    screen.see("›")
    assert (host.home / "ran").exists()
    screen.send(f"{SETUP}\r")
    assert screen.ended() == 0
    assert stored(host, "anthropic:manual") == SETUP


def test_setup_token_says_how_without_claude(host):
    screen = host.on_terminal("models", "auth", "setup-token", "--run", PATH="/nonexistent")
    assert screen.ended() == 1
    assert "npm install -g @anthropic-ai/claude-code" in screen.text


def test_add_asks_for_provider_type_and_key(host, prompt):
    screen = prompt("add")
    screen.send("antropic\r")
    screen.see("Did you mean anthropic?")
    screen.send("Anthropic\r")
    screen.see("1) api_key  2) token")
    screen.send("1\r")
    screen.see("Paste API key for anthropic")
    screen.send(f"{KEY}\r")
    assert screen.ended() == 0
    assert stored(host, "anthropic:default", "key") == KEY


def test_removing_asks_first_and_purging_does_not_mean_yes(host, prompt):
    host.auth("paste-api-key", "--provider", "anthropic", "--stdin", stdin=KEY)
    screen = prompt("remove", "anthropic:default")
    assert "Remove anthropic:default (sk-ant-a...kkk-END1)" in screen.text
    screen.send("n\r")
    assert screen.ended() == 130
    screen = prompt("remove", "anthropic:default", "--purge")
    screen.send("\r")
    assert screen.ended() == 130
    assert stored(host, "anthropic:default", "key") == KEY
