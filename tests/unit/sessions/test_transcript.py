"""Transcripts: appended to, never rewritten; a broken line costs only itself."""

from __future__ import annotations

import json
import os
import resource
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.errors import StoreLocked, StoreReadOnly, StoreUnreadable
from openclaw_auth.ports import system_ports
from openclaw_auth.sessions.messages import assistant_entry, turns_of, user_entry
from openclaw_auth.sessions.transcript import (
    Transcript,
    append,
    iso,
    parse_transcript,
    read_transcript,
)
from openclaw_auth.sessions.turn import Picture, Tokens, Turn, Words, said_by_user

MODEL = {"api": "anthropic-messages", "provider": "anthropic", "model": "claude-x"}


def answer(text, **more):
    fields = {**MODEL, "tokens": Tokens(10, 20, 30, 40), "stop_reason": "stop", "now_ms": 7}
    return assistant_entry(text, **{**fields, **more})


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_a_first_turn_makes_header_user_and_assistant(tmp_path, ports):
    path = str(tmp_path / "s" / "abc.jsonl")
    append(path, [user_entry(said_by_user("hi"), 6), answer("hello")], ports, "abc")
    header, user, assistant = lines(path)
    assert header == {
        "type": "session", "version": 3, "id": "abc", "timestamp": header["timestamp"], "cwd": "/",
    }  # fmt: skip
    assert (user["type"], user["parentId"]) == ("message", None)
    assert user["message"] == {
        "role": "user", "content": [{"type": "text", "text": "hi"}], "timestamp": 6,
    }  # fmt: skip
    assert assistant["parentId"] == user["id"]
    assert len(user["id"]) == 8
    message = assistant["message"]
    assert message["content"] == [{"type": "text", "text": "hello"}]
    assert message["usage"]["totalTokens"] == 100
    assert message["usage"]["cost"]["total"] == 0
    assert (message["provider"], message["api"], message["stopReason"]) == (
        "anthropic", "anthropic-messages", "stop",
    )  # fmt: skip
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path / "s") == ["abc.jsonl"]


def test_the_next_turn_is_a_child_of_the_last_line(tmp_path, ports):
    path = str(tmp_path / "a.jsonl")
    append(path, [user_entry(said_by_user("1"), 1), answer("2")], ports, "a")
    append(path, [user_entry(said_by_user("3"), 3)], ports, "a")
    found = lines(path)
    assert [e["type"] for e in found] == ["session", "message", "message", "message"]
    assert found[3]["parentId"] == found[2]["id"]


def test_a_torn_line_is_kept_skipped_and_counted(tmp_path, ports):
    path = tmp_path / "a.jsonl"
    append(str(path), [user_entry(said_by_user("1"), 1)], ports, "a")
    with open(path, "a") as file:
        file.write('{"type":"message","id":"dead')
    append(str(path), [answer("2")], ports, "a")
    found = read_transcript(str(path))
    assert found.broken == (3,)
    assert [t.text for t in turns_of(found)] == ["1", "2"]
    assert b'"id":"dead' in path.read_bytes()


def test_prices_become_dollars():
    cost = answer("x", cost=[3, 15, 0.3, 3.75])["message"]["usage"]["cost"]
    assert cost["input"] == pytest.approx(30e-6)
    assert cost["total"] == pytest.approx((30 + 300 + 9 + 150) / 1e6)


def test_only_the_branch_of_the_last_line_counts():
    found = Transcript(None, [line("a", None, "1"), line("b", "a", "gone"), line("c", "a", "2")])
    assert [t.text for t in turns_of(found)] == ["1", "2"]


def line(identity, parent, text, **more):
    message = {"role": "user", "content": text}
    return {"type": "message", "id": identity, "parentId": parent, "message": message, **more}


def test_a_circle_of_parents_ends():
    found = Transcript(None, [line("a", "b", "1"), line("b", "a", "2")])
    assert len(turns_of(found)) == 2


def test_a_summary_stands_for_what_it_covers():
    compaction = {
        "type": "compaction", "id": "d", "parentId": "c", "summary": "S", "firstKeptEntryId": "c",
    }  # fmt: skip
    entries = [line("a", None, "1"), line("b", "a", "2"), line("c", "b", "3"), compaction]
    found = Transcript(None, [*entries, line("e", "d", "4")])
    assert [t.text for t in turns_of(found)] == ["S", "3", "4"]


def test_words_and_images_of_openclaws_lines_are_kept_and_tools_passed_over():
    blocks = [
        {"type": "thinking", "thinking": "hm"},
        {"type": "text", "text": "look"},
        {"type": "toolCall", "id": "t", "name": "x", "arguments": {}},
        {"type": "image", "data": "QUJD", "mimeType": "image/png"},
        5,
    ]
    entry = line("a", None, "")
    entry["message"]["content"] = blocks
    result = line("b", "a", "output")
    result["message"]["role"] = "toolResult"
    (turn,) = turns_of(Transcript(None, [entry, result]))
    assert turn == Turn("user", (Words("look"), Picture("QUJD", "image/png")))


def test_a_dead_writers_lock_is_removed_and_a_living_ones_waited_for(tmp_path, ports, clock):
    path = tmp_path / "a.jsonl"
    lock = tmp_path / "a.jsonl.lock"
    lock.write_text(json.dumps({"pid": 2**22 + 1}))
    append(str(path), [user_entry(said_by_user("1"), 1)], ports, "a")
    assert clock.slept == []
    lock.write_text(json.dumps({"pid": os.getpid()}))
    with pytest.raises(StoreLocked):
        append(str(path), [user_entry(said_by_user("2"), 1)], ports, "a")
    assert 9.9 < sum(clock.slept) < 11.1
    os.utime(lock, (clock.now_s - 1900, clock.now_s - 1900))
    append(str(path), [user_entry(said_by_user("3"), 1)], ports, "a")
    assert [t.text for t in turns_of(read_transcript(str(path)))] == ["1", "3"]


def test_many_writers_lose_no_line(tmp_path):
    path = str(tmp_path / "a.jsonl")

    def work(number):
        for turn in range(10):
            entry = user_entry(said_by_user(f"{number}.{turn}"), 1)
            append(path, [entry], system_ports(), "a")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    found = read_transcript(path)
    assert (len(found.entries), len(found.path()), found.broken) == (40, 40, ())


def test_a_place_that_cannot_be_written_is_said(tmp_path, ports):
    (tmp_path / "file").touch()
    with pytest.raises(StoreReadOnly):
        append(str(tmp_path / "file" / "a.jsonl"), [], ports, "a")


def test_a_full_disk_leaves_no_half_of_a_line(tmp_path, ports):
    path = tmp_path / "t.jsonl"
    append(str(path), [user_entry(said_by_user("hi"), 1)], ports, "s")
    before = path.read_bytes()
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, kept[1]))
    try:
        with pytest.raises(StoreReadOnly):
            append(str(path), [answer("x" * 1000)], ports, "s")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert path.read_bytes() == before


def test_a_transcript_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(StoreUnreadable, match="directory"):
        read_transcript(str(tmp_path))


def test_moments_look_like_javascripts():
    assert iso(1_800_000_000_007) == "2027-01-15T08:00:00.007Z"


def test_half_a_surrogate_is_no_reason_to_lose_the_line(tmp_path, ports):
    path = str(tmp_path / "a.jsonl")
    append(path, [user_entry(said_by_user("a\ud800b"), 1)], ports, "a")
    assert [t.text for t in turns_of(read_transcript(path))] == ["a?b"]


@given(st.binary(max_size=300))
def test_no_bytes_break_reading(data):
    turns_of(parse_transcript(data))


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["role", "content", "text", "type", "data", "mimeType", "summary"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from(["message", "compaction", "custom_message"])},
            optional={
                "id": JSON, "parentId": JSON, "message": JSON, "summary": JSON,
                "firstKeptEntryId": JSON, "content": JSON,
            },
        ),
        max_size=6,
    )
)  # fmt: skip
def test_no_entries_break_reading(entries):
    turns_of(Transcript(None, entries))
