"""What it means when no (whole) answer came: by the transport's error. Pure."""

from __future__ import annotations

from openclaw_auth.errors import (
    ConnectFailed,
    NameResolutionFailed,
    ProxyFailed,
    RequestInvalid,
    TlsFailed,
    TransportError,
    UpstreamClosed,
    UpstreamProtocolError,
    UpstreamTimeout,
)
from openclaw_auth.selection.failure_making import made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from openclaw_auth.selection.failure import Action, Failure, FailureClass

    _Meaning: TypeAlias = tuple[FailureClass, str, Action]

_BY_CODE: dict[str, _Meaning] = {
    "upstream_timeout_connect": ("timeout", "connect_timeout", "retry_same"),
    "upstream_timeout_first_byte": ("timeout", "read_timeout", "retry_same"),
    "upstream_timeout_idle": ("timeout", "stream_stalled", "retry_same"),
    "upstream_closed_mid_body": ("timeout", "stream_cut", "retry_same"),
    "upstream_client_closed": ("unknown", "given_up", "none"),
    "upstream_relay_failed": ("unknown", "relay_failed", "none"),
    "upstream_url_invalid": ("unknown", "request_not_sent", "none"),
}
_BY_KIND: tuple[tuple[type[TransportError], _Meaning], ...] = (
    (NameResolutionFailed, ("timeout", "dns_failure", "none")),
    (TlsFailed, ("unknown", "tls_certificate", "none")),
    (ProxyFailed, ("timeout", "proxy_failed", "none")),
    (ConnectFailed, ("timeout", "connect_failed", "retry_same")),
    (RequestInvalid, ("unknown", "request_not_sent", "none")),
    (UpstreamTimeout, ("timeout", "read_timeout", "retry_same")),
    (UpstreamClosed, ("timeout", "connection_closed", "retry_same")),
    (UpstreamProtocolError, ("timeout", "protocol_error", "retry_same")),
)
# How systems say that this host, not the provider, has no network.
_OFFLINE = ("unreachable", "network is down", "no route to host")


def transport_failure(error: TransportError, provider: str) -> Failure:
    """Return what a transport error means. A host that is offline is nobody's fault."""
    failure_class, detail, action = _meaning(error)
    return made(failure_class, detail, action, rule=f"transport.{detail}", provider=provider)


def _meaning(error: TransportError) -> _Meaning:
    known = _BY_CODE.get(error.reason.code)
    if known is not None:
        return known
    if type(error) is ConnectFailed:
        said = str(error.reason.params.get("detail", "")).lower()
        if any(words in said for words in _OFFLINE):
            return ("timeout", "offline", "none")
        if "timed out" in said:
            return ("timeout", "connect_timeout", "retry_same")
    for kind, meaning in _BY_KIND:
        if isinstance(error, kind):
            return meaning
    return ("unknown", "no_answer", "none")
