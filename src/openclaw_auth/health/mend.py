"""`--fix`: each fix is tried, the host is looked at again, and what did not help is undone.

Fixes that touch no common file are tried together and judged by one look. Config edits are one
write; when they fail or do not help together, each is tried alone.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.health.apply import DidNotHelp, Workshop
from openclaw_auth.health.fixes import GROUPS, EditConfig

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from openclaw_auth.health.apply import Outside
    from openclaw_auth.health.finding import Finding
    from openclaw_auth.health.fixes import Fix, Group
    from openclaw_auth.health.keep import Kept
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings

    Look: TypeAlias = Callable[[], tuple[Settings, list[Finding]]]
    Agree: TypeAlias = Callable[[Group, list[Finding]], bool]
    Unit: TypeAlias = list[tuple[Finding, Fix]]

# What one fix brings to light another may mend: a moved directory has legacy files to import.
_ROUNDS = 3


def unforced(group: Group, _: list[Finding]) -> bool:
    """Agree to everything but what needs `--force`."""
    return not group.forced


def mend(
    look: Look, ports: Ports, agree: Agree = unforced, outside: Outside | None = None
) -> Iterator[Reason]:
    """Mend what is agreed to; yields what was done, what failed and what was undone.

    Args:
        look: reads the host anew and examines it.
        ports: clock, randomness, waiting.
        agree: asked once for each group that has something to do.
        outside: makes the fixes that need layers above this one.
    """
    tried: set[tuple[str, ...]] = set()
    mending = _Mending(look, ports, outside or {})
    for _ in range(_ROUNDS):
        before = len(tried)
        for group in GROUPS.values():
            wanted = [
                finding
                for finding in mending.findings
                if finding.fix is not None
                and finding.fix.group == group.name
                and finding.key() not in tried
            ]
            if wanted:
                tried.update(finding.key() for finding in wanted)
                if agree(group, wanted):
                    yield from mending.mend(wanted)
        if len(tried) == before:
            return


class _Trial:
    """A unit of fixes that was made: what was there before, and what was done."""

    def __init__(self, unit: Unit, kept: Kept) -> None:
        self.unit = unit
        self.kept = kept
        self.done: list[Reason] = []


class _Mending:
    def __init__(self, look: Look, ports: Ports, outside: Outside) -> None:
        self._look = look
        self._ports = ports
        self._outside = outside
        self.settings, self.findings = look()

    def mend(self, wanted: list[Finding]) -> Iterator[Reason]:
        """Mend the findings of one group."""
        units = _units(wanted)
        while units:
            batch, units = self._apart(self._needed(units))
            trials = []
            for unit in batch:
                trial = _Trial(unit, self._shop().keep(unit[0][1]))
                failed = self._try(trial)
                if failed is None:
                    trials.append(trial)
                elif len(unit) > 1:
                    units += [[one] for one in unit]
                else:
                    yield failed
            self.settings, self.findings = self._look()
            there = _by_name(self.findings)
            for trial in trials:
                if not any(one.is_among(there.get(one.name(), ())) for one, _ in trial.unit):
                    yield from trial.done
                    continue
                undone = self._undo(trial, None)
                if len(trial.unit) > 1:
                    units += [[one] for one in trial.unit]
                else:
                    yield undone
                self.settings, self.findings = self._look()

    def _shop(self) -> Workshop:
        return Workshop(self.settings, self._ports, self._outside)

    def _needed(self, units: list[Unit]) -> list[Unit]:
        """Return the units that are still to do: one fix may have mended what another was for."""
        there = {finding.key() for finding in self.findings}
        return [unit for unit in units if any(finding.key() in there for finding, _ in unit)]

    def _apart(self, units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
        """Return units that share no file, and the others."""
        taken: set[str] = set()
        batch: list[Unit] = []
        rest: list[Unit] = []
        for unit in units:
            paths = set(self._shop().touched(unit[0][1]))
            (rest if paths & taken else batch).append(unit)
            taken |= paths
        return batch, rest

    def _try(self, trial: _Trial) -> Reason | None:
        """Make a unit; returns why it could not be made, None when it was."""
        finding = trial.unit[0][0]
        try:
            trial.done = self._make(trial.unit)
        except DidNotHelp as failed:
            trial.kept.fix_was_made()
            return self._undo(trial, failed.why)
        except OpenclawAuthError as error:
            trial.kept.put_back_backed_up(self._ports)
            return _failed(finding, error.reason)
        except OSError as error:
            trial.kept.put_back_backed_up(self._ports)
            return _failed(finding, error.strerror or type(error).__name__)
        trial.kept.fix_was_made()
        return None

    def _make(self, unit: Unit) -> list[Reason]:
        shop = self._shop()
        edits = [fix for _, fix in unit if isinstance(fix, EditConfig)]
        return shop.edit(edits) if edits else [shop.make(fix) for _, fix in unit]

    def _undo(self, trial: _Trial, why: Reason | str | None) -> Reason:
        """Put everything back; returns that it was done, or why it could not be."""
        finding = trial.unit[0][0]
        try:
            left = trial.kept.put_back(self._ports)
        except OpenclawAuthError as error:
            return _failed(finding, error.reason)
        except OSError as error:
            return _failed(finding, error.strerror or type(error).__name__)
        if left:
            params = {"subject": finding.subject, "files": ", ".join(left)}
            return Reason("doctor_not_undone", params)
        reason = why or Reason("doctor_still_there")
        return Reason("doctor_undone", {"subject": finding.subject, "why": reason})


def _units(wanted: list[Finding]) -> list[Unit]:
    """Return what is tried as one: all config edits together, everything else alone."""
    pairs = [(finding, finding.fix) for finding in wanted if finding.fix is not None]
    edits = [pair for pair in pairs if isinstance(pair[1], EditConfig)]
    others = [[pair] for pair in pairs if not isinstance(pair[1], EditConfig)]
    return [edits, *others] if edits else others


def _by_name(findings: list[Finding]) -> dict[tuple[str, str, str], list[Finding]]:
    named: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        named.setdefault(finding.name(), []).append(finding)
    return named


def _failed(finding: Finding, why: Reason | str) -> Reason:
    return Reason("doctor_fix_failed", {"subject": finding.subject, "why": why})
