"""The ways in which a host can be broken; each takes a `Place` that is fine."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from contextlib import contextmanager, suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from doctor_place import KEY, MODEL, NAME, OPENAI, SECRET

SYSTEMCTL = """\
#!/bin/sh
case "$*" in
*is-system-running) echo running ;;
*show*) if [ -e "$RECORD.on" ]; then printf 'ActiveState=active\\nMainPID=4242\\n'
        else printf 'ActiveState=inactive\\nMainPID=0\\n'; fi ;;
*start*) [ -e "$RECORD.stuck" ] || : >"$RECORD.on" ;;
esac
"""


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


class Died(BaseException):
    """Stands for a kill."""


def refresh_that_died(place):
    from openclaw_auth.refresh.blocking import refresh_now
    from openclaw_auth.refresh.kit import Wanted
    from openclaw_auth.testing.oauth_provider import OAuthProvider
    from refresh_host import PROFILE, RefreshHost

    def die(step):
        if step.name == "received":
            raise Died

    host = RefreshHost(place.home, place.later(OAuthProvider()))
    host.log_in()
    host.shift_ms = -300_000
    host.age()
    with suppress(Died):
        refresh_now(host.kit(die), Wanted(host.dir(), PROFILE))
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


def running_service(place):
    stopped_service(place)
    (place.home / "record.on").touch()


def service_of_a_program_that_is_gone(place):
    running_service(place)
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
    running_service(place)
    unit = _unit(place)
    unit.write_text(
        unit.read_text().replace("[Service]\n", f"[Service]\nEnvironment=X_API_KEY={SECRET}\n")
    )


def older_service(place):
    unit = place.home / ".config/systemd/user/clawdbot-gateway.service"
    unit.parent.mkdir(parents=True)
    unit.write_text("[Service]\nExecStart=/usr/bin/node gateway\n")


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


def usual_state_dir(place):
    usual = place.state
    place.state = place.home / "chosen"
    place.state.mkdir(mode=0o700)
    place.config({})
    place.store({NAME: KEY})
    assert usual.name == ".openclaw"
    place.set_env("OPENCLAW_STATE_DIR", str(place.state))


def newer_openclaw(place):
    place.program("openclaw", "#!/bin/sh\necho 2027.1.0\n")
    (place.home / "package.json").write_text('{"version": "2027.1.0"}')
    place.set_env("PATH", f"{place.home}/bin:{os.environ['PATH']}")


def shared_refresh_token(place):
    place.config({"agents": {"list": [{"id": "main"}, {"id": "work", "isolate": True}]}})
    both = {"anthropic:me": login()}
    place.store({NAME: KEY, **both})
    place.store(both, agent="work")


def store_of(profiles, **more):
    return lambda place: place.store({NAME: KEY, **profiles}, **more)


def config_of(more=(), **gateway):
    return lambda place: place.config(dict(more), **gateway)


def token(**fields):
    return {"type": "token", "provider": "anthropic", "token": SECRET + "t", **fields}


def expired(place):
    place.store({NAME: KEY, "anthropic:old": token(expires=place.now_ms - 3_600_000)})


def resting(place):
    place.store({NAME: KEY}, usageStats={NAME: {"cooldownUntil": place.now_ms + 2_700_000}})


def open_file(place):
    (place.state / "openclaw.json").chmod(0o644)


def shadowed(place):
    place.write(".env", f"OPENAI_API_KEY={OPENAI}\n")
    place.set_env("OPENAI_API_KEY", OPENAI + "2")
