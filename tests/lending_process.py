"""A process that lends, reports, writes and reloads as the gateway does, by words on its input.

    python lending_process.py

Reads `lease` and `fail DETAIL` lines; answers each with one line of JSON: what the next lease
would be. `fail` answers when the penalty is on the disk, as the gateway answers a refusal.
"""

import asyncio
import json
import sys

from openclaw_auth.codes import Reason
from openclaw_auth.config.paths import system_paths
from openclaw_auth.errors import NoCredential
from openclaw_auth.events import Spine
from openclaw_auth.gateway.reload import Reloader
from openclaw_auth.gateway.worlds import Worlds
from openclaw_auth.gateway.writer import Writer
from openclaw_auth.lending.broker import Broker, Outcome
from openclaw_auth.lending.usage import Usage
from openclaw_auth.ports import system_ports
from openclaw_auth.selection.failure import Failure
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.store.state import StateDb

KNOWN = {
    "invalid_key": ("auth", "disable_until_reauth", "credential"),
    "overloaded": ("rate_limit", "cooldown", "credential"),
    "requests": ("rate_limit", "cooldown", "credential_model"),
}


def failure(detail):
    failure_class, action, scope = KNOWN[detail]
    return Failure(failure_class, detail, action, scope, rule="r", reason=Reason("usable"))


class Lender:
    def __init__(self):
        self.ports = system_ports()
        paths = system_paths(self.ports)
        ensure_fingerprint_key(paths.state_dir, self.ports)
        worlds = Worlds(paths, self.ports)
        spine = Spine()
        self.broker = Broker(worlds.build(), self.ports, spine, Usage())
        state = StateDb(paths.state_db, self.ports)
        self.writer = Writer(self.broker, state, paths, self.ports, spine)
        self.reloader = Reloader(
            files=lambda: worlds.files(self.broker.world),
            build=worlds.build,
            adopt=self.broker.swap,
            failed=lambda reason: None,
        )

    def lease(self):
        return self.broker.lease(
            provider="anthropic", model="m", agent_id="main", call="anthropic-messages"
        )

    def next(self):
        try:
            return {"next": self.lease().key}
        except NoCredential as error:
            return {"next": None, "codes": [c.reason.code for c in error.candidates]}

    async def fail(self, detail):
        now_ms = self.ports.now_ms()
        outcome = Outcome(
            status=401,
            failure=failure(detail),
            complete=True,
            started_ms=now_ms,
            first_byte_ms=now_ms,
            ended_ms=now_ms,
            streamed=False,
            bytes_out=0,
        )
        self.broker.report(self.lease(), outcome)
        done = asyncio.get_running_loop().create_future()
        self.broker.when_written(lambda: done.set_result(None))
        await done

    async def run(self):
        tasks = [asyncio.create_task(w.run()) for w in (self.writer, self.reloader)]
        loop = asyncio.get_running_loop()
        while line := (await loop.run_in_executor(None, sys.stdin.readline)).split():
            if line[0] == "fail":
                await self.fail(line[1])
            print(json.dumps(self.next()), flush=True)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.writer.close()


if __name__ == "__main__":
    asyncio.run(Lender().run())
