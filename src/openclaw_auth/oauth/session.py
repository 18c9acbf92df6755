"""One login under way, on an event loop: the same for the command and for the gateway's page.

It runs the flow, listens for the redirect, takes pastes, and tells what happens as events.
"""

from __future__ import annotations

import asyncio

from openclaw_auth.codes import Reason
from openclaw_auth.errors import Cancelled, LoginFailed, LoginNotOffered
from openclaw_auth.oauth.authorize import OpenUrl, code_login
from openclaw_auth.oauth.client import redirect_uri
from openclaw_auth.oauth.device import ShowCode
from openclaw_auth.oauth.discovery import discovered
from openclaw_auth.oauth.drive import adrive
from openclaw_auth.oauth.loopback import Loopback, Outcome, PortTaken
from openclaw_auth.oauth.pkce import make_pkce, make_state
from openclaw_auth.oauth.providers import manners_of
from openclaw_auth.oauth.redirect import Accepted, NotOurs, judge_paste, judge_redirect
from openclaw_auth.oauth.revocation import revocation
from openclaw_auth.oauth.wire import async_sender
from openclaw_auth.providers.catalogue import details

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, TypeVar

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.redirect import Denied
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.ports import Ports
    from openclaw_auth.secret import Secret

    # What happens, in the order in which it does: `open_url` {url, redirectUri, listening,
    # expiresAt}, or `show_code` {url, completeUrl, userCode, expiresAt}; then `exchanging`.
    Tell = Callable[[str, dict[str, object]], None]
    T = TypeVar("T")

TIMEOUT_S = 600.0
_GIVE_BACK_S = 5.0
# Where nothing listens the browser shows an error, and its address bar what has to be pasted.
_NOBODYS_PORT = 1455


class LoginSession:
    """Logs in once. Use `run`, meanwhile `paste`; afterwards always `end`.

    Args:
        client: whose login; discovery may still have to complete it.
        device: by device code instead of by redirect.
        ports: clock and randomness.
        tell: told what happens.
        timeout_s: how long the user has.
    """

    def __init__(
        self,
        client: OAuthClient,
        *,
        device: bool,
        ports: Ports,
        tell: Tell,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.client = client
        self.device = device
        self._ports = ports
        self._tell = tell
        self._timeout_s = timeout_s
        self._state = make_state(ports.random_bytes)
        self._loopback: Loopback | None = None
        self._verdict: asyncio.Future[Accepted | Denied] | None = None
        self.listening = False

    async def run(self) -> TokenSet:
        """Return the tokens.

        Raises:
            LoginNotOffered: the server or the config lacks what this login needs.
            LoginFailed: `login_denied`, `login_timeout`, `device_expired`.
            TokenError, TransportError: from the server.
        """
        client, manners = self.client, manners_of(self.client.provider_id)
        send = async_sender(client)
        client = self.client = await adrive(discovered(client), send)
        require_complete(client, device=self.device, needs_client_id=manners.needs_client_id)
        if self.device:
            flow = manners.device_login(client, self._ports)
            return await self._in_time(adrive(flow, send, self._show_code))
        uri = redirect_uri(client, await self._listen(client))
        by_code = code_login(
            client,
            manners,
            redirect_uri=uri,
            pkce=make_pkce(self._ports.random_bytes),
            state=self._state,
            ports=self._ports,
        )

        async def ask(step: Any) -> Secret:
            return await self._ask_code(step, uri)

        return await adrive(by_code, send, ask)

    def paste(self, text: str) -> Reason | None:
        """Take what the user pasted; returns why it will not do, None when it did."""
        verdict = judge_paste(text, self._state, self.client.issuer)
        if isinstance(verdict, NotOurs) or self._verdict is None:
            return self.paste_fault(text)
        self._decide(verdict)
        return None

    def paste_fault(self, text: str) -> Reason | None:
        """Return why a paste would not do, None when it would. Changes nothing; any thread may ask."""
        if self.device or self._verdict is None:
            return Reason("paste_not_expected")
        verdict = judge_paste(text, self._state, self.client.issuer)
        return verdict.reason if isinstance(verdict, NotOurs) else None

    async def give_back(self, tokens: TokenSet) -> None:
        """Revoke what could not be stored, as far as the server lets us: nobody would know it."""
        send = async_sender(self.client, _GIVE_BACK_S)
        await adrive(revocation(self.client, tokens.refresh, tokens.access), send)

    async def end(self, outcome: Outcome) -> None:
        """Say on the browser's page how it ended, and stop listening."""
        if self._loopback is not None:
            self._loopback.finish(outcome)
            await self._loopback.close()

    async def _listen(self, client: OAuthClient) -> int:
        """Listen for the redirect where that is possible; returns the port of the redirect."""
        self._verdict = asyncio.get_running_loop().create_future()
        self._loopback = Loopback(client.redirect_path, self._judge, self._decide)
        try:
            port = await self._loopback.open(client.redirect_port)
        except PortTaken:
            return client.redirect_port or _NOBODYS_PORT
        self.listening = True
        return port

    def _judge(self, query: str) -> Any:
        return judge_redirect(query, self._state, self.client.issuer)

    def _decide(self, verdict: Accepted | Denied) -> None:
        if self._verdict is not None and not self._verdict.done():
            self._verdict.set_result(verdict)

    async def _ask_code(self, step: OpenUrl, uri: str) -> Secret:
        assert self._verdict is not None
        self._tell(
            "open_url",
            {
                "url": step.url,
                "redirectUri": uri,
                "listening": self.listening,
                "expiresAt": self._ports.now_ms() + int(self._timeout_s * 1000),
            },
        )
        verdict = await self._in_time(self._verdict)
        if not isinstance(verdict, Accepted):
            raise LoginFailed("login_denied", error=verdict.error)
        self._tell("exchanging", {})
        return verdict.code

    async def _in_time(self, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await work
        except TimeoutError as error:
            raise LoginFailed("login_timeout", provider=self.client.provider_id) from error

    async def _show_code(self, step: ShowCode) -> None:
        self._tell(
            "show_code",
            {
                "url": step.url,
                "completeUrl": step.complete_url,
                "userCode": step.user_code,
                "expiresAt": step.expires_ms,
            },
        )


def require_complete(client: OAuthClient, *, device: bool, needs_client_id: bool) -> None:
    """Check that a login has all that it needs, before the user is sent anywhere.

    Raises:
        LoginNotOffered: `oauth_client_id_missing`, `device_not_offered`, `oauth_url_missing`.
    """
    provider = client.provider_id
    if needs_client_id and not client.client_id:
        name = details(provider).get("oauth", {}).get("client_id_env")
        variable = Reason("oauth_client_id_variable", {"name": name}) if name else ""
        raise LoginNotOffered("oauth_client_id_missing", provider=provider, variable=variable)
    if device and client.device_url is None:
        raise LoginNotOffered("device_not_offered", provider=provider)
    for word, url in (
        ("tokenUrl", client.token_url),
        ("authorizationUrl", client.authorization_url if not device else client.device_url),
    ):
        if url is None:
            raise LoginNotOffered("oauth_url_missing", provider=provider, key=word)


def outcome_of(error: BaseException) -> Outcome:
    """Return what the page says about a login that did not come about."""
    from openclaw_auth.errors import OpenclawAuthError

    known = error if isinstance(error, OpenclawAuthError) else Cancelled("cancelled")
    return Outcome(Reason("login_page_no"), known.reason, good=False)
