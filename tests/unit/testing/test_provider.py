"""What the SDKs cannot show: keys and scripts, connections, broken bytes, the process."""

import json
import signal
import socket
import ssl
import subprocess
import sys

import httpx2
import pytest
import trustme
import uvloop

from openclaw_auth.testing import (
    Answer,
    CloseAfterAnswer,
    CloseMidStream,
    EmptyAnswer,
    Fail,
    HangMidStream,
    ProviderEmulator,
    RawBytes,
    Script,
    named_failure,
)

CHAT = {"model": "demo", "messages": [{"role": "user", "content": "ping"}]}
GOOD = {"authorization": "Bearer sk-good"}


@pytest.fixture
def emulator():
    with ProviderEmulator(keys={"sk-good"}) as running:
        yield running


@pytest.fixture
def client(emulator):
    with httpx2.Client(base_url=emulator.base_url, headers=GOOD, timeout=5) as open_client:
        yield open_client


def test_a_key_with_a_behaviour_is_accepted_and_behaves_every_time():
    refused = named_failure("openai-429-quota")
    with ProviderEmulator(keys={"sk-good"}, behaviour_by_key={"sk-spent": refused}) as emulator:
        url = emulator.openai_base_url + "/chat/completions"
        spent = {"authorization": "Bearer sk-spent"}
        answers = [httpx2.post(url, json=CHAT, headers=h) for h in (spent, GOOD, spent)]
    assert [answer.status_code for answer in answers] == [429, 200, 429]


def test_a_script_is_played_once_then_the_truth(client, emulator):
    emulator.behaviour_by_key["sk-good"] = Script(Fail(500, {}), Fail(503, {}))
    codes = [client.post("/v1/chat/completions", json=CHAT).status_code for _ in range(3)]
    assert codes == [500, 503, 200]


def test_a_refused_key_consumes_no_step(client, emulator):
    emulator.queue(Fail(500, {}))
    wrong = {"authorization": "Bearer sk-wrong"}
    assert client.post("/v1/chat/completions", json=CHAT, headers=wrong).status_code == 401
    assert client.post("/v1/chat/completions", json=CHAT).status_code == 500


def test_no_key_is_refused_unless_the_provider_asks_for_none():
    with ProviderEmulator() as strict, ProviderEmulator(keys={""}) as local:
        codes = [
            httpx2.post(e.openai_base_url + "/chat/completions", json=CHAT).status_code
            for e in (strict, local)
        ]
    assert codes == [401, 200]


def test_base_paths_of_other_vendors_reach_the_same_endpoints(client):
    for path in (
        "/api/v1/chat/completions",
        "/chat/completions",
        "/v1beta/openai/chat/completions",
    ):
        assert client.post(path, json=CHAT).json()["object"] == "chat.completion"


@pytest.mark.parametrize(
    ("path", "body", "headers", "status", "wording"),
    [
        ("/v1/chat/completions", b"{", {}, 400, "JSON"),
        ("/v1/chat/completions", b"{}", {}, 400, "model"),
        ("/v1/chat/completions", b'{"model":"gone","messages":[]}', {}, 404, "gone"),
        ("/v1/messages", b"{}", {}, 400, "anthropic-version"),
        (
            "/v1/messages",
            b'{"model":"demo","messages":[]}',
            {"anthropic-version": "2023-06-01"},
            400,
            "max_tokens",
        ),
        ("/v1/nothing", b"{}", {}, 404, "Not found"),
    ],
)
def test_bad_requests_are_refused_as_the_vendor_would(path, body, headers, status, wording):
    with ProviderEmulator(missing_models=["gone"]) as emulator:
        answer = httpx2.post(emulator.base_url + path, content=body, headers=GOOD | headers)
    assert answer.status_code == status
    assert wording in answer.json()["error"]["message"]


def test_a_get_where_a_post_belongs_is_405(client):
    assert client.get("/v1/chat/completions").status_code == 405


def test_connections_are_reused_and_counted(client, emulator):
    for _ in range(3):
        client.post("/v1/chat/completions", json=CHAT)
    assert emulator.connections == 1
    assert [record.connection for record in emulator.requests] == [1, 1, 1]


def test_an_idle_connection_may_be_closed_unannounced(client, emulator):
    emulator.queue(CloseAfterAnswer())
    answer = client.post("/v1/chat/completions", json=CHAT)
    assert answer.status_code == 200
    assert "connection" not in answer.headers


def test_a_cut_body_is_shorter_than_announced(client, emulator):
    emulator.queue(CloseMidStream())
    with pytest.raises(httpx2.RemoteProtocolError):
        client.post("/v1/chat/completions", json=CHAT)
    assert emulator.requests[0].outcome == "cut"


def test_garbage_is_not_http(client, emulator):
    emulator.queue(RawBytes(), RawBytes(b"HTTP/1.1 200 OK\r\ncontent-length: nonsense\r\n\r\n"))
    for _ in range(2):
        with pytest.raises(httpx2.RemoteProtocolError):
            client.post("/v1/chat/completions", json=CHAT)


def test_an_empty_answer_has_no_body(client, emulator):
    emulator.queue(EmptyAnswer(), EmptyAnswer())
    assert client.post("/v1/chat/completions", json=CHAT).content == b""
    assert client.post("/v1/chat/completions", json=CHAT | {"stream": True}).content == b""


def test_a_stream_that_hangs_has_sent_what_it_should(client, emulator):
    emulator.queue(HangMidStream(after_chunks=2))
    request = client.build_request("POST", "/v1/chat/completions", json=CHAT | {"stream": True})
    answer = client.send(request, stream=True)
    emulator.wait_until(lambda: emulator.requests[0].events_sent == 3)
    answer.close()
    emulator.wait_until(lambda: emulator.requests[0].outcome == "client_left")
    assert emulator.requests[0].events_sent == 3


def test_a_client_that_leaves_a_slow_stream_is_noticed(client, emulator):
    emulator.queue(Answer(chunk_delay_s=0.02))
    request = client.build_request("POST", "/v1/chat/completions", json=CHAT | {"stream": True})
    client.send(request, stream=True).close()
    emulator.wait_until(lambda: emulator.requests[0].outcome == "client_left")


def test_slow_readers_hold_the_emulator_back(client, emulator):
    emulator.queue(Answer(text="word " * 100_000))
    request = client.build_request("POST", "/v1/chat/completions", json=CHAT | {"stream": True})
    answer = client.send(request, stream=True)
    emulator.wait_until(lambda: emulator.requests[0].events_sent > 10)
    assert emulator.requests[0].events_sent < 90_000
    answer.close()


def test_it_stops_at_once_whatever_its_clients_do():
    with socket.socket() as idle:
        with ProviderEmulator() as emulator:
            emulator.queue(Answer(text="word " * 100_000))
            idle.connect(("127.0.0.1", emulator.port))
            body = json.dumps(CHAT | {"stream": True})
            idle.sendall(
                b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer any\r\n"
                b"content-length: %d\r\n\r\n%b" % (len(body), body.encode())
            )
            emulator.wait_until(lambda: bool(emulator.requests))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", emulator.port))


def test_it_speaks_tls():
    authority = trustme.CA()
    server, trusting = (
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH),
        ssl.create_default_context(),
    )
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(trusting)
    with ProviderEmulator(ssl_context=server) as emulator:
        assert emulator.base_url.startswith("https://")
        url = emulator.openai_base_url + "/chat/completions"
        assert httpx2.post(url, json=CHAT, headers=GOOD, verify=trusting).status_code == 200


def test_it_runs_on_uvloop_and_a_long_lived_one_keeps_no_requests():
    async def ask():
        async with (
            ProviderEmulator(keep_requests=0) as emulator,
            httpx2.AsyncClient(headers=GOOD) as client,
        ):
            emulator.queue(CloseMidStream(ending="reset"))
            url = emulator.openai_base_url + "/chat/completions"
            with pytest.raises(httpx2.TransportError):
                await client.post(url, json=CHAT)
            answers = [await client.post(url, json=CHAT) for _ in range(2)]
            return [answer.json()["id"] for answer in answers], len(emulator.requests)

    ids, kept = uvloop.run(ask())
    assert ids == ["chatcmpl-demo000002", "chatcmpl-demo000003"]
    assert kept == 0


def test_a_port_in_use_is_an_error_that_leaves_nothing_behind(emulator):
    with pytest.raises(OSError, match="in use"), ProviderEmulator(port=emulator.port):
        pass


def test_expect_continue_and_pipelined_requests(emulator):
    body = json.dumps(CHAT).encode()
    head = (
        b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-good\r\n"
        b"content-length: %d\r\n" % len(body)
    )
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=5) as raw:
        raw.sendall(head + b"expect: 100-continue\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 100 ")
        raw.sendall(body + head + b"connection: close\r\n\r\n" + body)
        answers = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answers.count(b"HTTP/1.1 200 OK") == 2


def test_bytes_that_are_no_request_get_a_400(emulator):
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=5) as raw:
        raw.sendall(b"nonsense\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400 ")


def test_the_process_prints_its_port_and_ends_on_a_signal():
    command = [sys.executable, "-m", "openclaw_auth.testing", "--key", "sk-good"]
    command += ["--behaviour", "sk-bad=openai-429-quota", "--behaviour", "sk-two=openai-500,ok"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = json.loads(process.stdout.readline())
            codes = [
                httpx2.post(
                    ready["openai"] + "/chat/completions",
                    json=CHAT,
                    headers={"authorization": f"Bearer {key}"},
                ).status_code
                for key in ("sk-good", "sk-bad", "sk-two", "sk-two", "sk-none")
            ]
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    assert codes == [200, 429, 500, 200, 401]


def test_the_process_names_the_steps_that_it_knows():
    command = [sys.executable, "-m", "openclaw_auth.testing", "--behaviour", "explode"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert result.returncode == 2
    assert "hang-before-head" in result.stderr
