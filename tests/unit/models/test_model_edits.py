import pytest

from openclaw_auth.config.edit import edit_data
from openclaw_auth.errors import UnknownName, UsageError
from openclaw_auth.models import edits as model_edits


def defaults(**members):
    return {"agents": {"defaults": members}}


def after(data, edits):
    for edit in edits:
        data = edit_data(data, edit)
    return data.get("agents", {}).get("defaults", {})


def test_set_writes_an_object_and_lists_the_model():
    ref, edits = model_edits.set_primary({}, "model", "opus")
    assert ref.key == "anthropic/claude-opus-4-5"
    assert after({}, edits) == {
        "model": {"primary": "anthropic/claude-opus-4-5"},
        "models": {"anthropic/claude-opus-4-5": {}},
    }


def test_set_keeps_the_fallbacks():
    data = defaults(model={"primary": "a/b", "fallbacks": ["c/d"]}, models={"x/y": {"alias": "z"}})
    _, edits = model_edits.set_primary(data, "model", "z")
    assert after(data, edits)["model"] == {"primary": "x/y", "fallbacks": ["c/d"]}


def test_a_plain_string_becomes_an_object():
    data = defaults(model="a/b")
    assert after(data, model_edits.set_primary(data, "model", "c/d")[1])["model"] == {
        "primary": "c/d"
    }
    assert after(data, model_edits.add_fallback(data, "model", "c/d")[1])["model"] == {
        "primary": "a/b",
        "fallbacks": ["c/d"],
    }


def test_what_is_so_already_needs_no_edit():
    data = defaults(model={"primary": "a/b", "fallbacks": ["zai/m"]}, models={"a/b": {}})
    assert model_edits.set_primary(data, "model", " A/b ")[1] == []
    assert model_edits.add_fallback(data, "model", "z.ai/m")[1] == []


def test_the_allowlist_knows_a_model_by_another_spelling():
    data = defaults(models={"z.ai/m": {"params": 1}})
    _, edits = model_edits.set_primary(data, "imageModel", "zai/m")
    assert after(data, edits) == {
        "models": {"z.ai/m": {"params": 1}},
        "imageModel": {"primary": "zai/m"},
    }


def test_remove_finds_a_fallback_however_it_is_spelled():
    data = defaults(model={"fallbacks": ["z.ai/m", "a/b"]})
    _, edits = model_edits.remove_fallback(data, "model", "zai/m")
    assert after(data, edits)["model"] == {"fallbacks": ["a/b"]}


def test_removing_what_is_not_there_names_the_nearest():
    data = defaults(model={"fallbacks": ["openai/gpt-5.2"]})
    with pytest.raises(UnknownName) as caught:
        model_edits.remove_fallback(data, "model", "openai/gpt-5.1")
    assert "openai/gpt-5.2" in str(caught.value)


def test_clear_leaves_an_empty_list():
    data = defaults(imageModel={"primary": "a/b", "fallbacks": ["c/d"]})
    assert after(data, model_edits.clear_fallbacks(data, "imageModel"))["imageModel"] == {
        "primary": "a/b",
        "fallbacks": [],
    }


def test_an_alias_is_added_to_the_models_entry():
    data = defaults(models={"a/b": {"params": {"t": 1}}})
    name, ref, edits = model_edits.add_alias(data, " fast ", "a/b")
    assert (name, ref.key) == ("fast", "a/b")
    assert after(data, edits)["models"] == {"a/b": {"params": {"t": 1}, "alias": "fast"}}


@pytest.mark.parametrize(
    ("alias", "code"),
    [("", "alias_empty"), ("a b", "alias_characters"), ("a/b", "alias_characters")],
)
def test_an_alias_is_made_of_plain_characters(alias, code):
    with pytest.raises(UsageError) as caught:
        model_edits.add_alias({}, alias, "a/b")
    assert caught.value.reason.code == code


def test_a_taken_alias_is_refused_in_any_case():
    data = defaults(models={"a/b": {"alias": "fast"}})
    with pytest.raises(UsageError) as caught:
        model_edits.add_alias(data, "FAST", "c/d")
    assert caught.value.reason.params == {"alias": "fast", "model": "a/b"}


def test_a_builtin_alias_can_point_elsewhere_but_not_go():
    assert after({}, model_edits.add_alias({}, "opus", "a/b")[2])["models"] == {
        "a/b": {"alias": "opus"}
    }
    with pytest.raises(UsageError) as caught:
        model_edits.remove_alias({}, "Opus")
    assert caught.value.reason.code == "alias_builtin"


def test_removing_an_alias_keeps_the_model():
    data = defaults(models={"a/b": {"alias": "Fast", "params": 1}})
    name, edits = model_edits.remove_alias(data, "fast")
    assert name == "Fast"
    assert after(data, edits)["models"] == {"a/b": {"params": 1}}


def test_a_mistyped_alias_names_the_nearest():
    with pytest.raises(UnknownName) as caught:
        model_edits.remove_alias(defaults(models={"a/b": {"alias": "fast"}}), "fst")
    assert "fast" in str(caught.value)
