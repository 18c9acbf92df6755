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


def at_least(measure: str, ratio: float, reference: str, target: float) -> Row:
    return Row(measure, f"{ratio:.2f}", reference, f"≥ {target:g}", ratio >= target)


def at_most(measure: str, value: float, unit: str, reference: str, target: float) -> Row:
    return Row(
        measure,
        f"{value:.3g} {unit}".strip(),
        reference,
        f"≤ {target:g} {unit}".strip(),
        value <= target,
    )


def print_rows(rows: list[Row]) -> None:
    lines = [HEADINGS] + [
        (row.measure, row.value, row.reference, row.target, VERDICTS[row.met]) for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
