"""An answer is held until it is one; what it is told by is what the provider meant."""

from __future__ import annotations

import gzip
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.gateway.answer.commit_point import HELD_BYTES
from openclaw_auth.gateway.answer.held_answer import (
    COMMIT,
    HOLD,
    JUDGE,
    HeldAnswer,
    plainly_an_answer,
)
from openclaw_auth.gateway.connection.decoded import content_encoding, decoded
from openclaw_auth.selection.classify import classify
from openclaw_auth.selection.failure_rules import load_rules

JSON_TYPE = (b"content-type", b"application/json")
EVENTS = (b"content-type", b"text/event-stream; charset=utf-8")
LIMIT = 1_000


def chat(text):
    message = {"role": "assistant", "content": text}
    return json.dumps({"object": "chat.completion", "choices": [{"message": message}]}).encode()


def compressed(body, encoding):
    if encoding == "gzip":
        return gzip.compress(body)
    wbits = zlib.MAX_WBITS if encoding == "deflate" else -zlib.MAX_WBITS
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(body) + packer.flush()


def meaning(held):
    return classify("openai", held.answer(), credential=None, rules=load_rules(), now_ms=0)


def pieces(data, size):
    return [data[i : i + size] for i in range(0, len(data), size)]


# --- what is held, and for how long ---------------------------------------------------------


def test_a_long_plain_answer_goes_at_once_and_a_short_one_is_looked_at_whole():
    body = chat("x" * 600)
    held = HeldAnswer(200, [JSON_TYPE])
    assert held.take(body[:511]) == HOLD
    assert held.take(body[511:600]) == COMMIT
    assert HeldAnswer(200, [JSON_TYPE]).take(chat("hi")) == HOLD


def test_a_refusal_is_held_until_its_end_or_64_kilobytes():
    held = HeldAnswer(429, [JSON_TYPE])
    assert held.take(b"{" + b" " * (HELD_BYTES - 1)) == HOLD
    assert held.take(b" ") == JUDGE
    assert not held.streams


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (chat("x" * 600), True),
        (chat("x" * 100), False),
        (b"[" + chat("x" * 600) + b"]", False),
        (b'{"error": null, "output": "' + b"x" * 600 + b'"}', True),
        (b'{"error":null,"a":{"error": {"code": 1}},"output":"' + b"x" * 600 + b'"}', False),
        (b'{"choices":"' + b"x" * 600 + b'","base_resp":{"status_code":1008}}', False),
        (chat('he said "error"' + "x" * 600), True),  # escaped quotes
    ],
)
def test_what_is_plainly_an_answer(body, plain):
    assert plainly_an_answer(body) is plain


@given(st.binary(max_size=3_000), st.integers(1, 500), st.sampled_from([200, 201, 400, 503]))
def test_what_is_held_is_exactly_what_came(data, size, status):
    for headers in ([JSON_TYPE], [EVENTS], [], [EVENTS, (b"content-encoding", b"gzip")]):
        held, came = HeldAnswer(status, headers), b""
        for piece in pieces(data, size):
            came += piece
            verdict = held.take(piece)
            assert held.held == came
            if verdict != HOLD:
                break
        meaning(held)  # whatever came, it means something


def test_a_compressed_stream_counts_as_one_and_is_not_held_for_ever():
    held = HeldAnswer(200, [EVENTS, (b"content-encoding", b"gzip")])
    assert held.streams
    assert held.watch() is None
    assert held.take(b"x" * (HELD_BYTES + 1)) == COMMIT


def test_a_compressed_stream_that_is_an_error_is_understood():
    held = HeldAnswer(200, [EVENTS, (b"content-encoding", b"gzip")])
    body = b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n'
    held.take(gzip.compress(body))
    assert meaning(held).detail == "overloaded"


# --- compressed bodies ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw"])
def test_a_large_compressed_answer_is_no_broken_one(encoding):

    name = b"gzip" if encoding == "gzip" else b"deflate"
    held = HeldAnswer(200, [JSON_TYPE, (b"content-encoding", name)])
    body = chat("x" * 5 * HELD_BYTES)
    held.take(compressed(body, encoding))
    assert len(held.held) < HELD_BYTES
    assert meaning(held) is None


@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "deflate", "raw"]))
def test_what_is_compressed_is_read_up_to_the_limit(body, encoding):
    name = b"gzip" if encoding == "gzip" else b"Deflate "
    headers = [(b"content-encoding", name)]
    assert decoded(headers, compressed(body, encoding), LIMIT) == body[:LIMIT]


@given(st.binary(min_size=1, max_size=2_000), st.data())
def test_half_a_compressed_body_gives_its_beginning_and_damage_raises_nothing(body, data):
    headers = [(b"content-encoding", b"gzip")]
    whole = compressed(body, "gzip")
    cut = data.draw(st.integers(0, len(whole)))
    assert body.startswith(decoded(headers, whole[:cut], 1 << 20)) or cut < 10
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    assert len(decoded(headers, damaged, LIMIT)) <= LIMIT


def test_a_bomb_unfolds_no_further_than_the_limit():
    bomb = compressed(b"\0" * 50_000_000, "gzip")
    assert len(bomb) < HELD_BYTES
    assert decoded([(b"content-encoding", b"x-gzip")], bomb, LIMIT) == b"\0" * LIMIT


def test_what_is_not_compressed_or_not_known_stays_as_it_is():
    assert decoded([], b"abc", 2) == b"ab"
    assert decoded([(b"content-encoding", b"br")], b"abc", 9) == b"abc"
    assert decoded([(b"content-encoding", b"gzip")], b"abc", 2) == b"ab"
    assert content_encoding([(b"content-encoding", b" GZIP ")]) == b"gzip"
    assert content_encoding([(b"content-encoding", b"")]) == b"identity"
