"""A command line is taken apart without losing a word, and what names no command is answered."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.cli.help import overview
from openclaw_auth.cli.main import run, take_apart
from openclaw_auth.cli.registry import COMMANDS, FOREIGN, groups
from openclaw_auth.codes import language

WORDS = sorted({word for words in COMMANDS for word in words})
OPTIONS = ["--profile", "--profile=x", "--lang", "--lang=zh", "--agent", "--agent=a", "--no-color"]
ARGUMENTS = st.sampled_from([*WORDS, *OPTIONS, "--json", "--", "", "x", "=", "--profile="])


@given(st.lists(ARGUMENTS | st.text(max_size=5), max_size=12))
def test_no_argument_is_lost_or_made_up(argv):
    line = take_apart(argv)
    spoken = list(line.words) + line.arguments
    taken = [a for a in argv if a.partition("=")[0] in ("--profile", "--lang", "--no-color")]
    rest = list(argv)
    for word in spoken:
        rest.remove(word)  # raises when it was made up
    values = [b for a, b in pairwise(argv) if a in ("--profile", "--lang")]
    assert all(word in values or word in taken for word in rest)


@given(st.lists(ARGUMENTS, max_size=12))
def test_what_follows_the_command_keeps_its_order(argv):
    line = take_apart(argv)
    positions, offset = [], 0
    for word in line.words:
        offset = argv.index(word, offset) + 1
        positions.append(offset)
    assert positions == sorted(positions)
    assert line.words == () or any(c[: len(line.words)] == line.words for c in COMMANDS)


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_is_found_wherever_the_global_options_stand(words):
    middle = [words[0], "--lang", "zh", *words[1:], "--json"]
    for argv in (["--profile", "p", *words, "--json"], middle):
        line = take_apart(argv)
        assert line.words == words
        assert line.arguments == ["--json"]


def test_the_agent_of_a_parent_is_handed_on():
    for given_as in (["--agent", "work"], ["--agent=work"]):
        line = take_apart(["models", "auth", *given_as, "order", "get"])
        assert line.words == ("models", "auth", "order")
        assert line.arguments == [*given_as, "get"]


def test_an_option_without_its_value_is_left_to_complain_about():
    assert take_apart(["models", "status", "--profile"]).arguments == ["--profile"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_overview_names_every_command(lang):
    text = overview((), lang)
    for words in COMMANDS:  # what only shells call is not for people
        assert (" ".join(("openclaw", *words)) in text) != words[0].startswith("__")
    assert all(overview(words, lang) for words in groups())


def test_no_command_of_ours_is_passed_to_the_other_openclaw():
    assert FOREIGN.isdisjoint(words[0] for words in COMMANDS)


def test_an_unknown_word_is_answered_with_the_nearest(capsys):
    assert run(["models", "auth", "oder"]) == 1
    assert "openclaw models auth order" in capsys.readouterr().err


def test_an_unknown_word_does_not_steer_the_terminal(capsys):
    run(["\x1b]0;x\x07"])
    assert "\x1b" not in capsys.readouterr().err


def test_help_and_version_are_no_mistakes(capsys):
    for argv in ([], ["--help"], ["models", "auth"], ["--version"]):
        assert run(argv) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("environ", "chosen", "lang"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "de_DE"}, None, "zh"),
        ({"LC_ALL": "", "LANG": "ZH"}, None, "zh"),
        ({"LANG": "zh_CN"}, "en", "en"),
        ({"LANG": "fr"}, "zh-Hans", "zh"),
    ],
)
def test_the_language_is_what_was_asked_for(environ, chosen, lang):
    assert language(environ, chosen) == lang
