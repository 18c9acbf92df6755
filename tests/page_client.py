"""What the control page asks of a gateway, without a browser."""

from __future__ import annotations

import contextlib
import http.client
import json


class Page:
    """What the page does, with the token."""

    def __init__(self, gateway):
        self.gateway = gateway

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=15)

    def ask(self, method, path, document=None, **headers):
        shown = {"Authorization": f"Bearer {self.gateway.token}"}
        shown |= {"Content-Type": "application/json"} if document is not None else {}
        shown |= {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.closing(self.connection()) as connection:
            body = None if document is None else json.dumps(document)
            connection.request(method, path, body, shown)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())

    def do(self, action, **fields):
        return self.ask("POST", f"/api/actions/{action}", {"agentId": "main", **fields})

    def board(self):
        status, board = self.ask("GET", "/api/board")
        assert status == 200, board
        return board

    @contextlib.contextmanager
    def steps(self, board):
        """The steps after a board, as they come."""
        path = f"/api/board/changes?run={board['run']}&after={board['number']}"
        with contextlib.closing(self.connection()) as connection:
            connection.request(
                "GET", path, headers={"Authorization": f"Bearer {self.gateway.token}"}
            )
            answer = connection.getresponse()
            assert answer.status == 200
            yield (json.loads(line) for line in answer)
