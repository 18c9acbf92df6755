"""Requests of clients whose login has ended, or is refused: one refresh, and every one of them is answered."""

from __future__ import annotations

import http.server
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway_process import GatewayProcess, wait_until
from openclaw_auth.testing.oauth_provider import error_in_200
from refresh_host import PROFILE, RefreshHost

AT_ONCE = 20
ANSWER = {
    "id": "1",
    "object": "chat.completion",
    "model": "m1",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}
    ],
}
REFUSAL = {"error": {"message": "The access token expired", "code": "invalid_token"}}


class Upstream:
    """A model provider that takes an access token only while `good` says so."""

    def __init__(self, good):
        outer = self
        self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                token = self.headers["authorization"].removeprefix("Bearer ")
                status = 200 if good(token) else 401
                outer.seen.append(status)
                body = json.dumps(ANSWER if status == 200 else REFUSAL).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def upstream(provider):
    with Upstream(lambda token: token == provider.grants.families[-1].access) as upstream:
        yield upstream


@pytest.fixture
def host(tmp_path, provider, upstream):
    host = RefreshHost(tmp_path, provider)
    entry = {
        "baseUrl": f"http://127.0.0.1:{upstream.port}/v1",
        "api": "openai-completions",
        "models": [{"id": "m1", "name": "m1"}],
        "oauth": provider.config,
    }
    own = {"models": {"providers": {"corp": entry}}}
    (host.state / "openclaw-auth.json5").write_text(json.dumps(own))
    return host


def token_of(gateway):
    return json.loads((gateway.state / "openclaw.json").read_text())["gateway"]["auth"]["token"]


def ask(gateway, token):
    body = {"model": "corp/m1", "messages": [{"role": "user", "content": "hi"}]}
    return gateway.send("POST", "/v1/chat/completions", json.dumps(body).encode(), token)


def ask_all(gateway):
    token = token_of(gateway)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [answer[0] for answer in pool.map(lambda _: ask(gateway, token), range(AT_ONCE))]


def rotate_behind_our_back(host):
    """Let the provider refuse the present access token, though its end is far away."""
    family = host.provider.grants.families[-1]
    host.provider.grants.issue_tokens(family, lambda: "known-to-nobody")
    family.refreshes.pop()


def test_a_refused_token_is_renewed_once_for_all_requests(host, upstream):
    host.log_in(ends_in_ms=3_600_000)
    with GatewayProcess(host.home) as gateway:
        assert ask(gateway, token_of(gateway))[0] == 200
        rotate_behind_our_back(host)
        assert ask_all(gateway) == [200] * AT_ONCE
    assert host.refreshes() == ["issued"]
    assert 401 in upstream.seen


def test_an_ended_token_is_renewed_by_the_start_and_by_requests_but_once(host, upstream):
    host.log_in()
    with GatewayProcess(host.home) as gateway:
        assert ask_all(gateway) == [200] * AT_ONCE
    assert host.refreshes() == ["issued"]


def test_a_dead_grant_ends_in_the_answer_that_people_search_for(host, upstream):
    host.log_in()
    host.provider.fail_next(*[error_in_200()] * 5)
    with GatewayProcess(host.home) as gateway:
        wait_until(lambda: host.journals() != [])
        status, *_ = ask(gateway, token_of(gateway))
        assert status >= 400
        done = gateway.run("models", "status", "--check")
        assert done.returncode == 1
        assert "openclaw models auth login --provider corp" in done.stdout
    assert host.refreshes() == ["status"]
    assert PROFILE in done.stdout
