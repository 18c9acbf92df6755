import pytest

from openclaw_auth.config.view import ConfigView
from openclaw_auth.models.listing import (
    configured_models,
    every_model,
    is_local,
    model_rows,
    only,
)
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.models import models_of_catalogue


def rows_of(data, *, everything=False):
    view = ConfigView(data)
    catalogue = load_catalogue().with_custom(view.providers())
    models = models_of_catalogue(catalogue)
    refs = every_model(view, models) if everything else configured_models(view)
    asked = []

    def usable(provider):
        asked.append(provider)
        return provider == "anthropic"

    rows = model_rows(refs, view, catalogue, models, usable)
    assert len(asked) == len(set(asked)), "a provider is judged once"
    return rows


def test_without_a_config_the_builtin_default_is_listed():
    (row,) = rows_of({})
    assert row == {
        "key": "anthropic/claude-opus-4-5",
        "name": "Claude Opus 4.5 (latest)",
        "input": "text+image",
        "contextWindow": 200_000,
        "local": False,
        "available": True,
        "tags": ["default"],
        "missing": False,
    }


def test_a_model_with_several_roles_is_one_row():
    data = {
        "agents": {
            "defaults": {
                "model": {"primary": "big", "fallbacks": ["openai/gpt-5.2", "big"]},
                "imageModel": {"primary": "openai/gpt-5.2", "fallbacks": ["acme/none"]},
                "models": {"anthropic/claude-opus-4-5": {"alias": "big"}, "/": {"alias": "no"}},
            }
        }
    }
    assert [(r["key"], r["tags"]) for r in rows_of(data)] == [
        (
            "anthropic/claude-opus-4-5",
            ["default", "fallback#2", "configured", "alias:big"],
        ),
        ("openai/gpt-5.2", ["fallback#1", "image"]),
        ("acme/none", ["img-fallback#1", "missing"]),
    ]


def test_a_missing_model_is_neither_available_nor_not():
    models = {"acme/none": {"alias": "n"}}
    data = {"agents": {"defaults": {"model": {"primary": "acme/none"}, "models": models}}}
    (row,) = rows_of(data)
    assert (row["available"], row["missing"], row["local"]) == (None, True, None)
    assert row["tags"] == ["default", "configured", "missing", "alias:n"]


def test_everything_lists_every_provider_once():
    rows = rows_of({}, everything=True)
    keys = [row["key"] for row in rows]
    assert len(keys) == len(set(keys)) > 700
    assert {"openrouter", "zai", "venice"} <= {key.partition("/")[0] for key in keys}


def test_local_models_are_those_of_this_host():
    providers = {"acme": {"baseUrl": "http://127.0.0.1:9/v1", "models": [{"id": "m1"}]}}
    rows = only(rows_of({"models": {"providers": providers}}, everything=True), local=True)
    assert "acme/m1" in [row["key"] for row in rows]
    assert "anthropic/claude-opus-4-5" not in [row["key"] for row in rows]


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:1/v1", True),
        ("http://[::1]:80/v1", True),
        ("http://nas.local/v1", True),
        ("https://localhost.evil.test/v1", False),
        ("https://x.test/localhost", False),
    ],
)
def test_local_is_judged_by_the_host(url, local):
    provider = load_catalogue().with_custom({"acme": {"baseUrl": url}}).get("acme")
    assert is_local(provider) is local
