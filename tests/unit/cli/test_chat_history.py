"""What was typed comes back the next time; what looks like a secret never does."""

from __future__ import annotations

import stat

import pytest

from openclaw_auth.cli.chat.history import MOST_KEPT, ChatHistory, looks_secret


def typed(path, *lines):
    history = ChatHistory(str(path))
    list(history.load_history_strings())
    for line in lines:
        history.append_string(line)


def remembered(path):
    return list(ChatHistory(str(path)).load_history_strings())


def test_lines_come_back_newest_first_and_only_their_owner_reads_them(tmp_path):
    path = tmp_path / "sessions" / "history"
    typed(path, "one", "two\nlines", "two\nlines", "三")
    typed(path, "三", "four")
    assert remembered(path) == ["four", "三", "two\nlines", "one"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "line",
    [
        "my key is sk-ant-api03-abcdefgh12345678",
        "Authorization: Bearer abcdefgh12345678",
        "use gsk_abcdefgh1234 please",
        "password=hunter22",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "a key of nobody: 0123456789abcdef0123456789abcdef",
    ],
)
def test_what_looks_like_a_secret_is_not_kept(tmp_path, line):
    typed(tmp_path / "history", "before", line)
    assert looks_secret(line)
    assert remembered(tmp_path / "history") == ["before"]


@pytest.mark.parametrize(
    "line",
    ["/model anthropic/claude-opus-4@anthropic:work", "What is a lease?", "中文的问题", "x = 1"],
)
def test_what_people_say_is_kept(line):
    assert not looks_secret(line)


def test_it_stays_bounded_and_a_broken_line_hides_no_other(tmp_path):
    path = tmp_path / "history"
    path.write_text("".join(f'"{n}"\n' for n in range(3 * MOST_KEPT)) + '{"no\n[1]\n"last"\n')
    found = remembered(path)
    assert found[:2] == ["last", str(3 * MOST_KEPT - 1)]
    assert len(path.read_text().splitlines()) == MOST_KEPT


def test_a_history_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("")
    typed(tmp_path / "file" / "history", "one")
    assert remembered(tmp_path / "file" / "history") == []
