"""Sessions of one request: kept for a while, so that whoever made one can go on with it. Pure."""

from __future__ import annotations

from openclaw_auth.sessions.keys import is_one_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST = 500


def forget_old_ones(entries: dict[str, dict[str, Any]], most: int = MOST) -> None:
    """Take the oldest of them out of `sessions.json`, which is read at every message.

    Their transcripts stay.

    Args:
        entries: all of an agent's, changed in place.
        most: how many stay.
    """
    found = [key for key in entries if is_one_time(key)]
    if len(found) <= most:
        return
    found.sort(key=lambda key: _moment(entries[key]))
    for key in found[: len(found) - most]:
        del entries[key]


def _moment(entry: dict[str, Any]) -> int:
    value = entry.get("updatedAt")
    return value if isinstance(value, int) else 0
