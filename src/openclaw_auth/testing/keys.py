"""Where a request carries its credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_KEY = ""
"""Put this among the accepted keys of an emulator that asks for none."""


def key_of(headers: Mapping[str, str], *, for_anthropic: bool) -> tuple[str | None, str | None]:
    """Return the credential and the header that carries it; both `None` when there is none.

    Anthropic takes `x-api-key` or a bearer token (its own SDK sends API keys as bearer tokens since 2.x);
    everyone else takes only the bearer token.
    """
    if for_anthropic and headers.get("x-api-key"):
        return headers["x-api-key"], "x-api-key"
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip(), "authorization"
    return None, None
