"""What was answered, by a person or by options, before anything is decided or written."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from openclaw_auth.credentials import Profile
    from openclaw_auth.host.plan import ServicePlan
    from openclaw_auth.onboarding.choice import Choice
    from openclaw_auth.secret import Secret


class Access:
    """How models are reached. At most one of `profile`, `variable`, `kept` and `login` is set.

    Attributes:
        choice: what was chosen.
        profile: to be stored; None where nothing is.
        variable: name and value for the state directory's `.env`.
        kept: where a credential lies that is used as it is: a profile id or a variable's source.
        login: whether to log in, which stores what comes of it.
        entry: what `models.providers.<id>` gets, None when it needs nothing.
    """

    __slots__ = ("choice", "entry", "kept", "login", "profile", "variable")

    def __init__(
        self,
        choice: Choice,
        *,
        profile: Profile | None = None,
        variable: tuple[str, Secret] | None = None,
        kept: str | None = None,
        login: bool = False,
        entry: Mapping[str, Any] | None = None,
    ) -> None:
        self.choice = choice
        self.profile = profile
        self.variable = variable
        self.kept = kept
        self.login = login
        self.entry = entry


class GatewayAnswers:
    """What was said about the gateway; None leaves a setting as it is.

    Attributes:
        port: 1 to 65535.
        bind: a word or an address.
        auth: `token` or `password`.
        token, password: what clients must show.
        tailscale: OpenClaw's own setting.
        tailscale_reset: the same.
    """

    __slots__ = ("auth", "bind", "password", "port", "tailscale", "tailscale_reset", "token")

    def __init__(
        self,
        *,
        port: int | None = None,
        bind: str | None = None,
        auth: Literal["token", "password"] | None = None,
        token: Secret | None = None,
        password: Secret | None = None,
        tailscale: str | None = None,
        tailscale_reset: bool = False,
    ) -> None:
        self.port = port
        self.bind = bind
        self.auth: Literal["token", "password"] | None = auth
        self.token = token
        self.password = password
        self.tailscale = tailscale
        self.tailscale_reset = tailscale_reset


class Answers:
    """Everything that was answered.

    Attributes:
        mode: `local`, or `remote` for a gateway on another host.
        access: None when nothing about models was asked.
        model: the default model to write; None leaves it.
        workspace: absolute; None leaves it.
        gateway: None when nothing about it was asked.
        remote_url, remote_token: of the other host's gateway.
        service: what installing the service takes; None for not installing it.
    """

    __slots__ = (
        "access", "gateway", "mode", "model", "remote_token", "remote_url", "service", "workspace",
    )  # fmt: skip

    def __init__(
        self,
        *,
        mode: Literal["local", "remote"] = "local",
        access: Access | None = None,
        model: str | None = None,
        workspace: str | None = None,
        gateway: GatewayAnswers | None = None,
        remote_url: str | None = None,
        remote_token: Secret | None = None,
        service: ServicePlan | None = None,
    ) -> None:
        self.mode: Literal["local", "remote"] = mode
        self.access = access
        self.model = model
        self.workspace = workspace
        self.gateway = gateway
        self.remote_url = remote_url
        self.remote_token = remote_token
        self.service = service
