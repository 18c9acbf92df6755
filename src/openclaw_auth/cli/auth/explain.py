"""`openclaw models auth explain`: which credential a request would use, and why no other."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice, find_agent, main_agent
from openclaw_auth.codes import remedy
from openclaw_auth.explanation import explanation
from openclaw_auth.health.status import models_asked
from openclaw_auth.lending.model_names import ModelNames
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import find_alias
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.session_pin import kept_pin, session_choice
from openclaw_auth.wording import reason_text
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.selection.decision import Candidate, Decision
    from openclaw_auth.selection.snapshot import Pin, Snapshot
    from openclaw_auth.world import World

_EXAMPLES = """\
examples:
  openclaw models auth explain
  openclaw models auth explain anthropic
  openclaw models auth explain opus --agent work
  openclaw models auth explain --session agent:main:main
  openclaw models auth explain --gateway    # what the running gateway would do, and why it differs
  openclaw models auth explain --json | jq -r '.candidates[] | [.code, .remedy] | @tsv'
"""


def build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "subject",
        nargs="?",
        metavar="MODEL|PROVIDER",
        help="a model as requests name it, or a provider (default: the default model)",
    )
    parser.add_argument("--agent", metavar="ID", help="as this agent sees it")
    parser.add_argument("--session", metavar="KEY", help="with what this session has chosen")
    parser.add_argument(
        "--gateway", action="store_true", help="as the running gateway sees it, and what differs"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


class Question:
    """What is asked: a model of a provider, by an agent, perhaps in a session.

    Attributes:
        provider: canonical id.
        model: id as it is sent; None where only a provider is meant and none of it is in use.
    """

    __slots__ = ("agent", "model", "pin", "provider")

    def __init__(self, agent: Agent, provider: str, model: str | None, pin: Pin | None) -> None:
        self.agent = agent
        self.provider = provider
        self.model = model
        self.pin = pin

    @property
    def key(self) -> str | None:
        """The model as a reference, `provider/model`."""
        if self.model is None or self.model.startswith(f"{self.provider}/"):
            return self.model
        return f"{self.provider}/{self.model}"

    def request(self) -> Request:
        """Return the question as `select` takes it."""
        return Request(self.provider, self.model, self.pin)


def run(args: argparse.Namespace, ctx: Context) -> int:
    """Explain one decision; returns the exit code."""
    ctx.config()
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, args.agent)
    main = main_agent(settings.view, ctx.paths)
    world = load_world(settings, [main, agent], ctx.ports)
    now_ms = ctx.ports.now_ms()
    question = _question(args.subject, args.session, world, agent, ctx)
    snapshot = world.snapshots[agent.id]
    decision = select(snapshot, question.request(), now_ms)
    place_of = _places(snapshot, world, agent, ctx)
    if args.gateway:
        from openclaw_auth.cli.auth.explain_gateway import compare

        document = _document(question, decision, place_of, now_ms, ctx)
        return compare(question, args.session, document, settings, ctx, as_json=args.json)
    if args.json:
        ctx.json(_document(question, decision, place_of, now_ms, ctx))
    else:
        from openclaw_auth.cli.auth.explain_text import show

        show(question, decision, snapshot, place_of, ctx, now_ms=now_ms)
    for problem in world.problems:
        ctx.notice(problem)
    return 0


def _document(
    question: Question,
    decision: Decision,
    place_of: Callable[[Candidate], str],
    now_ms: int,
    ctx: Context,
) -> dict[str, object]:
    return explanation(
        decision,
        model=question.key,
        provider=question.provider,
        agent=question.agent.id,
        place_of=place_of,
        words=(
            lambda reason: reason_text(reason, now_ms, ctx.lang),
            lambda reason: remedy(reason, ctx.lang),
        ),
    )


def _question(
    subject: str | None, session: str | None, world: World, agent: Agent, ctx: Context
) -> Question:
    """Return what the words mean: a model, a provider, or what the agent or session would use."""
    snapshot = world.snapshots[agent.id]
    choice = None
    if session is not None:
        known = snapshot.providers.ids()
        choice = session_choice(world.settings, agent.id, session, known, ctx.ports)
    refs = ModelChoice(world.settings.view, agent.id).refs(world.settings.view.aliases())
    default = str(refs[0])
    if choice is not None and choice.model is not None:
        default = f"{choice.provider}/{choice.model}" if choice.provider else choice.model
    names = ModelNames(world, ctx.ports.now_ms())
    own = names.resolve(default, agent.id)
    provider = own.provider
    model: str | None = own.model
    if subject is not None and _is_provider(subject, world, snapshot):
        provider = normalise_provider(subject)
        used = {own.provider: own.model} if choice else models_asked(snapshot, refs)
        model = used.get(provider)
    elif subject is not None:
        route = names.resolve(subject, agent.id)
        provider, model = route.provider, route.model
    pin = None
    if choice is not None and session is not None:
        # A pin was set for one provider; another model's fallbacks never ask for it.
        pin = choice.pin if provider == own.provider else None
        pin = pin or kept_pin(world.settings, agent.id, session, provider, ctx.ports)
    return Question(agent, provider, model, pin)


def _is_provider(subject: str, world: World, snapshot: Snapshot) -> bool:
    aliases = world.settings.view.aliases()
    if "/" in subject or find_alias(subject, aliases) is not None:
        return False
    stored = snapshot.data.of_provider(normalise_provider(subject))
    return bool(stored) or snapshot.providers.get(subject) is not None


def _places(
    snapshot: Snapshot, world: World, agent: Agent, ctx: Context
) -> Callable[[Candidate], str]:
    """Return what tells where a candidate lies: its file, its variable or its config path."""
    own = ctx.paths.store_path(agent.dir)
    of_main = ctx.paths.store_path(world.main_dir)

    def place_of(candidate: Candidate) -> str:
        if candidate.kind != "profile":
            return candidate.source
        return snapshot.data.legacy or (of_main if candidate.inherited else own)

    return place_of
