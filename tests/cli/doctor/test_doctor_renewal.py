"""`doctor` says when a login is not renewed any more, and when somebody else renews it too."""

from __future__ import annotations

import json
import os

import pytest

from openclaw_auth.testing.oauth_provider import CutAfter, OAuthProvider, error_in_200
from refresh_host import PROFILE, RefreshHost


@pytest.fixture
def login(tmp_path, host):
    with OAuthProvider() as provider:
        login = RefreshHost(tmp_path, provider)
        host.state = login.state
        host.env["OPENCLAW_STATE_DIR"] = str(login.state)
        host.env["TMPDIR"] = str(tmp_path / "tmp")
        yield login
        for kit in login.kits:
            kit.close()


def codes(host):
    findings = host.run("doctor", "--non-interactive", "--json").json()["findings"]
    return {finding["code"] for finding in findings}


def test_a_login_that_is_renewed_is_no_finding(login, host):
    login.log_in()
    login.refresh()
    assert not codes(host) & {"refresh_rejected", "refresh_unknown", "doctor_openclaw_runs"}


def test_a_dead_grant_is_an_error_with_the_command(login, host):
    login.log_in()
    login.provider.fail_next(error_in_200())
    login.refresh()
    done = host.run("doctor", "--non-interactive")
    assert PROFILE in done.out
    assert "openclaw models auth login --provider corp" in done.out
    assert "refresh_rejected" in codes(host)


def test_a_lost_answer_is_a_warning(login, host):
    login.log_in(ends_in_ms=60_000)
    login.provider.fail_next(CutAfter())
    login.refresh()
    assert "refresh_unknown" in codes(host)


def test_a_running_openclaw_beside_a_login_is_a_warning(login, host):
    folder = login.home / "tmp" / f"openclaw-{os.getuid()}"
    folder.mkdir(parents=True)
    held = {"pid": os.getpid(), "configPath": str(login.state / "openclaw.json")}
    (folder / "gateway.abcd1234.lock").write_text(json.dumps(held))
    assert "doctor_openclaw_runs" not in codes(host), "no login, no danger"
    login.log_in()
    assert "doctor_openclaw_runs" in codes(host)
    assert str(os.getpid()) in host.run("doctor", "--non-interactive").out
