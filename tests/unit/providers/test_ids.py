import pytest

from openclaw_auth.providers.ids import normalise_provider


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("anthropic", "anthropic"),
        ("  OpenRouter ", "openrouter"),
        ("Z.AI", "zai"),
        ("z-ai", "zai"),
        ("opencode-zen", "opencode"),
        ("qwen", "qwen-portal"),
        ("kimi-code", "kimi-coding"),
        ("acme", "acme"),
    ],
)
def test_old_spellings_mean_one_provider(written, canonical):
    assert normalise_provider(written) == canonical
