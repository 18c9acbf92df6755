"""Our gateway, started as a user would, in a state directory of its own."""

import json
import os
import sys
from pathlib import Path

from bench.peers.target import Target
from bench.processes import free_port, start
from bench.workload import GATEWAY_TOKEN, UPSTREAM_KEY


def console_script() -> str:
    """Return the installed `openclaw` beside this interpreter; raises `RuntimeError` without one."""
    script = Path(sys.executable).with_name("openclaw")
    if not script.exists():
        raise RuntimeError(f"{script} is missing: run `make setup`")
    return str(script)


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment without anyone's keys."""
    keep = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return keep | {"HOME": str(home), "OPENCLAW_STATE_DIR": str(home / "state"), **more}


def write_state(home: Path, port: int, upstreams: dict[str, str]) -> None:
    """Write a configuration with one custom provider for each upstream."""
    models = [{"id": name, "name": name} for name in ("m1", "paced")]
    providers = {
        provider: {
            "baseUrl": f"{origin}/v1",
            "apiKey": UPSTREAM_KEY,
            "api": "openai-completions",
            "models": models,
        }
        for provider, origin in upstreams.items()
    }
    config = {
        "models": {"providers": providers},
        "gateway": {"port": port, "auth": {"mode": "token", "token": GATEWAY_TOKEN}},
    }
    state = home / "state"
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = state / "openclaw.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(config))


def start_gateway(folder: Path, upstreams: dict[str, str], authority: Path) -> Target:
    """Start the gateway; raises `RuntimeError` with its output when it does not come up."""
    home = folder / "gateway-home"
    port = free_port()
    write_state(home, port, upstreams)
    running = start(
        [console_script(), "gateway", "run", "--port", str(port)],
        port=port,
        log=folder / "gateway.log",
        environment=clean_environment(home, SSL_CERT_FILE=str(authority)),
    )
    origins = dict.fromkeys(upstreams, f"http://127.0.0.1:{port}")
    return Target("gateway", origins, GATEWAY_TOKEN, running)
