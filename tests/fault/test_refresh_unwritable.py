"""A refresh where nothing can be written: it is said before the provider is asked, and the old pair stays.

As root the permission cases run as uid 65534 and the full disk is a tmpfs in a private mount namespace; where the
kernel forbids that, a limit on the size of files stands in.
"""

import hashlib
import json
import os
import pathlib
import resource
import shlex
import subprocess
import sys
import tempfile

import pytest

from openclaw_auth.credentials import Profile
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import PutProfile
from openclaw_auth.testing.oauth_provider import OAuthProvider
from refresh_host import PROFILE, RefreshHost

ATTEMPT = os.path.join(os.path.dirname(__file__), "refresh_attempt.py")
ROOT = os.geteuid() == 0
BOUND = 65534 if ROOT else os.geteuid()


@pytest.fixture
def host():
    with tempfile.TemporaryDirectory() as home, OAuthProvider() as provider:
        os.chmod(home, 0o755)
        host = RefreshHost(pathlib.Path(home), provider)
        yield host
        for kit in host.kits:
            kit.close()


def command(host, uid=BOUND, limit=0):
    arguments = [str(host.state), host.dir(), PROFILE, str(uid)]
    return [sys.executable, "-B", ATTEMPT, *arguments, *([str(limit)] if limit else [])]


def said_by(argv, **how):
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=50, **how)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def namespace():
    return ["unshare", "-m"] if ROOT else ["unshare", "-r", "-m"]


def may_mount():
    return subprocess.run([*namespace(), "true"], capture_output=True, check=False).returncode == 0


def give_away(host):
    if ROOT:
        for folder, _, names in os.walk(host.state):
            os.chown(folder, BOUND, BOUND)
            for name in names:
                os.chown(os.path.join(folder, name), BOUND, BOUND)


def hashes(pair):
    return [hashlib.sha256(token.encode()).hexdigest() for token in (pair.access, pair.refresh)]


def test_a_directory_that_may_not_be_written_is_said_before_anything_is_sent(host):
    pair = host.log_in()
    give_away(host)
    os.chmod(host.dir(), 0o555)
    (said,) = said_by(command(host))
    os.chmod(host.dir(), 0o755)
    assert (said["outcome"], said["code"]) == ("failed", "store_not_permitted")
    assert host.dir() in said["text"]
    assert said["stored"] == hashes(pair)
    assert host.provider.posts == []


def test_a_store_that_its_owner_made_read_only_is_respected(host):
    pair = host.log_in()
    give_away(host)
    os.chmod(host.store().location, 0o400)
    (said,) = said_by(command(host))
    assert (said["outcome"], said["code"]) == ("failed", "store_not_permitted")
    assert host.store().location in said["text"]
    assert said["stored"] == hashes(pair)
    assert host.provider.posts == []


def test_a_state_directory_that_may_not_be_written_is_said(host):
    pair = host.log_in()
    give_away(host)
    os.chmod(host.state, 0o555)
    (said,) = said_by(command(host))
    os.chmod(host.state, 0o755)
    assert (said["outcome"], said["code"]) == ("failed", "store_not_permitted")
    assert str(host.state) in said["text"]
    assert said["stored"] == hashes(pair)
    assert host.provider.posts == []


def test_a_full_disk_shows_before_the_request(host):
    pair = host.log_in()
    assert host.key
    if may_mount():
        quoted = shlex.quote(host.dir())
        script = (
            f"set -e; cp -rp {quoted} {quoted}.copy\n"
            f"mount -t tmpfs -o size=64k,mode=700 tmpfs {quoted}\n"
            f"cp -p {quoted}.copy/auth-profiles.json {quoted}/\n"
            f"exec {shlex.join(command(host, uid=0))}"
        )
        (said,) = said_by([*namespace(), "sh", "-c", script])
        assert said["code"] == "store_disk_full"
        assert "df -h" in said["remedy"]
    else:
        limit = 32 * 1024
        (said,) = said_by(
            command(host),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert said["code"] == "store_write_failed"
    assert said["outcome"] == "failed"
    assert f"{host.dir()}/refresh/" in said["text"]
    assert said["stored"] == hashes(pair)
    assert host.provider.posts == []


def test_a_disk_that_fills_up_after_the_request_keeps_the_new_pair_in_the_journal(host):
    pair = host.log_in()
    big = Profile("big:x", "api_key", "big", Secret("k" * 200_000))
    host.store().update(lambda _: [PutProfile(big)])
    first, second = said_by(command(host, uid=os.geteuid(), limit=64 * 1024))
    assert (first["outcome"], first["serves"]) == ("unsaved", True)
    assert host.store().location in first["text"]
    assert first["stored"] == hashes(pair), "the old pair stays until the new one is durable"
    assert second["outcome"] == "adopted"
    family = host.provider.grants.families[0]
    assert host.tokens() == (family.access, family.refresh)
    assert host.refreshes() == ["issued"]
    assert host.journals() == []
