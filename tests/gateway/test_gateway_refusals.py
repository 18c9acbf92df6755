"""When there is nobody left, or nobody waits any more: the last word, and what stays on the disk."""

from __future__ import annotations

import json
import socket
import threading
import time

import anthropic
import openai
import pytest

from failing_host import TOKEN, failing_host, in_hours, profile, say, text_of
from gateway_process import wait_until
from openclaw_auth.ports import system_ports
from openclaw_auth.store.json_file import JsonFileStore
from openclaw_auth.testing import Answer, Fail, named_failure

LIMIT = {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}
BUSY = named_failure("openai-500")
BROKE = named_failure("openai-429-quota")
ONLY = named_failure("anthropic-400-claude-code-only")
RESTRICTED = {"anthropic:only": profile("anthropic:only", "token")}
CLAUDE_CODE = {"user-agent": "claude-cli/2.1.0 (external, cli)"}


def limited(seconds):
    return Fail(429, LIMIT, {"retry-after": str(seconds)})


def error_of(host, prompt="ping", **fields):
    with pytest.raises(openai.APIStatusError) as caught:
        host.chat(prompt, **fields)
    return caught.value


def test_one_credential_alone_gives_the_providers_own_error(tmp_path):
    step = limited(7)
    with failing_host(tmp_path, {"openai:a": step}, ("openai:a",)) as host:
        error = error_of(host)
        assert isinstance(error, openai.RateLimitError)
        assert error.response.json() == LIMIT
        assert error.response.headers["retry-after"] == "7"


def test_several_that_are_limited_say_when_the_first_is_back(tmp_path):
    behaviours = {"openai:a": limited(3600), "openai:b": limited(600)}
    with failing_host(tmp_path, behaviours, tuple(behaviours)) as host:
        error = error_of(host)
        assert isinstance(error, openai.RateLimitError)
        assert error.code == "all_candidates_failed"
        assert int(error.response.headers["retry-after"]) == 600
        for profile_id in behaviours:
            assert profile_id in str(error)
        resting = error_of(host, "again")
        assert "No available auth profile for openai (all in cooldown" in str(resting)
        assert 590 < int(resting.response.headers["retry-after"]) <= 600
        assert host.calls("again") == []


@pytest.mark.parametrize("number", range(3))
def test_a_penalty_is_on_the_disk_when_the_refusal_is_answered_whatever_kills_us(tmp_path, number):
    with failing_host(tmp_path, {"openai:a": BROKE}, ("openai:a",)) as host:
        error_of(host, f"number {number}")
        host.process.kill()
        host.process.wait(10)
        found = host.penalised()["openai:a"]
        assert found["disabledReason"] == "billing"
        assert 4.9 < in_hours(found["disabledUntil"]) <= 5


def test_a_locked_store_holds_an_answer_up_for_a_second_at_most(tmp_path):
    with failing_host(tmp_path, {"openai:a": BROKE}, ("openai:a",)) as host:
        store = JsonFileStore(str(host.path_of().parent), system_ports())
        held, let_go = threading.Event(), threading.Event()

        def hold(_):
            held.set()
            let_go.wait(10)
            return []

        holder = threading.Thread(target=store.update, args=(hold,))
        holder.start()
        held.wait(10)
        began = time.monotonic()
        error_of(host)
        took_s = time.monotonic() - began
        let_go.set()
        holder.join()
        assert took_s < 2
        wait_until(host.penalised)


class ForClaudeCode:
    """A provider that serves a credential to its own client alone."""

    async def play(self, exchange):
        own = exchange.record.headers["user-agent"].startswith("claude-cli/")
        await (Answer() if own else ONLY).play(exchange)


def test_a_restricted_token_serves_the_vendors_own_client_and_advises_the_others(tmp_path):
    with failing_host(tmp_path, {"anthropic:only": ForClaudeCode()}, RESTRICTED) as host:
        with pytest.raises(anthropic.BadRequestError, match="use an API key"):
            host.message("one")
        with pytest.raises(anthropic.APIStatusError) as caught:
            host.message("two")
        assert "API key" in str(caught.value)
        assert host.calls("one") + host.calls("two") == ["anthropic:only"]
        assert text_of(host.message("three", headers=CLAUDE_CODE)) == "re: three"
        (sent,) = [r for r in host.emulator.requests if b'"three"' in r.body]
        assert sent.headers["user-agent"] == CLAUDE_CODE["user-agent"], "passed, not disguised"
        with pytest.raises(anthropic.APIStatusError):
            host.message("four")
        found = host.penalised()["anthropic:only"]
        assert found["deadDetail"] == "credential_scope_restricted"
        assert "disabledUntil" not in found


def test_a_key_takes_over_from_a_restricted_token(tmp_path):
    profiles = {**RESTRICTED, "anthropic:key": profile("anthropic:key")}
    order = ("anthropic:only", "anthropic:key")
    with failing_host(tmp_path, {"anthropic:only": ForClaudeCode()}) as host:
        host.store(profiles, order={"anthropic": list(order)})
        wait_until(lambda: host.status_next().get("anthropic"))
        wait_until(lambda: served(host, "one") == "anthropic:key")
        assert host.message("two", headers=CLAUDE_CODE).headers["x-openclaw-profile"] == order[0]
        assert served(host, "three") == "anthropic:key"
        assert host.calls("three") == ["anthropic:key"]


def served(host, prompt):
    try:
        return host.message(prompt).headers["x-openclaw-profile"]
    except anthropic.APIStatusError:
        return None


def test_a_client_that_leaves_while_we_pause_costs_no_second_call(tmp_path):
    with failing_host(tmp_path, {"openai:a": BUSY}, ("openai:a",)) as host:
        body = json.dumps({"model": "openai/m1", "messages": say("gone")}).encode()
        lines = [
            "POST /v1/chat/completions HTTP/1.1",
            "host: 127.0.0.1",
            f"authorization: Bearer {TOKEN}",
            "content-type: application/json",
            f"content-length: {len(body)}",
        ]
        with socket.create_connection(("127.0.0.1", host.port), 10) as sock:
            sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            wait_until(lambda: host.calls("gone"))
        wait_until(lambda: "client_left" in host.log)
        assert text_is_there(host)
        assert host.calls("gone") == ["openai:a"]
        assert "gateway_fault" not in host.log


def text_is_there(host):
    """Whether the gateway goes on serving: the longest pause is over by then."""
    error_of(host, "next")
    return len(host.calls("next")) == 2
