"""What a provider's answer (or its silence) means: the one place that decides. Pure, never raises.

Order: what happened before HTTP; pages of a CDN, which say nothing of a credential; the user's
rules; the provider's; general ones, by identifier, by word, by status. An answer without error
is no failure, unless it is empty.
"""

from __future__ import annotations

from openclaw_auth.selection.error_object import ErrorObject, decode, error_object
from openclaw_auth.selection.event_stream import payloads
from openclaw_auth.selection.failure_making import made
from openclaw_auth.selection.failure_rules import Asked, load_rules
from openclaw_auth.selection.hidden_error import (
    BROKEN,
    EMPTY,
    error_in_success,
    is_page,
    is_stream,
    plain,
)
from openclaw_auth.selection.stated_wait import stated_wait_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.errors import TransportError
    from openclaw_auth.selection.failure import Action, Failure, FailureClass
    from openclaw_auth.selection.failure_rules import FailureRules, Rule

# A refusal beyond this is no refusal but something else; its status alone is believed.
_REFUSAL_LIMIT = 1024 * 1024
_PAGE_LIMIT = 64 * 1024
_CHALLENGE = (
    b"just a moment", b"attention required", b"captcha", b"cf-chl", b"challenge-platform",
    b"verify you are human", b"access denied", b"request blocked", b"ddos",
)  # fmt: skip
_OK = range(200, 300)
_SERVER_FAULT = 500
_USUAL: dict[FailureClass, tuple[str, Action]] = {
    "auth": ("invalid_key", "disable_until_reauth"),
    "billing": ("credits_exhausted", "disable"),
    "rate_limit": ("rate_limited", "cooldown"),
    "timeout": ("read_timeout", "retry_same"),
    "format": ("bad_request", "none"),
    "unknown": ("unrecognised", "none"),
}
# What no rule of the file decides, and whose action is not its class's.
_BLAMELESS = ("dns_failure", "offline", "edge_challenge", "proxy_failed")


class Answer:
    """What came back for one request.

    Attributes:
        status: HTTP status; None when there was no answer.
        headers: names in lower case.
        body: decoded (not compressed); of a stream, what has come so far.
        error: why there is no (whole) answer.
        in_stream: the body is an event stream.
    """

    __slots__ = ("body", "error", "headers", "in_stream", "status")

    def __init__(
        self,
        status: int | None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        *,
        error: TransportError | None = None,
        in_stream: bool = False,
    ) -> None:
        self.status = status
        self.headers = headers or {}
        self.body = body
        self.error = error
        self.in_stream = in_stream


def classify(
    provider: str,
    answer: Answer,
    *,
    credential: str | None,
    rules: FailureRules,
    now_ms: int,
) -> Failure | None:
    """Return what went wrong; None when this is a success.

    Args:
        provider: canonical id.
        answer: status, headers, body, or the transport's error.
        credential: `api_key`, `token` or `oauth`; None when not known.
        rules: `load_rules()`, with the config's.
        now_ms: now, epoch ms; moments that a provider names become waits by it.
    """
    if answer.error is not None:
        from openclaw_auth.selection.transport_failures import transport_failure

        return transport_failure(answer.error, provider)
    status = answer.status
    if status is None:
        return made("unknown", "no_answer", "none", rule="no-answer", provider=provider)
    if status in _OK:
        found = error_in_success(status, answer.headers, answer.body, in_stream=answer.in_stream)
        if found is None or isinstance(found, str):
            return _no_answer(found, provider, status)
        said, told = found, found.status
    elif is_page(answer.headers, answer.body) and _is_challenge(answer, status):
        return _edge(provider, status)
    else:
        said, told = _refusal(answer), status
    wait_ms = stated_wait_ms(said, answer.headers, now_ms)
    asked = Asked(told, said, answer.headers, credential, wait_ms)
    rule = rules.first_match(provider, asked)
    if rule is None:
        return made(
            "unknown", "unrecognised", "none", rule="no-rule", provider=provider, status=told
        )
    return _by_rule(rule, provider, told, wait_ms)


def typical(
    failure_class: FailureClass, detail: str | None = None, *, provider: str = ""
) -> Failure:
    """Return the failure that a class (and detail) usually is: what a rehearsal feeds in.

    A detail that no rule knows takes the action of its class.
    """
    usual, action = _USUAL[failure_class]
    if detail is not None and detail != usual:
        rules = load_rules().all_rules()
        known = [r.action for r in rules if (r.failure_class, r.detail) == (failure_class, detail)]
        action = "none" if detail in _BLAMELESS else known[0] if known else action
    return made(failure_class, detail or usual, action, rule="typical", provider=provider)


def _by_rule(rule: Rule, provider: str, status: int | None, wait_ms: int | None) -> Failure:
    """A rate limit that says how long waits that long; one that does not, ever longer."""
    action = rule.action
    wait_ms = rule.wait_ms if wait_ms is None else wait_ms
    if action == "cooldown" and rule.failure_class == "rate_limit" and wait_ms is not None:
        action = "cooldown_until_reset"
    return made(
        rule.failure_class,
        rule.detail,
        action,
        rule=rule.name,
        provider=provider,
        status=status,
        wait_ms=wait_ms,
    )


def _no_answer(found: str | None, provider: str, status: int) -> Failure | None:
    """A 2xx without an error: a success, unless there is nothing in it, half of it, or a page."""
    if found is None:
        return None
    if found == EMPTY:
        return made(
            "unknown", "empty_answer", "none", rule="empty-answer", provider=provider, status=status
        )
    if found == BROKEN:
        return made(
            "timeout",
            "broken_answer",
            "retry_same",
            rule="broken-answer",
            provider=provider,
            status=status,
        )
    return _edge(provider, status)


def _edge(provider: str, status: int) -> Failure:
    return made(
        "timeout", "edge_challenge", "none", rule="edge.page", provider=provider, status=status
    )


def _is_challenge(answer: Answer, status: int) -> bool:
    """Tell a page that stands before the provider from a server's page about its own fault."""
    if "cf-mitigated" in answer.headers or status < _SERVER_FAULT:
        return True
    page = answer.body[:_PAGE_LIMIT].lower()
    return any(words in page for words in _CHALLENGE)


def _refusal(answer: Answer) -> ErrorObject:
    body = answer.body
    if not body or len(body) > _REFUSAL_LIMIT:
        return error_object(None, answer.headers)
    if is_stream(answer.headers, body):
        body = next((data for _, data in payloads(body) if data), b"")
    value = decode(body)
    return error_object(value if value is not None else plain(body), answer.headers)
