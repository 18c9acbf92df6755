"""Status as a person takes it in at a glance: what is used, what is wrong, what mends it."""

from __future__ import annotations

from openclaw_auth.cli.style import cells, pad, paint
from openclaw_auth.codes import Reason
from openclaw_auth.expiry import remaining
from openclaw_auth.health.status import label
from openclaw_auth.wording import reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.status import ProviderRow
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.snapshot import Snapshot

_STATUS_STYLE = {"ok": "green", "static": "green", "expiring": "yellow", "expired": "red"}
_MAX_LISTED = 200


def show(
    document: dict[str, Any],
    rows: list[ProviderRow],
    snapshot: Snapshot,
    now_ms: int,
    ctx: Context,
) -> None:
    """Print the status document for people, with the decisions that it was made from."""
    page = _Page(ctx)
    _models(document, page)
    decisions = {row.provider: row.decision for row in rows}
    for provider in document["auth"]["providers"]:
        _provider(provider, decisions[provider["provider"]], snapshot, now_ms, page)
    _ends(document["auth"]["oauth"], now_ms, page)
    _missing(document["auth"]["missingProvidersInUse"], page)


class _Page:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def text(self, code: str, **params: object) -> str:
        return self.ctx.say(Reason(code, params))

    def paint(self, text: str, style: str) -> str:
        return paint(text, style, color=self.ctx.color)

    def title(self, code: str, **params: object) -> None:
        self.ctx.out("")
        self.ctx.out(self.paint(self.text(code, **params), "bold"))

    def pairs(self, rows: list[tuple[str, str]]) -> None:
        width = max(cells(name) for name, _ in rows)
        for name, value in rows:
            self.ctx.out(f"{self.paint(pad(name, width), 'dim')}  {value}")


def _models(document: dict[str, Any], page: _Page) -> None:
    default = document["resolvedDefault"]
    if document["defaultModel"] != default:
        default += f" ({document['defaultModel']})"
    rows = [
        (page.text("status_config"), page.ctx.paths.shorten(document["configPath"])),
        (page.text("status_store"), page.ctx.paths.shorten(document["auth"]["storePath"])),
        (page.text("status_default"), page.paint(default, "cyan")),
    ]
    if document["fallbacks"]:
        rows.append((page.text("status_fallbacks"), ", ".join(document["fallbacks"])))
    if document["imageModel"]:
        images = [document["imageModel"], *document["imageFallbacks"]]
        rows.append((page.text("status_image"), ", ".join(images)))
    if document["aliases"]:
        shown = (f"{alias} -> {model}" for alias, model in document["aliases"].items())
        rows.append((page.text("status_aliases"), ", ".join(shown)))
    page.pairs(rows)


def _provider(
    row: dict[str, Any], decision: Decision, snapshot: Snapshot, now_ms: int, page: _Page
) -> None:
    """List a provider's candidates in the order in which they are asked."""
    page.ctx.out("")
    order = page.text(f"order_{decision.order_source}")
    page.ctx.out(f"{page.paint(row['provider'], 'bold')}  {page.paint(order, 'dim')}")
    chosen = decision.next
    shown = decision.candidates[:_MAX_LISTED]
    mends = [remedy_text(c.reason, page.ctx.lang) if not c.eligible else "" for c in shown]
    for candidate, mend, after in zip(shown, mends, [*mends[1:], ""], strict=True):
        name = _name(candidate, snapshot, row, now_ms, page)
        # What mends several is said once, below the last of them.
        said = "" if mend == after else mend
        _candidate(candidate, name, said, now_ms, page, is_next=candidate is chosen)
    left = len(decision.candidates) - _MAX_LISTED
    if left > 0:
        page.ctx.out(f"    {page.text('status_more', count=left)}")


def _name(
    candidate: Candidate, snapshot: Snapshot, row: dict[str, Any], now_ms: int, page: _Page
) -> str:
    """Return what a candidate is called: its label, or its place and its key's mask."""
    if candidate.profile_id is None:
        key = row.get("env") if candidate.kind == "env" else row.get("modelsJson")
        return candidate.source + (f"={key['value']}" if key else "")
    profile = snapshot.data.profiles.get(candidate.profile_id)
    name = label(profile, snapshot, now_ms) if profile else candidate.profile_id
    return f"{name} ({page.text('inherited_from_main')})" if candidate.inherited else name


def _candidate(
    candidate: Candidate, name: str, mend: str, now_ms: int, page: _Page, *, is_next: bool
) -> None:
    if is_next:
        page.ctx.out(
            f"  {page.paint('→', 'green')} {name}  {page.paint(page.text('status_next'), 'green')}"
        )
    elif candidate.eligible:
        page.ctx.out(f"    {name}")
    else:
        page.ctx.out(f"  {page.paint('✗', 'red')} {name}")
    if candidate.reason.code in ("usable", "keyless"):
        return
    why = reason_text(candidate.reason, now_ms, page.ctx.lang)
    indent = " " * 6
    page.ctx.out(page.paint(page.ctx.fitted(why, page.ctx.stdout, indent, indent), "yellow"))
    if mend:
        page.ctx.out(f"      {mend}")


def _ends(oauth: dict[str, Any], now_ms: int, page: _Page) -> None:
    """Say of each login and token when it ends."""
    rows = [row for row in oauth["profiles"] if row["type"] != "api_key"]
    if not rows:
        return
    page.title("status_expiry")
    width = max(cells(row["label"]) for row in rows)
    for row in rows[:_MAX_LISTED]:
        status = "unknown" if row["status"] == "missing" else row["status"]
        word = page.paint(page.text(f"end_{status}"), _STATUS_STYLE.get(row["status"], "yellow"))
        page.ctx.out(f"  {pad(row['label'], width)}  {word}{_end(row, page)}")
        if "renewable" in row:
            from openclaw_auth.cli.models.status_renewal import renewal_lines

            for line in renewal_lines(row, now_ms, page.ctx):
                page.ctx.out(f"    {page.paint(line, 'dim')}")


def _end(row: dict[str, Any], page: _Page) -> str:
    if row["status"] == "missing":
        return " " + page.text("expires_unknown")
    if "remainingMs" not in row:
        return ""
    if row["remainingMs"] <= 0 and row["status"] == "ok":
        return " " + page.text("token_ended_ago", ago=remaining(-row["remainingMs"]))
    if row["remainingMs"] <= 0:
        return " " + page.text("expired_ago", ago=remaining(-row["remainingMs"]))
    return " " + page.text("expires_in", left=remaining(row["remainingMs"]))


def _missing(providers: list[str], page: _Page) -> None:
    if not providers:
        return
    page.title("status_missing_auth")
    for provider in providers:
        mend = page.ctx.remedy(Reason("no_credential", {"provider": provider}))
        page.ctx.out(f"  {page.paint('✗', 'red')} {provider}  {mend}")
