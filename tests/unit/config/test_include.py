"""Configs of several files: how they merge, and which file says what."""

from __future__ import annotations

from openclaw_auth.config.include import (
    defining_layers,
    layer_for,
    resolve_includes,
)
from openclaw_auth.config.keypath import ABSENT


def resolve(files):
    return resolve_includes(files["/c/main"], "/c/main", lambda file: files.get(file, ABSENT))


def test_the_including_files_own_keys_win_and_objects_merge():
    merged, _, problems = resolve(
        {
            "/c/main": {"$include": "./a", "x": {"one": 1}},
            "/c/a": {"x": {"one": 0, "two": 2}, "y": 3},
        }
    )
    assert merged == {"x": {"one": 1, "two": 2}, "y": 3}
    assert problems == []


def test_later_files_of_a_list_win_and_arrays_are_joined():
    merged, layers, _ = resolve(
        {
            "/c/main": {"$include": ["a", "d/b"], "l": [3]},
            "/c/a": {"x": 1, "l": [1]},
            "/c/d/b": {"x": 2, "l": [2]},
        }
    )
    assert merged == {"x": 2, "l": [1, 2, 3]}
    assert [layer.file for layer in layers] == ["/c/main", "/c/d/b", "/c/a"]


def test_an_include_may_stand_below_the_top_and_is_relative_to_its_own_file():
    merged, layers, _ = resolve(
        {
            "/c/main": {"agents": {"$include": "sub/a"}},
            "/c/sub/a": {"list": {"$include": "../b"}},
            "/c/b": [1],
        }
    )
    assert merged == {"agents": {"list": [1]}}
    assert [(layer.file, layer.mount) for layer in layers] == [
        ("/c/main", ()),
        ("/c/sub/a", ("agents",)),
        ("/c/b", ("agents", "list")),
    ]


def test_a_cycle_is_refused_with_its_chain():
    _, _, problems = resolve({"/c/main": {"$include": "a"}, "/c/a": {"$include": "main"}})
    assert [p.reason.code for p in problems] == ["config_include_cycle"]
    assert problems[0].reason.params["chain"] == "/c/main -> /c/a -> /c/main"
    assert problems[0].file == "/c/a"


def test_a_chain_beyond_ten_files_is_refused():
    files = {f"/c/{n}": {"$include": str(n + 1)} for n in range(20)}
    _, _, problems = resolve({"/c/main": {"$include": "0"}, **files})
    assert [p.reason.code for p in problems] == ["config_include_depth"]


def test_a_missing_file_and_a_wrong_type_are_named():
    _, _, problems = resolve({"/c/main": {"a": {"$include": "nope"}, "b": {"$include": 3}}})
    assert [(p.reason.code, p.path) for p in problems] == [
        ("config_include_missing", "a.$include"),
        ("config_include_type", "b.$include"),
    ]
    assert problems[0].reason.params["include"] == "/c/nope"


def test_beside_other_keys_the_included_file_must_be_an_object():
    _, _, problems = resolve({"/c/main": {"$include": "a", "x": 1}, "/c/a": [1]})
    assert [p.reason.code for p in problems] == ["config_include_not_object"]


def test_an_edit_goes_to_the_file_that_defines_the_place_or_its_nearest_parent():
    _, layers, _ = resolve(
        {
            "/c/main": {"$include": "a", "gateway": {}, "models": {"$include": "m"}},
            "/c/a": {"agents": {"defaults": {"model": "x"}}, "gateway": {"port": 1}},
            "/c/m": {"providers": {}},
        }
    )

    def file_for(*path):
        return layer_for(layers, path).file

    assert file_for("agents", "defaults", "model") == "/c/a"
    assert file_for("agents", "defaults", "models", "new") == "/c/a"
    assert file_for("gateway", "port") == "/c/a"
    assert file_for("gateway", "bind") == "/c/main"
    assert file_for("models", "mode") == "/c/m"
    assert file_for("auth", "order") == "/c/main"
    assert [layer.file for layer in defining_layers(layers, ("gateway",))] == ["/c/main", "/c/a"]
