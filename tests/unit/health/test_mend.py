"""What `--fix` cannot mend it says, and goes on; what changed meanwhile it leaves alone."""

from __future__ import annotations

import json
import os

from openclaw_auth.codes import Reason
from openclaw_auth.health.finding import Chmod, Finding, PruneOrder
from openclaw_auth.health.mend import mend
from openclaw_auth.ports import system_ports


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


def test_what_was_stored_meanwhile_stays_in_its_order(settings):
    given = settings()
    path = given.paths.store_path(given.paths.agent_dir("main"))
    os.makedirs(os.path.dirname(path))
    key = {"type": "api_key", "provider": "groq", "key": "gsk_a"}
    ids = ["groq:back", "groq:gone", "groq:a"]
    document = {"version": 1, "profiles": {"groq:back": key, "groq:a": key}, "order": {"groq": ids}}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    fix = PruneOrder(os.path.dirname(path), "groq", ("groq:back", "groq:gone"))
    finding = Finding("model_auth", "warning", "groq:gone", Reason("usable"), fix)
    (done,) = mend([finding], given, system_ports())
    assert done.code == "lint_fixed_order"
    with open(path, encoding="utf-8") as file:
        assert json.load(file)["order"] == {"groq": ["groq:back", "groq:a"]}
