"""Where a credential may be sent: https anywhere, http on this very host only."""

from __future__ import annotations

import re

_HOST = r"(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]+)"
_REST = r"(?::[0-9]{1,5})?(?:[/?][^\s#\x00-\x1f\x7f]*)?"
_ALLOWED = re.compile(
    rf"https://{_HOST}{_REST}|http://(?:localhost|127\.0\.0\.1|\[::1\]){_REST}",
    re.IGNORECASE | re.ASCII,
)
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~%!$&'()*+,;=:@/-]*")


def is_safe_url(value: object) -> bool:
    """Return whether a value is an absolute URL of a place that may see credentials.

    RFC 6749, 3.1 and 3.2, demand TLS; RFC 8252, 8.3, excepts loopback. No user, no fragment.
    """
    return isinstance(value, str) and _ALLOWED.fullmatch(value) is not None


def is_redirect_path(value: object) -> bool:
    """Return whether a value is the path of a redirect: absolute, without query or fragment."""
    return isinstance(value, str) and _PATH.fullmatch(value) is not None
