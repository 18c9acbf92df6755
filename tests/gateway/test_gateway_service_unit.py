"""The service as its manager runs it: exactly the unit's command line, exactly its variables."""

import json
import os
import subprocess
import sys

import pytest

from gateway_process import free_port, wait_until
from supervisor import Supervisor

HERE = "sk-ant-api03-only-in-the-installing-shell-000000"
FILED = "sk-in-the-state-directorys-env-file-0000000000"

COMMAND = [sys.executable, "-m", "openclaw_auth", "gateway", "install", "--dry-run"]


@pytest.fixture
def unit(tmp_path):
    """Install from a shell that has keys of its own; return the unit's text and the home."""
    home = tmp_path / "a home, 100% odd"
    state = home / ".openclaw"
    state.mkdir(parents=True)
    (state / ".env").write_text(f"OPENAI_API_KEY={FILED}\n")
    shell = {"HOME": str(home), "PATH": os.environ["PATH"], "ANTHROPIC_API_KEY": HERE}
    done = subprocess.run(
        [*COMMAND, "--port", str(free_port())],
        env=shell,
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout, state


def test_the_service_reports_sees_its_env_file_and_nothing_of_the_installing_shell(unit, tmp_path):
    text, state = unit
    assert HERE not in text
    assert FILED not in text
    supervisor = Supervisor(text, tmp_path)
    try:
        wait_until(lambda: supervisor.hears("READY=1"))
        wait_until(lambda: supervisor.hears_often("WATCHDOG=1"))
        said = json.loads((state / "run" / "gateway.json").read_text())
        assert said["variables"]["OPENAI_API_KEY"]["source"] == "state .env"
        assert "ANTHROPIC_API_KEY" not in said["variables"]
        assert f"STATUS=Listening on {said['url']}" in " ".join(supervisor.heard)
        assert "STOPPING=1" not in supervisor.heard

        (state / ".env").write_text("GEMINI_API_KEY=another\n")
        wait_until(lambda: set(variables(state)) == {"GEMINI_API_KEY"})
        (state / ".env").unlink()
        wait_until(lambda: variables(state) == {})

        assert supervisor.stop() == 0
        assert supervisor.hears("STOPPING=1")
    finally:
        supervisor.close()


def variables(state):
    return json.loads((state / "run" / "gateway.json").read_text())["variables"]
