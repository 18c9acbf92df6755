"""A decision as a person takes it in: the winner and its place, then everyone else and why not."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice
from openclaw_auth.cli.style import paint
from openclaw_auth.codes import Reason
from openclaw_auth.explanation import shadowed
from openclaw_auth.health.status import decided_label
from openclaw_auth.sources.environment import (
    CONFIG,
    CONFIG_VARS,
    PROCESS,
    SHELL,
    STATE,
    WORKING_DIRECTORY,
)
from openclaw_auth.wording import reason_text, remedy_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.cli.auth.explain import Question
    from openclaw_auth.cli.context import Context
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.snapshot import Snapshot

_MAX_LISTED = 200
_INDENT = " " * 6


def show(
    question: Question,
    decision: Decision,
    snapshot: Snapshot,
    place_of: Callable[[Candidate], str],
    ctx: Context,
    *,
    now_ms: int,
) -> None:
    """Print one decision."""
    page = _Page(snapshot, place_of, now_ms, ctx)
    order = page.text(f"order_{decision.order_source}")
    head = page.text("explain_head", agent=question.agent.id, order=order)
    page.ctx.out(
        f"{page.paint(question.key or question.provider, 'bold')}  {page.paint(head, 'dim')}"
    )
    page.ctx.out("")
    shown = decision.candidates[:_MAX_LISTED]
    for rank, candidate in enumerate(shown, 1):
        page.candidate(rank, candidate, is_next=candidate is decision.next)
    left = len(decision.candidates) - len(shown)
    if left > 0:
        page.ctx.out(f"    {page.text('status_more', count=left)}")
    if decision.next is None:
        _nothing(question, decision, page)
    else:
        _winner(decision, decision.next, page)


class _Page:
    def __init__(
        self,
        snapshot: Snapshot,
        place_of: Callable[[Candidate], str],
        now_ms: int,
        ctx: Context,
    ) -> None:
        self.snapshot = snapshot
        self.place_of = place_of
        self.now_ms = now_ms
        self.ctx = ctx
        self._last_place = ""

    def text(self, code: str, **params: object) -> str:
        return self.ctx.say(Reason(code, params))

    def paint(self, text: str, style: str) -> str:
        return paint(text, style, color=self.ctx.color)

    def candidate(self, rank: int, candidate: Candidate, *, is_next: bool) -> None:
        """Print what a candidate is, where it lies and, where it is passed over, why."""
        mark = self.paint("✗", "red")
        if candidate.eligible:
            mark = self.paint("→", "green") if is_next else " "
        name = self._name(candidate)
        said = f"  {self.paint(self.text('status_next'), 'green')}" if is_next else ""
        self.ctx.out(f"{mark} {rank:>2}  {name}{said}")
        if candidate.reason.code != "profile_unknown":
            self._line(self._where(candidate), "dim")
        if candidate.reason.code not in ("usable", "keyless"):
            self._line(reason_text(candidate.reason, self.now_ms, self.ctx.lang), "yellow")
        mend = "" if candidate.eligible else remedy_text(candidate.reason, self.ctx.lang)
        if mend:
            self.ctx.out(_INDENT + mend)

    def note(self, text: str, style: str = "plain") -> None:
        """Print a sentence below the candidates."""
        self.ctx.out("")
        self.ctx.out(self.paint(self.ctx.fitted(text, self.ctx.stdout), style))

    def _line(self, text: str, style: str) -> None:
        self.ctx.out(self.paint(self.ctx.fitted(text, self.ctx.stdout, _INDENT, _INDENT), style))

    def _name(self, candidate: Candidate) -> str:
        profile = self.snapshot.data.profiles.get(candidate.profile_id or "")
        if profile is None:
            secret = f"={candidate.secret.masked()}" if candidate.secret else ""
            return (candidate.profile_id or candidate.source) + secret
        name = decided_label(profile, self.snapshot, self.now_ms)
        if candidate.inherited:
            name += f" ({self.text('inherited_from_main')})"
        return name

    def _where(self, candidate: Candidate) -> str:
        """Return the place, the type and the billing class; a variable with who set it."""
        place = self.ctx.paths.shorten(self.place_of(candidate))
        if candidate.kind == "env":
            place = self._layer(candidate.key.partition(":")[2])
        # Most lie in one file: that is said once.
        said, self._last_place = place if place != self._last_place else "", place
        parts = [candidate.type, candidate.billing_class, said]
        return " · ".join(part for part in parts if part)

    def _layer(self, variable: str) -> str:
        """Return who set a variable: a file, a place in the config, or the process."""
        found = self.snapshot.environment.get(variable)
        layer = found.layer if found is not None else PROCESS
        places = {
            WORKING_DIRECTORY: "./.env",
            STATE: self.ctx.paths.shorten(self.ctx.paths.dotenv_path),
            CONFIG: f"env.{variable}",
            CONFIG_VARS: f"env.vars.{variable}",
            SHELL: self.text("explain_login_shell"),
        }
        return places.get(layer) or self.text("explain_process")


def _winner(decision: Decision, winner: Candidate, page: _Page) -> None:
    if winner.crosses:
        page.note(page.text("explain_crosses", name=winner.key), "yellow")
    others = shadowed(decision)
    if others:
        names = [c.profile_id or c.source for c in others[:_MAX_LISTED]]
        joined = page.text("list_comma").join(names)
        page.note(
            page.text("explain_shadows", name=winner.profile_id or winner.source, names=joined)
        )


def _nothing(question: Question, decision: Decision, page: _Page) -> None:
    if decision.candidates:
        page.note(page.text("explain_nothing", model=question.key or question.provider), "red")
    else:
        reason = Reason("no_credential", {"provider": question.provider})
        page.ctx.out(page.paint(page.ctx.say(reason), "red"))
        page.ctx.out(f"  {page.ctx.remedy(reason)}")
    view = page.ctx.settings().view
    models = [str(ref) for ref in ModelChoice(view, question.agent.id).refs(view.aliases())]
    others = [model for model in models if model != question.key]
    if question.key is not None and others:
        page.note(page.text("explain_fallbacks", models=page.text("list_comma").join(others)))
