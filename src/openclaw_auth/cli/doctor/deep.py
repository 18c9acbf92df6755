"""`doctor --deep`: asks each provider in use its free question, with every credential. Spends nothing."""

from __future__ import annotations

from openclaw_auth.agents import ModelChoice, every_agent
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.health.host_facts import Asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.probe_target import ProbeTarget


def ask_providers(ctx: Context) -> list[Asked]:
    """Return what the providers in use say of the credentials that each agent would send them."""
    from openclaw_auth.health.probe import run_probes
    from openclaw_auth.health.probe_plan import plan_probes
    from openclaw_auth.health.probe_target import ProbeAsk
    from openclaw_auth.providers.models import models_of_catalogue
    from openclaw_auth.selection.failure_rules import load_rules
    from openclaw_auth.world import load_world

    settings = ctx.settings()
    view = settings.view
    agents = every_agent(view, ctx.paths)
    try:
        world = load_world(settings, agents, ctx.ports)
    except StoreUnreadable:  # told by the check of stores
        return []
    ask = ProbeAsk()
    own_rules = view.section("auth").get("failureRules")
    rules = load_rules().with_custom(own_rules) if own_rules else load_rules()
    models = models_of_catalogue(settings.catalogue)
    targets: dict[tuple[str, str, str], ProbeTarget] = {}
    for agent in agents:
        snapshot = world.snapshots[agent.id]
        used = [ref.provider for ref in ModelChoice(view, agent.id).refs(view.aliases())]
        used += [p.provider for p in snapshot.data.profiles.values()]
        for target in plan_probes(snapshot, used, models, ask, ctx.ports.now_ms()):
            if target.skip is None:
                candidate = target.candidate
                shared = candidate.inherited or candidate.kind != "profile"
                whose = "main" if shared else agent.id
                targets.setdefault((target.key, candidate.provider, whose), target)
    run = run_probes(
        list(targets.values()),
        ask,
        environ=settings.environment.network(),
        ports=ctx.ports,
        rules=rules,
    )
    return [
        Asked(
            result.target.candidate.profile_id or result.target.key,
            result.target.candidate.provider,
            result.verdict.status,
            None if result.verdict.good else result.verdict.reason,
            result.skew_ms,
        )
        for result in run.results
    ]
