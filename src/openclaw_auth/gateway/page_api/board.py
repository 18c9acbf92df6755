"""The board of the control page: what each agent has, which is next, and why. Pure.

A board is a flat map of parts, so that a change is the parts that differ:

- `gateway`: generation, the default agent, problems and findings, crossings of this day;
- `agent:A`: its models, and the ids of the providers that it has or uses;
- `provider:A/P`: which candidate is next, and the candidates' keys in order;
- `candidate:A/P/K`: one credential: its state, why, until when, what mends it;
- `traffic:M`: what each served and failed in one minute, from `traffic.Traffic`.

A part holds no secret, only masks (ruling 9), and nothing that changes by the mere passing of
time: texts carry `{until}`, `{left}` and `{ago}` for the page to fill in.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason, remedy, render, severity
from openclaw_auth.expiry import WARN_AFTER_MS, expiry_status
from openclaw_auth.explanation import SET_ASIDE
from openclaw_auth.health.status import models_asked, next_json, provider_rows
from openclaw_auth.lending.model_chain import model_chain
from openclaw_auth.providers.catalogue import default_model
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import try_parse_ref
from openclaw_auth.sessions.keys import main_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from openclaw_auth.health.finding import Finding
    from openclaw_auth.health.status import ProviderRow
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.snapshot import Pin, Snapshot
    from openclaw_auth.world import World

    Json: TypeAlias = dict[str, Any]
    Parts: TypeAlias = dict[str, Json]

_LANGUAGES = ("en", "zh")
# A moment that a reason carries, what the page calls it, and the words that it makes of it.
_MOMENTS = {
    "until_ms": ("untilMs", ("until", "left")),
    "expires_ms": ("expiresMs", ("ago",)),
}
_MOST_FINDINGS = 50


class Facts:
    """What has to be read from files, and is therefore older than the rest.

    Attributes:
        renewals: what is known of logins, by agent and profile id.
        findings: of `doctor`.
    """

    __slots__ = ("findings", "renewals")

    def __init__(
        self,
        renewals: Mapping[str, Mapping[str, Renewal]] | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        self.renewals = renewals or {}
        self.findings = findings


class Board:
    """All parts at one moment.

    Attributes:
        parts: by name.
        until_ms: when time alone will make another board of it, epoch ms; None for never.
    """

    __slots__ = ("parts", "until_ms")

    def __init__(self, parts: Parts, until_ms: int | None) -> None:
        self.parts = parts
        self.until_ms = until_ms


def make_board(broker: Broker, facts: Facts, problems: Iterable[Reason], now_ms: int) -> Board:
    """Return the board.

    Args:
        broker: what the next request is decided on.
        facts: of the files.
        problems: what stands between the files and the world that is served.
        now_ms: the present, epoch ms.
    """
    world = broker.world
    parts: Parts = {"gateway": _gateway(broker, facts, problems, now_ms)}
    ends: list[int] = []
    for agent_id in world.agents:
        snapshot = broker.snapshot_of(agent_id, now_ms)
        known = facts.renewals.get(agent_id, {})
        rows, refs = _rows(world, snapshot, now_ms)
        parts[f"agent:{agent_id}"] = _agent(world, agent_id, rows, refs)
        session = main_key(world.settings.view, agent_id)
        for row in rows:
            pin = broker.user_pin(agent_id, session, row.provider)
            parts[f"provider:{agent_id}/{row.provider}"] = _provider(row, snapshot, refs, pin)
            for candidate in row.decision.candidates:
                key = f"candidate:{agent_id}/{row.provider}/{candidate.key}"
                parts[key] = _candidate(candidate, snapshot, known, now_ms)
            end_ms = row.decision.valid_until_ms
            ends += [end_ms] if end_ms is not None else []
    return Board(parts, min(ends, default=None))


def changes(before: Parts, after: Parts) -> Json | None:
    """Return what makes one board of another: `set` and `gone`; None when nothing does."""
    changed = {name: part for name, part in after.items() if before.get(name) != part}
    gone = [name for name in before if name not in after]
    return {"set": changed, "gone": gone} if changed or gone else None


def said(reason: Reason) -> Json:
    """Return a reason with its words and its remedy in every language."""
    marks: dict[str, str] = {}
    moments: dict[str, int] = {}
    for name, (shown, words) in _MOMENTS.items():
        at_ms = reason.params.get(name)
        if isinstance(at_ms, int):
            moments[shown] = at_ms
            marks |= {word: "{" + word + "}" for word in words}
    spoken = Reason(reason.code, {**reason.params, **marks})
    return {
        **moments,
        "code": reason.code,
        "severity": severity(reason),
        "text": {lang: render(spoken, lang) for lang in _LANGUAGES},
        "remedy": {lang: remedy(spoken, lang) for lang in _LANGUAGES},
    }


def _gateway(broker: Broker, facts: Facts, problems: Iterable[Reason], now_ms: int) -> Json:
    world = broker.world
    rank = {"error": 0, "warning": 1, "info": 2}
    findings = sorted(facts.findings, key=lambda f: rank[f.severity])
    counts = {name: sum(f.severity == name for f in findings) for name in rank}
    return {
        "generation": world.generation,
        "defaultAgent": world.settings.view.default_agent_id(),
        "known": _known(world),
        "warnMs": WARN_AFTER_MS,
        "problems": [said(problem) for problem in problems],
        "findings": {
            "counts": counts,
            "shown": [
                {**said(f.reason), "severity": f.severity, "subject": f.subject}
                for f in findings[:_MOST_FINDINGS]
            ],
        },
        "crossings": {
            "today": broker.crossings.today(now_ms),
            "inForce": [c.to_json() for c in broker.crossings.in_force.values()],
        },
    }


def _known(world: World) -> list[Json]:
    """Return the providers that a credential can be stored for, by name."""
    providers = next(iter(world.snapshots.values())).providers
    found = (providers.get(provider_id) for provider_id in providers.ids())
    return [{"id": p.id, "label": p.label} for p in found if p is not None]


def _rows(
    world: World, snapshot: Snapshot, now_ms: int
) -> tuple[list[ProviderRow], list[ModelRef]]:
    """Return what each provider has, and the models in use, the primary first."""
    view = world.settings.view
    chain = model_chain(view, snapshot.agent_id)
    refs = [chain.primary, *chain.fallbacks]
    images = [ref for ref in (chain.image_primary, *chain.image_fallbacks) if ref is not None]
    aliases = view.aliases()
    entries = (try_parse_ref(name, aliases) for name in view.model_entries())
    named = {
        *(ref.provider for ref in (*refs, *images)),
        *(ref.provider for ref in entries if ref is not None),
        *map(normalise_provider, view.providers()),
    }
    rows = provider_rows(snapshot, named, now_ms, models_asked(snapshot, [*refs, *images]))
    in_use = {ref.provider for ref in (*refs, *images)}
    shown = [r for r in rows if r.has_credential or r.decision.next or r.provider in in_use]
    return shown, refs


def _agent(world: World, agent_id: str, rows: list[ProviderRow], refs: list[ModelRef]) -> Json:
    view = world.settings.view
    used = list(dict.fromkeys(ref.provider for ref in refs))
    providers = [row.provider for row in rows]
    return {
        "id": agent_id,
        "listed": agent_id in view.agent_ids(),
        "isolated": world.agents[agent_id].isolated,
        "model": str(refs[0]),
        "fallbacks": [str(ref) for ref in refs[1:]],
        # What is in use first, as it is asked; then the rest by name.
        "providers": sorted(
            providers, key=lambda p: (used.index(p) if p in used else len(used), p)
        ),
    }


def _provider(row: ProviderRow, snapshot: Snapshot, refs: list[ModelRef], pin: Pin | None) -> Json:
    chosen = row.decision.next
    known = snapshot.providers.get(row.provider)
    order = snapshot.data.order.get(row.provider)
    used = [str(ref) for ref in refs if ref.provider == row.provider]
    no_credential = Reason("no_credential", {"provider": row.provider})
    return {
        "id": row.provider,
        "label": known.label if known is not None else row.provider,
        "models": used,
        "usual": default_model(row.provider),
        "isDefault": refs[0].provider == row.provider,
        "next": next_json(row.decision) | {"key": chosen.key if chosen is not None else None},
        "order": list(order) if order else None,
        # What the user chose for the agent's main chat session.
        "pinned": pin.profile_id if pin is not None else None,
        "keys": [candidate.key for candidate in row.decision.candidates],
        "missing": said(no_credential) if not row.decision.candidates else None,
    }


def _candidate(
    candidate: Candidate, snapshot: Snapshot, known: Mapping[str, Renewal], now_ms: int
) -> Json:
    profile = snapshot.data.profiles.get(candidate.profile_id or "")
    shown = {
        "key": candidate.key,
        "profileId": candidate.profile_id,
        "source": candidate.source,
        "kind": candidate.kind,
        "type": candidate.type,
        "mask": candidate.secret.masked() if candidate.secret else None,
        "email": profile.email if profile is not None else None,
        "inherited": candidate.inherited,
        "state": _state(candidate),
        "eligible": candidate.eligible,
        "reason": said(candidate.reason),
        "untilMs": candidate.until_ms,
        "expiresMs": candidate.expires_ms,
        "billingClass": candidate.billing_class,
        "crosses": candidate.crosses,
    }
    if profile is not None and profile.type != "api_key":
        renewal = known.get(profile.id)
        judged = renewal.judged(profile) if renewal is not None else profile
        shown["expiry"] = expiry_status(judged, now_ms, WARN_AFTER_MS)
        shown["expiresMs"] = profile.expires_ms if (profile.expires_ms or 0) > 0 else None
        if renewal is not None:
            shown["renewal"] = renewal.to_json(profile, now_ms)
    return shown


def _state(candidate: Candidate) -> str:
    """Return `ready`, `trying` (one request may), `resting` (time heals it), `aside` or `dead`."""
    if candidate.eligible:
        return "trying" if candidate.probe else "ready"
    if candidate.until_ms is not None:
        return "resting"
    return "aside" if candidate.reason.code in SET_ASIDE else "dead"
