"""`models status` tells apart whether a login's token is valid, can be renewed, and was renewed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from openclaw_auth.testing.oauth_provider import CutAfter, Status, error_in_200
from refresh_host import RefreshHost

HOUR = 3_600_000
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def login(tmp_path, provider, host):
    login = RefreshHost(tmp_path, provider)
    login.cli = host
    host.state = login.state
    host.env["OPENCLAW_STATE_DIR"] = str(login.state)
    config = login.state / "openclaw.json"
    document = json.loads(config.read_text())
    document["agents"]["defaults"] = {"model": {"primary": "corp/m1"}}
    config.write_text(json.dumps(document))
    yield login
    for kit in login.kits:
        kit.close()


def status(login, *argv):
    return login.cli.run("models", "status", *argv)


def row_of(login, *argv):
    (row,) = status(login, "--json", *argv).json()["auth"]["oauth"]["profiles"]
    return row


def end(login, ends_in_ms):
    found = login.profile()
    login.put(found.secret.reveal(), found.refresh.reveal(), ends_in_ms=ends_in_ms)


def working(login, ends_in_ms):
    login.log_in()
    login.refresh()
    end(login, ends_in_ms)


def hiccup(login, ends_in_ms):
    login.log_in()
    login.provider.fail_next(Status(503))
    login.refresh()
    end(login, ends_in_ms)


def rejected(login, ends_in_ms):
    login.log_in(ends_in_ms=60_000)
    login.provider.fail_next(error_in_200())
    login.refresh()
    end(login, ends_in_ms)


def lost(login, ends_in_ms):
    login.log_in(ends_in_ms=60_000)
    login.provider.fail_next(CutAfter())
    login.refresh()
    end(login, ends_in_ms)


def not_offered(login, ends_in_ms):
    login.log_in(ends_in_ms=ends_in_ms)
    (login.state / "openclaw-auth.json5").write_text(
        json.dumps(
            {"models": {"providers": {"corp": {"baseUrl": "http://127.0.0.1:9", "models": []}}}}
        )
    )


def no_token(login, ends_in_ms):
    pair = login.provider.issue()
    login.put(pair.access, "", ends_in_ms=ends_in_ms)


# access token's end, what happened: access, renewable, last refresh, status, --check
TABLE = [
    (48 * HOUR, working, "valid", "yes", "refreshed", "ok", 0),
    (HOUR, working, "valid", "yes", "refreshed", "ok", 0),
    (-HOUR, working, "ended", "yes", "refreshed", "ok", 0),
    (HOUR, hiccup, "valid", "yes", "failed", "ok", 0),
    (-HOUR, hiccup, "ended", "yes", "failed", "ok", 0),
    (48 * HOUR, lost, "valid", "unknown", "unknown", "ok", 0),
    (HOUR, lost, "valid", "unknown", "unknown", "expiring", 2),
    (-HOUR, lost, "ended", "unknown", "unknown", "expired", 1),
    (48 * HOUR, rejected, "valid", "rejected", "rejected", "ok", 0),
    (HOUR, rejected, "valid", "rejected", "rejected", "expiring", 2),
    (-HOUR, rejected, "ended", "rejected", "rejected", "expired", 1),
    (HOUR, no_token, "valid", "no", None, "expiring", 2),
    (-HOUR, no_token, "ended", "no", None, "expired", 1),
    (-HOUR, not_offered, "ended", "no", None, "ok", 0),
]


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line[1].__name__}-{line[0] // HOUR}h")
def test_the_table(login, line):
    ends_in_ms, happened, access, renewable, last, state, code = line
    happened(login, ends_in_ms)
    row = row_of(login)
    assert (row["access"], row["renewable"], row["status"]) == (access, renewable, state)
    assert (row["lastRefresh"] or {}).get("outcome") == last
    assert status(login, "--check").code == code


@pytest.mark.parametrize("name", ["refresh.md", "zh-CN/refresh.md"])
def test_the_table_in_the_docs_is_this_one(name):
    """Columns: access, renewable, last refresh, whether the end is near, status, exit code."""
    line = r"^\| `(\w+)` \| `(\w+)` \| `([\w-]+)` \| `([\w-]+)` \| `(\w+)` \| (\d) \|$"
    documented = re.findall(line, (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert documented == [
        (access, renewable, last or "-", nearness(ends_in_ms), state, str(code))
        for ends_in_ms, _, access, renewable, last, state, code in TABLE
    ]


def nearness(ends_in_ms):
    if ends_in_ms < 0:
        return "-"
    return "near" if ends_in_ms <= 24 * HOUR else "far"


def test_the_window_is_the_users(login):
    rejected(login, HOUR)
    assert status(login, "--check", "--within", "30m").code == 0
    assert status(login, "--check", "--within", "90m").code == 2
    assert row_of(login, "--within", "2d")["status"] == "expiring"
    assert status(login, "--within", "soon").code == 1


def test_usable_follows_the_renewal_too(login):
    rejected(login, HOUR)
    assert status(login, "--check", "--usable").code == 2
    assert status(login, "--check", "--usable", "--within", "10m").code == 0


def test_a_dead_login_names_the_command(login):
    rejected(login, -HOUR)
    login.refresh()
    shown = status(login)
    assert "openclaw models auth login --provider corp" in shown.out
    assert "invalid_grant" in shown.out


def test_a_lost_answer_names_the_command_too(login):
    lost(login, HOUR)
    shown = status(login).out
    assert "openclaw models auth login --provider corp" in shown
    assert "one more try" in shown


def test_asking_writes_nothing(login):
    rejected(login, HOUR)
    for kit in login.kits:
        kit.close()
    before = {path: path.stat().st_mtime_ns for path in login.state.rglob("*")}
    status(login)
    assert {path: path.stat().st_mtime_ns for path in login.state.rglob("*")} == before
