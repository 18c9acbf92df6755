"""The config of this host: `openclaw.json`, what it includes, and our own file laid over it."""

from __future__ import annotations

import os

from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.keypath import ABSENT
from openclaw_auth.config.problem import Layer, Problem, Unreadable
from openclaw_auth.config.schema import kind_of, unknown_sections, validate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openclaw_auth.config.paths import Paths
    from openclaw_auth.errors import ConfigInvalid

_MAX_BYTES = 16 * 1024 * 1024
_NO_PROBLEMS: list[Problem] = []


class FileStamp:
    """A file as it was read; another stamp means another content. `inode` 0: it was absent."""

    __slots__ = ("inode", "mtime_ns", "path", "size")

    def __init__(self, path: str, mtime_ns: int = 0, size: int = 0, inode: int = 0) -> None:
        self.path = path
        self.mtime_ns = mtime_ns
        self.size = size
        self.inode = inode

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FileStamp):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in FileStamp.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"FileStamp({self.path!r}, {self.mtime_ns}, {self.size}, {self.inode})"


class Config:
    """What the config says. Values, read once; `load_config` makes it.

    Attributes:
        path: the main file, absolute, whether it exists or not.
        data: everything merged, variables filled in; empty when the file cannot be read.
        raw: the same before variables were filled in.
        main: the part of `raw` that OpenClaw sees too, without our own file.
        files: stamp of every file that was looked at, absent ones included.
        layers: what each file says, the strongest first.
        problems: what is wrong; `require_valid` raises for them.
        unknown_sections: top-level keys that nobody knows.
    """

    __slots__ = ("data", "files", "layers", "main", "path", "problems", "raw", "unknown_sections")

    def __init__(
        self,
        path: str,
        data: dict[str, object],
        raw: dict[str, object],
        *,
        main: dict[str, object] | None = None,
        files: tuple[FileStamp, ...] = (),
        layers: tuple[Layer, ...] = (),
        problems: tuple[Problem, ...] = (),
        unknown_sections: tuple[str, ...] = (),
    ) -> None:
        self.path = path
        self.data = data
        self.raw = raw
        self.main = raw if main is None else main
        self.files = files
        self.layers = layers
        self.problems = problems
        self.unknown_sections = unknown_sections

    def require_valid(self) -> Config:
        """Return this config.

        Raises:
            ConfigInvalid: params `file` and `details`, a list of reasons.
        """
        if self.problems:
            raise invalid(self.path, self.problems)
        return self

    def changed(self) -> bool:
        """Return whether a file is not as it was read."""
        return any(stamp_of(known.path) != known for known in self.files)


def invalid(path: str, problems: tuple[Problem, ...]) -> ConfigInvalid:
    """Return the error for a config with problems; param `details` holds a reason for each."""
    from openclaw_auth.errors import ConfigInvalid

    files = dict.fromkeys(problem.file or path for problem in problems)
    details = [problem.reason for problem in problems]
    return ConfigInvalid("config_invalid", file=", ".join(files), details=details)


def load_config(
    paths: Paths,
    lookup_env: Callable[[str], str | None],
    instead: Mapping[str, str] | None = None,
) -> Config:
    """Read the config; problems are collected, nothing is raised for them. Never writes.

    Args:
        paths: where it is.
        lookup_env: value of a variable in the process environment or a `.env` file, which win
            over the config's own `env`; None when it is not set there.
        instead: texts to take for these files: what they would say after an edit.
    """
    reading = _Reading(instead or {})
    main = reading.whole(paths.config_path)
    own = reading.whole(paths.own_config_path)
    raw, problems = lay_over(main, own), reading.problems
    if problems:
        return Config(
            paths.config_path,
            {},
            {},
            files=tuple(reading.files.values()),
            layers=tuple(reading.layers),
            problems=tuple(problems),
        )
    data, missing = raw, _NO_PROBLEMS
    if reading.has_variables:
        data, missing = _with_variables(raw, lookup_env)
    return Config(
        paths.config_path,
        data,
        raw,
        main=main if isinstance(main, dict) else {},
        files=tuple(reading.files.values()),
        layers=tuple(reading.layers),
        problems=_placed(missing + validate(data), paths.config_path, reading.layers),
        unknown_sections=tuple(unknown_sections(raw)),
    )


def _placed(problems: list[Problem], main_path: str, layers: list[Layer]) -> tuple[Problem, ...]:
    """Name the file of each problem that another file than the main one is to blame for."""
    if not problems or len(layers) <= 1:
        return tuple(problems)
    from openclaw_auth.config.keypath import read_path, value_at

    for problem in problems:
        path = read_path(problem.path) if problem.path else ()
        for layer in layers:  # the strongest first
            mount = layer.mount
            if (
                path[: len(mount)] == mount
                and value_at(layer.data, path[len(mount) :]) is not ABSENT
            ):
                problem.file = None if layer.file == main_path else layer.file
                break
    return tuple(problems)


def lay_over(main: object, own: object) -> dict[str, object]:
    """Return the main file's data with our own file's laid over it."""
    below = main if isinstance(main, dict) else {}
    merged = _overlay(below, own) if isinstance(own, dict) else below
    assert isinstance(merged, dict)
    return merged


def _overlay(below: object, above: object) -> object:
    """Objects merge; lists of things with an `id` merge by it; anything else is replaced."""
    if isinstance(below, dict) and isinstance(above, dict):
        merged = dict(below)
        for key, value in above.items():
            merged[key] = _overlay(merged[key], value) if key in merged else value
        return merged
    if _have_ids(below) and _have_ids(above):
        assert isinstance(below, list)
        assert isinstance(above, list)
        by_id = {item["id"]: item for item in below}
        for item in above:
            by_id[item["id"]] = _overlay(by_id.get(item["id"], {}), item)
        return list(by_id.values())
    return above


def _have_ids(items: object) -> bool:
    return isinstance(items, list) and all(
        isinstance(item, dict) and isinstance(item.get("id"), str) for item in items
    )


def _with_variables(
    raw: dict[str, object], lookup_env: Callable[[str], str | None]
) -> tuple[dict[str, object], list[Problem]]:
    """Fill in variables: from the environment, then from the config's own `env` section."""
    from openclaw_auth.config.substitute import substitute

    section = raw.get("env")
    filled, problems = substitute(section, lookup_env, ("env",))
    env: dict[str, object] = filled if isinstance(filled, dict) else {}

    def lookup(name: str) -> str | None:
        value = lookup_env(name)
        if value:
            return value
        variables = env.get("vars")
        for place in (env, variables if isinstance(variables, dict) else {}):
            own = place.get(name)
            if isinstance(own, str) and own:
                return own
        return None

    rest, more = substitute({k: v for k, v in raw.items() if k != "env"}, lookup)
    assert isinstance(rest, dict)
    data = {k: filled if k == "env" else rest[k] for k in raw}
    return data, problems + more


def stamp_of(path: str) -> FileStamp:
    """Return how a file is now; zeros when it is absent or cannot be looked at."""
    try:
        found = os.stat(path)
    except OSError:
        return FileStamp(path)
    return FileStamp(path, found.st_mtime_ns, found.st_size, found.st_ino)


class _Reading:
    """Reads files and remembers which, in what state."""

    def __init__(self, instead: Mapping[str, str]) -> None:
        self._instead = instead
        self.files: dict[str, FileStamp] = {}
        self.layers: list[Layer] = []
        self.problems: list[Problem] = []
        self.has_variables = False
        self._has_includes = False

    def whole(self, file: str) -> object:
        """Return the content of a file with its includes, ABSENT when there is no such file."""
        try:
            data = self._parsed(file)
        except Unreadable as error:
            self.problems.append(error.problem)
            return ABSENT
        if data is ABSENT:
            return ABSENT
        merged, layers = data, [Layer(file, (), data)]
        if self._has_includes:
            from openclaw_auth.config.include import resolve_includes

            merged, layers, problems = resolve_includes(data, file, self._parsed)
            self.problems += problems
        self.layers = layers + self.layers  # our own file, read later, wins
        if not isinstance(merged, dict):
            self.problems.append(Problem("config_not_object", file=file, found=kind_of(merged)))
            return ABSENT
        return merged

    def _parsed(self, file: str) -> object:
        # The stamp is taken first: a change while we read shows as a change later.
        self.files[file] = stamp_of(file)
        text = self._instead[file] if file in self._instead else read_text(file)
        if text is None:
            return ABSENT
        # An escape could spell either; then look properly.
        self.has_variables |= "${" in text or "\\" in text
        self._has_includes |= "$include" in text or "\\" in text
        return parsed(file, text)


def read_text(file: str) -> str | None:
    """Return what a config file holds, None when it is absent.

    Raises:
        Unreadable: no permission, not a regular file, too big, or not UTF-8.
    """
    try:
        fd = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(file, error) from None
    try:
        import stat

        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable(Problem("config_not_file", file=file))
        if found.st_size > _MAX_BYTES:
            raise Unreadable(Problem("config_too_big", file=file, limit=_MAX_BYTES))
        with os.fdopen(fd, "rb", closefd=False) as stream:
            content = stream.read(_MAX_BYTES)
    except OSError as error:
        raise _unreadable(file, error) from None
    finally:
        os.close(fd)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(Problem("config_not_utf8", file=file, line=line)) from None


def _unreadable(file: str, error: OSError) -> Unreadable:
    reason = error.strerror or str(error.errno)
    return Unreadable(Problem("config_unreadable", file=file, error=reason))


def parsed(file: str, text: str) -> object:
    """Return the value of a config text.

    Raises:
        Unreadable: not JSON5, with line and column.
    """
    try:
        return parse(text)
    except ValueError as error:
        raise Unreadable(_syntax_problem(file, error)) from None


def _syntax_problem(file: str, error: ValueError) -> Problem:
    from openclaw_auth.config.json5_tokens import Json5Error

    assert isinstance(error, Json5Error)
    return Problem(error.code, file=file, line=error.line, column=error.column)
