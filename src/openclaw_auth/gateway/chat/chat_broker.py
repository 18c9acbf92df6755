"""The broker as a chat sees it: every dialect is its own, and the session's entry has the pin."""

from __future__ import annotations

from openclaw_auth.sessions.dialects import CALLS, call_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.lending.endpoints import Endpoints
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.selection.decision import Decision
    from openclaw_auth.selection.model_fallback import ModelStep
    from openclaw_auth.selection.snapshot import Pin, Request


class ChatBroker:
    """What `Rotation` asks of a broker, for one message.

    A client speaks one dialect, and only providers that offer it can serve. A chat is encoded
    anew for each provider, so that a fallback may speak another one.

    Args:
        broker: the real one.
        agent_id: whose session.
        pin_of: the session's pin for a provider.
    """

    def __init__(self, broker: Broker, agent_id: str, pin_of: Callable[[str], Pin | None]) -> None:
        self._broker = broker
        self._agent_id = agent_id
        self._pin_of = pin_of

    @property
    def endpoints(self) -> Endpoints:
        """Servers that rest for seconds."""
        return self._broker.endpoints

    def call_of(self, provider_id: str) -> str:
        """Return the dialect to speak with a provider; the first where it offers none of ours."""
        provider = self._broker.world.snapshots[self._agent_id].providers.get(provider_id)
        return (call_for(provider) if provider is not None else None) or CALLS[0]

    def models_for(
        self, name: str, agent_id: str | None, call: str, *, images: bool, fallback: bool
    ) -> tuple[str, list[ModelStep]]:
        """Return the models to go through, each judged by the dialect of its own provider."""
        plans = {}
        agent = agent_id or ""
        for each in (call, *CALLS):
            agent, plans[each] = self._broker.models_for(
                name, agent_id, each, images=images, fallback=fallback
            )
        steps = []
        for step in plans[call]:
            own = plans[self.call_of(step.provider)]
            key = (step.provider, step.model)
            steps.append(next((s for s in own if (s.provider, s.model) == key), step))
        return agent, steps

    def pin_of(self, _agent_id: str, _session: str | None, provider: str) -> Pin | None:
        """Return the session's pin for a provider, as its entry has it."""
        return self._pin_of(provider)

    def lend(
        self,
        request: Request,
        *,
        agent_id: str,
        call: str,  # noqa: ARG002 - the provider decides
        tried: Collection[str] = (),
        session: str | None = None,
    ) -> Lease:
        """Lend the best credential that was not tried yet. Raises as `Broker.lend`."""
        return self._broker.lend(
            request,
            agent_id=agent_id,
            call=self.call_of(request.provider),
            tried=tried,
            session=session,
        )

    def gave_back(self, lease: Lease) -> None:
        """Take a lease back of which nothing came."""
        self._broker.gave_back(lease)

    def decide(self, request: Request, agent_id: str) -> Decision:
        """Return what `select` says now."""
        return self._broker.decide(request, agent_id)
