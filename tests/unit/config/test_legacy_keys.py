"""Older config keys become today's: nothing lost, nothing overwritten, every comment kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.config.comments import comments
from openclaw_auth.config.edit import edit_text
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.legacy_keys import migrations
from openclaw_auth.config.schema import validate

OPUS, MINI = "anthropic/claude-opus-4-5", "openai/gpt-5-mini"


def migrated(text):
    for one in migrations(parse(text)):
        assert not one.conflict, one.conflict
        text = edit_text(text, one.edits)
    return text


def after(data):
    return parse(migrated(json.dumps(data)))


def test_everything_old_finds_its_place():
    old = {
        "agent": {
            "model": OPUS,
            "imageModel": {"primary": MINI},
            "allowedModels": [OPUS],
            "modelAliases": {"Mini": MINI},
            "modelFallbacks": [MINI],
            "imageModelFallbacks": [OPUS],
            "timeoutSeconds": 60,
        },
        "routing": {"agents": {"work": {"workspace": "~/w"}}, "defaultAgentId": "work"},
        "channels": {"x": 1},
    }
    assert after(old) == {
        "channels": {"x": 1},
        "agents": {
            "defaults": {
                "model": {"primary": OPUS, "fallbacks": [MINI]},
                "imageModel": {"primary": MINI, "fallbacks": [OPUS]},
                "models": {OPUS: {}, MINI: {"alias": "Mini"}},
                "timeoutSeconds": 60,
            },
            "list": [{"id": "work", "workspace": "~/w", "default": True}],
        },
    }


def test_aliases_alone_forbid_no_model_that_is_in_use():
    old = {"agent": {"model": OPUS, "modelFallbacks": [MINI], "modelAliases": {"X": "groq/x"}}}
    models = after(old)["agents"]["defaults"]["models"]
    assert models == {"groq/x": {"alias": "X"}, OPUS: {}, MINI: {}}


def test_a_model_given_as_text_gets_its_fallbacks():
    old = {"agents": {"defaults": {"model": OPUS, "modelFallbacks": [MINI]}}}
    assert after(old)["agents"]["defaults"] == {"model": {"primary": OPUS, "fallbacks": [MINI]}}


def test_what_says_the_same_twice_is_said_once():
    model = {"primary": OPUS, "fallbacks": [MINI]}
    old = {
        "agent": {"model": OPUS, "modelFallbacks": [MINI]},
        "agents": {"defaults": {"model": model}},
    }
    assert after(old) == {"agents": {"defaults": {"model": model}}}


def test_an_agent_that_is_listed_gets_what_it_lacks():
    old = {
        "routing": {"agents": {"work": {"workspace": "~/w"}}},
        "agents": {"list": [{"id": "main"}, {"id": "work", "name": "W"}]},
    }
    listed = [{"id": "main"}, {"id": "work", "name": "W", "workspace": "~/w"}]
    assert after(old) == {"agents": {"list": listed}}


@pytest.mark.parametrize(
    ("old", "conflict"),
    [
        (
            {"agent": {"model": OPUS}, "agents": {"defaults": {"model": {"primary": MINI}}}},
            "agents.defaults.model.primary",
        ),
        ({"agent": {"model": 5}}, "agent.model"),
        ({"agent": {"unheard": 1}}, "agent.unheard"),
        ({"agent": {"allowedModels": OPUS}}, "agent.allowedModels"),
        ({"agent": {"modelAliases": {"a": 1}}}, "agent.modelAliases.a"),
        ({"agent": {"modelFallbacks": [1]}}, "agent.modelFallbacks"),
        ({"routing": {"agents": [1]}}, "routing.agents"),
        ({"routing": {"bindings": []}}, "routing.bindings"),
        ({"agent": {"model": OPUS}, "agents": {"defaults": 1}}, "agents.defaults.model.primary"),
        (
            {
                "agents": {
                    "defaults": {"modelAliases": {"a": OPUS}, "models": {OPUS: {"alias": "b"}}}
                }
            },
            f"agents.defaults.models.{OPUS}.alias",
        ),
    ],
)
def test_where_old_and_new_disagree_nothing_is_moved(old, conflict):
    (one,) = (found for found in migrations(old) if found.conflict)
    assert one.conflict == conflict
    assert one.edits == ()


def test_comments_and_variables_move_along():
    text = """{
  // 1
  agent: { // 2
    model: "${MODEL}", // 3
    allowedModels: [
      "a/b", // 4
      /* 5 */ "c/d",
    ], /* 6 */
    // 7
  },
  // 8
}
"""
    new = migrated(text)
    assert sorted(comments(new)) == sorted(comments(text))
    assert '"${MODEL}"' in new
    assert "agent:" not in new


def test_a_line_comment_on_one_line_swallows_nothing():
    text = '{ agent: { model: "a/b", modelFallbacks: [ // why\n"c/d"] }, agents: { defaults: {} } }'
    new = migrated(text)
    assert comments(new) == ["// why"]
    assert parse(new)["agents"]["defaults"]["model"] == {"primary": "a/b", "fallbacks": ["c/d"]}


REF = st.sampled_from([OPUS, MINI, "groq/x", "a.b/c-d:e"])
OLD = st.fixed_dictionaries(
    {},
    optional={
        "model": REF,
        "imageModel": REF,
        "allowedModels": st.lists(REF, max_size=3),
        "modelAliases": st.dictionaries(st.sampled_from(["A", "b.c", "d"]), REF, max_size=1),
        "modelFallbacks": st.lists(REF, max_size=3),
        "imageModelFallbacks": st.lists(REF, max_size=3),
    },
)


@given(OLD, st.booleans(), st.sampled_from([None, 2]))
def test_what_comes_out_is_valid_says_it_all_and_stays(old, in_defaults, indent):
    plain = {k: v for k, v in old.items() if not in_defaults or k not in ("model", "imageModel")}
    data = {"agents": {"defaults": plain}} if in_defaults else {"agent": plain}
    text = migrated(json.dumps(data, indent=indent))
    said = json.loads(text)  # strict JSON stays strict
    assert migrations(said) == []
    assert validate(said) == []
    assert "agent" not in said or not plain
    defaults = said.get("agents", {}).get("defaults", {})
    for slot, fallbacks in (("model", "modelFallbacks"), ("imageModel", "imageModelFallbacks")):
        if slot in plain:
            assert defaults[slot]["primary"] == plain[slot]
        if fallbacks in plain:
            assert defaults[slot]["fallbacks"] == plain[fallbacks]
    for ref in plain.get("allowedModels", []):
        assert ref in defaults["models"]
    for alias, ref in plain.get("modelAliases", {}).items():
        assert defaults["models"][ref]["alias"] == alias
