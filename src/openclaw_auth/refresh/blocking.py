"""Refresh in a command: call and wait."""

from __future__ import annotations

from openclaw_auth.oauth.drive import drive
from openclaw_auth.oauth.wire import blocking_sender
from openclaw_auth.refresh.flow import LoginRefresh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.http import HttpAnswer, HttpRequest
    from openclaw_auth.refresh.kit import RefreshKit, Result, Wanted


def refresh_now(
    kit: RefreshKit,
    wanted: Wanted,
    sender: Callable[[OAuthClient], Callable[[HttpRequest], HttpAnswer]] = blocking_sender,
) -> Result:
    """Make sure that a login has a fresh access token; returns at once when it has.

    Not for a thread in which an event loop runs.

    Args:
        kit: of this host.
        wanted: which login, and whether its token was refused.
        sender: makes what sends a request.
    """
    login = LoginRefresh(kit, wanted)

    def send(request: HttpRequest) -> HttpAnswer:
        assert login.client is not None
        return sender(login.client)(request)

    return drive(login.steps(), send, kit.ports.sleep_s)
