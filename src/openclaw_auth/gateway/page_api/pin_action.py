"""`POST /api/actions/pin`: the agent's main session uses this profile from now on, or any again.

Exactly what `/model <model>@<profile>` does in that session, and `/model <model>` without one.
"""

from __future__ import annotations

import uuid

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.chat.selection_left import is_over, renewed
from openclaw_auth.gateway.page_api.guarded import optional_text_in, text_in
from openclaw_auth.profiles.clearing import clear_key
from openclaw_auth.providers.catalogue import default_model
from openclaw_auth.providers.model_ref import try_parse_ref
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.sessions.commands.choosing import check_profile
from openclaw_auth.sessions.commands.desk import Desk as ChatDesk
from openclaw_auth.sessions.commands.model import chosen
from openclaw_auth.sessions.commands.reply import Choice, ClearPenalties, NewSession, Refused
from openclaw_auth.sessions.commands.reset import applied
from openclaw_auth.sessions.keys import main_key
from openclaw_auth.sessions.pins import sessions_path
from openclaw_auth.sessions.store import SessionStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from typing import Any

    from openclaw_auth.codes import Reason
    from openclaw_auth.gateway.page_api.desk import Desk
    from openclaw_auth.gateway.page_api.guarded import Json
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.selection.snapshot import Snapshot


def pin_action(
    snapshot_of: Callable[[str], Snapshot], zone: tzinfo
) -> Callable[[Desk, Json], list[Reason]]:
    """Return the action.

    Args:
        snapshot_of: what an agent sees now.
        zone: of the host. A session of yesterday begins anew, or the next message would drop the
            pin with the rest of it.
    """

    def pin(desk: Desk, body: Json) -> list[Reason]:
        settings = desk.settings()
        agent = desk.agent(text_in(body, "agentId"), settings)
        profile_id = optional_text_in(body, "profileId")
        key = main_key(settings.view, agent.id)
        store = SessionStore(sessions_path(settings.view, settings.paths, agent.id), desk.ports)
        snapshot = snapshot_of(agent.id)
        chat = ChatDesk(
            key,
            store.entry(key) or {},
            settings.view,
            snapshot,
            models_of_catalogue(snapshot.providers),
            "",
            desk.ports.now_ms(),
        )
        over = is_over(chat, zone)
        chat = renewed(chat) if over else chat
        reply = chosen(_choice(profile_id, chat), chat)
        effects = [one for one in reply.effects if not isinstance(one, ClearPenalties)]
        if over:
            effects.insert(0, NewSession())
        if profile_id is not None:
            clear_key(profile_id, agent, settings, desk.ports)
        new_id = str(uuid.UUID(bytes=desk.ports.random_bytes(16), version=4))

        def change(entries: dict[str, dict[str, Any]]) -> None:
            changed = applied(entries.get(key, {}), effects, new_id, chat.now_ms)
            entries[key] = {**changed, "updatedAt": chat.now_ms}

        store.update(change)
        return [line.reason for line in reply.lines]

    return pin


def _choice(profile_id: str | None, chat: ChatDesk) -> Choice:
    """Return the session's model with the profile, or a model of the profile's provider.

    Raises:
        Refusal: 400, in the words of `/model`.
    """
    if profile_id is None:
        return Choice(chat.selected)
    profile = chat.snapshot.data.profiles.get(profile_id)
    ref = chat.selected if profile is None else _model_for(profile.provider, chat)
    try:
        check_profile(profile_id, ref, chat)
    except Refused as refused:
        raise Refusal.of_reason(400, refused.lines[0].reason) from refused
    return Choice(ref, profile_id)


def _model_for(provider: str, chat: ChatDesk) -> ModelRef:
    if chat.selected.provider == provider:
        return chat.selected
    listed = [ref for ref in chat.picker() if ref.provider == provider]
    usual = default_model(provider)
    usual_ref = try_parse_ref(usual) if usual else None
    found = listed[0] if listed else usual_ref
    if found is None or (chat.allowed and found not in chat.allowed):
        raise Refusal(400, "page_pin_no_model", provider=provider)
    return found
