"""Reads a unit as systemd.syntax(7) and systemd.service(5) say, for tests: written from the manual."""

from __future__ import annotations

_BLANK = " \t\r"
_ESCAPES = {"n": "\n", "t": "\t", "s": " ", "\\": "\\", '"': '"', "'": "'"}


def settings(text):
    """Return the assignments of a unit in order: [(section, name, value)]."""
    found, section = [], ""
    for line in text.split("\n"):
        if line.startswith("["):
            section = line.strip("[]")
        elif line and line[0] not in "#;":
            name, _, value = line.partition("=")
            # systemd.syntax(7) knows no other blanks than these.
            found.append((section, name.strip(_BLANK), value.strip(_BLANK)))
    return found


def words(value):
    """Split a list into words: quotes, C escapes, then specifiers (only `%%` is allowed here)."""
    found, word, quote, rest = [], None, "", iter(value)
    for char in rest:
        if char == "\\":
            word = (word or "") + _ESCAPES[next(rest)]
        elif quote:
            if char == quote:
                quote = ""
            else:
                word += char
        elif char in "\"'" and word is None:
            quote, word = char, ""
        elif char in " \t":
            if word is not None:
                found.append(word)
            word = None
        else:
            word = (word or "") + char
    assert not quote, value
    if word is not None:
        found.append(word)
    return [specifiers(word) for word in found]


def specifiers(text):
    assert text.replace("%%", "").count("%") == 0, text
    return text.replace("%%", "%")


def environment(text):
    """Return what `Environment=` sets."""
    pairs = [
        word.partition("=")
        for _, name, value in settings(text)
        if name == "Environment"
        for word in words(value)
    ]
    return {name: value for name, _, value in pairs}


def command(text):
    """Return the words that `ExecStart=` starts."""
    value = next(v for _, name, v in settings(text) if name == "ExecStart")
    if not value.startswith(":"):
        assert "$" not in value, "systemd would put a variable in"
    return words(value.removeprefix(":"))


def one(text, name):
    """Return the only value of a setting, None when it is not there."""
    found = [value for _, n, value in settings(text) if n == name]
    assert len(found) < 2, found
    return found[0] if found else None
