"""What a secret looks like, and whose it may be. Shapes label and warn; they never reject.

A shape is `documented` when the vendor (or the reference's own rules) publishes the prefix;
everything else is recalled and good for a hint only.
"""

from __future__ import annotations

import re

from openclaw_auth.providers.catalogue import data_file, details
from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Match:
    """One provider whose keys look like this.

    Attributes:
        provider: canonical id.
        kind: `api_key`, `token`, `refresh`, `admin` or `access_key_id`.
        documented: whether a published source says so.
        whole: whether the complete shape fits, not only its beginning; True where only the
            beginning is known.
    """

    __slots__ = ("documented", "kind", "provider", "whole")

    def __init__(self, provider: str, kind: str, *, documented: bool, whole: bool) -> None:
        self.provider = provider
        self.kind = kind
        self.documented = documented
        self.whole = whole

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Match):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Match.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Match({self.provider!r}, {self.kind!r}, documented={self.documented})"


def recognise(text: str) -> list[Match]:
    """Return every provider whose keys look like `text`, documented ones first.

    Empty when no known shape fits, which says nothing: many vendors publish none.
    """
    text = text.strip()
    found = [m for provider in _providers() if (m := match(provider, text)) is not None]
    return sorted(found, key=lambda m: not m.documented)


def match(provider_id: str, text: str) -> Match | None:
    """Return how `text` fits the shapes of one provider; the first that fits wins."""
    provider = normalise_provider(provider_id)
    for shape in details(provider).get("shapes", ()):
        if re.match(shape["prefix"], text):
            return _match(provider, shape, text)
    return None


def has_shapes(provider_id: str) -> bool:
    """Whether anything is known about the keys of a provider."""
    return bool(details(provider_id).get("shapes"))


def _match(provider: str, shape: dict[str, Any], text: str) -> Match:
    full = shape.get("full")
    return Match(
        provider,
        shape["kind"],
        documented=shape["documented"],
        whole=full is None or re.fullmatch(full, text) is not None,
    )


def _providers() -> list[str]:
    return list(data_file("catalogue_details.json")["providers"])
