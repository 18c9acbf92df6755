"""The gateway's own answers on the data paths: errors and the list of models. Pure."""

from __future__ import annotations

from openclaw_auth.gateway.answer.response_head import own_answer
from openclaw_auth.gateway.connection.routing import ANTHROPIC, MODEL_PREFIX, OPENAI, dialect_of
from openclaw_auth.gateway.dialects import error_body
from openclaw_auth.gateway.models_list import model_body, models_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.gateway.answer.refusal import Refusal
    from openclaw_auth.gateway.connection.head import Head

_JSON = b"application/json"


def callers_dialect(head: Head | None) -> str:
    """Return what the caller speaks, as far as its head tells; OpenAI's when it does not."""
    if head is None:
        return OPENAI
    version = head.get(b"anthropic-version") is not None
    return dialect_of(head.path, anthropic_version=version)


def error_answer(
    head: Head | None, refusal: Refusal, request_id: str, *, keep_alive: bool
) -> bytes:
    """Return an error answer in the caller's dialect, with its request id.

    Args:
        head: the request's; None when it could not be read.
        refusal: what to say. Unless it may succeed in a moment the SDKs are told not to retry.
        request_id: also in the log.
        keep_alive: whether the connection stays.
    """
    dialect = callers_dialect(head)
    body = error_body(dialect, refusal.status, refusal.reason, request_id, refusal.details)
    headers = (*refusal.headers, (b"x-request-id", request_id.encode()))
    if dialect == ANTHROPIC:
        headers = (*headers, (b"request-id", request_id.encode()))
    if not refusal.retry:
        headers = (*headers, (b"x-should-retry", b"false"))
    return own_answer(
        refusal.status,
        headers,
        body,
        content_type=_JSON,
        keep_alive=keep_alive,
        head_only=head is not None and head.method == b"HEAD",
    )


def models_answer(
    head: Head, models: Iterable[Mapping[str, object]], request_id: str, *, keep_alive: bool
) -> bytes:
    """Return the list of models, or the one that the path names.

    Raises:
        Refusal: 404, it names one that is not in the list.
    """
    dialect = callers_dialect(head)
    if head.path.startswith(MODEL_PREFIX):
        from urllib.parse import unquote_to_bytes

        name = unquote_to_bytes(head.path.removeprefix(MODEL_PREFIX)).decode("utf-8", "replace")
        body = model_body(models, name, dialect)
    else:
        body = models_body(models, dialect)
    headers = ((b"x-request-id", request_id.encode()),)
    return own_answer(200, headers, body, content_type=_JSON, keep_alive=keep_alive)
