"""What a store holds, and the edits that change it. Frozen by convention: never mutated."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.credentials import Profile, UsageStats


class StoreData:
    """One agent's store at one moment.

    Attributes:
        profiles: by id, in the order of the file.
        order: canonical provider id to profile ids, where the user set one.
        last_good: canonical provider id to the profile that last worked.
        usage_stats: by profile id.
        revision: names this content; equal revisions mean equal content. None: nothing stored.
        problems: why parts of it (or all) could not be understood.
        legacy: where the content was read from when not from the store itself (ruling 4).
        derived: what others made of this data and need again: it never changes.
    """

    __slots__ = (
        "_by_provider",
        "derived",
        "last_good",
        "legacy",
        "order",
        "problems",
        "profiles",
        "revision",
        "usage_stats",
    )

    def __init__(
        self,
        *,
        profiles: Mapping[str, Profile] | None = None,
        order: Mapping[str, Sequence[str]] | None = None,
        last_good: Mapping[str, str] | None = None,
        usage_stats: Mapping[str, UsageStats] | None = None,
        revision: str | None = None,
        problems: Sequence[Reason] = (),
        legacy: str | None = None,
    ) -> None:
        self.profiles: Mapping[str, Profile] = profiles if profiles is not None else {}
        self.order: Mapping[str, Sequence[str]] = order if order is not None else {}
        self.last_good: Mapping[str, str] = last_good if last_good is not None else {}
        self.usage_stats: Mapping[str, UsageStats] = usage_stats if usage_stats is not None else {}
        self.revision = revision
        self.problems = tuple(problems)
        self.legacy = legacy
        self.derived: dict[tuple[str, str], Any] = {}
        self._by_provider: dict[str, list[Profile]] | None = None

    def providers(self) -> Iterable[str]:
        """Return the providers of all profiles, each once."""
        return self._index()

    def of_provider(self, provider: str) -> Sequence[Profile]:
        """Return a provider's profiles in the order of the file."""
        return self._index().get(provider, ())

    def _index(self) -> Mapping[str, list[Profile]]:
        """Return the profiles by provider. Made once: this data never changes."""
        index = self._by_provider
        if index is None:
            index = {}
            for profile in self.profiles.values():
                found = index.get(profile.provider)
                if found is None:
                    index[profile.provider] = [profile]
                else:
                    found.append(profile)
            self._by_provider = index
        return index


EMPTY = StoreData()


class PutProfile:
    """Add or replace one profile; unknown fields of a replaced entry of the same type stay."""

    __slots__ = ("profile",)

    def __init__(self, profile: Profile) -> None:
        self.profile = profile


class RemoveProfile:
    """Take a profile out, with its place in every order, its lastGood and its stats."""

    __slots__ = ("profile_id",)

    def __init__(self, profile_id: str) -> None:
        self.profile_id = profile_id


class RenameProfile:
    """Give a profile another id everywhere in this store; its place in the file stays."""

    __slots__ = ("new_id", "old_id")

    def __init__(self, old_id: str, new_id: str) -> None:
        self.old_id = old_id
        self.new_id = new_id


class SetOrder:
    """Set the order of one provider; None removes it."""

    __slots__ = ("profile_ids", "provider")

    def __init__(self, provider: str, profile_ids: Sequence[str] | None) -> None:
        self.provider = provider
        self.profile_ids = profile_ids


class SetStats:
    """Replace the usage stats of one profile; None removes them."""

    __slots__ = ("profile_id", "stats")

    def __init__(self, profile_id: str, stats: UsageStats | None) -> None:
        self.profile_id = profile_id
        self.stats = stats


class SetLastGood:
    """Note which profile last worked for a provider."""

    __slots__ = ("profile_id", "provider")

    def __init__(self, provider: str, profile_id: str) -> None:
        self.provider = provider
        self.profile_id = profile_id


if TYPE_CHECKING:
    Edit: TypeAlias = PutProfile | RemoveProfile | RenameProfile | SetOrder | SetStats | SetLastGood
