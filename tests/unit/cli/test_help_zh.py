"""Every word of every `--help` is there in Chinese, and fits a terminal."""

from __future__ import annotations

import argparse
import re
from importlib import import_module

import pytest

from openclaw_auth.cli.complaints import COMPLAINTS, in_our_words
from openclaw_auth.cli.completion.tree import whole_tree
from openclaw_auth.cli.help_zh import remark_of, translations
from openclaw_auth.cli.parser import Parser, make
from openclaw_auth.cli.registry import COMMANDS
from openclaw_auth.cli.style import cells
from openclaw_auth.codes import Reason, render

# What must stand in a translation as it stands in the English text.
KEPT = re.compile(
    r"%\(\w+\)s|%%|`[^`]+`|--[a-z][a-z-]*|<[^>]+>:?\w*|\{\w+\}|\bopenclaw .*|[A-Z]+:[A-Z]+"
)
ENGLISH = re.compile(r"\b(the|and|with|only|default|usage|options|examples|this|show)\b")


def below(parser):
    """Yield a parser and those of its sub-commands."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from below(one)


def parsers(lang):
    for words, (module, *helps) in COMMANDS.items():
        parser = make(words, helps[lang == "zh"], lang)
        import_module(f"openclaw_auth.cli.{module}").build(parser)
        yield from below(parser)


def texts_of(parser):
    helps = [action.help for action in parser._actions]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps += [one.help for one in action._choices_actions]
    groups = [text for group in parser._action_groups for text in (group.title, group.description)]
    remarks = [remark_of(line) for line in (parser.epilog or "").split("\n")]
    return {text for text in (*helps, *groups, *remarks) if text and text != argparse.SUPPRESS}


def own_descriptions():
    """Return the descriptions that are not from the registry, which has both languages."""
    registered = {row[1] for row in COMMANDS.values()} | {"", None}
    return {parser.description for parser in parsers("en")} - registered


@pytest.fixture(scope="module")
def said():
    """Every text of every parser."""
    return own_descriptions().union(*map(texts_of, parsers("en")))


def test_everything_that_help_says_is_there_in_chinese(said):
    assert said - translations().keys() == set(), "translate these in cli/help_zh.json"


def test_no_translation_has_lost_its_text(said):
    assert translations().keys() - said == set(), "nobody says these any more"


def test_names_and_placeholders_are_the_same_in_both_languages():
    for english, chinese in translations().items():
        assert sorted(KEPT.findall(english)) == sorted(KEPT.findall(chinese)), english


def test_translations_are_chinese():
    for english, chinese in translations().items():
        assert re.search(r"[\u4e00-\u9fff]", chinese), english
        assert not ENGLISH.search(KEPT.sub("", chinese)), chinese


def test_chinese_help_is_no_wider_than_a_terminal():
    for english, chinese in zip(parsers("en"), parsers("zh"), strict=True):
        # A command to paste is in one line, however long; so are choices in argparse's usage.
        whole = {line.partition(" # ")[0].strip() for line in english.format_help().split("\n")}
        lines = chinese.format_help().split("\n")
        wide = [line for line in lines if cells(line) > 80 and line.strip() not in whole]
        assert wide == [], chinese.prog


def test_usage_and_names_stay_as_they_are():
    for english, chinese in zip(parsers("en"), parsers("zh"), strict=True):
        said = chinese.format_help()
        usage = english.format_usage().removeprefix("usage: ").split()
        assert said.removeprefix("用法：").split()[: len(usage)] == usage


@pytest.mark.parametrize("words", [("models", "status"), ("onboard",), ("models", "fallbacks")])
def test_no_english_is_left(words):
    parser = make(words, COMMANDS[words][2], "zh")
    import_module(f"openclaw_auth.cli.{COMMANDS[words][0]}").build(parser)
    said = parser.format_help()
    assert "示例：" in said
    assert "\n选项：\n" in said
    prose = "".join(re.findall(r"(?m)[\u4e00-\u9fff].*$", said))
    assert not ENGLISH.search(KEPT.sub("", prose))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_completion_says_the_same_as_help(lang):
    status = next(node for node in whole_tree(lang) if node.words == "models status")
    said = {option.name: option.help for option in status.options}
    assert said["--json"] == {"en": "one JSON document", "zh": "输出一份 JSON 文档"}[lang]


class Complaint(Exception):
    """What argparse found wrong, in its own words."""


class Complaining(Parser):
    def error(self, message):
        raise Complaint(message)


def complaining():
    parser = Complaining(prog="x", add_help=False)
    parser.add_argument("--one")
    parser.add_argument("--ones-more", nargs="+")
    parser.add_argument("--pair", nargs=2)
    parser.add_argument("--flag", action="store_true")
    parser.add_argument("--number", type=int)
    parser.add_argument("--colour", choices=["red", "blue"])
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--this", action="store_true")
    either.add_argument("--that", action="store_true")
    parser.add_argument("place")
    return parser


WRONG = {
    "usage_required": ["--this"],
    "usage_one_required": ["here"],
    "usage_unrecognized": ["--this", "here", "--nothing"],
    "usage_needs_value": ["--this", "here", "--one"],
    "usage_needs_some": ["--this", "here", "--ones-more"],
    "usage_needs_count": ["--this", "here", "--pair", "1"],
    "usage_takes_none": ["--this", "here", "--flag=1"],
    "usage_not_with": ["--this", "--that", "here"],
    "usage_choice": ["--this", "here", "--colour", "green"],
    "usage_value": ["--this", "here", "--number", "many"],
    "usage_ambiguous": ["--this", "here", "--o", "1"],
}


@pytest.mark.parametrize("code", [code for _, code in COMPLAINTS])
def test_what_argparse_complains_of_is_said_in_chinese(code):
    with pytest.raises(Complaint) as caught:
        complaining().parse_args(WRONG[code])
    message = str(caught.value)
    reason = in_our_words(message)
    assert isinstance(reason, Reason)
    assert reason.code == code
    assert render(reason, "en") == message
    assert not re.search(r"\b(argument|expected|required|invalid|choose)", render(reason, "zh"))


def test_a_complaint_that_nobody_knows_is_passed_on():
    assert in_our_words("something else") == "something else"
