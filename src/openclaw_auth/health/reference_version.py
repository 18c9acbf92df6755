"""Which version of OpenClaw wrote a config, and whether it is newer than the one known here. Pure."""

from __future__ import annotations

import re

from openclaw_auth.config.keypath import value_at

# The version whose files this program reads and writes.
KNOWN = (2026, 2)
_VERSION = re.compile(r"\D*(\d{4})\.(\d{1,2})")


def is_newer(version: str) -> bool:
    """Return whether a version (`2026.3.1`) is newer than the known one; False for any other text."""
    found = _VERSION.match(version)
    return found is not None and (int(found[1]), int(found[2])) > KNOWN


def newer_writer(config: object) -> str | None:
    """Return the version that last wrote a config, if it is newer than the known one."""
    touched = value_at(config, ("meta", "lastTouchedVersion"))
    return touched if isinstance(touched, str) and is_newer(touched) else None
