"""What a chat needs of its surroundings: a gateway has it, and so has a command by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.gateway.classifier import Classifier
    from openclaw_auth.gateway.context import Sender
    from openclaw_auth.gateway.logins.refresher import Refresher
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.ports import Ports
    from openclaw_auth.transport.exchange import Timeouts


class Kit(Protocol):
    """The parts, named as `Gateway` names them."""

    broker: Broker
    sender: Sender
    classify: Classifier
    refresher: Refresher | None
    ports: Ports
    now_ms: Callable[[], int]
    chance: Callable[[], float]
    stream_timeouts: Timeouts
