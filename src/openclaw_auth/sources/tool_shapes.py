"""Which tools keep logins, where, and how their files look. Pure.

Source of the shapes: the tools' own files, as gathered in the catalogue's facts of 2026-11-22.
"""

from __future__ import annotations

import base64
import json
import os

from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from openclaw_auth.credentials import CredentialType

_BEYOND = 2**53
_NO_END_MS = 3_600_000  # a token that does not say when it ends: an hour after it was written
_CODEX_AUTH = "https://api.openai.com/auth"
_ACCOUNT_DIGITS = 16
_JWT_PARTS = 3


class Found:
    """One credential in a tool's file. The refresh token itself stays there.

    Attributes: as `OtherLogin`'s.
    """

    __slots__ = (
        "account",
        "expires_ms",
        "expiry_assumed",
        "plan",
        "provider",
        "renewable",
        "secret",
        "type",
    )

    def __init__(
        self,
        provider: str,
        type: CredentialType,  # noqa: A002 # the file format's word
        secret: Secret,
        *,
        expires_ms: int | None = None,
        expiry_assumed: bool = False,
        account: str | None = None,
        plan: str | None = None,
        renewable: bool = False,
    ) -> None:
        self.provider = provider
        self.type: CredentialType = type
        self.secret = secret
        self.expires_ms = expires_ms
        self.expiry_assumed = expiry_assumed
        self.account = account
        self.plan = plan
        self.renewable = renewable

    @classmethod
    def api_key(cls, provider: str, key: str) -> Found:
        """Return a plain API key."""
        return cls(provider, "api_key", Secret(key.strip()))


class Item:
    """A keychain item: its service, its account (None: any), and what is in it."""

    __slots__ = ("account", "provider", "service", "type")

    def __init__(
        self,
        service: str,
        provider: str,
        type: CredentialType,  # noqa: A002 # the file format's word
        account: str | None = None,
    ) -> None:
        self.service = service
        self.provider = provider
        self.type: CredentialType = type
        self.account = account


class Tool:
    """A tool that keeps a login.

    Attributes:
        id: what `--from` calls it.
        name: for people.
        provider: whose login it is.
        home: its directory below the home; `variable` names another.
        file: the file there.
    """

    __slots__ = ("file", "home", "id", "name", "provider", "variable")

    def __init__(
        self,
        id: str,  # noqa: A002 # what it is
        name: str,
        provider: str,
        home: str,
        *,
        file: str,
        variable: str | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self.provider = provider
        self.home = home
        self.file = file
        self.variable = variable

    def folder(self, home: str | None, environ: Mapping[str, str]) -> str | None:
        """Return where it keeps its file, None when nobody knows."""
        named = environ.get(self.variable, "") if self.variable else ""
        if named:
            return named
        return None if home is None else os.path.join(home, self.home)

    def items(self, folder: str | None) -> list[Item]:
        """Return its items in the keychain of macOS."""
        if self.id == "claude":
            return [
                Item("Claude Code-credentials", "anthropic", "oauth"),
                Item("Claude Code", "anthropic", "api_key"),
            ]
        if self.id == "codex" and folder is not None:
            import hashlib

            name = hashlib.sha256(os.path.realpath(folder).encode()).hexdigest()
            account = f"cli|{name[:_ACCOUNT_DIGITS]}"
            return [Item("Codex Auth", "openai-codex", "oauth", account)]
        return []


TOOLS = (
    Tool("codex", "Codex", "openai-codex", ".codex", file="auth.json", variable="CODEX_HOME"),
    Tool(
        "claude",
        "Claude Code",
        "anthropic",
        ".claude",
        file=".credentials.json",
        variable="CLAUDE_CONFIG_DIR",
    ),
    Tool("gemini", "Gemini CLI", "google-gemini-cli", ".gemini", file="oauth_creds.json"),
    Tool("qwen", "Qwen Code", "qwen-portal", ".qwen", file="oauth_creds.json"),
    Tool("minimax", "MiniMax", "minimax-portal", ".minimax", file="oauth_creds.json"),
)


def credentials_of(
    tool: Tool, document: Mapping[str, object], changed_ms: int | None
) -> Iterator[Found]:
    """Yield the credentials in a tool's document.

    Args:
        tool: whose.
        document: as parsed; anything in it may be of any type.
        changed_ms: when the file was written, epoch ms; None for what is no file.
    """
    readers: dict[str, Callable[..., Iterator[Found]]] = {"claude": _claude, "codex": _codex}
    yield from readers.get(tool.id, _plain)(tool, document, changed_ms)


def _claude(tool: Tool, document: Mapping[str, object], _: int | None) -> Iterator[Found]:
    grant = _inner(document, "claudeAiOauth")
    access = _text(grant, "accessToken")
    if access is None:
        return
    yield Found(
        tool.provider,
        "oauth",
        Secret(access),
        expires_ms=_milliseconds(grant, "expiresAt"),
        plan=_text(grant, "subscriptionType"),
        renewable=_text(grant, "refreshToken") is not None,
    )


def _codex(tool: Tool, document: Mapping[str, object], changed_ms: int | None) -> Iterator[Found]:
    key = _text(document, "OPENAI_API_KEY")
    if key is not None:
        yield Found.api_key("openai", key)
    tokens = _inner(document, "tokens")
    access = _text(tokens, "access_token")
    if access is None:
        return
    end_s = _milliseconds(_claims(access), "exp")
    ends_ms = None if end_s is None else end_s * 1000
    identity = _claims(_text(tokens, "id_token") or "")
    account = _text(identity, "email") or _text(tokens, "account_id")
    yield Found(
        tool.provider,
        "oauth",
        Secret(access),
        expires_ms=ends_ms if ends_ms or changed_ms is None else changed_ms + _NO_END_MS,
        expiry_assumed=ends_ms is None and changed_ms is not None,
        account=account,
        plan=_text(_inner(identity, _CODEX_AUTH), "chatgpt_plan_type"),
        renewable=_text(tokens, "refresh_token") is not None,
    )


def _plain(tool: Tool, document: Mapping[str, object], _: int | None) -> Iterator[Found]:
    access = _text(document, "access_token")
    if access is None:
        return
    yield Found(
        tool.provider,
        "oauth",
        Secret(access),
        expires_ms=_milliseconds(document, "expiry_date"),
        account=_text(_claims(_text(document, "id_token") or ""), "email"),
        renewable=_text(document, "refresh_token") is not None,
    )


def _claims(token: str) -> Mapping[str, object]:
    """Return what a JSON Web Token says of itself (RFC 7519). Proves nothing."""
    parts = token.split(".")
    if len(parts) != _JWT_PARTS:
        return {}
    try:
        raw = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _inner(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = found.get(name)
    return inner if isinstance(inner, dict) else {}


def _text(found: Mapping[str, object], name: str) -> str | None:
    value = found.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _milliseconds(found: Mapping[str, object], name: str) -> int | None:
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _BEYOND:
        return None
    return int(value)
