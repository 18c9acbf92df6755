"""The page that the browser lands on after a login: says what happened, in the browser's language. Pure.

No external resource, no referrer, nothing of the redirect in it. Its one script closes the tab.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from openclaw_auth.codes import Reason, render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_SCRIPT = "setTimeout(function(){window.close()},4000)"
_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:18px/1.6 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1.5em}"
    "h1{font-size:1.4em}"
)
_LANG = {"en": "en", "zh": "zh-CN"}


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_POLICY = (
    f"default-src 'none'; style-src {_hashed(_STYLE)}; script-src {_hashed(_SCRIPT)}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "connection": "close",
}


def language_of(headers: Mapping[str, str]) -> str:
    """Return `zh` when that is what the browser prefers, else `en` (RFC 9110, 12.5.4)."""
    first = headers.get("accept-language", "").strip().lower()
    return "zh" if first.startswith("zh") else "en"


def landing_page(title: Reason, text: Reason, lang: str, *, closes: bool) -> bytes:
    """Return the page.

    Args:
        title: what happened, in a few words.
        text: more of it.
        lang: `en` or `zh`.
        closes: whether the tab closes itself: not where there is something to read.
    """
    said, more = escape(render(title, lang)), escape(render(text, lang))
    script = f"<script>{_SCRIPT}</script>" if closes else ""
    return (
        f'<!doctype html><html lang="{_LANG[lang]}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{said}</title><style>{_STYLE}</style>"
        f"<h1>{said}</h1><p>{more}</p>{script}</html>\n"
    ).encode()
