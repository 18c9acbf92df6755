"""What surrounds a state directory, as values: the port, the service, other programs, clocks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.codes import Reason
    from openclaw_auth.host.plan import ServiceState


class PortFact:
    """Who holds the gateway's port.

    Attributes:
        port: that the gateway wants.
        taken: whether somebody else listens there: not the gateway of this state directory.
        owner: who, as far as the kernel tells.
        free: a port near it that nobody holds; None when none was found.
    """

    __slots__ = ("free", "owner", "port", "taken")

    def __init__(
        self, port: int, *, taken: bool, owner: str | None = None, free: int | None = None
    ) -> None:
        self.port = port
        self.taken = taken
        self.owner = owner
        self.free = free


class ServiceFact:
    """The service on this host.

    Attributes:
        state: how it stands.
        ours: whether its file was written by this program.
        unmanaged: why no manager answers, None when one does.
    """

    __slots__ = ("ours", "state", "unmanaged")

    def __init__(self, state: ServiceState, *, ours: bool, unmanaged: Reason | None = None) -> None:
        self.state = state
        self.ours = ours
        self.unmanaged = unmanaged


class OtherProgram:
    """Another `openclaw` on the PATH. Attributes: path, version (None when it does not say)."""

    __slots__ = ("path", "version")

    def __init__(self, path: str, version: str | None) -> None:
        self.path = path
        self.version = version


class HostFacts:
    """What surrounds the state directory.

    Attributes:
        port: None for a remote gateway.
        port_problem: why the port that was asked for is none, None when it is one.
        bind_problem: why `gateway.bind` makes no sense, None when it does.
        gateway_differs: where the running gateway sees other variables than this command.
        service: None without one.
        older_services: files of services that older versions installed, absolute paths.
        other_state_dirs: directories of the usual names that hold something and are not read.
        other_program: None without one.
    """

    __slots__ = (
        "bind_problem",
        "gateway_differs",
        "older_services",
        "other_program",
        "other_state_dirs",
        "port",
        "port_problem",
        "service",
    )

    def __init__(
        self,
        *,
        port: PortFact | None = None,
        port_problem: Reason | None = None,
        bind_problem: Reason | None = None,
        gateway_differs: Sequence[Reason] = (),
        service: ServiceFact | None = None,
        older_services: Sequence[str] = (),
        other_state_dirs: Sequence[str] = (),
        other_program: OtherProgram | None = None,
    ) -> None:
        self.port = port
        self.port_problem = port_problem
        self.bind_problem = bind_problem
        self.gateway_differs = gateway_differs
        self.service = service
        self.older_services = older_services
        self.other_state_dirs = other_state_dirs
        self.other_program = other_program


class Asked:
    """What one provider said of one credential.

    Attributes:
        name: the profile, variable or place in the config.
        provider: canonical id.
        status: of the probe's verdict.
        reason: of the verdict; None for a good one.
        skew_ms: how far ahead of ours the provider's clock is; None when it did not say.
    """

    __slots__ = ("name", "provider", "reason", "skew_ms", "status")

    def __init__(
        self, name: str, provider: str, status: str, reason: Reason | None, skew_ms: int | None
    ) -> None:
        self.name = name
        self.provider = provider
        self.status = status
        self.reason = reason
        self.skew_ms = skew_ms
