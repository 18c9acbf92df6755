"""A failure from its parts: its scope by ruling 15, its words by its detail."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.selection.failure import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.selection.failure import Action, FailureClass, Scope

_WAITING: frozenset[Action] = frozenset(
    ("cooldown", "cooldown_until_reset", "disable", "retry_same")
)


def made(
    failure_class: FailureClass,
    detail: str,
    action: Action,
    *,
    rule: str,
    provider: str,
    status: int | None = None,
    wait_ms: int | None = None,
) -> Failure:
    """Return the failure. A wait is kept only where the action can wait."""
    return Failure(
        failure_class,
        detail,
        action,
        scope_of(failure_class, action),
        wait_ms=wait_ms if action in _WAITING else None,
        rule=rule,
        reason=_reason(failure_class, detail, provider, status),
    )


def scope_of(failure_class: FailureClass, action: Action) -> Scope:
    """Return whom the penalty touches: ruling 15."""
    if action == "none":
        return "none"
    if action == "retry_same" or failure_class == "timeout":
        return "endpoint"
    if failure_class == "rate_limit" and action.startswith("cooldown"):
        return "credential_model"
    return "credential"


def _reason(failure_class: FailureClass, detail: str, provider: str, status: int | None) -> Reason:
    """Return it for people: by its detail where there are words for it, else by its class."""
    from openclaw_auth.codes.failures import TABLE

    code = f"failure_{detail}"
    params = {"provider": provider, "detail": detail, "status": status or ""}
    return Reason(code if code in TABLE else f"failure_{failure_class}", params)
