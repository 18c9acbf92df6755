"""The acceptance scenarios, where the folder `golden` lies beside this checkout.

A checkout without it has no such cases: the scenarios are not part of this repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT.parent / "shared" / "golden"
COMMAND = Path(sys.executable).parent / "openclaw"


def areas():
    scenarios = GOLDEN / "scenarios.json"
    if not scenarios.exists() or not (GOLDEN / "run.py").exists():
        return []
    listed = json.loads(scenarios.read_text(encoding="utf-8"))
    return sorted({scenario["area"] for scenario in listed})


# An empty parametrization would be reported as a skip.
if areas():

    @pytest.mark.parametrize("area", areas())
    def test_every_scenario_holds(area):
        done = subprocess.run(
            [sys.executable, GOLDEN / "run.py", "--cmd", str(COMMAND), "--area", area, "-q"],
            capture_output=True,
            text=True,
            check=False,
            timeout=55,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"\n{area} " in done.stdout
