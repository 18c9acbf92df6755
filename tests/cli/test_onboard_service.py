"""Onboarding installs the gateway's service, which holds no secret and sees the key all the same."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from gateway_process import free_port

KEY = "sk-good-" + "k" * 40
SYSTEMCTL = """\
#!/bin/sh
case "$*" in
*is-system-running) echo running ;;
*show*) if [ -e "$RECORD" ]; then printf 'ActiveState=active\\nMainPID=4242\\n'; fi ;;
*restart*) : >"$RECORD"; "$PYTHON" -m openclaw_auth gateway run >/dev/null 2>&1 & echo $! >"$RECORD" ;;
esac
"""


@pytest.fixture
def desktop(host):
    """A host with a user's systemd that starts what it is told to, without its sandbox."""
    folder = host.home / "bin"
    folder.mkdir()
    for name, text in (("systemctl", SYSTEMCTL), ("loginctl", "#!/bin/sh\necho Linger=yes\n")):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    record = host.home / "record"
    host.env |= {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "RECORD": str(record),
        "PYTHON": sys.executable,
    }
    host.unit = host.home / ".config/systemd/user/openclaw-gateway.service"
    yield host
    if record.exists() and record.read_text().strip():
        os.kill(int(record.read_text()), signal.SIGTERM)


def test_one_command_leads_to_a_gateway_that_runs_and_has_the_key(desktop):
    argv = ("onboard", "--non-interactive", "--accept-risk", "--install-daemon", "--json",
            "--openai-api-key-stdin", "--gateway-port", str(free_port()), "--skip-health")  # fmt: skip
    done = desktop.run(*argv, stdin=KEY)
    assert done.code == 0, done.err
    told = done.json()
    assert told["service"] == {"installed": True, "error": None}
    assert told["health"] == {"model": "openai/gpt-5.2", "usable": True, "gatewayRunning": True}
    assert [row["kind"] for row in told["writes"]][-1] == "service"
    assert KEY not in desktop.unit.read_text()
    assert "Environment" in desktop.unit.read_text()
    assert told["next"]
    assert "gateway run" not in " ".join(told["next"])

    again = desktop.run(*argv, stdin=KEY).json()
    assert again["writes"] == []


def test_a_foreign_service_file_is_left_alone_and_the_rest_is_done(desktop):
    desktop.unit.parent.mkdir(parents=True)
    desktop.unit.write_text("[Service]\nExecStart=/bin/true\n")
    done = desktop.run("onboard", "--non-interactive", "--accept-risk", "--install-daemon",
                       "--zai-api-key-stdin", "--skip-health", stdin=KEY)  # fmt: skip
    assert done.code == 1
    assert desktop.unit.read_text() == "[Service]\nExecStart=/bin/true\n"
    assert desktop.store()["profiles"]["zai:default"]["key"] == KEY


def test_a_service_that_cannot_be_written_is_told_and_the_rest_stays(desktop):
    desktop.unit.parent.parent.parent.mkdir()
    desktop.unit.parent.parent.write_text("a file where a directory must be")
    argv = ("onboard", "--non-interactive", "--accept-risk", "--install-daemon", "--json",
            "--openai-api-key-stdin", "--skip-health")  # fmt: skip
    done = desktop.run(*argv, stdin=KEY)
    told = done.json()
    assert (done.code, told["ok"], told["health"]["usable"]) == (1, False, True)
    assert told["service"]["error"]["code"] == "store_write_failed"
    assert told["next"]
    assert "openclaw.json" in " ".join(told["files"])
