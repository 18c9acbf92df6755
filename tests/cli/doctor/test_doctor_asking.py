"""`openclaw doctor` on a terminal asks before each group of fixes, and does what it was told."""

from __future__ import annotations

import json

import pytest

KEY = {"type": "api_key", "provider": "anthropic", "key": "sk-ant-api03-" + "k" * 90}


@pytest.fixture
def ill(host):
    """A host with an open file, an unknown key, and an order that names what is gone."""
    host.state.mkdir(mode=0o700)
    host.config = host.state / "openclaw.json"
    gateway = {"mode": "local", "prot": 1, "auth": {"token": "gw-FAKE-token-1234567890"}}
    host.config.write_text(json.dumps({"gateway": gateway}))
    host.config.chmod(0o644)
    host.store = host.state / "agents/main/agent/auth-profiles.json"
    host.store.parent.mkdir(parents=True, mode=0o700)
    order = {"anthropic": ["anthropic:gone", "anthropic:default"]}
    document = {"version": 1, "profiles": {"anthropic:default": KEY}, "order": order}
    host.store.write_text(json.dumps(document))
    host.store.chmod(0o600)
    return host


def test_each_group_is_asked_for_and_only_what_got_a_yes_is_done(ill):
    screen = ill.on_terminal("doctor")
    screen.see("Close to other users:")
    screen.see("[Y/n]")
    screen.send("\r")
    screen.see("Remove unknown config keys: gateway.prot? [y/N]")
    screen.send("\r")  # what loses something needs a yes
    screen.see("Take what is gone out of orders")
    screen.send("y\r")
    assert screen.ended() == 0
    assert "✓ chmod 600" in screen.text
    assert "✓ Took anthropic:gone out" in screen.text
    assert ill.config.stat().st_mode & 0o777 == 0o600
    assert "prot" in ill.config.read_text()
    assert "gone" not in ill.store.read_text()


def test_ctrl_c_ends_the_asking_and_keeps_what_is_done(ill):
    screen = ill.on_terminal("doctor")
    screen.see("Close to other users")
    screen.send("y\r")
    screen.see("Remove unknown")
    screen.send("\x03")
    assert screen.ended() == 0
    assert "✓ chmod 600" in screen.text
    assert "gone" in ill.store.read_text()


@pytest.mark.parametrize("args", [("--non-interactive",), ("--json",)])
def test_nothing_is_asked_where_nobody_wants_to_be(ill, args):
    before = ill.store.read_bytes(), ill.config.read_bytes()
    screen = ill.on_terminal("doctor", *args)
    assert screen.ended() == 0
    assert "Y/n" not in screen.text
    assert (ill.store.read_bytes(), ill.config.read_bytes()) == before


def test_chinese_is_asked_in_chinese(ill):
    screen = ill.on_terminal("doctor", LANG="zh_CN.UTF-8")
    screen.see("收紧权限：")
    screen.send("\x03")
    assert screen.ended() == 0
