"""Places that cannot keep a credential are refused before one is written."""

import errno
import fcntl
import os

import pytest

from openclaw_auth.codes import remedy
from openclaw_auth.errors import StoreReadOnly
from openclaw_auth.files import filesystem
from openclaw_auth.files.filesystem import check_file_system, mount_type, write_error

MOUNTS = [
    "/dev/vda / ext4 rw 0 0\n",
    "server:/x /home nfs4 rw 0 0\n",
    "/dev/vdb /home/al ext4 rw 0 0\n",
    "C:\\134 /mnt/c 9p rw,dirsync,aname=drvfs;path=C:\\ 0 0\n",
    "share /mnt/my\\040files fuse.sshfs rw 0 0\n",
    "share /mnt/文件 cifs rw 0 0\n",
    "broken line\n",
]


@pytest.mark.parametrize(
    ("directory", "kind"),
    [
        ("/etc", "ext4"),
        ("/home", "nfs4"),
        ("/home/bob/.openclaw", "nfs4"),
        ("/home/al/.openclaw", "ext4"),
        ("/home/alice", "nfs4"),
        ("/mnt/c/Users", "drvfs"),
        ("/mnt/my files/x", "fuse.sshfs"),
        ("/mnt/文件/x", "cifs"),
    ],
)
def test_the_mount_that_holds_a_directory_is_found(directory, kind):
    assert mount_type(directory, MOUNTS) == kind


def test_a_local_directory_is_fine_and_left_as_it_was(tmp_path, ports):
    check_file_system(str(tmp_path), ports)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("kind", ["nfs4", "fuse.sshfs", "fuse", "drvfs", "cifs", "exfat"])
def test_network_and_fuse_file_systems_are_refused(tmp_path, ports, monkeypatch, kind):
    monkeypatch.setattr(filesystem, "_mount_type", lambda _: kind)
    with pytest.raises(StoreReadOnly) as caught:
        check_file_system(str(tmp_path), ports)
    assert kind in str(caught.value)
    assert remedy(caught.value.reason)


def test_a_place_without_working_locks_is_refused(tmp_path, ports, monkeypatch):
    monkeypatch.setattr(fcntl, "flock", lambda *_: None)
    with pytest.raises(StoreReadOnly) as caught:
        check_file_system(str(tmp_path), ports)
    assert caught.value.reason.params["what"] == "flock"
    assert os.listdir(tmp_path) == []


def test_a_place_that_makes_up_modes_is_refused(tmp_path, ports, monkeypatch):
    real = os.open

    def open_for_all(path, flags, mode=0o777):
        fd = real(path, flags, mode)
        os.fchmod(fd, 0o777)
        return fd

    monkeypatch.setattr(os, "open", open_for_all)
    with pytest.raises(StoreReadOnly) as caught:
        check_file_system(str(tmp_path), ports)
    assert caught.value.reason.params["what"] == "mode 0600"
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "store_disk_full"),
        (errno.EDQUOT, "store_disk_full"),
        (errno.EROFS, "store_read_only_fs"),
        (errno.EACCES, "store_not_permitted"),
        (errno.EPERM, "store_not_permitted"),
        (errno.EBUSY, "store_mounted_file"),
        (errno.EIO, "store_write_failed"),
    ],
)
def test_every_way_to_fail_is_said_with_file_and_remedy(tmp_path, number, code):
    path = str(tmp_path / "not" / "there" / "auth-profiles.json")
    error = write_error(OSError(number, os.strerror(number)), path)
    assert error.reason.code == code
    for lang in ("en", "zh"):
        assert "{" not in remedy(error.reason, lang)
        assert remedy(error.reason, lang)
    assert path in str(error)
    assert "{" not in str(error)
