"""Fifty generations against oidc-provider, which ends a login whose refresh token comes twice."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.credentials import Profile
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.refresh.blocking import refresh_now
from openclaw_auth.refresh.kit import RefreshKit, Wanted
from openclaw_auth.settings import load_settings
from openclaw_auth.store.data import PutProfile
from openclaw_auth.store.json_file import JsonFileStore
from peers.fixtures import oidc_peer
from peers.web_walk import Walker

__all__ = ["oidc_peer"]

GENERATIONS = 50
AT_ONCE = 4
PROFILE = "acme:eve@example.com"


def log_in(host, peer):
    """Log in by the command, through the server's own pages."""
    oauth = {
        "issuer": peer.base_url,
        "clientId": "native",
        "scopes": ["openid", "email", "offline_access"],
        "extraParams": {"prompt": "consent"},
    }
    host.write_config({"agents": {"list": [{"id": "main"}, {"id": "work"}]}})
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"acme": {"oauth": oauth}}}}))
    argv = ["models", "auth", "login", "--provider", "acme", "--agent", "main", "--no-browser"]
    process = subprocess.Popen(
        [sys.executable, "-m", "openclaw_auth", *argv, "--json"],
        env=host.env,
        cwd=host.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = json.loads(process.stdout.readline())["url"]
        Walker().walk(url, {"login": "eve", "password": "any"})
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, err


class Logins:
    """The stores of main and work, refreshed by several at once."""

    def __init__(self, host):
        real = system_ports()
        environ = {"OPENCLAW_STATE_DIR": str(host.state), "HOME": str(host.home)}
        self.ports = Ports(
            now_ms=real.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ=environ,
            cwd="/",
        )
        self.paths = resolve_paths(environ, str(host.home), "/", lambda _: True)
        self.dirs = [str(host.state / "agents" / name / "agent") for name in ("main", "work")]

    def profile(self, agent_dir) -> Profile:
        return JsonFileStore(agent_dir, self.ports).read().profiles[PROFILE]

    def copy_to_work(self, profile):
        store = JsonFileStore(self.dirs[1], self.ports)
        store.update(lambda _: [PutProfile(profile)])

    def refresh(self, agent_dir):
        kit = RefreshKit(load_settings(self.paths, self.ports), self.ports)
        try:
            refused = self.profile(agent_dir).secret
            return refresh_now(kit, Wanted(agent_dir, PROFILE, rejected=refused))
        finally:
            kit.close()


@pytest.mark.timeout(120)
@pytest.mark.slow
def test_fifty_generations_with_copies_and_rivals_and_the_login_lives(host, oidc_peer):
    log_in(host, oidc_peer)
    logins = Logins(host)
    older = logins.profile(logins.dirs[0])
    seen = {older.refresh.reveal()}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(GENERATIONS):
            logins.copy_to_work(older)  # from now on at least one rotation old
            older = logins.profile(logins.dirs[0])
            rivals = [logins.dirs[0]] + [logins.dirs[(number + i) % 2] for i in range(AT_ONCE - 1)]
            done = list(pool.map(logins.refresh, rivals))
            assert {r.outcome for r in done} <= {"refreshed", "adopted", "fresh"}, [
                (r.outcome, r.reason) for r in done
            ]
            seen.add(logins.profile(logins.dirs[0]).refresh.reveal())
    assert len(seen) >= GENERATIONS + 1
    assert logins.refresh(logins.dirs[0]).outcome == "refreshed", "the login lives"
    assert logins.refresh(logins.dirs[1]).outcome in ("adopted", "refreshed")
