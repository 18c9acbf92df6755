"""What `--fix` cannot mend it says, and goes on; what did not help is undone, byte for byte."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from openclaw_auth.cli.context import Context
from openclaw_auth.cli.doctor.findings import show_done
from openclaw_auth.codes import Reason
from openclaw_auth.config.edit import Edit
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.paths import system_paths
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import (
    Chmod,
    EditConfig,
    Move,
    PruneOrder,
    PutBack,
    SetTimesBack,
    Unpin,
)
from openclaw_auth.health.mend import mend
from openclaw_auth.ports import system_ports
from openclaw_auth.settings import load_settings


class Patient:
    """A host whose findings go away when a file is as it should be."""

    def __init__(self, given):
        self.paths = given.paths
        self.findings = []
        self.looks = 0

    def ill(self, fix, subject="it", until=lambda: False):
        finding = Finding("files", "warning", subject, Reason("usable"), fix)
        self.findings.append((finding, until))

    def look(self):
        self.looks += 1
        settings = load_settings(self.paths, system_ports())
        return settings, [finding for finding, well in self.findings if not well()]

    def mend(self, agree=None):
        more = {"agree": agree} if agree else {}
        return list(mend(self.look, system_ports(), **more))


@pytest.fixture
def patient(settings):
    return Patient(settings())


def contents(folder):
    """Everything in a folder, but for the empty lock files that stay."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith("flock")
    }


def store_with(patient, document):
    path = patient.paths.store_path(patient.paths.agent_dir("main"))
    os.makedirs(os.path.dirname(path))
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return path


def test_what_one_fix_mended_another_does_not_do_again(tmp_path, patient):
    path = tmp_path / "open"
    path.touch(mode=0o644)

    def mended():
        return path.stat().st_mode & 0o777 == 0o600

    for subject in ("one way to see it", "another"):
        patient.ill(Chmod(str(path), 0o600), subject, mended)
    assert [reason.code for reason in patient.mend()] == ["doctor_fixed_mode"]


def test_what_stands_in_the_way_of_a_fix_is_told_with_its_remedy(capsys):
    why = Reason("service_would_lose", {"path": "/u", "names": "X", "env_file": "/s/.env"})
    ports = system_ports()
    show_done(
        [Reason("doctor_fix_failed", {"subject": "it", "why": why})],
        0,
        Context(ports, system_paths(ports), lang="en", color=False),
    )
    assert capsys.readouterr().out.splitlines()[2].strip().startswith("move it to /s/.env")


def test_a_fix_that_fails_is_said_and_the_next_is_made(tmp_path, patient):
    gone, there = tmp_path / "gone", tmp_path / "there"
    there.touch(mode=0o644)
    for path in (gone, there):
        patient.ill(
            Chmod(str(path), 0o600),
            str(path),
            lambda: there.stat().st_mode & 0o777 == 0o600,
        )
    done = patient.mend()
    assert [reason.code for reason in done] == ["doctor_fix_failed", "doctor_fixed_mode"]
    assert done[0].params["subject"] == str(gone)


def test_what_was_stored_meanwhile_stays_in_its_order(patient):
    key = {"type": "api_key", "provider": "groq", "key": "gsk_a"}
    ids = ["groq:back", "groq:gone", "groq:a"]
    profiles = {"groq:back": key, "groq:a": key}
    path = store_with(patient, {"version": 1, "profiles": profiles, "order": {"groq": ids}})
    fix = PruneOrder(os.path.dirname(path), "groq", ("groq:back", "groq:gone"))
    patient.ill(fix, until=lambda: "gone" not in Path(path).read_text())
    (done,) = patient.mend()
    assert done.code == "lint_fixed_order"
    with open(path, encoding="utf-8") as file:
        assert json.load(file)["order"] == {"groq": ["groq:back", "groq:a"]}


NOW = system_ports().now_ms()


@pytest.mark.parametrize(
    "make",
    [
        lambda state: Chmod(str(state / "openclaw.json"), 0o400),
        lambda state: Move(str(state / "old"), str(state / "new" / "old")),
        lambda state: PruneOrder(str(state / "agents/main/agent"), "groq", ("groq:gone",)),
        lambda state: SetTimesBack(str(state / "agents/main/agent"), "groq:a"),
        lambda state: Unpin(str(state / "agents/main/sessions/sessions.json"), "groq:gone"),
        lambda state: PutBack(str(state / "openclaw.json"), str(state / "openclaw.json.bak")),
        lambda state: PutBack(str(state / "openclaw.json"), None),
        lambda _: EditConfig("x", (Edit("set", ("gateway", "port"), 1234),)),
        lambda _: EditConfig("x", (Edit("set", ("auth", "billing"), "never"),)),
    ],
)
def test_a_fix_that_does_not_help_is_undone_byte_for_byte(tmp_path, patient, make):
    state = tmp_path / "state"
    (state / "openclaw.json").write_text("{ /* mine */ gateway: { port: 1 } }")
    for name in ("openclaw.json.bak", "openclaw.json.bak.1", "old"):
        (state / name).write_text('{"gateway": {"port": 3}}')
    sessions = state / "agents/main/sessions/sessions.json"
    sessions.parent.mkdir(parents=True)
    sessions.write_text('{"agent:main:main": {"authProfileOverride": "groq:gone"}}')
    sessions.chmod(0o640)
    document = {
        "version": 1,
        "profiles": {"groq:a": {"type": "api_key", "provider": "groq", "key": "gsk_a"}},
        "order": {"groq": ["groq:gone", "groq:a"]},
        "usageStats": {"groq:a": {"lastUsed": NOW + 90_000_000}},
    }
    store_with(patient, document)
    before = contents(state)
    patient.ill(make(state), "the subject")
    (done,) = patient.mend(agree=lambda _group, _findings: True)
    assert done.code == "doctor_undone"
    assert done.params["subject"] == "the subject"
    assert contents(state) == before


def test_what_somebody_else_wrote_meanwhile_is_not_undone(tmp_path, patient):
    state = tmp_path / "state"
    config = state / "openclaw.json"
    patient.ill(EditConfig("x", (Edit("set", ("gateway", "port"), 1234),)))
    look, looks = patient.look, []

    def write_while_looking():
        looks.append(1)
        if len(looks) == 2:
            config.write_text('{"gateway": {"port": 99}}')
        return look()

    patient.look = write_while_looking
    (done,) = patient.mend()
    assert done.code == "doctor_not_undone"
    assert str(config) in done.params["files"]
    assert json.loads(config.read_text()) == {"gateway": {"port": 99}}


def test_of_several_config_edits_those_stay_that_helped(tmp_path, patient):
    config = tmp_path / "state/openclaw.json"
    config.write_text("{ /* mine */ }")
    for place in ("port", "bind"):
        edits = (Edit("set", ("gateway", place), 1234 if place == "port" else "lan"),)
        helps = place == "port"
        patient.ill(
            EditConfig(place, edits),
            place,
            lambda helps=helps: helps and "1234" in config.read_text(),
        )
    done = patient.mend()
    assert [reason.code for reason in done] == ["doctor_fixed_config", "doctor_undone"]
    assert "/* mine */" in config.read_text()
    assert parse(config.read_text()) == {"gateway": {"port": 1234}}


def test_a_change_of_two_files_that_breaks_off_is_undone(tmp_path, patient):
    state = tmp_path / "state"
    text = '{ auth: { billing: "never" }, /* mine */ }'
    (state / "openclaw.json").write_text(text)
    (state / "openclaw-auth.json5").symlink_to("/proc/nowhere/x")
    path = ("auth", "billing")
    patient.ill(EditConfig("x", (Edit("unset", path), Edit("set", path, "never"))))
    (done,) = patient.mend()
    assert done.code == "doctor_fix_failed"
    assert (state / "openclaw.json").read_text() == text


def test_a_hundred_fixes_of_different_files_take_one_look(tmp_path, patient):
    paths = [tmp_path / str(number) for number in range(100)]
    for path in paths:
        path.touch(mode=0o644)
        patient.ill(
            Chmod(str(path), 0o600),
            str(path),
            lambda path=path: path.stat().st_mode & 0o777 == 0o600,
        )
    assert {reason.code for reason in patient.mend()} == {"doctor_fixed_mode"}
    assert patient.looks == 2


def test_nothing_is_made_without_consent(tmp_path, patient):
    path = tmp_path / "x"
    path.touch(mode=0o644)
    patient.ill(Chmod(str(path), 0o600))
    asked = []
    assert patient.mend(agree=lambda group, found: asked.append((group.name, len(found)))) == []
    assert asked == [("modes", 1)]
    assert path.stat().st_mode & 0o777 == 0o644
