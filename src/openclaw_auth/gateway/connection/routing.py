"""Which path is which call, in which dialect, and what the call is named. Pure."""

from __future__ import annotations

from openclaw_auth.gateway.answer.refusal import Refusal

ANTHROPIC = "anthropic-messages"
OPENAI = "openai"
DATA_PREFIX = b"/v1/"
MODELS = b"/v1/models"
MODEL_PREFIX = b"/v1/models/"


class DataRoute:
    """One forwarded call.

    Attributes:
        dialect: what the caller speaks, and so the provider must.
        endpoint: the call's name in `providers.provider.PATHS`, which knows its path upstream.
    """

    __slots__ = ("dialect", "endpoint")

    def __init__(self, dialect: str, endpoint: str) -> None:
        self.dialect = dialect
        self.endpoint = endpoint


DATA_ROUTES = {
    b"/v1/messages": DataRoute(ANTHROPIC, ANTHROPIC),
    b"/v1/messages/count_tokens": DataRoute(ANTHROPIC, "anthropic-count-tokens"),
    b"/v1/chat/completions": DataRoute(OPENAI, "openai-completions"),
    b"/v1/responses": DataRoute(OPENAI, "openai-responses"),
    b"/v1/embeddings": DataRoute(OPENAI, "openai-embeddings"),
}


def is_data_path(path: bytes) -> bool:
    """Whether the front serves it itself; everything else is the app's."""
    return path.startswith(DATA_PREFIX)


def is_models_path(path: bytes) -> bool:
    """Whether it asks which models there are."""
    return path == MODELS or path.startswith(MODEL_PREFIX)


def dialect_of(path: bytes, *, anthropic_version: bool) -> str:
    """In which dialect to answer, even where the path is wrong.

    Args:
        path: without the query.
        anthropic_version: whether the request names one; every Anthropic client does.
    """
    route = DATA_ROUTES.get(path)
    if route is not None:
        return route.dialect
    return ANTHROPIC if anthropic_version or path.startswith(b"/v1/messages/") else OPENAI


def find_route(method: bytes, path: bytes) -> DataRoute | None:
    """Return the forwarded call, None when the question is for the list of models.

    Raises:
        Refusal: 404 for an unknown path, 405 for another method.
    """
    route = DATA_ROUTES.get(path)
    if route is not None:
        if method != b"POST":
            raise _wrong_method(method, b"POST")
        return route
    if is_models_path(path):
        if method != b"GET":
            raise _wrong_method(method, b"GET")
        return None
    raise Refusal(404, "path_unknown", path=path[:200].decode("latin-1"))


def _wrong_method(method: bytes, allowed: bytes) -> Refusal:
    return Refusal(
        405,
        "method_wrong",
        headers=((b"allow", allowed),),
        method=method.decode(),
        allowed=allowed.decode(),
    )
