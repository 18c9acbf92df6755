"""A variable is set in a `.env` text, and nothing else in it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.onboarding.env_text import UnwritableValue, with_variable
from openclaw_auth.sources.dotenv import parse

NAMES = st.sampled_from(["KEY", "KEY_2", "OTHER", "export"])
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=12)
LINES = st.one_of(
    st.just(""),
    VALUES.map(lambda v: f"# {v}"),
    st.tuples(st.sampled_from(["", "export ", "  "]), NAMES, VALUES).map(
        lambda t: f"{t[0]}{t[1]}={t[2]}"
    ),
    st.tuples(NAMES, st.sampled_from("'\"`"), VALUES).map(lambda t: f"{t[0]}={t[1]}{t[2]}"),
    st.text(max_size=10),
)
TEXTS = st.tuples(st.lists(LINES, max_size=6), st.sampled_from(["\n", "\r\n"]), st.booleans()).map(
    lambda t: t[1].join(t[0]) + (t[1] if t[2] else "")
)


@given(TEXTS, NAMES, VALUES)
def test_the_variable_is_set_and_the_others_stay(text, name, value):
    value = value.strip()
    try:
        new = with_variable(text, name, value)
    except UnwritableValue:
        return
    assert parse(new) == {**parse(text), name: value}
    assert with_variable(new, name, value) == new


@given(TEXTS, st.from_regex(r"[A-Za-z0-9_./:@%+,=-]{1,60}", fullmatch=True))
def test_a_key_can_always_be_written_to_a_sound_file(text, value):
    sound = all("=" not in line and ":" not in line for line in text.splitlines())
    try:
        new = with_variable(text, "API_KEY", value)
    except UnwritableValue:
        assert not sound
        return
    assert parse(new)["API_KEY"] == value


def test_comments_blank_lines_and_places_stay():
    text = "# mine\n\nA=1\nKEY=old\n  # more\nB='two'\n"
    assert with_variable(text, "KEY", "new") == "# mine\n\nA=1\n  # more\nB='two'\nKEY=new\n"


def test_a_last_line_without_an_end_gets_one():
    assert with_variable("A=1", "KEY", "sk-1") == "A=1\nKEY=sk-1\n"
    assert with_variable("A=1\r\nB=2", "KEY", "sk-1") == "A=1\r\nB=2\r\nKEY=sk-1\r\n"


def test_a_line_inside_a_longer_value_is_not_taken_for_the_variable():
    text = 'NOTE="first\nKEY=not this\nlast"\n'
    new = with_variable(text, "KEY", "sk-1")
    assert parse(new) == {"NOTE": "first\nKEY=not this\nlast", "KEY": "sk-1"}


def test_the_same_value_changes_nothing():
    text = "export KEY = 'sk-1' # mine"
    assert with_variable(text, "KEY", "sk-1") == text


@pytest.mark.parametrize("value", ["has space", "a#b", "quo'te", 'quo"te', "$HOME", "a\\nb"])
def test_odd_values_are_quoted_so_that_they_come_back(value):
    assert parse(with_variable("", "KEY", value)) == {"KEY": value}


def test_what_no_quoting_gives_back_is_refused():
    for value in ("line\nbreak", "a'b\"c`d#"):
        with pytest.raises(UnwritableValue):
            with_variable("", "KEY", value)
