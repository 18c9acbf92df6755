"""Puts another model name into a request body without touching any other byte. Pure.

Serialising the body anew would change number spellings, key order and escapes, and with them the
provider's prompt cache and signatures over content; so only the value's own bytes are replaced.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

_BACKSLASH = ord("\\")
_KEY = b'"model"'
# In valid JSON these quotes, the first not escaped, are a whole string; with a colon it is a key.
_KEYED = re.compile(rb'"model"[ \t\r\n]*:[ \t\r\n]*("(?:[^"\\]|\\.)*")')
# Every other spelling of the key escapes one of the letters d, e, l, m, o.
_ESCAPED_LETTER = b"\\u006"
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:]', re.DOTALL)


def replace_model(body: bytes, model: str) -> bytes:
    """Return `body` with the value of every top-level `model` key replaced by `model`.

    Args:
        body: a valid JSON object, UTF-8, whose top-level `model` is a string.
        model: the new name.

    Raises:
        ValueError: no such value is there.
    """
    value = _quoted(model)
    at = body.find(_KEY)
    # Looking for one byte is a fraction of looking for several: most short bodies have none.
    plain = b"\\" not in body or _ESCAPED_LETTER not in body
    if at > 0 and plain and body.find(_KEY, at + 1) < 0:
        match = _KEYED.match(body, at)
        if match is not None and body[at - 1] != _BACKSLASH:
            start, end = match.span(1)
            return b"".join((body[:start], value, body[end:]))
    spans = _top_level_spans(body)
    if not spans:
        raise ValueError("no model in the body")
    for start, end in reversed(spans):
        body = body[:start] + value + body[end:]
    return body


@lru_cache(maxsize=256)
def _quoted(model: str) -> bytes:
    return json.dumps(model, ensure_ascii=False).encode()


def _top_level_spans(body: bytes) -> list[tuple[int, int]]:
    """Where the string values of top-level `model` keys lie, by walking every token."""
    spans: list[tuple[int, int]] = []
    depth = 0
    last_string: bytes | None = None
    wanted = False
    for match in _TOKEN.finditer(body):
        token = match[0]
        first = token[:1]
        if first == b'"':
            if wanted:
                spans.append(match.span())
            last_string, wanted = token, False
        elif first in b"{[":
            depth += 1
            wanted = False
        elif first in b"}]":
            depth -= 1
        else:
            wanted = depth == 1 and last_string is not None and json.loads(last_string) == "model"
    return spans
