"""A value as JSON5 text in the style of its neighbours."""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.json5_tree import Node

_BARE_KEY = r"[A-Za-z_$][A-Za-z0-9_$]*"


class Style:
    """How the neighbours are written.

    Attributes:
        unit: one step of indentation.
        eol: line end of the file.
        key_quote: `"`, `'`, or empty for keys without quotes.
        string_quote: `"` or `'`.
        trailing_comma: whether the last member of a container carries one.
        colon, gap: what follows a key and a comma on one line.
        pad: what stands inside the braces of a one-line object.
    """

    __slots__ = (
        "colon",
        "eol",
        "gap",
        "key_quote",
        "pad",
        "string_quote",
        "trailing_comma",
        "unit",
    )

    def __init__(
        self,
        *,
        unit: str = "  ",
        eol: str = "\n",
        key_quote: str = '"',
        string_quote: str = '"',
        trailing_comma: bool = False,
        compact: bool = False,
    ) -> None:
        self.unit = unit
        self.eol = eol
        self.key_quote = key_quote
        self.string_quote = string_quote
        self.trailing_comma = trailing_comma
        self.colon = ":" if compact else ": "
        self.gap = "" if compact else " "
        self.pad = self.gap


def style_around(text: str, chain: list[Node]) -> Style:
    """Return the style in which a new member of the last container of `chain` is written.

    Args:
        text: the document.
        chain: the containers from the root down to the one that is edited.
    """
    filled = [node for node in chain if node.entries]
    nearest = filled[-1].entries[-1] if filled else None
    keyed = [node for node in filled if node.entries[-1].key is not None]
    key_quote = '"'
    compact = False
    if keyed:
        entry = keyed[-1].entries[-1]
        first = text[entry.start]
        key_quote = first if first in "\"'" else ""
        compact = text[entry.key_end : entry.node.start] == ":"
    string_quote = _first_string_quote(text, filled[-1] if filled else None)
    if not string_quote and chain:
        string_quote = _first_string_quote(text, chain[0])
    return Style(
        unit=_unit(text, chain[0]) if chain else "  ",
        eol=_eol(text),
        key_quote=key_quote,
        string_quote=string_quote or key_quote or '"',
        trailing_comma=nearest is not None and nearest.comma >= 0,
        compact=compact,
    )


def _eol(text: str) -> str:
    if "\r\n" in text:
        return "\r\n"
    return "\r" if "\r" in text and "\n" not in text else "\n"


def _unit(text: str, root: Node) -> str:
    for entry in root.entries:
        before = text[: entry.start]
        blank = re.search(r"[\n\r]([ \t]+)\Z", before)
        if blank:
            return blank.group(1)
    return "  "


def _first_string_quote(text: str, node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node.value, str):
        return text[node.start]
    for entry in node.entries:
        quote = _first_string_quote(text, entry.node)
        if quote:
            return quote
    return ""


def render(value: object, style: Style, indent: str | None = None) -> str:
    """Return a value as text.

    Args:
        value: JSON data.
        style: how its neighbours are written.
        indent: indentation of the line it starts on; None writes it all on that line.
    """
    if isinstance(value, str):
        return quoted(value, style.string_quote)
    if isinstance(value, dict):
        items = [f"{render_key(str(k), style)}{style.colon}" for k in value]
        inner = list(value.values())
        opening, closing, pad = "{", "}", style.pad
    elif isinstance(value, list | tuple):
        items = [""] * len(value)
        inner = list(value)
        opening, closing, pad = "[", "]", ""
    else:
        return json.dumps(value)
    if not inner:
        return opening + closing
    if indent is None:
        body = f",{style.gap}".join(k + render(v, style) for k, v in zip(items, inner, strict=True))
        return f"{opening}{pad}{body}{pad}{closing}"
    deeper = indent + style.unit
    lines = [deeper + k + render(v, style, deeper) for k, v in zip(items, inner, strict=True)]
    tail = "," if style.trailing_comma else ""
    return f"{opening}{style.eol}{f',{style.eol}'.join(lines)}{tail}{style.eol}{indent}{closing}"


def render_key(key: str, style: Style) -> str:
    """Return a key as its neighbours are written, quoted where it must be."""
    if not style.key_quote and re.fullmatch(_BARE_KEY, key):
        return key
    return quoted(key, style.key_quote or style.string_quote)


def quoted(value: str, quote: str) -> str:
    """Return a string literal. Lone surrogates are escaped, since UTF-8 cannot hold them."""
    body = json.dumps(value, ensure_ascii=False)[1:-1]
    body = re.sub("[\ud800-\udfff\u2028\u2029]", lambda m: f"\\u{ord(m.group()):04x}", body)
    if quote == "'" and "'" in body and '"' not in body:
        quote = '"'
    if quote == "'":
        body = re.sub(r"\\.|'", _for_single, body)
    return quote + body + quote


def _for_single(found: re.Match[str]) -> str:
    return {'\\"': '"', "'": "\\'"}.get(found.group(), found.group())
