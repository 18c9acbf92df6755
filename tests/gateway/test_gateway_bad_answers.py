"""Answers that are none: errors inside a 200, emptiness, pages, half streams, floods, odd waits."""

from __future__ import annotations

import json

import anthropic
import openai
import pytest

from failing_host import (
    FailingHost,
    failing_host,
    in_hours,
    key_of,
    now_ms,
    profile,
    text_of,
)
from gateway_process import wait_until
from openclaw_auth.testing import (
    CloseMidStream,
    EmptyAnswer,
    Fail,
    ProviderEmulator,
    RawBytes,
    StreamError,
    named_failure,
)

OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
BROKE = {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}
LIMIT = {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}
PAGE = Fail(200, "<html><title>Please sign in</title></html>", {"content-type": "text/html"})
FLOOD = "x" * 10_000_000
PAIR = ("openai:bad", "openai:good")
HALF = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: {"


PLAIN = {
    "error": Fail(200, BROKE),
    "beside": Fail(200, {**BROKE, "choices": []}),
    "resp": named_failure("minimax-200-1008"),
    "nothing": EmptyAnswer(),
    "choiceless": named_failure("openai-200-empty"),
    "errorpage": named_failure("openai-502-page"),
    "flood": Fail(500, FLOOD),
    "spaces": Fail(429, json.dumps(BROKE) + " " * 10_000_000),
    "half": CloseMidStream(),
    "alien": RawBytes(),
}
STREAMED = {
    "first": StreamError(BROKE, after_chunks=None),
    "behindprelude": StreamError(BROKE, after_chunks=0),
    "nothing": EmptyAnswer(),
    "cut": CloseMidStream(None, "reset"),
    "cutlater": CloseMidStream(0),
    "halfevent": RawBytes(HALF),
}
ALONE = {"page": (PAGE, 502), "nothing": (EmptyAnswer(), 503), "error": (Fail(200, BROKE), 402)}
WAITS = {
    "decade": (str(10 * 365 * 86_400), 24),
    "date": ("Wed, 21 Oct 2099 07:28:00 GMT", 24),
    "negative": ("-1", 1 / 60),
    "word": ("soon", 1 / 60),
    "endless": ("9" * 400, 1 / 60),
}


def cases():
    """Each case's agent, how its first key fails, and whether it has a second one."""
    yield from ((f"plain{name}", step, True) for name, step in PLAIN.items())
    yield from ((f"stream{name}", step, True) for name, step in STREAMED.items())
    for way in ("plain", "stream"):
        yield from ((f"{way}alone{name}", step, False) for name, (step, _) in ALONE.items())
    for name, (wait, _) in WAITS.items():
        yield f"wait{name}", Fail(429, LIMIT, {"retry-after": wait}), True


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """One gateway for all that only need an agent of their own."""
    behaviours = {key_of(f"openai:{agent}"): step for agent, step, _ in cases()}
    agents = [{"id": agent} for agent in ("main", *(agent for agent, _, _ in cases()))]
    with ProviderEmulator(behaviour_by_key=behaviours, compose=lambda text: f"re: {text}") as up:
        home = tmp_path_factory.mktemp("host")
        host = FailingHost(
            home, up, "--log-format", "json", "--verbose", config={"agents.list": agents}
        )
        for agent, _, pair in cases():
            host.store((f"openai:{agent}", f"openai:{agent}good")[: 1 + pair], agent)
        with host:
            yield host


def ask(host, agent, **fields):
    headers = {"x-openclaw-agent-id": agent}
    return host.chat(agent, model=f"openai/m-{agent}", headers=headers, **fields)


def text_of_stream(chunks):
    chunks = [c for c in chunks if c.choices]
    assert chunks[-1].choices[0].finish_reason == "stop"
    return "".join(c.choices[0].delta.content or "" for c in chunks)


def was_good(host, profile_id):
    """Whether any call with it counted as a success."""
    lines = [json.loads(line) for line in host.log.splitlines() if '"kind":"outcome"' in line]
    mine = [e for e in lines if e["profileId"] == profile_id]
    return any(e["class"] is None and e["error"] is None for e in mine)


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_answer_that_is_none_moves_on(host, name):
    agent = f"plain{name}"
    answer = ask(host, agent)
    assert text_of(answer) == f"re: {agent}"
    assert answer.headers["x-openclaw-profile"] == f"openai:{agent}good"
    passed = answer.headers["x-openclaw-passed-over"]
    assert passed.startswith(f"openai/m-{agent} openai:{agent} ")
    assert host.calls(agent).count(f"openai:{agent}") <= 2
    wait_until(lambda: was_good(host, f"openai:{agent}good"))
    assert not was_good(host, f"openai:{agent}")


@pytest.mark.parametrize("name", STREAMED)
def test_a_stream_that_is_none_moves_on(host, name):
    agent = f"stream{name}"
    assert text_of_stream(ask(host, agent, raw=False, stream=True)) == f"re: {agent}"
    assert host.calls(agent)[-1] == f"openai:{agent}good"
    wait_until(lambda: was_good(host, f"openai:{agent}good"))
    assert not was_good(host, f"openai:{agent}")


@pytest.mark.parametrize("way", ["plain", "stream"])
@pytest.mark.parametrize("name", ALONE)
def test_with_nobody_else_it_is_an_error_and_not_a_strange_answer(host, name, way):
    agent = f"{way}alone{name}"
    with pytest.raises(openai.APIStatusError) as caught:
        ask(host, agent, stream=way == "stream")
    assert caught.value.status_code == ALONE[name][1]
    assert caught.value.code == "all_candidates_failed"
    assert not was_good(host, f"openai:{agent}")


@pytest.mark.parametrize("name", WAITS)
def test_a_stated_wait_is_taken_as_far_as_it_makes_sense(host, name):
    agent = f"wait{name}"
    assert text_of(ask(host, agent)) == f"re: {agent}"
    wait_until(lambda: host.penalised(agent))
    entry = host.penalised(agent)[f"openai:{agent}"]["models"][f"m-{agent}"]
    assert in_hours(entry["cooldownUntil"]) == pytest.approx(WAITS[name][1], rel=0.1)


def test_a_page_before_the_provider_is_met_by_every_key_but_not_by_another_provider(tmp_path):
    config = {"agents.defaults.model": {"primary": "openai/m1", "fallbacks": ["groq/m1"]}}
    with failing_host(tmp_path, {"openai:bad": PAGE}, (*PAIR, "groq:a"), config=config) as host:
        assert text_of(host.chat()) == "re: ping"
        assert host.calls() == ["openai:bad", "groq:a"]
        assert host.penalised() == {}


def test_an_error_in_the_middle_of_a_stream_is_the_clients_and_the_credentials(tmp_path):
    steps = {"openai:bad": StreamError(LIMIT)}
    with failing_host(tmp_path, steps, PAIR, "--verbose") as host:
        with pytest.raises(openai.APIError):
            text_of_stream(host.chat(raw=False, stream=True))
        assert host.calls() == ["openai:bad"]
        assert text_of_stream(host.chat("again", raw=False, stream=True)) == "re: again"
        assert host.calls("again") == ["openai:good"], "what failed is not asked again"
    assert "m1" in host.penalised()["openai:bad"]["models"]
    assert not was_good(host, "openai:bad")


def test_an_overload_in_the_middle_of_a_stream_blames_no_credential(tmp_path):
    step = {"anthropic:bad": StreamError(OVERLOADED)}
    with (
        failing_host(tmp_path, step, ("anthropic:bad", "anthropic:good"), "--verbose") as host,
        pytest.raises(anthropic.APIError),
    ):
        list(host.message(raw=False, stream=True))
    assert host.penalised() == {}
    assert not was_good(host, "anthropic:bad")


def test_a_flood_in_place_of_an_error_reaches_the_one_who_has_no_other(tmp_path):
    step = Fail(402, json.dumps(BROKE)[:-1] + ',"pad":"' + FLOOD + '"}')
    with failing_host(tmp_path, {"openai:bad": step}, PAIR[:1]) as host:
        with pytest.raises(openai.APIStatusError) as caught:
            host.chat()
        assert caught.value.status_code == 402
        assert len(caught.value.response.content) > 10_000_000
        assert host.penalised()["openai:bad"]["disabledReason"] == "billing"


def test_a_clock_that_was_put_back_leaves_no_dark_decade(tmp_path):
    at_ms = now_ms() + 10 * 365 * 86_400_000
    failed = {"errorCount": 1, "lastFailureAt": at_ms}
    stats = {
        "openai:bad": {**failed, "disabledUntil": at_ms + 60_000, "disabledReason": "billing"},
        "openai:good": {"models": {"m1": {**failed, "cooldownUntil": at_ms}}},
    }
    profiles = {i: profile(i) for i in PAIR}
    with failing_host(tmp_path, None, profiles, usage=stats) as host:
        found = json.loads(host.run("models", "auth", "explain", "openai/m1", "--json").stdout)
        assert all(in_hours(c["untilMs"]) <= 24 for c in found["candidates"] if c["untilMs"])
        assert text_of(host.chat()) == "re: ping"
        (served,) = host.calls()
        wait_until(lambda: served not in host.penalised())
