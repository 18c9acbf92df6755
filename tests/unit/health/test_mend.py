"""What `doctor --fix` cannot mend it says, and goes on."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Chmod, Finding
from openclaw_auth.health.mend import mend


def test_a_fix_that_fails_is_said_and_the_next_is_made(tmp_path):
    gone, there = tmp_path / "gone", tmp_path / "there"
    there.touch(mode=0o644)
    findings = [
        Finding("permissions", "error", str(path), Reason("usable"), Chmod(str(path), 0o600))
        for path in (gone, there)
    ]
    done = list(mend(findings, None, None))
    assert [reason.code for reason in done] == ["doctor_fix_failed", "doctor_fixed_mode"]
    assert done[0].params["subject"] == str(gone)
    assert os.stat(there).st_mode & 0o777 == 0o600
