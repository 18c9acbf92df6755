"""The formats of `models status` besides JSON: for people, for documents, for calendars."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.expiry import remaining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.models.status_report import Report

_MARKDOWN = str.maketrans({"|": "\\|", "\n": " ", "`": "'"})


def print_table(report: Report, ctx: Context) -> None:
    """Print what a person takes in at a glance."""
    from openclaw_auth.cli.models.status_text import show

    auth = report.document["auth"]
    show(report.document, report.rows, report.snapshot, report.now_ms, ctx)
    _show_deaf(auth.get("fallbacksWithoutDialect", []), ctx)
    if "billing" in auth:
        _show_crossing(auth["billing"], ctx)
    if report.probed is not None:
        from openclaw_auth.cli.models.probe_text import show_probes

        show_probes(report.probed, ctx)


def _show_deaf(deaf: list[dict[str, Any]], ctx: Context) -> None:
    for row in deaf:
        missing = ", ".join(row["missing"])
        reason = Reason("status_fallback_deaf", {"model": row["model"], "missing": missing})
        ctx.out("")
        ctx.out(ctx.say(reason))


def _show_crossing(billing: dict[str, Any], ctx: Context) -> None:
    """Say which way requests last crossed to a metered key."""
    last = billing["lastCrossing"]
    code = "status_crosses" if last["inForce"] else "status_crossed"
    params = {**last, "requests": billing["requestsToday"], "from": last["from"] or "-"}
    ctx.out("")
    ctx.out(ctx.say(Reason(code, params)))


def print_plain(report: Report, ctx: Context) -> None:
    """Print the default model, for scripts; below it what the providers said, if they were asked."""
    ctx.out(report.document["resolvedDefault"])
    if report.probed is not None:
        from openclaw_auth.cli.models.probe_text import plain_lines

        ctx.out("\n".join(plain_lines(report.probed.results)))


def print_markdown(report: Report, ctx: Context) -> None:
    """Print a table for a wiki or an issue: it holds no part of any secret."""
    ctx.out(f"**{_cell(report.document['resolvedDefault'])}**\n")
    codes = ("provider", "credential", "state", "ends", "next")
    titles = [ctx.say(Reason(f"status_column_{code}")) for code in codes]
    ctx.out(_row(titles))
    ctx.out(_row(["---"] * len(titles)))
    for cells in _rows(report, ctx):
        ctx.out(_row(cells))


def _rows(report: Report, ctx: Context) -> Iterator[list[str]]:
    from openclaw_auth.wording import reason_text

    ends = {p["profileId"]: p for p in report.document["auth"]["oauth"]["profiles"]}
    for row in report.rows:
        chosen = row.decision.next
        for candidate in row.decision.candidates:
            end = ends.get(candidate.profile_id, {})
            left_ms = end.get("remainingMs")
            state = reason_text(candidate.reason, report.now_ms, ctx.lang)
            if candidate.eligible and end.get("status") == "expiring":
                state = ctx.say(Reason("end_expiring"))
            yield [
                row.provider,
                f"`{_cell(candidate.profile_id or candidate.source)}`",
                _cell(state),
                "" if left_ms is None or end.get("renewable") == "yes" else _left(left_ms, ctx),
                "→" if candidate is chosen else "",
            ]
    for provider in report.document["auth"]["missingProvidersInUse"]:
        missing = ctx.say(Reason("no_credential", {"provider": provider}))
        yield [provider, "", _cell(missing), "", ""]


def _left(left_ms: int, ctx: Context) -> str:
    if left_ms > 0:
        return ctx.say(Reason("expires_in", {"left": remaining(left_ms)}))
    return ctx.say(Reason("expired_ago", {"ago": remaining(-left_ms)}))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.translate(_MARKDOWN)


def print_calendar(report: Report, ctx: Context) -> None:
    """Print the calendar of ends, lines ended as its standard asks."""
    from openclaw_auth.health.calendar import calendar, endings

    found = endings(report.snapshot, report.renewals)
    text = calendar(found, report.now_ms, ctx.say, ctx.remedy)
    ctx.stdout.write(text)


def print_feed(report: Report, ctx: Context) -> None:
    """Print the address under which the gateway serves the calendar.

    Raises:
        GatewayError: `calendar_no_token`, no gateway has run yet.
    """
    from openclaw_auth.cli.gateway.reach import gateway_url
    from openclaw_auth.errors import GatewayError
    from openclaw_auth.gateway.calendar_route import PATH, PURPOSE
    from openclaw_auth.gateway.connection.access import AccessPolicy
    from openclaw_auth.gateway.lock import read_info
    from openclaw_auth.gateway.token import find_token
    from openclaw_auth.store.fingerprint_key import stored_fingerprint_key

    paths = report.settings.paths
    token = find_token(report.settings, None)
    host_key = stored_fingerprint_key(paths.state_dir)
    if token is None or host_key is None:
        raise GatewayError("calendar_no_token")
    feed = AccessPolicy(token.secret.reveal()).derived_token(host_key, PURPOSE)
    url = gateway_url(report.settings, read_info(paths.run_dir))
    ctx.out(f"{url}{PATH}?token={feed}")
    ctx.notice(Reason("calendar_address"))


PRINTERS: dict[str, Callable[[Report, Context], None]] = {
    "table": print_table,
    "plain": print_plain,
    "markdown": print_markdown,
    "ics": print_calendar,
    "feed": print_feed,
}
