"""Answers one request for a credential: asks the broker, renews what is due, tells who got it."""

from __future__ import annotations

import msgspec

from openclaw_auth.codes import Reason, remedy, render
from openclaw_auth.errors import GatewayError, NoCredential, OpenclawAuthError, UnexpectedError
from openclaw_auth.events import Event
from openclaw_auth.lending.handout import HandoutAsk, hand_out, handout_of
from openclaw_auth.wording import candidate_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.gateway.connection.peer import Peer
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.lending.handout import Handout, Renewal
    from openclaw_auth.lending.lease import Lease

VERSION = 1
_REQUEST_BYTES = 8 * 1024


class _Wire(msgspec.Struct):
    """A request as it comes; unknown fields are ignored."""

    subject: str
    v: int = VERSION
    agent: str | None = None
    model: str | None = None
    session: str | None = None
    command: str | None = None
    lang: str = "en"


_decode = msgspec.json.Decoder(_Wire).decode


class Lender:
    """Hands out this gateway's credentials to processes of its own user."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def answer(self, line: bytes, peer: Peer) -> dict[str, Any]:
        """Return the answer to one line; never raises but CancelledError."""
        gateway = self._gateway
        try:
            wire = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return refusal(GatewayError("socket_request_invalid", limit=_REQUEST_BYTES), "en", 0)
        ask = HandoutAsk(
            wire.subject,
            agent_id=wire.agent,
            model=wire.model,
            session=wire.session,
            command=wire.command,
        )
        lang = "zh" if wire.lang == "zh" else "en"
        try:
            lease = await self._lease(ask)
            handout = handout_of(lease, ask)
        except OpenclawAuthError as error:
            self._tell_refused(ask, peer, error)
            return refusal(error, lang, gateway.now_ms())
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the socket
            fault = UnexpectedError.of(error)
            self._tell_refused(ask, peer, fault)
            return refusal(fault, lang, gateway.now_ms())
        self._tell(handout, ask, peer)
        return {"v": VERSION, "ok": True, **handout.to_wire()}

    async def _lease(self, ask: HandoutAsk) -> Lease:
        gateway = self._gateway
        steps = hand_out(gateway.broker, ask, gateway.now_ms)
        try:
            renewal = next(steps)
            while True:
                renewal = steps.send(await self._renewed(renewal))
        except StopIteration as end:
            lease: Lease = end.value
        broker = gateway.broker
        broker.gave_back(lease)  # nobody will tell what came of it
        if lease.profile_id is not None:
            broker.usage.lent(lease.grant.name[0], lease.profile_id, gateway.now_ms())
        return lease

    async def _renewed(self, renewal: Renewal) -> bool:
        refresher = self._gateway.refresher
        if refresher is None:
            return False
        return await refresher.refreshed(renewal.folder, renewal.profile_id)

    def _tell(self, handout: Handout, ask: HandoutAsk, peer: Peer) -> None:
        """Say who gets what, before it is sent."""
        facts = handout.facts
        fields: dict[str, object] = {
            "code": "lease_handed_out",
            "provider": facts["provider"],
            "profileId": facts["profileId"],
            "source": facts["profileId"] or facts["source"],
            "agentId": facts["agentId"],
            "model": facts["model"],
            "billingClass": facts["billingClass"],
            "command": ask.command,
            "uid": peer.uid,
            "pid": peer.pid,
        }
        self._publish(fields)

    def _tell_refused(self, ask: HandoutAsk, peer: Peer, error: OpenclawAuthError) -> None:
        fields: dict[str, object] = {
            "code": "lease_refused",
            "subject": ask.subject[:200],
            "why": error.reason.code,
            "agentId": ask.agent_id,
            "command": ask.command,
            "uid": peer.uid,
            "pid": peer.pid,
        }
        self._publish(fields)

    def _publish(self, fields: dict[str, object]) -> None:
        self._gateway.spine.publish(Event("lease", self._gateway.now_ms(), fields))


def refusal(error: OpenclawAuthError, lang: str, now_ms: int) -> dict[str, Any]:
    """Return an error as the socket sends it."""
    reason: Reason = error.reason
    lines = (
        candidate_lines(error.candidates, now_ms, lang) if isinstance(error, NoCredential) else []
    )
    said = {
        "code": reason.code,
        "text": render(reason, lang),
        "remedy": remedy(reason, lang),
        "candidates": lines,
    }
    return {"v": VERSION, "ok": False, "error": said}
