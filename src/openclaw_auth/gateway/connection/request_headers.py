"""Which of a client's headers go upstream, and in what form. Pure.

The client's own credential never goes: the lease's takes its place. What belongs to one
connection (RFC 9110 section 7.6.1) or tells where the client sits stays here.
"""

from __future__ import annotations

from openclaw_auth.providers.headers import drop_headers
from openclaw_auth.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.connection.head import Field, Head

HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"http2-settings",
    }
)
_NEVER_SENT = HOP_BY_HOP | {
    # The upstream client's own business.
    b"host",
    b"content-length",
    b"expect",
    # The client authenticates to us, not to the provider.
    b"authorization",
    b"x-api-key",
    b"api-key",
    b"x-goog-api-key",
    b"cookie",
    # Where the client is and how it came here concerns nobody upstream.
    b"forwarded",
    b"via",
    b"x-real-ip",
    b"origin",
    b"referer",
}
_PRIVATE_PREFIXES = (b"x-forwarded-", b"x-openclaw-", b"sec-fetch-", b"cf-")
_HARMLESS_TOKENS = frozenset({b"keep-alive", b"close", b""})
_DECODABLE = frozenset({b"gzip", b"x-gzip", b"deflate", b"identity"})
_OWN_USER_AGENT = (b"user-agent", f"openclaw-auth/{__version__}".encode())


def decodable_encodings(value: bytes) -> bytes:
    """Reduce an Accept-Encoding to what we can decode ourselves (ruling 28).

    An upstream's error can then be read and classified, whatever the client could read.
    """
    kept = [
        item.strip(b" \t")
        for item in value.split(b",")
        if item.partition(b";")[0].strip(b" \t").lower() in _DECODABLE
    ]
    return b", ".join(kept) or b"identity"


def is_private(name: bytes) -> bool:
    """Whether a header never leaves the gateway, whoever the provider is."""
    return name in _NEVER_SENT or name.startswith(_PRIVATE_PREFIXES)


def upstream_headers(head: Head, lease: list[Field]) -> list[Field]:
    """Return the headers of the upstream request.

    Args:
        head: the client's.
        lease: what the credential needs, given those; they replace the client's of their names.
    """
    return _passed_on(head, drop_headers(lease)) + lease


def _passed_on(head: Head, drop: frozenset[bytes]) -> list[Field]:
    """What of the client's own headers goes upstream, with a User-Agent in any case."""
    sent: list[Field] = []
    named = _connection_named(head.connection)
    user_agent = b"user-agent" in drop
    for name, value in head.fields:
        if is_private(name) or name in drop or name in named:
            continue
        if name == b"accept-encoding":
            sent.append((name, decodable_encodings(value)))
            continue
        if name == b"user-agent":
            user_agent = True
        sent.append((name, value))
    if not user_agent:
        sent.append(_OWN_USER_AGENT)
    return sent


_NOTHING: frozenset[bytes] = frozenset()


def _connection_named(tokens: tuple[bytes, ...]) -> frozenset[bytes]:
    """Headers that the client declared to be for this connection only."""
    if not tokens or (len(tokens) == 1 and tokens[0] in _HARMLESS_TOKENS):
        return _NOTHING
    # The framing and the content type are not the client's to hide (a known request-smuggling aid).
    return frozenset(tokens) - {b"content-type", b"accept", b"anthropic-version"}
