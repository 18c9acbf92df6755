"""What stands wrong at one moment, and what is told of it. Frozen values."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    Severity: TypeAlias = Literal["info", "warning", "error"]
    Kind: TypeAlias = Literal["new", "reminder", "recovered"]

# Codes whose state goes by another name in JSON: several codes, one kind of event.
_STATES = {
    "monitor_dead": "disabled",
    "monitor_token_old": "expiring",
    "monitor_login_expiring": "expiring",
    "monitor_login_expired": "expired",
    "monitor_login_ended": "expired",
}


def subject_of(key: str) -> str:
    """Return what a key is about: `main/anthropic:work` of `expiry:main/anthropic:work`."""
    return key.partition(":")[2]


def stored(name: str) -> str:
    """Return a name as UTF-8 can hold it: ids and directories may hold lone surrogates."""
    return name.encode("utf-8", "backslashreplace").decode()


def state_of(code: str) -> str:
    """Return the state that a code stands for: `expired`, `disabled`, `nothing_usable`."""
    return _STATES.get(code, code.removeprefix("monitor_"))


class Condition:
    """One thing that is not as it should be.

    Attributes:
        key: aspect and subject, `expiry:main/anthropic:work`: one state at a time.
        code: of the reason, which also names the state.
        severity: `info` is shown and never sent.
        params: of the reason; texts and whole numbers only, so that they can be stored.
        wait_ms: how long it must last before it is told: what may heal by itself in a moment.
    """

    __slots__ = ("code", "key", "params", "severity", "wait_ms")

    def __init__(
        self,
        key: str,
        code: str,
        severity: Severity,
        params: Mapping[str, object],
        wait_ms: int = 0,
    ) -> None:
        self.key = stored(key)
        self.code = code
        self.severity: Severity = severity
        self.params = dict(params)
        self.wait_ms = wait_ms

    @property
    def reason(self) -> Reason:
        """What happened, to be put in words."""
        return Reason(self.code, self.params)

    @property
    def state(self) -> str:
        """The state by name."""
        return state_of(self.code)

    def __repr__(self) -> str:
        return f"Condition({self.key}, {self.code}, {self.severity})"


class Alert:
    """One thing to tell.

    Attributes:
        kind: `new`, `reminder`, or `recovered`.
        at_ms: when it was noticed, epoch ms.
        key, code, severity, params: as a condition's; a recovery has a code of its own.
    """

    __slots__ = ("at_ms", "code", "key", "kind", "params", "severity")

    def __init__(
        self,
        kind: Kind,
        key: str,
        code: str,
        severity: Severity,
        *,
        params: Mapping[str, object],
        at_ms: int,
    ) -> None:
        self.kind: Kind = kind
        self.key = key
        self.code = code
        self.severity: Severity = severity
        self.params = dict(params)
        self.at_ms = at_ms

    @property
    def reason(self) -> Reason:
        """What happened, to be put in words."""
        return Reason(self.code, self.params)

    @property
    def event(self) -> str:
        """The event by name: the new state, or `recovered`."""
        return "recovered" if self.kind == "recovered" else state_of(self.code)

    def __repr__(self) -> str:
        return f"Alert({self.kind}, {self.key}, {self.code}, {self.at_ms})"
