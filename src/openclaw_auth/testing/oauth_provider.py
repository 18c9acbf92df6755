"""An OAuth provider that is not there: logs in, rotates, notices reuse, and fails on demand.

>>> from openclaw_auth.testing.oauth_provider import OAuthProvider
>>> with OAuthProvider() as provider:
...     pair = provider.issue("a@example.com")
...     provider.token_url  # doctest: +ELLIPSIS
'http://127.0.0.1:.../token'
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from openclaw_auth.testing.emulator import Emulator
from openclaw_auth.testing.http_server import BadRequestBytesError, RequestReader, encode_head
from openclaw_auth.testing.oauth_faults import (
    AsAccount,
    CutAfter,
    CutBefore,
    Delay,
    Fault,
    Hang,
    Status,
    With,
    Without,
    error_in_200,
)
from openclaw_auth.testing.oauth_grants import Family, Pair, TokenPost
from openclaw_auth.testing.oauth_server import AuthorizationServer, Reply

if TYPE_CHECKING:
    from openclaw_auth.testing.record import RequestRecord

__all__ = [
    "AsAccount",
    "CutAfter",
    "CutBefore",
    "Delay",
    "Family",
    "Fault",
    "Hang",
    "OAuthProvider",
    "Pair",
    "Status",
    "TokenPost",
    "With",
    "Without",
    "error_in_200",
]

_REASON = {200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}


class OAuthProvider(Emulator, AuthorizationServer):
    """`AuthorizationServer` behind a socket on 127.0.0.1. Use it as `with` (a thread of its own) or `async with`.

    `rotate`, `revoke_family_on_reuse`: as the large providers do. `requests` is everything that came, `posts` what
    came to the token endpoint; `fail_next` queues faults for the token endpoint, one for each request.
    """

    def __init__(self, *, port: int = 0, **options: Any) -> None:
        """Set up; nothing listens before `start`. `options` are those of `AuthorizationServer`."""
        Emulator.__init__(self, "127.0.0.1", port)
        AuthorizationServer.__init__(self, **options)
        self.requests: list[RequestRecord] = []
        self._faults: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._connections = 0

    @property
    def token_url(self) -> str:
        """The token endpoint."""
        return self.issuer + "/token"

    @property
    def config(self) -> dict[str, Any]:
        """What `models.providers.<id>.oauth` says for this server, without discovery."""
        said: dict[str, Any] = {
            "authorizationUrl": self.issuer + "/authorize",
            "tokenUrl": self.token_url,
            "deviceAuthorizationUrl": self.issuer + "/device_authorization",
            "revocationUrl": self.issuer + "/revoke",
            "userinfoUrl": self.issuer + "/userinfo",
            "clientId": self.client_id,
            "scopes": ["openid", "email", "offline_access"],
        }
        if self.client_secret is not None:
            said["clientSecret"] = self.client_secret
        return said

    def fail_next(self, *faults: Fault) -> None:
        """Let these happen to the next requests to the token endpoint."""
        self._faults.extend(faults)

    async def start(self) -> None:
        """Listen; raises `OSError` when the port is taken."""
        await super().start()
        self.issuer = f"http://127.0.0.1:{self.port}"

    async def _serve_connection(
        self, stream: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._stop_with_me()
        self._connections += 1
        reader = RequestReader(stream, writer.write, self._connections)
        try:
            while (found := await reader.next()) is not None:
                request, keep_alive = found
                if not await self._serve(request, reader, writer) or not keep_alive:
                    break
        except (BadRequestBytesError, ConnectionError, asyncio.CancelledError):
            pass  # the client is gone, or the emulator stops
        finally:
            writer.transport.abort() if self._server is None else writer.close()

    async def _serve(
        self, request: RequestRecord, reader: RequestReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; whether the connection goes on."""
        self.requests.append(request)
        fault = self._faults.popleft() if request.path == "/token" and self._faults else None
        if isinstance(fault, CutBefore | Status):
            with self._lock:
                self.posts.append(self._unheard(request, fault))
            if isinstance(fault, CutBefore):
                return False
            reply = Reply(fault.status, fault.body, {"content-type": fault.content_type})
        else:
            with self._lock:
                reply = self.answer(request, fault)
        if isinstance(fault, Delay):
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, Hang):
            await reader.until_client_leaves()
            return False
        headers = {**reply.headers, "content-length": str(len(reply.body))}
        raw = encode_head(reply.status, _REASON.get(reply.status, "Answer"), headers) + reply.body
        cut = isinstance(fault, CutAfter)
        writer.write(raw[: fault.answered_bytes] if isinstance(fault, CutAfter) else raw)
        await writer.drain()
        return not cut

    def _unheard(self, request: RequestRecord, fault: Fault) -> TokenPost:
        from urllib.parse import parse_qsl

        form = dict(parse_qsl(request.body.decode("latin-1")))
        post = TokenPost(form.get("grant_type", ""), form, outcome=fault.name)
        post.generation = self.grants.generation_of(form.get("refresh_token", ""))
        return post
