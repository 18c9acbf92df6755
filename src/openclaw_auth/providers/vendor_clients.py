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


# What a vendor's client is called as a command, and the variable by which it takes such a token.
_COMMANDS = {"claude": ("anthropic", "CLAUDE_CODE_OAUTH_TOKEN")}


def vendor_of_command(command: str) -> str | None:
    """Return the provider whose own client a command is, by its file name; None for any other."""
    return _COMMANDS.get(_file_name(command), (None, ""))[0]


def variable_of_client(command: str) -> str | None:
    """Return the variable by which a vendor's own client takes a token; None for any other."""
    known = _COMMANDS.get(_file_name(command))
    return None if known is None else known[1]


def _file_name(command: str) -> str:
    return command.rstrip("/").rpartition("/")[2]
