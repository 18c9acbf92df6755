"""The user's own rules, `auth.failureRules`: tried before all others. Never raises."""

from __future__ import annotations

from openclaw_auth.config.failure_rule_form import ACTION_OF, rule_faults, texts
from openclaw_auth.selection.failure_rules import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def custom_rules(entries: object) -> tuple[Rule, ...]:
    """Return the rules of a config's list, in its order; what is no rule is left out.

    The config's validation names each fault; whoever reads a broken config all the same gets the
    rules that are sound.
    """
    if not isinstance(entries, list):
        return ()
    return tuple(
        _rule(index, entry)
        for index, entry in enumerate(entries)
        if isinstance(entry, dict) and not rule_faults(entry)
    )


def _rule(index: int, entry: dict[str, Any]) -> Rule:
    from openclaw_auth.providers.ids import normalise_provider

    failure_class = entry["class"]
    row = {
        "class": failure_class,
        "detail": entry.get("detail") or "custom",
        "action": entry.get("action") or ACTION_OF[failure_class],
        "waitMs": entry.get("waitMs"),
        "status": entry.get("status"),
        "code": texts(entry.get("code")),
        "type": texts(entry.get("type")),
        "contains": texts(entry.get("messageContains")),
        "matches": entry.get("message"),
    }
    providers = [normalise_provider(name) for name in texts(entry.get("provider"))]
    return Rule(f"config.{entry.get('name') or index}", row, providers)
