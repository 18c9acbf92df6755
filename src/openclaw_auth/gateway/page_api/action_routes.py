"""What the page may do: each the same as a command, safe to repeat, and possible to take back.

`POST /api/actions/<what>` with a JSON object. Files are read and written in threads; the answer
comes when the gateway has taken the change over, so that the page sees it at once.
"""

from __future__ import annotations

import asyncio

from openclaw_auth.codes import Reason
from openclaw_auth.errors import CredentialRefused
from openclaw_auth.events import Event
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.page_api.board import said
from openclaw_auth.gateway.page_api.guarded import body_of, guarded, optional_text_in, text_in
from openclaw_auth.profiles.clearing import clear_key
from openclaw_auth.profiles.ordering import clear_order, set_order
from openclaw_auth.profiles.place import find_profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from starlette.requests import Request
    from starlette.routing import Route

    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.gateway.page_api.desk import Desk
    from openclaw_auth.gateway.page_api.guarded import CheckToken, Json
    from openclaw_auth.ports import Ports

    Action = Callable[[Desk, Json], list[Reason]]

_KINDS: dict[str, CredentialType] = {"api_key": "api_key", "token": "token"}
_DAY_MS = 86_400_000
_LONGEST_DAYS = 3660


def action_routes(
    desk: Desk, check_token: CheckToken, shown: Callable[[], Awaitable[None]], pin: Action
) -> list[Route]:
    """Return the routes below `/api/actions`.

    Args:
        desk: does it.
        check_token: of the access policy.
        shown: brings the board up to date.
        pin: what `pin_action` made.
    """

    def route(name: str, action: Action) -> Route:
        async def answer(request: Request) -> Json:
            body = await body_of(request)
            done = await asyncio.to_thread(action, desk, body)
            profile = body.get("profileId") or body.get("key") or body.get("provider")
            fields: dict[str, Any] = {"code": done[0].code, "profile": profile}
            desk.spine.publish(Event("credential", desk.ports.now_ms(), fields))
            await desk.changed()
            await shown()
            return {"done": [said(reason) for reason in done]}

        return guarded(f"/api/actions/{name}", "POST", answer, check_token)

    return [
        route("clear-cooldown", _clear_cooldown),
        route("order", _order),
        route("paste", _paste),
        route("remove", _remove),
        route("undo", _undo),
        route("pin", pin),
    ]


def _clear_cooldown(desk: Desk, body: Json) -> list[Reason]:
    settings = desk.settings()
    key = text_in(body, "key")
    found = clear_key(key, desk.agent(text_in(body, "agentId"), settings), settings, desk.ports)
    return [Reason("page_cleared" if found else "auth_clear_nothing", {"profile": key})]


def _order(desk: Desk, body: Json) -> list[Reason]:
    settings = desk.settings()
    agent, provider = desk.agent(text_in(body, "agentId"), settings), text_in(body, "provider")
    order = body.get("order")
    if order is None:
        clear_order(provider, agent, settings, desk.ports)
        return [Reason("page_order_cleared", {"provider": provider})]
    if not isinstance(order, list) or not all(isinstance(one, str) for one in order):
        raise Refusal(400, "page_field_missing", field="order")
    set_order(order, provider, agent, settings, desk.ports)
    return [Reason("page_order_set", {"provider": provider, "order": ", ".join(order)})]


def _paste(desk: Desk, body: Json) -> list[Reason]:
    """Store a key or token; the answer says what is odd about it, never what it is."""
    from openclaw_auth.credentials import Profile
    from openclaw_auth.profiles.enrol import check_profile_id, default_id, enrol
    from openclaw_auth.providers.paste_verdict import judge_paste

    settings = desk.settings()
    kind = _KINDS.get(text_in(body, "type"))
    if kind is None:
        raise Refusal(400, "page_field_missing", field="type")
    catalogue = settings.catalogue.with_custom(settings.view.providers())
    provider = catalogue.canonical(text_in(body, "provider"))
    wanted = optional_text_in(body, "profileId")
    profile_id = check_profile_id(wanted or default_id(provider, kind))
    verdict = judge_paste(provider, kind, text_in(body, "secret"), force=body.get("force") is True)
    if verdict.cleaned is None or verdict.outcome == "refuse":
        assert verdict.reason is not None
        raise CredentialRefused(verdict.reason.code, **verdict.reason.params)
    profile = Profile(
        profile_id, kind, provider, verdict.cleaned, expires_ms=_expires_ms(body, desk.ports)
    )
    enrolled = enrol(profile, desk.agent(text_in(body, "agentId"), settings), settings, desk.ports)
    stored = Reason("login_page_stored", {"profile": profile_id})
    problems = [enrolled.config_error.reason] if enrolled.config_error is not None else []
    return [stored, *problems, *verdict.reasons]


def _expires_ms(body: Json, ports: Ports) -> int | None:
    days = body.get("expiresInDays")
    if days is None:
        return None
    if isinstance(days, bool) or not isinstance(days, int) or not 0 < days <= _LONGEST_DAYS:
        raise Refusal(400, "page_field_missing", field="expiresInDays")
    return ports.now_ms() + days * _DAY_MS


def _remove(desk: Desk, body: Json) -> list[Reason]:
    from openclaw_auth.profiles.removal import remove_profile

    settings = desk.settings()
    profile_id = text_in(body, "profileId")
    agent = desk.agent(text_in(body, "agentId"), settings)
    place = find_profile(profile_id, agent, settings, desk.ports, named=agent.id, verb="remove")
    change = remove_profile(place, settings, desk.ports)
    problems = [change.config_error.reason] if change.config_error is not None else []
    return [Reason("page_removed", {"profile": profile_id}), *problems]


def _undo(desk: Desk, body: Json) -> list[Reason]:
    from openclaw_auth.profiles.removal import restore_profile

    settings = desk.settings()
    agent = desk.agent(text_in(body, "agentId"), settings)
    restored, change = restore_profile(text_in(body, "profileId"), agent, settings, desk.ports)
    problems = [change.config_error.reason] if change.config_error is not None else []
    return [Reason("page_restored", {"profile": restored}), *problems]
