"""What a provider's refusal means: the class it counts as, what to do, and whom it touches."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason

    FailureClass: TypeAlias = Literal[
        "auth", "billing", "rate_limit", "timeout", "format", "unknown"
    ]
    Action: TypeAlias = Literal[
        "none",
        "retry_same",
        "cooldown",
        "cooldown_until_reset",
        "disable",
        "refresh_then_retry",
        "disable_until_reauth",
    ]
    Scope: TypeAlias = Literal["credential", "credential_model", "endpoint", "none"]


class Failure:
    """One failure, understood. The action decides the penalty, not the HTTP status.

    Attributes:
        failure_class: as `failureCounts` in the store counts it.
        detail: what exactly, e.g. `invalid_key`; an open list.
        action: what to do about it.
        scope: whom a penalty touches: the credential, the credential with this model, the
            endpoint (base URL and model), or nobody.
        wait_ms: how long the provider says to wait; None when it does not say.
        rule: the rule that decided, by name.
        reason: the same for people.
    """

    __slots__ = ("action", "detail", "failure_class", "reason", "rule", "scope", "wait_ms")

    def __init__(
        self,
        failure_class: FailureClass,
        detail: str,
        action: Action,
        scope: Scope,
        *,
        rule: str,
        reason: Reason,
        wait_ms: int | None = None,
    ) -> None:
        self.failure_class = failure_class
        self.detail = detail
        self.action = action
        self.scope = scope
        self.wait_ms = wait_ms
        self.rule = rule
        self.reason = reason

    def to_json(self) -> dict[str, object]:
        """Return all of it but the words."""
        return {
            "class": self.failure_class,
            "detail": self.detail,
            "action": self.action,
            "scope": self.scope,
            "waitMs": self.wait_ms,
            "rule": self.rule,
        }

    def __repr__(self) -> str:
        return f"Failure({self.failure_class}/{self.detail}: {self.action} {self.scope})"
