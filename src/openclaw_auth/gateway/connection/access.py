"""Who may talk to the gateway: token, Host, Origin. Pure.

Host is checked because a page can point its own name at 127.0.0.1 (DNS rebinding) and would then
be same-origin with us; Origin because a page elsewhere can still send requests it cannot read.
A client without an Origin is no browser page and is judged by its token alone.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re

from openclaw_auth.gateway.answer.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.gateway.connection.head import Head

_HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[^:\[\]/@]+)(?::([0-9]{1,5}))?")
_BEARER = re.compile(rb"[Bb][Ee][Aa][Rr][Ee][Rr] +(\S+)")
_LOOPBACK_NAMES = frozenset({"localhost", "localhost."})
_REMEMBERED_HOSTS = 256
_DERIVED_LENGTH = 40


def presented_token(head: Head) -> bytes | None:
    """Return the token a client shows: `Authorization: Bearer`, else `x-api-key`, else None."""
    if head.authorization is not None:
        match = _BEARER.fullmatch(head.authorization)
        return match[1] if match else None
    return head.api_key


class AccessPolicy:
    """The rules of one gateway, fixed at its start.

    Args:
        token: what clients must show; None only where the bind is loopback and tests ask for it.
        host_names: names and addresses besides loopback under which the gateway may be called.
        any_address: whether every address literal is fine, because we listen on all of them. A
            literal cannot be rebound: there is no name to point elsewhere.
    """

    def __init__(
        self, token: str | None, *, host_names: Iterable[str] = (), any_address: bool = False
    ) -> None:
        self._digest = hashlib.sha256(token.encode()).digest() if token is not None else None
        self._names = frozenset(name.lower() for name in host_names) | _LOOPBACK_NAMES
        self._any_address = any_address
        self._known_hosts: set[bytes] = set()

    def check_token(self, head: Head) -> None:
        """Let a request with the right token through.

        Raises:
            Refusal: 401, no token or a wrong one.
        """
        if self._digest is None:
            return
        token = presented_token(head)
        if token is None:
            raise Refusal(401, "gateway_token_missing", headers=_CHALLENGE)
        if not hmac.compare_digest(hashlib.sha256(token).digest(), self._digest):
            raise Refusal(401, "gateway_token_wrong", headers=_CHALLENGE)

    def derived_token(self, host_key: bytes, purpose: bytes) -> str | None:
        """Return a token for one purpose, by which nobody finds ours, not even a short one.

        Args:
            host_key: the host's key for fingerprints, 32 random bytes.
            purpose: what it is for.
        """
        if self._digest is None:
            return None
        message = purpose + b"\0" + self._digest
        return hmac.new(host_key, message, "sha256").hexdigest()[:_DERIVED_LENGTH]

    def check_place(self, head: Head) -> None:
        """Let a request through that was really meant for this gateway.

        Raises:
            Refusal: 403, a Host that is not ours, or a page of another origin.
        """
        host = head.host
        if host is None:
            host = b""  # only HTTP/1.0 comes without one, and browsers do not speak it
        elif host not in self._known_hosts:
            self._check_host(host)
        if head.origin is not None and not _is_own_origin(head.origin, host):
            raise Refusal(403, "origin_foreign", origin=_shown(head.origin))

    def _check_host(self, host: bytes) -> None:
        match = _HOST.fullmatch(host)
        if match is None or not self._is_ours(match[1].decode("latin-1").lower()):
            raise Refusal(403, "host_foreign", host=_shown(host))
        if len(self._known_hosts) < _REMEMBERED_HOSTS:
            self._known_hosts.add(host)

    def _is_ours(self, name: str) -> bool:
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return self._any_address or address.is_loopback or str(address) in self._names


_CHALLENGE = ((b"www-authenticate", b'Bearer realm="openclaw gateway"'),)


def _is_own_origin(origin: bytes, host: bytes) -> bool:
    """RFC 6454: the gateway's own page has the scheme it is served by and the Host it asked for."""
    scheme, _, authority = origin.lower().partition(b"://")
    return scheme in (b"http", b"https") and bool(host) and authority == host.lower()


def _shown(value: bytes) -> str:
    return value[:100].decode("latin-1").encode("ascii", "backslashreplace").decode()
