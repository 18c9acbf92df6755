"""The gateway as people run it: a process, official clients, signals, files that change."""

import json
import os
import signal
import socket
import subprocess
import time

import anthropic
import openai
import pytest

from gateway_process import GatewayProcess, wait_until
from openclaw_auth.testing import Answer, CloseMidStream, Fail, ProviderEmulator

KEY = "sk-ant-the-key-that-is-lent-0123456789"
OTHER_KEY = "sk-ant-another-key-that-is-lent-98765"
TOKEN = "the-token-of-this-gateway-0123456789"
SAY = [{"role": "user", "content": "ping"}]
TEXT = "one two three four"


@pytest.fixture
def emulator():
    with ProviderEmulator(keys={KEY, OTHER_KEY}, models=("m1",)) as running:
        yield running


def config_for(emulator, **gateway):
    return {
        "models": {
            "providers": {
                "up": {
                    "baseUrl": emulator.openai_base_url,
                    "api": "anthropic-messages",
                    "models": [{"id": "m1", "name": "m1", "api": "openai-completions"}],
                }
            }
        },
        "gateway": {"auth": {"token": TOKEN}, **gateway},
    }


def profile(key=KEY):
    return {"up:default": {"type": "api_key", "provider": "up", "key": key}}


@pytest.fixture
def gateway(tmp_path, emulator):
    with GatewayProcess(
        tmp_path, "--verbose", config=config_for(emulator), profiles=profile()
    ) as running:
        yield running


def claude(gateway, **options):
    return anthropic.Anthropic(
        api_key=TOKEN, base_url=gateway.url, max_retries=0, timeout=10, **options
    )


def gpt(gateway, **options):
    return openai.OpenAI(
        api_key=TOKEN, base_url=gateway.url + "/v1", max_retries=0, timeout=10, **options
    )


def test_anthropics_own_client_plain_and_streamed(gateway, emulator):
    emulator.queue(Answer(text=TEXT), Answer(text=TEXT))
    with claude(gateway) as client:
        message = client.messages.create(model="up/m1", max_tokens=9, messages=SAY)
        assert message.content[0].text == TEXT
        with client.messages.stream(model="up/m1", max_tokens=9, messages=SAY) as stream:
            assert "".join(stream.text_stream) == TEXT
            assert stream.get_final_message().usage.output_tokens == 4
        assert client.messages.count_tokens(model="up/m1", messages=SAY).input_tokens > 0
        assert [model.id for model in client.models.list()] == ["up/m1"]
    assert {record.key for record in emulator.requests} == {KEY}


def test_openais_own_client_plain_and_streamed(gateway, emulator):
    emulator.queue(Answer(text=TEXT), Answer(text=TEXT))
    with gpt(gateway) as client:
        answer = client.chat.completions.create(model="up/m1", messages=SAY)
        assert answer.choices[0].message.content == TEXT
        with client.chat.completions.create(
            model="up/m1", messages=SAY, stream=True, stream_options={"include_usage": True}
        ) as stream:
            chunks = list(stream)
        assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == TEXT
        assert chunks[-1].usage.completion_tokens == 4
        assert client.responses.create(model="up/m1", input="ping").output_text
        with client.responses.create(model="up/m1", input="ping", stream=True) as events:
            assert [e.type for e in events][-1] == "response.completed"
        assert [model.id for model in client.models.list()] == ["up/m1"]
    assert {record.key for record in emulator.requests} == {KEY}


def test_the_sdks_understand_our_refusals_and_do_not_try_in_vain(gateway, emulator):
    with claude(gateway) as client, pytest.raises(anthropic.APIStatusError) as caught:
        client.with_options(max_retries=3).messages.create(
            model="anthropic/claude-x", max_tokens=9, messages=SAY
        )
    assert caught.value.status_code == 503
    assert 'No API key found for provider "anthropic"' in str(caught.value)
    assert caught.value.request_id.startswith("req_")
    with gpt(gateway) as client, pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="sk-my-own-key").models.list()
    wait_until(lambda: "no_api_key_for_provider" in gateway.log)
    assert gateway.log.count("no_api_key_for_provider") == 1
    assert not emulator.requests


def test_the_sdks_see_a_stream_that_broke(gateway, emulator):
    emulator.queue(CloseMidStream(after_chunks=2), CloseMidStream(after_chunks=2))
    with (
        claude(gateway) as client,
        pytest.raises(anthropic.APIError),
        client.messages.stream(model="up/m1", max_tokens=9, messages=SAY) as stream,
    ):
        list(stream)
    with gpt(gateway) as client, pytest.raises(openai.APIError):
        list(client.chat.completions.create(model="up/m1", messages=SAY, stream=True))


def test_an_upstreams_refusal_reaches_the_sdk_as_it_was(gateway, emulator):
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}
    emulator.queue(Fail(529, body, {"retry-after": "7"}))
    with claude(gateway) as client, pytest.raises(anthropic.APIStatusError) as caught:
        client.messages.create(model="up/m1", max_tokens=9, messages=SAY)
    assert caught.value.status_code == 529
    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.body == body


def test_no_secret_is_in_the_log(tmp_path, emulator):
    own = "sk-ant-a-users-own-key-0123456789"
    for log_format in ("text", "json"):
        with GatewayProcess(
            tmp_path,
            "--verbose",
            "--log-format",
            log_format,
            config=config_for(emulator),
            profiles=profile(),
        ) as gateway:
            gateway.post(
                "/v1/messages", {"model": "up/m1", "max_tokens": 9, "messages": SAY}, TOKEN
            )
            gateway.post("/v1/messages", {"model": f"up/{own}", "messages": SAY}, TOKEN)
            gateway.get(f"/v1/models?key={own}", own)
            gateway.get(f"/v1/{own}", TOKEN)
            wait_until(lambda: gateway.log.count("/v1/") >= 4)
    assert "req_" in gateway.log
    for secret in (KEY, TOKEN, own):
        assert secret not in gateway.log
    lines = [line for line in gateway.log.splitlines() if line.startswith("{")]
    assert {json.loads(line)["kind"] for line in lines} >= {"access", "outcome"}


def test_a_change_of_store_or_config_is_taken_over_within_two_seconds(gateway, emulator):
    def key_used():
        emulator.requests.clear()
        gateway.post("/v1/messages", {"model": "up/m1", "max_tokens": 9, "messages": SAY}, TOKEN)
        return emulator.requests[-1].key if emulator.requests else None

    assert key_used() == KEY
    gateway.write_profiles(profile(OTHER_KEY))
    started = time.monotonic()
    wait_until(lambda: key_used() == OTHER_KEY)
    assert time.monotonic() - started < 2.5
    config = config_for(emulator)
    config["agents"] = {"defaults": {"models": {"up/m1": {"alias": "pet"}}}}
    gateway.write_config(config)
    ask = {"model": "pet", "max_tokens": 9, "messages": SAY}
    wait_until(lambda: gateway.post("/v1/messages", ask, TOKEN)[0] == 200)
    info = json.loads((gateway.state / "run/gateway.json").read_text())
    assert info["generation"] == 3
    assert info["pid"] == gateway.process.pid


def test_a_bad_edit_keeps_the_last_good(gateway):
    ask = {"model": "up/m1", "max_tokens": 9, "messages": SAY}
    (gateway.state / "openclaw.json").write_text("{ half")
    wait_until(lambda: "last good configuration stays" in gateway.log)
    assert gateway.post("/v1/messages", ask, TOKEN)[0] == 200
    (gateway.state / "agents/main/agent/auth-profiles.json").write_text("{ half")
    wait_until(lambda: gateway.log.count("last good configuration stays") == 2)
    assert gateway.post("/v1/messages", ask, TOKEN)[0] == 200


def slow_stream(gateway, emulator):
    """A streamed answer of a second, begun."""
    emulator.queue(Answer(text=" ".join(["word"] * 20), chunk_delay_s=0.05))
    stream = gpt(gateway).chat.completions.create(model="up/m1", messages=SAY, stream=True)
    next(stream)
    return stream


def test_sigterm_lets_an_answer_finish_and_exits_0(gateway, emulator):
    stream = slow_stream(gateway, emulator)
    idle = socket.create_connection(("127.0.0.1", gateway.port))
    gateway.process.send_signal(signal.SIGTERM)
    wait_until(lambda: refuses(gateway.port))
    assert idle.recv(1) == b""
    idle.close()
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    assert text.split() == ["word"] * 20
    assert gateway.process.wait(10) == 0
    assert not (gateway.state / "run/gateway.json").exists()


def refuses(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_second_signal_ends_at_once(gateway, emulator):
    emulator.queue(Answer(text="word " * 400, chunk_delay_s=0.05))
    stream = gpt(gateway).chat.completions.create(model="up/m1", messages=SAY, stream=True)
    next(stream)
    gateway.process.send_signal(signal.SIGTERM)
    wait_until(lambda: "still being answered: 1. Ctrl-C again" in gateway.log)
    gateway.process.send_signal(signal.SIGTERM)
    assert gateway.process.wait(3) == 0
    with pytest.raises(openai.APIConnectionError):
        list(stream)
    assert "gateway_stopped" in gateway.log
    assert "client_left" not in gateway.log


def test_readyz_says_that_the_files_are_not_what_is_served(gateway, emulator):
    def problems():
        return json.loads(gateway.get("/readyz")[1])["problems"]

    (gateway.state / "openclaw.json").write_text("{ broken")
    wait_until(lambda: problems() == ["config_invalid"])
    wait_until(lambda: ", column 9. To fix: openclaw doctor" in gateway.log)
    gateway.write_config(config_for(emulator))
    wait_until(lambda: problems() == [])


def test_the_curl_line_works_in_another_terminal(tmp_path):
    state = tmp_path / "new/state"
    with GatewayProcess(tmp_path, "--demo", environ={"OPENCLAW_STATE_DIR": str(state)}) as running:
        line = next(line for line in running.log.splitlines() if line.startswith("curl "))
        environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        answer = subprocess.run(
            ["sh", "-c", f"{line} --silent"],
            check=False,
            env=environ,
            capture_output=True,
            text=True,
            timeout=15,
        )
    assert "built-in demo provider" in answer.stdout, answer.stderr
    assert state.stat().st_mode & 0o777 == 0o700


def test_a_state_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    gateway = GatewayProcess(tmp_path, environ={"OPENCLAW_STATE_DIR": str(tmp_path / "file/s")})
    said = gateway.run("gateway", "run", "--port", "0")
    assert said.returncode == 1
    assert f"{tmp_path}/file/s/run/gateway.lock cannot be written" in said.stderr


def test_a_second_gateway_names_the_first(gateway):
    second = gateway.run("gateway", "run", "--port", "0")
    assert second.returncode == 1
    assert f"process {gateway.process.pid}, port {gateway.port}" in second.stderr


def test_a_port_in_use_names_the_process(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        other = GatewayProcess(tmp_path)
        found = other.run("gateway", "run", "--port", str(taken.getsockname()[1]))
    assert found.returncode == 1
    assert f"in use by process {os.getpid()} (" in found.stderr


@pytest.mark.parametrize("bind", ["lan", "0.0.0.0", "192.0.2.1"])
def test_beyond_loopback_without_a_token_is_refused(tmp_path, bind):
    found = GatewayProcess(tmp_path).run("gateway", "run", "--bind", bind)
    assert found.returncode == 1
    assert "without a token" in found.stderr
    assert not (tmp_path / "state/openclaw.json").exists()


def test_a_remote_gateway_is_not_started_here(tmp_path):
    found = GatewayProcess(tmp_path, config={"gateway": {"mode": "remote"}}).run("gateway", "run")
    assert found.returncode == 1
    assert "remote" in found.stderr


def test_the_demo_answers_on_a_fresh_machine(tmp_path):
    with GatewayProcess(tmp_path, "--demo-if-empty") as gateway:
        token = gateway.token
        assert oct((gateway.state / "openclaw.json").stat().st_mode)[-3:] == "600"
        assert gateway.run("gateway", "token").stdout.strip() == token
        client = openai.OpenAI(api_key=token, base_url=gateway.url + "/v1", max_retries=0)
        with client:
            for model in ("demo/echo", "openclaw:main"):
                answer = client.chat.completions.create(model=model, messages=SAY)
                assert "ping" in answer.choices[0].message.content
        with anthropic.Anthropic(api_key=token, base_url=gateway.url, max_retries=0) as other:
            assert other.messages.create(model="demo/echo", max_tokens=9, messages=SAY).content
        assert "demo" not in (gateway.state / "openclaw.json").read_text()
        assert "Demo provider" in gateway.log
        assert token not in gateway.log
    with GatewayProcess(tmp_path, port=gateway.port) as again:
        assert again.token == token
        assert "No credential was found" in again.log
        status, body = again.post("/v1/messages", {"model": "demo/echo", "messages": []}, token)
        assert (status, b"demo" in body) == (501, True)


def test_health_is_open_and_the_rest_is_not(gateway):
    assert gateway.get("/healthz") == (200, b'{"status":"ok"}')
    assert json.loads(gateway.get("/readyz?model=up/m1")[1])["status"] == "ready"
    assert gateway.get("/v1/models")[0] == 401
    assert gateway.get("/v1/models", TOKEN)[0] == 200


def test_both_loopback_addresses_answer(gateway):
    with socket.create_connection(("::1", gateway.port), timeout=5) as sock:
        sock.sendall(b"GET /healthz HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 200")


def test_last_use_reaches_the_store_at_the_end(gateway):
    gateway.post("/v1/messages", {"model": "up/m1", "max_tokens": 9, "messages": SAY}, TOKEN)
    gateway.process.send_signal(signal.SIGTERM)
    assert gateway.process.wait(10) == 0
    store = json.loads((gateway.state / "agents/main/agent/auth-profiles.json").read_text())
    assert store["usageStats"]["up:default"]["lastUsed"] > 0
    assert store["lastGood"] == {"up": "up:default"}


def test_plain_asyncio_serves_too(tmp_path, emulator):
    blocker = tmp_path / "without"
    blocker.mkdir()
    (blocker / "uvloop.py").write_text("raise ImportError('not here')")
    environ = {"PYTHONPATH": str(blocker)}
    with GatewayProcess(
        tmp_path, config=config_for(emulator), profiles=profile(), environ=environ
    ) as gateway:
        emulator.queue(Answer(text=TEXT))
        with (
            claude(gateway) as client,
            client.messages.stream(model="up/m1", max_tokens=9, messages=SAY) as stream,
        ):
            assert "".join(stream.text_stream) == TEXT


def test_status_says_where_the_gateway_sees_other_variables(tmp_path, emulator):
    environ = {"GROQ_API_KEY": "gsk_of_the_gateway", "XAI_API_KEY": "xai-the-same"}
    with GatewayProcess(tmp_path, config=config_for(emulator), environ=environ) as running:
        running.environ.update(GROQ_API_KEY="gsk_of_the_shell", MISTRAL_API_KEY="only-here")
        said = running.run("models", "status").stderr
    assert "has another value of GROQ_API_KEY" in said
    assert "does not see MISTRAL_API_KEY" in said
    assert "XAI_API_KEY" not in said
    assert "gsk_of" not in said
    assert running.run("models", "status").stderr == ""
