"""`openclaw doctor` on the stores themselves: torn, half written, or where an older version kept them."""

from __future__ import annotations

import json
import os
import stat

from doctor_place import GATEWAY, KEY, SECRET
from state_files import store_of, write


def test_a_store_that_does_not_parse_is_the_only_thing_told_of_it(healthy, doctor):
    named = {"anthropic:default": {"provider": "anthropic", "mode": "api_key"}}
    agents = {"list": [{"id": "main"}, {"id": "work"}]}
    write(
        healthy / "openclaw.json",
        {"gateway": GATEWAY, "auth": {"profiles": named}, "agents": agents},
    )
    write(store_of(healthy), '{"profiles": {')
    said = doctor()
    assert "is not valid JSON" in said
    assert "Errors: 1, warnings: 0" in said


def test_a_half_written_file_is_named_and_one_in_use_is_not(healthy, doctor):
    write(healthy / "agents/main/agent/.auth-profiles.json.999999999.0123456789ab.tmp", "{")
    write(healthy / f"agents/main/agent/.auth-profiles.json.{os.getpid()}.0123456789ab.tmp", "{")
    (found,) = json.loads(doctor("--json"))["findings"]
    assert found["code"] == "doctor_leftover"
    assert "999999999" in found["remedy"]


def test_fix_moves_the_directory_of_an_older_version(state, doctor):
    old = state / "agent/auth-profiles.json"
    write(old, {"version": 1, "profiles": {"anthropic:a": KEY}})
    assert "nothing is read from it" in doctor()
    assert old.exists()
    write(state / "credentials/oauth.json", {"anthropic": {"access": "a", "refresh": "r"}})
    said = doctor("--fix")
    assert "Moved" in said
    assert "Imported" not in said  # the moved store counts, what is older does not
    assert json.loads(store_of(state).read_text())["profiles"] == {"anthropic:a": KEY}
    assert not old.parent.exists()


def test_fix_imports_legacy_credentials_and_reads_them_back(state, doctor, capsys):
    write(state / "openclaw.json", {"gateway": GATEWAY})
    old = state / "agents/main/agent/auth.json"
    write(old, {"anthropic": {"type": "api_key", "key": SECRET}})
    assert "is used as if it were imported" in doctor()
    assert "Imported 1 credentials" in doctor("--fix")
    stored = json.loads(store_of(state).read_text())
    assert stored["profiles"]["anthropic:default"]["key"] == SECRET
    assert stat.S_IMODE(store_of(state).stat().st_mode) == 0o600
    assert not old.exists()
    assert (old.parent / "auth.json.imported").exists()
