"""What of a request depends only on its head and the grant: made once for many requests."""

from __future__ import annotations

from openclaw_auth.gateway.request_headers import upstream_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.head import Field, Head
    from openclaw_auth.lease import Grant


class Prepared:
    """A head, made ready for a grant.

    Attributes:
        grant: for which it holds.
        headers: of the upstream request; shared, nobody changes them.
        target: path and query upstream.
    """

    __slots__ = ("grant", "headers", "target")

    def __init__(self, grant: Grant, headers: list[Field], target: bytes) -> None:
        self.grant = grant
        self.headers = headers
        self.target = target


def prepare(head: Head, grant: Grant) -> Prepared:
    """Return headers and target of a request, from the head's memory when the grant is the same."""
    known = head.prepared
    if known is not None and known.grant is grant:
        return known
    target = grant.target
    if head.query:
        target = b"%b?%b" % (target, head.query)
    headers = upstream_headers(head, grant.headers_for(head.fields))
    head.prepared = made = Prepared(grant, headers, target)
    return made
