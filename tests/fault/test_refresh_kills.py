"""Whoever dies in the middle of a refresh, and wherever: the login lives, and is asked for once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from openclaw_auth.ports import system_ports
from openclaw_auth.refresh.journal import Journal, journals_in
from openclaw_auth.testing.oauth_provider import OAuthProvider
from openclaw_auth.testing.refresh_crew import Crew
from openclaw_auth.testing.refresh_proof import SURVIVABLE, WINDOW, RefreshProof
from refresh_host import PROFILE, RefreshHost

LOST = ("unread", "answered")


@pytest.fixture
def host(tmp_path):
    with OAuthProvider() as provider:
        host = RefreshHost(tmp_path, provider)
        yield host
        for kit in host.kits:
            kit.close()


@pytest.fixture
def crew(host):
    environment = {
        "HOME": str(host.home),
        "OPENCLAW_STATE_DIR": str(host.state),
        "PATH": os.environ["PATH"],
    }
    with Crew(1, environment) as crew:
        yield crew


def order(host, agent="main", **more):
    return {"dir": host.dir(agent), "profile": PROFILE, **more}


@pytest.mark.parametrize("step", SURVIVABLE)
def test_killed_at_a_step_nothing_is_lost_and_the_provider_is_asked_once(host, crew, step):
    host.log_in("main", "work")
    assert crew.all_at_once([order(host, die_at=step)]) == [None]
    assert host.refresh("work").outcome in ("refreshed", "adopted", "fresh")
    assert host.refresh("main").outcome in ("adopted", "fresh")
    assert host.refreshes() == ["issued"]
    family = host.provider.grants.families[0]
    assert host.tokens("main") == host.tokens("work") == (family.access, family.refresh)
    assert not family.revoked


@pytest.mark.parametrize("step", SURVIVABLE)
def test_the_next_process_clears_away_what_the_dead_one_left(host, crew, step):
    host.log_in("main", "work")
    crew.all_at_once([order(host, die_at=step)])
    host.age("main")
    host.refresh("main")
    host.age("main")
    host.refresh("main")
    assert list(journals_in(host.dir())) == []
    assert host.refresh("work").profile.refresh == host.profile("main").refresh


@pytest.mark.parametrize("step", LOST)
def test_killed_with_the_answer_in_hand_one_try_follows_at_the_end_and_then_a_login_is_asked_for(
    host, crew, step
):
    pair = host.log_in(ends_in_ms=60_000)
    assert crew.all_at_once([order(host, die_at=step)]) == [None]
    (name,) = journals_in(host.dir())
    assert Journal(host.dir(), name, host.ports).read().state == "sent"
    assert [host.refresh().outcome for _ in range(3)] == ["unknown"] * 3
    assert host.refreshes() == ["issued"]
    host.age()
    done = host.refresh()
    assert (done.outcome, done.reason.code) == ("rejected", "refresh_rejected")
    assert host.refresh().outcome == "rejected"
    assert host.refreshes() == ["issued", "invalid_grant"]
    assert host.tokens() == (pair.access, pair.refresh)


@pytest.mark.parametrize("step", LOST)
def test_a_lost_answer_costs_nothing_where_the_old_token_still_works(tmp_path, step):
    with OAuthProvider(rotate=False) as provider:
        host = RefreshHost(tmp_path, provider)
        host.log_in()
        environment = {"HOME": str(host.home), "OPENCLAW_STATE_DIR": str(host.state)}
        with Crew(1, {**environment, "PATH": os.environ["PATH"]}) as crew:
            crew.all_at_once([order(host, die_at=step)])
        assert host.refresh().outcome == "refreshed"
        assert host.journals() == []
        for kit in host.kits:
            kit.close()


def test_the_race_of_twenty_processes(tmp_path):
    proof = RefreshProof(str(tmp_path), 20, 3, system_ports()).run(20)
    print(proof.to_json())
    assert proof.problems == []
    assert proof.posts == proof.generations == proof.rounds == 20
    assert proof.asked == 800
    assert sum(proof.outcomes.values()) == 800
    assert set(proof.outcomes) == {"refreshed", "adopted", "fresh"}
    assert proof.outcomes["refreshed"] == 20


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_race_with_kills_at_every_step(tmp_path):
    proof = RefreshProof(str(tmp_path), 20, 3, system_ports()).run(60, kill=True)
    print(proof.to_json())
    assert proof.problems == []
    assert proof.posts == proof.generations == 60
    assert proof.lost_logins == 0
    assert set(proof.killed_at) == set(SURVIVABLE)
    assert proof.window == WINDOW


def test_the_proof_notices_a_refresher_without_lock_and_lineage(tmp_path):
    """Break it once, to see that it would show."""
    script = (
        "import sys, runpy\n"
        "from openclaw_auth.refresh import stripes, memory\n"
        "stripes.Stripe.take = lambda self: True\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_module('openclaw_auth.testing.refresh_worker', run_name='__main__')\n"
    )
    broken = tmp_path / "broken_worker.py"
    broken.write_text(script)
    program = (
        "import sys, json\n"
        "from openclaw_auth.testing import refresh_crew\n"
        "from openclaw_auth.testing.refresh_proof import RefreshProof\n"
        "from openclaw_auth.ports import system_ports\n"
        "real = refresh_crew.subprocess.Popen\n"
        f"refresh_crew.subprocess.Popen = lambda argv, **how: real([argv[0], {str(broken)!r}, *argv], **how)\n"
        f"proof = RefreshProof({str(tmp_path)!r}, 6, 1, system_ports()).run(1)\n"
        "print(json.dumps(proof.to_json()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=50
    )
    assert done.returncode == 0, done.stderr
    assert '"ok": false' in done.stdout
