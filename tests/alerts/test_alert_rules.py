"""The alert rules of the docs, judged by Prometheus' own tool (Debian: prometheus)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "docs/alerts/openclaw-auth.rules.yml"


@pytest.mark.slow
def test_each_alert_fires_for_its_trouble_and_is_silent_without(tmp_path):
    tool = shutil.which("promtool")
    assert tool is not None, "promtool is missing: apt-get install prometheus"
    shutil.copy(RULES, tmp_path)
    shutil.copy(HERE / "openclaw-auth.rules.test.yml", tmp_path)
    for words in (
        ("check", "rules", RULES.name),
        ("test", "rules", "openclaw-auth.rules.test.yml"),
    ):
        done = subprocess.run(
            [tool, *words], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
