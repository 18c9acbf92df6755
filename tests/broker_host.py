"""A broker over a state directory of its own, with a clock that a test moves."""

from __future__ import annotations

import json

from openclaw_auth.agents import every_agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.paths import system_paths
from openclaw_auth.events import Spine
from openclaw_auth.lending.broker import Broker, Outcome
from openclaw_auth.lending.usage import Usage
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.settings import load_settings
from openclaw_auth.testing.virtual import VirtualClock, virtual_ports
from openclaw_auth.world import load_world

ANTHROPIC = "anthropic-messages"
AGENTS = {"agents": {"list": [{"id": "main"}, {"id": "work"}]}}
OVERLOADED = Failure(
    "rate_limit", "overloaded", "cooldown", "credential", rule="r", reason=Reason("usable")
)
BAD_KEY = Failure(
    "auth", "invalid_key", "disable_until_reauth", "credential", rule="r", reason=Reason("usable")
)


class Host:
    """A state directory with a broker over it."""

    def __init__(
        self, root, *, profiles=None, config=None, environ=None, work=None, own_config=None
    ):
        self.clock = VirtualClock()
        state = root / "state"
        self.write(state / "agents/main/agent/auth-profiles.json", profiles)
        self.write(state / "agents/work/agent/auth-profiles.json", work)
        if config:
            state.mkdir(exist_ok=True)
            (state / "openclaw.json").write_text(json.dumps(config))
        if own_config:
            (state / "openclaw-auth.json5").write_text(json.dumps(own_config))
        environ = {"OPENCLAW_STATE_DIR": str(state), "HOME": str(root), **(environ or {})}
        self.ports = virtual_ports(self.clock, environ, str(root))
        self.usage = Usage()
        self.spine = Spine()
        self.events = []
        self.spine.subscribe(self.events.append)
        self.broker = Broker(self.world(), self.ports, self.spine, self.usage)

    def world(self):
        settings = load_settings(system_paths(self.ports), self.ports)
        settings.config.require_valid()
        agents = every_agent(settings.view, settings.paths)
        return load_world(settings, agents, self.ports)

    @staticmethod
    def write(path, profiles):
        if profiles is not None:
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps({"version": 1, "profiles": profiles}))

    def lease(self, provider="anthropic", call=ANTHROPIC, agent="main", *, model="m", session=None):
        return self.broker.lease(
            provider=provider, model=model, agent_id=agent, call=call, session=session
        )

    def said(self, kind):
        return [event.fields for event in self.events if event.kind == kind]

    def fail(self, lease, failure):
        self.report(lease, status=429, failure=failure)

    def usable_after_the_next_world(self):
        self.clock.pass_ms(2_000)
        self.broker.swap(self.world())
        return self.broker.decide(Request("anthropic", "m"), "main").next is not None

    def report(self, lease, status=200, error=None, *, failure=None, started_ms=None):
        now_ms = self.clock.now_ms
        self.broker.report(
            lease,
            Outcome(
                status=status,
                failure=failure,
                complete=error is None and status == 200,
                started_ms=now_ms if started_ms is None else started_ms,
                first_byte_ms=now_ms,
                ended_ms=now_ms,
                streamed=False,
                bytes_out=1,
                error=error,
            ),
        )


def api_key(name, provider="anthropic"):
    return {"type": "api_key", "provider": provider, "key": f"sk-{name}"}


TWO = {"anthropic:a": api_key("a"), "anthropic:b": api_key("b")}
