"""Where a request goes: scheme, host and port of a URL, parsed strictly and compared by value."""

from __future__ import annotations

import re

from openclaw_auth.errors import RequestInvalid

DEFAULT_PORTS = {"http": 80, "https": 443}
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<authority>[^/?#\\]*)(?P<path>/[^?#]*)?", re.IGNORECASE | re.ASCII
)
_AUTHORITY = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[^:\[\]@%]+))(?::(?P<port>[0-9]{0,5}))?"
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")
_MAX_HOST = 253
_MAX_PORT = 65535


def _refuse(url: str, detail: str) -> RequestInvalid:
    """The error, showing the URL without what might be a password or a key in it."""
    shown = url.split("?", 1)[0].split("#", 1)[0]
    head, at, rest = shown.rpartition("@")
    scheme = head.split("//", 1)[0] + "//" if "//" in head else ""
    return RequestInvalid(
        "upstream_url_invalid", url=f"{scheme}…@{rest}" if at else shown, detail=detail
    )


def _ascii_host(host: str) -> str | None:
    """The host in lower-case ASCII (IDNA 2003 for other letters), None when it is no host name."""
    try:
        name = host.encode("idna").decode().lower() if not host.isascii() else host.lower()
    except UnicodeError:
        return None
    labels = name.removesuffix(".").split(".")
    if len(name) > _MAX_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return name


def split_authority(text: str, default_port: int) -> tuple[str, int] | None:
    """Return `(host, port)` of `host`, `host:port`, `[v6]` or `[v6]:port`; None for anything else.

    The host comes back in lower case, an IPv6 address without its brackets.
    """
    match = _AUTHORITY.fullmatch(text)
    if match is None:
        return None
    port = int(match["port"]) if match["port"] else default_port
    if not 0 < port <= _MAX_PORT:
        return None
    if match["v6"]:
        import socket

        try:
            socket.inet_pton(socket.AF_INET6, match["v6"])
        except OSError:
            return None
        return match["v6"].lower(), port
    host = _ascii_host(match["host"])
    return None if host is None else (host, port)


class Origin:
    """Scheme, host and port (RFC 6454). Equal and hashed by value.

    Attributes:
        scheme: `http` or `https`.
        host: lower-case ASCII name, IPv4 or IPv6 address (without brackets).
        port: 1 to 65535.
        authority: what goes on the wire in `Host` (RFC 9110 section 7.2: no default port).
    """

    __slots__ = ("_hash", "authority", "host", "port", "scheme")

    def __init__(self, scheme: str, host: str, port: int) -> None:
        self.scheme = scheme
        self.host = host
        self.port = port
        shown = f"[{host}]" if ":" in host else host
        self.authority = shown if port == DEFAULT_PORTS[scheme] else f"{shown}:{port}"
        self._hash = hash((scheme, host, port))

    @classmethod
    def parse(cls, url: str) -> tuple[Origin, str]:
        """Return the origin of a base URL and its path, which has no slash at its end.

        Raises:
            RequestInvalid: not http(s), a user or password in it (they would end up in logs), a
                query or fragment (it cannot be joined), or a host or port that cannot be.
        """
        if _UNPRINTABLE.search(url):
            raise _refuse(_UNPRINTABLE.sub("?", url), "it holds a space or control character")
        match = _URL.match(url)
        if match is None:
            raise _refuse(url, "it does not start with http:// or https:// and a host")
        if "@" in match["authority"]:
            raise _refuse(url, "it holds a user name or password")
        if match.end() != len(url):
            raise _refuse(url, "it has a query or a fragment")
        path = match["path"] or ""
        if not path.isascii():
            raise _refuse(url, "its path must be percent-encoded")
        scheme = match["scheme"].lower()
        place = split_authority(match["authority"], DEFAULT_PORTS[scheme])
        if place is None:
            raise _refuse(url, "its host or port cannot be")
        return cls(scheme, *place), path.rstrip("/")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Origin):
            return NotImplemented
        return (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)

    def __hash__(self) -> int:
        return self._hash

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"

    def __repr__(self) -> str:
        return f"Origin({self!s})"
