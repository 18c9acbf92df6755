"""Our JSON5 reader against pyjson5 and against `json`, over generated documents."""

from __future__ import annotations

import json
import math

import pyjson5
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.json5_tokens import Json5Error, tokens
from openclaw_auth.config.json5_tree import parse_tree
from property.json5_documents import characters, documents


def same(left: object, right: object) -> bool:
    """Equal, with NaN equal to itself; 1 and 1.0 are one number in JSON5."""
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[k], right[k]) for k in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


@given(documents())
@settings(max_examples=300, deadline=None)
def test_reads_what_pyjson5_reads(text):
    assert same(parse(text), pyjson5.decode(text))


@given(documents())
@settings(max_examples=200, deadline=None)
def test_the_words_cover_the_text_without_a_gap(text):
    offset = 0
    for _, start, end in tokens(text):
        assert start == offset
        offset = end
    assert offset == len(text)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(characters)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(characters), inner)),
    max_leaves=20,
)


@given(values, st.sampled_from([None, 2]))
def test_the_tree_reads_strict_json_as_json_does(value, indent):
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    assert same(parse_tree(text).value, json.loads(text))


@given(documents(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_damaged_text_is_an_error_with_a_place_or_still_a_document(text, data):
    assume(text)
    cut = data.draw(st.integers(0, len(text) - 1))
    damaged = (
        text[:cut]
        + data.draw(st.sampled_from(["", "}", ",", '"', "\\", "1", "/"]))
        + text[cut + 1 :]
    )
    fault = None
    try:
        parse(damaged)
    except Json5Error as error:
        fault = error
    if fault:
        line_ends = sum(damaged.count(end) for end in "\n\r\u2028")
        assert 1 <= fault.line <= line_ends + 1
        assert 1 <= fault.column <= len(damaged) + 1


@given(st.text(st.sampled_from("{}[]:,'\"\\/*\n 01.exX+-aN_$\u2028"), max_size=12))
@settings(max_examples=1000, deadline=None)
def test_noise_is_judged_as_pyjson5_judges_it(text):
    # pyjson5 reads two adjacent scalars leniently in places; what it refuses, we refuse.
    try:
        expected = pyjson5.decode(text)
    except pyjson5.Json5DecoderException:
        with pytest.raises(Json5Error):
            parse(text)
        return
    try:
        actual = parse(text)
    except Json5Error:
        return
    assert same(actual, expected)
