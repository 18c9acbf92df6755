"""Which requests come from a vendor's own client: a credential reserved for it may serve those.

We never send such a name ourselves (ruling 14); a client that brings it is passed through.
"""

from __future__ import annotations

# User-Agent prefix to provider. Claude Code calls itself `claude-cli/<version> (external, cli)`.
_PREFIXES = {"claude-cli/": "anthropic", "claude-code/": "anthropic"}


def vendor_of_client(user_agent: str) -> str | None:
    """Return the provider whose own client a User-Agent names, None for any other."""
    lower = user_agent.lower()
    for prefix, provider in _PREFIXES.items():
        if lower.startswith(prefix):
            return provider
    return None
