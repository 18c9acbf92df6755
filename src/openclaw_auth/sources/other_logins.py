"""Logins that other tools keep on this host: where, whose, until when, and what may be copied.

Read-only. A refresh token is never taken up, not even into memory for later: whoever redeems one
logs the user out of the tool that it belongs to (RFC 6749, 10.4; the large providers rotate).
"""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.sources.tool_file import json_object, read_tool_file
from openclaw_auth.sources.tool_shapes import TOOLS, Found, credentials_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.secret import Secret
    from openclaw_auth.sources.keychain import Keychain
    from openclaw_auth.sources.tool_file import ToolFile
    from openclaw_auth.sources.tool_shapes import Tool


class OtherLogin:
    """A login that another tool keeps.

    Attributes:
        tool: its name for people, and `tool_id` the one for `--from`.
        path: the file, or the keychain item.
        provider: whose credential it is.
        expires_ms: when its access token ends, epoch ms; None when it does not say.
        expiry_assumed: whether that is a guess.
        type: `api_key` or `oauth`; None where nobody looked.
        account: whose it is, as far as it says.
        plan: the subscription, as far as it says.
        renewable: whether the tool has a refresh token for it.
        secret: the key or the access token; None where nobody looked. Never a refresh token.
        link: where the file really is when its path is a link.
        problem: why nothing could be learned.
    """

    __slots__ = (
        "account",
        "expires_ms",
        "expiry_assumed",
        "link",
        "path",
        "plan",
        "problem",
        "provider",
        "renewable",
        "secret",
        "tool",
        "tool_id",
        "type",
    )

    def __init__(
        self,
        tool: str,
        path: str,
        provider: str,
        expires_ms: int | None,
        *,
        tool_id: str = "",
        type: CredentialType | None = None,  # noqa: A002 # the file format's word
        account: str | None = None,
        plan: str | None = None,
        expiry_assumed: bool = False,
        renewable: bool = False,
        secret: Secret | None = None,
        link: str | None = None,
        problem: Reason | None = None,
    ) -> None:
        self.tool = tool
        self.path = path
        self.provider = provider
        self.expires_ms = expires_ms
        self.tool_id = tool_id
        self.type = type
        self.account = account
        self.plan = plan
        self.expiry_assumed = expiry_assumed
        self.renewable = renewable
        self.secret = secret
        self.link = link
        self.problem = problem


def other_logins(home: str | None, environ: Mapping[str, str]) -> list[OtherLogin]:
    """Return the logins found in files; what cannot be read is left out."""
    return [login for login in discovered(home, environ) if login.problem is None]


def discovered(
    home: str | None,
    environ: Mapping[str, str],
    keychain: Keychain | None = None,
    *,
    opened: bool = False,
    only: str | None = None,
) -> list[OtherLogin]:
    """Return every login found, and every file that should be one and cannot be read.

    Args:
        home: of the user; without it only what a variable names is looked at.
        environ: names other places (`CODEX_HOME`, `CLAUDE_CONFIG_DIR`).
        keychain: None: not looked at.
        opened: whether keychain items are opened, which may make macOS ask its user.
        only: the id of one tool.
    """
    found: list[OtherLogin] = []
    for tool in TOOLS:
        folder = tool.folder(home, environ)
        if only not in (None, tool.id):
            continue
        if folder is not None:
            found += _in_file(tool, os.path.join(folder, tool.file))
        if keychain is not None:
            found += _in_keychain(tool, folder, keychain, opened=opened)
    return found


def _in_file(tool: Tool, path: str) -> Iterator[OtherLogin]:
    file = read_tool_file(path)
    if file is None:
        return
    if file.problem is not None:
        yield _broken(tool, file, file.problem)
        return
    document, problem = json_object(file.text, path)
    if problem is not None:
        yield _broken(tool, file, problem)
        return
    for found in credentials_of(tool, document, file.changed_ms):
        yield _login(tool, path, found, link=file.link)


def _in_keychain(
    tool: Tool, folder: str | None, keychain: Keychain, *, opened: bool
) -> Iterator[OtherLogin]:
    for item in tool.items(folder):
        account = keychain.account(item.service, item.account)
        if account is None:
            continue
        path = f"keychain: {item.service}"
        if not opened:
            yield OtherLogin(tool.name, path, item.provider, None, tool_id=tool.id, type=item.type)
            continue
        secret = keychain.secret(item.service, item.account)
        if secret is None:
            problem = Reason("tool_keychain_closed", {"path": path})
            yield OtherLogin(tool.name, path, item.provider, None, tool_id=tool.id, problem=problem)
            continue
        if item.type == "api_key":
            yield _login(tool, path, Found.api_key(item.provider, secret))
            continue
        document, wrong = json_object(secret, path)
        if wrong is not None:
            yield OtherLogin(tool.name, path, item.provider, None, tool_id=tool.id, problem=wrong)
        for found in credentials_of(tool, document, None):
            yield _login(tool, path, found)


def _login(tool: Tool, path: str, found: Found, link: str | None = None) -> OtherLogin:
    return OtherLogin(
        tool.name,
        path,
        found.provider,
        found.expires_ms,
        tool_id=tool.id,
        type=found.type,
        account=found.account,
        plan=found.plan,
        expiry_assumed=found.expiry_assumed,
        renewable=found.renewable,
        secret=found.secret,
        link=link,
    )


def _broken(tool: Tool, file: ToolFile, problem: Reason) -> OtherLogin:
    return OtherLogin(
        tool.name,
        file.path,
        tool.provider,
        None,
        tool_id=tool.id,
        link=file.link,
        problem=problem,
    )
