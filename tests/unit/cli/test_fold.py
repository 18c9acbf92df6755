"""Sentences fit the terminal, and not a character of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.cli.fold import fold
from openclaw_auth.cli.style import cells

WORDS = st.lists(st.text("abc令牌，。（）./", min_size=1, max_size=9), min_size=1, max_size=30)


def test_lines_break_at_blanks_and_hang():
    text = "the gateway refuses to start without a token"
    assert fold(text, 24, "* ", "    ") == (
        "* the gateway refuses to\n    start without a\n    token"
    )


def test_chinese_breaks_anywhere_but_not_before_a_stop():
    assert (
        fold("其他用户可以访问这个文件，请修改权限", 24) == "其他用户可以访问这个文\n件，请修改权限"
    )
    assert fold("没有令牌（首次启动时会生成它）。", 20) == "没有令牌（首次启动时\n会生成它）。"


def test_chinese_does_not_break_at_the_inside_of_brackets():
    assert fold("一二三四五六七八<主机>", 20) == "一二三四五六七八<主\n机>"
    assert fold("一二三四五六七八九(主机)", 20) == "一二三四五六七八九\n(主机)"
    assert fold("一二三四五六七八九十(主)", 23) == "一二三四五六七八九十\n(主)"
    assert fold("1 2 3 4 5 6 7 8 9 < 10", 20) == "1 2 3 4 5 6 7 8 9 <\n10"


def test_a_path_keeps_to_one_line():
    path = "/a/very/long/path/that/fits/nowhere.json"
    assert fold(f"see {path} now", 20) == f"see\n{path}\nnow"


def test_items_hang_below_their_dash():
    assert fold("wrong:\n- the first of two things", 20, "", "") == (
        "wrong:\n- the first of two\n  things"
    )


@given(WORDS, st.integers(20, 60))
def test_nothing_is_lost(words, width):
    text = " ".join(words)
    folded = fold(text, width, "> ", "  ")
    assert "".join(folded[2:].split()) == "".join(text.split())


@given(st.lists(st.text("abc令牌", min_size=1, max_size=8), min_size=1, max_size=30))
def test_no_line_is_too_wide(words):
    assert all(cells(line) <= 20 for line in fold(" ".join(words), 20).split("\n"))
