"""A value as one printable word of a log line."""

from __future__ import annotations

from functools import lru_cache

from openclaw_auth.gateway.log.redact import redact


@lru_cache(maxsize=1024)
def plain(value: object) -> str:
    """Return a value as one printable word without secrets: what others chose forges no lines."""
    text = redact(str(value))
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return ascii(text)
