"""What people paste around a key, taken off; and what is no key at all. Pure."""

from __future__ import annotations

import re

from openclaw_auth.providers.catalogue import load_catalogue

# A terminal in bracketed-paste mode (xterm's DECSET 2004) wraps what is pasted in these.
_PASTE_MARKS = ("\x1b[200~", "\x1b[201~")
# Invisible on the screen, fatal in a header: no-break and zero-width spaces, byte-order mark.
_INVISIBLE = dict.fromkeys(map(ord, "\u00a0\u200b\u200c\u200d\u2060\ufeff"))
_QUOTES = ("'", '"', "`", "\u201c\u201d", "\u2018\u2019", "\u300c\u300d")
_WRAP = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_ASSIGNMENT = re.compile(
    r"(?:export\s+|set\s+|\$env:)?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\s*=\s*|--[a-z-]+[= ]"
)
_HEADER = re.compile(
    r"(?:authorization:\s*)?bearer\s+|authorization:\s*|x-api-key:\s*|x-goog-api-key:\s*|"
    r"api-key:\s*",
    re.IGNORECASE,
)
_ASSIGNED_NAME = re.compile(r"_(?:KEY|TOKEN|SECRET)\s*=")
_ENDS = ("_API_KEY", "_OAUTH_TOKEN", "_KEY", "_TOKEN", "_SECRET")
_NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
# More layers than any paste has; each costs a pass over the text.
_LAYERS = 16
_PLACEHOLDER = re.compile(
    r"""(?ix)
    \.{2,} | \N{HORIZONTAL ELLIPSIS}+
    | <[^<>]*> | \[(?:your|insert|paste)[^\]]*\] | \{\{?[^{}]*\}\}?
    | \$\{?[A-Z_][A-Z0-9_]*\}? | %[A-Z_][A-Z0-9_]*%
    | (?:[a-z0-9]+[-_])*your[-_ ]?(?:[a-z0-9]+[-_ ])*(?:api[-_ ]?)?(?:key|token|secret)
        (?:[-_ ]?here)?
    | (?:[a-z0-9]+[-_])*x{3,} | x{3,}
    | (?:change|replace|insert|paste|put|fill)[-_ ]?(?:[a-z]+[-_ ]?)*(?:me|key|token|here|this)
    | api[-_ ]?key | (?:null|none|undefined|todo|tbd|n/a)
    """
)
# Longer than any placeholder; a real key may be anything, so beyond this nothing is guessed.
_PLACEHOLDER_LENGTH = 63
_PLACEHOLDER_TAIL = re.compile(r"[A-Za-z0-9_-]{0,24}(?:\.{3,}|\N{HORIZONTAL ELLIPSIS})")
_MASKED = re.compile(
    r"\.\.\.|\N{HORIZONTAL ELLIPSIS}|\*{3,}|[\u2022\u25cf\u00b7]{2,}|\[redacted|<redacted"
    r"|__openclaw_redacted__|_redacted_|^redacted$|^missing$",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Return the value inside a paste: unwrapped, unquoted, without `export X=` or `Bearer `.

    Cleaning twice gives the same as cleaning once, unless somebody nests layers for sport.
    """
    for _ in range(_LAYERS):
        shorter = _peel(text)
        if shorter == text:
            break
        text = shorter
    return text


def glued(text: str) -> str | None:
    """Return the variable whose assignment ran into a value, as in `sk-abcOPENAI_API_KEY=…`.

    Of an unknown variable only the end, as in `…_KEY`; None when nothing ran in.

    It happens when `echo X=y >> .env` follows a last line without a newline (ruling 21).
    """
    found = _ASSIGNED_NAME.search(text)
    if not found:
        return None
    written = text[: found.end()].rstrip("= \t")
    name = written[len(written.rstrip(_NAME_CHARACTERS)) :]
    if name in ("", written):
        return None
    # The value's own last capitals look like part of the name, and must not be shown: of a name
    # that we do not know only the end is sure.
    known = [variable for variable in _variables() if name.endswith(variable)]
    ends = [f"\N{HORIZONTAL ELLIPSIS}{end}" for end in _ENDS if name.endswith(end)]
    return max(known or ends, key=len)


def _variables() -> list[str]:
    catalogue = load_catalogue()
    return [name for provider in catalogue.ids() for name in catalogue.env_names(provider)]


def is_placeholder(text: str) -> bool:
    """Whether `text` is what documentation puts where a key goes."""
    if len(text) > _PLACEHOLDER_LENGTH:
        return False
    return bool(_PLACEHOLDER.fullmatch(text) or _PLACEHOLDER_TAIL.fullmatch(text))


def is_masked(text: str) -> bool:
    """Whether `text` is a value that some program already hid."""
    return _MASKED.search(text) is not None


def bad_position(text: str) -> int | None:
    """Return the 1-based place of the first character that no header can carry; None if fine."""
    for position, character in enumerate(text, 1):
        if not " " <= character <= "~":
            return position
    return None


def _peel(text: str) -> str:
    """Take one layer off; the caller repeats until nothing changes."""
    for mark in _PASTE_MARKS:
        text = text.replace(mark, "")
    text = _WRAP.sub("", text.translate(_INVISIBLE).strip())
    for pattern in (_ASSIGNMENT, _HEADER):
        found = pattern.match(text)
        if found:
            return text[found.end() :].strip()
    for pair in _QUOTES:
        if len(text) > 1 and text[0] == pair[0] and text[-1] == pair[-1]:
            return text[1:-1].strip()
    return text
