"""Markdown on a terminal: whatever a model writes, its words arrive, however they were cut up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.cli.chat.markdown.stream import MarkdownStream
from openclaw_auth.cli.chat.markdown.wrap import unpainted
from openclaw_auth.cli.style import cells

PIECES = st.sampled_from(
    [
        "word", "longer-word", "中文", "说明", "，", "。", " ", "  ", "\n", "\n\n", "*", "**", "***",
        "_", "__", "`", "``", "```", "```python", "~~", "~~~", "# ", "## ", "- ", "1. ", "12) ",
        "> ", ">> ", "| ", "|", "|---|:-:|", "---", "[", "](", ")", "!", "\\", "\t", "    ", "é",
        "42", "x" * 50, "字" * 30, "[a](https://b.example)", "**bold**", "`code`", "| a | b |\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
CHARACTERS = st.text(alphabet="ab1 \n*_`~#>|-[]()\\!中，", max_size=200)
WIDTHS = st.integers(20, 100)


def rendered(pieces, width, *, color=True, unicode=True):
    stream = MarkdownStream(lambda: width, color=color, unicode=unicode)
    return "".join([*map(stream.feed, pieces), stream.end()])


def words(text):
    return "".join(char for char in text if char.isalnum())


def without_stacked_tables(text):
    """Tables repeat their header where they do not fit."""
    return not re.search(r"^\s*\|", text, re.MULTILINE)


@settings(max_examples=400, deadline=None)
@given(TEXTS | CHARACTERS, st.booleans())
def test_no_word_is_lost_or_moved(text, color):
    assert words(unpainted(rendered([text], 400, color=color))) == words(text)


@settings(max_examples=300, deadline=None)
@given((TEXTS | CHARACTERS).filter(without_stacked_tables), WIDTHS)
def test_no_word_is_lost_at_any_width(text, width):
    assert words(unpainted(rendered([text], width))) == words(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, WIDTHS)
def test_every_cell_of_a_table_is_shown_at_any_width(text, width):
    shown = words(unpainted(rendered([text], width)))
    for word in re.findall(r"\w+", re.sub(r"[_\\]", " ", text)):
        assert word[:1] in shown
    assert len(shown) >= len(words(text))


@settings(max_examples=300, deadline=None)
@given(TEXTS | CHARACTERS, WIDTHS, st.booleans(), st.integers(1, 7))
def test_how_an_answer_is_cut_up_changes_nothing(text, width, color, size):
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    whole = unpainted(rendered([text], width, color=color))
    assert unpainted(rendered(pieces, width, color=color)) == whole


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["&amp;", "&", "&#x41;", "&#", ";", "lt", "**", " ", "a"])),
    st.integers(1, 4),
)
def test_entities_may_be_cut_up_too(pieces, size):
    text = "".join(pieces)
    whole = rendered([text], 400)
    assert unpainted(
        rendered([text[i : i + size] for i in range(0, len(text), size)], 400)
    ) == unpainted(whole)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_code_is_shown_as_it_was_written(text):
    code = text.replace("`", "'")
    shown = unpainted(rendered([f"````\n{code}\n````\n"], 40))
    assert shown.split("\n", 1)[1].rsplit("\n", 2)[0] == code


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(30, 80))
def test_lines_of_words_fit_the_terminal(text, width):
    plain = re.sub(r"[|`~]+|x{20,}|字{20,}|\(https\S+|[^\s一-龥，。]{20,}", " ", text)
    for line in unpainted(rendered([plain], width)).split("\n"):
        assert cells(line.rstrip()) <= width or len(line.split()) < 2


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_without_colour_there_is_no_escape(text):
    assert "\x1b" not in rendered([text], 60, color=False)
    assert rendered([text], 60, color=False, unicode=False).isascii() or not text.isascii()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a **b c** d", "a \x1b[1mb\x1b[0m \x1b[1mc\x1b[0m d\n"),
        ("`x*y*`", "\x1b[36mx*y*\x1b[0m\n"),
        ("***both***", "\x1b[1;3mboth\x1b[0m\n"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c\n"),
        ("**never closed", "**never closed\n"),
        ("\\*not italic\\*", "*not italic*\n"),
        ("[site](http://x.example)", "\x1b[4msite\x1b[0m \x1b[2m(http://x.example)\x1b[0m\n"),
        ("# Title", "\x1b[1;4mTitle\x1b[0m\n"),
        ("- item", "• item\n"),
        ("3. item", "3. item\n"),
        ("> said", "\x1b[2m│\x1b[0m said\n"),
        ("AT&amp;T, 5 &lt; 6, &#65;", "AT&T, 5 < 6, A\n"),
        ("a & b, &unknown; &#27; &#0; &", "a & b, &unknown; &#27; &#0; &\n"),
        ("`&amp;`", "\x1b[36m&amp;\x1b[0m\n"),
        ("x" * 500 + " **a**", "x" * 500 + " \x1b[1ma\x1b[0m\n"),
    ],
)
def test_marks_become_styles(text, shown):
    assert rendered([text], 1000) == shown


def test_a_word_is_shown_before_its_line_ends():
    stream = MarkdownStream(lambda: 80, color=True)
    assert stream.feed("Hello there") == "Hello"
    assert stream.feed(" **bo") == " there"
    assert stream.feed("ld** x") == " \x1b[1mbold\x1b[0m"
    assert stream.feed("\n") == " x\n"
    assert stream.feed("```\nfor x") + stream.feed(" in y:") == (
        "\x1b[2m" + "─" * 40 + "\x1b[0m\n\x1b[36mfor x\x1b[0m\x1b[36m in y:\x1b[0m"
    )


def test_wide_and_narrow_cells_line_up_and_long_ones_are_folded():
    table = "| name | 说明 |\n|---|---:|\n| a | 很长的说明文字很长的说明文字 |\n| bb | x |\n"
    assert unpainted(rendered([table], 24)).splitlines() == [
        "name │              说明",
        "─────┼──────────────────",
        "a    │  很长的说明文字很",
        "     │      长的说明文字",
        "bb   │                 x",
    ]


def test_a_table_of_many_columns_becomes_blocks_on_a_small_screen():
    table = "| one | two | three | four |\n|---|---|---|---|\n| aaaaaaa | bbbbbbb | ccccccc | ddddddd |\n"
    assert rendered([table], 24) == "one: aaaaaaa\ntwo: bbbbbbb\nthree: ccccccc\nfour: ddddddd\n\n"
