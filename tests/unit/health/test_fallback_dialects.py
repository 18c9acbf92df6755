"""A fallback that does not speak what callers of the primary speak is named, and no other."""

from openclaw_auth.health.fallback_dialects import missing_dialects
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.model_ref import parse_ref

CATALOGUE = load_catalogue()


def deaf(*refs):
    return missing_dialects([parse_ref(ref) for ref in refs], CATALOGUE)


def test_a_fallback_without_the_primarys_dialect_is_named():
    found = deaf("anthropic/claude-opus-4-5", "openai/gpt-5.2")
    assert found == [{"model": "openai/gpt-5.2", "missing": ["anthropic-messages"]}]


def test_one_that_speaks_it_is_not():
    assert deaf("openai/gpt-5.2", "groq/llama-3.3-70b-versatile") == []
    assert deaf("anthropic/claude-opus-4-5", "anthropic/claude-sonnet-4-5") == []


def test_a_single_model_and_unknown_providers_say_nothing():
    assert deaf("anthropic/claude-opus-4-5") == []
    assert deaf("nobody/x", "openai/gpt-5.2") == []
    assert deaf("anthropic/claude-opus-4-5", "nobody/x") == []
