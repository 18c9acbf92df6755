"""A provider that is not there: three dialects, plain and streamed, with failures by key or by script."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING

from openclaw_auth.testing.demo_answer import demo_answer
from openclaw_auth.testing.dialect import MODEL_DEFAULT, InvalidRequestError, Setting
from openclaw_auth.testing.emulator import Emulator
from openclaw_auth.testing.exchange import Exchange
from openclaw_auth.testing.http_server import BadRequestBytesError, RequestReader
from openclaw_auth.testing.keys import NO_KEY, key_of
from openclaw_auth.testing.routes import ANTHROPIC, find_endpoint
from openclaw_auth.testing.script import Script

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Collection, Iterable, Mapping

    from openclaw_auth.testing.record import RequestRecord
    from openclaw_auth.testing.steps import Step

POLL_S = 0.005
KEEP_REQUESTS = 10_000


class ProviderEmulator(Emulator):
    """An HTTP server that answers as Anthropic and OpenAI do; see `POSTS` in `routes` for the endpoints.

    Use it as `async with`, as `with` (it then runs in a thread of its own), by `start`/`stop`, or as a process:
    `python -m openclaw_auth.testing`. Everything it says is deterministic; every request is in `requests`.

    `keys`: the accepted credentials; `None` accepts any, but one must be there. A request without an accepted
    key gets a 401 in its dialect and consumes no step. What happens to the others, in this order: the next of
    `queue(...)`; the entry of `behaviour_by_key`, whose keys count as accepted (a step is played every time, a
    `Script` once through); `behaviour`; a true answer.
    """

    def __init__(
        self,
        *,
        keys: Collection[str] | None = None,
        behaviour: Step | Script | None = None,
        behaviour_by_key: Mapping[str, Step | Script] | None = None,
        models: Iterable[str] = (MODEL_DEFAULT,),
        missing_models: Iterable[str] = (),
        compose: Callable[[str], str] = demo_answer,
        host: str = "127.0.0.1",
        port: int = 0,
        ssl_context: ssl.SSLContext | None = None,
        keep_requests: int = KEEP_REQUESTS,
    ) -> None:
        """Set up; nothing listens before `start`.

        `compose` makes an answer's text from the last user message. `keep_requests` bounds `requests` to the
        newest; a long-lived demo keeps none.
        """
        super().__init__(host, port, ssl_context)
        self.keys = None if keys is None else set(keys)
        self.behaviour = behaviour or Script()
        self.behaviour_by_key: dict[str, Step | Script] = dict(behaviour_by_key or {})
        self.requests: deque[RequestRecord] = deque(maxlen=keep_requests)
        self._served = 0
        self.connections = 0
        self._queued = Script()
        self._models = tuple(models)
        self._missing_models = frozenset(missing_models)
        self._compose = compose

    @property
    def base_url(self) -> str:
        """The base URL for Anthropic clients, without a path."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'https' if self._ssl else 'http'}://{host}:{self._port}"

    @property
    def openai_base_url(self) -> str:
        """The base URL for OpenAI clients, with `/v1`."""
        return self.base_url + "/v1"

    def queue(self, *steps: Step) -> None:
        """Play these steps for the next requests with an accepted key, before anything else."""
        self._queued.add(*steps)

    def wait_until(self, condition: Callable[[], bool], timeout_s: float = 5) -> None:
        """Return as soon as `condition` holds; raises `TimeoutError` after `timeout_s` seconds.

        For tests beside an emulator in its own thread: what happens over there is seen a moment later here.
        """
        waited = threading.Event()
        for _ in range(int(timeout_s / POLL_S)):
            if condition():
                return
            waited.wait(POLL_S)
        if not condition():
            message = f"not true within {timeout_s} s"
            raise TimeoutError(message)

    async def _serve_connection(
        self, stream: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._stop_with_me()
        self.connections += 1
        reader = RequestReader(stream, writer.write, self.connections)
        try:
            await self._serve_requests(reader, writer)
        except BadRequestBytesError:
            writer.write(
                b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
        except ConnectionError:
            pass  # The client is gone; its record says so.
        except asyncio.CancelledError:
            # The emulator stops: a close would first wait for a client that may never read on.
            writer.transport.abort()
        finally:
            writer.close()

    async def _serve_requests(self, reader: RequestReader, writer: asyncio.StreamWriter) -> None:
        while (arrived := await reader.next()) is not None:
            record, keep_alive = arrived
            exchange = self._accept(record, reader, writer, keep_alive=keep_alive)
            try:
                await self._play(exchange)
            except ConnectionError:
                record.outcome = "client_left"
                raise
            if record.outcome == "open":
                record.outcome = "answered"
            if not exchange.keep_alive:
                return

    def _accept(
        self,
        record: RequestRecord,
        reader: RequestReader,
        writer: asyncio.StreamWriter,
        *,
        keep_alive: bool,
    ) -> Exchange:
        endpoint = find_endpoint(record.method, record.path, record.headers)
        record.key, record.key_header = key_of(
            record.headers, for_anthropic=endpoint.dialect is ANTHROPIC
        )
        self.requests.append(record)
        self._served += 1
        setting = Setting(
            self._compose, self._models, self._missing_models, self._served, record.headers
        )
        return Exchange(
            record, endpoint, setting, reader=reader, writer=writer, keep_alive=keep_alive
        )

    async def _play(self, exchange: Exchange) -> None:
        key = exchange.record.key
        if not self._accepts(key):
            await exchange.refuse(401, "Incorrect API key provided.", kind="invalid_key")
            return
        try:
            await self._next_step(key).play(exchange)
        except InvalidRequestError as error:
            await exchange.refuse(error.status, error.message, kind=error.kind, param=error.param)

    def _accepts(self, key: str | None) -> bool:
        if key in self.behaviour_by_key:
            return True
        return key is not None if self.keys is None else (key or NO_KEY) in self.keys

    def _next_step(self, key: str | None) -> Step:
        if self._queued.pending:
            return self._queued.take()
        behaviour = self.behaviour_by_key.get(key or NO_KEY, self.behaviour)
        return behaviour.take() if isinstance(behaviour, Script) else behaviour
