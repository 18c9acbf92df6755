"""A gateway process in front of emulated providers whose answer depends on the key that asks."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager

import anthropic
import openai

from gateway_process import GatewayProcess, wait_until
from openclaw_auth.testing import ProviderEmulator

TOKEN = "the-token-of-this-gateway-0123456789"
PATHS = {"anthropic": "/anthropic", "openai": "/openai/v1", "groq": "/groq/v1"}
# The command line as it is, but a gateway that waits shortly.
PROGRAM = """
import sys
from openclaw_auth.gateway.settings import Timeouts
from openclaw_auth.transport.client import UpstreamClient
Timeouts.__init__.__kwdefaults__.update(first_byte_s=0.3, stream_first_byte_s=0.3, idle_s=0.3)
UpstreamClient.__init__.__kwdefaults__.update(sweep_s=0.05)
from openclaw_auth.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def key_of(profile_id):
    """The secret that the helper gives a profile; tests script the emulator by it."""
    provider, _, name = profile_id.partition(":")
    prefix = {"anthropic": "sk-ant-api03", "openai": "sk-proj"}.get(provider, "sk-key")
    return f"{prefix}-{provider}-{name}-{'0123456789abcdef' * 2}"


def profile(profile_id, kind="api_key", **fields):
    secret = {"api_key": "key", "token": "token", "oauth": "access"}[kind]
    provider = profile_id.partition(":")[0]
    return {"type": kind, "provider": provider, secret: key_of(profile_id), **fields}


class FailingHost(GatewayProcess):
    """Start with `with`. `stats`, `status` look at what it leaves; `claude`, `gpt` are clients."""

    def __init__(self, home, emulator, *arguments, profiles=(), usage=None, config=None, **options):
        self.emulator = emulator
        document = config_for(emulator)
        for path, value in (config or {}).items():
            *parents, last = path.split(".")
            entry = document
            for name in parents:
                entry = entry.setdefault(name, {})
            entry[last] = value
        super().__init__(home, *arguments, config=document, **options)
        if profiles:
            self.store(profiles, **({"usageStats": usage} if usage else {}))
        options = {"api_key": TOKEN, "max_retries": 0, "timeout": 30}
        self.claude = anthropic.Anthropic(base_url=self.url, **options)
        self.gpt = openai.OpenAI(base_url=f"{self.url}/v1", **options)

    def __exit__(self, *_):
        self.claude.close()
        self.gpt.close()
        super().__exit__()

    def command(self, *words):
        return [sys.executable, "-c", PROGRAM, *words]

    def path_of(self, agent="main"):
        return self.state / "agents" / agent / "agent/auth-profiles.json"

    def store(self, profiles, agent="main", **more):
        """Write a store: profile ids (their order is then explicit), or whole profiles by id."""
        if not isinstance(profiles, dict):
            order = {}
            for profile_id in profiles:
                order.setdefault(profile_id.partition(":")[0], []).append(profile_id)
            more.setdefault("order", order)
            profiles = {profile_id: profile(profile_id) for profile_id in profiles}
        path = self.path_of(agent)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name("new.json")
        new.write_text(json.dumps({"version": 1, "profiles": profiles, **more}))
        new.chmod(0o600)
        new.rename(path)

    def stats(self, agent="main"):
        return json.loads(self.path_of(agent).read_text()).get("usageStats", {})

    def penalised(self, agent="main"):
        """What the store holds against each profile, without mere last uses."""
        return {
            profile_id: rest
            for profile_id, entry in self.stats(agent).items()
            if (rest := {name: v for name, v in entry.items() if v and name != "lastUsed"})
        }

    def status_next(self, agent="main"):
        found = self.run("models", "status", "--json", "--agent", agent)
        providers = json.loads(found.stdout)["auth"]["providers"]
        return {p["provider"]: p["next"]["profileId"] for p in providers}

    def chat(self, prompt="ping", *, model="openai/m1", headers=None, raw=True, **fields):
        """Ask by chat completions; `raw` answers also show their headers."""
        create = self.gpt.chat.completions
        return (create.with_raw_response if raw else create).create(
            model=model, messages=say(prompt), extra_headers=headers, **fields
        )

    def message(self, prompt="ping", *, model="anthropic/m1", headers=None, raw=True, **fields):
        """Ask by Anthropic's messages; as `chat`."""
        create = self.claude.messages
        return (create.with_raw_response if raw else create).create(
            model=model, max_tokens=64, messages=say(prompt), extra_headers=headers, **fields
        )

    def calls(self, prompt="ping"):
        """The keys that asked upstream for this prompt, in their order, as profile ids."""
        needle = f'"{prompt}"'.encode()
        asked = [r.key for r in self.emulator.requests if r.method == "POST" and needle in r.body]
        return [name_of(key) for key in asked]

    def accesses(self):
        """The access events, from the log in JSON."""
        lines = [line for line in self.log.splitlines() if line.startswith('{"kind":"access"')]
        return [entry for entry in map(json.loads, lines) if entry["path"] != "/healthz"]

    def access(self, count=1):
        """The access event of the newest of so many requests."""
        return wait_until(lambda: len(self.accesses()) >= count and self.accesses()[count - 1])


class PatientHost(FailingHost):
    """One that waits for a provider as long as a user's gateway does, however busy the machine is."""

    command = GatewayProcess.command


def name_of(key):
    """The profile id that a key of `key_of` belongs to; the key itself for another."""
    for prefix in ("sk-ant-api03-", "sk-proj-", "sk-key-"):
        if key.startswith(prefix):
            provider, name, _ = key.removeprefix(prefix).split("-")
            return f"{provider}:{name}"
    return key


def say(prompt):
    return [{"role": "user", "content": prompt}]


def config_for(emulator):
    providers = {
        name: {
            "baseUrl": f"{emulator.base_url}{path}",
            "api": "anthropic-messages" if name == "anthropic" else "openai-completions",
            "models": [{"id": "m1", "name": "m1"}, {"id": "m2", "name": "m2"}],
        }
        for name, path in PATHS.items()
    }
    return {
        "models": {"providers": providers},
        "gateway": {"auth": {"token": TOKEN}},
    }


def now_ms():
    return int(time.time() * 1000)


def in_hours(at_ms):
    """How far ahead a moment is."""
    return (at_ms - now_ms()) / 3_600_000


@contextmanager
def failing_host(home, behaviours=None, profiles=(), *arguments, emulator=None, **options):
    """Run a gateway whose providers treat these profiles so; the others get answers."""
    steps = {key_of(name): step for name, step in (behaviours or {}).items()}
    with (
        ProviderEmulator(
            behaviour_by_key=steps, compose=lambda text: f"re: {text}", **(emulator or {})
        ) as upstream,
        FailingHost(
            home, upstream, "--log-format", "json", *arguments, profiles=profiles, **options
        ) as host,
    ):
        yield host


def text_of(answer):
    """The text of a raw answer of either SDK."""
    parsed = answer.parse()
    return (
        parsed.content[0].text if hasattr(parsed, "content") else parsed.choices[0].message.content
    )
