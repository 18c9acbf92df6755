"""LiteLLM's proxy, for a reader's comparison, where its command is installed (`pip install 'litellm[proxy]'`)."""

import json
import shutil
import sys
from pathlib import Path

from bench.peers.gateway import clean_environment
from bench.peers.target import Target
from bench.processes import free_port, start
from bench.workload import GATEWAY_TOKEN, UPSTREAM_KEY


def start_litellm(folder: Path, upstreams: dict[str, str], authority: Path) -> Target:
    """Start one worker that knows every upstream; raises `RuntimeError` where it is not installed."""
    command = shutil.which("litellm", path=str(Path(sys.executable).parent)) or shutil.which(
        "litellm"
    )
    if command is None:
        raise RuntimeError("the command `litellm` is not installed")
    models = [
        {
            "model_name": f"{provider}/{model}",
            "litellm_params": {
                "model": f"openai/{model}",
                "api_base": f"{origin}/v1",
                "api_key": UPSTREAM_KEY,
            },
        }
        for provider, origin in upstreams.items()
        for model in ("m1", "paced")
    ]
    config = folder / "litellm.yaml"
    # JSON is YAML.
    config.write_text(
        json.dumps({"model_list": models, "general_settings": {"master_key": GATEWAY_TOKEN}})
    )
    port = free_port()
    running = start(
        [command, "--config", str(config), "--host", "127.0.0.1", "--port", str(port)],
        port=port,
        log=folder / "litellm.log",
        environment=clean_environment(folder, SSL_CERT_FILE=str(authority)),
    )
    return Target(
        "LiteLLM", dict.fromkeys(upstreams, f"http://127.0.0.1:{port}"), GATEWAY_TOKEN, running
    )
