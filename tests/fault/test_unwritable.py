"""A store that cannot be written: full disk, read-only, someone else's, a mounted file.

Permissions do not bind root, and only root can mount. So as root the permission cases run as
uid 65534 and the mounts are real, in a private mount namespace; another user is bound by
permissions itself and makes its mounts in a user namespace of its own. Where the kernel forbids
that, a file-size limit and a write-protected directory stand in.
"""

import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile

import pytest

ATTEMPT = os.path.join(os.path.dirname(__file__), "unwritable_places.py")
STORED = (
    '{\n  "version": 1,\n  "profiles": {"a": {"type": "api_key", "provider": "x", "key": "k"}}\n}'
)
NOBODY = 65534
ROOT = os.geteuid() == 0
BOUND = NOBODY if ROOT else os.geteuid()  # a user whom permissions bind


@pytest.fixture
def place():
    """A directory that another uid can reach; pytest's own is 0700."""
    with tempfile.TemporaryDirectory() as path:
        os.chmod(path, 0o755)
        yield path


def store_in(place):
    agent_dir = os.path.join(place, "agent")
    os.mkdir(agent_dir, 0o700)
    path = os.path.join(agent_dir, "auth-profiles.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(STORED)
    os.chmod(path, 0o600)
    os.utime(path, (1, 1))
    return agent_dir, path


def give_to_nobody(*paths):
    if ROOT:
        for path in paths:
            os.chown(path, NOBODY, NOBODY)


def attempt(agent_dir, size=10, uid=BOUND, **how):
    """Run the attempt as a user whom permissions bind."""
    return said_by([sys.executable, "-B", ATTEMPT, agent_dir, str(size), str(uid)], **how)


def said_by(command, **how):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def may_mount():
    probe = [*namespace(), "true"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def namespace():
    return ["unshare", "-m"] if ROOT else ["unshare", "-r", "-m"]


def attempt_mounted(script, agent_dir, size=10):
    """Run `script` in a private mount namespace, then the attempt; nothing outlives it."""
    inner = [sys.executable, "-B", ATTEMPT, agent_dir, str(size), "0"]
    return said_by([*namespace(), "sh", "-c", f"set -e; {script}\nexec {shlex.join(inner)}"])


def attempt_with_no_room(agent_dir):
    """64 KiB are less than the new content needs."""
    if may_mount():
        copy = f"{agent_dir}.copy"
        os.rename(agent_dir, copy)
        os.mkdir(agent_dir)
        script = (
            f"mount -t tmpfs -o size=64k,mode=700 tmpfs {shlex.quote(agent_dir)}\n"
            f"cp -p {shlex.quote(copy)}/* {shlex.quote(agent_dir)}"
        )
        return attempt_mounted(script, agent_dir, 200_000)
    give_to_nobody(agent_dir, *(os.path.join(agent_dir, name) for name in os.listdir(agent_dir)))
    limit = 64 * 1024
    return attempt(
        agent_dir,
        200_000,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )


def test_a_full_disk_is_said_and_loses_nothing(place):
    agent_dir, _ = store_in(place)
    said = attempt_with_no_room(agent_dir)
    assert said["error"] == "StoreReadOnly"
    assert said["code"] == ("store_disk_full" if may_mount() else "store_write_failed")
    assert "df -h" in said["remedy"]
    assert said["before"] == said["after"] == ["a"]


def test_a_full_disk_as_the_first_thing_is_said(place):
    agent_dir = os.path.join(place, "agent")
    os.mkdir(agent_dir, 0o700)
    said = attempt_with_no_room(agent_dir) if not may_mount() else None
    if said is None:
        script = f"mount -t tmpfs -o size=64k,mode=700 tmpfs {shlex.quote(agent_dir)}\n"
        script += f"head -c 65536 /dev/zero > {shlex.quote(agent_dir)}/filler || true"
        said = attempt_mounted(script, agent_dir)
    assert said["error"] == "StoreReadOnly"
    assert said["after"] == []


def test_a_directory_that_may_not_be_written_is_said_with_its_owner(place):
    agent_dir, path = store_in(place)
    give_to_nobody(path)
    os.chmod(agent_dir, 0o555)
    said = attempt(agent_dir)
    os.chmod(agent_dir, 0o755)
    assert said["error"] == "StoreReadOnly"
    assert said["code"] == "store_not_permitted"
    assert path in said["text"]
    assert "chown" in said["remedy"]
    assert said["after"] == ["a"]


def test_a_store_that_its_owner_made_read_only_stays_as_it_is(place):
    agent_dir, path = store_in(place)
    give_to_nobody(agent_dir, path)
    os.chmod(path, 0o400)
    said = attempt(agent_dir)
    assert (said["error"], said["code"]) == ("StoreReadOnly", "store_not_permitted")
    assert said["after"] == ["a"]
    with open(path, encoding="utf-8") as file:
        assert file.read() == STORED


def test_a_store_that_may_not_be_read_is_said_and_not_replaced(place):
    agent_dir, path = store_in(place)
    give_to_nobody(agent_dir)
    os.chmod(path, 0o600 if ROOT else 0o000)
    said = attempt(agent_dir)
    os.chmod(path, 0o600)
    assert (said["error"], said["code"]) == ("StoreUnreadable", "store_unreadable")
    assert path in said["text"]
    assert "chown" in said["remedy"]
    with open(path, encoding="utf-8") as file:
        assert file.read() == STORED


def test_a_state_directory_below_someone_elses_is_said(place):
    os.chmod(place, 0o555)
    agent_dir = os.path.join(place, "state", "agents", "main", "agent")
    said = attempt(agent_dir)
    os.chmod(place, 0o755)
    assert (said["error"], said["code"]) == ("StoreReadOnly", "store_not_permitted")
    assert said["after"] == []


def test_a_store_that_is_itself_a_mount_is_refused_with_the_remedy(place):
    agent_dir, path = store_in(place)
    if not may_mount():
        give_to_nobody(path)
        os.chmod(agent_dir, 0o555)  # the next best: nothing can be replaced here either
        said = attempt(agent_dir)
        os.chmod(agent_dir, 0o755)
        assert said["error"] == "StoreReadOnly"
        return
    quoted = shlex.quote(path)
    script = f"cp {quoted} {quoted}.host; mount --bind {quoted}.host {quoted}"
    said = attempt_mounted(script, agent_dir)
    assert (said["error"], said["code"]) == ("StoreReadOnly", "store_mounted_file")
    assert agent_dir in said["remedy"]
    assert said["after"] == ["a"]
    assert not [name for name in os.listdir(agent_dir) if name.endswith(".tmp")]


def test_a_read_only_file_system_is_said(place):
    agent_dir, path = store_in(place)
    if not may_mount():
        give_to_nobody(path)
        os.chmod(agent_dir, 0o555)
        said = attempt(agent_dir)
        os.chmod(agent_dir, 0o755)
        assert said["error"] == "StoreReadOnly"
        return
    quoted = shlex.quote(agent_dir)
    said = attempt_mounted(
        f"mount --bind {quoted} {quoted}; mount -o remount,bind,ro {quoted}", agent_dir
    )
    assert (said["error"], said["code"]) == ("StoreReadOnly", "store_read_only_fs")
    assert said["after"] == ["a"]


def test_what_root_creates_in_someones_directory_belongs_to_that_someone(place):
    """Ruling 5. Another user has only its own directories, where the same must hold."""
    home = os.path.join(place, "home")
    os.mkdir(home, 0o700)
    give_to_nobody(home)
    said = attempt(os.path.join(home, "agents", "main", "agent"), uid=os.geteuid())
    assert said["stored"]
    found = [place_ for place_, _, _ in os.walk(home)]
    found += [os.path.join(d, name) for d, _, names in os.walk(home) for name in names]
    assert {os.stat(path).st_uid for path in found} == {BOUND}
    assert len(found) == 6
