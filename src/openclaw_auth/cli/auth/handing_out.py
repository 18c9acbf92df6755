"""Where `auth token` and `exec` get a credential: from the running gateway, else by themselves."""

from __future__ import annotations

import contextlib
import json
import os

from openclaw_auth.agents import find_agent, main_agent
from openclaw_auth.cli.auth.target import warn_remote
from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError, StoreError, UsageError
from openclaw_auth.lending.handout import Handout, HandoutAsk, hand_out, handout_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    import socket
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.events import Event
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.handout import Renewal
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.store.state import StateDb
    from openclaw_auth.world import World

_WAIT_S = 80.0  # longer than the gateway takes
_MOST_BYTES = 256 * 1024


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that both commands have."""
    parser.add_argument("--agent", metavar="ID", help="as this agent sees it")
    parser.add_argument("--model", metavar="MODEL", help="for which model: it alone may be limited")
    parser.add_argument("--var", metavar="NAME", help="the variable to put it in")


def handed_out(
    ctx: Context, args: argparse.Namespace, subject: str, command: str | None = None
) -> Handout:
    """Return a credential, renewed first when that is due.

    Args:
        ctx: of the command.
        args: with what `add_options` added.
        subject: a profile or a provider.
        command: the program that gets it.

    Raises:
        OpenclawAuthError: nobody can serve; says why.
    """
    ctx.config()
    warn_remote(ctx)
    if args.var is not None:
        check_variable(args.var)
    agent = find_agent(ctx.settings().view, ctx.paths, args.agent)
    ask = HandoutAsk(subject, agent_id=agent.id, model=args.model, command=command)
    found = _from_gateway(ctx, ask)
    handout = _from_here(ctx, ask) if found is None else found
    if args.var is not None:
        handout.variable = args.var
    return handout


def check_variable(name: str) -> None:
    """Raise UsageError, `variable_invalid`, for what is no name (POSIX 8.1)."""
    if not (name.isascii() and name.isidentifier()):
        raise UsageError("variable_invalid", name=name)


def _from_gateway(ctx: Context, ask: HandoutAsk) -> Handout | None:
    """Return what the gateway hands out; None when none listens.

    Raises:
        GatewayError: it refuses, or answers oddly.
    """
    import socket

    from openclaw_auth.gateway.leases.socket_path import SOCKET_NAME, connect_to

    path = os.path.join(ctx.paths.run_dir, SOCKET_NAME)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(_WAIT_S)
        try:
            connect_to(sock, path)
        except OSError:  # none, a dead one's, or one of another user's
            return None
        request = {
            "v": 1,
            "subject": ask.subject,
            "agent": ask.agent_id,
            "model": ask.model,
            "command": ask.command,
            "lang": ctx.lang,
        }
        try:
            with contextlib.suppress(BrokenPipeError):  # turned away: it says why
                sock.sendall(json.dumps(request).encode() + b"\n")
            answer = _read(sock)
        except OSError as error:
            raise _odd(path) from error
    return _handout_in(answer, path)


def _read(sock: socket.socket) -> bytes:
    data = b""
    while b"\n" not in data and len(data) <= _MOST_BYTES:
        part = sock.recv(65536)
        if not part:
            break
        data += part
    return data


def _handout_in(data: bytes, path: str) -> Handout:
    try:
        answer: dict[str, Any] = json.loads(data)
        if not answer["ok"]:
            said = answer["error"]
            lines = "".join(f"\n  - {line}" for line in said["candidates"])
            raise GatewayError(
                "handout_refused", text=said["text"], lines=lines, mend=said["remedy"]
            )
        del answer["ok"], answer["v"]
        return Handout.from_wire({**answer, "via": "gateway"})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _odd(path) from error


def _odd(path: str) -> GatewayError:
    return GatewayError("gateway_answered_oddly", url=path, status="-")


def _from_here(ctx: Context, ask: HandoutAsk) -> Handout:
    """Decide and renew in this process, as the gateway would."""
    from openclaw_auth.store.state import StateDb

    state = StateDb(ctx.paths.state_db, ctx.ports)
    try:
        lease = _decided(ctx, ask, state)
        handout = handout_of(lease, ask)
    finally:
        state.close()
    handout.facts["via"] = "here"
    return handout


def _decided(ctx: Context, ask: HandoutAsk, state: StateDb) -> Lease:
    from openclaw_auth.events import Spine
    from openclaw_auth.lending.auto_pins import AutoPins
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.running_state import read_crossings, read_pins
    from openclaw_auth.lending.usage import Usage

    def tell(event: Event) -> None:
        ctx.notice(Reason(str(event.fields["code"]), event.fields))

    ports, spine = ctx.ports, Spine()
    spine.subscribe(tell, ("health",))  # a crossing to a metered key is announced
    broker = Broker(
        _world(ctx, ask),
        ports,
        spine,
        Usage(),
        pins=AutoPins(read_pins(state)),
        crossings=read_crossings(state, ports.now_ms()),
    )
    steps = hand_out(broker, ask, ports.now_ms)
    try:
        renewal = next(steps)
        while True:
            serves = _renewed(ctx, renewal, state)
            ctx.forget()
            broker.swap(_world(ctx, ask))
            renewal = steps.send(serves)
    except StopIteration as end:
        lease: Lease = end.value
    with contextlib.suppress(StoreError):  # our memory is worth having, never worth failing for
        _remember(lease, broker, state, ports.now_ms())
    return lease


def _remember(lease: Lease, broker: Broker, state: StateDb, now_ms: int) -> None:
    """Note who was used, for round robin, and what crossed, for the day's limit.

    Raises:
        StoreError: it cannot be written.
    """
    from openclaw_auth.lending.running_state import crossing_rows
    from openclaw_auth.store.state import last_used_rows

    used = {lease.grant.name: now_ms} if lease.profile_id is not None else {}
    crossed = broker.crossings.take_unwritten()
    state.apply_all([last_used_rows(used), *(crossing_rows(*crossed) if crossed else ())])


def _world(ctx: Context, ask: HandoutAsk) -> World:
    from openclaw_auth.world import load_world

    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, ask.agent_id)
    return load_world(settings, [main_agent(settings.view, ctx.paths), agent], ctx.ports)


def _renewed(ctx: Context, renewal: Renewal, state: StateDb) -> bool:
    from openclaw_auth.refresh.blocking import refresh_now
    from openclaw_auth.refresh.kit import RefreshKit, Wanted

    kit = RefreshKit(ctx.settings(), ctx.ports, state=state)
    result = refresh_now(kit, Wanted(renewal.folder, renewal.profile_id))
    serves = result.serves(ctx.ports.now_ms())
    if not serves and result.reason is not None:
        ctx.notice(result.reason)
    return serves
