"""One thing that is wrong with a config: where, and which rule."""

from __future__ import annotations

from openclaw_auth.codes import Reason


class Problem:
    """Attributes: file (path or None), path (place in the config, as shown), reason."""

    __slots__ = ("file", "path", "reason")

    def __init__(
        self, code: str, path: str = "", *, file: str | None = None, **params: object
    ) -> None:
        self.file = file
        self.path = path
        self.reason = Reason(code, {"path": path, **params})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return (self.file, self.path, self.reason) == (other.file, other.path, other.reason)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Problem({self.reason!r}, file={self.file!r})"
