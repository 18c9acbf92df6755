"""`/status` and `/auth`: what this session uses, what answered last, and why. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.sessions.commands.candidates import candidate_lines
from openclaw_auth.sessions.commands.reply import Line, Reply
from openclaw_auth.sessions.commands.usage import mode_of

if TYPE_CHECKING:
    from openclaw_auth.sessions.commands.desk import Desk


def status(desk: Desk) -> Reply:
    """Answer `/status`."""
    entry, ref = desk.entry, desk.selected
    lines = [
        Line(Reason("chat_session", {"session": desk.key, "agent": desk.agent_id})),
        Line(Reason("chat_selected", {"model": ref.key})),
    ]
    provider, model = entry.get("modelProvider"), entry.get("model")
    if isinstance(provider, str) and isinstance(model, str):
        lines.append(Line(Reason("chat_answered", {"model": f"{provider}/{model}"})))
    lines += _profile(desk)
    lines += _tokens(desk)
    lines.append(Line(Reason("chat_usage_mode", {"mode": mode_of(entry)})))
    resting = [c for c in desk.decide(ref).candidates if c.until_ms is not None and not c.eligible]
    for candidate in resting:
        name = candidate.profile_id or candidate.source
        lines += [Line(Reason("chat_resting", {"name": name})), Line(candidate.reason, 1)]
    if desk.running:
        lines.append(Line(Reason("chat_running")))
    return Reply(tuple(lines))


def auth(desk: Desk) -> Reply:
    """Answer `/auth`: every credential for this session's model, in order, with its reason."""
    decision = desk.decide(desk.selected)
    head = Reason("chat_auth_head", {"model": desk.selected.key, "agent": desk.agent_id})
    return Reply((Line(head), *candidate_lines(decision)))


def _profile(desk: Desk) -> list[Line]:
    ref = desk.selected
    taken = desk.decide(ref).next
    if taken is None:
        return [Line(Reason("chat_nothing_usable", {"provider": ref.provider}))]
    shown = {
        "profile": taken.profile_id or taken.source,
        "billing": taken.billing_class or "-",
    }
    pin = desk.pin_for(ref.provider)
    code = "chat_profile"
    if pin is not None and pin.profile_id == taken.profile_id:
        code = "chat_profile_user" if pin.origin == "user" else "chat_profile_auto"
    return [Line(Reason(code, shown))]


def _tokens(desk: Desk) -> list[Line]:
    window, assumed = desk.models.context_window(desk.selected.provider, desk.selected.model)
    counts = {name: _count(desk, name) for name in ("inputTokens", "outputTokens", "totalTokens")}
    shown = {
        "input": counts["inputTokens"],
        "output": counts["outputTokens"],
        "prompt": counts["totalTokens"],
        "window": window,
        "share": round(100 * counts["totalTokens"] / window),
    }
    return [Line(Reason("chat_tokens_assumed" if assumed else "chat_tokens", shown))]


def _count(desk: Desk, name: str) -> int:
    value = desk.entry.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
