"""One request to an authorization server and its answer, as values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class HttpRequest:
    """What to send. Its body and headers may hold secrets: neither is in its repr.

    Attributes:
        method: `GET` or `POST`.
        url: absolute; may have a query.
        headers: names and values, ASCII.
        body: empty for none.
    """

    __slots__ = ("body", "headers", "method", "url")

    def __init__(
        self, method: str, url: str, headers: Sequence[tuple[str, str]], body: bytes = b""
    ) -> None:
        self.method = method
        self.url = url
        self.headers = tuple(headers)
        self.body = body

    def __repr__(self) -> str:
        return f"HttpRequest({self.method!r}, {self.url.partition('?')[0]!r})"


class HttpAnswer:
    """What came back, whole. Its body may hold secrets: not in its repr.

    Attributes:
        status: 200 to 999.
        headers: names in lower case, the last value of a repeated one.
        body: without content coding.
    """

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def __repr__(self) -> str:
        return f"HttpAnswer({self.status})"
