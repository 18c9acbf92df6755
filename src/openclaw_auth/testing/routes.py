"""Which endpoint answers a path. Only the end of the path counts: what comes before is the base URL's business."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from openclaw_auth.testing import dialect_anthropic, dialect_chat, dialect_responses
from openclaw_auth.testing.dialect import Dialect, InvalidRequestError, Served, Setting, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANTHROPIC = dialect_anthropic.AnthropicDialect()
CHAT = dialect_chat.ChatDialect()
RESPONSES = dialect_responses.ResponsesDialect()


class Endpoint(NamedTuple):
    """An endpoint: its method, the end of its path, its dialect, and what it serves."""

    method: str
    path_end: re.Pattern[str]
    dialect: Dialect
    serve: Callable[[Mapping[str, Any], Setting], Served]


def _post(
    path_end: str, dialect: Dialect, serve: Callable[[Mapping[str, Any], Setting], Served]
) -> Endpoint:
    return Endpoint("POST", re.compile(re.escape(path_end) + "$"), dialect, serve)


POSTS = (
    _post("/messages/count_tokens", ANTHROPIC, dialect_anthropic.count),
    _post("/messages", ANTHROPIC, dialect_anthropic.messages),
    _post("/chat/completions", CHAT, dialect_chat.chat_completions),
    _post("/responses", RESPONSES, dialect_responses.responses),
    _post("/embeddings", CHAT, dialect_chat.embeddings),
)
MODELS = re.compile(r"/models(?:/(?P<id>.+))?$")


def find_endpoint(method: str, path: str, headers: Mapping[str, str]) -> Endpoint:
    """Return the endpoint for a request; an unknown path gives one that refuses in the caller's dialect.

    The model list has one path in both worlds: the `anthropic-version` header tells the caller's.
    """
    if found := MODELS.search(path):
        return Endpoint("GET", MODELS, *_models(found["id"], headers))
    for endpoint in POSTS:
        if endpoint.path_end.search(path):
            return endpoint
    return Endpoint(
        method, MODELS, ANTHROPIC if "anthropic-version" in headers else CHAT, _not_found
    )


def _models(
    wanted: str | None, headers: Mapping[str, str]
) -> tuple[Dialect, Callable[[Mapping[str, Any], Setting], Served]]:
    for_anthropic = "anthropic-version" in headers
    page = dialect_anthropic.model_page if for_anthropic else dialect_chat.model_list
    entry = dialect_anthropic.model_entry if for_anthropic else dialect_chat.model_entry

    def serve(_body: Mapping[str, Any], setting: Setting) -> Served:
        if wanted is None:
            return Served(to_json(page(setting.models)))
        if wanted not in setting.models:
            message = f"The model `{wanted}` does not exist."
            raise InvalidRequestError(message, status=404, param="model", kind="model_not_found")
        return Served(to_json(entry(wanted)))

    return (ANTHROPIC if for_anthropic else CHAT), serve


def _not_found(_body: Mapping[str, Any], _setting: Setting) -> Served:
    message = "Not found"
    raise InvalidRequestError(message, status=404, kind="not_found")
