"""Alerts as a message for people: a title and lines, each with the command that mends it."""

from __future__ import annotations

from openclaw_auth.codes import Reason, render
from openclaw_auth.monitor.condition import stored
from openclaw_auth.wording import clock, reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.monitor.condition import Alert, Severity

MOST_LINES = 20
_MOST_BYTES = 3_500  # ntfy makes a file of more than 4,096, and Telegram and others cut
_LATE_MS = 10 * 60_000
_LONGEST_LINE = 400
_RANK = {"error": 2, "warning": 1, "info": 0}


class Message:
    """What is sent to one target.

    Attributes:
        title, body: plain text.
        severity: of the worst alert in it.
        recovered: whether it tells of nothing but recoveries.
    """

    __slots__ = ("body", "recovered", "severity", "title")

    def __init__(
        self, title: str, body: str, severity: Severity, *, recovered: bool = False
    ) -> None:
        self.title = title
        self.body = body
        self.severity: Severity = severity
        self.recovered = recovered


def alert_text(alert: Alert, now_ms: int, lang: str) -> str:
    """Return one alert as a sentence, as it was when it was noticed; a late one says when."""
    said = _one_line(reason_text(alert.reason, alert.at_ms, lang))
    if alert.kind == "reminder":
        said = render(Reason("monitor_line_reminder", {"said": said}), lang)
    if now_ms - alert.at_ms >= _LATE_MS:
        at = clock(alert.at_ms, now_ms)
        said = render(Reason("monitor_line_at", {"said": said, "at": at}), lang)
    return said


def message(alerts: Sequence[Alert], name: str, now_ms: int, lang: str) -> Message:
    """Return alerts as one message, in the order in which they were noticed.

    Args:
        alerts: at least one.
        name: of this host.
        now_ms: the present, epoch ms.
        lang: `en` or `zh`.
    """
    worst = max(alerts, key=lambda alert: _RANK[alert.severity])
    if len(alerts) == 1:
        title = Reason("monitor_title_one", {"name": name, "said": alert_text(worst, now_ms, lang)})
    else:
        title = Reason("monitor_title_many", {"name": name, "count": len(alerts)})
    lines = _lines(alerts, now_ms, lang)
    recovered = all(alert.kind == "recovered" for alert in alerts)
    return Message(
        _one_line(render(title, lang)), "\n".join(lines), worst.severity, recovered=recovered
    )


def _lines(alerts: Sequence[Alert], now_ms: int, lang: str) -> list[str]:
    """Return a line for each alert and one for its mend; of too many, the worst."""
    chosen = list(alerts)
    if len(chosen) > MOST_LINES:
        chosen = sorted(chosen, key=lambda alert: -_RANK[alert.severity])[:MOST_LINES]
    lines: list[str] = []
    room, shown = _MOST_BYTES, 0
    for alert in chosen:
        mend = _one_line(remedy_text(alert.reason, lang)) if alert.kind != "recovered" else ""
        new = [alert_text(alert, now_ms, lang), *([f"→ {mend}"] if mend else [])]
        room -= sum(len(line.encode()) + 1 for line in new)
        if room < 0:
            break
        lines += new
        shown += 1
    left = len(alerts) - shown
    if left > 0:
        lines.append(render(Reason("monitor_lines_more", {"count": left}), lang))
    return lines


def probe_message(name: str, lang: str) -> Message:
    """Return what `monitor test` sends."""
    title = render(Reason("monitor_test_title", {"name": name}), lang)
    body = render(Reason("monitor_test_body", {"name": name}), lang)
    return Message(_one_line(title), _one_line(body), "info")


def _one_line(text: str) -> str:
    """Return text on one line, of a length that every service takes: names come from files."""
    plain = stored(" ".join(text.split()))
    return plain if len(plain) <= _LONGEST_LINE else plain[: _LONGEST_LINE - 1] + "…"
