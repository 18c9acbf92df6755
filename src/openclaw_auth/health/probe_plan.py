"""Which credentials a probe is about, and what is asked for each. Pure.

Every credential is judged, the resting and the dead ones too: a probe is how one finds out that
they are good again. What cannot be asked says why.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import CredentialRefused
from openclaw_auth.health.probe_questions import control_question, free_questions, paid_question
from openclaw_auth.health.probe_target import ProbeTarget
from openclaw_auth.providers.headers import real_type
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.health.probe_target import ProbeAsk, Question
    from openclaw_auth.providers.models import Models
    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.snapshot import Snapshot

# Known without asking that no request can carry it.
_ENDED = frozenset({"token_expired", "login_expired"})
_UNFIT = frozenset(
    {
        "secret_empty",
        "login_needs_refresh",
        "refresh_due",
        "mode_mismatch",
        "profile_other_provider",
    }
)
_HIDDEN = frozenset({"hidden_by_config", "not_in_order"})
_ABSENT = "profile_unknown"
_RESERVED = "provider_subscription_token_refused"


def plan_probes(
    snapshot: Snapshot, providers: Iterable[str], models: Models, ask: ProbeAsk, now_ms: int
) -> list[ProbeTarget]:
    """Return every credential that was asked for, provider by provider, in the order of use.

    Args:
        snapshot: the agent's view.
        providers: canonical ids of those to look at; `ask` narrows them.
        models: every known model, for the paid question.
        ask: what the user wants.
        now_ms: the present, epoch ms.
    """
    targets = []
    for provider_id in dict.fromkeys(providers):
        if ask.providers and provider_id not in ask.providers:
            continue
        decision = select(snapshot, Request(provider_id), now_ms)
        targets += [
            _target(snapshot, candidate, models, ask)
            for candidate in decision.candidates
            if candidate.reason.code != _ABSENT and _is_wanted(candidate, ask)
        ]
    return targets


def _is_wanted(candidate: Candidate, ask: ProbeAsk) -> bool:
    return not ask.profiles or candidate.key in ask.profiles


def _target(snapshot: Snapshot, candidate: Candidate, models: Models, ask: ProbeAsk) -> ProbeTarget:
    provider = snapshot.providers.get(candidate.provider)
    why_not = _unasked(snapshot, provider, candidate, ask)
    if why_not is not None or provider is None:
        assert why_not is not None
        ended = why_not.code in _ENDED
        return ProbeTarget(candidate, skip=why_not, skip_status="auth" if ended else "inconclusive")
    values = _metadata(snapshot, candidate)
    try:
        free = free_questions(provider, candidate, values)
        paid = (
            paid_question(provider, candidate, models, values, ask.max_tokens) if ask.paid else None
        )
    except CredentialRefused as error:
        return ProbeTarget(candidate, skip=error.reason, skip_status="auth")
    reserved = provider.why == _RESERVED and not _is_key(provider, candidate)
    skip = None if free or paid else _without_question(provider, ask)
    return ProbeTarget(
        candidate,
        free=free,
        controls=_controls(provider, free) if candidate.secret else {},
        paid=paid,
        skip=skip,
        reserved=reserved,
        local=provider.kind == "local",
        proxy=provider.proxy,
    )


def _controls(provider: Provider, free: Iterable[Question]) -> dict[str, Question]:
    asked = {question.url: control_question(provider, question) for question in free}
    return {url: control for url, control in asked.items() if control is not None}


def _unasked(
    snapshot: Snapshot, provider: Provider | None, candidate: Candidate, ask: ProbeAsk
) -> Reason | None:
    """Return why nothing is asked for this credential, None when something can be."""
    if provider is None:
        return candidate.reason
    if provider.ethics == "leave_out":
        return provider.blocked
    code = candidate.reason.code
    if code in _ENDED or code in _UNFIT:
        return candidate.reason
    if code in _HIDDEN and candidate.key not in ask.profiles:
        return candidate.reason
    key = {
        "env": snapshot.env_key(candidate.provider),
        "config": snapshot.config_keys.get(candidate.provider),
    }.get(candidate.kind)
    if key is not None and key.problem is not None:
        return key.problem
    if not candidate.secret and not provider.keyless:
        return Reason("secret_empty", {"profile": candidate.key, "provider": candidate.provider})
    return None


def _without_question(provider: Provider, ask: ProbeAsk) -> Reason:
    """Return why there is nothing to ask: with the way out, where there is one."""
    params = {"provider": provider.id, "label": provider.label}
    if provider.blocked is not None:
        return provider.blocked
    return Reason("probe_no_question" if ask.paid else "probe_no_free_check", params)


def _is_key(provider: Provider, candidate: Candidate) -> bool:
    return real_type(provider, candidate.type, candidate.secret) == "api_key"


def _metadata(snapshot: Snapshot, candidate: Candidate) -> Mapping[str, object]:
    """Return the account and gateway ids that some providers have in their address."""
    profile = snapshot.data.profiles.get(candidate.profile_id or "")
    found = (profile.extra or {}).get("metadata") if profile else None
    return found if isinstance(found, dict) else {}
