"""What the answer to a probe means. Pure.

An error is never good news, and bad news only when it is about the credential: a question that a
restricted key may not ask says nothing about the requests that it may send.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.health.probe_proof import finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from openclaw_auth.health.probe_target import ProbeTarget, Question
    from openclaw_auth.selection.classify import Answer
    from openclaw_auth.selection.failure import Failure

    Status: TypeAlias = Literal[
        "ok", "valid_funds_unchecked", "auth", "billing", "rate_limit", "timeout", "inconclusive"
    ]

OK: Status = "ok"
VALID: Status = "valid_funds_unchecked"
GOOD = frozenset({OK, VALID})
# Of a check, these speak of what the key may ask, not of whether it serves.
_ABOUT_THE_QUESTION = frozenset({"missing_scope", "permission_denied", "model_access_denied"})
_NO_SUCH_PLACE = frozenset({404, 405, 410, 501})
# Nothing was heard from the provider itself.
_UNHEARD = frozenset({"broken_answer", "edge_challenge", "protocol_error"})
# What `classify` says of a success that answers no model call, as a check does not.
_NO_MODEL_ANSWER = "empty_answer"


class Verdict:
    """What one probe came to.

    Attributes:
        status: one of the seven words; GOOD are the good ones.
        reason: the same with its details, for people.
        detail: of a failure: the classifier's own word, else None.
        settled: False where another question may still tell: the server does not know this one.
    """

    __slots__ = ("detail", "reason", "settled", "status")

    def __init__(
        self, status: Status, reason: Reason, *, detail: str | None = None, settled: bool = True
    ) -> None:
        self.status: Status = status
        self.reason = reason
        self.detail = detail
        self.settled = settled

    @property
    def good(self) -> bool:
        """Whether the provider was seen to take the credential."""
        return self.status in GOOD

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        return (self.status, self.reason, self.detail) == (other.status, other.reason, other.detail)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Verdict({self.status}: {self.reason.code})"


def skipped(target: ProbeTarget) -> Verdict:
    """Return the verdict on a credential for which nothing was asked."""
    assert target.skip is not None
    return Verdict(target.skip_status, target.skip)


def free_verdict(
    target: ProbeTarget,
    question: Question,
    answer: Answer,
    document: object,
    failure: Failure | None,
) -> Verdict:
    """Return what the answer to a free check means.

    Args:
        target: whose probe.
        question: what was asked.
        answer: what came, or why nothing did.
        document: its JSON, None when it is none.
        failure: what `classify` says of it; None for a success.
    """
    params = _params(target)
    if failure is not None and failure.detail != _NO_MODEL_ANSWER:
        return _of_failed_check(target, answer, failure)
    found = finding(document, question.proof)
    if found == "not_understood":
        return Verdict("inconclusive", Reason("probe_not_understood", params), settled=False)
    if target.reserved:
        return Verdict("inconclusive", Reason("probe_reserved", params))
    if found == "refused":
        return Verdict("auth", Reason("probe_key_blocked", params), detail="key_blocked")
    if found == "broke":
        return Verdict("billing", Reason("probe_no_funds", params), detail="credits_exhausted")
    if found == "limited":
        return Verdict("rate_limit", Reason("probe_quota_used", params), detail="quota_window")
    if target.local:
        return Verdict(OK, Reason("probe_server_answers", params))
    if found == "funded":
        return Verdict(OK, Reason("probe_key_and_funds", params))
    return Verdict(VALID, Reason("probe_funds_unchecked", params))


def control_verdict(
    target: ProbeTarget, good: Verdict, control: Answer, failure: Failure | None
) -> Verdict:
    """Return what a good answer is worth, given how the same question fares without a credential.

    Args:
        target: whose probe.
        good: the verdict with the credential.
        control: the answer without it.
        failure: what `classify` says of that.
    """
    if failure is not None and (failure.failure_class == "auth" or control.status in (401, 403)):
        return good
    if target.local:
        return Verdict(OK, Reason("probe_server_answers", _params(target)))
    return Verdict("inconclusive", Reason("probe_list_public", _params(target)))


def paid_verdict(target: ProbeTarget, document: object, failure: Failure | None) -> Verdict:
    """Return what the answer to a bought completion means."""
    params = _params(target)
    if failure is None:
        if isinstance(document, dict):
            return Verdict(OK, Reason("probe_answered", params))
        return Verdict("inconclusive", Reason("probe_not_understood", params))
    return _of_failure(failure)


def combined(free: Verdict | None, paid: Verdict) -> Verdict:
    """Return what counts when both were asked: the completion, unless it settled nothing."""
    if free is not None and free.good and paid.status == "inconclusive":
        return free
    return paid


def wants_paid(free: Verdict | None) -> bool:
    """Whether a completion would tell more than the free check did."""
    return free is None or free.status in (VALID, "inconclusive")


def _of_failed_check(target: ProbeTarget, answer: Answer, failure: Failure) -> Verdict:
    params = _params(target)
    if failure.detail in _ABOUT_THE_QUESTION:
        code = "probe_reserved" if target.reserved else "probe_scope_missing"
        return Verdict("inconclusive", Reason(code, params), detail=failure.detail)
    if answer.status in _NO_SUCH_PLACE and failure.failure_class in ("unknown", "format"):
        return Verdict("inconclusive", Reason("probe_place_unknown", params), settled=False)
    return _of_failure(failure)


def _of_failure(failure: Failure) -> Verdict:
    kind = failure.failure_class
    if kind == "format" or kind == "unknown" or failure.detail in _UNHEARD:  # noqa: PLR1714 - mypy narrows only so
        return Verdict("inconclusive", failure.reason, detail=failure.detail)
    return Verdict(kind, failure.reason, detail=failure.detail)


def _params(target: ProbeTarget) -> dict[str, object]:
    return {"profile": target.key, "provider": target.candidate.provider}
