"""What a gateway is asked to be, and what it says when it has started."""

from __future__ import annotations

from openclaw_auth.gateway.settings import Timeouts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.token import GatewayToken


class GatewayOptions:
    """What the command line asks for; None means "as configured"."""

    __slots__ = (
        "bind",
        "demo",
        "demo_if_empty",
        "log_format",
        "port",
        "timeouts",
        "token",
        "verbose",
    )

    def __init__(
        self,
        *,
        port: str | None = None,
        bind: str | None = None,
        token: str | None = None,
        demo: bool = False,
        demo_if_empty: bool = False,
        verbose: bool = False,
        log_format: str = "text",
        timeouts: Timeouts | None = None,
    ) -> None:
        self.port = port
        self.bind = bind
        self.token = token
        self.demo = demo
        self.demo_if_empty = demo_if_empty
        self.verbose = verbose
        self.log_format = log_format
        self.timeouts = timeouts or Timeouts()


class Started:
    """What a starting gateway tells its user.

    Attributes:
        urls: where it listens.
        token: where the token stands.
        demo: whether the demo provider runs.
        empty: whether no credential was found.
    """

    __slots__ = ("demo", "empty", "token", "urls")

    def __init__(self, urls: list[str], token: GatewayToken, *, demo: bool, empty: bool) -> None:
        self.urls = urls
        self.token = token
        self.demo = demo
        self.empty = empty
