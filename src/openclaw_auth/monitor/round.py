"""One look: what stands, what is told of it, and the sending. Blocking; used by command and gateway."""

from __future__ import annotations

from openclaw_auth.monitor.alert import message
from openclaw_auth.monitor.condition import Condition
from openclaw_auth.monitor.conditions import Subjects, conditions
from openclaw_auth.monitor.quiet import is_quiet, wakes
from openclaw_auth.monitor.sent import Sent
from openclaw_auth.monitor.watch import watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from openclaw_auth.codes import Reason
    from openclaw_auth.monitor.alert import Message
    from openclaw_auth.monitor.condition import Alert
    from openclaw_auth.monitor.config import MonitorSettings, Target
    from openclaw_auth.monitor.facts import Facts
    from openclaw_auth.monitor.sent import Waiting
    from openclaw_auth.monitor.watch import Known
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.world import World

    Send: TypeAlias = Callable[[Mapping[str, tuple[Target, Message]]], dict[str, Reason | None]]


class Look:
    """What one look saw.

    Attributes:
        conditions: what stands.
        alerts: what is new to tell.
        quiet: whether nobody is woken now.
    """

    __slots__ = ("alerts", "conditions", "quiet")

    def __init__(
        self, conditions: tuple[Condition, ...], alerts: list[Alert], *, quiet: bool
    ) -> None:
        self.conditions = conditions
        self.alerts = alerts
        self.quiet = quiet


class Delivery:
    """What became of sending to one target.

    Attributes:
        target: its name.
        alerts: what it was sent.
        problem: why it did not get them, None when it did.
    """

    __slots__ = ("alerts", "problem", "target")

    def __init__(self, target: str, alerts: list[Alert], problem: Reason | None) -> None:
        self.target = target
        self.alerts = alerts
        self.problem = problem


class Watcher:
    """Looks at a world, notes what is to be told, and tells it.

    Args:
        settings: the monitor's.
        sent: what was told.
    """

    __slots__ = ("_sent", "_settings")

    def __init__(self, settings: MonitorSettings, sent: Sent) -> None:
        self._settings = settings
        self._sent = sent

    def rehearse(
        self,
        world: World,
        facts: Facts,
        now_ms: int,
        snapshots: Mapping[str, Snapshot] | None = None,
    ) -> Look:
        """Return what a look would tell; nothing is written."""
        found, step = self._step(world, facts, now_ms, snapshots)
        alerts, _ = step(self._sent.states())
        return Look(found, alerts, quiet=self._is_quiet(now_ms))

    def look(
        self,
        world: World,
        facts: Facts,
        now_ms: int,
        snapshots: Mapping[str, Snapshot] | None = None,
    ) -> Look:
        """Note what is new, for every target.

        Raises:
            StoreReadOnly: the state database cannot be written.
        """
        found, step = self._step(world, facts, now_ms, snapshots)
        names = [target.name for target in self._settings.targets]
        alerts = self._sent.update(step, names, now_ms)
        return Look(found, alerts, quiet=self._is_quiet(now_ms))

    def _step(
        self,
        world: World,
        facts: Facts,
        now_ms: int,
        snapshots: Mapping[str, Snapshot] | None,
    ) -> tuple[
        tuple[Condition, ...],
        Callable[[Mapping[str, Known]], tuple[list[Alert], dict[str, Known]]],
    ]:
        settings = self._settings
        found = (
            *conditions(world, now_ms, facts, warn_ms=settings.warn_ms, snapshots=snapshots),
            *self._failing_targets(),
        )
        looked_at = _With(
            Subjects(world, facts), frozenset(target.name for target in settings.targets)
        )
        # Reminders are no news: in quiet hours they are not even made.
        remind_ms = None if self._is_quiet(now_ms) else settings.remind_ms

        def step(before: Mapping[str, Known]) -> tuple[list[Alert], dict[str, Known]]:
            return watch(before, found, looked_at, now_ms, remind_ms=remind_ms)

        return found, step

    def _failing_targets(self) -> list[Condition]:
        known = {target.name for target in self._settings.targets}
        return [
            Condition(
                f"target:{name}",
                "monitor_target_failing",
                "warning",
                {"target": name, "count": count},
            )
            for name, count in self._sent.failing().items()
            if name in known
        ]

    def deliver(self, send: Send, now_ms: int) -> list[Delivery]:
        """Send what targets wait for; what fails is kept for later.

        Raises:
            StoreReadOnly: the state database cannot be written.
        """
        quiet = self._is_quiet(now_ms)
        waking = self._settings.wake_when_nothing_usable

        def may_send(alert: Alert) -> bool:
            return not quiet or wakes(alert, when_nothing_usable=waking)

        claimed: dict[str, list[Waiting]] = {}
        messages: dict[str, tuple[Target, Message]] = {}
        for target in self._settings.targets:
            waiting = self._sent.claim(target.name, now_ms, may_send=may_send)
            if waiting:
                claimed[target.name] = waiting
                alerts = [one.alert for one in waiting]
                told = message(alerts, self._settings.name, now_ms, self._settings.lang)
                messages[target.name] = (target, told)
        outcomes = send(messages) if messages else {}
        for name, problem in outcomes.items():
            if problem is None:
                self._sent.delivered(name, claimed[name])
            else:
                self._sent.failed(name, claimed[name], now_ms)
        return [
            Delivery(name, [one.alert for one in claimed[name]], problem)
            for name, problem in outcomes.items()
        ]

    def _is_quiet(self, now_ms: int) -> bool:
        return is_quiet(self._settings.quiet_hours, self._settings.time_zone, now_ms)


class _With:
    """The subjects of a world, and the targets beside them."""

    __slots__ = ("_subjects", "_targets")

    def __init__(self, subjects: Subjects, targets: frozenset[str]) -> None:
        self._subjects = subjects
        self._targets = targets

    def __contains__(self, subject: object) -> bool:
        return subject in self._targets or subject in self._subjects
