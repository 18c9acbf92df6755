"""TLS towards an upstream: certificates always checked, HTTP/1.1 asked for by ALPN."""

from __future__ import annotations

import ssl

from openclaw_auth.errors import TlsFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.transport.route import Trust


def client_context(trust: Trust) -> ssl.SSLContext:
    """Return a context that verifies certificate and host name against the given authorities.

    Without a file or directory these are the system's; where a host has none (small containers,
    some macOS builds) those of certifi, if it is installed. Not `ssl.create_default_context`:
    that one writes session keys to the file that SSLKEYLOGFILE names.

    Raises:
        TlsFailed: the file or directory cannot be read or holds no certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["http/1.1"])
    if trust.ca_file or trust.ca_dir:
        _load(context, trust)
    else:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        if not context.cert_store_stats()["x509_ca"]:
            _load_certifi(context)
    return context


def _load(context: ssl.SSLContext, trust: Trust) -> None:
    try:
        context.load_verify_locations(trust.ca_file, trust.ca_dir)
    except OSError as error:
        raise TlsFailed(
            "tls_trust_unreadable", path=trust.ca_file or trust.ca_dir, detail=str(error)
        ) from error


def _load_certifi(context: ssl.SSLContext) -> None:
    try:
        import certifi
    except ImportError:
        return  # OpenSSL may still find hashed certificates in its directory, one by one
    context.load_verify_locations(certifi.where())
