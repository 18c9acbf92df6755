"""Every check of `doctor` on a host that it is for: found, mended, mended only once."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack

import pytest

from broken_hosts import HOSTS
from doctor_place import KEY, NAME, OPENAI, SECRET, Place
from openclaw_auth.cli.main import run
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.health.check_list import CHECKS
from openclaw_auth.health.fixes import GROUPS

BY_ID = {check.id: check for check in CHECKS}


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name in list(os.environ):
        if (
            name.startswith(("OPENCLAW_", "LC_", "XDG_", "PI_", "CODEX_", "CLAUDE_"))
            or "_API_" in name
        ):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / ".openclaw").mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(home)
    with ExitStack() as stack:

        def later(thing):
            return stack.enter_context(thing)

        yield Place(home, monkeypatch.setenv, later)


@pytest.fixture
def doctor(place, capsys):
    def command(*args, code=0):
        capsys.readouterr()
        assert run(["doctor", "--json", *args]) == code
        printed = capsys.readouterr()
        assert SECRET not in printed.out + printed.err
        return json.loads(printed.out)

    return command


@pytest.fixture(params=HOSTS, ids=lambda name: name.replace(" ", "-"))
def broken(request, place):
    host = HOSTS[request.param]
    host.break_it(place)
    return host


def contents(place):
    """Every byte and mode of a home, but for the locks that stay."""
    return {
        str(path): (path.read_bytes() if path.is_file() else None, path.stat().st_mode)
        for path in sorted(place.home.rglob("*"))
        if not path.name.endswith("flock") and path.name != "record"
    }


def written(place):
    """When each file was last written, the locks too."""
    return {str(path): path.stat().st_mtime_ns for path in place.home.rglob("*") if path.is_file()}


def found_by(host, document):
    return [
        finding
        for finding in document["findings"]
        if (finding["id"], finding["code"]) == (host.check, host.code)
    ]


def test_the_place_is_fine_before_it_is_broken(place, doctor):
    document = doctor("--strict")
    assert document["findings"] == []
    assert [check["id"] for check in document["checks"]] == list(BY_ID)


def test_every_check_has_its_broken_host():
    assert {host.check for host in HOSTS.values()} == set(BY_ID)
    assert len(BY_ID) == len(CHECKS)


def test_it_is_found_with_severity_and_evidence_and_nothing_is_changed(broken, place, doctor):
    before = contents(place)
    document = doctor(*broken.args, "--non-interactive")
    (finding, *_) = found_by(broken, document)
    check = BY_ID[broken.check]
    assert finding["area"] == check.area
    assert {f["severity"] for f in document["findings"]} <= {"error", "warning", "info"}
    for other in document["findings"]:
        assert other["severity"] in BY_ID[other["id"]].severities, other
    assert finding["message"]
    assert finding["fixable"] is (broken.fix is not None and not broken.forced)
    assert contents(place) == before


def test_what_can_be_mended_is_and_the_second_time_changes_nothing(broken, place, doctor):
    args = ["--fix", *broken.args, *(["--force"] if broken.forced else [])]
    document = doctor(*args)
    done = [(one["code"], one["outcome"]) for one in document["fixed"]]
    if broken.fix is None:
        assert found_by(broken, document)
    else:
        assert (broken.fix, "done") in done
        assert not found_by(broken, document)
    assert all(outcome == "done" for _, outcome in done)
    before = contents(place), written(place)
    again = doctor(*args)
    assert again["fixed"] == []
    assert (contents(place), written(place)) == before


def test_fix_without_force_leaves_what_needs_force(broken, place, doctor):
    if not broken.forced:
        return
    before = contents(place)
    assert found_by(broken, doctor("--fix"))
    assert contents(place) == before


def test_non_interactive_makes_only_what_loses_nothing(broken, doctor):
    safe = all(GROUPS[group].safe for group in BY_ID[broken.check].fixes if group != "set_aside")
    document = doctor("--fix", "--non-interactive", *broken.args)
    mended = broken.fix in [one["code"] for one in document["fixed"]]
    assert mended is (broken.fix is not None and safe and not broken.forced)


def test_older_sections_keep_every_comment_and_mean_the_same(place, doctor):
    HOSTS["older sections"].break_it(place)
    config = place.state / "openclaw.json"
    before = config.read_text()
    doctor("--fix")
    after = config.read_text()
    assert sorted(_comments(after)) == sorted(_comments(before))
    assert len(_comments(after)) == 5
    said = parse(after)
    assert "agent" not in said
    assert "routing" not in said
    assert said["agents"]["defaults"]["model"] == {"primary": "anthropic/claude-opus-4-5"}
    models = {"anthropic/claude-opus-4-5": {"alias": "Best"}}
    assert said["agents"]["defaults"]["models"] == models
    assert said["agents"]["list"] == [{"id": "work", "workspace": "~/work"}]
    assert (place.state / "openclaw.json.bak").read_text() == before


def _comments(text):
    from openclaw_auth.config.comments import comments

    return comments(text)


def test_unpinning_touches_no_other_session_and_no_other_field(place, doctor):
    HOSTS["pinned to what is gone"].break_it(place)
    doctor("--fix")
    entries = json.loads((place.state / "agents/main/sessions/sessions.json").read_text())
    assert entries == {
        "agent:main:main": {"sessionId": "s", "authProfileOverride": "anthropic:default"},
        "agent:main:a": {"sessionId": "a", "unknown": [1]},
        "agent:main:b": {"updatedAt": 1},
    }


def test_times_are_set_back_and_nothing_else_is_lost(place, doctor):
    HOSTS["used in the future"].break_it(place)
    doctor("--fix")
    store = json.loads((place.state / "agents/main/agent/auth-profiles.json").read_text())
    stats = store["usageStats"]["anthropic:default"]
    assert stats["lastUsed"] <= place.now_ms + 60_000
    assert 0 < stats["cooldownUntil"] - place.now_ms < 120_000  # its own length: a minute
    assert stats["unknown"] == "kept"
    assert stats["errorCount"] == 1


def test_a_login_is_never_refreshed_beside_a_running_openclaw(place, doctor):
    HOSTS["due login"].break_it(place)
    folder = place.home / "tmp" / f"openclaw-{os.getuid()}"
    folder.mkdir(parents=True)
    place.set_env("TMPDIR", str(place.home / "tmp"))
    held = {"pid": os.getpid(), "configPath": str(place.state / "openclaw.json")}
    (folder / "gateway.abcd1234.lock").write_text(json.dumps(held))
    document = doctor("--fix")
    assert document["fixed"] == []
    assert found_by(HOSTS["due login"], document)


def test_a_service_that_does_not_come_up_is_said(place, doctor):
    HOSTS["stopped service"].break_it(place)
    (place.home / "record.stuck").touch()
    before = contents(place)
    (done,) = doctor("--fix")["fixed"]
    assert (done["code"], done["outcome"]) == ("doctor_undone", "undone")
    assert contents(place) == before


def test_everything_at_once_is_mended_in_one_run(place, doctor):
    HOSTS["pinned to what is gone"].break_it(place)
    place.store({NAME: KEY}, usageStats={NAME: {"lastUsed": place.now_ms + 900_000_000}})
    place.config(
        {"nonsense": 1, "auth": {"order": {"anthropic": ["anthropic:gone", "anthropic:default"]}}},
        prot=1,
    )
    (place.state / "openclaw.json").chmod(0o644)
    document = doctor("--fix")
    assert document["findings"] == []
    assert len(document["fixed"]) == 6
    before = contents(place)
    assert doctor("--fix")["fixed"] == []
    assert contents(place) == before


def test_two_orders_of_one_store_that_name_the_same_are_both_mended(place, doctor):
    openai = {"type": "api_key", "provider": "openai", "key": OPENAI}
    order = {"anthropic": ["x:gone", NAME], "openai": ["x:gone", "openai:a"]}
    place.store({NAME: KEY, "openai:a": openai}, order=order)
    document = doctor("--fix")
    assert [one["outcome"] for one in document["fixed"]] == ["done", "done"]
    assert document["findings"] == []


def test_what_a_newer_openclaw_may_know_is_not_taken_out(place, doctor):
    place.config({"unheard": 1, "meta": {"lastTouchedVersion": "2027.1.0"}}, prot=1)
    before = contents(place)
    document = doctor("--fix")
    assert document["fixed"] == []
    said = {finding["code"] for finding in document["findings"]}
    assert {"doctor_unknown_section", "doctor_config_key", "doctor_newer_version"} <= said
    assert contents(place) == before


def test_explain_believes_no_time_out_of_years(place, capsys):
    far = place.now_ms + 3650 * 86_400_000
    place.store({NAME: KEY}, usageStats={NAME: {"cooldownUntil": far}})
    assert run(["models", "auth", "explain", "anthropic/claude-opus-4-5"]) == 0
    said = capsys.readouterr().out
    assert f"{NAME}=" in said
    assert "3650d" not in said


def test_a_fault_in_our_own_file_is_told_under_its_path(place, doctor, capsys):
    HOSTS["unknown key in our own file"].break_it(place)
    own = str(place.state / "openclaw-auth.json5")
    (found,) = doctor()["findings"]
    assert found["evidence"]["file"] == own
    assert run(["models", "list"]) == 1
    said = capsys.readouterr().err
    assert own in said
    assert "openclaw.json" not in said


def test_what_is_set_aside_is_kept_beside_it(place, doctor):
    HOSTS["unreadable config"].break_it(place)
    doctor("--fix", "--force")
    assert (place.state / "openclaw.json.broken").read_text() == '{"gateway": {'
    assert "merge" in (place.state / "openclaw.json").read_text()


def test_a_key_in_a_service_file_is_kept_when_it_is_written_anew(place, doctor):
    HOSTS["service with a secret"].break_it(place)
    doctor("--fix", "--force")
    unit = place.home / ".config/systemd/user/openclaw-gateway.service"
    assert SECRET not in unit.read_text()
    kept = unit.with_name(unit.name + ".bak")
    assert SECRET in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600

    unit.write_text(unit.read_text().replace("RestartSec=5", "RestartSec=50"))
    doctor("--fix", "--force")
    assert "RestartSec=5\n" in unit.read_text()
    assert SECRET in kept.read_text(), "the later one is kept beside it"
    assert "RestartSec=50" in kept.with_name(kept.name + ".1").read_text()


def test_a_service_file_is_not_mended_at_the_cost_of_a_key(place, doctor):
    HOSTS["service of a program that is gone"].break_it(place)
    unit = place.home / ".config/systemd/user/openclaw-gateway.service"
    unit.write_text(
        unit.read_text().replace("[Service]\n", f"[Service]\nEnvironment=X_API_KEY={SECRET}\n")
    )
    before = contents(place)
    document = doctor("--fix")
    assert document["fixed"] == []
    assert not any(f["fixable"] for f in document["findings"] if f["area"] == "service")
    assert contents(place) == before
    (done,) = doctor("--fix", "--force")["fixed"]
    assert done["code"] == "doctor_fixed_service_file"
    assert SECRET in unit.with_name(unit.name + ".bak").read_text()
