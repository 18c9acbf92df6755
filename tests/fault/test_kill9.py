"""Nothing is lost and nothing unparsable when writers die at any moment."""

import json
import os
import subprocess
import sys

import pytest

HARNESS = os.path.join(os.path.dirname(__file__), "kill9_harness.py")


def assert_nothing_lost(tmp_path, kills, seed):
    done = subprocess.run(
        [sys.executable, HARNESS, str(tmp_path), str(kills), str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    print(report)
    assert report["problems"] == []
    assert report["kills"] == kills
    assert report["remains"] == []
    assert report["mode"] == "0o600"
    assert report["last_write_s"] < 5
    assert report["foreign_writes"] > kills / 10
    assert min(report["writes"]) > 0
    return report


def test_forty_kills_lose_nothing(tmp_path):
    assert_nothing_lost(tmp_path, 40, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_thousand_kills_lose_nothing(tmp_path):
    report = assert_nothing_lost(tmp_path, 1000, seed=2)
    assert report["dead_locks"] > 20
    assert report["leftovers"] > 0
