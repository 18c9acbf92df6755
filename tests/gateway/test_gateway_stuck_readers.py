"""A page that stops reading is dropped, its connection too; everybody else goes on."""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack

from failing_host import TOKEN, FailingHost
from gateway_process import wait_until
from openclaw_auth.testing import ProviderEmulator

ESTABLISHED = "01"  # as /proc/net/tcp spells it
PROGRAM = """
import sys
from openclaw_auth.gateway.chat.routes import chat_routes
from openclaw_auth.gateway.page_api.board_routes import board_routes
for routes in (chat_routes, board_routes):
    routes.__kwdefaults__.update(slowest_s=0.5)
from openclaw_auth.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


class ImpatientHost(FailingHost):
    """One that waits half a second for a client that takes nothing."""

    def command(self, *words):
        return [sys.executable, "-c", PROGRAM, *words]

    def holds(self, clients):
        """How many of these connections the gateway has open."""
        ports = {client.getsockname()[1] for client in clients}
        with open("/proc/net/tcp", encoding="ascii") as table:
            rows = [line.split() for line in table.readlines()[1:]]
        return sum(
            state == ESTABLISHED and port_of(local) == self.port and port_of(remote) in ports
            for _, local, remote, state, *_ in rows
        )


def port_of(address):
    return int(address.rpartition(":")[2], 16)


def stuck_reader(host, path):
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    stuck.connect(("127.0.0.1", host.port))
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    stuck.sendall(head.encode())
    return stuck


def test_who_takes_nothing_loses_the_connection(tmp_path):
    config = {"gateway.auth.token": TOKEN}
    with (
        ProviderEmulator() as upstream,
        ImpatientHost(tmp_path, upstream, profiles=["anthropic:a"], config=config) as host,
        ExitStack() as open_sockets,
    ):
        said = {"session": "x", "message": f"/model {'x' * 400_000}"}
        readers = [
            open_sockets.enter_context(stuck_reader(host, "/api/chat/live?session=x"))
            for _ in range(3)
        ]
        wait_until(lambda: host.holds(readers) == len(readers))
        for _ in range(6):
            assert host.post("/api/chat/say", said, TOKEN)[0] == 200
        wait_until(lambda: host.holds(readers) == 0)
        assert "ASGI" not in host.log
