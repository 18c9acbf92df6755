"""One conversation in every dialect, understood by the emulator, and streams back into words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.sessions.dialects import CALLS, call_for, decoder, encode
from openclaw_auth.sessions.turn import Conversation, Picture, Tokens, Turn, Words, said_by_user
from openclaw_auth.testing import dialect_anthropic, dialect_chat, dialect_responses
from openclaw_auth.testing.dialect import Setting

PNG = Picture("iVBORw0=", "image/png")
TALK = Conversation(
    "Be kind.",
    (
        said_by_user("look", [PNG]),
        Turn("assistant", (Words("nice"),)),
        said_by_user("thanks"),
    ),
)
SERVERS = {
    "anthropic-messages": dialect_anthropic.messages,
    "openai-completions": dialect_chat.chat_completions,
    "openai-responses": dialect_responses.responses,
}


def served(call, body, text="Hello, wörld 你好!"):
    setting = Setting(
        compose=lambda said: f"{text} [{said}]",
        models=(),
        missing_models=frozenset(),
        number=1,
        headers={"anthropic-version": "2023-06-01"},
    )
    return SERVERS[call](json.loads(json.dumps(body)), setting)


@pytest.mark.parametrize("call", CALLS)
def test_an_emulator_understands_and_its_stream_is_understood(call):
    body = encode(call, TALK, "m", max_tokens=500)
    frames = served(call, body).frames
    reader = decoder(call)
    pieces = [reader.feed(f) for f in (*frames.prelude, *frames.content, *frames.epilogue)]
    assert "".join(pieces) + reader.end() == "Hello, wörld 你好! [thanks]"
    assert (reader.stop_reason, reader.ended, reader.error) == ("stop", True, None)
    assert reader.tokens.input > 0
    assert reader.tokens.output > 0
    assert len([p for p in pieces if p]) > 2


@pytest.mark.parametrize("call", CALLS)
def test_an_answer_in_one_piece_is_understood(call):
    body = {**encode(call, TALK, "m", max_tokens=500), "stream": False}
    reader = decoder(call)
    assert reader.whole(served(call, body).body) == "Hello, wörld 你好! [thanks]"
    assert reader.ended
    assert reader.tokens.output > 0


@pytest.mark.parametrize("call", CALLS)
@settings(max_examples=40)
@given(text=st.text(max_size=40), data=st.data())
def test_a_stream_may_be_cut_anywhere(call, text, data):
    frames = served(call, encode(call, TALK, "m", max_tokens=500), text).frames
    stream = b"".join((*frames.prelude, *frames.content, *frames.epilogue))
    if data.draw(st.booleans()):
        stream = stream.replace(b"\n", b"\r\n")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    reader = decoder(call)
    found = ""
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += reader.feed(stream[start:end])
    assert found + reader.end() == "".join(served_chunks(call, text))


def served_chunks(call, text):
    reader = decoder(call)
    body = {**encode(call, TALK, "m", max_tokens=500), "stream": False}
    return reader.whole(served(call, body, text).body)


@pytest.mark.parametrize("call", CALLS)
@given(st.binary(max_size=200))
def test_no_bytes_break_a_decoder(call, data):
    reader = decoder(call)
    reader.feed(b"data: " + data + b"\n\n")
    reader.feed(data)
    reader.end()
    reader.whole(data)


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(
        st.sampled_from(
            ["type", "delta", "usage", "choices", "message", "response", "output", "content",
             "error", "index", "text", "finish_reason"]
        ),
        inner | st.sampled_from(["content_block_delta", "response.completed", "message_start",
                                 "response.failed", "text_delta"]),
    ),
    max_leaves=15,
)  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
@given(JSON)
def test_no_event_breaks_a_decoder(call, event):
    reader = decoder(call)
    data = json.dumps(event).encode()
    reader.feed(b"data: " + data + b"\n\n")
    reader.whole(data)


@pytest.mark.parametrize(
    ("call", "event", "words"),
    [
        ("anthropic-messages", {"type": "error", "error": {"message": "busy"}}, "busy"),
        ("openai-completions", {"error": {"message": "busy"}}, "busy"),
        ("openai-completions", {"error": "busy"}, "busy"),
        ("openai-responses", {"type": "error", "message": "busy"}, "busy"),
        (
            "openai-responses",
            {"type": "response.failed", "response": {"error": {"message": "busy"}}},
            "busy",
        ),
    ],
)
def test_an_error_within_a_stream_is_found(call, event, words):
    reader = decoder(call)
    assert reader.feed(b"data: " + json.dumps(event).encode() + b"\n\n") == ""
    assert reader.error == words


def test_images_go_in_each_dialects_own_form():
    bodies = {call: encode(call, TALK, "m", max_tokens=5) for call in CALLS}
    assert bodies["anthropic-messages"]["messages"][0]["content"][1] == {
        "type": "image",
        "source": {"type": "base64", "media_type": "image/png", "data": PNG.data},
    }
    url = f"data:image/png;base64,{PNG.data}"
    assert bodies["openai-completions"]["messages"][1]["content"][1] == {
        "type": "image_url", "image_url": {"url": url},
    }  # fmt: skip
    assert bodies["openai-responses"]["input"][0]["content"][1] == {
        "type": "input_image", "image_url": url,
    }  # fmt: skip


def test_codex_gets_instructions_and_stores_nothing():
    plain = Conversation(None, (said_by_user("hi"),))
    body = encode("openai-responses", plain, "gpt-5.2", max_tokens=5, provider="openai-codex")
    assert body["instructions"]
    assert (body["store"], body["stream"]) == (False, True)
    assert "max_output_tokens" not in body
    assert "instructions" not in encode("openai-responses", plain, "m", max_tokens=5)


def test_tokens_from_a_cache_are_told_apart():
    reader = decoder("openai-completions")
    usage = {
        "prompt_tokens": 100, "completion_tokens": 5,
        "prompt_tokens_details": {"cached_tokens": 60},
    }  # fmt: skip
    reader.feed(b"data: " + json.dumps({"choices": [], "usage": usage}).encode() + b"\n\n")
    assert reader.tokens == Tokens(40, 5, 60)
    assert (reader.tokens.prompt, reader.tokens.total) == (100, 105)


@pytest.mark.parametrize(
    ("provider", "call"),
    [
        ("anthropic", "anthropic-messages"),
        ("google", "openai-completions"),
        ("openai-codex", "openai-responses"),
        ("openrouter", "openai-completions"),
    ],
)
def test_each_provider_is_spoken_to_in_a_dialect_that_it_offers(provider, call):
    assert call_for(load_catalogue().get(provider)) == call
