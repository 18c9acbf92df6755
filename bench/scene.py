"""Everything that runs during a measurement: two upstreams, the stream server, and the peers."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from bench.peers import nginx
from bench.peers.gateway import start_gateway
from bench.peers.litellm import start_litellm
from bench.peers.target import Target
from bench.processes import Running, free_port, start
from bench.workload import PLAIN, STREAM, TLS, UPSTREAM_KEY

STARTERS = {"gateway": start_gateway, "litellm": start_litellm}


@dataclass
class Scene:
    """What is up. `missing` says why a peer is not."""

    folder: Path
    upstreams: dict[str, str]
    status_urls: dict[str, str]
    direct: Target
    nginx: Target
    others: list[Target] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def scene(peers: list[str]) -> Iterator[Scene]:
    """Start everything, and end each process that was started."""
    with (
        tempfile.TemporaryDirectory(prefix="openclaw-auth-bench-") as name,
        contextlib.ExitStack() as stack,
    ):
        folder = Path(name)
        authority, certificate = _certificates(folder)
        plain = nginx.start_upstream(folder)
        stack.callback(plain.running.stop)
        tls = nginx.start_upstream(folder, certificate=certificate)
        stack.callback(tls.running.stop)
        stream, running = _start_stream_server(folder)
        stack.callback(running.stop)
        upstreams = {
            PLAIN.provider: plain.origin,
            TLS.provider: tls.origin,
            STREAM.provider: stream,
        }
        status_urls = {PLAIN.provider: plain.status_url, TLS.provider: tls.status_url}
        proxy = nginx.start_proxy(folder, upstreams, authority)
        stack.callback(proxy.stop)
        direct = Target("direct", upstreams, UPSTREAM_KEY)
        whole = Scene(folder, upstreams, status_urls, direct, proxy)
        for peer in peers:
            try:
                target = STARTERS[peer](folder, upstreams, authority)
            except RuntimeError as error:
                whole.missing[peer] = str(error)
            else:
                stack.callback(target.stop)
                whole.others.append(target)
        yield whole


def _certificates(folder: Path) -> tuple[Path, Path]:
    made = trustme.CA()
    authority, certificate = folder / "authority.pem", folder / "upstream.pem"
    made.cert_pem.write_to_path(authority)
    certificate.touch(mode=0o600)
    made.issue_cert("127.0.0.1", "localhost").private_key_and_cert_chain_pem.write_to_path(
        certificate
    )
    return authority, certificate


def _start_stream_server(folder: Path) -> tuple[str, Running]:
    port = free_port()
    command = [sys.executable, "-m", "bench.stream_server", str(port)]
    running = start(
        command, port=port, log=folder / "stream-server.log", environment=dict(os.environ)
    )
    return f"http://127.0.0.1:{port}", running
