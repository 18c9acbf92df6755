"""A page that stops reading is dropped, its connection too; everybody else goes on."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import ExitStack

from failing_host import TOKEN, FailingHost
from gateway_process import wait_until
from openclaw_auth.testing import ProviderEmulator

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

    def sockets(self):
        folder = f"/proc/{self.process.pid}/fd"
        return sum(
            os.readlink(f"{folder}/{name}").startswith("socket") for name in os.listdir(folder)
        )


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
        host.post("/api/chat/say", said, TOKEN)  # everything that is made once is made
        before = host.sockets()
        for _ in range(3):
            open_sockets.enter_context(stuck_reader(host, "/api/chat/live?session=x"))
        wait_until(lambda: host.sockets() == before + 3)
        for _ in range(6):
            assert host.post("/api/chat/say", said, TOKEN)[0] == 200
        wait_until(lambda: host.sockets() == before)
        assert "ASGI" not in host.log
