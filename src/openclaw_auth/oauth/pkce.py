"""The two secrets of one login: the PKCE verifier (RFC 7636) and the state (RFC 6749, 10.12).

They are independent: the state travels in URLs, the verifier must not.
"""

from __future__ import annotations

from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_BYTES = 32  # 43 characters, RFC 7636's recommendation


class Pkce:
    """A verifier, and the challenge that may be seen."""

    __slots__ = ("challenge", "verifier")

    def __init__(self, verifier: Secret, challenge: str) -> None:
        self.verifier = verifier
        self.challenge = challenge


def make_pkce(random_bytes: Callable[[int], bytes]) -> Pkce:
    """Return a new verifier with its S256 challenge (RFC 7636, 4.1 and 4.2)."""
    verifier = _base64url(random_bytes(_BYTES))
    return Pkce(Secret(verifier), challenge_of(verifier))


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    import hashlib

    return _base64url(hashlib.sha256(verifier.encode("ascii")).digest())


def make_state(random_bytes: Callable[[int], bytes]) -> str:
    """Return a new state: what proves that an answer belongs to this very login."""
    return _base64url(random_bytes(_BYTES))


def _base64url(raw: bytes) -> str:
    import base64

    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
