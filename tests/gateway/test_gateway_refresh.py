"""The gateway keeps logins fresh without traffic, and renews one that is refused, once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time

import pytest

from gateway_process import GatewayProcess, wait_until
from openclaw_auth.credentials import UsageStats
from openclaw_auth.events import Spine
from openclaw_auth.gateway.logins.refresher import Refresher
from openclaw_auth.gateway.reload import Reloader
from openclaw_auth.gateway.worlds import Worlds
from openclaw_auth.refresh.flow import LoginRefresh
from openclaw_auth.refresh.journal import Journal
from openclaw_auth.refresh.pair import Pair
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import RemoveProfile, SetStats
from openclaw_auth.store.state import StateDb
from openclaw_auth.testing.oauth_provider import (
    CutBefore,
    Delay,
    Status,
    error_in_200,
)
from refresh_host import PROFILE

DEADLINE_S = 10


class Running:
    """A refresher with the worlds that it needs, in the test's loop."""

    def __init__(self, host):
        self.host = host
        self.spine = Spine()
        self.events = []
        self.spine.subscribe(self.events.append)
        self.worlds = Worlds(host.paths, host.ports)
        self.world = self.worlds.build()
        self.state = StateDb(host.paths.state_db, host.ports)
        self.reloader = Reloader(
            files=lambda: self.worlds.files(self.world),
            build=self.worlds.build,
            adopt=self.adopt,
            failed=lambda reason: pytest.fail(str(reason)),
        )

    def adopt(self, world):
        self.world = world

    async def __aenter__(self):
        self.refresher = Refresher(
            lambda: self.world,
            self.host.ports,
            self.spine,
            self.state,
            self.reloader.look_now,
            look_every_s=0.2,
        )
        return self

    async def __aexit__(self, *_):
        await self.refresher.aclose()

    @contextlib.asynccontextmanager
    async def in_background(self):
        task = asyncio.create_task(self.refresher.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def refreshed(self, agent="main", rejected=None):
        return await self.refresher.refreshed(self.host.dir(agent), PROFILE, rejected=rejected)

    def token(self, agent="main"):
        return self.world.snapshots[agent].data.profiles[PROFILE].secret.reveal()


async def until(true):
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline, "it never came"
        await asyncio.sleep(0.01)


def run(work):
    return asyncio.run(asyncio.wait_for(work, 30))


def test_it_renews_ahead_of_the_end_without_any_traffic(refresh_host):
    refresh_host.provider.expires_in = 2
    refresh_host.log_in(ends_in_ms=60_000)

    async def work():
        async with Running(refresh_host) as running, running.in_background():
            await until(lambda: len(refresh_host.refreshes()) >= 3)
            assert refresh_host.profile().expires_ms > refresh_host.ports.now_ms()
            await until(lambda: running.token() == refresh_host.tokens()[0])

    run(work())
    assert set(refresh_host.refreshes()) == {"issued"}
    assert len(refresh_host.refreshes()) < 10, "the last fifth of a life, not all the time"


def test_a_fresh_login_is_left_in_peace(refresh_host):
    refresh_host.log_in(ends_in_ms=3_600_000)

    async def work():
        async with Running(refresh_host) as running, running.in_background():
            await asyncio.sleep(0.6)

    run(work())
    assert refresh_host.refreshes() == []


def test_a_cooling_profile_is_renewed_too(refresh_host):
    refresh_host.log_in(ends_in_ms=10_000)
    stats = UsageStats(cooldown_until_ms=refresh_host.ports.now_ms() + 3_600_000)
    refresh_host.store().update(lambda _: [SetStats(PROFILE, stats)])

    async def work():
        async with Running(refresh_host) as running, running.in_background():
            await until(lambda: refresh_host.refreshes() == ["issued"])

    run(work())


def test_fifty_requests_whose_token_was_refused_share_one_refresh(refresh_host):
    pair = refresh_host.log_in(ends_in_ms=3_600_000)
    refresh_host.provider.fail_next(Delay(0.2))

    async def work():
        async with Running(refresh_host) as running:
            refused = Secret(pair.access)
            answers = await asyncio.gather(
                *(running.refreshed(rejected=refused) for _ in range(50))
            )
            assert all(answers)
            assert running.token() == refresh_host.tokens()[0] != pair.access
            assert await running.refreshed(rejected=refused), "another token is there already"

    run(work())
    assert refresh_host.refreshes() == ["delay"]


def test_an_inherited_login_is_renewed_where_it_lies(refresh_host):
    refresh_host.log_in("main")

    async def work():
        async with Running(refresh_host) as running, running.in_background():
            await until(lambda: refresh_host.refreshes() == ["issued"])
            await until(lambda: running.token("work") == refresh_host.tokens("main")[0])

    run(work())


def test_after_a_failure_nobody_waits_and_the_provider_is_not_hammered(refresh_host):
    refresh_host.log_in()
    refresh_host.provider.fail_next(*[Status(503)] * 50)

    async def work():
        async with Running(refresh_host) as running:
            assert not await running.refreshed()
            began = time.monotonic()
            for _ in range(100):
                assert not await running.refreshed()
            assert time.monotonic() - began < 1

    run(work())
    assert refresh_host.refreshes() == ["status"]


def test_a_lost_answer_is_tried_again_as_soon_as_the_old_token_has_ended(refresh_host):
    refresh_host.provider.grants._revoke_on_reuse = False
    pair = refresh_host.log_in(ends_in_ms=1_500)
    refresh_host.provider.fail_next(CutBefore())

    async def work():
        async with Running(refresh_host) as running, running.in_background():
            await until(lambda: refresh_host.refreshes() == ["cut_before"])
            assert await running.refreshed(), "the old token serves"
            assert refresh_host.refreshes() == ["cut_before"]
            await until(lambda: refresh_host.tokens()[0] != pair.access)

    run(work())
    assert refresh_host.refreshes() == ["cut_before", "issued"]


def test_a_store_that_breaks_is_looked_at_again_but_not_all_the_time(refresh_host, monkeypatch):
    refresh_host.log_in()
    looks = []
    steps = LoginRefresh.steps
    monkeypatch.setattr(LoginRefresh, "steps", lambda self: looks.append(1) or steps(self))

    async def work():
        async with Running(refresh_host) as running:
            refresh_host.break_store()
            async with running.in_background():
                await asyncio.sleep(1.5)

    run(work())
    assert 1 <= len(looks) <= 3
    assert refresh_host.refreshes() == []


def test_a_fault_of_ours_is_said_and_neither_ends_nor_spins_the_refresher(
    refresh_host, monkeypatch
):
    refresh_host.log_in()
    looks = []

    def broken(self):
        looks.append(1)
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(LoginRefresh, "steps", broken)

        async def work():
            async with Running(refresh_host) as running, running.in_background():
                assert not await running.refreshed()
                await until(
                    lambda: any(e.fields.get("code") == "unexpected" for e in running.events)
                )
                patch.undo()
                await until(lambda: refresh_host.refreshes() == ["issued"])

        run(work())
    assert len(looks) <= 3


def test_a_dead_grant_is_asked_for_once_until_somebody_logs_in(refresh_host):
    refresh_host.log_in()
    refresh_host.provider.fail_next(error_in_200())

    async def work():
        async with Running(refresh_host) as running, running.in_background():
            await until(lambda: refresh_host.journals() != [])
            assert not await running.refreshed()
            refresh_host.log_in()
            await running.reloader.look_now()
            running.refresher.replan()
            await until(lambda: running.token() == refresh_host.provider.grants.families[-1].access)
            await until(lambda: len(refresh_host.refreshes()) == 2)

    run(work())
    assert refresh_host.refreshes() == ["status", "issued"]


def test_what_a_dead_process_had_received_is_in_the_store_after_the_start(refresh_host):
    old = refresh_host.log_in()
    family = refresh_host.provider.grants.holder(old.refresh)
    refresh_host.provider.grants.redeem(old.refresh)
    refresh_host.provider.grants.issue_tokens(family, lambda: "the-new-access")
    name = Secret(old.refresh).fingerprint(refresh_host.key)
    journal = Journal(refresh_host.dir(), name, refresh_host.ports)
    journal.prepare(PROFILE, "corp")
    journal.sent(PROFILE, "corp")
    ends_ms = refresh_host.ports.now_ms() + 3_600_000
    pair = Pair(Secret("the-new-access"), Secret(family.refresh), ends_ms)
    journal.received(PROFILE, "corp", pair)

    async def work():
        async with Running(refresh_host) as running, running.in_background():
            await until(lambda: running.token() == "the-new-access")

    run(work())
    assert refresh_host.tokens() == ("the-new-access", family.refresh)
    assert refresh_host.journals() == []
    assert refresh_host.refreshes() == []


def test_a_stop_waits_for_the_answer_and_stores_it(refresh_host):
    pair = refresh_host.log_in()
    refresh_host.provider.fail_next(Delay(0.5))

    async def work():
        async with Running(refresh_host) as running:
            asyncio.create_task(running.refreshed())  # noqa: RUF006 - ended by the stop
            await until(lambda: refresh_host.refreshes() == ["delay"])

    run(work())
    assert refresh_host.tokens()[0] != pair.access
    assert refresh_host.journals() == []


def test_events_name_each_step_and_never_a_secret(refresh_host):
    pair = refresh_host.log_in()

    async def work():
        async with Running(refresh_host) as running:
            await running.refreshed()
            await asyncio.sleep(0)
            return running.events

    events = run(work())
    assert [e.fields["step"] for e in events if e.kind == "refresh"] == [
        "locked", "prepared", "sent", "answered", "received", "stored", "noted", "copied", "done",
    ]  # fmt: skip
    text = json.dumps([event.to_json() for event in events])
    for secret in (*pair_of(pair), *refresh_host.tokens()):
        assert secret not in text


def pair_of(pair):
    return pair.access, pair.refresh


def test_a_login_that_is_removed_meanwhile_is_no_trouble(refresh_host):
    refresh_host.log_in()

    async def work():
        async with Running(refresh_host) as running:
            refresh_host.store().update(lambda _: [RemoveProfile(PROFILE)])
            assert not await running.refreshed()

    run(work())


def test_a_gateway_process_renews_logs_it_and_ends_well(refresh_host):
    pair = refresh_host.log_in(ends_in_ms=30_000)
    with GatewayProcess(refresh_host.home) as gateway:
        wait_until(lambda: refresh_host.refreshes() == ["issued"])
        wait_until(lambda: "step=done" in gateway.log)
        wait_until(lambda: refresh_host.journals() == [])
    assert gateway.process.returncode == 0
    for secret in (*pair_of(pair), *refresh_host.tokens()):
        assert secret not in gateway.log
