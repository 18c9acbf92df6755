"""The models that a request goes through."""

import pytest

from openclaw_auth.config.view import ConfigView
from openclaw_auth.lending.model_chain import model_chain
from openclaw_auth.providers.model_ref import ModelRef, parse_ref
from openclaw_auth.selection.model_fallback import ModelChain, Turn, plan


def refs(text):
    return [parse_ref(name) for name in text.split()]


def chain(primary="p/primary", fallbacks="", image="", image_fallbacks="", allowed=None):
    return ModelChain(
        parse_ref(primary),
        refs(fallbacks),
        parse_ref(image) if image else None,
        refs(image_fallbacks),
        None if allowed is None else frozenset(refs(allowed)),
    )


def steps(turn, models, *, blind="", mute=()):
    """Return the plan as text; `blind` models take no images, `mute` providers no such dialect."""
    found = plan(
        turn,
        models,
        offers=lambda provider, _: provider not in mute,
        takes_images=lambda ref: False if ref in refs(blind) else None,
    )
    return [f"{s.key}: {s.skip.code}" if s.skip else s.key for s in found]


def asked(model="p/asked", **more):
    return Turn(parse_ref(model), "openai", **more)


def test_the_requested_model_then_the_fallbacks_then_the_primary_each_once():
    models = chain(fallbacks="p/f1 q/f2 p/asked p/f1 p/primary")
    assert steps(asked(), models) == ["p/asked", "p/f1", "q/f2", "p/primary"]
    assert steps(asked("p/primary"), chain(fallbacks="p/f1")) == ["p/primary", "p/f1"]


def test_the_header_forbids_every_other_model():
    models = chain(fallbacks="p/f1", image="p/i")
    assert steps(asked(fallback=False), models) == ["p/asked"]
    turn = asked(fallback=False, images=True)
    assert steps(turn, models, blind="p/asked") == ["p/asked"]


def test_only_fallbacks_need_to_be_allowed():
    models = chain(fallbacks="p/f1 p/f2", allowed="p/f2")
    assert steps(asked(), models) == ["p/asked", "p/f1: outside_allowlist", "p/f2", "p/primary"]


def test_a_model_whose_provider_does_not_speak_the_dialect_is_passed_over():
    models = chain("q/primary", fallbacks="q/f1 p/f2")
    assert steps(asked(), models, mute=("q",)) == [
        "p/asked",
        "q/f1: dialect",
        "p/f2",
        "q/primary: dialect",
    ]


def test_images_go_to_the_image_model_and_its_fallbacks():
    models = chain(fallbacks="p/f1", image="p/i", image_fallbacks="p/i2 p/i3", allowed="p/i3")
    turn = asked(images=True)
    assert steps(turn, models, blind="p/asked") == [
        "p/asked: model_no_images",
        "p/i",
        "p/i2: outside_allowlist",
        "p/i3",
    ]
    assert steps(turn, models)[:2] == ["p/asked", "p/f1: outside_allowlist"]
    assert steps(asked(), models, blind="p/asked")[0] == "p/asked"


def test_a_fallback_without_image_input_gives_way_to_the_image_model():
    models = chain(fallbacks="p/f1", image="p/i")
    assert steps(asked(images=True), models, blind="p/f1") == [
        "p/asked",
        "p/f1: model_no_images",
        "p/primary",
        "p/i",
    ]


def test_without_an_image_model_the_requested_one_is_asked_all_the_same():
    models = chain(fallbacks="p/f1")
    assert steps(asked(images=True), models, blind="p/asked p/f1") == [
        "p/asked",
        "p/f1: model_no_images",
        "p/primary",
    ]


CONFIG = {
    "agents": {
        "defaults": {
            "model": {"primary": "opus", "fallbacks": ["fast", "openai/gpt-5.2", " "]},
            "imageModel": {"primary": "openai/gpt-5.2", "fallbacks": ["google/gemini-3-pro"]},
            "models": {"groq/llama-4": {"alias": "fast"}},
        },
        "list": [
            {"id": "own", "model": {"primary": "xai/grok-4", "fallbacks": []}},
            {"id": "half", "model": "xai/grok-4"},
        ],
    }
}


@pytest.mark.parametrize(
    ("agent", "primary", "fallbacks"),
    [
        ("main", "anthropic/claude-opus-4-5", ["groq/llama-4", "openai/gpt-5.2"]),
        ("own", "xai/grok-4", []),
        ("half", "xai/grok-4", ["groq/llama-4", "openai/gpt-5.2"]),
    ],
)
def test_an_agents_own_models_replace_the_defaults(agent, primary, fallbacks):
    found = model_chain(ConfigView(CONFIG), agent)
    assert found.primary.key == primary
    assert [ref.key for ref in found.fallbacks] == fallbacks
    assert found.allowed == {ModelRef("groq", "llama-4")}
    assert found.image_primary == ModelRef("openai", "gpt-5.2")
    assert [ref.key for ref in found.image_fallbacks] == ["google/gemini-3-pro-preview"]


def test_an_empty_config_has_the_built_in_model_and_allows_everything():
    found = model_chain(ConfigView({}), "main")
    assert (found.primary.key, list(found.fallbacks)) == ("anthropic/claude-opus-4-5", [])
    assert (found.allowed, found.image_primary) == (None, None)


def test_a_built_in_default_stands_in_for_nobody():
    models = ModelChain(parse_ref("p/primary"), refs("p/f1"), chosen=False)
    assert steps(asked(), models) == ["p/asked", "p/f1"]
    assert steps(asked("p/primary"), models) == ["p/primary", "p/f1"]
    assert not model_chain(ConfigView({}), "main").chosen
    named = {"agents": {"defaults": {"model": {"primary": "p/primary"}}}}
    assert model_chain(ConfigView(named), "main").chosen
