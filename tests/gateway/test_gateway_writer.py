"""What the gateway learns reaches the disk: failures at once, successes patiently."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from openclaw_auth.agents import every_agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.paths import system_paths
from openclaw_auth.errors import NoCredential
from openclaw_auth.events import Spine
from openclaw_auth.gateway.writer import Writer
from openclaw_auth.lending.broker import Broker, Outcome
from openclaw_auth.lending.running_state import last_crossing, read_pins
from openclaw_auth.lending.usage import Usage
from openclaw_auth.selection.failure import Failure
from openclaw_auth.settings import load_settings
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.store.state import StateDb
from openclaw_auth.testing.virtual import VirtualClock, virtual_ports
from openclaw_auth.world import load_world

DAY_MS = 86_400_000
BAD_KEY = Failure(
    "auth", "invalid_key", "disable_until_reauth", "credential", rule="r", reason=Reason("usable")
)
TURN = Failure(
    "rate_limit", "requests", "cooldown", "credential_model", rule="r", reason=Reason("usable")
)


def key(name):
    return {"type": "api_key", "provider": "anthropic", "key": f"sk-{name}"}


class CountingState(StateDb):
    """The real database, and how often it was committed."""

    __slots__ = ("commits",)

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.commits = 0

    def apply_all(self, statements):
        self.commits += 1
        super().apply_all(statements)


class Host:
    """A state directory, a broker over it and the writer behind it."""

    def __init__(self, root, *, profiles=None, environ=None):
        self.clock = VirtualClock()
        self.path = root / "agents/main/agent/auth-profiles.json"
        self.put({"version": 1, "profiles": profiles or {n: key(n) for n in ("anthropic:a",)}})
        environ = {"OPENCLAW_STATE_DIR": str(root), "HOME": str(root), **(environ or {})}
        self.ports = virtual_ports(self.clock, environ, str(root))
        self.paths = system_paths(self.ports)
        ensure_fingerprint_key(self.paths.state_dir, self.ports)
        spine = Spine()
        self.events = []
        spine.subscribe(self.events.append)
        self.broker = Broker(self.world(), self.ports, spine, Usage())
        self.state = CountingState(self.paths.state_db, self.ports)
        self.writer = Writer(self.broker, self.state, self.paths, self.ports, spine)

    def world(self):
        settings = load_settings(self.paths, self.ports)
        return load_world(settings, every_agent(settings.view, self.paths), self.ports)

    def put(self, document):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(document if isinstance(document, str) else json.dumps(document))

    def stored(self, name="anthropic:a"):
        return json.loads(self.path.read_text()).get("usageStats", {}).get(name)

    def lease(self, session=None):
        return self.broker.lease(
            provider="anthropic",
            model="m",
            agent_id="main",
            call="anthropic-messages",
            session=session,
        )

    def report(self, lease, failure=None):
        now_ms = self.clock.now_ms
        outcome = Outcome(
            status=200 if failure is None else 401,
            failure=failure,
            complete=True,
            started_ms=now_ms,
            first_byte_ms=now_ms,
            ended_ms=now_ms,
            streamed=False,
            bytes_out=1,
        )
        self.broker.report(lease, outcome)

    def health(self):
        return [event.fields["code"] for event in self.events if event.kind == "health"]


async def written(host):
    """Wait until the writer says that everything noted so far is on the disk."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    host.broker.when_written(lambda: done.set_result(None))
    await asyncio.wait_for(done, 10)


async def running(host, work):
    task = asyncio.create_task(host.writer.run())
    try:
        return await work
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await host.writer.close()


def test_a_failure_is_on_the_disk_when_the_writer_says_so(tmp_path):
    async def scene():
        host = Host(tmp_path)

        async def work():
            host.report(host.lease(), BAD_KEY)
            await written(host)
            return host.stored()

        return host, await running(host, work())

    host, stats = asyncio.run(scene())
    assert stats["deadDetail"] == "invalid_key"
    assert stats["disabledReason"] == "auth"
    assert stats["disabledUntil"] == host.clock.now_ms + DAY_MS
    assert stats["failureCounts"] == {"auth": 1}
    assert "sk-" not in json.dumps(stats)


def test_with_nothing_to_write_nobody_waits(tmp_path):
    async def scene():
        host = Host(tmp_path)
        called = []
        host.broker.when_written(lambda: called.append(1))
        await host.writer.close()
        return called

    assert asyncio.run(scene()) == [1]


def test_a_success_clears_the_store_at_once_too(tmp_path):
    async def scene():
        host = Host(tmp_path)

        async def work():
            host.report(host.lease(), TURN)
            await written(host)
            failed = host.stored()
            host.clock.pass_ms(61_000)
            host.report(host.lease())
            await written(host)
            return failed, host.stored()

        return await running(host, work())

    failed, cleared = asyncio.run(scene())
    assert failed["models"]["m"]["errorCount"] == 1
    assert "models" not in cleared


def test_a_penalty_of_a_variable_is_stored_under_its_name(tmp_path):
    async def scene():
        environ = {"ANTHROPIC_API_KEY": "sk-env"}
        host = Host(
            tmp_path, profiles={"openai:x": {**key("x"), "provider": "openai"}}, environ=environ
        )

        async def work():
            host.report(host.lease(), BAD_KEY)
            await written(host)
            return host.stored("env:ANTHROPIC_API_KEY")

        return await running(host, work())

    assert asyncio.run(scene())["deadDetail"] == "invalid_key"


def test_failures_that_come_while_a_write_runs_are_written_together(tmp_path):
    async def scene():
        host = Host(tmp_path, profiles={f"anthropic:{n}": key(str(n)) for n in range(100)})
        go, writes = threading.Event(), []
        store_of = host.writer._store

        def slow_store(folder):
            store = store_of(folder)

            class Slow:
                location = store.location

                def update(self, change):
                    writes.append(1)
                    go.wait(10)
                    return store.update(change)

            return Slow()

        host.writer._store = slow_store

        async def work():
            for _ in range(100):
                host.report(host.lease(), BAD_KEY)
                await asyncio.sleep(0)
            go.set()
            await written(host)
            return sum(
                "deadDetail" in s for s in json.loads(host.path.read_text())["usageStats"].values()
            )

        return await running(host, work()), len(writes)

    dead, writes = asyncio.run(scene())
    assert dead == 100
    assert writes <= 3


def test_what_cannot_be_written_holds_in_memory_is_said_once_and_written_later(tmp_path):
    async def scene():
        host = Host(tmp_path, profiles={"anthropic:a": key("a"), "anthropic:b": key("b")})
        good = host.path.read_text()
        host.put("{ half a file")

        async def work():
            for _ in range(2):
                host.report(host.lease(), BAD_KEY)
                await written(host)
                host.clock.pass_ms(60_000)
                await host.writer.write_penalties()
            with pytest.raises(NoCredential):
                host.lease()
            said = host.health()
            host.put(good)
            host.clock.pass_ms(60_000)
            await host.writer.write_penalties()
            return said

        return host, await running(host, work())

    host, said = asyncio.run(scene())
    assert said == ["penalties_unwritten"]
    assert host.health() == ["penalties_unwritten", "penalties_written_again"]
    assert {host.stored(f"anthropic:{n}")["deadDetail"] for n in "ab"} == {"invalid_key"}
    notice = next(e.fields for e in host.events if e.kind == "health")
    assert notice["path"] == str(host.path)
    assert notice["step"]


def test_a_credential_that_was_replaced_meanwhile_gets_no_penalty(tmp_path):
    async def scene():
        host = Host(tmp_path)
        lease = host.lease()
        host.put({"version": 1, "profiles": {"anthropic:a": key("another")}})

        async def work():
            host.report(lease, BAD_KEY)
            await written(host)
            host.clock.pass_ms(1)
            host.broker.swap(host.world())
            return host.lease().profile_id

        return await running(host, work()), host.stored()

    profile_id, stats = asyncio.run(scene())
    assert profile_id == "anthropic:a"
    assert stats is None


def test_a_dead_credential_is_drawn_out_as_long_as_its_secret_stays(tmp_path):
    async def scene():
        host = Host(tmp_path, profiles={"anthropic:a": key("a"), "anthropic:b": key("b")})

        async def work():
            for _ in range(2):
                host.report(host.lease(), BAD_KEY)
            await written(host)
            document = json.loads(host.path.read_text())
            document["profiles"]["anthropic:b"] = key("replaced")
            host.put(document)
            host.clock.pass_ms(DAY_MS // 2 + 1_000)
            host.broker.swap(host.world())
            await host.writer.renew()

        await running(host, work())
        return host

    host = asyncio.run(scene())
    assert host.stored("anthropic:a")["disabledUntil"] == host.clock.now_ms + DAY_MS
    assert host.stored("anthropic:b")["disabledUntil"] < host.clock.now_ms + DAY_MS


def test_a_second_of_successes_is_one_commit_and_no_write_of_the_store(tmp_path):
    async def scene():
        host = Host(tmp_path)
        before = host.path.stat().st_mtime_ns
        for number in range(1_000):
            host.report(host.lease(session=f"s{number % 7}"))
        await host.writer.write_state()
        await host.writer.write_state()
        unchanged = host.path.stat().st_mtime_ns == before
        commits = host.state.commits
        await host.writer.close()
        return host, commits, unchanged

    host, commits, unchanged = asyncio.run(scene())
    assert (commits, unchanged) == (1, True)
    assert host.stored()["lastUsed"] == host.clock.now_ms
    state = StateDb(host.paths.state_db, host.ports)
    assert len(read_pins(state)) == 7
    assert last_crossing(state) is None
