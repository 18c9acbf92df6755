"""Lines of the log: read from the end, followed across files, as objects and for people."""

from __future__ import annotations

import os

import pytest

from openclaw_auth.cli.gateway.log_lines import as_object, for_people
from openclaw_auth.cli.gateway.log_tail import Follower, last_lines
from openclaw_auth.cli.gateway.logs import count_of
from openclaw_auth.errors import UsageError
from openclaw_auth.gateway.log.log_file import LogFile

TIME = "2026-01-02T03:04:05.678Z"


@pytest.mark.parametrize("count", [0, 1, 3, 4999, 5000, 9000])
def test_the_last_lines_are_found_from_the_end(tmp_path, count):
    lines = [f"{number} {'x' * (number % 90)}" for number in range(5000)]
    (tmp_path / "log").write_text("\n".join(lines) + "\nan open line")
    assert last_lines(str(tmp_path / "log"), count) == (lines[-count:] if count else [])


def test_there_may_be_no_file(tmp_path):
    assert last_lines(str(tmp_path / "none"), 5) == []


def test_no_line_is_lost_while_files_change(tmp_path):
    path = str(tmp_path / "log")
    log = LogFile(path, most_bytes=400)
    log.write("before\n")
    seen = []
    with Follower(path) as follower:
        for number in range(200):
            log.write(f"line {number}\n")
            if number % 7 == 0:
                seen += follower.more()
        seen += follower.more()
    assert seen == [f"line {number}" for number in range(200)]


def test_a_file_is_waited_for_and_half_a_line_too(tmp_path):
    path = tmp_path / "log"
    with Follower(str(path)) as follower:
        assert follower.more() == []
        path.write_text("ha")
        assert follower.more() == []
        with path.open("a") as file:
            file.write("lf\nwhole\n")
        assert follower.more() == ["half", "whole"]
        path.write_text("")  # somebody emptied it
        assert follower.more() == []
        with path.open("a") as file:
            file.write("again\n")
        assert follower.more() == ["again"]
    assert os.path.exists(path)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            f"{TIME} POST /v1/messages 429 anthropic/m1 12ms req_1",
            {
                "time": TIME,
                "kind": "access",
                "method": "POST",
                "path": "/v1/messages",
                "status": 429,
            },
        ),
        (f"{TIME} - - - 0ms 1>2 req_1", {"time": TIME, "kind": "access", "status": None}),
        (f"{TIME} reload The next one.", {"time": TIME, "kind": "reload"}),
        (
            '{"kind":"access","v":1,"atMs":1767323045678,"status":200}',
            {"time": TIME, "kind": "access", "status": 200, "atMs": 1767323045678},
        ),
        ("... 5 lines lost", {"time": None, "kind": "raw", "text": "... 5 lines lost"}),
        ("{broken", {"time": None, "kind": "raw", "text": "{broken"}),
        ('{"atMs":' + "9" * 30 + "}", {"time": None, "kind": "raw"}),
        ('{"atMs":1767323045678,"status":null}', {"time": TIME, "kind": "raw"}),
        ('{"atMs":true,"kind":[],"time":7}', {"time": None, "kind": []}),
    ],
)
def test_a_line_as_an_object(line, found):
    assert found.items() <= as_object(line).items()
    assert for_people(line, color=True)


@pytest.mark.parametrize("text", ["-1", "²", "x", "", "100001", "9" * 5000])
def test_a_number_of_lines_that_is_none_is_refused(text):
    with pytest.raises(UsageError):
        count_of(text)
    assert count_of("0" * 5000 + "7") == 7


def test_people_see_failures_in_colour_and_a_pipe_sees_the_line():
    line = f"{TIME} POST /v1/messages 503 req_1"
    assert for_people(line, color=False) == line
    assert for_people(line, color=True) == (
        f"\x1b[2m{TIME}\x1b[0m \x1b[31mPOST /v1/messages 503 req_1\x1b[0m"
    )
    shown = for_people('{"kind":"reload","v":1,"atMs":1767323045678,"code":"x"}', color=True)
    assert shown == f"\x1b[2m{TIME}\x1b[0m \x1b[36mreload code=x\x1b[0m"


def test_what_is_written_just_before_a_file_is_put_aside_is_seen(tmp_path, monkeypatch):
    path = str(tmp_path / "log")
    log = LogFile(path, most_bytes=20)
    log.write("before\n")
    with Follower(path) as follower:
        look = follower._was_put_aside

        def put_aside_meanwhile():
            log.write("late\n")
            log.write("the next file\n")
            return look()

        monkeypatch.setattr(follower, "_was_put_aside", put_aside_meanwhile)
        assert follower.more() == ["late", "the next file"]
