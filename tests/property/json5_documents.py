"""JSON5 texts as people and machines write them."""

from __future__ import annotations

from hypothesis import strategies as st

characters = st.characters(exclude_categories=("Cs",))
blanks = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "\t",
        "\r\n",
        "\ufeff",
        "\u2003",
        "\u2028",
        "// c\n",
        "/* { */",
        "/***/",
        "/*\n*/",
    ]
)


@st.composite
def literals(draw) -> str:
    """One string in JSON5's own spellings."""
    quote = draw(st.sampled_from("\"'"))
    parts = []
    for character in draw(st.text(characters, max_size=8)):
        code = ord(character)
        how = draw(st.sampled_from(["plain", "plain", "x", "u", "continued"]))
        if how == "x" and code < 256:
            parts.append(f"\\x{code:02x}")
        elif how == "u" and code < 0x10000:
            parts.append(f"\\u{code:04X}")
        elif character in "\\\n\r" or character == quote:
            parts.append({"\n": "\\n", "\r": "\\r"}.get(character, "\\" + character))
        else:
            parts.append(("\\\n" if how == "continued" else "") + character)
    return quote + "".join(parts) + quote


numbers = st.one_of(
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(
        ["+1", ".5", "5.", "-.5", "0x1F", "-0Xff", "1e3", "5.E-2", "Infinity", "-Infinity", "NaN"]
    ),
)
names = st.from_regex(r"[a-zA-Z_$][a-zA-Z0-9_$]{0,5}", fullmatch=True)


@st.composite
def documents(draw, depth: int = 3) -> str:
    """A JSON5 text with comments, blanks and trailing commas anywhere they may stand."""
    kind = draw(st.sampled_from(["string", "number", "word", "object", "array"]))
    if depth == 0 and kind in ("object", "array"):
        kind = "word"
    if kind == "string":
        body = draw(literals())
    elif kind == "number":
        body = draw(numbers)
    elif kind == "word":
        body = draw(st.sampled_from(["true", "false", "null"]))
    else:
        items = []
        for _ in range(draw(st.integers(0, 4))):
            item = draw(documents(depth=depth - 1))
            if kind == "object":
                key = draw(st.one_of(names, literals()))
                item = draw(blanks) + key + draw(blanks) + ":" + item
            items.append(item)
        tail = "," if items and draw(st.booleans()) else ""
        opening, closing = "{}" if kind == "object" else "[]"
        body = opening + ",".join(items) + tail + draw(blanks) + closing
    return draw(blanks) + body + draw(blanks)
