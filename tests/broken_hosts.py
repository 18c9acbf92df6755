"""Hosts that are broken in one way each: at least one for every check of `doctor`."""

from __future__ import annotations

import base64
import json
import os
import socket
import threading
import time
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "sk-ant-api03-" + "k" * 90
OPENAI = "sk-proj-" + "o" * 60
GATEWAY = {"mode": "local", "auth": {"mode": "token", "token": "gw-FAKE-token-1234567890"}}
KEY = {"type": "api_key", "provider": "anthropic", "key": SECRET}
NAME = "anthropic:default"
MODEL = "anthropic/claude-opus-4-5"
SYSTEMCTL = """\
#!/bin/sh
case "$*" in
*is-system-running) echo running ;;
*show*) if [ -e "$RECORD.on" ]; then printf 'ActiveState=active\\nMainPID=4242\\n'
        else printf 'ActiveState=inactive\\nMainPID=0\\n'; fi ;;
*start*) [ -e "$RECORD.stuck" ] || : >"$RECORD.on" ;;
esac
"""


class Place:
    """A home with a state directory that is fine until a host breaks it.

    `set_env` and `later` (what to close when the test ends) come from the test.
    """

    def __init__(self, home, set_env, later):
        self.home = home
        self.state = home / ".openclaw"
        self.set_env = set_env
        self.later = later
        self.now_ms = time.time_ns() // 1_000_000
        self.config({})
        self.store({NAME: KEY})

    def write(self, name, content, mode=0o600):
        path = self.state / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        path.chmod(mode)
        return path

    def config(self, more, **over):
        self.write("openclaw.json", {"gateway": {**GATEWAY, **over}, **more})

    def store(self, profiles, agent="main", **more):
        document = {"version": 1, "profiles": profiles, **more}
        return self.write(f"agents/{agent}/agent/auth-profiles.json", document)

    def program(self, name, text):
        path = self.home / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)


class Broken:
    """One broken host.

    Attributes:
        break_it: breaks a `Place`.
        check, code: who finds it, and what is said.
        fix: what `--fix` reports; None where only a person can mend it.
        args: what `doctor` needs to see it.
        forced: whether only `--force` mends it.
    """

    def __init__(self, break_it, check, code, fix=None, *, args=(), forced=False):
        self.break_it = break_it
        self.check, self.code, self.fix = check, code, fix
        self.args = args
        self.forced = forced


def login(**fields):
    pair = {"access": "a" * 40, "refresh": "r" * 40, "expires": 4_000_000_000_000}
    return {"type": "oauth", "provider": "anthropic", **pair, **fields}


def older_agent_dir(place):
    place.write("agent/auth-profiles.json", {"version": 1, "profiles": {NAME: KEY}})
    agent = place.state / "agents/main/agent"
    (agent / "auth-profiles.json").unlink()
    agent.rmdir()


def older_config_name(place):
    os.rename(place.state / "openclaw.json", place.state / "clawdbot.json")


def both_agent_dirs(place):
    place.write("agent/auth-profiles.json", {"version": 1, "profiles": {}})


def auth_beside_store(place):
    place.write("agents/main/agent/auth.json", {"openai": {"type": "api_key", "key": OPENAI}})


def legacy_store(place):
    (place.state / "agents/main/agent/auth-profiles.json").unlink()
    place.write("agents/main/agent/auth.json", {"anthropic": {"type": "api_key", "key": SECRET}})


def broken_store(place):
    place.write("agents/main/agent/auth-profiles.json", '{"profiles": {')


def unreadable_config(place):
    place.config({"models": {"mode": "merge"}})
    os.rename(place.state / "openclaw.json", place.state / "openclaw.json.bak")
    place.write("openclaw.json", '{"gateway": {')


def unreadable_config_without_backup(place):
    place.write("openclaw.json", '{"gateway": {')


def own_file_at_fault(place):
    place.write("openclaw-auth.json5", "{auth: {nonsense: 1}}")


def older_sections(place):
    place.write(
        "openclaw.json",
        """{
  // kept: the gateway
  gateway: { mode: "local", auth: { mode: "token", token: "gw-FAKE-token-1234567890" } },
  agent: { // kept: about the agent
    model: "anthropic/claude-opus-4-5", // kept: mine
    allowedModels: ["anthropic/claude-opus-4-5" /* kept: best */],
    modelAliases: { Best: "anthropic/claude-opus-4-5" },
  },
  routing: { agents: { /* kept: an agent */ work: { workspace: "~/work" } } },
}
""",
    )


def older_keys(place):
    defaults = {"modelFallbacks": [MODEL], "imageModelFallbacks": [MODEL], "allowedModels": [MODEL]}
    place.config({"agents": {"defaults": defaults}})


def older_keys_in_conflict(place):
    defaults = {"modelFallbacks": [MODEL], "model": {"fallbacks": ["anthropic/claude-haiku-4-5"]}}
    place.config({"agents": {"defaults": defaults}})


def named(**profiles):
    return {"auth": {"profiles": {n: {"provider": p, "mode": m} for n, (p, m) in profiles.items()}}}


def rejected_login(place):
    from openclaw_auth.testing.oauth_provider import OAuthProvider, error_in_200
    from refresh_host import RefreshHost

    provider = place.later(OAuthProvider())
    host = RefreshHost(place.home, provider)
    host.log_in()
    provider.fail_next(error_in_200())
    host.refresh()
    for kit in host.kits:
        kit.close()
    _take_over(place, host)


def due_login(place):
    from openclaw_auth.testing.oauth_provider import OAuthProvider
    from refresh_host import RefreshHost

    host = RefreshHost(place.home, place.later(OAuthProvider()))
    host.log_in()
    for kit in host.kits:
        kit.close()
    _take_over(place, host)


def _take_over(place, host):
    """Use the state directory of a host with an OAuth provider."""
    place.state = host.state
    host.state.chmod(0o700)
    for path in host.state.glob("*.json*"):
        path.chmod(0o600)
    place.set_env("OPENCLAW_STATE_DIR", str(host.state))


def running_openclaw(place):
    place.store({NAME: KEY, "anthropic:me": login()})
    folder = place.home / "tmp" / f"openclaw-{os.getuid()}"
    folder.mkdir(parents=True)
    place.set_env("TMPDIR", str(place.home / "tmp"))
    held = {"pid": os.getpid(), "configPath": str(place.state / "openclaw.json")}
    (folder / "gateway.abcd1234.lock").write_text(json.dumps(held))


@contextmanager
def provider_server(status, skew_s):
    """A provider that answers everything alike, and whose clock is off."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = (
                b'{"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}}'
            )
            self.send_response_only(status)
            self.send_header("Date", formatdate(time.time() + skew_s, usegmt=True))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def refusing_provider(place, skew_s=0):
    url = place.later(provider_server(401, skew_s))
    model = {"id": "m", "name": "m"}
    corp = {"baseUrl": url, "api": "openai-completions", "apiKey": OPENAI, "models": [model]}
    defaults = {"model": {"primary": "corp/m"}}
    place.config({"models": {"providers": {"corp": corp}}, "agents": {"defaults": defaults}})


def clock_behind(place):
    refusing_provider(place, skew_s=7200)


def other_login(place):
    grant = {"accessToken": SECRET, "refreshToken": SECRET, "expiresAt": place.now_ms + 7_200_000}
    path = place.home / ".claude/.credentials.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"claudeAiOauth": grant}))


def pinned_to_what_is_gone(place):
    entries = {
        "agent:main:main": {"sessionId": "s", "authProfileOverride": NAME},
        "agent:main:a": {
            "sessionId": "a",
            "authProfileOverride": "anthropic:gone",
            "authProfileOverrideSource": "user",
            "unknown": [1],
        },
        "agent:main:b": {"authProfileOverride": "anthropic:gone", "updatedAt": 1},
    }
    place.write("agents/main/sessions/sessions.json", entries)


def port_taken(place):
    holder = place.later(socket.create_server(("127.0.0.1", 0)))
    place.config({}, port=holder.getsockname()[1])


def gateway_sees_otherwise(place):
    published = {"pid": os.getpid(), "port": 1, "variables": {}}
    place.write("run/gateway.json", published)
    place.set_env("GROQ_API_KEY", "gsk_" + "g" * 52)


def _unit(place):
    place.program("systemctl", SYSTEMCTL)
    place.set_env("PATH", f"{place.home}/bin:{os.environ['PATH']}")
    place.set_env("RECORD", str(place.home / "record"))
    return place.home / ".config/systemd/user/openclaw-gateway.service"


def stopped_service(place):
    from openclaw_auth.cli.main import run

    _unit(place)
    assert run(["gateway", "install"]) == 0
    (place.home / "record.on").unlink()


def service_of_a_program_that_is_gone(place):
    stopped_service(place)
    (place.home / "record.on").touch()
    unit = _unit(place)
    lines = unit.read_text().splitlines(keepends=True)
    gone = [
        f"ExecStart={place.home}/gone -m openclaw_auth gateway run\n"
        if line.startswith("ExecStart=")
        else line
        for line in lines
    ]
    unit.write_text("".join(gone))


def service_with_a_secret(place):
    stopped_service(place)
    (place.home / "record.on").touch()
    unit = _unit(place)
    unit.write_text(
        unit.read_text().replace("[Service]\n", f"[Service]\nEnvironment=X_API_KEY={SECRET}\n")
    )


def foreign_service(place):
    unit = _unit(place)
    unit.parent.mkdir(parents=True)
    unit.write_text("[Service]\nExecStart=/bin/true\n")
    (place.home / "record.on").touch()


def written_in_the_future(place):
    ahead = time.time() + 90_000
    os.utime(place.state / "openclaw.json", (ahead, ahead))


def used_in_the_future(place):
    far = place.now_ms + 400 * 86_400_000
    stats = {
        "lastUsed": far,
        "lastFailureAt": far,
        "cooldownUntil": far + 60_000,
        "errorCount": 1,
        "unknown": "kept",
    }
    place.store({NAME: KEY, "anthropic:b": {**KEY, "key": SECRET + "b"}}, usageStats={NAME: stats})


def older_state_dir(place):
    older = place.home / ".clawdbot"
    older.mkdir()
    (older / "clawdbot.json").write_text("{}")


def newer_openclaw(place):
    place.program("openclaw", "#!/bin/sh\necho 2027.1.0\n")
    (place.home / "package.json").write_text('{"version": "2027.1.0"}')
    place.set_env("PATH", f"{place.home}/bin:{os.environ['PATH']}")


def shared_refresh_token(place):
    place.config({"agents": {"list": [{"id": "main"}, {"id": "work", "isolate": True}]}})
    both = {"anthropic:me": login()}
    place.store({NAME: KEY, **both})
    place.store(both, agent="work")


def jwt(claims):
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{part}.sig"


def store_of(profiles, **more):
    return lambda place: place.store({NAME: KEY, **profiles}, **more)


def config_of(more=(), **gateway):
    return lambda place: place.config(dict(more), **gateway)


def token(**fields):
    return {"type": "token", "provider": "anthropic", "token": SECRET + "t", **fields}


def _expired(place):
    place.store({NAME: KEY, "anthropic:old": token(expires=place.now_ms - 3_600_000)})


def _resting(place):
    place.store({NAME: KEY}, usageStats={NAME: {"cooldownUntil": place.now_ms + 2_700_000}})


def _open_file(place):
    (place.state / "openclaw.json").chmod(0o644)


def _shadowed(place):
    place.write(".env", f"OPENAI_API_KEY={OPENAI}\n")
    place.set_env("OPENAI_API_KEY", OPENAI + "2")


_OLDER_PIN = ("session_pin", "doctor_pin_gone", "doctor_fixed_pins")
_GONE = "anthropic:gone"

HOSTS: dict[str, Broken] = {
    "open file": Broken(_open_file, "file_mode", "doctor_open_to_others", "doctor_fixed_mode"),
    "older agent directory": Broken(
        older_agent_dir, "older_version", "doctor_older_agent_dir", "doctor_fixed_move"
    ),
    "older config name": Broken(
        older_config_name, "older_version", "doctor_older_config_name", "doctor_fixed_move"
    ),
    "both agent directories": Broken(
        both_agent_dirs, "older_version", "doctor_older_agent_dir_beside"
    ),
    "auth.json beside a store": Broken(auth_beside_store, "older_version", "doctor_legacy_beside"),
    "legacy store": Broken(legacy_store, "store", "doctor_legacy_waiting", "doctor_fixed_import"),
    "broken store": Broken(
        broken_store, "store", "doctor_store_broken", "doctor_fixed_aside", forced=True
    ),
    "leftover": Broken(
        lambda place: place.write("agents/main/agent/.auth-profiles.json.999999999.01ab.tmp", "{"),
        "leftover",
        "doctor_leftover",
    ),
    "unreadable config": Broken(
        unreadable_config, "config", "doctor_config_unreadable", "doctor_fixed_backup", forced=True
    ),
    "unreadable config, no backup": Broken(
        unreadable_config_without_backup, "config", "doctor_config_unreadable"
    ),
    "unknown key": Broken(config_of(prot=1), "config", "doctor_config_key", "doctor_fixed_key"),
    "unknown key in our own file": Broken(
        own_file_at_fault, "config", "doctor_config_key", "doctor_fixed_key"
    ),
    "unknown section": Broken(
        config_of({"nonsense": 1}), "config_section", "doctor_unknown_section", "doctor_fixed_key"
    ),
    "older sections": Broken(
        older_sections, "config_legacy", "doctor_config_legacy", "doctor_fixed_legacy"
    ),
    "older keys": Broken(
        older_keys, "config_legacy", "doctor_config_legacy", "doctor_fixed_legacy"
    ),
    "older keys in conflict": Broken(
        older_keys_in_conflict, "config_legacy", "doctor_config_legacy_conflict"
    ),
    "our own key": Broken(
        config_of({"auth": {"billing": "never"}}),
        "config_own_key",
        "doctor_own_key",
        "doctor_fixed_config",
    ),
    "glued line": Broken(
        lambda place: place.write(".env", f"A_KEY=xGROQ_API_KEY={SECRET}\n"),
        "environment",
        "doctor_env_glued",
    ),
    "no credential": Broken(
        config_of({"agents": {"defaults": {"model": {"primary": "openai/gpt-5.2"}}}}),
        "model",
        "doctor_no_credential",
    ),
    "expired": Broken(_expired, "expiry", "doctor_expired"),
    "resting": Broken(_resting, "time_out", "doctor_cooldown"),
    "taken over": Broken(
        store_of({"anthropic:claude-cli": login()}), "taken_over", "doctor_taken_over"
    ),
    "rejected login": Broken(rejected_login, "renewal", "refresh_rejected"),
    "due login": Broken(
        due_login, "renewal_due", "doctor_renewal_due", "doctor_fixed_renewal_until"
    ),
    "running OpenClaw": Broken(running_openclaw, "shared_login", "doctor_openclaw_runs"),
    "refused key": Broken(refusing_provider, "probe", "doctor_refused", args=("--deep",)),
    "clock behind": Broken(clock_behind, "clock_skew", "doctor_clock_behind", args=("--deep",)),
    "other login": Broken(other_login, "other_login", "doctor_other_login_until"),
    "pinned to what is gone": Broken(pinned_to_what_is_gone, *_OLDER_PIN),
    "broken sessions": Broken(
        lambda place: place.write("agents/main/sessions/sessions.json", "{"),
        "session_file",
        "doctor_sessions_broken",
        "doctor_fixed_aside",
        forced=True,
    ),
    "open gateway": Broken(config_of(bind="lan"), "gateway_bind", "doctor_bind_open"),
    "odd bind": Broken(config_of(bind="the moon"), "gateway_bind", "bind_unknown"),
    "open gateway without a token": Broken(
        config_of(bind="lan", auth={}),
        "gateway_token",
        "doctor_token_missing_open",
        "doctor_fixed_token",
    ),
    "port taken": Broken(port_taken, "gateway_port", "doctor_port_taken"),
    "gateway sees otherwise": Broken(
        gateway_sees_otherwise, "gateway_view", "gateway_lacks_variable"
    ),
    "stopped service": Broken(
        stopped_service, "service", "doctor_service_stopped", "doctor_fixed_service"
    ),
    "service of a program that is gone": Broken(
        service_of_a_program_that_is_gone,
        "service_file",
        "doctor_service_stale",
        "doctor_fixed_service_file",
    ),
    "service with a secret": Broken(
        service_with_a_secret,
        "service_file",
        "doctor_service_stale",
        "doctor_fixed_service_file",
        forced=True,
    ),
    "foreign service": Broken(
        foreign_service,
        "service_file",
        "doctor_service_foreign",
        "doctor_fixed_service_file",
        forced=True,
    ),
    "written in the future": Broken(written_in_the_future, "clock_files", "doctor_files_ahead"),
    "used in the future": Broken(
        used_in_the_future, "clock_statistics", "doctor_times_ahead", "doctor_fixed_times"
    ),
    "older state directory": Broken(older_state_dir, "state_dir", "doctor_other_state_dir"),
    "newer OpenClaw": Broken(newer_openclaw, "other_version", "doctor_other_program_newer"),
    "written by a newer OpenClaw": Broken(
        config_of({"meta": {"lastTouchedVersion": "2026.11.2"}}),
        "other_version",
        "doctor_newer_version",
    ),
    "another provider's key": Broken(
        store_of({"openai:a": {"type": "api_key", "provider": "openai", "key": SECRET + "x"}}),
        "key_shape",
        "lint_key_other_provider",
    ),
    "one key twice": Broken(
        store_of({"anthropic:b": KEY}), "duplicate_secret", "lint_same_key_twice"
    ),
    "shared refresh token": Broken(
        shared_refresh_token, "shared_refresh_token", "lint_refresh_token_isolated"
    ),
    "shadowed": Broken(_shadowed, "shadowed", "lint_variable_two_values"),
    "reference to nowhere": Broken(
        config_of(
            {
                "models": {
                    "providers": {
                        "corp": {
                            "baseUrl": "http://127.0.0.1:9",
                            "apiKey": {"source": "env", "id": "NOT_SET"},
                            "models": [],
                        }
                    }
                }
            }
        ),
        "reference",
        "lint_reference_broken",
    ),
    "order names what is gone": Broken(
        store_of({}, order={"anthropic": [_GONE, NAME]}),
        "order",
        "lint_order_names_gone",
        "lint_fixed_order",
    ),
    "config order names what is gone": Broken(
        config_of({"auth": {"order": {"anthropic": [_GONE, NAME]}}}),
        "order",
        "lint_config_order_names_gone",
        "lint_fixed_config_order",
    ),
    "other type": Broken(
        config_of(named(**{NAME: ("anthropic", "token")})), "named_by_config", "mode_mismatch"
    ),
    "hidden": Broken(
        lambda place: (
            place.store({NAME: KEY, "anthropic:b": {**KEY, "key": SECRET + "b"}}),
            place.config(named(**{NAME: ("anthropic", "api_key")})),
        ),
        "hidden_by_config",
        "doctor_hidden",
    ),
}
