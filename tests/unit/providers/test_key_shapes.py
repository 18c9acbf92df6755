import pytest

from openclaw_auth.providers.key_shapes import match, recognise


@pytest.mark.parametrize(
    ("text", "provider", "kind"),
    [
        ("sk-ant-api03-" + "k" * 90, "anthropic", "api_key"),
        ("sk-ant-oat01-" + "k" * 90, "anthropic", "token"),
        ("sk-ant-admin01-abc", "anthropic", "admin"),
        ("sk-or-v1-" + "a" * 64, "openrouter", "api_key"),
        ("gsk_" + "a" * 52, "groq", "api_key"),
        ("AIza" + "a" * 35, "google", "api_key"),
        ("gho_" + "a" * 36, "github-copilot", "token"),
        ("pplx-" + "a" * 40, "perplexity", "api_key"),
    ],
)
def test_a_published_prefix_names_its_provider_first(text, provider, kind):
    first = recognise(text)[0]
    assert (first.provider, first.kind, first.documented) == (provider, kind, True)


def test_a_recalled_shape_is_marked_as_such():
    found = recognise("sk-proj-" + "a" * 40)
    assert [m.provider for m in found if m.documented] == []
    assert "openai" in [m.provider for m in found]


def test_an_unknown_shape_is_nobodys():
    assert recognise("acme-key-1") == []
    assert match("xiaomi", "anything") is None


def test_a_short_key_is_recognised_and_not_whole():
    found = match("anthropic", "sk-ant-api03-abc")
    assert found is not None
    assert not found.whole
