"""Which proxy a request takes, from the environment or a provider's own setting. No I/O.

The variables are a convention without a standard; where programs differ we follow curl
(`man curl`, ENVIRONMENT): lower case before upper case, a variable set to nothing means none.
"""

from __future__ import annotations

import re

from openclaw_auth.errors import ProxyFailed
from openclaw_auth.secret import Secret
from openclaw_auth.transport.origin import Origin, split_authority

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

DIRECT = "direct"
_PROXY_URL = re.compile(r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<rest>[^/?#]+)/?", re.IGNORECASE)
_DEFAULT_PORT = 80


class Proxy:
    """An HTTP proxy: where it listens and how we say who we are. Equal and hashed by value.

    Attributes:
        host, port: where it listens.
        userinfo: `user:password`, decoded, or None.
    """

    __slots__ = ("host", "port", "userinfo")

    def __init__(self, host: str, port: int, userinfo: Secret | None = None) -> None:
        self.host = host
        self.port = port
        self.userinfo = userinfo

    @classmethod
    def parse(cls, text: str, where: str) -> Proxy:
        """Return the proxy that `http://[user:password@]host[:port]` names.

        Args:
            text: the setting; the scheme may be missing.
            where: the setting's name, for the error. The text itself may hold a password.

        Raises:
            ProxyFailed: another scheme, or a host or port that cannot be.
        """
        match = _PROXY_URL.fullmatch(text.strip())
        if match is None or (match["scheme"] or "http").lower() != "http":
            raise ProxyFailed("proxy_invalid", where=where)
        user, at, authority = match["rest"].rpartition("@")
        place = split_authority(authority, _DEFAULT_PORT)
        if place is None:
            raise ProxyFailed("proxy_invalid", where=where)
        return cls(*place, Secret(_percent_decoded(user)) if at else None)

    def authorization(self) -> bytes | None:
        """Return the value of Proxy-Authorization (RFC 7617), None without a user."""
        if self.userinfo is None:
            return None
        from base64 import b64encode

        plain = self.userinfo.reveal()
        # An environment that is no UTF-8 comes with surrogates for its bytes (PEP 383).
        pair = (plain if ":" in plain else f"{plain}:").encode("utf-8", "surrogateescape")
        return b"Basic " + b64encode(pair)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Proxy):
            return NotImplemented
        return (self.host, self.port, self.userinfo) == (other.host, other.port, other.userinfo)

    def __hash__(self) -> int:
        return hash((self.host, self.port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __repr__(self) -> str:
        return f"Proxy({self!s})"


def _percent_decoded(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


def select_proxy(
    origin: Origin, environ: Mapping[str, str], provider_proxy: str | None = None
) -> Proxy | None:
    """Return the proxy for requests to an origin, None for a direct connection.

    Args:
        origin: where the requests go.
        environ: HTTPS_PROXY or HTTP_PROXY by the origin's scheme, then ALL_PROXY; NO_PROXY.
        provider_proxy: the provider's own setting, which wins over all of these and also holds
            for loopback; `direct` means no proxy, None or nothing means not set.

    Raises:
        ProxyFailed: the setting that counts is not the URL of an HTTP proxy.
    """
    if provider_proxy:
        asked = provider_proxy.strip().lower()
        return None if asked == DIRECT else Proxy.parse(provider_proxy, "models.providers.*.proxy")
    name, value = _first_set(environ, f"{origin.scheme}_proxy", "all_proxy")
    if not value or _is_loopback(origin.host) or _is_exempt(origin, environ):
        return None
    return Proxy.parse(value, name)


def _first_set(environ: Mapping[str, str], *names: str) -> tuple[str, str]:
    for name in names:
        for spelling in (name, name.upper()):
            if spelling == "HTTP_PROXY" and "REQUEST_METHOD" in environ:
                continue  # under CGI a client sets this one by a header: https://httpoxy.org
            if spelling in environ:
                return spelling, environ[spelling].strip()
    return "", ""


def _is_loopback(host: str) -> bool:
    if host.removesuffix(".") == "localhost" or host.removesuffix(".").endswith(".localhost"):
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _is_exempt(origin: Origin, environ: Mapping[str, str]) -> bool:
    """Whether NO_PROXY names the origin: `*`, names and their subdomains, addresses, CIDR."""
    _, rules = _first_set(environ, "no_proxy")
    return any(_rule_matches(rule, origin) for rule in re.split(r"[,\s]+", rules) if rule)


def _rule_matches(rule: str, origin: Origin) -> bool:
    if rule == "*":
        return True
    if "/" in rule:
        return _network_holds(rule, origin.host)
    bare, port = _split_rule(rule.lower())
    if port is not None and port != origin.port:
        return False
    host = origin.host.removesuffix(".")
    address = _address(host)
    if address is not None:
        return _address(bare) == address
    suffix = bare.removeprefix("*").removeprefix(".").removesuffix(".")
    return bool(suffix) and (host == suffix or host.endswith("." + suffix))


def _split_rule(rule: str) -> tuple[str, int | None]:
    """A rule's host and port; an IPv6 address has its port after brackets."""
    match = re.fullmatch(r"\[(.+)\](?::([0-9]{1,5}))?|([^:]+):([0-9]{1,5})", rule)
    if match is None:
        return rule, None
    port = match[2] or match[4]
    return match[1] or match[3], int(port) if port else None


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    import ipaddress

    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _network_holds(rule: str, host: str) -> bool:
    import ipaddress

    try:
        network = ipaddress.ip_network(rule, strict=False)
    except ValueError:
        return False
    address = _address(host)
    return address is not None and address in network


if TYPE_CHECKING:
    import ipaddress
