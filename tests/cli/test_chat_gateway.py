"""`chat` and `agent` where a gateway runs: it talks, so that two processes never hold one session."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import pytest

from failing_host import TOKEN, PatientHost, key_of
from gateway_process import free_port, wait_until
from openclaw_auth.testing import Answer, ProviderEmulator
from openclaw_auth.testing.steps import Fail

LONG = " ".join(f"word{n}" for n in range(40))


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    config = {"gateway.auth.token": TOKEN, "agents.defaults.model": {"primary": "anthropic/m1"}}
    home = tmp_path_factory.mktemp("talk")
    profiles = ["anthropic:a", "anthropic:b"]
    with (
        ProviderEmulator(compose=lambda text: f"re: {text}") as upstream,
        PatientHost(home, upstream, profiles=profiles, config=config) as gateway,
    ):
        yield gateway


@pytest.fixture(autouse=True)
def _as_usual(host):
    host.emulator.behaviour_by_key.clear()
    host.emulator.requests.clear()


def calls(host):
    return [r for r in host.emulator.requests if r.method == "POST"]


def entry(host, key="agent:main:main"):
    return json.loads((host.state / "agents/main/sessions/sessions.json").read_text())[key]


def test_a_message_goes_through_the_gateway_and_prints_only_the_answer(host):
    done = host.run("chat", "--session", "one", "--message", "hello")
    assert (done.returncode, done.stdout) == (0, "re: hello\n"), done.stderr
    usage = host.run("chat", "--session", "one", "--message", "/usage full")
    assert usage.stdout == "Usage footer: full\n"
    shown = host.run("chat", "--session", "one", "--message", "again")
    assert shown.stdout == "re: again\n"
    assert "anthropic:a" in shown.stderr
    zh = host.run("--lang", "zh", "chat", "--session", "one", "--message", "/usage tokens")
    assert zh.stdout == "用量页脚：tokens\n"
    refused = host.run("chat", "--session", "one", "--message", "/model nonsense@x")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "nonsense" in refused.stderr


def test_agent_prints_the_gateways_document_and_the_local_one_without(host):
    done = host.run("agent", "--to", "+15555550123", "--message", "hi", "--json")
    document = json.loads(done.stdout)
    assert set(document) == {"runId", "status", "summary", "result"}
    assert (document["status"], document["summary"]) == ("ok", "completed")
    assert document["result"]["payloads"] == [{"text": "re: hi", "mediaUrl": None}]
    meta = document["result"]["meta"]["agentMeta"]
    assert (meta["provider"], meta["sessionId"]) == ("anthropic", entry(host)["sessionId"])
    assert meta["usage"]["total"] > 0
    local = host.run("agent", "--agent", "main", "--message", "ho", "--json", "--local")
    assert set(json.loads(local.stdout)) == {"payloads", "meta"}
    assert len(calls(host)) == 2


def test_what_a_command_does_the_gateway_knows_at_once(host):
    host.run("chat", "--session", "pin", "--message", "/model anthropic/m1@anthropic:b")
    done = host.run("chat", "--session", "pin", "--message", "/status")
    assert "anthropic:b" in done.stdout
    host.run("chat", "--session", "pin", "--message", "hi")
    assert calls(host)[0].headers["x-api-key"] == key_of("anthropic:b")


def test_two_commands_on_one_session_wait_for_each_other(host):
    host.emulator.behaviour_by_key[key_of("anthropic:a")] = Answer(chunk_delay_s=0.02)
    words = host.command("chat", "--session", "both", "--message", LONG)
    options = {"env": host.environ, "cwd": host.home, "stdin": subprocess.DEVNULL}
    first = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    wait_until(lambda: calls(host))
    second = host.run("chat", "--session", "both", "--message", "second")
    assert first.communicate(timeout=15)[0].decode() == f"re: {LONG}\n"
    assert second.stdout == "re: second\n"
    assert second.stderr.splitlines()[0]
    assert len(json.loads(calls(host)[1].body)["messages"]) == 3


def test_ctrl_c_stops_the_answer_in_the_gateway(host):
    host.emulator.behaviour_by_key[key_of("anthropic:a")] = Answer(chunk_delay_s=0.1)
    words = host.command("chat", "--session", "ctrl", "--message", LONG)
    options = {"env": host.environ, "cwd": host.home, "stdin": subprocess.DEVNULL}
    first = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    assert first.stdout.read(4) == b"re: "
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=15)
    assert first.returncode == 130
    wait_until(lambda: entry(host, "agent:main:ctrl").get("abortedLastRun") is True)


def test_without_a_gateway_a_command_talks_by_itself_and_says_what_is_wrong_with_one(host):
    info = host.state / "run/gateway.json"
    before = info.read_text()
    try:
        gone = {**json.loads(before), "pid": os.getpid(), "url": f"http://127.0.0.1:{free_port()}"}
        info.write_text(json.dumps(gone))  # as after kill -9, when somebody else got its number
        done = host.run("agent", "--agent", "main", "--message", "hi", "--json")
        assert set(json.loads(done.stdout)) == {"payloads", "meta"}
    finally:
        info.write_text(before)
    environ, host.environ = host.environ, {**host.environ, "OPENCLAW_GATEWAY_TOKEN": "another"}
    try:
        wrong = host.run("chat", "--message", "hi")
        local = host.run("chat", "--message", "hi", "--local")
    finally:
        host.environ = environ
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "another token" in wrong.stderr
    assert local.stdout == "re: hi\n"


def test_who_failed_is_told_as_without_a_gateway(host):
    for name in ("anthropic:a", "anthropic:b"):
        host.emulator.behaviour_by_key[key_of(name)] = Fail(400, {"error": {"message": "no"}})
    done = host.run("chat", "--session", "fails", "--message", "hi")
    assert (done.returncode, done.stdout) == (1, "")
    assert "anthropic:a" in done.stderr
    assert "anthropic" in done.stderr.splitlines()[-1]
