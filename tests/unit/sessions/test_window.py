"""What of a conversation is sent when it grows too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.sessions.turn import Picture, Turn, Words, alternating
from openclaw_auth.sessions.window import answer_limit, estimate, fit, turn_tokens


def talk(*texts):
    sides = ("user", "assistant")
    return [Turn(sides[i % 2], (Words(t),)) for i, t in enumerate(texts)]


def test_all_of_a_short_conversation_is_sent():
    turns = talk("a", "b", "c")
    fitted = fit(turns, 128_000, answer=8192)
    assert (list(fitted.turns), fitted.left_out) == (turns, 0)


def test_the_oldest_turns_are_left_out_first():
    turns = talk(*("word " * 400 for _ in range(9)))
    fitted = fit(turns, 4000, answer=1000)
    assert 0 < fitted.left_out < 8
    assert list(fitted.turns) == turns[fitted.left_out :]
    assert fitted.turns[0].role == "user"


def test_the_last_turn_stays_whatever_its_size():
    turns = talk("a", "b", "x" * 5_000_000)
    fitted = fit(turns, 128_000, answer=8192)
    assert (list(fitted.turns), fitted.left_out) == (turns[2:], 2)


def test_other_scripts_count_for_more():
    assert estimate("abcd" * 10) == 10
    assert estimate("你好世界") == 4
    assert turn_tokens(Turn("user", (Picture("x", "image/png"),))) > 1000


def test_an_answer_takes_a_quarter_at_most():
    assert answer_limit(128_000) == 8192
    assert answer_limit(8000) == 2000
    assert answer_limit(200_000, 4096) == 4096


PARTS = st.lists(
    st.builds(Words, st.text(max_size=40)) | st.just(Picture("QQ==", "image/png")), max_size=3
)
TURNS = st.lists(
    st.builds(Turn, st.sampled_from(["user", "assistant"]), PARTS.map(tuple)), max_size=8
)


@given(TURNS, st.integers(10, 3000), st.integers(1, 500))
def test_what_is_sent_fits_or_is_the_last_turn_alone(turns, window, answer):
    turns = alternating(turns)
    fitted = fit(turns, window, answer=answer)
    assert list(fitted.turns) == turns[fitted.left_out :]
    assert fitted.tokens == sum(map(turn_tokens, fitted.turns))
    if turns:
        assert fitted.turns
        assert len(fitted.turns) == 1 or fitted.turns[0].role == "user"
        assert len(fitted.turns) == 1 or fitted.tokens + answer <= window


@given(TURNS)
def test_the_sides_take_turns_and_nothing_said_is_lost(turns):
    found = alternating(turns)
    assert [t.role for t in found] == ["user", "assistant"] * (len(found) // 2) + ["user"] * (
        len(found) % 2
    )
    first = next((i for i, t in enumerate(turns) if t.role == "user" and kept(t)), len(turns))
    assert [p for t in found for p in t.parts] == [p for t in turns[first:] for p in kept(t)]


def kept(turn):
    return [p for p in turn.parts if not isinstance(p, Words) or p.text.strip()]
