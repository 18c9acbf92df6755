"""What is wrong with a text, and where; the corners of the grammar."""

from __future__ import annotations

import math

import pytest

from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.json5_tokens import Json5Error


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "json5_ends_early", 1, 1),
        ("{ agents: { defaults: ", "json5_ends_early", 1, 23),
        ("{\n  a: 1\n  b: 2\n}", "json5_no_comma_object", 3, 3),
        ("[1 2]", "json5_no_comma_array", 1, 4),
        ("{a 1}", "json5_no_colon", 1, 4),
        ("{1: 2}", "json5_no_key", 1, 2),
        ("{a: }", "json5_no_value", 1, 5),
        ("{} {}", "json5_after_end", 1, 4),
        ("{a: 01}", "json5_bad_number", 1, 5),
        ("{a: 1_000}", "json5_bad_number", 1, 5),
        ("{a: +}", "json5_bad_number", 1, 5),
        ("/* open", "json5_open_comment", 1, 1),
        ('{a: "x\n"}', "json5_open_string", 1, 5),
        (r"'\x1'", "json5_bad_escape", 1, 2),
        (r"'ab\01'", "json5_bad_escape", 1, 4),
        (r"'\9'", "json5_bad_escape", 1, 2),
        ("{a: undefined}", "json5_no_value", 1, 5),
        ("{a: #}", "json5_bad_character", 1, 5),
        ("\ufeff{\r\n a: x}", "json5_no_value", 2, 5),
        ("[" * 101 + "]" * 101, "json5_too_deep", 1, 101),
        ("[" * 100_000, "json5_too_deep", 1, 101),
    ],
)
def test_a_fault_is_named_with_line_and_column(text, code, line, column):
    with pytest.raises(Json5Error) as caught:
        parse(text)
    fault = caught.value
    assert (fault.code, fault.line, fault.column) == (code, line, column)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\ufeff{}", {}),
        ("{a:1,a:2}", {"a": 2}),
        ("{null: null, true: true, $_: 0, '\\x41': 1, ünï: 2, \\u0061b: 3}", None),
        (
            r"'a\
b\0\v\'\"\u00e9\ud83d\ude00\q'",
            "ab\0\v'\"é😀q",
        ),
        ("[+.5, -5., 0x10, -0xF, 1e3, +Infinity]", [0.5, -5.0, 16, -15, 1000.0, math.inf]),
        ("{a\xa0:\u30001}", {"a": 1}),
        ("// c\u20281", 1),
        ("[1,]", [1]),
    ],
)
def test_the_corners_of_the_grammar(text, value):
    if value is None:
        value = {"null": None, "true": True, "$_": 0, "A": 1, "ünï": 2, "ab": 3}
    assert parse(text) == value


@pytest.mark.parametrize(
    "text", ["[,]", "{,}", "[1,,2]", "{a:1,,}", "{'a' 'b'}", "{a.b: 1}", "- 1"]
)
def test_what_only_looks_like_json5_is_refused(text):
    with pytest.raises(Json5Error):
        parse(text)


def test_a_wide_strict_file_is_not_mistaken_for_a_deep_one():
    assert parse("[" + ",".join(["[{}]"] * 1000) + "]") == [[{}]] * 1000


def test_a_deep_strict_file_is_refused_like_any_other():
    with pytest.raises(Json5Error):
        parse("[" * 300 + "]" * 300)


def test_a_number_beyond_pythons_digits_is_what_javascript_makes_of_it():
    assert parse("9" * 5000) == math.inf
