"""`openclaw models auth list`: every stored credential, whether it is usable, and which is next."""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.cli.auth.target import canonical_provider, catalogue_of
from openclaw_auth.cli.context import width
from openclaw_auth.cli.style import cells, paint
from openclaw_auth.cli.table import shorten, table
from openclaw_auth.codes import Reason, severity
from openclaw_auth.errors import did_you_mean
from openclaw_auth.expiry import expiry_status, remaining
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.wording import reason_text, remedy_text
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.credentials import Profile
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.snapshot import Snapshot

_LEAST_STATE = 12
# What the column says in a word or two; below the table stands all of it.
_STATES = {
    "cooling": "auth_state_cooling",
    "disabled": "auth_state_disabled",
    "dead": "auth_state_dead",
    "policy_restricted": "auth_state_restricted",
    "token_expired": "auth_state_expired",
    "login_expired": "auth_state_expired",
    "login_needs_refresh": "auth_state_stale",
    "secret_empty": "auth_state_empty",
    "hidden_by_config": "auth_state_hidden",
    "not_in_order": "auth_state_not_in_order",
}
_EXAMPLES = """\
examples:
  openclaw models auth list
  openclaw models auth list --provider anthropic
  openclaw models auth list --json | jq -r '.profiles[] | select(.next) | .profileId'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument("--provider", metavar="ID", help="only this provider's")
    parser.add_argument("--agent", metavar="ID", help="as this agent sees them")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """List the stored credentials; returns the exit code."""
    ctx.config()
    settings = ctx.settings()
    agent = find_agent(settings.view, settings.paths, args.agent)
    world = load_world(settings, [agent], ctx.ports)
    snapshot = world.snapshots[agent.id]
    provider = None
    if args.provider is not None:
        provider = canonical_provider(args.provider, ctx, "openclaw models auth list")
    rows = _rows(snapshot, provider, ctx.ports.now_ms())
    if args.json:
        document = {"agentId": agent.id, "agentDir": agent.dir}
        path = ctx.paths.store_path(agent.dir)
        ctx.json({**document, "storePath": path, "profiles": [row.json() for row in rows]})
    elif rows:
        _show(rows, ctx)
    elif not any(severity(problem) == "error" for problem in world.problems):
        _say_none(provider, ctx)
    for problem in world.problems:
        ctx.notice(problem)
    return 0


class _Row:
    """One profile with what `select` thinks of it."""

    def __init__(
        self, profile: Profile, candidate: Candidate, now_ms: int, *, is_next: bool
    ) -> None:
        self.profile = profile
        self.candidate = candidate
        self.now_ms = now_ms
        self.is_next = is_next

    def json(self) -> dict[str, Any]:
        profile = self.profile
        row: dict[str, Any] = {
            "profileId": profile.id,
            "provider": profile.provider,
            "type": profile.type,
            "masked": profile.secret.masked() if profile.secret is not None else "missing",
            "status": expiry_status(profile, self.now_ms),
            "eligible": self.candidate.eligible,
            "code": self.candidate.reason.code,
            "next": self.is_next,
        }
        optional = {
            "expiresAt": profile.expires_ms,
            "until": self.candidate.until_ms,
            "email": profile.email,
            "inheritedFrom": "main" if profile.inherited else None,
        }
        return row | {name: value for name, value in optional.items() if value is not None}


def _rows(snapshot: Snapshot, provider: str | None, now_ms: int) -> list[_Row]:
    """Return the profiles by provider, each provider's in the order in which they are asked."""
    profiles = snapshot.data.profiles
    providers = sorted({p.provider for p in profiles.values()})
    rows = []
    for name in [provider] if provider is not None else providers:
        decision = select(snapshot, Request(name), now_ms)
        for candidate in decision.candidates:
            profile = profiles.get(candidate.profile_id or "")
            if profile is not None and profile.provider == name:
                rows.append(_Row(profile, candidate, now_ms, is_next=candidate is decision.next))
    return rows


def _show(rows: list[_Row], ctx: Context) -> None:
    codes = ("auth_column_profile", "auth_column_type", "auth_column_secret", "auth_column_state")
    headers = [f"  {ctx.say(Reason(codes[0]))}", *(ctx.say(Reason(code)) for code in codes[1:])]
    room = width(dict(ctx.ports.environ)) if ctx.stdout.isatty() else None
    shown = [_cells(row, ctx) for row in rows]
    if room is not None:
        _fit(shown, headers, room)
    head, *lines = table(shown, headers, None).split("\n")
    ctx.out(paint(head, "bold", color=ctx.color))
    for row, line in zip(rows, lines, strict=True):
        ctx.out(paint(line, _style(row), color=ctx.color))
    _explain([row for row in rows if not row.candidate.eligible], ctx)


def _explain(rows: list[_Row], ctx: Context) -> None:
    """Say of each credential that cannot be used why, and once what mends it."""
    by_mend: dict[str, list[str]] = {}
    for row in rows:
        reason = row.candidate.reason
        if severity(reason) != "info":
            why = reason_text(reason, row.now_ms, ctx.lang)
            by_mend.setdefault(remedy_text(reason, ctx.lang), []).append(why)
    for mend, reasons in by_mend.items():
        for why in dict.fromkeys(reasons):
            ctx.err(ctx.fitted(why, ctx.stderr))
        if mend:
            ctx.err(f"  {mend}")


def _fit(shown: list[list[str]], headers: list[str], room: int) -> None:
    """Leave the type out, then shorten the state; an id or a mask that is cut serves nobody."""
    lines = [headers, *shown]
    wide = [max(cells(line[i]) for line in lines) + 2 for i in range(len(headers))]
    if sum(wide) - 2 > room:
        del wide[1]
        for line in lines:
            del line[1]
    for line in shown:
        line[-1] = shorten(line[-1], max(_LEAST_STATE, room - sum(wide[:-1])))


def _style(row: _Row) -> str:
    if row.candidate.eligible:
        return "green" if row.is_next else "plain"
    return "dim" if severity(row.candidate.reason) == "info" else "yellow"


def _cells(row: _Row, ctx: Context) -> list[str]:
    profile = row.profile
    secret = profile.secret.masked() if profile.secret is not None else "missing"
    if profile.type == "oauth":
        secret = profile.email or secret
    mark = "→ " if row.is_next else "  "
    return [f"{mark}{profile.id}", profile.type, secret, _state(row, ctx)]


def _state(row: _Row, ctx: Context) -> str:
    profile, reason = row.profile, row.candidate.reason
    parts = []
    if row.candidate.probe:
        parts.append(ctx.say(Reason("auth_state_probe")))
    elif row.candidate.eligible:
        status = expiry_status(profile, row.now_ms)
        parts.append(ctx.say(Reason("auth_usable")))
        if profile.expires_ms is not None and status in ("ok", "expiring") and not profile.refresh:
            left = remaining(profile.expires_ms - row.now_ms)
            parts = [ctx.say(Reason("expires_in", {"left": left}))]
    else:
        short = Reason(_STATES.get(reason.code, "auth_state_unused"), reason.params)
        parts.append(reason_text(short, row.now_ms, ctx.lang))
    if row.is_next:
        parts.insert(0, ctx.say(Reason("status_next")))
    if profile.inherited:
        parts.append(ctx.say(Reason("inherited_from_main")))
    return ctx.say(Reason("list_comma")).join(parts)


def _say_none(provider: str | None, ctx: Context) -> None:
    if provider is None:
        ctx.notice(Reason("auth_list_none"))
        return
    catalogue = catalogue_of(ctx)
    near = () if catalogue.get(provider) is not None else catalogue.nearest(provider)
    params = {"provider": provider, "nearest": did_you_mean(near)}
    ctx.notice(Reason("auth_list_none_of", {**params, "meant": near[0] if near else provider}))
