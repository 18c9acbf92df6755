"""Providers that nobody here wrote, as processes. Both answer the vendors' own SDKs.

llmock (PyPI, Python)
    Base URLs: OpenAI `<base>/v1`, Anthropic `<base>/anthropic`, others `<base>/<vendor>/...`.
    Keys: accepts any, and none; quotas (`rpm=`, `tpm=`) are counted for each key. It does not check keys, so a
    401 has to be scripted.
    Failing: `llmock_scenario(peer, behaviour, ...)` queues behaviours, each used once unless `times` says more
    (`None`: for ever): `{"type": "fail", "status": 429, "retry_after": 2}`,
    `{"type": "stream_fault", "kind": "disconnect"|"truncate"|"malformed"|"stall", "after_chunks": 3}`,
    `{"type": "delay", "seconds": 1}`, `{"type": "slow_first_token", "seconds": 1}`,
    `{"type": "reply", "text": "..."}`. A `"match": {"provider": "anthropic", "model": ...}` narrows it.
    Bodies follow the vendor. `llmock_requests(peer)` tells what arrived (without headers),
    `GET /_llmock/verdict` judges the client's retries.

aimock (npm, Node)
    Base URLs: OpenAI `<base>/v1`, Anthropic `<base>`.
    Keys: `keys=("sk-a",)` accepts exactly these in `authorization` (Bearer) or `x-api-key` and answers 401
    otherwise; without `keys` it accepts any.
    Failing: by what the user says, in `aimock-fixtures.json`: "please fail 429", "please fail 500",
    "please truncate" (stream ends after two chunks); "ping" answers; anything else is a 404 of the vendor's
    shape (503 under `--strict`). `x-aimock-chaos-disconnect: 1.0`, `-drop`, `-malformed`, `-rate-limit` as
    request headers break that one request. `GET /__aimock/journal` (with a key) tells what arrived.

oidc-provider (npm, Node; OpenID certified)
    `authorization-server.mjs` starts it with the clients `native` (public) and `confidential`, PKCE required, device
    flow, revocation, and refresh tokens that rotate: one used twice ends its whole grant. Its development pages log
    in whoever is typed; `web_walk.Walker` fills them in. An account `ann` has the email `ann@example.com`.
"""

import json
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from peers.node import node_executable, node_modules
from peers.processes import Peer, free_port, start

AIMOCK_KEY = "sk-aimock-accepted"
HERE = Path(__file__).parent


def start_llmock(*options: str) -> Peer:
    """Start llmock; `options` are those of `llmock serve`, such as `--rpm 3`."""
    port = free_port()
    command = [sys.executable, "-m", "llmock.cli", "serve", "--port", str(port), *options]
    return start(command, port=port, ready_path="/health")


def start_aimock(keys: Sequence[str] = (), *options: str) -> Peer:
    """Start aimock with `aimock-fixtures.json`, accepting `keys` only, or any."""
    port = free_port()
    program = node_modules() / "@copilotkit" / "aimock" / "dist" / "cli.js"
    command = [str(node_executable()), str(program), "--port", str(port)]
    command += ["--fixtures", str(HERE / "aimock-fixtures.json"), *options]
    environment = {"AIMOCK_API_KEYS": ",".join(keys)} if keys else {}
    return start(command, port=port, ready_path="/health", environment=environment)


def start_oidc_provider() -> Peer:
    """Start oidc-provider; its issuer is `base_url`."""
    port = free_port()
    folder = node_modules().parent
    command = [str(node_executable()), str(HERE / "authorization-server.mjs"), str(port)]
    return start(command, port=port, ready_path="/.well-known/openid-configuration", folder=folder)


def llmock_scenario(peer: Peer, *behaviours: dict[str, Any]) -> None:
    """Queue behaviours for the next requests; see the module's text."""
    _post(peer.base_url + "/_llmock/scenario", {"behaviors": behaviours})


def llmock_reset(peer: Peer) -> None:
    """Forget requests and queued behaviours."""
    _post(peer.base_url + "/_llmock/reset", {})


def llmock_requests(peer: Peer) -> list[dict[str, Any]]:
    """Return every request that llmock served, oldest first."""
    with urllib.request.urlopen(peer.base_url + "/_llmock/requests", timeout=5) as answer:
        requests: list[dict[str, Any]] = json.load(answer)["requests"]
        return requests


def _post(url: str, body: object) -> None:
    with urllib.request.urlopen(url, json.dumps(body).encode(), timeout=5):
        pass


@pytest.fixture(scope="session")
def llmock_peer() -> Iterator[Peer]:
    with start_llmock() as peer:
        yield peer


@pytest.fixture(scope="session")
def aimock_peer() -> Iterator[Peer]:
    with start_aimock(keys=(AIMOCK_KEY,)) as peer:
        yield peer


@pytest.fixture(scope="session")
def oidc_peer() -> Iterator[Peer]:
    with start_oidc_provider() as peer:
        yield peer
