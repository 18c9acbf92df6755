"""`openclaw models auth discover`: other tools' logins on this host, only looked at."""

from __future__ import annotations

from openclaw_auth.cli.auth.target import catalogue_of
from openclaw_auth.cli.context import width
from openclaw_auth.cli.table import table
from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.expiry import expiry_status, remaining
from openclaw_auth.profiles.importing import offer_of_login
from openclaw_auth.sources.other_logins import discovered
from openclaw_auth.sources.tool_shapes import TOOLS
from openclaw_auth.wording import reason_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.profiles.importing import Offer
    from openclaw_auth.sources.other_logins import OtherLogin

_EXAMPLES = """\
examples:
  openclaw models auth discover
  openclaw models auth discover --json | jq -r '.logins[] | [.tool, .status, .copy] | @tsv'
  openclaw models auth discover --open-keychain     # macOS may ask you first
nothing is copied, refreshed or changed; to copy: openclaw models auth import --from codex
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "--open-keychain", action="store_true", help="look into keychain items too (macOS)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Show what is there; returns the exit code."""
    from openclaw_auth.sources.keychain import system_keychain

    environ = ctx.ports.environ
    logins = discovered(
        ctx.paths.home, environ, system_keychain(environ), opened=args.open_keychain
    )
    catalogue, now_ms = catalogue_of(ctx), ctx.ports.now_ms()
    rows = [_Row(login, offer_of_login(login, catalogue, now_ms), now_ms) for login in logins]
    if args.json:
        ctx.json({"logins": [row.json(ctx) for row in rows]})
        return 0
    if not rows:
        tools = ", ".join(tool.name for tool in TOOLS)
        ctx.out(ctx.say(Reason("discover_none", {"tools": tools})))
        return 0
    _show(rows, ctx, all_opened=args.open_keychain)
    return 0


class _Row:
    """One login with what may be done with it."""

    def __init__(self, login: OtherLogin, offer: Offer, now_ms: int) -> None:
        self.login = login
        self.offer = offer
        self.now_ms = now_ms

    @property
    def status(self) -> str:
        """`ok`, `expiring`, `expired`, `static`, `missing`; `closed` or `broken`."""
        login = self.login
        if login.problem is not None:
            return "broken"
        if login.secret is None:
            return "closed"
        profile = Profile("", login.type or "oauth", login.provider, login.secret)
        return expiry_status(profile.replace(expires_ms=login.expires_ms), self.now_ms)

    def json(self, ctx: Context) -> dict[str, Any]:
        login, reason = self.login, self.offer.reason
        return {
            "tool": login.tool_id,
            "name": login.tool,
            "path": login.path,
            "link": login.link,
            "provider": login.provider,
            "account": login.account,
            "plan": login.plan,
            "type": login.type,
            "masked": login.secret.masked() if login.secret is not None else None,
            "expiresAt": login.expires_ms,
            "expiryAssumed": login.expiry_assumed,
            "renewable": login.renewable,
            "status": self.status,
            "copy": self.offer.copy,
            "profileId": self.offer.profile_id,
            "code": None if reason is None else reason.code,
            "text": None if reason is None else reason_text(reason, self.now_ms, ctx.lang),
            "warnings": [{"code": r.code, "text": ctx.say(r)} for r in self.offer.warnings],
        }

    def cells(self, ctx: Context) -> list[str]:
        login = self.login
        plan = f" ({login.plan})" if login.plan else ""
        return [
            login.tool,
            login.type or "-",
            f"{login.account or '-'}{plan}",
            self._state(ctx),
            ctx.say(Reason(f"copy_word_{self.offer.copy}")),
            ctx.paths.shorten(login.path),
        ]

    def _state(self, ctx: Context) -> str:
        status, ends_ms = self.status, self.login.expires_ms or 0
        params = {
            "left": remaining(ends_ms - self.now_ms),
            "ago": remaining(self.now_ms - ends_ms),
        }
        return ctx.say(Reason(f"discover_state_{'ok' if status == 'expiring' else status}", params))


def _show(rows: list[_Row], ctx: Context, *, all_opened: bool) -> None:
    names = ("tool", "type", "account", "state", "copy", "where")
    headers = [ctx.say(Reason(f"discover_{name}")) for name in names]
    wide = width(dict(ctx.ports.environ)) if ctx.stdout.isatty() else None
    ctx.out(table([row.cells(ctx) for row in rows], headers, wide))
    ctx.out("")
    for row in rows:
        login = row.login
        if login.link is not None:
            params = {"path": login.path, "link": login.link}
            ctx.err(ctx.say(Reason("tool_file_link", params)))
        if row.offer.copy == "no" and row.offer.reason is not None:
            said = reason_text(row.offer.reason, row.now_ms, ctx.lang)
            ctx.err(ctx.fitted(f"{login.tool}: {said}", ctx.stderr))
    tool = next((row.login.tool_id for row in rows if row.offer.copy != "no"), None)
    note = Reason("discover_note", {"tool": tool})
    ctx.out(ctx.say(note))
    if tool is not None:
        ctx.out(f"  {ctx.remedy(note)}")
    if not all_opened and any(row.status == "closed" for row in rows):
        ctx.notice(Reason("discover_closed"))
