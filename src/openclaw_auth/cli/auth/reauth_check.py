"""After a new secret was entered: is it there, and does its provider take it?"""

from __future__ import annotations

from openclaw_auth.agents import find_agent
from openclaw_auth.codes import Reason
from openclaw_auth.health.probe import run_probes
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_target import ProbeAsk
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.selection.failure_rules import load_rules
from openclaw_auth.world import load_world

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.context import Context
    from openclaw_auth.health.probe import ProbeResult
    from openclaw_auth.monitor.reauth import Case

# A refusal of the credential itself; what else goes wrong says nothing about it.
_BAD = ("auth", "billing")


def check(case: Case, ctx: Context) -> int:
    """Ask the provider by checks that cost nothing, and say what came of it; 1 for a refusal."""
    result = _probed(case, ctx)
    params: dict[str, object] = {"profile": case.profile_id, "provider": case.provider}
    if result is None:
        ctx.out(ctx.say(Reason("reauth_stored", params)))
        return 0
    said = {**params, "profile": result.target.candidate.profile_id or case.profile_id}
    if result.verdict.good:
        ctx.out(ctx.say(Reason("reauth_good", said)))
        return 0
    said["why"] = result.verdict.reason
    if result.verdict.status in _BAD:
        ctx.notice(Reason("reauth_bad", said))
        return 1
    ctx.out(ctx.say(Reason("reauth_unchecked", said)))
    return 0


def _probed(case: Case, ctx: Context) -> ProbeResult | None:
    """Return what the provider says of the credential, None when it was not there to be asked."""
    settings = ctx.settings()
    agent = find_agent(settings.view, ctx.paths, case.agent_id)
    world = load_world(settings, [agent], ctx.ports)
    snapshot = world.snapshots[agent.id]
    known = case.profile_id in snapshot.data.profiles
    ask = ProbeAsk(profiles=[case.profile_id] if known else ())
    models = models_of_catalogue(snapshot.providers)
    targets = plan_probes(snapshot, [case.provider], models, ask, ctx.ports.now_ms())
    run = run_probes(
        targets[:1],
        ask,
        environ=snapshot.environment.network(),
        ports=ctx.ports,
        rules=load_rules().with_custom(settings.view.section("auth").get("failureRules")),
    )
    return run.results[0] if run.results else None
