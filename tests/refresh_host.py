"""A host with an emulated provider, and logins in its stores."""

from __future__ import annotations

import json

from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.credentials import Profile
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.refresh.blocking import refresh_now
from openclaw_auth.refresh.kit import RefreshKit, Wanted
from openclaw_auth.secret import Secret
from openclaw_auth.settings import load_settings
from openclaw_auth.store.data import PutProfile
from openclaw_auth.store.fingerprint_key import ensure_fingerprint_key
from openclaw_auth.store.json_file import JsonFileStore

PROFILE = "corp:me"


class RefreshHost:
    """One state directory: main and two agents, and a provider `corp` with OAuth."""

    def __init__(self, home, provider):
        self.home, self.provider = home, provider
        self.state = home / "state"
        self.state.mkdir()
        agents = {"list": [{"id": "main"}, {"id": "work"}, {"id": "play"}]}
        (self.state / "openclaw.json").write_text(json.dumps({"agents": agents}))
        corp = {"baseUrl": "http://127.0.0.1:9", "models": [], "oauth": provider.config}
        own = {"models": {"providers": {"corp": corp}}}
        (self.state / "openclaw-auth.json5").write_text(json.dumps(own))
        environ = {"OPENCLAW_STATE_DIR": str(self.state), "HOME": str(home)}
        self.system = system_ports()
        self.shift_ms = 0
        self.ports = Ports(
            now_ms=lambda: self.system.now_ms() + self.shift_ms,
            monotonic_s=self.system.monotonic_s,
            sleep_s=self.system.sleep_s,
            random_bytes=self.system.random_bytes,
            environ=environ,
            cwd="/",
        )
        self.paths = resolve_paths(environ, str(home), "/", lambda _: True)
        self.steps = []
        self.kits = []

    @property
    def key(self):
        return ensure_fingerprint_key(str(self.state), self.ports)

    def dir(self, agent="main"):
        return str(self.state / "agents" / agent / "agent")

    def store(self, agent="main"):
        return JsonFileStore(self.dir(agent), self.ports)

    def settings(self):
        settings = load_settings(self.paths, self.ports)
        settings.config.require_valid()
        return settings

    def log_in(self, *agents, account="me@example.com", ends_in_ms=-1000, **fields):
        """Store one new grant in these agents' stores, its access token ended."""
        pair = self.provider.issue(account)
        for agent in agents or ("main",):
            self.put(pair.access, pair.refresh, agent, ends_in_ms=ends_in_ms, **fields)
        return pair

    def put(self, access, refresh, agent="main", *, ends_in_ms=-1000, **fields):
        profile = Profile(
            PROFILE,
            "oauth",
            "corp",
            Secret(access),
            refresh=Secret(refresh),
            expires_ms=self.ports.now_ms() + ends_in_ms,
            **fields,
        )
        self.store(agent).update(lambda _: [PutProfile(profile)])

    def break_store(self, agent="main"):
        with open(self.store(agent).location, "w", encoding="utf-8") as file:
            file.write("{")

    def age(self, *agents):
        """Let the stored access token have ended."""
        for agent in agents or ("main",):
            found = self.profile(agent)
            ended = found.replace(expires_ms=self.ports.now_ms() - 1000)
            self.store(agent).update(lambda _, p=ended: [PutProfile(p)])

    def profile(self, agent="main"):
        return self.store(agent).read().profiles[PROFILE]

    def tokens(self, agent="main"):
        profile = self.profile(agent)
        return profile.secret.reveal(), profile.refresh.reveal()

    def kit(self, tell=None):
        kit = RefreshKit(
            self.settings(), self.ports, tell=tell or (lambda s: self.steps.append(s.name))
        )
        self.kits.append(kit)
        return kit

    def refresh(self, agent="main", **how):
        return refresh_now(self.kit(), Wanted(self.dir(agent), PROFILE, **how))

    def journals(self, agent="main"):
        folder = self.state / "agents" / agent / "agent" / "refresh"
        return sorted(folder.iterdir()) if folder.exists() else []

    def refreshes(self):
        """The outcomes of every refresh that the provider saw."""
        return [p.outcome for p in self.provider.posts if p.grant_type == "refresh_token"]
