"""Edits of a text: the whole screen before and after."""

from __future__ import annotations

import pytest

from openclaw_auth.config.edit import Edit, append, set_value, snippet, unset
from openclaw_auth.errors import ConfigEditRefused

MINE = """\
// my config
{
  // the agents
  agents: {
    defaults: {
      model: { primary: 'a/b', }, // the main model
      /* nothing more */
    },
  },
  auth: {
    order: { anthropic: ['x', 'y'] }, // first x
  },
}
"""


def changed(before: str, after: str) -> list[str]:
    """The lines that came (+) and went (-)."""
    import difflib

    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_value_is_replaced_in_its_place_with_its_quotes():
    new = set_value(MINE, ("agents", "defaults", "model", "primary"), "c/d")
    assert changed(MINE, new) == [
        "-       model: { primary: 'a/b', }, // the main model",
        "+       model: { primary: 'c/d', }, // the main model",
    ]


def test_an_object_is_set_member_by_member():
    value = {"primary": "a/b", "fallbacks": ["c/d"]}
    new = set_value(MINE, ("agents", "defaults", "model"), value)
    assert changed(MINE, new) == [
        "-       model: { primary: 'a/b', }, // the main model",
        "+       model: { primary: 'a/b', fallbacks: ['c/d'], }, // the main model",
    ]


def test_a_missing_parent_is_made_in_the_style_of_its_neighbours():
    new = set_value(MINE, ("agents", "defaults", "models", "a/b"), {"alias": "x"})
    assert changed(MINE, new) == [
        "+       models: {",
        "+         'a/b': {",
        "+           alias: 'x',",
        "+         },",
        "+       },",
    ]


def test_an_item_is_appended_and_taken_out():
    new = append(MINE, ("auth", "order", "anthropic"), "z")
    assert "['x', 'y', 'z'] }, // first x" in new
    assert "['y'] }, // first x" in unset(MINE, ("auth", "order", "anthropic", 0))
    assert "['x'] }, // first x" in unset(MINE, ("auth", "order", "anthropic", 1))
    shorter = set_value(MINE, ("auth", "order", "anthropic"), ["y"])
    assert "['y'] }, // first x" in shorter


def test_a_section_goes_with_its_lines_and_the_comment_before_it_stays():
    assert unset(MINE, ("agents",)) == (
        "// my config\n{\n  // the agents\n  auth: {\n"
        "    order: { anthropic: ['x', 'y'] }, // first x\n  },\n}\n"
    )


def test_the_comment_behind_a_member_that_goes_stays():
    assert unset(MINE, ("auth", "order")).count("// first x") == 1


def test_a_new_last_member_comes_behind_the_comment_of_the_one_before():
    text = '{\n  "a": 1 // about a\n  // the end\n}\n'
    assert set_value(text, ("b",), 2) == '{\n  "a": 1, // about a\n  "b": 2\n  // the end\n}\n'


def test_taking_out_the_last_member_takes_the_comma_before_it():
    text = '{\n  "a": 1, // about a\n  "b": 2\n}\n'
    assert unset(text, ("b",)) == '{\n  "a": 1 // about a\n}\n'


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", '{\n  "a": {\n    "b": 1\n  }\n}\n'),
        ("{}", '{\n  "a": {\n    "b": 1\n  }\n}'),
        ('{"x":1}', '{"x":1,"a":{"b":1}}'),
        ('{"x": 1}', '{"x": 1, "a": { "b": 1 }}'),
        ('{\r\n\t"x": 1\r\n}\r\n', '{\r\n\t"x": 1,\r\n\t"a": {\r\n\t\t"b": 1\r\n\t}\r\n}\r\n'),
        ("{ // c\n}", '{ // c\n  "a": {\n    "b": 1\n  }\n}'),
        ("{ /* c */ }", '{ /* c */  "a": { "b": 1 } }'),
        ("{\n  a: {}\n}", "{\n  a: {\n    b: 1\n  }\n}"),
        ("\ufeff{}", '\ufeff{\n  "a": {\n    "b": 1\n  }\n}'),
    ],
)
def test_a_new_value_looks_like_its_surroundings(text, result):
    assert set_value(text, ("a", "b"), 1) == result


def test_keys_that_need_quotes_get_them():
    text = "{\n  a: 1,\n}\n"
    assert set_value(text, ("b-c",), 1) == '{\n  a: 1,\n  "b-c": 1,\n}\n'


def test_of_equal_keys_the_last_is_set_and_all_are_taken_out():
    text = '{"a": 1, "b": 2, "a": 3}'
    assert set_value(text, ("a",), 4) == '{"a": 1, "b": 2, "a": 4}'
    assert unset(text, ("a",)) == '{"b": 2}'


def test_what_is_so_already_changes_no_byte():
    assert set_value(MINE, ("auth", "order", "anthropic"), ["x", "y"]) == MINE
    assert unset(MINE, ("auth", "nothing")) == MINE


def test_a_variable_keeps_its_text():
    text = '{"k": "${KEY}", "n": 1}'
    assert set_value(text, ("n",), 2) == '{"k": "${KEY}", "n": 2}'


@pytest.mark.parametrize("path", [("a", "b"), ("l", 5), ("l", "x")])
def test_a_place_that_cannot_be_is_refused_with_what_to_paste(path):
    with pytest.raises(ConfigEditRefused) as caught:
        set_value('{"a": "text", "l": [1]}', path, {"apiKey": "sk-secret", "n": 1})
    reason = caught.value.reason
    assert reason.code == "config_edit_no_container"
    assert "sk-secret" not in str(reason.params["snippet"])
    assert "n: 1" in str(reason.params["snippet"])


def test_a_snippet_can_be_pasted():
    shown = snippet(Edit("set", ("agents", "defaults", "model", "primary"), "a/b"))
    from openclaw_auth.config.json5_parse import parse

    assert parse(shown) == {"agents": {"defaults": {"model": {"primary": "a/b"}}}}


def test_a_change_that_cannot_be_proved_is_not_made(monkeypatch):
    from openclaw_auth.config import edit

    # A fault in the splicing that swallows a comment must be noticed by the proof.
    real = edit.apply_splices
    monkeypatch.setattr(
        edit, "apply_splices", lambda text, splices: real(text, splices).replace("// first x", "")
    )
    with pytest.raises(ConfigEditRefused) as caught:
        set_value(MINE, ("gateway", "port"), 1)
    assert caught.value.reason.code == "config_edit_unproved"
