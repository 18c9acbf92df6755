"""What the metrics make of events and of logins that are no longer renewed."""

from __future__ import annotations

import pytest

from openclaw_auth.events import Spine
from openclaw_auth.gateway.metrics.standing import profile_standings
from openclaw_auth.gateway.metrics.tally import NOBODY, RESULTS, Tally
from openclaw_auth.refresh.facts import Renewal
from watched_host import HOUR_MS, START_MS, Watched


class Thing:
    """As much of a broker or an event as is looked at."""

    def __init__(self, **fields):
        vars(self).update(fields)


@pytest.mark.parametrize(
    ("status", "result"),
    [(None, "left"), (101, "1xx"), (200, "2xx"), (404, "4xx"), (529, "5xx"), (999, "5xx")],
)
def test_every_status_counts(status, result):
    spine = Spine()
    tally = Tally(spine)
    spine.publish(Thing(kind="access", lease=None, status=status, ms=1, first_byte_ms=None))
    assert tally.served[NOBODY].results == [int(name == result) for name in RESULTS]


@pytest.mark.parametrize(
    ("renewable", "renews"), [("yes", True), ("no", False), ("rejected", False)]
)
def test_a_login_that_nobody_renews_any_more_says_so(tmp_path, renewable, renews):
    login = {"type": "oauth", "provider": "anthropic", "access": "a" * 40, "refresh": "r" * 40}
    watched = Watched(tmp_path)
    watched.write_store({"anthropic:me": {**login, "expires": START_MS + HOUR_MS}})
    world, _ = watched.look()
    broker = Thing(world=world, snapshot_of=lambda agent, _: world.snapshots[agent])
    known = {"main": {"anthropic:me": Renewal(renewable)}}
    (found,) = profile_standings(broker, known, START_MS)
    assert found.renews is renews
    assert found.expiry_s == HOUR_MS / 1000
