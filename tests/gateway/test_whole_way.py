"""From nothing to an alert: onboarding, the service, a chat, and a token that will end."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from alert_receiver import Receiver
from gateway_process import free_port, wait_until
from openclaw_auth.testing import ProviderEmulator
from supervisor import Supervisor

KEY = "sk-the-key-of-this-whole-way-0123456789abcdef"
TOKEN = "sk-ant-oat01-" + "Qz5" * 30


class Home:
    """An empty home; `openclaw` runs a command in it."""

    def __init__(self, folder):
        self.folder = folder / "home"
        self.folder.mkdir()
        self.state = self.folder / ".openclaw"
        self.environ = {"HOME": str(self.folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    def openclaw(self, *words, stdin=""):
        done = subprocess.run(
            [sys.executable, "-m", "openclaw_auth", *words],
            env=self.environ,
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            check=False,
            text=True,
            timeout=30,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout


def onboarded(home, provider, receiver):
    told = json.loads(
        home.openclaw(
            "onboard", "--non-interactive", "--accept-risk", "--json",
            "--auth-choice", "custom", "--custom-base-url", provider.openai_base_url,
            "--custom-provider-id", "house", "--custom-model-id", "m1",
            "--custom-api-key-stdin", "--gateway-port", str(free_port()), "--no-install-daemon",
            stdin=KEY,
        )
    )  # fmt: skip
    assert told["health"]["usable"]
    target = json.dumps(receiver.ntfy("my-alerts"))
    home.openclaw("config", "set", "monitor.targets.phone", target)
    home.openclaw("config", "set", "monitor.every", '"10s"')
    return home.openclaw("gateway", "install", "--dry-run")


def test_from_onboarding_to_an_alert(tmp_path):
    home = Home(tmp_path)
    echo = ProviderEmulator(keys={KEY}, compose=lambda text: f"re: {text}")
    with Receiver() as receiver, echo as provider:
        unit = onboarded(home, provider, receiver)
        assert KEY not in unit
        service = Supervisor(unit, tmp_path)
        try:
            wait_until(lambda: service.hears("READY=1"))
            health = json.loads(home.openclaw("health", "--json"))
            assert health["ok"]
            assert home.openclaw("chat", "--message", "hello") == "re: hello\n"
            assert [r.key for r in provider.requests if r.method == "POST"] == [KEY]

            home.openclaw(
                "models", "auth", "paste-token", "--provider", "anthropic", "--expires-in", "5h", "--stdin",
                stdin=TOKEN,
            )  # fmt: skip
            topic, title, message, _, _ = receiver.wait()[0].as_ntfy()
            assert (topic, "anthropic:manual" in title) == ("my-alerts", True)
            assert "openclaw models auth reauth anthropic:manual" in message
            assert service.stop() == 0
        finally:
            service.close()
    shown = (tmp_path / "journal").read_text() + unit
    shown += json.dumps([post.document for post in receiver.posts])
    for secret in (KEY, TOKEN):
        assert secret not in shown
