"""Credentials as older versions kept them, shown as if imported until the first write.

`<agentDir>/auth.json` maps a provider to an entry with its type, `credentials/oauth.json` a
provider to an oauth grant; both become `<provider>:default` (behaviour of OpenClaw 2026.2,
"Imports"). Other tools' logins (`~/.qwen`, `~/.minimax`) are not ours to import unasked.
"""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.store import codec
from openclaw_auth.store.data import StoreData

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

    from openclaw_auth.store.codec import Document


class Legacy:
    """What the legacy files of an agent hold.

    Attributes:
        document: the same as a store document.
        sources: the files it comes from.
        problems: files that could not be understood; they are never moved.
        auth_file: the `auth.json` among the sources, None when it is none.
    """

    __slots__ = ("auth_file", "document", "problems", "sources")

    def __init__(
        self,
        document: Document,
        sources: tuple[str, ...],
        problems: tuple[Reason, ...],
        auth_file: str | None,
    ) -> None:
        self.document = document
        self.sources = sources
        self.problems = problems
        self.auth_file = auth_file

    def data(self) -> StoreData:
        """Return it as store data that says where it was read from."""
        data = codec.to_data(self.document)
        shown = tuple(Reason("store_from_legacy", {"path": path}) for path in self.sources)
        data.problems += self.problems + shown
        data.legacy = self.sources[0] if self.sources else None
        return data

    def set_aside(self) -> None:
        """Move `auth.json` out of the way, to be called when the store was read back.

        `oauth.json` stays, as the reference keeps it. Where it cannot be moved it stays too: the
        import is done, and a store hides what is beside it.
        """
        if self.auth_file is None:
            return
        aside, count = f"{self.auth_file}.imported", 1
        while os.path.lexists(aside):
            aside, count = f"{self.auth_file}.imported.{count}", count + 1
        try:
            os.chmod(self.auth_file, 0o600)
            os.rename(self.auth_file, aside)
        except OSError:
            return


def read_legacy(
    auth_file: str, oauth_file: str | None, removed_ids: Container[str]
) -> Legacy | None:
    """Return what the legacy files hold; None when there is none.

    Args:
        auth_file: path of `auth.json`.
        oauth_file: path of `oauth.json`, None when it is not for this agent.
        removed_ids: profiles that the user removed and that must not come back.
    """
    profiles: Document = {}
    problems: list[Reason] = []
    auth = _object(auth_file, problems)
    oauth = None if oauth_file is None else _object(oauth_file, problems)
    for provider, entry in (auth or {}).items():
        _add(profiles, provider, entry)
    for provider, grant in (oauth or {}).items():
        if isinstance(grant, dict):
            _add(profiles, provider, {**grant, "type": "oauth"})
    if auth is None and oauth is None and not problems:
        return None
    document = codec.empty_document()
    document["profiles"] = {i: entry for i, entry in profiles.items() if i not in removed_ids}
    sources = tuple(
        path for path, found in ((auth_file, auth), (oauth_file, oauth)) if path and found
    )
    return Legacy(document, sources, tuple(problems), auth_file if auth else None)


def _add(profiles: Document, provider: str, entry: Any) -> None:
    kind = entry.get("type") if isinstance(entry, dict) else None
    if not isinstance(kind, str) or kind not in codec.SECRET_FIELD:
        return
    own = entry.get("provider")
    named = own if isinstance(own, str) and own.strip() else provider
    rest = {field: v for field, v in entry.items() if field not in ("type", "provider")}
    profiles.setdefault(f"{provider}:default", {"type": kind, "provider": named, **rest})


def _object(path: str, problems: list[Reason]) -> Document | None:
    """Return the object in a file, None when there is no file, it is a store, or it is broken."""
    try:
        with open(path, "rb") as file:
            raw = file.read()
        found = codec.parse_object(raw, path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        from openclaw_auth.files.filesystem import owner_of, user_name

        params = {"path": path, "what": error.strerror, "owner": owner_of(path)}
        problems.append(Reason("store_unreadable", {**params, "user": user_name()}))
        return None
    except StoreUnreadable as error:
        problems.append(error.reason)
        return None
    return None if "profiles" in found else found
