"""The default model is one that the credential can see, and nobody's own choice is overruled lightly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.onboarding.choice import Choice
from openclaw_auth.onboarding.default_model import (
    chat_models,
    model_to_set,
    suggested_model,
    visible_models,
)

ZAI = Choice("zai-api-key", "zai", "api_key")
ANTHROPIC = Choice("apiKey", "anthropic", "api_key")
CODEX = Choice("openai-codex", "openai-codex", "login", supersedes=["openai"])
CUSTOM = Choice("custom", "house", "custom")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["data", "models", "id", "name"]), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


def configured(model):
    return {"agents": {"defaults": {"model": {"primary": model}}}}


@given(JSON)
def test_any_document_is_a_list_of_names_or_none(document):
    assert all(isinstance(name, str) and name for name in visible_models(document))


def test_lists_of_every_kind_are_understood():
    assert visible_models({"data": [{"id": "a"}, {"id": "b"}, {"id": "a"}, 3]}) == ("a", "b")
    assert visible_models({"data": [{"id": "models/gemini-3"}]}) == ("gemini-3",)
    assert visible_models({"models": [{"name": "llama3:8b"}]}) == ("llama3:8b",)


def test_the_known_default_is_taken_when_it_can_be_seen():
    assert suggested_model(ZAI, ["glm-4.6", "glm-4.7"]) == "zai/glm-4.7"
    assert suggested_model(ZAI, []) == "zai/glm-4.7"


def test_an_alias_of_a_dated_model_counts_as_seen():
    seen = ["claude-haiku-4-5-20251001", "claude-opus-4-5-20251101"]
    assert suggested_model(ANTHROPIC, seen) == "anthropic/claude-opus-4-5"


def test_a_key_that_does_not_see_the_default_gets_what_it_sees():
    assert suggested_model(ZAI, ["text-embedding-3", "glm-9"]) == "zai/glm-9"
    assert suggested_model(CUSTOM, ["whisper-1", "qwen3:8b"]) == "house/qwen3:8b"
    assert suggested_model(CUSTOM, ["text-embedding-3"]) is None
    assert suggested_model(CUSTOM, []) is None


def test_what_no_chat_runs_on_is_not_offered():
    assert chat_models(["gpt-5", "gpt-image-1", "omni-moderation", "o3"]) == ["gpt-5", "o3"]


@pytest.mark.parametrize(
    ("raw", "choice", "suggested", "usable", "written"),
    [
        ({}, ZAI, "zai/glm-4.7", False, "zai/glm-4.7"),
        ({}, ANTHROPIC, "anthropic/claude-opus-4-5", False, None),
        ({}, ZAI, None, False, None),
        (configured("zai/glm-4.5"), ZAI, "zai/glm-4.7", False, None),
        (configured("openai/gpt-5.2"), ZAI, "zai/glm-4.7", True, None),
        (configured("openai/gpt-5.2"), ZAI, "zai/glm-4.7", False, "zai/glm-4.7"),
        (configured("openai/gpt-5.2"), CODEX, "openai-codex/gpt-5.2", True, "openai-codex/gpt-5.2"),
        (configured("groq/x"), CODEX, "openai-codex/gpt-5.2", True, None),
        (configured("zai/glm-4.7"), ZAI, "zai/glm-4.7", True, None),
    ],
)
def test_a_model_is_written_only_where_none_would_answer(raw, choice, suggested, usable, written):
    assert model_to_set(raw, choice, suggested, default_usable=usable) == written
