"""Places inside a config, as text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.config.keypath import ABSENT, read_path, same, show_path, value_at


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a.b.c", ("a", "b", "c")),
        ("agents.list[0].model", ("agents", "list", 0, "model")),
        ('models.providers["my.host"].baseUrl', ("models", "providers", "my.host", "baseUrl")),
        ("auth.profiles['a:b']", ("auth", "profiles", "a:b")),
        ("auth.profiles.a:b", ("auth", "profiles", "a:b")),
        (r"a.my\.host", ("a", "my.host")),
        ("agents.defaults.models.anthropic/claude-opus-4-5", None),
    ],
)
def test_a_place_is_read(text, path):
    if path is None:
        path = ("agents", "defaults", "models", "anthropic/claude-opus-4-5")
    assert read_path(text) == path


@pytest.mark.parametrize("text", ["", ".", "a..b", "a.", ".a", "a[", "a[x]", "a]b", "a[0]b"])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(ValueError):
        read_path(text)


@given(st.lists(st.one_of(st.text(min_size=1), st.integers(0, 99)), min_size=1))
def test_what_is_shown_reads_back(parts):
    path = tuple(parts)
    assert read_path(show_path(path)) == path


def test_a_value_is_found_or_absent():
    data = {"a": [{"b": None}], "": 1}
    assert value_at(data, ("a", 0, "b")) is None
    for path in [("a", 1), ("a", -1), ("a", "0"), ("x",), ("a", 0, "b", "c")]:
        assert value_at(data, path) is ABSENT


def test_true_is_not_one_and_nan_is_nan():
    assert not same({"a": True}, {"a": 1})
    assert same([float("nan"), 1], [float("nan"), 1.0])
    assert not same([1], [1, 2])
