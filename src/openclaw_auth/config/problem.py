"""What one file of a config says, and one thing that is wrong with it."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.keypath import Path


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


class Layer:
    """What one file says, and at which place of the whole its content stands."""

    __slots__ = ("data", "file", "mount")

    def __init__(self, file: str, mount: Path, data: object) -> None:
        self.file = file
        self.mount = mount
        self.data = data


class Unreadable(Exception):
    """A file cannot be read or parsed; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason.code)
        self.problem = problem
