"""Official clients through the gateway to providers that nobody here wrote."""

from __future__ import annotations

import anthropic
import openai
import pytest

from gateway_process import GatewayProcess
from peers.fixtures import (
    AIMOCK_KEY,
    llmock_requests,
    llmock_reset,
    llmock_scenario,
    start_aimock,
    start_llmock,
)

TOKEN = "the-token-of-this-gateway-0123456789"
SAY = [{"role": "user", "content": "ping"}]


@pytest.fixture(scope="module")
def llmock():
    peer = start_llmock()
    yield peer
    peer.stop()


@pytest.fixture(scope="module")
def aimock():
    peer = start_aimock([AIMOCK_KEY])
    yield peer
    peer.stop()


def provider(base_url, api, key):
    models = [{"id": "made-up", "name": "made-up"}]
    return {"baseUrl": base_url, "api": api, "apiKey": key, "models": models}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory, llmock, aimock):
    providers = {
        "llmock-gpt": provider(llmock.openai_base_url, "openai-completions", "sk-any"),
        "llmock-claude": provider(f"{llmock.base_url}/anthropic", "anthropic-messages", "sk-any"),
        "aimock-gpt": provider(aimock.openai_base_url, "openai-completions", AIMOCK_KEY),
        "aimock-claude": provider(aimock.base_url, "anthropic-messages", AIMOCK_KEY),
        "aimock-wrong": provider(aimock.openai_base_url, "openai-completions", "sk-wrong"),
    }
    config = {"models": {"providers": providers}, "gateway": {"auth": {"token": TOKEN}}}
    with GatewayProcess(tmp_path_factory.mktemp("peers"), config=config) as running:
        yield running


@pytest.fixture
def claude(gateway):
    with anthropic.Anthropic(
        api_key=TOKEN, base_url=gateway.url, max_retries=0, timeout=20
    ) as client:
        yield client


@pytest.fixture
def gpt(gateway):
    with openai.OpenAI(
        api_key=TOKEN, base_url=f"{gateway.url}/v1", max_retries=0, timeout=20
    ) as client:
        yield client


@pytest.mark.parametrize("peer", ["llmock", "aimock"])
def test_anthropic_messages(claude, peer):
    model = f"{peer}-claude/made-up"
    whole = claude.messages.create(model=model, max_tokens=64, messages=SAY)
    assert whole.content[0].text
    with claude.messages.stream(model=model, max_tokens=64, messages=SAY) as stream:
        parts = list(stream.text_stream)
        final = stream.get_final_message()
    assert len(parts) > 1
    assert "".join(parts) == final.content[0].text
    assert final.stop_reason == "end_turn"


@pytest.mark.parametrize("peer", ["llmock", "aimock"])
def test_openai_chat_completions(gpt, peer):
    model = f"{peer}-gpt/made-up"
    whole = gpt.chat.completions.create(model=model, messages=SAY)
    assert whole.choices[0].message.content
    chunks = list(
        gpt.chat.completions.create(
            model=model, messages=SAY, stream=True, stream_options={"include_usage": True}
        )
    )
    texts = [c.choices[0].delta.content or "" for c in chunks if c.choices]
    assert "".join(texts)
    assert len([text for text in texts if text]) > 1
    assert chunks[-1].usage.total_tokens > 0


@pytest.mark.parametrize("peer", ["llmock", "aimock"])
def test_openai_responses(gpt, peer):
    model = f"{peer}-gpt/made-up"
    assert gpt.responses.create(model=model, input="ping").output_text
    events = list(gpt.responses.create(model=model, input="ping", stream=True))
    assert events[-1].type == "response.completed"
    deltas = [e.delta for e in events if e.type == "response.output_text.delta"]
    assert "".join(deltas) == events[-1].response.output_text


@pytest.mark.parametrize("peer", ["llmock", "aimock"])
def test_openai_embeddings(gpt, peer):
    answer = gpt.embeddings.create(model=f"{peer}-gpt/made-up", input="ping")
    assert len(answer.data[0].embedding) > 1


def test_a_wrong_key_is_the_providers_own_refusal(gpt):
    with pytest.raises(openai.AuthenticationError):
        gpt.chat.completions.create(model="aimock-wrong/made-up", messages=SAY)


def test_a_rate_limit_arrives_with_its_wait(gpt, llmock):
    llmock_reset(llmock)
    llmock_scenario(llmock, {"type": "fail", "status": 429, "retry_after": 7})
    with pytest.raises(openai.RateLimitError) as caught:
        gpt.chat.completions.create(model="llmock-gpt/limited", messages=SAY)
    assert caught.value.response.headers["retry-after"] == "7"
    llmock_reset(llmock)
    with pytest.raises(openai.RateLimitError) as caught:  # the gateway keeps to it by itself
        gpt.chat.completions.create(model="llmock-gpt/limited", messages=SAY)
    assert 1 <= int(caught.value.response.headers["retry-after"]) <= 7
    assert llmock_requests(llmock) == []


@pytest.mark.parametrize("kind", ["disconnect", "truncate"])
def test_a_stream_that_breaks_does_not_look_whole(gpt, llmock, kind):
    llmock_reset(llmock)
    llmock_scenario(llmock, {"type": "stream_fault", "kind": kind, "after_chunks": 2})
    stream = gpt.chat.completions.create(model="llmock-gpt/made-up", messages=SAY, stream=True)
    finished = None
    try:
        for chunk in stream:
            finished = chunk.choices[0].finish_reason if chunk.choices else finished
    except openai.OpenAIError:
        return
    assert kind == "truncate", "a cut connection looked like an end"
    assert finished is None


def test_the_body_arrives_as_it_was_but_for_the_model(gpt, llmock):
    llmock_reset(llmock)
    gpt.chat.completions.create(model="llmock-gpt/made-up", messages=SAY, temperature=0.5, seed=7)
    (request,) = llmock_requests(llmock)
    assert request["body"]["model"] == "made-up"
    assert request["body"]["messages"] == SAY
    assert (request["body"]["temperature"], request["body"]["seed"]) == (0.5, 7)
