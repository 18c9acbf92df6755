"""The peers answer the vendors' SDKs directly: what the gateway tests build on."""

import anthropic
import openai
import pytest

from peers.fixtures import AIMOCK_KEY, llmock_requests, llmock_reset, llmock_scenario

PING = [{"role": "user", "content": "ping"}]


def said(text):
    return [{"role": "user", "content": text}]


def gpt(base_url, key="sk-any"):
    return openai.OpenAI(api_key=key, base_url=base_url, max_retries=0, timeout=10)


def claude(base_url, key="sk-any"):
    return anthropic.Anthropic(api_key=key, base_url=base_url, max_retries=0, timeout=10)


@pytest.fixture(params=["llmock", "aimock"])
def peer(request):
    """Yield OpenAI and Anthropic clients with an accepted key."""
    server = request.getfixturevalue(f"{request.param}_peer")
    key = AIMOCK_KEY if request.param == "aimock" else "sk-any"
    suffix = "/anthropic" if request.param == "llmock" else ""
    with (
        gpt(server.openai_base_url, key) as openai_client,
        claude(server.base_url + suffix, key) as anthropic_client,
    ):
        yield openai_client, anthropic_client


def test_chat_completions(peer):
    client, _ = peer
    answer = client.chat.completions.create(model="gpt-4o", messages=PING)
    stream = client.chat.completions.create(model="gpt-4o", messages=PING, stream=True)
    pieces = [
        c.choices[0].delta.content for c in stream if c.choices and c.choices[0].delta.content
    ]
    assert answer.choices[0].message.content == "".join(pieces)
    assert len(pieces) > 1


def test_responses(peer):
    client, _ = peer
    answer = client.responses.create(model="gpt-4o", input="ping")
    events = list(client.responses.create(model="gpt-4o", input="ping", stream=True))
    assert events[-1].type == "response.completed"
    assert answer.output_text == events[-1].response.output_text


def test_messages(peer):
    _, client = peer
    model = "claude-test"
    answer = client.messages.create(model=model, max_tokens=500, messages=PING)
    with client.messages.stream(model=model, max_tokens=500, messages=PING) as stream:
        pieces = list(stream.text_stream)
    assert answer.content[0].text == "".join(pieces)
    assert len(pieces) > 1


def test_aimock_refuses_other_keys(aimock_peer):
    with gpt(aimock_peer.openai_base_url) as client, pytest.raises(openai.AuthenticationError):
        client.chat.completions.create(model="gpt-4o", messages=PING)
    with claude(aimock_peer.base_url) as client, pytest.raises(anthropic.AuthenticationError):
        client.messages.create(model="claude-test", max_tokens=9, messages=PING)


def test_aimock_fails_when_told(aimock_peer):
    with gpt(aimock_peer.openai_base_url, AIMOCK_KEY) as client:
        with pytest.raises(openai.RateLimitError):
            client.chat.completions.create(model="gpt-4o", messages=said("please fail 429"))
        with pytest.raises(openai.InternalServerError):
            client.chat.completions.create(model="gpt-4o", messages=said("please fail 500"))


def test_llmock_fails_when_told(llmock_peer):
    llmock_reset(llmock_peer)
    llmock_scenario(
        llmock_peer,
        {"type": "fail", "status": 401, "times": 2},
        {"type": "fail", "status": 529, "match": {"provider": "anthropic"}},
        {"type": "stream_fault", "kind": "disconnect", "after_chunks": 2},
    )
    with gpt(llmock_peer.openai_base_url) as client:
        with pytest.raises(openai.AuthenticationError):
            client.chat.completions.create(model="gpt-4o", messages=PING)
        with pytest.raises(openai.AuthenticationError):
            client.chat.completions.create(model="gpt-4o", messages=PING)
        with pytest.raises(openai.APIConnectionError):
            list(client.chat.completions.create(model="gpt-4o", messages=PING, stream=True))
    with (
        claude(llmock_peer.base_url + "/anthropic") as client,
        pytest.raises(anthropic.InternalServerError, match="529"),
    ):
        client.messages.create(model="claude-test", max_tokens=9, messages=PING)
    assert len(llmock_requests(llmock_peer)) == 4
