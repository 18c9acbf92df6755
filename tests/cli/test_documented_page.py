"""OpenClaw's page on authentication, its commands in its order, on a home where nothing is yet.

Each step is a block of shell as the page shows it; the state directory is the default one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.cli.conftest import Done, Screen

from failing_host import config_for
from openclaw_auth.testing import ProviderEmulator

SETUP_TOKEN = "sk-ant-oat01-" + "Ab3" * 30
ROUTER_TOKEN = "sk-or-v1-" + "c4" * 32
KEY = "sk-ant-api03-" + "Xy7" * 30


class Page:
    """A home in which `openclaw` and `claude` are commands. Every block ran when it returns."""

    def __init__(self, home):
        self.home = home
        tools = home / "bin"
        tools.mkdir()
        self._tool(tools / "openclaw", f'exec "{sys.executable}" -m openclaw_auth "$@"')
        # Claude Code's own command: it needs a terminal, and prints the token.
        self._tool(tools / "claude", f"test -t 0 || exit 1\necho {SETUP_TOKEN}")
        self.env = {
            "HOME": str(home),
            "PATH": f"{tools}:{os.environ['PATH']}",
            "LANG": "zh_CN.UTF-8",
            "TERM": "xterm",
            "SHELL": "/bin/bash",
        }

    def _tool(self, path, text):
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)

    def sh(self, block):
        done = subprocess.run(
            ["/bin/bash", "-c", block],
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def on_terminal(self, block):
        return Screen(["/bin/bash", "-c", block], self.env, str(self.home), 100)

    def enter(self, block, secret):
        """Run a block that asks for a secret; returns what the screen said at the end."""
        screen = self.on_terminal(block)
        screen.see("›")
        screen.paste(secret)
        screen.send("\r")
        assert screen.ended() == 0, screen.text
        assert secret not in screen.text
        return screen.text

    @property
    def store(self):
        path = self.home / ".openclaw/agents/main/agent/auth-profiles.json"
        return json.loads(path.read_text())


@pytest.fixture
def page(tmp_path):
    return Page(tmp_path)


def next_of(done, provider="anthropic"):
    rows = json.loads(done.out)["auth"]["providers"]
    return next((row["next"] for row in rows if row["provider"] == provider), None)


def test_an_exported_key_is_seen(page):
    done = page.sh(f'export ANTHROPIC_API_KEY="{KEY}"\nopenclaw models status')
    assert done.code == 0
    assert "ANTHROPIC_API_KEY" in done.out
    assert KEY not in done.out
    # Copied from the page as it stands, it is named as what it is.
    copied = page.sh('export ANTHROPIC_API_KEY="..."\nopenclaw models status; openclaw doctor')
    assert "ANTHROPIC_API_KEY" in copied.out + copied.err
    assert "占位符" in copied.out
    chosen = next_of(page.sh('ANTHROPIC_API_KEY="..." openclaw models status --json'))
    assert (chosen["source"], chosen["code"]) == (None, "env_sample")


def test_a_key_in_the_daemons_env_file_is_seen(page):
    block = f"""mkdir -p ~/.openclaw
cat >> ~/.openclaw/.env <<'EOF'
ANTHROPIC_API_KEY={KEY}
EOF
openclaw models status --json"""
    assert next_of(page.sh(block))["source"] == "env: ANTHROPIC_API_KEY"
    done = page.sh("openclaw models status\nopenclaw doctor")
    assert done.code == 0
    assert KEY not in done.out + done.err


def test_setup_tokens_are_pasted_and_looked_after(page):
    assert "anthropic" in page.sh("openclaw models status").out  # 未找到凭据
    assert page.sh("openclaw models status --check").code == 1

    made = page.on_terminal("claude setup-token")
    assert made.ended() == 0
    assert SETUP_TOKEN in made.text.replace("\n", "")

    page.enter("openclaw models auth setup-token --provider anthropic --yes", SETUP_TOKEN)
    ((made_id, kept),) = page.store["profiles"].items()
    assert (kept["provider"], kept["token"]) == ("anthropic", SETUP_TOKEN)
    page.enter("openclaw models auth paste-token --provider anthropic", SETUP_TOKEN)
    page.enter("openclaw models auth paste-token --provider openrouter", ROUTER_TOKEN)
    stored = page.store["profiles"]
    assert {p["provider"] for p in stored.values()} == {"anthropic", "openrouter"}
    assert stored["openrouter:manual"]["token"] == ROUTER_TOKEN
    assert '"openrouter:manual"' in (page.home / ".openclaw/openclaw.json").read_text()

    assert page.sh("openclaw models status --check").code == 0
    ending = "openclaw models auth paste-token --provider anthropic --expires-in 2h"
    page.enter(ending, SETUP_TOKEN)
    assert page.sh("openclaw models status --check").code == 2
    assert "anthropic:manual" in page.sh("openclaw models status").out

    for block in (
        f"openclaw models auth order set --provider anthropic {made_id}",
        "openclaw models auth order get --provider anthropic",
        "openclaw models auth order set --provider anthropic --agent main anthropic:manual",
    ):
        assert page.sh(block).code == 0, block
    assert page.store["order"]["anthropic"] == ["anthropic:manual"]
    assert page.sh("openclaw models auth order clear --provider anthropic").code == 0
    assert not page.store.get("order", {}).get("anthropic")


def test_a_session_chooses_its_credential(page):
    with ProviderEmulator() as emulator:
        state = page.home / ".openclaw"
        folder = state / "agents/main/agent"
        folder.mkdir(parents=True)
        profiles = {
            f"anthropic:{name}": {"type": "api_key", "provider": "anthropic", "key": KEY + name}
            for name in ("default", "work")
        }
        store = folder / "auth-profiles.json"
        store.write_text(json.dumps({"version": 1, "profiles": profiles}))
        (state / "openclaw.json").write_text(json.dumps(config_for(emulator)))

        say = "openclaw chat --message"
        pinned = page.sh(f"{say} '/model opus@anthropic:work'")
        assert pinned.code == 0, pinned.err
        assert "anthropic:work" in pinned.out
        for command in ("/model", "/model list", "/model status"):
            shown = page.sh(f"{say} '{command}'")
            assert (shown.code, "opus" in shown.out.lower()) == (0, True), shown.out
        assert "anthropic:work" in page.sh(f"{say} '/model status'").out
        assert page.sh(f"{say} 你好").code == 0
        (asked,) = [r for r in emulator.requests if r.method == "POST"]
        assert asked.key == KEY + "work"
        unknown = page.sh(f"{say} '/model opus@anthropic:nobody'")
        assert unknown.code == 1
        assert "没有凭据 “anthropic:nobody”" in unknown.err
