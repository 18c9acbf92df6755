"""JSON5 text as a tree that knows where every key, value and comma stands, for editing."""

from __future__ import annotations

from openclaw_auth.config.json5_parse import MAX_DEPTH
from openclaw_auth.config.json5_tokens import (
    Json5Error,
    name_value,
    number_value,
    string_value,
    tokens,
)

OBJECT = "object"
ARRAY = "array"
SCALAR = "scalar"

_LITERALS: dict[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "Infinity": float("inf"),
    "NaN": float("nan"),
}


class Entry:
    """A member of an object, or an item of an array (whose `key` is None)."""

    __slots__ = ("comma", "key", "key_end", "node", "start")

    def __init__(self, key: str | None, start: int, key_end: int, node: Node) -> None:
        self.key = key
        self.start = start
        self.key_end = key_end
        self.node = node
        self.comma = -1  # offset of the comma that follows, -1 without one


class Node:
    """A value with its span. `entries` is empty for a scalar."""

    __slots__ = ("end", "entries", "kind", "start", "value")

    def __init__(self, kind: str, value: object, start: int, end: int = -1) -> None:
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end
        self.entries: list[Entry] = []


def parse_tree(text: str) -> Node:
    """Return the document's value as a tree of spans.

    Raises:
        Json5Error: not JSON5, or nested deeper than 100 levels.
    """
    return _Parser(text).document()


class _Parser:
    """One pass over the words, one word ahead; white space and comments are skipped."""

    __slots__ = ("_depth", "_end", "_kind", "_start", "_text", "_words")

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = tokens(text)
        self._depth = 0
        self._kind, self._start, self._end = "", 0, 0
        self._advance()

    def document(self) -> Node:
        root = self._value()
        if self._kind != "end":
            raise self._fault("json5_after_end")
        return root

    def _advance(self) -> None:
        for word in self._words:
            if word[0] not in ("space", "comment"):
                self._kind, self._start, self._end = word
                return
        size = len(self._text)
        self._kind, self._start, self._end = "end", size, size

    def _fault(self, code: str) -> Json5Error:
        return Json5Error(
            "json5_ends_early" if self._kind == "end" else code, self._text, self._start
        )

    def _value(self) -> Node:
        kind, start, end = self._kind, self._start, self._end
        if kind == "punctuation":
            opening = self._text[start]
            if opening == "{":
                return self._container(OBJECT, {}, "}")
            if opening == "[":
                return self._container(ARRAY, [], "]")
            raise self._fault("json5_no_value")
        if kind == "end":
            raise self._fault("json5_no_value")
        node = Node(SCALAR, self._scalar(kind, start, end), start, end)
        self._advance()
        return node

    def _scalar(self, kind: str, start: int, end: int) -> object:
        if kind == "string":
            return string_value(self._text, start, end)
        word = self._text[start:end]
        if kind == "number":
            return number_value(word)
        if word in _LITERALS:
            return _LITERALS[word]
        if word[0].isdecimal():
            raise self._fault("json5_bad_number")
        raise self._fault("json5_no_value")

    def _container(self, kind: str, value: dict[str, object] | list[object], closing: str) -> Node:
        node = Node(kind, value, self._start)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault("json5_too_deep")
        self._advance()
        while not self._at(closing):
            entry = self._member() if kind == OBJECT else self._item()
            node.entries.append(entry)
            if isinstance(value, dict):
                assert entry.key is not None
                value[entry.key] = entry.node.value
            else:
                value.append(entry.node.value)
            if self._at(","):
                entry.comma = self._start
                self._advance()
            elif not self._at(closing):
                raise self._fault(
                    "json5_no_comma_object" if kind == OBJECT else "json5_no_comma_array"
                )
        node.end = self._end
        self._depth -= 1
        self._advance()
        return node

    def _at(self, mark: str) -> bool:
        return self._kind == "punctuation" and self._text[self._start] == mark

    def _item(self) -> Entry:
        start = self._start
        return Entry(None, start, start, self._value())

    def _member(self) -> Entry:
        kind, start, end = self._kind, self._start, self._end
        if kind == "string":
            key = string_value(self._text, start, end)
        elif kind == "name":
            key = name_value(self._text, start, end)
        else:
            raise self._fault("json5_no_key")
        self._advance()
        if not self._at(":"):
            raise self._fault("json5_no_colon")
        self._advance()
        return Entry(key, start, end, self._value())
