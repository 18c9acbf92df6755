"""`auth-profiles.json` of OpenClaw 2026.2, between bytes and `StoreData`, without loss.

Edits work on the document as it was parsed, so that fields, entries and sections that this
program does not know stay where they are (behaviour of OpenClaw 2026.2, "auth-profiles.json").
"""

from __future__ import annotations

import json
import re
import zlib

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import ModelStats, Profile, UsageStats
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import StoreData

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, TypeAlias

    from openclaw_auth.credentials import CredentialType

    Document: TypeAlias = dict[str, Any]

SECRET_FIELD: dict[CredentialType, str] = {"api_key": "key", "token": "token", "oauth": "access"}
KNOWN_FIELDS: dict[CredentialType, frozenset[str]] = {
    "api_key": frozenset({"type", "provider", "key", "email", "accountId"}),
    "token": frozenset({"type", "provider", "token", "expires", "email", "accountId"}),
    "oauth": frozenset({"type", "provider", "access", "refresh", "expires", "email", "accountId"}),
}
# attribute of UsageStats, field in the file; in the order in which the reference writes them
STATS_NUMBERS = (
    ("last_used_ms", "lastUsed"),
    ("cooldown_until_ms", "cooldownUntil"),
    ("disabled_until_ms", "disabledUntil"),
    ("last_failure_at_ms", "lastFailureAt"),
)
STATS_TEXTS = (
    ("disabled_reason", "disabledReason"),
    ("detail", "detail"),
    ("fingerprint", "credentialFingerprint"),
    ("dead", "deadDetail"),
)
MODEL_NUMBERS = (("cooldown_until_ms", "cooldownUntil"), ("last_failure_at_ms", "lastFailureAt"))
_NUMBER_ATTRIBUTE = {field: attribute for attribute, field in STATS_NUMBERS}
KNOWN_STATS = frozenset(
    {*(field for _, field in STATS_NUMBERS + STATS_TEXTS), "errorCount", "failureCounts", "models"}
)
KNOWN_MODEL_STATS = frozenset({*(field for _, field in MODEL_NUMBERS), "errorCount", "detail"})
_BEYOND = 2**63
_BARE = 3  # type, provider and secret: what most keys are
_BOM = b"\xef\xbb\xbf"


class _NotStrictJson(ValueError):
    """A number that Python reads and JSON does not know."""


def _refuse_number(text: str) -> NoReturn:
    raise _NotStrictJson(text)


def _finite(text: str) -> float:
    value = float(text)
    if value - value != 0.0:
        raise _NotStrictJson(text)
    return value


_DECODER = json.JSONDecoder(parse_constant=_refuse_number, parse_float=_finite)


def empty_document() -> Document:
    """Return what a new store starts from."""
    return {"version": 1, "profiles": {}}


def revision_of(raw: bytes) -> str:
    """Name a content. Cheap, and not meant against an attacker who can write the file."""
    return f"{zlib.crc32(raw):08x}-{len(raw):x}"


def parse_object(raw: bytes, path: str) -> Document:
    """Return the JSON object in `raw`.

    Raises:
        StoreUnreadable: not strict JSON in UTF-8, or no object; params path, line, column, what.
    """
    if raw.startswith(_BOM):
        raise StoreUnreadable("store_bom", path=path, line=1, column=1)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line, column = _place(raw[: error.start].decode(errors="replace"))
        raise StoreUnreadable("store_not_utf8", path=path, line=line, column=column) from error
    if not text.strip():
        raise StoreUnreadable("store_empty_file", path=path, line=1, column=1)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _not_json(path, error.lineno, error.colno, error.msg) from None
    except _NotStrictJson as error:
        line, column = _place(text[: _outside_strings(text, str(error))])
        raise _not_json(path, line, column, f"{str(error)[:20]} is no JSON number") from None
    except (ValueError, RecursionError):
        raise _not_json(path, 1, 1, "a number or a nesting beyond all measure") from None
    if not isinstance(value, dict):
        raise StoreUnreadable("store_not_object", path=path, line=1, column=1)
    return value


def parse(raw: bytes, path: str) -> Document:
    """Return the store document in `raw`.

    Raises:
        StoreUnreadable: as `parse_object`, or it has no `profiles` object.
    """
    document = parse_object(raw, path)
    if not isinstance(document.get("profiles"), dict):
        raise StoreUnreadable("store_no_profiles", path=path, line=1, column=1)
    return document


def encode(document: Document) -> bytes:
    """Return the file's bytes: two spaces, final newline, lone surrogates as JSON escapes."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def to_data(document: Document, revision: str | None = None) -> StoreData:
    """Return what the document says.

    Entries of an unknown type or without provider are skipped, each with a problem.
    """
    canonical: dict[str, str] = {}
    profiles: dict[str, Profile] = {}
    problems: list[Reason] = []
    for profile_id, entry in document["profiles"].items():
        profile = profile_of(profile_id, entry, canonical)
        if profile is None:
            problems.append(Reason("store_entry_skipped", {"profile": profile_id}))
        else:
            profiles[profile_id] = profile
    return StoreData(
        profiles=profiles,
        order=_by_provider(document.get("order"), _ids),
        last_good=_by_provider(document.get("lastGood"), _text),
        usage_stats=_all_stats(document.get("usageStats")),
        revision=revision,
        problems=problems,
    )


def profile_of(profile_id: str, entry: Any, canonical: dict[str, str]) -> Profile | None:
    """Return one entry as a profile; None when it is none. Hot: 10,000 of these in a status.

    Args:
        profile_id: the entry's key.
        entry: what stands under it.
        canonical: a memory of provider ids already normalised, filled here.
    """
    if type(entry) is not dict:
        return None
    kind, provider = entry.get("type"), entry.get("provider")
    if type(kind) is not str or type(provider) is not str or kind not in SECRET_FIELD:
        return None
    name = canonical.get(provider)
    if name is None:
        name = canonical[provider] = normalise_provider(provider)
    if not name:
        return None
    get, secret = entry.get, entry.get(SECRET_FIELD[kind])
    profile = Profile(profile_id, kind, name, Secret(secret) if type(secret) is str else None)
    understood = secret is None or profile.secret is not None
    if understood and secret is not None and len(entry) == _BARE:
        return profile
    if kind != "api_key" and (expires := get("expires")) is not None:
        profile.expires_ms = number(expires)
        understood &= profile.expires_ms is not None
    if kind == "oauth" and (refresh := get("refresh")) is not None:
        profile.refresh = Secret(refresh) if type(refresh) is str else None
        understood &= type(refresh) is str
    if (email := get("email")) is not None:
        profile.email = email if type(email) is str else None
        understood &= type(email) is str
    if (account_id := get("accountId")) is not None:
        profile.account_id = account_id if type(account_id) is str else None
        understood &= type(account_id) is str
    known = KNOWN_FIELDS[kind]
    if not understood:
        known = frozenset(field for field in known if _is_understood(field, get(field)))
    if not entry.keys() <= known:
        profile.extra = {field: value for field, value in entry.items() if field not in known}
    return profile


def _is_understood(field: str, value: Any) -> bool:
    """Whether a known field holds what it should; what does not is kept like an unknown one."""
    if value is None:
        return True
    return number(value) is not None if field == "expires" else type(value) is str


def number(value: Any) -> int | None:
    """Return a JSON number as an integer; None for anything else.

    Booleans are no numbers, and what does not fit 64 bits is no time and no count.
    """
    if type(value) is int:
        return value if -_BEYOND < value < _BEYOND else None
    return int(value) if type(value) is float and -_BEYOND < value < _BEYOND else None


def _all_stats(section: Any) -> dict[str, UsageStats]:
    if not isinstance(section, dict):
        return {}
    return {
        profile_id: stats_of(entry) for profile_id, entry in section.items() if type(entry) is dict
    }


def stats_of(entry: Document) -> UsageStats:
    """Return one profile's stats. Hot like `profile_of`: most entries hold two or three fields."""
    stats = UsageStats()
    known = 0
    for field, value in entry.items():
        attribute = _NUMBER_ATTRIBUTE.get(field)
        if attribute:
            known += 1
            setattr(stats, attribute, number(value))
        elif field == "errorCount":
            known += 1
            stats.error_count = number(value) or 0
    if known == len(entry):
        return stats
    for attribute, field in STATS_TEXTS:
        setattr(stats, attribute, _text(entry.get(field)))
    counts, models = entry.get("failureCounts"), entry.get("models")
    if isinstance(models, dict):
        stats.models = {m: _model_stats_of(e) for m, e in models.items() if type(e) is dict}
    if isinstance(counts, dict):
        stats.failure_counts = {
            name: count for name, count in counts.items() if number(count) is not None
        }
    stats.extra = {field: v for field, v in entry.items() if field not in KNOWN_STATS} or None
    return stats


def _model_stats_of(entry: Document) -> ModelStats:
    return ModelStats(
        error_count=number(entry.get("errorCount")) or 0,
        detail=_text(entry.get("detail")),
        extra={f: v for f, v in entry.items() if f not in KNOWN_MODEL_STATS} or None,
        **{attribute: number(entry.get(field)) for attribute, field in MODEL_NUMBERS},
    )


def _ids(value: Any) -> tuple[str, ...] | None:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _by_provider(section: Any, read: Any) -> dict[str, Any]:
    """Return a section keyed by canonical provider; the canonical spelling beats an alias."""
    if not isinstance(section, dict):
        return {}
    result: dict[str, Any] = {}
    for provider, raw in section.items():
        name, value = normalise_provider(provider), read(raw)
        if value is not None and (name == provider or name not in result):
            result[name] = value
    return result


def _not_json(path: str, line: int, column: int, what: str) -> StoreUnreadable:
    return StoreUnreadable("store_not_json", path=path, line=line, column=column, what=what)


def _place(before: str) -> tuple[int, int]:
    """Return line and column, from 1, of what follows `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _outside_strings(text: str, token: str) -> int:
    """Return where a token stands that is not inside a JSON string."""
    for match in re.finditer(rf'"(?:[^"\\]|\\.)*"|{re.escape(token)}', text):
        if match[0] == token:
            return match.start()
    return 0
