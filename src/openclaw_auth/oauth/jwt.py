"""What a JSON Web Token says about itself. Nothing is proved: no signature is checked.

That is enough here: a token came over TLS from the token endpoint itself (OpenID Connect Core
3.1.3.7 allows it), and its claims name a profile or say when it ends, never who may do what.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_PARTS = 3
_LONGEST = 64 * 1024
_LATEST_S = 253_402_300_800  # the year 10000


def claims_of(token: str) -> Mapping[str, Any]:
    """Return a token's claims; empty when it is no JWT. base64url, RFC 7515 section 2."""
    import base64
    import json

    parts = token.split(".")
    if len(parts) != _PARTS or len(token) > _LONGEST:
        return {}
    payload = parts[1]
    try:
        raw = base64.b64decode(payload + "=" * (-len(payload) % 4), b"-_", validate=True)
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def expires_ms(claims: Mapping[str, Any]) -> int | None:
    """Return when a token ends by its `exp` (RFC 7519, seconds), epoch ms; None without one."""
    value = claims.get("exp")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value * 1000) if 0 < value < _LATEST_S else None


def text_claim(claims: Mapping[str, Any], *path: str) -> str | None:
    """Return a text claim by its path, None when it is absent, blank or something else."""
    found: object = claims
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found.strip() or None if isinstance(found, str) else None
