"""Whether a request on a data path is served, judged on its head alone."""

from __future__ import annotations

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.body import check_content_type
from openclaw_auth.gateway.connection.routing import find_route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.gateway.context import Gateway


def admit(gateway: Gateway, head: Head) -> Refusal | None:
    """Return why a request is refused; None, its route found and its head remembered, when not."""
    try:
        gateway.access.check_place(head)
        gateway.access.check_token(head)
        head.route = find_route(head.method, head.path)
        if head.route is not None:
            check_content_type(head.content_type)
    except Refusal as refusal:
        return refusal
    gateway.heads.keep(head)
    return None
