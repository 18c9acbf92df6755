"""A host in a folder, looked at in this process with a clock that the test sets."""

from __future__ import annotations

import json

from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.monitor.conditions import Subjects, conditions
from openclaw_auth.monitor.facts import read_host
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.settings import load_settings
from openclaw_auth.store.state import StateDb

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
START_MS = 1_780_000_000_000


class Watched:
    """A home, its state directory and its clock."""

    def __init__(self, home):
        self.home = home
        self.state = home / ".openclaw"
        self.now_ms = START_MS
        self.environ = {"HOME": str(home)}
        real = system_ports()
        self.ports = Ports(
            now_ms=lambda: self.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=real.random_bytes,
            environ=self.environ,
            cwd="/",
        )

    @property
    def paths(self):
        return resolve_paths(
            self.environ, str(self.home), "/", lambda path: (self.home / path).exists()
        )

    @property
    def settings(self):
        return load_settings(self.paths, self.ports)

    @property
    def db(self):
        return StateDb(self.paths.state_db, self.ports)

    def write_config(self, config, own=None):
        self.state.mkdir(exist_ok=True)
        (self.state / "openclaw.json").write_text(json.dumps(config))
        if own is not None:
            (self.state / "openclaw-auth.json5").write_text(json.dumps(own))

    def write_store(self, profiles, agent="main", **document):
        folder = self.state / "agents" / agent / "agent"
        folder.mkdir(parents=True, exist_ok=True)
        store = {"version": 1, "profiles": profiles, **document}
        (folder / "auth-profiles.json").write_text(json.dumps(store))

    def look(self):
        """Return world and facts as the files say."""
        return read_host(self.settings, self.ports)

    def found(self, **options):
        """Return what stands wrong, as `key: code`."""
        world, facts = self.look()
        standing = conditions(world, self.now_ms, facts, **options)
        assert len({one.key for one in standing}) == len(standing)
        looked_at = Subjects(world, facts)
        assert all(one.key.partition(":")[2] in looked_at for one in standing)
        return {one.key: one.code for one in standing}


def token(ends_in_ms=None, provider="anthropic", secret="sk-ant-oat01-" + "t" * 40):
    entry = {"type": "token", "provider": provider, "token": secret}
    return entry if ends_in_ms is None else {**entry, "expires": START_MS + ends_in_ms}


def api_key(provider="anthropic", secret="sk-ant-api03-" + "k" * 40):
    return {"type": "api_key", "provider": provider, "key": secret}
