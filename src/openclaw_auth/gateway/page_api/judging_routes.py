"""What the page asks while somebody types: is this a key of that provider; what does this answer mean.

Nothing is stored and nothing is said again: the answers hold reasons, never what was typed.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import UnknownName
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.page_api.board import said
from openclaw_auth.gateway.page_api.guarded import body_of, guarded, optional_text_in, text_in
from openclaw_auth.providers.paste_verdict import judge_paste
from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.selection.failure_rules import load_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route

    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.gateway.page_api.guarded import CheckToken, Json
    from openclaw_auth.lending.broker import Broker
    from openclaw_auth.ports import Ports

_KINDS: dict[str, CredentialType] = {"api_key": "api_key", "token": "token"}
_STATUSES = range(100, 600)
_MOST_HEADERS = 64


def judging_routes(broker: Broker, ports: Ports, check_token: CheckToken) -> list[Route]:
    """Return `POST /api/shape` and `POST /api/classify`."""

    async def shape(request: Request) -> Json:
        return shape_of(broker, await body_of(request))

    async def meaning(request: Request) -> Json:
        return meaning_of(broker, ports, await body_of(request))

    return [
        guarded("/api/shape", "POST", shape, check_token),
        guarded("/api/classify", "POST", meaning, check_token),
    ]


def shape_of(broker: Broker, body: Json) -> Json:
    """Return what `paste` would say: `outcome` (ok, warn, refuse) and `reasons`.

    Args:
        broker: knows the providers.
        body: `provider`, `type`, `secret`.

    Raises:
        Refusal: a field makes no sense.
    """
    kind = _KINDS.get(text_in(body, "type"))
    if kind is None:
        raise Refusal(400, "page_field_missing", field="type")
    secret = optional_text_in(body, "secret") or ""
    settings = broker.world.settings
    catalogue = settings.catalogue.with_custom(settings.view.providers())
    verdict = judge_paste(catalogue.canonical(text_in(body, "provider")), kind, secret)
    return {"outcome": verdict.outcome, "reasons": [said(reason) for reason in verdict.reasons]}


def meaning_of(broker: Broker, ports: Ports, body: Json) -> Json:
    """Return what an answer of a provider means, as `models auth classify` does.

    Args:
        broker: knows the providers and the user's own rules.
        ports: clock.
        body: `provider`, `status`, and perhaps `headers` (text, a line each) and `body`.

    Raises:
        Refusal: a field makes no sense.
        UnknownName: no such provider.
    """
    settings = broker.world.settings
    catalogue = settings.catalogue.with_custom(settings.view.providers())
    provider = catalogue.canonical(text_in(body, "provider"))
    if catalogue.get(provider) is None:
        raise UnknownName("provider_unknown", provider=provider, nearest="")
    status = body.get("status")
    if isinstance(status, bool) or not isinstance(status, int) or status not in _STATUSES:
        raise Refusal(400, "page_field_missing", field="status")
    lines = (optional_text_in(body, "headers") or "").splitlines()[:_MOST_HEADERS]
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
    content = (optional_text_in(body, "body") or "").encode("utf-8", "replace")
    failure = classify(
        provider,
        Answer(status, headers, content),
        credential=None,
        rules=load_rules().with_custom(settings.view.failure_rules()),
        now_ms=ports.now_ms(),
    )
    if failure is None:
        reason = said(Reason("classify_success", {"provider": provider}))
        return {"class": None, "action": "none", "scope": "none", "waitMs": None, "reason": reason}
    return {**failure.to_json(), "reason": said(failure.reason)}
