"""The models of a request: as providers spell them, each once, images where they are taken."""

from __future__ import annotations

import pytest

from broker_host import Host, api_key

CHAT = "openai-completions"
WITH_IMAGES = {"id": "sees", "name": "s", "input": ["text", "image"]}
TEXT_ONLY = {"id": "reads", "name": "r", "input": ["text"]}
CUSTOM = {
    "baseUrl": "https://up.example.com/v1",
    "apiKey": "k",
    "api": CHAT,
    "models": [WITH_IMAGES, TEXT_ONLY],
}


@pytest.fixture
def steps(tmp_path):
    """Return what a request goes through, given the config's models."""

    def asked(name, *, images=False, fallback=True, call=CHAT, **defaults):
        config = {"agents": {"defaults": defaults}, "models": {"providers": {"up": CUSTOM}}}
        host = Host(tmp_path / "h", profiles={"groq:a": api_key("a", "groq")}, config=config)
        _, found = host.broker.models_for(name, None, call, images=images, fallback=fallback)
        return found

    return asked


def keys(found):
    return [step.key for step in found if step.skip is None]


def test_the_requested_one_comes_first_then_fallbacks_then_the_primary(steps):
    found = steps("up/a", model={"primary": "up/reads", "fallbacks": ["groq/x", "up/b"]})
    assert keys(found) == ["up/a", "groq/x", "up/b", "up/reads"]


def test_models_are_spelled_as_providers_do_and_named_as_users_do(steps):
    model = {"primary": "groq/x", "fallbacks": ["openrouter/auto"]}
    found = steps("groq/x", model=model)[1]
    assert (found.key, found.name) == ("openrouter/openrouter/auto", "openrouter/auto")


@pytest.mark.parametrize("name", ["openrouter/auto", "openrouter/openrouter/auto"])
def test_two_spellings_of_one_model_are_one_step(steps, name):
    fallbacks = ["openrouter/openrouter/auto", "openrouter/auto", "openrouter/auto"]
    found = steps(name, model={"primary": "openrouter/auto", "fallbacks": fallbacks})
    assert keys(found) == ["openrouter/openrouter/auto"]


def test_without_fallback_there_is_one(steps):
    model = {"primary": "up/a", "fallbacks": ["up/b"]}
    assert keys(steps("up/c", model=model, fallback=False)) == ["up/c"]


def test_what_does_not_speak_the_callers_dialect_is_passed_over_with_its_reason(steps):
    found = steps(
        "up/a", model={"primary": "up/a", "fallbacks": ["groq/x"]}, call="anthropic-messages"
    )
    assert [step.skip.code for step in found] == ["dialect", "dialect"]


def test_images_go_to_the_image_model_where_the_requested_one_takes_none(steps):
    models = {"model": {"primary": "up/reads"}, "imageModel": {"primary": "up/sees"}}
    assert keys(steps("up/reads", images=True, **models)) == ["up/sees"]


def test_text_does_not_go_there(steps):
    models = {"model": {"primary": "up/reads"}, "imageModel": {"primary": "up/sees"}}
    assert keys(steps("up/reads", **models)) == ["up/reads"]
