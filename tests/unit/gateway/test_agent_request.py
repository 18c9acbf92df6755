"""What a client of the OpenAI dialects says to an agent."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.chat.agent_request import agent_in, said_in
from openclaw_auth.gateway.chat.agent_voice import CompletionsVoice, ResponsesVoice, Spoken

PNG = "iVBORw0KGgoAAAAA"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@pytest.mark.parametrize(
    ("model", "agent"),
    [
        ("openclaw", ""),
        ("openclaw:main", "main"),
        ("openclaw/work", "work"),
        ("agent:work", "work"),
        ("openclaw-large", None),
        ("agents/x", None),
        ("anthropic/m1", None),
    ],
)
def test_which_names_mean_an_agent(model, agent):
    assert agent_in(model) == agent


def test_the_newest_words_are_the_message_and_the_rest_came_before():
    said = said_in(
        {
            "messages": [
                {"role": "developer", "content": "Be brief."},
                {"role": "user", "content": "one"},
                {"role": "assistant", "content": "two"},
                {"role": "user", "content": [{"type": "text", "text": "three"}]},
                {"role": "user", "content": "four"},
            ],
            "stream_options": {"include_usage": True},
        },
        responses=False,
    )
    assert said.text == "three\nfour"
    assert [(t.role, t.text) for t in said.before] == [("user", "one"), ("assistant", "two")]
    assert said.system == "Be brief."
    assert said.usage_in_stream


def test_responses_take_a_text_or_items_and_pictures():
    assert said_in({"input": "hi", "instructions": "Short."}, responses=True).system == "Short."
    parts = [
        {"type": "input_text", "text": "look"},
        {"type": "input_image", "image_url": f"data:image/PNG;base64,{PNG}"},
    ]
    items = [
        {"type": "function_call", "name": "x"},
        {"role": "user", "content": parts},
    ]
    said = said_in({"input": items}, responses=True)
    assert said.text == "look"
    assert said.pictures[0].mime_type == "image/png"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"messages": "x"},
        {"messages": []},
        {"messages": ["x"]},
        {"messages": [{"role": "user", "content": "  "}]},
        {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": 7}]}]},
        {"messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGVsbG8="}}]}]},
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused(body):
    with pytest.raises(Refusal):
        said_in(body, responses=False)


@given(JSON, st.booleans())
def test_whatever_is_sent_is_understood_or_refused(content, responses):
    for body in (
        {"messages": content, "input": content},
        {"messages": [content], "input": [content]},
        {"messages": [{"role": "user", "content": content}], "input": content},
    ):
        with contextlib.suppress(Refusal):
            said_in(body, responses=responses)


def test_an_answer_that_was_long_enough_says_so():
    spoken = Spoken("x", cut=True)
    assert b'"finish_reason": "length"' in CompletionsVoice("n", "m", 1, usage=False).whole(spoken)
    assert b'"incomplete"' in ResponsesVoice("n", "m", 1).whole(spoken)
    assert b"response.incomplete" in ResponsesVoice("n", "m", 1).closing(spoken)
