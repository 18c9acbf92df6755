"""`/models [provider] [page|page=n] [limit=n] [all]`, and the numbered picker. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openclaw_auth.codes import Reason
from openclaw_auth.providers.ids import normalise_provider
from openclaw_auth.providers.model_ref import ModelRef
from openclaw_auth.sessions.commands.choosing import refused
from openclaw_auth.sessions.commands.reply import Line, Reply

if TYPE_CHECKING:
    from openclaw_auth.sessions.commands.desk import Desk

PER_PAGE = 20
MOST = 100
_PICKED = 50


def picker(desk: Desk) -> list[Line]:
    """Return the models that `/model <n>` chooses from, numbered."""
    lines = []
    for number, ref in enumerate(desk.picker()[:_PICKED], 1):
        alias = desk.alias_of(ref)
        shown = f"{alias} ({ref.key})" if alias else ref.key
        code = "chat_pick_current" if ref == desk.selected else "chat_pick"
        lines.append(Line(Reason(code, {"number": number, "model": shown})))
    return lines


def browse(argument: str, desk: Desk) -> Reply:
    """Answer `/models …`: the providers, or the models of one.

    Raises:
        Refused: no such provider, page, or word.
    """
    provider, page, limit = _asked(argument)
    by_provider = _offered(desk)
    if provider is None:
        if len(by_provider) == 1:
            provider = next(iter(by_provider))
        else:
            return Reply(tuple(_providers(by_provider, desk)))
    known = normalise_provider(provider)
    if known not in by_provider:
        names = ", ".join(by_provider) or "-"
        raise refused("chat_provider_unknown", provider=provider, names=names)
    return Reply(tuple(_page(by_provider[known], known, page, limit, desk)))


def _asked(argument: str) -> tuple[str | None, int, int]:
    provider, page, limit = None, 1, PER_PAGE
    for word in argument.split():
        name, is_setting, value = word.lower().partition("=")
        number = int(value[:6]) if value.isascii() and value.isdecimal() else 0
        if name == "all" and not is_setting:
            limit = MOST
        elif name in ("page", "limit") and is_setting:
            if not number:
                raise refused("chat_models_usage", word=word)
            page, limit = (number, limit) if name == "page" else (page, min(number, MOST))
        elif word.isascii() and word.isdecimal():
            page = max(1, int(word[:6]))
        elif provider is None and not is_setting:
            provider = word
        else:
            raise refused("chat_models_usage", word=word)
    return provider, page, limit


def _offered(desk: Desk) -> dict[str, list[ModelRef]]:
    """Return the models that may be chosen, by provider: the allow-list, else all with a credential."""
    found: dict[str, list[ModelRef]] = {}
    for ref in desk.allowed:
        found.setdefault(ref.provider, []).append(ref)
    if not found:
        for provider in desk.stocked_providers():
            refs = [ModelRef(provider, m.id) for m in desk.models.models_of(provider)]
            if refs:
                found[provider] = refs
    return dict(sorted(found.items()))


def _providers(by_provider: dict[str, list[ModelRef]], desk: Desk) -> list[Line]:
    if not by_provider:
        return [Line(Reason("chat_no_models", {"provider": desk.default.provider}))]
    rows = [
        Line(Reason("chat_provider_row", {"provider": provider, "count": len(refs)}), 1)
        for provider, refs in by_provider.items()
    ]
    return [Line(Reason("chat_providers")), *rows, Line(Reason("chat_how_browse_provider"))]


def _page(refs: list[ModelRef], provider: str, page: int, limit: int, desk: Desk) -> list[Line]:
    pages = -(-len(refs) // limit)
    if page > pages:
        raise refused("chat_page_unknown", page=page, pages=pages)
    head = {"provider": provider, "count": len(refs), "page": page, "pages": pages}
    lines = [Line(Reason("chat_models_head", head))]
    for ref in refs[(page - 1) * limit : page * limit]:
        alias = desk.alias_of(ref)
        lines.append(
            Line(
                Reason("chat_model_row", {"model": f"{alias} ({ref.key})" if alias else ref.key}), 1
            )
        )
    if page < pages:
        lines.append(Line(Reason("chat_next_page", {"provider": provider, "page": page + 1})))
    return [*lines, Line(Reason("chat_how_switch"))]
