"""What a probe shows on a terminal: a line that counts meanwhile, then a table."""

from __future__ import annotations

from openclaw_auth.cli.context import harmless, width
from openclaw_auth.cli.style import cells, pad, paint
from openclaw_auth.cli.table import shorten
from openclaw_auth.codes import Reason
from openclaw_auth.wording import reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.probe import ProbeResult, ProbeRun

_GAP = "  "
_INDENT = " " * 6
_LEAST = 12
# What the result alone says well enough.
_PLAIN = frozenset(
    {"probe_answered", "probe_key_and_funds", "probe_server_answers", "probe_funds_unchecked"}
)
_STYLES = {
    "ok": "green",
    "valid_funds_unchecked": "green",
    "auth": "red",
    "billing": "red",
}


class Progress:
    """A line on stderr that counts, and is gone at the end. Nothing when stderr is no terminal."""

    def __init__(self, ctx: Context, total: int) -> None:
        self._ctx = ctx
        self._total = total
        self._done = 0
        self._shown = 0
        self._on = total > 0 and ctx.stderr.isatty()

    def show(self) -> None:
        """Write the line over itself."""
        if not self._on:
            return
        text = self._ctx.say(Reason("probe_progress", {"done": self._done, "total": self._total}))
        self._write("\r" + pad(text, self._shown))
        self._shown = cells(text)

    def advance(self, _result: ProbeResult) -> None:
        """Count one more."""
        self._done += 1
        self.show()

    def clear(self) -> None:
        """Take the line away: by blanks, which every terminal understands."""
        if self._shown:
            self._write("\r" + " " * self._shown + "\r")
            self._shown = 0

    def _write(self, text: str) -> None:
        self._ctx.stderr.write(text)
        self._ctx.stderr.flush()


def show_probes(run: ProbeRun, ctx: Context) -> None:
    """Print the table, each row with what is to be said of it below."""
    ctx.out("")
    if not run.results:
        ctx.out(ctx.say(Reason("probe_none")))
        return
    seconds = f"{run.duration_ms / 1000:.1f}"
    title = Reason("probe_title", {"count": len(run.results), "seconds": seconds})
    ctx.out(paint(ctx.say(title), "bold", color=ctx.color))
    rows = [_cells_of(result, ctx) for result in run.results]
    names = ("provider", "credential", "result", "latency")
    headers = [ctx.say(Reason(f"probe_column_{name}")) for name in names]
    widths = _widths([headers, *rows], _limit(ctx))
    ctx.out(paint(_line(headers, widths), "dim", color=ctx.color))
    notes = [_notes(result, ctx) for result in run.results]
    for number, (result, row) in enumerate(zip(run.results, rows, strict=True)):
        style = _STYLES.get(result.verdict.status, "yellow")
        ctx.out(_line(row, widths, style if ctx.color else None))
        following = notes[number + 1] if number + 1 < len(notes) else []
        if notes[number] != following:  # what is said of several is said below the last of them
            for note in notes[number]:
                ctx.out(note)
    if any(result.verdict.status == "valid_funds_unchecked" for result in run.results):
        hint = ctx.say(Reason("probe_funds_hint"))
        ctx.out(paint(ctx.fitted(hint, ctx.stdout), "dim", color=ctx.color))


def plain_lines(results: Sequence[ProbeResult]) -> list[str]:
    """Return a line for each result, for scripts: status, key and milliseconds, tabs between."""
    return [
        f"{r.verdict.status}\t{r.target.key}\t{'' if r.latency_ms is None else r.latency_ms}"
        for r in results
    ]


def _cells_of(result: ProbeResult, ctx: Context) -> list[str]:
    candidate = result.target.candidate
    latency = "-" if result.latency_ms is None else f"{result.latency_ms} ms"
    return [
        harmless(candidate.provider),
        harmless(candidate.profile_id or candidate.source),
        ctx.say(Reason(f"probe_status_{result.verdict.status}")),
        latency,
    ]


def _notes(result: ProbeResult, ctx: Context) -> list[str]:
    """Return what is said below a row: why, and what mends it."""
    reason = result.verdict.reason
    if reason.code in _PLAIN:
        return []
    why = reason_text(reason, ctx.ports.now_ms(), ctx.lang)
    said = paint(ctx.fitted(why, ctx.stdout, _INDENT, _INDENT), "yellow", color=ctx.color)
    mend = remedy_text(reason, ctx.lang)
    return [said, _INDENT + mend] if mend else [said]


def _limit(ctx: Context) -> int | None:
    return width(dict(ctx.ports.environ)) if ctx.stdout.isatty() else None


def _widths(lines: Sequence[Sequence[str]], limit: int | None) -> list[int]:
    """Return the columns' widths; names give way where the terminal is narrow."""
    widths = [max(cells(line[i]) for line in lines) for i in range(len(lines[0]))]
    if limit is None:
        return widths
    excess = 2 + sum(widths) + len(_GAP) * (len(widths) - 1) - limit
    for column in (1, 0):
        cut = min(max(excess, 0), max(widths[column] - _LEAST, 0))
        widths[column] -= cut
        excess -= cut
    return widths


def _line(row: Sequence[str], widths: Sequence[int], style: str | None = None) -> str:
    shown = [pad(shorten(text, w), w) for text, w in zip(row, widths, strict=True)]
    shown[3] = " " * (widths[3] - cells(row[3])) + row[3]
    if style is not None:
        shown[2] = paint(shown[2], style, color=True)
    return "  " + _GAP.join(shown).rstrip()
