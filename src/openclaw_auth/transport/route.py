"""How to reach an origin: through which proxy and trusting which certificates. The pool's key."""

from __future__ import annotations

from functools import lru_cache

from openclaw_auth.transport.origin import Origin
from openclaw_auth.transport.proxy import Proxy, select_proxy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Trust:
    """Which certificate authorities count. Verification itself is never off.

    Attributes:
        ca_file: a PEM file that replaces the system's authorities, or None.
        ca_dir: a directory of hashed certificates, likewise, or None.
    """

    __slots__ = ("ca_dir", "ca_file")

    def __init__(self, ca_file: str | None = None, ca_dir: str | None = None) -> None:
        self.ca_file = ca_file
        self.ca_dir = ca_dir

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Trust:
        """Return what SSL_CERT_FILE and SSL_CERT_DIR say, as OpenSSL reads them."""
        return cls(environ.get("SSL_CERT_FILE") or None, environ.get("SSL_CERT_DIR") or None)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trust):
            return NotImplemented
        return (self.ca_file, self.ca_dir) == (other.ca_file, other.ca_dir)

    def __hash__(self) -> int:
        return hash((self.ca_file, self.ca_dir))


class Route:
    """An origin and the way to it. Requests of one route share sockets.

    Compared by identity, which costs nothing on the way of a request: `plan_route` returns the
    same route for the same way.

    Attributes:
        origin: where the request is answered.
        proxy: the proxy in between, or None.
        trust: the certificate authorities for https.
        absolute_form: whether the target is a whole URL (RFC 9112 section 3.2.2): plain http
            through a proxy.
        preamble: the constant middle of each request head, after the target.
    """

    __slots__ = ("absolute_form", "origin", "preamble", "proxy", "trust")

    def __init__(
        self, origin: Origin, proxy: Proxy | None = None, trust: Trust | None = None
    ) -> None:
        self.origin = origin
        self.proxy = proxy
        self.trust = trust or Trust()
        self.absolute_form = proxy is not None and origin.scheme == "http"
        authority = origin.authority.encode()
        self.preamble = b" HTTP/1.1\r\nHost: " + authority + b"\r\nConnection: keep-alive"

    def __repr__(self) -> str:
        return f"Route({self.origin}{f' via {self.proxy}' if self.proxy else ''})"


def plan_route(
    base_url: str, environ: Mapping[str, str], provider_proxy: str | None = None
) -> tuple[Route, str]:
    """Return the route to a base URL and the URL's path, to be put before each target.

    The same way gives the same `Route`, so that a reload of the config keeps the connections.

    Raises:
        RequestInvalid: the URL cannot be used.
        ProxyFailed: the proxy setting that counts cannot be used.
    """
    origin, base_path = Origin.parse(base_url)
    proxy = select_proxy(origin, environ, provider_proxy)
    return _the_route(origin, proxy, Trust.from_environ(environ)), base_path


@lru_cache(maxsize=1024)
def _the_route(origin: Origin, proxy: Proxy | None, trust: Trust) -> Route:
    return Route(origin, proxy, trust)
