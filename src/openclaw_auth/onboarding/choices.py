"""Every choice that onboarding offers, made from the catalogue and a table of OpenClaw's names. Pure.

A provider that the table does not name gets `<provider>-api-key`, `<provider>-token` and
`<provider>-login`, as far as the catalogue says that it takes them.
"""

from __future__ import annotations

import json
import os

from openclaw_auth.codes import Reason
from openclaw_auth.errors import ProviderNotCallable, UnknownName, UsageError, did_you_mean
from openclaw_auth.onboarding.choice import Choice
from openclaw_auth.providers.provider import placeholders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from openclaw_auth.onboarding.choice import Method
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.providers.provider import Provider

SKIP = Choice("skip", "", "skip")
CUSTOM = Choice("custom", "", "custom")
TOKEN = Choice("token", "", "token")
_SUFFIX = {"api_key": "-api-key", "token": "-token", "login": "-login", "local": ""}


class Choices:
    """All choices, by id. Never changes after it was made.

    Attributes:
        first: those that the wizard lists; the others are a keypress away.
        blocked: provider id to why it is not offered.
    """

    __slots__ = ("_by_id", "_retired", "blocked", "first")

    def __init__(
        self,
        choices: Iterable[Choice],
        *,
        first: Sequence[str],
        retired: Mapping[str, str],
        blocked: Mapping[str, Reason],
    ) -> None:
        self._by_id = {choice.id: choice for choice in choices}
        self._retired = retired
        self.first = tuple(self._by_id[i] for i in first if i in self._by_id)
        self.blocked = blocked

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._by_id.values())

    def offered(self) -> list[Choice]:
        """Return what a list for people holds: those of `first`, then the others by label."""
        rest = [c for c in self if c not in self.first and c.provider and c.ready and not c.variant]
        return [*self.first, *sorted(rest, key=lambda c: (c.label.lower(), c.method))]

    def get(self, text: str) -> Choice:
        """Return the choice that an id names.

        Raises:
            UsageError: `onboard_choice_retired`, a name of former versions.
            ProviderNotCallable: the provider is known and not offered; says why.
            UnknownName: `onboard_choice_unknown`.
        """
        found = self._by_id.get(text) or self._by_id.get(text.lower())
        if found is not None:
            return found
        instead = self._retired.get(text.lower())
        if instead is not None:
            raise UsageError("onboard_choice_retired", choice=text, instead=instead)
        why = self.blocked.get(text.lower())
        if why is not None:
            raise ProviderNotCallable(why.code, **why.params)
        raise UnknownName("onboard_choice_unknown", choice=text, nearest=self._nearest(text))

    def meant(self, text: str) -> list[Choice]:
        """Return the choices that a typed word may mean: an id, a provider, or a beginning."""
        word = text.strip().lower()
        exact = [c for c in self if word and word in (c.id.lower(), c.provider, c.label.lower())]
        own = [c for c in exact if c.id.lower() == word and c.ready]
        if exact:
            return own or [c for c in exact if c.ready and not c.variant] or exact
        begins = [c for c in self if word and not c.variant and _begins(c, word)]
        return [c for c in begins if c.ready] or begins

    def by_flag(self) -> dict[str, Choice]:
        """Return flag to choice, for every option that carries a key; of variants the usual one."""
        found: dict[str, Choice] = {}
        for choice in self:
            for flag in choice.flags:
                if flag not in found or found[flag].variant:
                    found[flag] = choice
        return found

    def of_token(self, provider: str) -> Choice | None:
        """Return the choice of pasting this provider's token; None where it takes none."""
        return next((c for c in self if c.provider == provider and c.method == "token"), None)

    def _nearest(self, text: str) -> Reason | str:
        from difflib import get_close_matches

        spelled = {i.lower(): i for i in self._by_id}
        spelled |= {c.provider: c.id for c in reversed(list(self)) if c.provider}
        near = get_close_matches(text.lower(), spelled, n=3)
        return did_you_mean(list(dict.fromkeys(spelled[n] for n in near)))


def every_choice(catalogue: Catalogue, logins: Iterable[Mapping[str, Any]]) -> Choices:
    """Return every choice.

    Args:
        catalogue: with the config's own providers.
        logins: as `oauth.offered.offered_logins` lists them.
    """
    table = _table()
    by_login = {str(row["id"]): bool(row["ready"]) for row in logins}
    found = [SKIP, CUSTOM, TOKEN]
    blocked = {}
    named: set[tuple[str, str]] = set()
    for choice_id, row in table["named"].items():
        provider = catalogue.get(row["provider"])
        if provider is None or not provider.callable:
            continue
        method: Method = row["method"]
        found.append(_choice(choice_id, provider, method, row, ready=by_login.get(provider.id)))
        if not row.get("variant"):
            named.add((provider.id, method))
    for provider_id in catalogue.ids():
        provider = catalogue.get(provider_id)
        if provider is None:
            continue
        if provider.blocked is not None:
            blocked[provider_id] = provider.blocked
            continue
        for method in _methods(provider, by_login):
            if (provider_id, method) not in named:
                choice_id = provider_id + _SUFFIX[method]
                ready = by_login.get(provider_id)
                found.append(_choice(choice_id, provider, method, {}, ready=ready))
    return Choices(found, first=table["first"], retired=table["retired"], blocked=blocked)


def _methods(provider: Provider, logins: Mapping[str, bool]) -> list[Method]:
    methods: list[Method] = []
    if provider.keyless:
        methods.append("local")
    pasted: tuple[Method, ...] = ("api_key", "token")
    methods += [kind for kind in pasted if provider.auth.get(kind, "none") != "none"]
    if provider.id in logins:
        methods.append("login")
    return methods


def _choice(
    choice_id: str,
    provider: Provider,
    method: Method,
    row: Mapping[str, Any],
    *,
    ready: bool | None,
) -> Choice:
    flags = [*row.get("flags", ()), *([] if "flags" in row else [choice_id])]
    usual = f"{provider.id}-api-key"
    flags += [usual] if usual not in flags and not row.get("variant") else []
    names = [n for n in provider.env if provider.env_type(n) == "api_key"]
    return Choice(
        choice_id,
        provider.id,
        method,
        label=provider.label,
        flags=flags if method == "api_key" else (),
        variables=names if method == "api_key" else (),
        keep_in=row.get("keep_in", "profile"),
        model=row.get("model"),
        base_url=row.get("base_url"),
        supersedes=row.get("supersedes", ()),
        asks=_asked(provider),
        variant=row.get("variant", False),
        ready=ready is not False if method == "login" else True,
        warning=provider.warning if method != "api_key" else None,
        words=row.get("words"),
        judge=row.get("judge"),
    )


def _asked(provider: Provider) -> tuple[str, ...]:
    """Return the account ids that an address of the provider has places for."""
    names = [name for base in provider.endpoints.values() for name in placeholders(base)]
    return tuple(dict.fromkeys(names))


def _begins(choice: Choice, word: str) -> bool:
    names = (choice.id, choice.provider, choice.label)
    return any(name.lower().startswith(word) for name in names if name)


def _table() -> dict[str, Any]:
    path = os.path.join(os.path.dirname(__file__), "choices.json")
    with open(path, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found
