"""What every connection of one gateway shares."""

from __future__ import annotations

import asyncio

from openclaw_auth.events import Event
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.classifier import Classifier
from openclaw_auth.gateway.connection.head_memory import HeadMemory
from openclaw_auth.gateway.page_api.traffic import Traffic
from openclaw_auth.gateway.settings import Limits, Timeouts
from openclaw_auth.transport.exchange import Timeouts as UpstreamTimeouts
from openclaw_auth.transport.late_writer import Outbox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from openclaw_auth.codes import Reason
    from openclaw_auth.events import Spine
    from openclaw_auth.gateway.chat.live import Live
    from openclaw_auth.gateway.chat.talk import Talk
    from openclaw_auth.gateway.connection.access import AccessPolicy
    from openclaw_auth.gateway.logins.refresher import Refresher
    from openclaw_auth.gateway.metrics.tally import Tally
    from openclaw_auth.gateway.page_api.desk import Desk
    from openclaw_auth.gateway.page_api.links import Links
    from openclaw_auth.gateway.page_api.login_flows import LoginFlows
    from openclaw_auth.gateway.session_choices import SessionChoices
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.ports import Ports
    from openclaw_auth.transport.exchange import Exchange, ResponseSink
    from openclaw_auth.transport.request_head import PreparedHead

    class Sender(Protocol):
        """What the gateway needs of the upstream client."""

        def start(
            self,
            head: PreparedHead,
            body: bytes,
            sink: ResponseSink,
            timeouts: UpstreamTimeouts,
            *,
            idempotent: bool,
        ) -> Exchange:
            """Begin a request; the sink is called later."""

    class Connection(Protocol):
        """What the sweep needs of a connection."""

        deadline_s: float

        def on_deadline(self) -> None:
            """The deadline has passed."""


_MEGABYTE = 1024 * 1024
NEVER_S = float("inf")
_RUN_ID_BYTES = 4


class Gateway:
    """The parts of one running gateway, and what its connections count together.

    Attributes:
        broker: lends credentials.
        classify: says what an answer means.
        chance: a number from 0 to 1, for the length of pauses.
        sender: the upstream client.
        access: who may talk to us.
        spine: where events go.
        ports: clock and randomness.
        timeouts, limits: how long and how much.
        plain_timeouts, stream_timeouts: the same in the upstream client's words.
        connections: those that have no protocol of uvicorn's; for the sweep.
        heads: accepted request heads.
        outbox: what clients are sent at the end of a turn.
        refresher: renews logins; None where nobody does.
        logins: those that a page started; None where none may.
        desk: does what a page asks for; None where it may only look.
        talk, live: sessions that talk, and who listens to them; None where nobody does.
        links: one-time links to the page; None where none are made.
        sessions: what chat sessions chose; None where nobody follows them.
        traffic: requests and failures by credential and minute.
        tally: counts what is done; None where nobody asks.
        run_id: names this run of the gateway.
        reload_problem: why the files as they are now were not taken over; None when they were.
        is_cutting_off: whether connections end now because the gateway does.
    """

    def __init__(
        self,
        *,
        broker: Broker,
        sender: Sender,
        access: AccessPolicy,
        spine: Spine,
        ports: Ports,
        timeouts: Timeouts | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.broker = broker
        self.sender = sender
        self.access = access
        self.spine = spine
        self.ports = ports
        self.now_ms = ports.now_ms
        self.classify = Classifier(broker, ports.now_ms)
        self.chance: Callable[[], float] = lambda: ports.random_bytes(1)[0] / 255
        self.timeouts = timeouts or Timeouts()
        self.limits = limits or Limits()
        times = self.timeouts
        self.plain_timeouts = UpstreamTimeouts(times.connect_s, times.first_byte_s, times.idle_s)
        self.stream_timeouts = UpstreamTimeouts(
            times.connect_s, times.stream_first_byte_s, times.idle_s
        )
        self.connections: set[Connection] = set()
        self.heads = HeadMemory()
        self.outbox = Outbox()
        self.refresher: Refresher | None = None
        self.logins: LoginFlows | None = None
        self.desk: Desk | None = None
        self.links: Links | None = None
        self.talk: Talk | None = None
        self.live: Live | None = None
        self.sessions: SessionChoices | None = None
        self.traffic = Traffic(ports.now_ms)
        broker.tally = self.traffic.count
        self.tally: Tally | None = None
        self.reload_problem: Reason | None = None
        self.is_cutting_off = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._bodies = 0
        self.run_id = ports.random_bytes(_RUN_ID_BYTES).hex()
        self._requests = 0

    def next_request_id(self) -> str:
        """Return a name for one request, unique among the gateway's runs."""
        self._requests += 1
        return f"req_{self.run_id}{self._requests:08x}"

    def keep(self, task: asyncio.Task[None]) -> None:
        """Hold a task until it ends: the loop itself holds it only weakly."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def hold_body(self, size: int) -> None:
        """Count bytes of request bodies that are held.

        Raises:
            Refusal: 503, all bodies together are too much.
        """
        if self._bodies + size > self.limits.bodies:
            raise Refusal(
                503,
                "bodies_too_many",
                headers=((b"retry-after", b"1"),),
                close=True,
                retry=True,
                limit_mb=self.limits.bodies // _MEGABYTE,
            )
        self._bodies += size

    def release_body(self, size: int) -> None:
        """Count bytes of request bodies that are no longer held."""
        self._bodies -= size

    @property
    def held_body_bytes(self) -> int:
        """How much request bodies hold now."""
        return self._bodies

    def publish(self, kind: str, at_ms: int, fields: dict[str, object]) -> None:
        """Put an event on the spine."""
        self.spine.publish(Event(kind, at_ms, fields))

    async def sweep(self) -> None:
        """End what has passed its deadline, and minutes that are over, for ever.

        One walk a second over all connections costs less than a timer for each request.
        """
        loop = asyncio.get_running_loop()
        shortest_s = min(
            getattr(self.timeouts, name) for name in ("head_s", "body_idle_s", "write_idle_s")
        )
        interval_s = min(1.0, shortest_s / 4)
        while True:
            await asyncio.sleep(interval_s)
            self.traffic.turn()
            now_s = loop.time()
            for connection in [c for c in self.connections if c.deadline_s <= now_s]:
                connection.deadline_s = NEVER_S
                connection.on_deadline()
