"""Edits of any JSON5 document: the data changes as asked, everything else stays as written."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.config.edit import Edit, edit_data, edit_text
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.json5_tokens import tokens
from openclaw_auth.config.keypath import ABSENT, same, value_at
from openclaw_auth.errors import ConfigEditRefused
from property.json5_documents import characters, documents

values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(characters, max_size=4)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(characters, max_size=3), inner, max_size=3),
    ),
    max_leaves=6,
)


@st.composite
def paths(draw, data) -> tuple[str | int, ...]:
    """A place that exists, or one beside or below it that does not."""
    path: list[str | int] = []
    while isinstance(data, dict | list) and data and draw(st.integers(0, 3)):
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        key = draw(st.sampled_from(keys))
        path.append(key)
        data = data[key]
    new = st.one_of(st.text(characters, max_size=3), st.integers(0, 2))
    return (*path, *draw(st.lists(new, max_size=2)))


@st.composite
def edits(draw, data) -> Edit:
    operation = draw(st.sampled_from(["set", "set", "unset", "append"]))
    path = draw(paths(data))
    if operation == "unset" and not path:
        operation = "set"
    return Edit(operation, path, draw(values))


def comments(text: str) -> list[str]:
    return [text[start:end] for kind, start, end in tokens(text) if kind == "comment"]


def is_subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(item in rest for item in short)


@given(documents(), st.data())
@settings(max_examples=500, deadline=None)
def test_an_edit_changes_the_data_as_asked_and_invents_no_comment(text, data):
    old = parse(text)
    edit = data.draw(edits(old))
    try:
        wanted = edit_data(old, edit)
    except TypeError:
        try:
            edit_text(text, [edit])
        except ConfigEditRefused as refused:
            assert refused.reason.code == "config_edit_no_container"  # noqa: PT017
            return
        raise AssertionError from None
    new = edit_text(text, [edit])
    assert same(parse(new), wanted)
    assert is_subsequence(comments(new), comments(text))


@given(documents(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_new_member_loses_no_character_of_the_old_text(text, data):
    old = parse(text)
    if not isinstance(old, dict):
        return
    key = data.draw(
        st.text(characters, min_size=1, max_size=4).filter(lambda name: name not in old)
    )
    new = edit_text(text, [Edit("set", (key,), data.draw(values))])
    kept = "".join(
        character for character in text if not character.isspace() and character != "\ufeff"
    )
    rest = iter(new)
    assert all(character in rest for character in kept)


@given(documents(), st.data())
@settings(max_examples=300, deadline=None)
def test_what_is_added_and_taken_out_again_leaves_the_comments_alone(text, data):
    old = parse(text)
    if not isinstance(old, dict):
        return
    key = data.draw(
        st.text(characters, min_size=1, max_size=4).filter(lambda name: name not in old)
    )
    there = edit_text(text, [Edit("set", (key,), 1)])
    back = edit_text(there, [Edit("unset", (key,))])
    assert same(parse(back), old)
    assert comments(back) == comments(text)


@given(values, st.sampled_from([None, 2, 4, "\t"]), st.data())
@settings(max_examples=200, deadline=None)
def test_strict_json_stays_strict_json(value, indent, data):
    text = json.dumps({"a": value, "b": {}}, indent=indent)
    edit = data.draw(edits(parse(text)))
    try:
        new = edit_text(text, [edit])
    except ConfigEditRefused:
        return
    assert same(json.loads(new), parse(new))


@given(documents(), st.data())
@settings(max_examples=200, deadline=None)
def test_setting_what_is_already_there_changes_nothing(text, data):
    old = parse(text)
    path = data.draw(paths(old))
    found = value_at(old, path)
    if found is ABSENT:
        return
    assert edit_text(text, [Edit("set", path, found)]) == text
