"""Orders, in a store or in the config, that name what is not stored or another provider's."""

from __future__ import annotations

import json
from shlex import quote

from openclaw_auth.codes import Reason
from openclaw_auth.config.edit import Edit
from openclaw_auth.config.keypath import show_path
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.fixes import EditConfig, PruneOrder
from openclaw_auth.health.lint.places import option, own_stores
from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openclaw_auth.credentials import Profile
    from openclaw_auth.health.evidence import AgentFact, Evidence

    Known = dict[str, set[str]]


def check(evidence: Evidence) -> list[Finding]:
    """Return the orders that name what they cannot use.

    Nothing is said of a host on which a store could not be read: it may hold the missing ones.
    """
    if any(fact.snapshot is None for fact in evidence.agents) or not evidence.config_readable:
        return []
    everywhere = _known(p for fact in evidence.agents for p in fact.own.profiles.values())
    found = [f for fact in own_stores(evidence) for f in _of_store(fact, everywhere, evidence)]
    return found + list(_of_config(everywhere, evidence))


def _known(profiles: Iterable[Profile]) -> Known:
    known: Known = {}
    for profile in profiles:
        known.setdefault(profile.id, set()).add(profile.provider)
    return known


def _sorted_out(
    ids: Sequence[str], provider: str, known: Known
) -> tuple[list[str], list[str], list[str]]:
    """Return what the order can use, what is stored nowhere, and what is another provider's."""
    gone = [i for i in ids if i not in known]
    others = [i for i in ids if i in known and provider not in known[i]]
    return [i for i in ids if provider in known.get(i, ())], gone, others


def _of_store(fact: AgentFact, everywhere: Known, evidence: Evidence) -> Iterator[Finding]:
    known = everywhere  # main's order holds for agents that have profiles of their own
    if fact.agent.id != "main" and fact.snapshot is not None:
        known = _known(fact.snapshot.data.profiles.values())
    for provider, ids in fact.own.order.items():
        rest, gone, others = _sorted_out(ids, provider, known)
        verb = "set" if rest else "clear"
        mend = f"openclaw models auth order {verb} --provider {quote(provider)}"
        mend += "".join(f" {quote(i)}" for i in rest) + option(fact.agent, evidence)
        params = {"provider": provider, "agent": fact.agent.id, "mend": mend}
        if gone:
            # An order of nothing still keeps other profiles out, and what lies in another store may
            # be seen again some day: what then counts is for a person.
            nowhere = tuple(i for i in gone if i not in everywhere)
            fix = PruneOrder(fact.agent.dir, provider, nowhere) if rest and nowhere else None
            reason = Reason("lint_order_names_gone", {**params, "profiles": ", ".join(gone)})
            yield Finding("model_auth", "warning", gone[0], reason, fix)
        if others:
            reason = Reason("lint_order_names_other", {**params, "profiles": ", ".join(others)})
            yield Finding("model_auth", "warning", others[0], reason)


def _of_config(everywhere: Known, evidence: Evidence) -> Iterator[Finding]:
    for written, ids in evidence.settings.view.auth_order().items():
        rest, gone, others = _sorted_out(ids, normalise_provider(written), everywhere)
        path = ("auth", "order", written)
        shown = show_path(path)
        mend = f"openclaw config unset {quote(shown)}"
        if rest:
            mend = f"openclaw config set {quote(shown)} {quote(json.dumps(rest))}"
        params = {"path": shown, "mend": mend}
        if gone:
            kept = [i for i in ids if i not in gone]
            edits = (Edit("set", path, kept),)
            fix = (
                EditConfig(shown, edits, "lint_fixed_config_order", group="orders")
                if rest
                else None
            )
            names = {"profiles": ", ".join(gone)}
            reason = Reason("lint_config_order_names_gone", {**params, **names})
            yield Finding("model_auth", "warning", gone[0], reason, fix)
        if others:
            names = {"profiles": ", ".join(others)}
            reason = Reason("lint_config_order_names_other", {**params, **names})
            yield Finding("model_auth", "warning", others[0], reason)
