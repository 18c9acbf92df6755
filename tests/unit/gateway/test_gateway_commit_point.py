"""A stream is held until it is an answer or an error, in every dialect and however it is cut."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.gateway.answer.commit_point import (
    CONTENT,
    ERROR,
    HELD_BYTES,
    HOLD,
    Prelude,
    StreamWatch,
    judge_event,
)


def sse(document, name=None, end="\n"):
    text = document if isinstance(document, str) else json.dumps(document)
    lines = [f"event: {name}"] if name else []
    return (end.join([*lines, f"data: {text}"]) + end * 2).encode()


def chunk(delta=None, **fields):
    choices = [] if delta is None else [{"index": 0, "delta": delta, **fields}]
    return {"object": "chat.completion.chunk", "choices": choices, "usage": None}


ANNOUNCEMENTS = {
    "anthropic-start": {"type": "message_start", "message": {"content": [], "role": "assistant"}},
    "anthropic-ping": {"type": "ping"},
    "anthropic-text": {
        "type": "content_block_start",
        "content_block": {"type": "text", "text": ""},
    },
    "anthropic-thinking": {
        "type": "content_block_start",
        "content_block": {"type": "thinking", "thinking": "", "signature": ""},
    },
    "anthropic-stop": {"type": "content_block_stop", "index": 0},
    "chat-role": chunk({"role": "assistant", "content": ""}),
    "chat-nulls": chunk({"role": "assistant", "content": None, "refusal": None}),
    "chat-empty": chunk({}, finish_reason=""),
    "chat-stop": chunk({}, finish_reason="stop"),
    "chat-usage": {"choices": [], "usage": {"total_tokens": 3}},
    "chat-filter-results": {"choices": [], "prompt_filter_results": [{"index": 0}]},
    "responses-created": {"type": "response.created", "response": {"error": None}},
    "responses-queued": {"type": "response.queued"},
    "responses-in-progress": {"type": "response.in_progress", "response": {"output": []}},
    "responses-item": {"type": "response.output_item.added", "item": {"type": "message"}},
    "responses-part": {"type": "response.content_part.added", "part": {"text": ""}},
    "done": "[DONE]",
    "blank": "",
}
CONTENTS = {
    "anthropic-delta": {"type": "content_block_delta", "delta": {"text": "hi"}},
    "anthropic-tool": {"type": "content_block_start", "content_block": {"type": "tool_use"}},
    "anthropic-text": {
        "type": "content_block_start",
        "content_block": {"type": "text", "text": "a"},
    },
    "chat-text": chunk({"content": "hi"}),
    "chat-reasoning": chunk({"role": "assistant", "reasoning_content": "hm"}),
    "chat-tools": chunk({"tool_calls": [{"index": 0}]}),
    "chat-refusal": chunk({"refusal": "no"}),
    "chat-length": chunk({}, finish_reason="length"),
    "completion": {"choices": [{"text": "hi"}]},
    "responses-text": {"type": "response.output_text.delta", "delta": "hi"},
    "responses-tool": {"type": "response.function_call_arguments.delta", "delta": "{"},
    "responses-whole": {"type": "response.completed", "response": {"output": []}},
    "unknown": {"kind": "something else"},
    "no-object": "[1,2]",
    "no-json": "hello",
    "odd-types": {"type": {}, "choices": [{"delta": [], "finish_reason": ["a"]}, 5]},
    "odd-block": {"type": "content_block_start", "content_block": {"type": []}},
}
ERRORS = {
    "anthropic": ({"type": "error", "error": {"type": "overloaded_error"}}, "error"),
    "unnamed": ({"type": "error", "error": {"type": "overloaded_error"}}, None),
    "chat": ({"error": {"message": "quota", "code": "insufficient_quota"}}, None),
    "chat-text": ({"error": "quota"}, None),
    "responses-failed": ({"type": "response.failed", "response": {"error": {"code": "x"}}}, None),
    "responses": ({"type": "error", "code": "server_error", "message": "m"}, "error"),
    "words": ("upstream connect error", "error"),
}
TALK = "the word error, event: error, data: {'error': 1} \\n\\n"


@pytest.mark.parametrize("name", ANNOUNCEMENTS)
def test_what_only_announces_an_answer_is_held(name):
    assert judge_event(sse(ANNOUNCEMENTS[name])) == HOLD


@pytest.mark.parametrize("name", CONTENTS)
def test_what_a_client_may_need_is_content(name):
    assert judge_event(sse(CONTENTS[name])) == CONTENT


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_one_in_every_dialect(name):
    document, event = ERRORS[name]
    assert judge_event(sse(document, event)) == ERROR


def test_text_about_errors_is_no_error():
    for document in (
        chunk({"content": TALK}),
        {"type": "content_block_delta", "delta": {"text": TALK}},
        {"type": "response.output_text.delta", "delta": TALK},
    ):
        assert judge_event(sse(document)) == CONTENT
        watch = StreamWatch()
        watch.see(sse(document))
        watch.end()
        assert not watch.error


def test_comments_and_fields_without_data_say_nothing():
    for event in (
        b": keep-alive\n\n",
        b"retry: 3000\n\n",
        b"event: error\n\n",
        b"id: 1\n\n",
        b"\n\n",
    ):
        assert judge_event(event) == HOLD


def test_an_event_of_several_lines_is_one_document():
    assert judge_event(b'data: {"type":\ndata: "ping"}\n\n') == HOLD


def test_64_kilobytes_of_announcements_are_let_go():
    prelude = Prelude()
    ping = sse(ANNOUNCEMENTS["anthropic-ping"], "ping")
    most = HELD_BYTES // len(ping)
    assert prelude.feed(ping * most) == HOLD
    assert prelude.feed(ping) == CONTENT
    assert not prelude.watch().spoke
    assert bytes(prelude.held) == ping * (most + 1)
    endless = Prelude()
    assert endless.feed(b"data: " + b"x" * HELD_BYTES) == CONTENT


@st.composite
def streams(draw):
    """A stream of events with one kind of line end, or a mixture."""
    documents = [(d, None) for d in [*ANNOUNCEMENTS.values(), *CONTENTS.values()]]
    documents += [*ERRORS.values(), (chunk({"content": TALK}), None)]
    held = [(d, None) for d in ANNOUNCEMENTS.values()]
    events = draw(st.lists(st.sampled_from(held), max_size=6))
    events += draw(st.lists(st.sampled_from(documents), max_size=3))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    parts = [sse(document, name, end) for document, name in events]
    for place in draw(st.lists(st.integers(0, len(parts)), max_size=3)):
        parts.insert(place, f": ping{end}{end}".encode())
    return b"".join(parts) + draw(st.sampled_from([b"", b"data: {", b"event: err"]))


def pieces(stream, cuts):
    edges = [0, *sorted({c for c in cuts if c < len(stream)}), len(stream)]
    return [stream[a:b] for a, b in itertools.pairwise(edges) if a < b]


def verdict_of(parts):
    """What becomes of a stream, how much of it was held, and how much was needed to know."""
    prelude = Prelude()
    came = b""
    for part in parts:
        came += part
        verdict = prelude.feed(part)
        assert bytes(prelude.held) == came
        if verdict != HOLD:
            return verdict, prelude.error
    return HOLD, b""


CUTS = st.lists(st.integers(1, 2_000), max_size=20)


def normal(event):
    return event.strip()


@given(streams(), CUTS)
def test_cuts_change_no_verdict_and_no_byte(stream, cuts):
    verdict, error = verdict_of([stream])
    again, same_error = verdict_of(pieces(stream, cuts))
    assert (again, normal(same_error)) == (verdict, normal(error))
    one_by_one, _ = verdict_of([stream[i : i + 1] for i in range(len(stream))])
    assert one_by_one == verdict


@given(streams(), CUTS, st.booleans())
def test_a_watch_finds_an_error_however_it_is_cut(stream, cuts, spoke):
    def watched(parts):
        watch = StreamWatch(spoke=spoke)
        for part in parts:
            watch.see(part)
        watch.end()
        return normal(watch.error), watch.spoke

    whole = watched([stream])
    assert watched(pieces(stream, cuts)) == whole
    assert watched([stream[i : i + 1] for i in range(len(stream))]) == whole


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_behind_content_is_seen_whether_it_comes_with_it_or_later(name, end):
    content = sse(CONTENTS["chat-text"], end=end)
    document, event = ERRORS[name]
    error = sse(document, event, end)
    prelude = Prelude()
    assert prelude.feed(content + error) == CONTENT
    assert normal(prelude.watch().error) == normal(error)
    for at in range(1, len(error)):
        prelude = Prelude()
        assert prelude.feed(content) == CONTENT
        watch = prelude.watch()
        watch.see(error[:at])
        watch.see(error[at:] + content)
        assert normal(watch.error) == normal(error), at


def test_an_error_at_the_end_needs_no_blank_line():
    watch = StreamWatch()
    watch.see(b'data: {"error": {"message": "m"}}\n')
    watch.end()
    assert watch.error


def test_a_watch_keeps_64_kilobytes_at_most():
    watch = StreamWatch()
    for _ in range(20):
        watch.see(b"data: error " + b"x" * 10_000)
        assert len(watch._events.rest) <= HELD_BYTES
    watch.see(b"\n\n" + sse({"error": "m"}))
    assert watch.error


def test_a_stream_let_go_early_has_spoken_when_it_has_content_or_ends_in_order():
    for behind, spoke in (
        (b": ping\n\n", False),
        (sse(ANNOUNCEMENTS["anthropic-ping"]), False),
        (sse(CONTENTS["anthropic-delta"]), True),
        (sse({"type": "message_stop"}), True),
        (sse("[DONE]"), True),
    ):
        prelude = Prelude()
        assert prelude.feed(sse(ANNOUNCEMENTS["anthropic-start"])) == HOLD
        watch = prelude.watch()
        watch.see(behind)
        watch.end()
        assert watch.spoke == spoke, behind
