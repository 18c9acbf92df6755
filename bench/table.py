"""The printed table: what was measured, against what, and what was promised."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line; `met` is `None` where nothing was promised."""

    measure: str
    value: str
    reference: str = ""
    target: str = ""
    met: bool | None = None


VERDICTS = {None: "", True: "met", False: "MISSED"}
HEADINGS = ("measure", "value", "reference", "target", "")


def at_least(measure: str, ratio: float, reference: str, target: float | None) -> Row:
    value = f"{ratio:.2f}" if ratio > 0.1 else f"{ratio:.2g}"
    if target is None:
        return Row(measure, value, reference)
    return Row(measure, value, reference, f"≥ {target:g}", ratio >= target)


def at_most(measure: str, value: float, unit: str, reference: str, target: float | None) -> Row:
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    if target is None:
        return Row(measure, f"{shown} {unit}", reference)
    return Row(measure, f"{shown} {unit}", reference, f"≤ {target:g} {unit}", value <= target)


def print_rows(rows: list[Row]) -> None:
    lines = [HEADINGS] + [
        (row.measure, row.value, row.reference, row.target, VERDICTS[row.met]) for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
