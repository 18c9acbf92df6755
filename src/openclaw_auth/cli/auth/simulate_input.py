"""What `models auth simulate` is told: which credentials fail, how, and when."""

from __future__ import annotations

from difflib import get_close_matches

from openclaw_auth.errors import UnknownName, UsageError, did_you_mean
from openclaw_auth.selection.classify import typical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.selection.failure import Failure, FailureClass
    from openclaw_auth.selection.snapshot import Snapshot

CLASSES: tuple[FailureClass, ...] = (
    "auth",
    "billing",
    "rate_limit",
    "timeout",
    "format",
    "unknown",
)


def credentials_of(snapshot: Snapshot) -> dict[str, str]:
    """Return every candidate key that an agent has, with its provider: ids, `env:`, `config:`."""
    found = {i: profile.provider for i, profile in snapshot.data.profiles.items()}
    for provider in snapshot.providers.ids():
        env = snapshot.env_key(provider)
        if env is not None:
            found.setdefault(f"env:{env.source.rpartition(': ')[2]}", provider)
        known = snapshot.providers.get(provider)
        if provider in snapshot.config_keys or (known is not None and known.keyless):
            found[f"config:{provider}"] = provider
    return found


def known_credential(text: str, known: Iterable[str]) -> str:
    """Return a candidate key that exists.

    Raises:
        UnknownName: `simulate_unknown_credential`, with the nearest.
    """
    names = list(known)
    if text not in names:
        by_lower = {name.lower(): name for name in names}
        near = [by_lower[name] for name in get_close_matches(text.lower(), by_lower, n=3)]
        raise UnknownName("simulate_unknown_credential", text=text, nearest=did_you_mean(near))
    return text


def faults_of(texts: Iterable[str], known: Mapping[str, str]) -> dict[str, Failure]:
    """Return how each named credential fails; of two for one credential the later counts.

    Args:
        texts: `PROFILE:CLASS` or `PROFILE:CLASS/DETAIL`, split at the last colon.
        known: as `credentials_of` gives it.

    Raises:
        UsageError: no such form, no such class.
        UnknownName: no such credential.
    """
    return dict(_fault(text, known) for text in texts)


def _fault(text: str, known: Mapping[str, str]) -> tuple[str, Failure]:
    name, colon, kind = text.strip().rpartition(":")
    if not colon or not name or not kind:
        raise UsageError("simulate_fail_form", text=text)
    said, _, detail = kind.partition("/")
    failure_class = next((c for c in CLASSES if c == said.strip().lower()), None)
    if failure_class is None:
        if text.strip() in known:  # the class was forgotten, and the id holds a colon
            raise UsageError("simulate_fail_form", text=text)
        near = did_you_mean(get_close_matches(said.lower(), CLASSES, n=1))
        shown = ", ".join(CLASSES)
        raise UsageError("simulate_fail_class", text=said, classes=shown, nearest=near)
    key = known_credential(name, known)
    return key, typical(failure_class, detail.strip() or None, provider=known[key])


def moment_ms(text: str, option: str, now_ms: int) -> int:
    """Return a moment from `+6h` (ahead of now) or a date in local time, epoch ms.

    Raises:
        UsageError: `simulate_time`.
    """
    from datetime import datetime

    from openclaw_auth.durations import parse_duration_ms

    said = text.strip()
    try:
        if said.startswith("+"):
            return now_ms + parse_duration_ms(said[1:])
        return int(datetime.fromisoformat(said).astimezone().timestamp() * 1000)
    except (UsageError, ValueError, OverflowError, OSError) as error:
        raise UsageError("simulate_time", option=option, text=text) from error
