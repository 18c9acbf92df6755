"""Our `.env` reader agrees with python-dotenv where both know the grammar."""

from __future__ import annotations

import io

import dotenv
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.sources.dotenv import parse

NAMES = st.from_regex(r"[A-Z_][A-Z0-9_]{0,12}", fullmatch=True)
PLAIN = st.text("abcXYZ019-_./:+@%", min_size=1, max_size=20)
QUOTED = st.text("abc 019-_./:#=${}", max_size=20)


@st.composite
def lines(draw):
    name = draw(NAMES)
    export = draw(st.sampled_from(["", "export "]))
    form = draw(st.sampled_from(["plain", "single", "double", "comment", "blank", "tail"]))
    if form == "plain":
        return f"{export}{name}={draw(PLAIN)}"
    if form == "single":
        return f"{export}{name} = '{draw(QUOTED)}'"
    if form == "double":
        return f'{export}{name}="{draw(QUOTED)}"'
    if form == "tail":
        return f'{export}{name}="{draw(QUOTED)}" # tail'
    return "# a comment" if form == "comment" else ""


@given(st.lists(lines(), max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_agrees_with_python_dotenv(rows, newline):
    text = newline.join(rows)
    oracle = dotenv.dotenv_values(stream=io.StringIO(text), interpolate=False)
    assert parse(text) == oracle


def test_documented_forms():
    text = (
        "# comment\n"
        'export A="quoted # not a comment" # tail\n'
        "\n"
        "B = 'single $HOME'\n"
        "BROKEN LINE\n"
        'C="two\\nlines"\n'
        "D=plain # tail\n"
        'E="really\ntwo"\n'
        "A2=1\nA2=2\n"
    )
    assert parse(text) == {
        "A": "quoted # not a comment",
        "B": "single $HOME",
        "C": "two\nlines",
        "D": "plain",
        "E": "really\ntwo",
        "A2": "2",
    }
