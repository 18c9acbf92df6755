"""The runner: deadlines that hold against anything, no more at a time than allowed, no paid call."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

from openclaw_auth.credentials import Profile
from openclaw_auth.health import probe as probe_module
from openclaw_auth.health.probe import run_probes
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_target import ProbeAsk
from openclaw_auth.ports import system_ports
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.failure_rules import load_rules
from openclaw_auth.selection.snapshot import Snapshot
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData
from openclaw_auth.testing import HangMidStream, ProviderEmulator
from openclaw_auth.testing.keys import NO_KEY

PORTS = system_ports()
KEY = "sk-good-0123456789"


def run(base_url, ask, *, keys=(KEY,), provider="openai", environ=None, on_result=None):
    catalogue = load_catalogue().with_custom({provider: {"baseUrl": base_url, "models": []}})
    profiles = [
        Profile(f"{provider}:{n}", "api_key", provider, Secret(k)) for n, k in enumerate(keys)
    ]
    data = StoreData(profiles={p.id: p for p in profiles})
    snapshot = Snapshot("main", data, catalogue, Environment({}))
    models = models_of_catalogue(catalogue)
    targets = plan_probes(snapshot, [provider], models, ask, PORTS.now_ms())
    return run_probes(
        targets,
        ask,
        environ=environ or {},
        ports=PORTS,
        rules=load_rules(),
        on_result=on_result or (lambda _: None),
    )


def statuses(found):
    return [result.verdict.status for result in found.results]


@contextlib.contextmanager
def server(serve):
    """A TCP server that does with each connection what `serve` does."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection, stopped), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    finally:
        stopped.set()
        listener.close()


def trickle(head):
    def serve(connection, stopped):
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            connection.sendall(head)
            while not stopped.wait(0.02):
                connection.sendall(b"x")

    return serve


def silent(connection, stopped):
    with connection:
        stopped.wait(10)


TRICKLES = {
    "head": trickle(b"HTTP/1.1 200 OK\r\nx: "),
    "body": trickle(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"),
    "silence": silent,
}


@pytest.mark.parametrize("name", TRICKLES)
def test_the_deadline_holds_to_a_tenth(name):
    with server(TRICKLES[name]) as base_url:
        began_s = time.monotonic()
        found = run(base_url, ProbeAsk(timeout_ms=1500))
        took_ms = (time.monotonic() - began_s) * 1000
    assert statuses(found) == ["timeout"]
    assert 1350 <= found.results[0].latency_ms <= 1650
    assert 1350 <= took_ms <= 1650


def test_the_deadline_holds_against_a_tls_handshake_that_never_ends():
    with server(silent) as base_url:
        began_s = time.monotonic()
        found = run(base_url.replace("http:", "https:"), ProbeAsk(timeout_ms=1500))
        took_ms = (time.monotonic() - began_s) * 1000
    assert statuses(found) == ["timeout"]
    assert 1350 <= took_ms <= 1650


def test_the_deadline_holds_against_a_resolver_that_hangs(monkeypatch):
    hang = threading.Event()
    real = socket.getaddrinfo

    def slow(host, *args, **more):
        if host == "slow.example" and not more.get("flags"):
            hang.wait(10)
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    began_s = time.monotonic()
    found = run("http://slow.example/v1", ProbeAsk(timeout_ms=1500))
    took_ms = (time.monotonic() - began_s) * 1000
    hang.set()
    assert statuses(found) == ["timeout"]
    assert 1350 <= took_ms <= 1650


def test_the_deadline_is_for_all_questions_of_a_credential_together():
    body = b'{"object":"list","data":[]}'
    answer = (
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 27\r\n\r\n" + body
    )

    def serve(connection, stopped):
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            stopped.wait(0.9)
            connection.sendall(answer)

    with server(serve) as base_url:
        began_s = time.monotonic()
        found = run(base_url, ProbeAsk(timeout_ms=1500))
        took_ms = (time.monotonic() - began_s) * 1000
    assert found.results[0].asked == ("free", "control")
    assert statuses(found) == ["inconclusive"]  # whether strangers get the list was not heard
    assert 1350 <= took_ms <= 1650


def test_half_an_answer_is_no_answer():
    with ProviderEmulator(behaviour=HangMidStream()) as emulator:
        found = run(emulator.openai_base_url, ProbeAsk(timeout_ms=500))
    assert statuses(found) == ["timeout"]


@pytest.mark.parametrize(("count", "at_once"), [(6, 1), (9, 3), (4, 8)])
def test_no_more_at_a_time_than_allowed(count, at_once):
    keys = [f"sk-good-{n:010d}" for n in range(count)]
    open_now, most, lock = set(), [0], threading.Lock()

    def serve(connection, stopped):
        with connection:
            asked = connection.recv(65536)
            if b"authorization" in asked.lower():
                with lock:
                    open_now.add(connection)
                    most[0] = max(most[0], len(open_now))
                stopped.wait(0.05)
                with lock:
                    open_now.discard(connection)
                body = b'{"object":"list","data":[]}'
                status = b"200 OK"
            else:
                body, status = b'{"error":{"message":"No key"}}', b"401 Unauthorized"
            length = str(len(body)).encode()
            head = b"HTTP/1.1 " + status + b"\r\ncontent-type: application/json\r\n"
            connection.sendall(head + b"content-length: " + length + b"\r\n\r\n" + body)

    done = []
    with server(serve) as base_url:
        found = run(base_url, ProbeAsk(concurrency=at_once), keys=keys, on_result=done.append)
    assert set(statuses(found)) == {"valid_funds_unchecked"}
    assert most[0] == min(count, at_once)
    assert len(done) == count
    assert [r.target.key for r in found.results] == [f"openai:{n}" for n in range(count)]


def test_nothing_is_bought_unless_it_is_allowed():
    with ProviderEmulator() as emulator:
        found = run(emulator.openai_base_url, ProbeAsk())
        assert found.results[0].asked == ("free", "control")
        assert {r.method for r in emulator.requests} == {"GET"}
        run(emulator.openai_base_url, ProbeAsk(paid=True))
        posts = [r for r in emulator.requests if r.method == "POST"]
    assert [r.path for r in posts] == ["/v1/responses"]
    assert posts[0].json()["max_output_tokens"] == 16


def test_a_wrong_key_costs_nothing_even_when_paying_is_allowed():
    with ProviderEmulator(keys={"another"}) as emulator:
        found = run(emulator.openai_base_url, ProbeAsk(paid=True))
        assert {r.method for r in emulator.requests} == {"GET"}
    assert statuses(found) == ["auth"]


def test_a_server_that_asks_nobody_for_a_key_proves_nothing():
    with ProviderEmulator(keys={KEY, NO_KEY}) as emulator:
        assert statuses(run(emulator.openai_base_url, ProbeAsk())) == ["inconclusive"]
        assert [r.key for r in emulator.requests] == [KEY, None]


def test_the_environments_proxy_is_used():
    seen = []

    def serve(connection, _stopped):
        with connection:
            seen.append(connection.recv(65536).split(b"\r\n")[0])
            connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")

    with server(serve) as proxy:
        environ = {"http_proxy": proxy.removesuffix("/v1")}
        found = run("http://upstream.example/v1", ProbeAsk(timeout_ms=2000), environ=environ)
    assert seen == [b"GET http://upstream.example/v1/models HTTP/1.1"]
    assert statuses(found) == ["timeout"]


def test_an_endless_body_is_refused_within_the_deadline():
    def serve(connection, _stopped):
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n")
            for _ in range(100):
                connection.sendall(b"x" * 100_000)

    with server(serve) as base_url:
        found = run(base_url, ProbeAsk(timeout_ms=4000))
    assert not found.results[0].verdict.good
    assert found.duration_ms < 2000


def test_a_fault_of_ours_costs_one_result_and_no_others(monkeypatch):
    real = probe_module._request

    def broken(question, environ, proxy):
        if b"Bearer sk-bad-0123456789" in dict(question.headers).values():
            raise ZeroDivisionError
        return real(question, environ, proxy)

    monkeypatch.setattr(probe_module, "_request", broken)
    with ProviderEmulator() as emulator:
        found = run(emulator.openai_base_url, ProbeAsk(), keys=["sk-bad-0123456789", KEY])
    assert statuses(found)[0] == "inconclusive"
    assert statuses(found)[1] == "valid_funds_unchecked"
