"""Whom alerts are sent to in tests: services on loopback that check what they are sent.

The HTTP one knows ntfy's published format ("Publish as JSON" and the header names of its
publishing documentation) and takes anything else as a webhook.
"""

from __future__ import annotations

import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gateway_process import wait_until

PRIORITIES = {"1", "2", "3", "4", "5", "min", "low", "default", "high", "max", "urgent"}


class Posted:
    """One request: path, headers (lower-case names), document (its JSON)."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.document = json.loads(body)

    def as_ntfy(self):
        """Check it as ntfy would; returns topic, title, message, priority, tags."""
        assert self.path == "/", "JSON is published to the root, not to a topic"
        topic = self.document["topic"]
        assert topic.replace("-", "").replace("_", "").isalnum(), topic
        assert set(self.document) <= {"topic", "message", "title", "tags", "priority", "click"}
        priority = self.headers.get("x-priority", "default")
        assert priority in PRIORITIES, priority
        assert len(self.document["message"].encode()) <= 4096, "ntfy makes a file of more"
        tags = sorted(self.headers.get("x-tags", "").split(","))
        return topic, self.document["title"], self.document["message"], priority, tags


class Receiver:
    """Takes what is posted; `status` is what it answers, `wait_s` how long it thinks first."""

    def __init__(self, status=200):
        self.status = status
        self.stalls = threading.Event()
        self.stalls.set()
        self.posts = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.stalls.wait(30)
                receiver.posts.append(Posted(self.path, self.headers, body))
                self.send_response(receiver.status)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def ntfy(self, topic="alerts", query=""):
        return f"ntfy://127.0.0.1:{self.port}/{topic}{query}"

    def webhook(self, path="hook"):
        return f"json://127.0.0.1:{self.port}/{path}"

    def wait(self, count=1):
        """Wait for that many posts; returns them."""
        wait_until(lambda: len(self.posts) >= count)
        return self.posts

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.stalls.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class MailReceiver:
    """Takes mail by SMTP (RFC 5321, its smallest part): `mails` as (sender, recipients, text)."""

    def __init__(self):
        self.mails = []
        receiver = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.say("220 here")
                sender, to = "", []
                while line := self.rfile.readline().decode().strip():
                    word = line.upper()
                    if word.startswith(("EHLO", "HELO", "RSET", "NOOP")):
                        self.say("250 fine")
                    elif word.startswith("MAIL FROM:"):
                        sender = line[10:]
                        self.say("250 fine")
                    elif word.startswith("RCPT TO:"):
                        to.append(line[8:].strip("<> "))
                        self.say("250 fine")
                    elif word == "DATA":
                        self.say("354 go on")
                        receiver.mails.append((sender, to, self.text()))
                        self.say("250 taken")
                    elif word == "QUIT":
                        self.say("221 bye")
                        return

            def text(self):
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                return b"".join(lines)

            def say(self, line):
                self.wfile.write(f"{line}\r\n".encode())

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def address(self):
        query = "from=openclaw@example.org&to=ops@example.org&mode=insecure"
        return f"mailto://127.0.0.1:{self.port}?{query}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
