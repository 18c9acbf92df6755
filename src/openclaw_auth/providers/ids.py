"""One spelling for every provider. Imports nothing: the store reads through it."""

from __future__ import annotations

# Behaviour of OpenClaw 2026.2 ("Provider ids"): old spellings that files in use still hold.
ALIASES = {
    "kimi-code": "kimi-coding",
    "opencode-zen": "opencode",
    "qwen": "qwen-portal",
    "z-ai": "zai",
    "z.ai": "zai",
}


def normalise_provider(provider_id: str) -> str:
    """Return the canonical id: trimmed, lower case, old spellings resolved.

    An unknown id is returned in that form; it may be a custom provider.
    """
    name = provider_id.strip().lower()
    return ALIASES.get(name, name)
