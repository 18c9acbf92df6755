from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.cli.style import cells
from openclaw_auth.cli.table import shorten, table


def test_columns_line_up_with_wide_characters():
    text = table([["模型", "x"], ["abcd", "y"]], ["A", "B"])
    assert text == "A     B\n模型  x\nabcd  y"


def test_a_table_without_rows_is_its_header():
    assert table([], ["A", "B"]) == "A  B"


def test_the_widest_column_is_shortened_to_fit():
    text = table([["k" * 100, "tag"]], ["Model", "Tags"], width=40)
    assert max(map(cells, text.split("\n"))) == 40
    assert "…" in text
    assert "tag" in text


def test_a_pipe_gets_whole_values():
    assert "k" * 300 in table([["k" * 300]], ["Model"], None)


TEXTS = st.text(alphabet="abc 模型，x", max_size=30)


@given(TEXTS, st.integers(1, 40))
def test_a_shortened_text_never_takes_more_columns(text, width):
    assert cells(shorten(text, width)) <= width


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=6), st.integers(40, 120))
def test_a_table_stays_within_its_width(rows, width):
    lines = table(rows, ["A", "B", "C"], width).split("\n")
    assert len(lines) == len(rows) + 1
    assert all(cells(line) <= width for line in lines)


def test_what_a_row_is_about_is_cut_last():
    rows = [["anthropic/claude-opus-4-5", "text+image", "default, configured, image"]]
    assert "anthropic/claude-opus-4-5" in table(rows, ["Model", "Input", "Tags"], 50)
