"""Logins that Claude Code and Codex keep on this host: where, whose, until when.

Only ends are taken from the files, never a token: nothing is imported unasked.
"""

from __future__ import annotations

import base64
import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_BYTES = 1024 * 1024
_JWT_PARTS = 3
_BEYOND = 2**53


class OtherLogin:
    """A login that another tool keeps; only looked at, never taken.

    Attributes:
        tool: its name for people.
        path: where it is.
        provider: whose credential it is.
        expires_ms: when its access token ends, epoch ms; None when it does not say.
    """

    __slots__ = ("expires_ms", "path", "provider", "tool")

    def __init__(self, tool: str, path: str, provider: str, expires_ms: int | None) -> None:
        self.tool = tool
        self.path = path
        self.provider = provider
        self.expires_ms = expires_ms


def other_logins(home: str | None, environ: Mapping[str, str]) -> list[OtherLogin]:
    """Return the logins found below the home directory; what cannot be read is left out."""
    if home is None:
        return []
    found = []
    claude_dir = environ.get("CLAUDE_CONFIG_DIR") or os.path.join(home, ".claude")
    path = os.path.join(claude_dir, ".credentials.json")
    grant = _inner(_object(path), "claudeAiOauth")
    if grant:
        found.append(
            OtherLogin("Claude Code", path, "anthropic", _milliseconds(grant, "expiresAt"))
        )
    path = os.path.join(environ.get("CODEX_HOME") or os.path.join(home, ".codex"), "auth.json")
    codex = _object(path)
    tokens = _inner(codex, "tokens")
    if tokens:
        found.append(OtherLogin("Codex", path, "openai-codex", _jwt_end_ms(tokens)))
    elif isinstance(codex.get("OPENAI_API_KEY"), str):
        found.append(OtherLogin("Codex", path, "openai", None))
    return found


def _object(path: str) -> dict[str, object]:
    try:
        with open(path, encoding="utf-8") as file:
            found = json.loads(file.read(_MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _inner(found: dict[str, object], name: str) -> dict[str, object]:
    inner = found.get(name)
    return inner if isinstance(inner, dict) else {}


def _milliseconds(found: dict[str, object], name: str) -> int | None:
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _BEYOND:
        return None
    return int(value)


def _jwt_end_ms(tokens: dict[str, object]) -> int | None:
    """Return `exp` of the access token, in ms (RFC 7519, section 4.1.4). Proves nothing."""
    token = tokens.get("access_token")
    parts = token.split(".") if isinstance(token, str) else []
    if len(parts) != _JWT_PARTS:
        return None
    try:
        payload = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    seconds = _milliseconds(payload, "exp") if isinstance(payload, dict) else None
    return None if seconds is None else seconds * 1000
