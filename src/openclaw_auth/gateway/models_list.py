"""The list of models, in both dialects. Pure."""

from __future__ import annotations

import json

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.connection.routing import ANTHROPIC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_EPOCH = "1970-01-01T00:00:00Z"


def _entry(model: Mapping[str, object], dialect: str) -> dict[str, object]:
    """One model as the caller's SDK expects it. We do not know when models were made."""
    identifier = str(model["id"])
    if dialect == ANTHROPIC:
        return {
            "type": "model",
            "id": identifier,
            "display_name": str(model.get("name") or identifier),
            "created_at": _EPOCH,
        }
    owner = str(model.get("provider") or identifier.partition("/")[0])
    return {"id": identifier, "object": "model", "created": 0, "owned_by": owner}


def models_body(models: Iterable[Mapping[str, object]], dialect: str) -> bytes:
    """Return the whole list; it is short enough never to be paged.

    Args:
        models: from the broker, each with `id` and perhaps `name`, `provider`.
        dialect: the caller's.
    """
    data = [_entry(model, dialect) for model in models]
    if dialect == ANTHROPIC:
        first, last = (data[0]["id"], data[-1]["id"]) if data else (None, None)
        document = {"data": data, "has_more": False, "first_id": first, "last_id": last}
    else:
        document = {"object": "list", "data": data}
    return json.dumps(document).encode()


def model_body(models: Iterable[Mapping[str, object]], wanted: str, dialect: str) -> bytes:
    """Return one model.

    Raises:
        Refusal: 404, it is not in the list.
    """
    for model in models:
        if model["id"] == wanted:
            return json.dumps(_entry(model, dialect)).encode()
    raise Refusal(404, "model_not_listed", model=wanted[:200])
