"""Waits on this host for the browser's redirect (RFC 8252, 7.3): one code is taken, then it closes.

Listens on 127.0.0.1 and ::1, for browsers resolve `localhost` to either. Whoever calls by another
Host is refused (DNS rebinding), and so is every code that is not this login's. The browser is
answered only when the login is through, so that its page says what really happened.
"""

from __future__ import annotations

import asyncio
import errno
import re

from openclaw_auth.codes import Reason
from openclaw_auth.oauth.landing_page import HEADERS, landing_page, language_of
from openclaw_auth.oauth.redirect import Accepted, Denied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.oauth.redirect import Verdict

_MAX_HEAD = 32 * 1024
_HEAD_S = 10.0
_ANSWER_S = 30.0
_FLUSH_S = 2.0
_MOST_CONNECTIONS = 32
_TRIES = 5
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_NO_IPV6 = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT})
_REQUEST_LINE = re.compile(rb"(GET|HEAD) (/[\x21-\x7e]*) HTTP/1\.[01]")
_STATUS = {
    200: b"OK",
    400: b"Bad Request",
    403: b"Forbidden",
    404: b"Not Found",
    405: b"Method Not Allowed",
}


class Outcome:
    """What the page says in the end: title, text, and whether it is good news."""

    __slots__ = ("good", "text", "title")

    def __init__(self, title: Reason, text: Reason, *, good: bool) -> None:
        self.title = title
        self.text = text
        self.good = good


class PortTaken(Exception):
    """The registered redirect's port belongs to another program: a paste has to do."""


class Loopback:
    """Listens for one redirect.

    Args:
        path: of the registered redirect.
        judge: what a query means for this login; called for every visitor.
        accepted: told once, with the verdict that ends the waiting.
    """

    def __init__(
        self,
        path: str,
        judge: Callable[[str], Verdict],
        accepted: Callable[[Accepted | Denied], None],
    ) -> None:
        self._path = path
        self._judge = judge
        self._accepted = accepted
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._visitor: asyncio.Task[None] | None = None
        self.port = 0

    async def open(self, port: int) -> int:
        """Listen on a port, 0 for any free one; returns it.

        Raises:
            PortTaken: on one of the two addresses another program listens.
        """
        for _ in range(_TRIES if port == 0 else 1):
            try:
                await self._bind(port)
            except OSError as error:
                self._stop_listening()
                problem = error
            else:
                return self.port
        raise PortTaken from problem

    async def _bind(self, port: int) -> None:
        first = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self._servers.append(first)
        self.port = first.sockets[0].getsockname()[1]
        try:
            self._servers.append(await asyncio.start_server(self._serve, "::1", self.port))
        except OSError as error:
            if error.errno not in _NO_IPV6:
                raise

    def finish(self, outcome: Outcome) -> None:
        """Say how it ended; whoever waits for its page gets it."""
        if not self._outcome.done():
            self._outcome.set_result(outcome)

    async def close(self) -> None:
        """Stop; pages that are being sent are sent."""
        self._stop_listening()
        for task in tuple(self._tasks):
            if task is not self._visitor or not self._outcome.done():
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_FLUSH_S)

    def _stop_listening(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            if len(self._tasks) <= _MOST_CONNECTIONS:
                await self._answer(reader, writer)
        except (OSError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass  # the browser left, or the login is over
        except (TimeoutError, asyncio.LimitOverrunError):
            pass  # a connection opened ahead, or no HTTP
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_HEAD_S):
            raw = await reader.readuntil(b"\r\n\r\n")
        line, _, rest = raw.partition(b"\r\n")
        match = _REQUEST_LINE.fullmatch(line)
        headers = _headers(rest)
        lang = language_of(headers)
        if match is None or len(raw) > _MAX_HEAD:
            status, outcome = 405, _odd("login_page_no")
        elif headers.get("host", "") not in {f"{name}:{self.port}" for name in _NAMES}:
            status, outcome = 403, _odd("login_page_no")
        else:
            path, _, query = match[2].decode("ascii").partition("?")
            if path != self._path or match[1] == b"HEAD":
                status, outcome = 404, _odd("login_page_no")
            else:
                status, outcome = await self._visited(query)
        body = landing_page(outcome.title, outcome.text, lang, closes=outcome.good)
        head = [f"HTTP/1.1 {status} ".encode() + _STATUS[status]]
        head += [f"{name}: {value}".encode() for name, value in HEADERS.items()]
        head.append(b"content-length: %d" % len(body))
        writer.write(b"\r\n".join(head) + b"\r\n\r\n" + body)
        await writer.drain()

    async def _visited(self, query: str) -> tuple[int, Outcome]:
        """Take a redirect in, and wait for how the login ends."""
        verdict = self._judge(query)
        if not isinstance(verdict, Accepted | Denied):
            return 400, Outcome(Reason("login_page_not_ours"), verdict.reason, good=False)
        if self._visitor is not None:
            late = Reason("login_page_late")
            return 400, Outcome(Reason("login_page_not_ours"), late, good=False)
        self._visitor = asyncio.current_task()
        self._stop_listening()
        self._accepted(verdict)
        try:
            async with asyncio.timeout(_ANSWER_S):
                outcome = await asyncio.shield(self._outcome)
        except TimeoutError:
            outcome = Outcome(Reason("login_page_wait"), Reason("login_page_look"), good=True)
        return (200 if outcome.good else 400), outcome


def _odd(code: str) -> Outcome:
    return Outcome(Reason(code), Reason("login_page_nothing"), good=False)


def _headers(raw: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in raw.split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            key = name.decode("latin-1").lower()
            # A second Host would be a way around the check: together they match nothing.
            text = value.decode("latin-1").strip()
            headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers
