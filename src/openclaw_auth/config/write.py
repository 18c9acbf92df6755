"""Writing config edits: proved on the whole config first, then atomic, with five backups.

OpenClaw 2026.2 has no lock for `openclaw.json`; so the content is compared again right before the
rename. Our own processes queue on a lock file, and so cannot undo each other.
"""

from __future__ import annotations

import errno
import fcntl
import os

from openclaw_auth.config.edit import edit_data, edit_text, snippet
from openclaw_auth.config.keypath import same, show_path
from openclaw_auth.config.load import invalid, load_config
from openclaw_auth.config.place import place_edit
from openclaw_auth.config.schema import unknown_section
from openclaw_auth.errors import ConfigConflict, ConfigEditRefused, ConfigError, ConfigInvalid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openclaw_auth.config.edit import Edit
    from openclaw_auth.config.load import Config
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports

LOCK_NAME = ".openclaw-config.flock"
BACKUPS = 5
_ATTEMPTS = 5
_LOCK_WAIT_S = 10.0


class EditResult:
    """What an edit did.

    Attributes:
        file: the file that holds the change (the first, when several do).
        files: all of them.
        changed: False when everything was so already; then nothing was written.
        backup: the previous content of `file`, None when there was none or nothing changed.
    """

    __slots__ = ("backup", "changed", "file", "files")

    def __init__(self, files: tuple[str, ...], *, changed: bool, backup: str | None) -> None:
        self.file = files[0]
        self.files = files
        self.changed = changed
        self.backup = backup


class _Plan:
    """The texts of the files concerned: as read (None: absent) and as wanted."""

    __slots__ = ("new", "old", "order")

    def __init__(self) -> None:
        self.old: dict[str, bytes | None] = {}
        self.new: dict[str, str] = {}
        self.order: list[str] = []

    def changes(self) -> list[str]:
        """Return the files that must be written."""
        return [file for file in self.order if self.new[file].encode() != self.old[file]]


def edit_config(
    paths: Paths,
    edits: Sequence[Edit],
    ports: Ports,
    lookup_env: Callable[[str], str | None] | None = None,
) -> EditResult:
    """Make edits of the whole config in the files they belong to, all or none of each file.

    Args:
        paths: where the config is.
        edits: in order; none makes no sense.
        ports: randomness for temporary names, waiting for the lock.
        lookup_env: variables, as for `load_config`; without it `${NAME}` is not checked.

    Raises:
        ConfigInvalid: the config cannot be read (`config_invalid`), or would become invalid
            (`config_edit_invalid`).
        ConfigEditRefused: it cannot be proved that only this changes; params path, file, snippet.
        ConfigConflict: another program kept writing.
        ConfigError: the file cannot be written (`config_not_writable`).
    """
    from openclaw_auth.files.atomic_write import ContentChanged

    # A change that is none needs no lock, no directory and no permission.
    try:
        plan = _plan(paths, edits, lookup_env)
        if not plan.changes():
            return EditResult(tuple(plan.order) or (paths.config_path,), changed=False, backup=None)
    except ContentChanged:
        pass
    try:
        return _write_locked(paths, edits, ports, lookup_env)
    except OSError as error:
        raise _not_writable(paths, error) from error


def _write_locked(
    paths: Paths,
    edits: Sequence[Edit],
    ports: Ports,
    lookup_env: Callable[[str], str | None] | None,
) -> EditResult:
    from openclaw_auth.files.atomic_write import ContentChanged
    from openclaw_auth.files.filesystem import new_directories

    directory = os.path.dirname(os.path.realpath(paths.config_path))
    new_directories(directory)
    lock = _lock(directory, ports)
    try:
        for _ in range(_ATTEMPTS):
            try:
                plan = _plan(paths, edits, lookup_env)
                files = plan.changes()
                backups = [
                    _replace(file, plan.old[file], plan.new[file].encode(), ports) for file in files
                ]
            except ContentChanged:
                continue
            backup = backups[0] if files else None
            return EditResult(tuple(files or plan.order), changed=bool(files), backup=backup)
    finally:
        os.close(lock)
    raise ConfigConflict("config_conflict", file=paths.config_path)


def _plan(
    paths: Paths, edits: Sequence[Edit], lookup_env: Callable[[str], str | None] | None
) -> _Plan:
    from openclaw_auth.files.atomic_write import read_or_none

    lookup = lookup_env or _anything
    before = load_config(paths, lookup)
    if before.problems and not before.raw:
        raise invalid(before.path, before.problems)
    plan = _Plan()
    now = before
    for edit in edits:
        for file, own_edit in place_edit(now, paths, edit):
            if file not in plan.new:
                plan.order.append(file)
                plan.old[file] = content = read_or_none(file)
                plan.new[file] = (content or b"").decode()
            plan.new[file] = _edited(file, plan.new[file], own_edit)
        after = load_config(paths, lookup, plan.new)
        _prove(now, after, edit, plan)
        now = after
    _judge(before, now)
    return plan


def _edited(file: str, text: str, edit: Edit) -> str:
    try:
        return edit_text(text, [edit])
    except ConfigEditRefused as refused:
        raise ConfigEditRefused(refused.reason.code, file=file, **refused.reason.params) from None


def _prove(before: Config, after: Config, edit: Edit, plan: _Plan) -> None:
    """The whole config must be the old one with this edit made, whatever files it is made of."""
    try:
        made = same(after.raw, edit_data(before.raw, edit))
    except TypeError:  # another file holds a plain value above this place
        made = False
    if not made:
        if before.changed():
            from openclaw_auth.files.atomic_write import ContentChanged

            raise ContentChanged
        raise ConfigEditRefused(
            "config_edit_overruled",
            path=show_path(edit.path),
            file=", ".join(dict.fromkeys((*plan.order, *(layer.file for layer in before.layers)))),
            snippet=snippet(edit),
        )


def _judge(before: Config, after: Config) -> None:
    new = [problem.reason for problem in after.problems if problem not in before.problems]
    # Nobody is refused for a section that is there already; nobody adds one that OpenClaw refuses.
    added = [name for name in after.unknown_sections if name not in before.unknown_sections]
    new += [unknown_section(name).reason for name in added]
    if new:
        raise ConfigInvalid("config_edit_invalid", details=new)


def _anything(_name: str) -> str:
    return "x"


def _replace(file: str, old: bytes | None, new: bytes, ports: Ports) -> str | None:
    from openclaw_auth.files.atomic_write import ContentChanged, atomic_replace, read_or_none

    target = os.path.realpath(file)
    backup = None
    if old is not None:
        if read_or_none(target) != old:
            raise ContentChanged
        backup = _back_up(target, old, ports)
    atomic_replace(target, new, ports, expect=old)
    return backup


def _back_up(target: str, content: bytes, ports: Ports) -> str:
    """Keep the last five: `.bak` is the newest, `.bak.4` the oldest, as OpenClaw names them."""
    from openclaw_auth.files.atomic_write import atomic_replace

    newest = f"{target}.bak"
    names = [newest, *(f"{newest}.{number}" for number in range(1, BACKUPS))]
    for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
        try:
            os.replace(newer, older)
        except FileNotFoundError:
            continue
    atomic_replace(newest, content, ports)
    return newest


def _lock(directory: str, ports: Ports) -> int:
    """Wait for our turn; returns the descriptor whose closing ends it. The file stays."""
    from openclaw_auth.files.filesystem import give_to_owner_of

    # Root gives the file away: never what someone's symlink points to.
    flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
    fd = os.open(f"{directory}/{LOCK_NAME}", flags, 0o600)
    try:
        give_to_owner_of(directory, fd)
        deadline = ports.monotonic_s() + _LOCK_WAIT_S
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if ports.monotonic_s() > deadline:
                    raise ConfigConflict("config_conflict", file=directory) from None
                ports.sleep_s(0.02)
            else:
                return fd
    except BaseException:
        os.close(fd)
        raise


def _not_writable(paths: Paths, error: OSError) -> ConfigError:
    file = os.path.realpath(paths.config_path)
    directory = os.path.dirname(file)
    while not os.path.exists(directory):
        directory = os.path.dirname(directory)
    owner = os.stat(directory).st_uid
    remedy = f"chmod u+w {directory}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        remedy = f"df -h {directory}"
    elif error.errno == errno.EROFS:
        remedy = f"findmnt -T {directory}"
    elif owner != os.geteuid():
        remedy = f"sudo chown -R $(id -u):$(id -g) {directory}"
    return ConfigError(
        "config_not_writable", file=file, error=error.strerror or str(error.errno), remedy=remedy
    )
