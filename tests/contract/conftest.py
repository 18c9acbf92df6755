"""What each promise of an upstream client is tried with: every client, every way, a certificate authority."""

import pytest
import trustme

from upstream_ways import CLIENTS, server_context


@pytest.fixture(params=CLIENTS)
def client(request):
    return CLIENTS[request.param]


@pytest.fixture(params=["http", "https", "https through a proxy"])
def way(request):
    return request.param


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A certificate authority made for this run, its file, and a server's TLS context."""
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return ca, str(path), server_context(ca, "127.0.0.1", "upstream.test")
