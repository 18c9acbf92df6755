"""A lease: one credential lent for one request, and what came of it."""

from __future__ import annotations

from openclaw_auth.providers.headers import auth_headers, drop_headers
from openclaw_auth.providers.provider import PATHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.codes import Reason
    from openclaw_auth.lending.endpoints import Endpoint
    from openclaw_auth.lending.penalties import Name
    from openclaw_auth.providers.provider import BillingClass, Provider
    from openclaw_auth.selection.decision import Candidate
    from openclaw_auth.selection.failure import Failure
    from openclaw_auth.transport.route import Route

    Field = tuple[bytes, bytes]

# Client headers that a lease adds to or yields to, instead of replacing them.
_NEGOTIATED = frozenset({b"anthropic-beta", b"anthropic-version", b"openai-beta", b"originator"})


class Grant:
    """A credential made ready to send, as long as the world stays as it is.

    Made once per (agent, call, candidate) and shared by many leases.

    Attributes:
        candidate: what was chosen.
        name: where its stats are kept: the store's directory, and its key there.
        provider: where it goes.
        call: a key of `providers.provider.PATHS`, e.g. `openai-responses`.
        route, target: the way there, and the path of the call.
        headers: what the request must carry when the client sent nothing of its own.
        drop_headers: lower-case names of client headers that are replaced or forbidden.
    """

    __slots__ = (
        "call",
        "candidate",
        "drop_headers",
        "headers",
        "name",
        "provider",
        "route",
        "target",
    )

    def __init__(
        self,
        candidate: Candidate,
        provider: Provider,
        call: str,
        route: Route,
        target: bytes,
        *,
        name: Name,
    ) -> None:
        self.candidate = candidate
        self.name = name
        self.provider = provider
        self.call = call
        self.route = route
        self.target = target
        self.headers = self.headers_for(())
        self.drop_headers = drop_headers(self.headers)

    def headers_for(self, client: Sequence[Field]) -> list[Field]:
        """Return the headers, given what the client sent."""
        if client and not any(name in _NEGOTIATED for name, _ in client):
            return self.headers
        candidate = self.candidate
        return auth_headers(
            self.provider,
            candidate.type or "api_key",
            candidate.secret,
            dialect=self.call,
            account_id=candidate.account_id,
            client=client,
        )


class Terms:
    """What makes a lease more than a plain one: what its outcome must be checked against.

    Attributes:
        marked: whether failures are counted against the credential, which a success clears.
        probe: whether this request alone tries a resting credential.
        crosses: whether it moves the request to a metered key from one that is not.
        begun_with: the billing class that a crossing left, and `begun_key` the credential.
        order_mark: of the order it was chosen from, where the session keeps it; else None.
    """

    __slots__ = ("begun_key", "begun_with", "crosses", "marked", "order_mark", "probe")

    def __init__(
        self,
        *,
        marked: bool,
        probe: bool,
        crosses: bool,
        begun_with: BillingClass | None,
        begun_key: str | None,
        order_mark: str | None,
    ) -> None:
        self.marked = marked
        self.probe = probe
        self.crosses = crosses
        self.begun_with = begun_with
        self.begun_key = begun_key
        self.order_mark = order_mark


class Lease:
    """One credential lent for one request.

    Attributes:
        grant: the credential and the way to its provider.
        agent_id: whose request it is.
        model: model id to send upstream.
        terms: None for a plain lease: most are.
        session: the session that it is for, if the client named one.
        served: what a gateway tells of it, made by the gateway when it first does.
    """

    __slots__ = ("agent_id", "grant", "model", "served", "session", "terms")

    def __init__(
        self,
        grant: Grant,
        agent_id: str,
        model: str,
        terms: Terms | None = None,
        session: str | None = None,
    ) -> None:
        self.grant = grant
        self.agent_id = agent_id
        self.model = model
        self.terms = terms
        self.session = session
        self.served: object = None

    @property
    def key(self) -> str:
        """Names the candidate that is lent: the profile id, `env:NAME` or `config:PROVIDER`."""
        return self.grant.name[1]

    @property
    def endpoint(self) -> Endpoint:
        """Where it is sent, for `Endpoints`: base URL and model."""
        grant = self.grant
        path = grant.target.decode().removesuffix(PATHS[grant.call])
        return f"{grant.route.origin}{path}", self.model

    @property
    def provider(self) -> str:
        """Canonical provider id."""
        return self.grant.provider.id

    @property
    def profile_id(self) -> str | None:
        """The profile that is lent; None for a key from the environment or the config."""
        return self.grant.candidate.profile_id

    @property
    def source(self) -> str:
        """Where the credential lies."""
        return self.grant.candidate.source


class Outcome:
    """What came of a lease. Times are epoch ms.

    Neither success nor failure is what a client that left makes of it: it says nothing about the
    credential.

    Attributes:
        status: of the upstream's answer; None when none came or the client left.
        failure: what `classify` makes of the answer; None when nothing was wrong with it.
        complete: whether the whole answer came.
        started_ms, ended_ms: from sending this request, not one before it, to its end: what
            began before a failure proves nothing against it.
        first_byte_ms: when the head of the answer came, None when it did not.
        streamed: whether the answer was an event stream.
        bytes_out: payload that went to the client.
        error: what broke on the way, None when nothing did.
    """

    __slots__ = (
        "bytes_out",
        "complete",
        "ended_ms",
        "error",
        "failure",
        "first_byte_ms",
        "started_ms",
        "status",
        "streamed",
    )

    def __init__(
        self,
        *,
        status: int | None,
        failure: Failure | None,
        complete: bool,
        started_ms: int,
        first_byte_ms: int | None,
        ended_ms: int,
        streamed: bool,
        bytes_out: int,
        error: Reason | None = None,
    ) -> None:
        self.status = status
        self.failure = failure
        self.complete = complete
        self.started_ms = started_ms
        self.first_byte_ms = first_byte_ms
        self.ended_ms = ended_ms
        self.streamed = streamed
        self.bytes_out = bytes_out
        self.error = error

    @property
    def succeeded(self) -> bool:
        """Whether a whole answer came that is a success."""
        return self.complete and self.failure is None
