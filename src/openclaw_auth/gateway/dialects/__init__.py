"""How each dialect says that something went wrong.

A dialect never invents: an upstream's own error goes through as it came; these bodies are for
what the gateway itself has to say.
"""

from __future__ import annotations

from openclaw_auth.gateway.connection.routing import ANTHROPIC
from openclaw_auth.gateway.dialects import anthropic, openai

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.codes import Reason


def error_body(
    dialect: str, status: int, reason: Reason, request_id: str, details: tuple[str, ...] = ()
) -> bytes:
    """Return the JSON of an error answer in the caller's dialect."""
    if dialect == ANTHROPIC:
        return anthropic.error_body(status, reason, request_id, details)
    return openai.error_body(status, reason, request_id, details)


def error_event(dialect: str, reason: Reason, request_id: str) -> bytes:
    """Return the event that ends a stream which broke after its head was sent."""
    if dialect == ANTHROPIC:
        return anthropic.error_event(reason, request_id)
    return openai.error_event(reason, request_id)
