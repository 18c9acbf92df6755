"""nginx: the upstream for plain requests, and the reverse proxy that is the practical limit.

The proxy replaces the authorization header, checks nothing, keeps upstream connections, and does not
buffer. One process each: what a gateway in one process is compared with.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.peers.target import Target
from bench.processes import Running, free_port, start
from bench.workload import UPSTREAM_KEY, answer

_FRAME = """
daemon off;
master_process off;
pid {folder}/{name}.pid;
error_log {folder}/{name}.error.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  tcp_nodelay on;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  client_body_buffer_size 64k;
  client_max_body_size 32m;
  client_body_temp_path {folder}/{name}-body;
  proxy_temp_path {folder}/{name}-proxy;
  fastcgi_temp_path {folder}/{name}-fastcgi;
  uwsgi_temp_path {folder}/{name}-uwsgi;
  scgi_temp_path {folder}/{name}-scgi;
  {servers}
}}
"""

_UPSTREAM_SERVER = """
  server {{
    listen 127.0.0.1:{port} {tls};
    {certificate}
    location / {{
      default_type application/json;
      if ($http_authorization != "Bearer {key}") {{
        return 401 '{{"error": {{"message": "wrong key", "code": "invalid_api_key"}}}}';
      }}
      return 200 '{answer}';
    }}
  }}
"""

_STATUS_SERVER = """
  server {{
    listen 127.0.0.1:{port};
    location / {{ stub_status; }}
  }}
"""

_PROXY_SERVER = """
  upstream {name} {{
    server {upstream};
    keepalive 512;
    keepalive_requests 1000000000;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {scheme}://{name};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Authorization "Bearer {key}";
      proxy_buffering off;
      {verify}
    }}
  }}
"""


def executable() -> str:
    """Return nginx; raises `RuntimeError` where there is none (Debian: apt-get install nginx-light)."""
    # Debian keeps it in /usr/sbin, which users do not have on their PATH.
    found = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if found is None:
        raise RuntimeError("nginx is not installed: apt-get install nginx-light")
    return found


@dataclass(frozen=True)
class Upstream:
    """A running upstream; `status_url` tells (without TLS) how many connections it accepted."""

    origin: str
    status_url: str
    running: Running


def start_upstream(folder: Path, *, certificate: Path | None = None) -> Upstream:
    """Start the plain upstream, over TLS when given a PEM file with key and chain."""
    port, status_port = free_port(), free_port()
    name = "upstream-tls" if certificate else "upstream"
    pem = (
        f"ssl_certificate {certificate}; ssl_certificate_key {certificate};" if certificate else ""
    )
    servers = _STATUS_SERVER.format(port=status_port) + _UPSTREAM_SERVER.format(
        port=port,
        tls="ssl" if certificate else "",
        certificate=pem,
        key=UPSTREAM_KEY,
        answer=answer(),
    )
    running = _start(folder, name, servers, port)
    origin = f"{'https' if certificate else 'http'}://127.0.0.1:{port}"
    return Upstream(origin, f"http://127.0.0.1:{status_port}/", running)


def start_proxy(folder: Path, upstreams: dict[str, str], authority: Path) -> Target:
    """Start the reverse proxy with one port for each upstream origin; `authority` is trusted for TLS."""
    origins = {}
    servers = []
    for provider, origin in upstreams.items():
        scheme, _, address = origin.partition("://")
        port = free_port()
        origins[provider] = f"http://127.0.0.1:{port}"
        # nginx compares host names only, never an address in a certificate.
        verify = f"proxy_ssl_trusted_certificate {authority}; proxy_ssl_verify on; proxy_ssl_name localhost;"
        servers.append(
            _PROXY_SERVER.format(
                name=provider,
                upstream=address,
                port=port,
                scheme=scheme,
                key=UPSTREAM_KEY,
                verify=verify if scheme == "https" else "",
            )
        )
    running = _start(folder, "proxy", "".join(servers), port)
    return Target("nginx", origins, "none", running)


def _start(folder: Path, name: str, servers: str, port: int) -> Running:
    config = folder / f"{name}.conf"
    config.write_text(_FRAME.format(folder=folder, name=name, servers=servers))
    log = folder / f"{name}.log"
    command = [executable(), "-p", str(folder), "-e", str(log), "-c", str(config)]
    return start(command, port=port, log=log)
