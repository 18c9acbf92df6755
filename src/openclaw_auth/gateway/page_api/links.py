"""One-time links to the control page: a code stands for the gateway's token, once, for minutes.

Only hashes of codes are kept, in memory. A code travels in the fragment of an address, which no
browser sends, and then in the body of one request.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from openclaw_auth.gateway.answer.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret

LIFE_MS = 5 * 60_000
# What was made last counts: nobody needs more links than this at one time.
MOST_OPEN = 16
# Of 32 random bytes nobody guesses one; the limit keeps a guesser from making work.
MOST_TRIES = 20
_TRIES_MS = 60_000
_CODE_BYTES = 32


class Links:
    """The links that are open.

    Args:
        token: what a code stands for.
        ports: clock and randomness.
    """

    def __init__(self, token: Secret, ports: Ports) -> None:
        self._token = token
        self._ports = ports
        self._open: dict[bytes, int] = {}
        self._tried_ms: list[int] = []

    def make(self) -> tuple[str, int]:
        """Return a new code, and when it ends (epoch ms)."""
        now_ms = self._ports.now_ms()
        raw = self._ports.random_bytes(_CODE_BYTES)
        code = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
        self._forget(now_ms)
        while len(self._open) >= MOST_OPEN:
            del self._open[next(iter(self._open))]
        self._open[_digest(code)] = now_ms + LIFE_MS
        return code, now_ms + LIFE_MS

    def redeem(self, code: str) -> str:
        """Return the token for a code that is open, which it is no longer afterwards.

        Raises:
            Refusal: 429, too many tries within a minute; 403, no such code, used, or too old.
        """
        now_ms = self._ports.now_ms()
        self._tried_ms = [at for at in self._tried_ms if 0 <= now_ms - at < _TRIES_MS]
        if len(self._tried_ms) >= MOST_TRIES:
            raise Refusal(429, "link_tries", headers=((b"retry-after", b"60"),))
        self._tried_ms.append(now_ms)
        self._forget(now_ms)
        shown = _digest(code)
        # Every one is compared, so that the time tells nothing.
        matches = [known for known in self._open if hmac.compare_digest(known, shown)]
        if not matches:
            raise Refusal(403, "link_spent", minutes=LIFE_MS // 60_000)
        del self._open[matches[0]]
        return self._token.reveal()

    def _forget(self, now_ms: int) -> None:
        # A clock that was set back must not lengthen a link's life.
        self._open = {c: end for c, end in self._open.items() if 0 < end - now_ms <= LIFE_MS}


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).digest()
