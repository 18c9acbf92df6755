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
_KEYED = b'"model":'
# Every other spelling of the key escapes one of the letters d, e, l, m, o.
_ESCAPED_LETTER = b"\\u006"
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:]', re.DOTALL)


def replace_model(body: bytes, old: str, new: str) -> bytes:
    """Return `body` with the value of every top-level `model` key replaced by `new`.

    Args:
        body: a valid JSON object, UTF-8, whose top-level `model` is the string `old`.
        old: its value.
        new: the new name.

    Raises:
        ValueError: no such value is there.
    """
    value = _quoted(new)
    before, key, after = body.partition(_KEYED)
    if key and _KEY not in after and (_BACKSLASH not in body or _is_plain(before, body)):
        written = _quoted(old)
        if after.startswith(written, 1) and after[:1] == b" ":
            return b"".join((before, key, b" ", value, after[len(written) + 1 :]))
        if after.startswith(written):
            return b"".join((before, key, value, after[len(written) :]))
    spans = _top_level_spans(body)
    if not spans:
        raise ValueError("no model in the body")
    for start, end in reversed(spans):
        body = body[:start] + value + body[end:]
    return body


def _is_plain(before: bytes, body: bytes) -> bool:
    """Whether a `"model":` is a key as it looks, and no other spelling of it is there."""
    return before[-1:] != b"\\" and _ESCAPED_LETTER not in body


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
