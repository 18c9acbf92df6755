"""What of a request depends only on its head and the grant: made once for many requests."""

from __future__ import annotations

from openclaw_auth.gateway.connection.request_headers import upstream_headers
from openclaw_auth.transport.request_head import PreparedHead

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.connection.head import Head
    from openclaw_auth.lending.lease import Grant


class Prepared:
    """A client's head, made ready for a grant.

    Attributes:
        grant: for which it holds.
        upstream: the head of the upstream request, checked and rendered.
    """

    __slots__ = ("grant", "upstream")

    def __init__(self, grant: Grant, upstream: PreparedHead) -> None:
        self.grant = grant
        self.upstream = upstream


def prepare(head: Head, grant: Grant) -> PreparedHead:
    """Return the head of the upstream request, the remembered one when the grant is the same.

    Raises:
        RequestInvalid: no such request can be sent.
    """
    known = head.prepared
    if known is not None and known.grant is grant:
        return known.upstream
    target = grant.target
    if head.query:
        target = b"%b?%b" % (target, head.query)
    headers = upstream_headers(head, grant.headers_for(head.fields))
    upstream = PreparedHead(grant.route, b"POST", target, headers)
    head.prepared = Prepared(grant, upstream)
    return upstream
