"""The beginning of a compressed body, decoded so that an error in it can be understood. Pure."""

from __future__ import annotations

import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.gateway.connection.head import Field

_GZIP = (zlib.MAX_WBITS | 16,)
_DEFLATE = (zlib.MAX_WBITS, -zlib.MAX_WBITS)  # some servers send it without its wrapper
_WBITS = {b"gzip": _GZIP, b"x-gzip": _GZIP, b"deflate": _DEFLATE}


def content_encoding(headers: Iterable[Field]) -> bytes:
    """Return how a body is coded, in lower case; `identity` when nothing is said."""
    for name, value in headers:
        if name == b"content-encoding":
            return value.strip().lower() or b"identity"
    return b"identity"


def decoded(headers: Iterable[Field], body: bytes, limit: int) -> bytes:
    """Return up to `limit` bytes of a body as the provider meant it.

    Args:
        headers: of the answer, names in lower case.
        body: its beginning, as it came.
        limit: a small body may unfold to gigabytes.

    Returns:
        The body itself where it is not compressed or cannot be decoded.
    """
    for wbits in _WBITS.get(content_encoding(headers), ()):
        try:
            return zlib.decompressobj(wbits).decompress(body, limit)
        except zlib.error:
            continue
    return body[:limit]
