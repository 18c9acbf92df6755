"""The host's time zone, with its changes between summer and winter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

_LOCALTIME = "/etc/localtime"


def host_zone(environ: Mapping[str, str], localtime: str = _LOCALTIME) -> tzinfo:
    """Return the zone: `TZ`, else the system's, else UTC.

    Args:
        environ: of the process.
        localtime: the system's zone file.
    """
    name = environ.get("TZ", "").lstrip(":")
    try:
        if name:
            return ZoneInfo(name)
        with open(localtime, "rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError, KeyError):  # no such zone here, or a rule in POSIX form
        return datetime.now(UTC).astimezone().tzinfo or UTC
