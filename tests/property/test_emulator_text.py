"""Streamed pieces are the text, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.testing.demo_answer import demo_answer
from openclaw_auth.testing.dialect import in_chunks


@given(st.text())
def test_pieces_joined_are_the_text(text):
    pieces = in_chunks(text)
    assert "".join(pieces) == text
    assert all(pieces)


@given(st.text())
def test_the_demo_answer_is_honest_and_bounded(text):
    answer = demo_answer(text)
    assert "demo provider" in answer or "演示服务" in answer
    assert len(answer) < 800
    assert answer == demo_answer(text)


def test_chinese_is_answered_in_chinese_in_small_pieces():
    answer = demo_answer("你好")
    assert "“你好”" in answer
    assert len(in_chunks(answer)) > 15
