"""Lines of the gateway's log, text or JSON, as objects and for people. Pure."""

from __future__ import annotations

import json
import re

from openclaw_auth.cli.style import paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (.*)", re.DOTALL)
_ACCESS = re.compile(r"([A-Z]+|-) (\S+) (\d{3}|-)(?: |$)")
_BAD = 500
_REFUSED = 400


def as_object(line: str) -> dict[str, Any]:
    """Return a line as an object: `time`, `kind`, `text`, and of a request `status`.

    A line that the gateway wrote as JSON is that object, with its `time` as text beside `atMs`.
    """
    if line.startswith("{"):
        try:
            found = json.loads(line)
            time = _iso(found.get("atMs"))
        except (ValueError, OverflowError, OSError, RecursionError):
            return {"time": None, "kind": "raw", "text": line}
        return {"kind": "raw", **found, "time": time}
    head = _LINE.fullmatch(line)
    if head is None:
        return {"time": None, "kind": "raw", "text": line}
    time, text = head.groups()
    access = _ACCESS.match(text)
    if access is None:
        return {"time": time, "kind": text.partition(" ")[0], "text": text}
    method, path, status = access.groups()
    number = int(status) if status != "-" else None
    shown = {"method": method, "path": path, "status": number}
    return {"time": time, "kind": "access", **shown, "text": text}


def for_people(line: str, *, color: bool) -> str:
    """Return a line for a terminal: the time dim, failures in red and yellow."""
    if not color:
        return line
    found = as_object(line)
    if found["time"] is None:
        return line
    text = found.get("text")
    if text is None:
        rest = {k: v for k, v in found.items() if k not in ("time", "kind", "v", "atMs")}
        said = " ".join(f"{k}={v}" for k, v in rest.items() if v is not None)
        text = f"{found.get('kind', '')} {said}".rstrip()
    style = _style(found)
    return f"{paint(found['time'], 'dim', color=True)} {paint(str(text), style, color=bool(style))}"


def _style(found: dict[str, Any]) -> str:
    status = found.get("status")
    if isinstance(status, int):
        return "red" if status >= _BAD else "yellow" if status >= _REFUSED else ""
    if found["kind"] == "access":
        return "yellow"  # the client left
    return {"health": "red", "penalty": "yellow"}.get(str(found["kind"]), "cyan")


def _iso(at_ms: object) -> str | None:
    if not isinstance(at_ms, int) or isinstance(at_ms, bool):
        return None
    from datetime import UTC, datetime

    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03d}Z"
