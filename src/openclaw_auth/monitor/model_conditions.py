"""Which models an agent could not get an answer from now. Pure."""

from __future__ import annotations

from openclaw_auth.health.status import models_asked
from openclaw_auth.monitor.condition import Condition
from openclaw_auth.monitor.credential_conditions import PASSING_MS
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openclaw_auth.monitor.condition import Severity
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.selection.decision import Decision
    from openclaw_auth.selection.snapshot import Snapshot


def model_conditions(
    agent_id: str, snapshot: Snapshot, refs: Sequence[ModelRef], now_ms: int
) -> Iterator[Condition]:
    """Yield one condition for each model in use that cannot answer, and one when all cannot.

    Args:
        agent_id: whose models.
        snapshot: the agent's view.
        refs: the default model and its fallbacks.
        now_ms: the present, epoch ms.
    """
    refs = list(dict.fromkeys(refs))
    silent: list[tuple[ModelRef, Decision]] = []
    for ref in refs:
        model = models_asked(snapshot, [ref])[ref.provider]
        decision = select(snapshot, Request(ref.provider, model), now_ms)
        if not any(c.eligible and not c.probe for c in decision.candidates):
            silent.append((ref, decision))
    who = {
        "where": "" if agent_id == "main" else f" [{agent_id}]",
        "agent": "" if agent_id == "main" else f" --agent {agent_id}",
    }
    nothing = len(silent) == len(refs)
    if nothing:
        names = ", ".join(ref.key for ref in refs)
        params = {"models": names, "how": _how(*silent[0]), **who}
        wait_ms = min(_wait_ms(decision, now_ms) for _, decision in silent)
        yield Condition(f"usable:{agent_id}", "monitor_nothing_usable", "error", params, wait_ms)
    for ref, decision in silent if len(refs) > 1 else ():
        params = {"model": ref.key, "how": _how(ref, decision), **who}
        key, bad = f"model:{agent_id}/{ref.key}", _bad(nothing=nothing)
        wait_ms = _wait_ms(decision, now_ms)
        yield Condition(key, "monitor_model_unusable", bad, params, wait_ms)


def _how(ref: ModelRef, decision: Decision) -> str:
    """Return what comes behind `openclaw models auth` to mend it, or to learn more."""
    return f"{'explain' if decision.candidates else 'add'} --provider {ref.provider}"


def _bad(*, nothing: bool) -> Severity:
    """Return how bad one silent model is; where all are, that is told instead."""
    return "info" if nothing else "warning"


def _wait_ms(decision: Decision, now_ms: int) -> int:
    """Return how long to wait before telling: not at all, unless time soon mends it."""
    ends = [c.until_ms for c in decision.candidates if c.until_ms is not None]
    return PASSING_MS if ends and min(ends) - now_ms < PASSING_MS else 0
