import pytest

from openclaw_auth.errors import UsageError
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.model_ref import aliases_of, parse_ref, resolve_model
from openclaw_auth.providers.models import load_models


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("openrouter/auto", "openrouter/auto"),
        (" Z.AI/glm-4.7 ", "zai/glm-4.7"),
        ("openrouter/z-ai/glm-4.7", "openrouter/z-ai/glm-4.7"),
        ("anthropic/opus-4.5", "anthropic/claude-opus-4-5"),
        ("google/gemini-3-pro", "google/gemini-3-pro-preview"),
        ("claude-x", "anthropic/claude-x"),
        ("opus", "anthropic/claude-opus-4-5"),
        ("SONNET", "anthropic/claude-sonnet-4-5"),
        ("gpt-mini", "openai/gpt-5-mini"),
        ("Gemini-Flash", "google/gemini-3-flash-preview"),
    ],
)
def test_a_name_means_one_model(text, key):
    assert parse_ref(text).key == key


def test_the_users_aliases_win_and_ignore_case():
    aliases = {"Opus": "acme/m1", "fast": "openrouter/auto"}
    assert parse_ref("OPUS", aliases).key == "acme/m1"
    assert parse_ref("Fast", aliases).key == "openrouter/auto"


def test_a_name_with_a_slash_is_no_alias():
    assert parse_ref("acme/opus", {"acme/opus": "x/y"}).key == "acme/opus"


@pytest.mark.parametrize("text", ["", "  ", "/", "acme/", "/m1", "acme/ "])
def test_half_a_reference_is_refused(text):
    with pytest.raises(UsageError):
        parse_ref(text)


def test_aliases_are_read_from_the_allowlist():
    models = {"a/b": {"alias": " x "}, "c/d": {}, "e/f": {"alias": ""}, "g/h": 3}
    assert aliases_of(models) == {"x": "a/b"}
    assert aliases_of(None) == {}


def resolved(text, *with_credential, aliases=None):
    found = resolve_model(
        text,
        aliases=aliases or {},
        with_credential=with_credential,
        known=load_catalogue().ids(),
        models=load_models(),
    )
    return found.ref and found.ref.key, found.agent


def test_a_gateway_name_is_an_alias_first():
    assert resolved("mine", "openai", aliases={"mine": "groq/x"}) == ("groq/x", None)


def test_a_bare_id_belongs_to_the_one_provider_that_can_serve_it():
    assert resolved("gpt-5.2", "openai", "anthropic") == ("openai/gpt-5.2", None)
    assert resolved("glm-4.7", "zai") == ("zai/glm-4.7", None)


def test_a_bare_id_that_several_list_or_nobody_goes_to_the_default_provider():
    assert resolved("gpt-5.2", "openai", "opencode") == ("anthropic/gpt-5.2", None)
    assert resolved("nosuch", "openai") == ("anthropic/nosuch", None)


def test_an_id_with_a_slash_may_be_an_aggregators():
    assert resolved("meta-llama/llama-3.3-70b-instruct", "openrouter") == (
        "openrouter/meta-llama/llama-3.3-70b-instruct",
        None,
    )
    assert resolved("acme/m1", "openrouter") == ("acme/m1", None)


def test_a_known_provider_is_meant_when_it_is_named():
    assert resolved("openai/gpt-5.2", "openrouter") == ("openai/gpt-5.2", None)


def test_an_agent_is_named_with_its_prefix():
    assert resolved("openclaw:Work") == (None, "work")
