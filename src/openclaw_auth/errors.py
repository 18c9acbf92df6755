"""Every error that this package raises, as one tree. Each says its code and its exit code.

    OpenclawAuthError                  exit 1
    ├── UsageError                     a command line that makes no sense
    ├── Cancelled                      Ctrl-C, exit 130
    ├── ConfigError
    │   ├── ConfigInvalid              cannot be read, or holds what is not allowed
    │   ├── ConfigEditRefused          the edit cannot be proved; carries the snippet to paste
    │   └── ConfigConflict             someone else wrote meanwhile
    ├── StoreError
    │   ├── StoreUnreadable            not JSON, not ours to read: never overwritten
    │   ├── StoreReadOnly              permission, owner, full disk
    │   ├── StoreLocked                another program holds the lock
    │   └── StoreConflict              changed under us more often than we retry
    ├── CredentialError
    │   ├── NoCredential               nothing usable; carries every candidate with its reason
    │   └── CredentialRefused          the pasted value is not what the provider issues
    ├── LoginError                     no login came about; nothing was stored
    │   ├── LoginNotOffered            the provider has none for us, or its client is not set up
    │   └── LoginFailed                refused, expired, given up
    ├── TokenError                     no new token; carries the server's RFC 6749 error code
    │   ├── GrantRejected              the grant is dead: only a new login helps
    │   ├── ClientRejected             the server refuses us or the request, not the grant
    │   ├── TokenEndpointDown          5xx or too many requests: later may do
    │   └── TokenAnswerInvalid         an answer that makes no sense; nobody knows what happened
    ├── UnexpectedError                a fault of ours; says where to report it
    ├── ProviderError
    │   ├── ProviderNotCallable        known and shown, never called
    │   └── DialectNotOffered          the provider does not speak the caller's dialect
    ├── ChatFailed                     nobody answered a message, or the answer broke off
    ├── UnknownName                    provider, agent, profile, model: carries the nearest names
    ├── GatewayError
    │   ├── PortInUse
    │   ├── AlreadyRunning
    │   └── UnsafeBind
    └── TransportError                 no complete answer from upstream
        ├── ConnectFailed
        │   ├── NameResolutionFailed
        │   ├── TlsFailed
        │   └── ProxyFailed
        ├── RequestInvalid             never sent: its URL or a header cannot be
        ├── UpstreamTimeout
        ├── UpstreamClosed
        └── UpstreamProtocolError

Argparse's exit code 2 is not used: 2 means "expiring" for `models status --check`.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason, render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openclaw_auth.selection.decision import Candidate


class OpenclawAuthError(Exception):
    """Root of the tree. Never raised itself.

    Attributes:
        reason: code and parameters, rendered in the user's language at the edge.
        exit_code: what the command line exits with.
    """

    exit_code = 1

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.reason = Reason(code, params)

    def __str__(self) -> str:
        return render(self.reason)


class UsageError(OpenclawAuthError):
    """The command line makes no sense."""


class Cancelled(OpenclawAuthError):
    """The user stopped it; nothing was stored."""

    exit_code = 130


class UnexpectedError(OpenclawAuthError):
    """A fault of this program: the original error is the cause."""

    @classmethod
    def of(cls, cause: BaseException) -> UnexpectedError:
        """Wrap an error that nobody expected. Only its type is shown: its text may hold a secret."""
        error = cls("unexpected", type=type(cause).__name__)
        error.__cause__ = cause
        return error


class ConfigError(OpenclawAuthError):
    """Something about openclaw.json."""


class ConfigInvalid(ConfigError):
    """The config cannot be read or holds what is not allowed."""


class ConfigEditRefused(ConfigError):
    """An edit could not be proved harmless; param `snippet` is what to paste by hand."""


class ConfigConflict(ConfigError):
    """The file changed between reading and writing."""


class StoreError(OpenclawAuthError):
    """Something about a credential store."""


class StoreUnreadable(StoreError):
    """The store exists and cannot be understood; it is never overwritten."""


class StoreReadOnly(StoreError):
    """The store cannot be written: permission, owner, full disk, unsuitable file system."""


class StoreLocked(StoreError):
    """Another program holds the store's lock."""


class StoreConflict(StoreError):
    """The store kept changing under us."""


class CredentialError(OpenclawAuthError):
    """Something about one credential."""


class NoCredential(CredentialError):
    """Nothing usable for a request.

    Attributes:
        candidates: every credential considered, in order, each with its reason.
    """

    def __init__(
        self, code: str, *, candidates: tuple[Candidate, ...] = (), **params: object
    ) -> None:
        super().__init__(code, **params)
        self.candidates = candidates


class CredentialRefused(CredentialError):
    """A pasted value that cannot be what it is said to be."""


class LoginError(OpenclawAuthError):
    """No login came about; nothing was stored."""


class LoginNotOffered(LoginError):
    """The provider has no login for us, or its client is not set up."""


class LoginFailed(LoginError):
    """A login was refused, ran out of time, or was given up."""


class TokenError(OpenclawAuthError):
    """A token endpoint gave no token.

    Attributes:
        error: the server's code (RFC 6749 section 5.2, or its own), None when it gave none.
        status: of the answer.
    """

    def __init__(
        self, code: str, *, error: str | None = None, status: int = 0, **params: object
    ) -> None:
        super().__init__(code, error=error or "", status=status, **params)
        self.error = error
        self.status = status


class GrantRejected(TokenError):
    """The grant is dead: revoked, expired, used twice. Only a new login helps."""


class ClientRejected(TokenError):
    """The server refuses this client or this request; the grant may be well."""


class TokenEndpointDown(TokenError):
    """The server cannot answer now: 5xx, too many requests. Nothing was decided."""


class TokenAnswerInvalid(TokenError):
    """An answer that makes no sense: nobody knows whether a token was issued."""


class ProviderError(OpenclawAuthError):
    """Something about a provider."""


class ProviderNotCallable(ProviderError):
    """Known and shown, never called: left out on purpose, or no address that we can reach."""


class DialectNotOffered(ProviderError):
    """The provider does not speak the caller's dialect."""


class ChatFailed(OpenclawAuthError):
    """Nobody answered a message, or the answer broke off.

    Attributes:
        passed_over: who was asked: credential (None for a model as a whole), model, and why not.
        classes: of their failures, as `selection.failure` names them.
    """

    passed_over: Sequence[tuple[str | None, str, Reason]] = ()
    classes: frozenset[str] = frozenset()


class UnknownName(OpenclawAuthError):
    """A provider, agent, profile or model that does not exist; param `nearest` helps."""


class GatewayError(OpenclawAuthError):
    """The gateway cannot start."""


class PortInUse(GatewayError):
    """Another process listens on the port."""


class AlreadyRunning(GatewayError):
    """A gateway already serves this state directory."""


class UnsafeBind(GatewayError):
    """A bind beyond loopback without a token."""


class TransportError(OpenclawAuthError):
    """No complete answer came from upstream."""


class ConnectFailed(TransportError):
    """No connection to the upstream."""


class NameResolutionFailed(ConnectFailed):
    """The upstream's name has no address."""


class TlsFailed(ConnectFailed):
    """The TLS handshake or the certificate check failed."""


class ProxyFailed(ConnectFailed):
    """The configured proxy refused or broke."""


class RequestInvalid(TransportError):
    """The request cannot be put on the wire: its URL, or a line break in a header."""


class UpstreamTimeout(TransportError):
    """The upstream was too slow; param `kind`: connect, first_byte, idle."""


class UpstreamClosed(TransportError):
    """The upstream closed before the answer was whole."""


class UpstreamProtocolError(TransportError):
    """The upstream answered something that is not HTTP/1.1."""


def did_you_mean(names: Iterable[str]) -> Reason | str:
    """Return the question whether one of these names was meant, for a text's `{nearest}`.

    Empty without names.
    """
    shown = ", ".join(names)
    return Reason("did_you_mean", {"names": shown}) if shown else ""
