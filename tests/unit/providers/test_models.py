from openclaw_auth.providers.models import context_window, find, load_models, models_of


def test_a_known_model_has_its_figures():
    found = find("anthropic", "claude-opus-4-5")
    assert found.key == "anthropic/claude-opus-4-5"
    assert found.context_window == 200_000
    assert found.input == "text+image"
    assert found.cost == [5, 25, 0.5, 6.25]


def test_an_unknown_context_size_is_assumed_and_says_so():
    assert context_window("anthropic", "claude-opus-4-5") == (200_000, False)
    assert context_window("acme", "m1") == (128_000, True)


def test_the_configs_figures_win():
    providers = {"anthropic": {"models": [{"id": "claude-opus-4-5", "contextWindow": 1000}]}}
    assert context_window("anthropic", "claude-opus-4-5", providers) == (1000, False)


def test_a_configured_model_of_an_unknown_provider_is_found():
    models = load_models({"acme": {"models": [{"id": "m1", "name": "M1", "input": ["text"]}]}})
    assert models.find("acme", "m1").name == "M1"
    assert "acme" in models.providers()
    assert [m.id for m in models.models_of("acme")] == ["m1"]


def test_unknown_prices_are_unknown_and_free_ones_free():
    assert find("openrouter", "openrouter/auto").cost is None
    assert find("kimi-coding", "k2p5").cost is None
    free = [m for m in models_of("openrouter") if m.id.endswith(":free")]
    assert free
    assert all(m.cost == [0, 0, 0, 0] for m in free)


def test_a_providers_own_prefix_may_be_left_out_and_is_sent():
    models = load_models()
    assert models.find("openrouter", "auto").name == "Auto Router"
    assert models.wire_id("openrouter", "auto") == "openrouter/auto"
    assert models.wire_id("openrouter", "z-ai/glm-4.7") == "z-ai/glm-4.7"
    assert models.wire_id("acme", "m1") == "m1"


def test_ids_without_figures_are_listed_once():
    ids = [m.id for m in models_of("anthropic")]
    assert "claude-opus-5" in ids
    assert len(ids) == len(set(ids))
    assert [m.id for m in models_of("openrouter")].count("openrouter/auto") == 1


def test_malformed_entries_of_a_config_are_skipped():
    assert load_models({"a": {"models": [1, {"name": "x"}]}, "b": 3}).models_of("a") == []
