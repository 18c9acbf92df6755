"""The head of an HTTP/1.1 request as bytes, refusing what would let a value smuggle a header."""

from __future__ import annotations

import re
from functools import lru_cache

from openclaw_auth.errors import RequestInvalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.transport.exchange import UpstreamRequest
    from openclaw_auth.transport.route import Route

METHODS = frozenset({b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS"})
_BODILESS = frozenset({b"GET", b"HEAD", b"DELETE", b"OPTIONS"})

# They frame the message or belong to one hop, so that only the client may write them.
OWN_HEADERS = (
    b"host",
    b"connection",
    b"content-length",
    b"expect",
    b"keep-alive",
    b"proxy-authorization",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
)
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte != ord("\t"))
_TARGET = re.compile(rb"/[!-~]*")
_pair = b": ".join


# Searched in a lower-case copy: re.IGNORECASE would make it four times as slow.
_OWN = re.compile(rb"\n(?:" + b"|".join(OWN_HEADERS) + rb")[ \t]*:")


def render_head(request: UpstreamRequest) -> bytes:
    """Return request line and headers, blank line included.

    The whole block is checked at once rather than value by value, which costs a tenth: a line
    break inside a value shows as one control character too many.

    Raises:
        RequestInvalid: an unknown method, a target that is no origin-form, a control character
            in a header, or a header that only the client may set.
    """
    headers = request.headers
    block = b"\r\n".join((b"", *map(_pair, headers), b"", b""))
    if len(block.translate(None, _CONTROLS)) != len(block) - 2 * (len(headers) + 2):
        raise _refuse(request.route, "a header holds a line break or control character")
    if _OWN.search(block.lower()):
        raise _refuse(request.route, "a header is there that only the client may set")
    start = _start(request.method, request.target, request.route)
    if request.body or request.method not in _BODILESS:
        return b"%bContent-Length: %d%b" % (start, len(request.body), block)
    return start[:-2] + block


@lru_cache(maxsize=128)
def _start(method: bytes, target: bytes, route: Route) -> bytes:
    """All that comes before the caller's headers; few of these serve nearly all requests."""
    if method not in METHODS:
        raise _refuse(route, "the method is unknown")
    if _TARGET.fullmatch(target) is None:
        raise _refuse(route, "the target must start with / and be ASCII without spaces")
    extra = b""
    if route.absolute_form:
        target = str(route.origin).encode() + target
        extra = _proxy_authorization(route)
    return b"".join((method, b" ", target, route.preamble, extra, b"\r\n"))


def _proxy_authorization(route: Route) -> bytes:
    authorization = route.proxy.authorization() if route.proxy else None
    return b"\r\nProxy-Authorization: " + authorization if authorization else b""


def _refuse(route: Route, detail: str) -> RequestInvalid:
    return RequestInvalid("request_invalid", origin=str(route.origin), detail=detail)
