"""When credentials end, as a calendar that phones and mail programs subscribe to. Pure.

iCalendar: RFC 5545; how often to look again: RFC 7986, section 5.7.
"""

from __future__ import annotations

from datetime import UTC, datetime

from openclaw_auth.codes import Reason
from openclaw_auth.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.selection.snapshot import Snapshot

MEDIA_TYPE = "text/calendar; charset=utf-8"
_OCTETS_A_LINE = 75
_REMIND = ("-P7D", "-P1D")


class Ending:
    """One credential that will end, or has ended.

    Attributes:
        agent_id: whose store holds it.
        profile_id, provider: what it is.
        ends_ms: epoch ms.
    """

    __slots__ = ("agent_id", "ends_ms", "profile_id", "provider")

    def __init__(self, agent_id: str, profile_id: str, provider: str, ends_ms: int) -> None:
        self.agent_id = agent_id
        self.profile_id = profile_id
        self.provider = provider
        self.ends_ms = ends_ms


def endings(snapshot: Snapshot, renewals: Mapping[str, Renewal]) -> Iterator[Ending]:
    """Yield what ends in an agent's view; a login that renews itself does not.

    Args:
        snapshot: the agent's view.
        renewals: what is known of logins, by profile id.
    """
    for profile in snapshot.data.profiles.values():
        renewal = renewals.get(profile.id)
        lasting = renewal is not None and renewal.renewable == "yes"
        if profile.type == "api_key" or lasting:
            continue
        if profile.expires_ms is not None and profile.expires_ms > 0:
            holder = "main" if profile.inherited else snapshot.agent_id
            yield Ending(holder, profile.id, profile.provider, profile.expires_ms)


def calendar(
    found: Iterable[Ending],
    now_ms: int,
    say: Callable[[Reason], str],
    mend: Callable[[Reason], str],
) -> str:
    """Return the calendar, one event for each end, with reminders a week and a day before.

    Args:
        found: what ends.
        now_ms: the present, epoch ms.
        say: puts a reason in the reader's language.
        mend: the same for its remedy.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//openclaw-auth//{__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(say(Reason('calendar_name')))}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for ending in sorted(found, key=lambda e: (e.ends_ms, e.agent_id, e.profile_id)):
        stamp = _moment(ending.ends_ms)
        if stamp is not None:  # else it ends when no calendar counts any more
            lines += _event(ending, stamp, _moment(now_ms) or stamp, say, mend)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(
    ending: Ending,
    stamp: str,
    now_stamp: str,
    say: Callable[[Reason], str],
    mend: Callable[[Reason], str],
) -> Iterator[str]:
    params = {"profile": ending.profile_id, "provider": ending.provider}
    reason = Reason("calendar_ends", params)
    summary = _escaped(say(reason))
    yield "BEGIN:VEVENT"
    # The same credential keeps its event: a new end moves it instead of adding another.
    yield f"UID:{_escaped(f'{ending.agent_id}/{ending.profile_id}')}@openclaw-auth"
    yield f"DTSTAMP:{now_stamp}"
    yield f"DTSTART:{stamp}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{_escaped(mend(reason))}"
    yield "TRANSP:TRANSPARENT"
    for before in _REMIND:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{before}"
        yield f"DESCRIPTION:{summary}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _moment(at_ms: int) -> str | None:
    try:
        return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    except (OverflowError, ValueError, OSError):
        return None


def _escaped(text: str) -> str:
    r"""Return a text as a value: RFC 5545, 3.3.11. Line breaks become `\n`."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = "\\n".join(text.splitlines())
    return "".join(char for char in text if char.isprintable())


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, no character torn: RFC 5545, 3.1."""
    pieces, piece, room = [], "", _OCTETS_A_LINE
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS_A_LINE - 1  # the space that begins it counts
        piece += char
        room -= size
    return "\r\n ".join([*pieces, piece])
