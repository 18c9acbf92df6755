"""One page in the chat, and what a person does there."""

from __future__ import annotations

import json
import os
import threading
import urllib.request

from playwright.sync_api import expect

EN, ZH = {"locale": "en-GB"}, {"locale": "zh-CN"}
KEY_REFUSED = {
    "type": "error",
    "error": {"type": "authentication_error", "message": "invalid x-api-key"},
}
MAIN = "agent:main:main"


class Chatter:
    """One page in the chat, and what a person does there."""

    def __init__(self, board):
        self.board, self.page, self.gateway = board, board.page, board.gateway
        self.pictures = 0

    def enter(self, session=""):
        self.page.goto(f"{self.gateway.url}/#/chat{session}")
        self.page.fill("#token", self.gateway.token)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".picked")).to_be_enabled()
        return self.page

    @property
    def field(self):
        return self.page.locator(".composer textarea")

    def say(self, text):
        self.field.fill(text)
        self.page.keyboard.press("Escape")
        self.field.press("Enter")

    def answers(self, count=1):
        """Wait for so many whole answers; returns the last."""
        expect(self.page.locator(".answer .line-of")).to_have_count(count)
        return self.page.locator(".answer").last

    def picture(self, name):
        folder = os.environ.get("PAGE_PICTURES")
        if folder:
            look = "".join(c if c.isalnum() else "-" for c in os.environ["PYTEST_CURRENT_TEST"])
            self.page.screenshot(path=f"{folder}/{look.partition('--')[2][:60]}-{name}.png")

    def looks_right(self, name):
        self.picture(name)
        assert self.board.faults() == []

    def entry(self, key=MAIN):
        path = self.gateway.state / "agents/main/sessions/sessions.json"
        return json.loads(path.read_text()).get(key, {}) if path.exists() else {}

    def elsewhere(self, message, session=""):
        """Say something as another client; returns at once."""

        def post():
            body = {
                "agent": "main",
                "message": message,
                **({"session": session} if session else {}),
            }
            headers = {
                "Authorization": f"Bearer {self.gateway.token}",
                "Content-Type": "application/json",
            }
            url = f"{self.gateway.url}/api/chat/say"
            request = urllib.request.Request(url, json.dumps(body).encode(), headers)
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()

        thread = threading.Thread(target=post)
        thread.start()
        return thread
