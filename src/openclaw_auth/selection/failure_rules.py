"""Rules that say what a provider's refusal means: data, typed and matched. Pure, never raises.

A rule names what must be there (provider, status, an identifier, words of the error's own
message, …) and what it then means. All conditions of a rule must hold; of a list, one entry.
Words are looked for in the provider's sentence only, without what it quotes (model names, what
the user wrote) and without addresses, and only as whole words.
"""

from __future__ import annotations

import json
import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from openclaw_auth.selection.error_object import ErrorObject
    from openclaw_auth.selection.failure import Action, FailureClass

# What a message quotes: addresses, and text in quotation marks, the last of which a provider may
# have cut off. An apostrophe inside a word opens and closes nothing.
_QUOTED = re.compile(
    r"https?://\S+"
    r'|"(?:\\.|[^"\\])*(?:"|\\?\Z)'
    r"|`[^`]*(?:`|\Z)"
    r"|“[^”]*(?:”|\Z)|「[^」]*(?:」|\Z)"
    r"|(?<!\w)'(?:[^']|'(?=\w))*'(?!\w)",
    re.DOTALL,
)
# What a provider has to say it says first; what follows is a list of details.
_WORDS_LIMIT = 1000
_ANY_DIGIT_STATUS = "xx"


class Asked:
    """One answer as rules see it. `words` is the message that patterns are matched against."""

    __slots__ = ("credential", "headers", "said", "status", "wait_ms", "words")

    def __init__(
        self,
        status: int | None,
        said: ErrorObject,
        headers: Mapping[str, str],
        credential: str | None,
        wait_ms: int | None,
    ) -> None:
        self.status = status
        self.said = said
        self.headers = headers
        self.credential = credential
        self.wait_ms = wait_ms
        self.words = own_words(said.message)


def own_words(message: str) -> str:
    """Return the provider's own words, lower case: without quoted text and addresses.

    A message that is nothing but a quotation is kept: some providers quote all they say.
    """
    lower = message.lower().replace("’", "'")
    bare = _QUOTED.sub(" ", lower)
    own = bare if any(map(str.isalpha, bare)) else lower.strip("\"'` ")
    return own[:_WORDS_LIMIT]


class Rule:
    """One rule. Empty conditions do not count.

    Attributes:
        name: shown with every failure that it decides.
        providers: canonical ids; empty for every provider.
        failure_class, detail, action: what a match means.
        wait_ms: how long to wait when the provider states nothing.
    """

    __slots__ = (
        "_codes",
        "_contains",
        "_credentials",
        "_header",
        "_marks",
        "_matches",
        "_metadata",
        "_pattern",
        "_spoken",
        "_statuses",
        "_types",
        "_unless",
        "_waits",
        "action",
        "detail",
        "failure_class",
        "name",
        "providers",
        "wait_ms",
    )

    def __init__(self, name: str, row: Mapping[str, Any], providers: Iterable[str] = ()) -> None:
        self.name = name
        self.providers = frozenset(providers)
        self.failure_class: FailureClass = row["class"]
        self.detail: str = row["detail"]
        self.action: Action = row["action"]
        self.wait_ms: int | None = row.get("waitMs")
        self._statuses = tuple(_listed(row.get("status")))
        self._marks = frozenset(str(mark).lower() for mark in _listed(row.get("is")))
        self._types = frozenset(str(kind).lower() for kind in _listed(row.get("type")))
        self._credentials = frozenset(_listed(row.get("credential")))
        self._metadata: Mapping[str, Any] = row.get("metadata") or {}
        self._header: Mapping[str, str] = row.get("header") or {}
        self._codes = frozenset(str(code).lower() for code in _listed(row.get("code")))
        self._contains = tuple(part.lower() for part in _listed(row.get("contains")))
        self._matches: str | re.Pattern[str] | None = row.get("matches")
        self._spoken: str | re.Pattern[str] | None = row.get("says")
        self._unless: str | re.Pattern[str] | None = row.get("unless")
        self._waits: bool | None = row.get("waits")

    def matches(self, asked: Asked) -> bool:
        """Return whether every condition holds."""
        if self._statuses and not _status_fits(asked.status, self._statuses):
            return False
        said = asked.said
        if self._marks and self._marks.isdisjoint(said.marks):
            return False
        if self._types and said.type not in self._types:
            return False
        if self._codes and said.code not in self._codes:
            return False
        if self._credentials and asked.credential not in self._credentials:
            return False
        if self._waits is not None and self._waits is (asked.wait_ms is None):
            return False
        return (
            self._says(asked.words)
            and self._holds(said.message)
            and self._has(said.metadata, asked.headers)
        )

    def _holds(self, message: str) -> bool:
        """Match a user's words and pattern: on the whole message, which is what the user saw."""
        if self._contains:
            lower = message.lower()
            if not any(part in lower for part in self._contains):
                return False
        if self._matches is not None:
            from openclaw_auth.config.failure_rule_form import PATTERN_REACH

            if isinstance(self._matches, str):
                self._matches = re.compile(self._matches, re.IGNORECASE)
            return self._matches.search(message[:PATTERN_REACH]) is not None
        return True

    def _says(self, words: str) -> bool:
        if self._spoken is not None:
            if isinstance(self._spoken, str):  # compiled when first needed: many never are
                self._spoken = _whole_words(self._spoken)
            if self._spoken.search(words) is None:
                return False
        if self._unless is not None:
            if isinstance(self._unless, str):
                self._unless = _whole_words(self._unless)
            return self._unless.search(words) is None
        return True

    def _has(self, metadata: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
        for name, wanted in self._metadata.items():
            found = metadata.get(name)
            if found is None or (wanted != "*" and found not in _listed(wanted)):
                return False
        return all(
            name in headers and (wanted == "*" or headers[name].lower() == wanted)
            for name, wanted in self._header.items()
        )


def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _status_fits(status: int | None, wanted: Sequence[int | str | None]) -> bool:
    if status is None:
        return None in wanted
    hundreds = f"{status // 100}{_ANY_DIGIT_STATUS}"
    return any(choice in (status, hundreds) for choice in wanted)


class FailureRules:
    """The rules in the order in which they are asked: the user's, the provider's, the general."""

    __slots__ = ("_by_provider", "_custom", "_general")

    def __init__(
        self,
        by_provider: Mapping[str, Sequence[Rule]],
        general: Sequence[Rule],
        custom: Sequence[Rule] = (),
    ) -> None:
        self._by_provider = by_provider
        self._general = general
        self._custom = custom

    def with_custom(self, entries: object) -> FailureRules:
        """Return the rules with those of a config's `auth.failureRules` before them.

        Args:
            entries: the list as the config holds it; an entry that is no rule is left out (the
                config's validation has already named it).
        """
        if not entries:
            return self
        from openclaw_auth.selection.custom_rules import custom_rules

        return FailureRules(self._by_provider, self._general, custom_rules(entries))

    def first_match(self, provider: str, asked: Asked) -> Rule | None:
        """Return the rule that decides, None when none does."""
        for rule in self._custom:
            if (not rule.providers or provider in rule.providers) and rule.matches(asked):
                return rule
        for rule in self._by_provider.get(provider, ()):
            if rule.matches(asked):
                return rule
        for rule in self._general:
            if rule.matches(asked):
                return rule
        return None

    def all_rules(self) -> list[Rule]:
        """Return every rule once: custom, then general, then by provider."""
        own = {id(rule): rule for rules in self._by_provider.values() for rule in rules}
        return [*self._custom, *self._general, *own.values()]


_built_in: list[FailureRules] = []


def load_rules() -> FailureRules:
    """Return the rules that the package ships; the file is read when first asked."""
    if not _built_in:
        path = os.path.join(os.path.dirname(__file__), "failure_rules.json")
        with open(path, encoding="utf-8") as file:
            _built_in.append(rules_from(json.load(file)))
    return _built_in[0]


def rules_from(data: Mapping[str, Any]) -> FailureRules:
    """Return rules from the file's form: `{general: [...], providers: [{ids, rules}]}`.

    A rule's name is `<first id>.<name>`, or `general.<name>`.
    """
    by_provider: dict[str, list[Rule]] = {}
    for group in data["providers"]:
        ids = group["ids"]
        rules = [Rule(f"{ids[0]}.{row['name']}", row) for row in group["rules"]]
        for provider in ids:
            by_provider.setdefault(provider, []).extend(rules)
    general = [Rule(f"general.{row['name']}", row) for row in data["general"]]
    return FailureRules(by_provider, general)
