"""What a place must be able to do before a secret is written there, and what to say when it cannot.

Refused: network and FUSE file systems, where `flock` lies or modes are made up, and a file that
is itself a mount point, because it cannot be replaced by a rename.
"""

from __future__ import annotations

import errno
import fcntl
import os

from openclaw_auth.errors import StoreReadOnly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from openclaw_auth.ports import Ports

# Types of /proc/mounts, beside everything FUSE.
_UNSUITABLE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "drvfs", "sdcardfs"}
    | {"vfat", "msdos", "exfat", "ntfs", "ntfs3"}
)
# The root of rootless containers, local underneath: the trial below judges it.
_LOCAL_FUSE = "fuse.fuse-overlayfs"
# How the kernel writes what would break a line of /proc/mounts; the backslash comes last.
_ESCAPES = (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\"))
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_PERMITTED = (errno.EACCES, errno.EPERM)


def new_directories(directory: str) -> None:
    """Create a directory and its missing parents, 0700, owned as the nearest existing one.

    Raises:
        OSError: as the system says; `write_error` turns it into words.
    """
    missing: list[str] = []
    while not os.path.isdir(directory):
        missing.append(directory)
        directory = os.path.dirname(directory)
    for path in reversed(missing):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        give_to_owner_of(os.path.dirname(path), path)


def give_to_owner_of(directory: str, target: str | int) -> None:
    """When root works in someone's directory, hand what it created there to that someone."""
    if os.geteuid() != 0:
        return
    owner = os.stat(directory)
    if owner.st_uid == 0:
        return
    if isinstance(target, int):
        os.fchown(target, owner.st_uid, owner.st_gid)
    else:  # never what someone put a symlink to in its place meanwhile
        os.lchown(target, owner.st_uid, owner.st_gid)


def check_file_system(directory: str, ports: Ports) -> None:
    """Try what the write protocol needs: a lock, mode 0600, an exclusive directory, a rename.

    Raises:
        StoreReadOnly: `store_unsuitable_fs`, params path, kind, what.
        OSError: nothing can be written here at all.
    """
    kind = _mount_type(directory)
    if kind in _UNSUITABLE or (kind.startswith("fuse") and kind != _LOCAL_FUSE):
        raise StoreReadOnly("store_unsuitable_fs", path=directory, kind=kind, what="its type")
    probe = f"{directory}/.openclaw-auth-probe.{os.getpid()}.{ports.random_bytes(4).hex()}"
    try:
        failed = _try(probe)
    finally:
        _clean(probe)
    if failed:
        raise StoreReadOnly("store_unsuitable_fs", path=directory, kind=kind, what=failed)


def _try(probe: str) -> str | None:
    """Return what does not work, None when all does."""
    fd = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    other = -1
    try:
        if os.fstat(fd).st_mode & 0o077:
            return "mode 0600"
        other = os.open(probe, os.O_RDWR | os.O_CLOEXEC)
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            return "flock"
    except OSError as error:
        if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL):
            return "flock"
        raise
    finally:
        os.close(fd)
        if other >= 0:
            os.close(other)
    os.mkdir(f"{probe}.d")
    try:
        os.mkdir(f"{probe}.d")
    except FileExistsError:
        pass
    else:
        return "mkdir"
    os.replace(probe, f"{probe}.r")
    return None


def _clean(probe: str) -> None:
    for path, remove in ((probe, os.unlink), (f"{probe}.r", os.unlink), (f"{probe}.d", os.rmdir)):
        try:
            remove(path)
        except OSError:
            continue


def _mount_type(directory: str) -> str:
    """Return the type of the file system that holds a directory; `unknown` off Linux."""
    try:
        with open("/proc/mounts", encoding="utf-8", errors="surrogateescape") as mounts:
            return mount_type(directory, mounts)
    except OSError:
        return "unknown"


def mount_type(directory: str, mounts: Iterable[str]) -> str:
    """Return the type in lines of `/proc/mounts` that holds a directory; the longest prefix wins.

    Windows drives under WSL 2 are `9p`; they are called `drvfs` here, as WSL 1 did.
    """
    best, found = -1, "unknown"
    for line in mounts:
        fields = line.split()
        if len(fields) < 4:  # noqa: PLR2004 # device, place, type, options
            continue
        place = fields[1]
        for escaped, character in _ESCAPES:
            place = place.replace(escaped, character)
        inside = directory == place or directory.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= best:
            windows = fields[2] == "9p" and "drvfs" in fields[3]
            best, found = len(place), "drvfs" if windows else fields[2]
    return found


def owner_of(path: str) -> str:
    """Return who owns a path, or the nearest existing directory above it, by name if it has one."""
    while True:
        try:
            uid = os.stat(path).st_uid
            break
        except OSError:
            parent = os.path.dirname(path)
            if parent == path:
                return "?"
            path = parent
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def user_name() -> str:
    """Return who we are, by name if there is one."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def write_error(error: OSError, path: str) -> StoreReadOnly:
    """Turn what the system said while writing `path` into an error with owner and remedy."""
    params: dict[str, object] = {"path": path, "directory": os.path.dirname(path)}
    if error.errno in _FULL:
        return StoreReadOnly("store_disk_full", **params)
    if error.errno == errno.EROFS:
        return StoreReadOnly("store_read_only_fs", **params)
    if error.errno in _NOT_PERMITTED:
        params.update(owner=owner_of(path), user=user_name())
        return StoreReadOnly("store_not_permitted", **params)
    if error.errno in (errno.EBUSY, errno.EXDEV):
        return StoreReadOnly("store_mounted_file", **params)
    what = error.strerror or type(error).__name__
    return StoreReadOnly("store_write_failed", **params, what=what)
