"""How a login talks to whoever runs the command: on a terminal, or by lines on a pipe."""

from __future__ import annotations

import asyncio
import contextlib
import os

from openclaw_auth.codes import Reason
from openclaw_auth.errors import LoginFailed
from openclaw_auth.expiry import remaining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.terminal import Terminal
    from openclaw_auth.oauth.session import LoginSession

    # Opens a URL in the user's browser; returns whether something was started.
    OpenBrowser = Callable[[str], bool]

_READ = 64 * 1024
_LONGEST_LINE = 64 * 1024


def print_line(ctx: Context, event: str, fields: Mapping[str, object]) -> None:
    """Print an event as one JSON line, at once."""
    import json

    ctx.has_json = True  # a stream of them, which says by itself how it ends
    ctx.stdout.write(json.dumps({"event": event, **fields}) + "\n")
    ctx.stdout.flush()


class Dialogue:
    """What every kind has: saying what happens.

    Args:
        ctx: where to say it.
        label: the provider's name.
        open_browser: opens a URL; None where no browser shall open.
        json: whether to say it as JSON lines.
    """

    def __init__(
        self, ctx: Context, label: str, open_browser: OpenBrowser | None, *, json: bool
    ) -> None:
        self._ctx = ctx
        self._label = label
        self._open_browser = open_browser
        self._json = json
        self.shown = asyncio.Event()

    def tell(self, event: str, fields: dict[str, object]) -> None:
        """Say what happens; the session's events and more."""
        if self._json:
            print_line(self._ctx, event, fields)
        elif event == "open_url":
            self._tell_url(str(fields["url"]), fields)
        elif event == "show_code":
            self._tell_code(fields)
        if event in ("open_url", "show_code"):
            url = fields.get("completeUrl") or fields["url"]
            if self._json and self._open_browser is not None:
                self._open_browser(str(url))
            self.shown.set()

    def _tell_url(self, url: str, fields: dict[str, object]) -> None:
        ctx = self._ctx
        if not fields["listening"]:
            from urllib.parse import urlsplit

            port = urlsplit(str(fields["redirectUri"])).port
            ctx.notice(Reason("login_port_taken", {"port": port}))
        opened = self._open_browser is not None and self._open_browser(url)
        ctx.out(ctx.say(Reason("login_opened" if opened else "login_open", {"label": self._label})))
        ctx.out(f"\n{url}\n")
        ctx.stdout.flush()

    def _tell_code(self, fields: dict[str, object]) -> None:
        ctx = self._ctx
        params = {"url": fields["url"], "code": fields["userCode"]}
        ctx.out(ctx.say(Reason("login_show_code", params)))
        complete = fields["completeUrl"]
        if complete is not None:
            ctx.out(f"\n{complete}\n")
        expires_ms = fields["expiresAt"]
        assert isinstance(expires_ms, int)
        left = remaining(expires_ms - ctx.ports.now_ms())
        ctx.out(ctx.say(Reason("login_code_ends", {"left": left})))
        ctx.stdout.flush()
        if complete is not None and self._open_browser is not None:
            self._open_browser(str(complete))

    async def ask(self, session: LoginSession) -> None:  # noqa: ARG002 # of those that ask
        """Take the user's answers until one fits. Nobody can give one here: wait for ever."""
        await _for_ever()


class TerminalDialogue(Dialogue):
    """Asks in a masked field, while the browser may come back by itself."""

    def __init__(
        self,
        ctx: Context,
        label: str,
        open_browser: OpenBrowser | None,
        terminal: Terminal,
        *,
        json: bool,
    ) -> None:
        super().__init__(ctx, label, open_browser, json=json)
        self._terminal = terminal

    async def ask(self, session: LoginSession) -> None:
        """Ask until an answer fits; when the login ends before, the question goes away.

        Raises:
            Cancelled: Ctrl-C.
        """
        await self.shown.wait()
        code = "login_ask_paste" if session.listening else "login_ask_paste_only"
        title = self._ctx.say(Reason(code))
        answer = await self._in_thread(title, lambda text: self._faults(session, text))
        session.paste(answer)

    def _faults(self, session: LoginSession, text: str) -> list[str]:
        fault = session.paste_fault(text)
        return [] if fault is None else [self._ctx.say(fault)]

    async def _in_thread(self, title: str, check: Callable[[str], list[str]]) -> str:
        """Ask in a thread; the terminal's signal handlers belong to this one."""
        from openclaw_auth.cli.prompt import ask_secret

        wake, waker = os.pipe()
        try:
            with self._terminal as terminal:
                terminal.give_up_on(wake)
                asking = asyncio.ensure_future(
                    asyncio.to_thread(ask_secret, terminal, title, check)
                )
                try:
                    return await asyncio.shield(asking)
                finally:
                    os.write(waker, b".")
                    await asyncio.wait({asking})
                    asking.exception()
        finally:
            os.close(wake)
            os.close(waker)


class PipeDialogue(Dialogue):
    """Takes answers as lines on standard input, which may be closed from the start."""

    async def ask(self, session: LoginSession) -> None:
        """Take lines until one fits.

        Raises:
            LoginFailed: standard input ended, and no other answer can come.
        """
        await self.shown.wait()
        if not self._json:
            self._ctx.out(self._ctx.say(Reason("login_send_line")))
            self._ctx.stdout.flush()
        lines: asyncio.Queue[str | None] = asyncio.Queue()
        _read_lines(lines)
        fault: Reason | None = None
        while (line := await lines.get()) is not None:
            if not line.strip():
                continue
            fault = session.paste(line)
            if fault is None:
                return
            if self._json:
                said = {"code": fault.code, "text": self._ctx.say(fault)}
                print_line(self._ctx, "paste_refused", said)
            else:
                self._ctx.notice(fault)
        if fault is not None:
            raise LoginFailed(fault.code, **fault.params)
        if not session.listening:
            raise LoginFailed("login_nobody_answers", provider=session.client.provider_id)
        await _for_ever()


def _read_lines(lines: asyncio.Queue[str | None]) -> None:
    """Put each line of standard input into the queue, then None. A thread: stdin may be a file."""
    import threading

    loop = asyncio.get_running_loop()

    def put(line: str | None) -> None:
        with contextlib.suppress(RuntimeError):  # the login is over
            loop.call_soon_threadsafe(lines.put_nowait, line)

    def read() -> None:
        rest = b""
        while len(rest) < _LONGEST_LINE:
            try:
                data = os.read(0, _READ)
            except OSError:
                break  # closed
            if not data:
                break
            *whole, rest = (rest + data).split(b"\n")
            for line in whole:
                put(line.decode("utf-8", "replace"))
        put(rest.decode("utf-8", "replace"))
        put(None)

    threading.Thread(target=read, daemon=True).start()


async def _for_ever() -> NoReturn:
    await asyncio.get_running_loop().create_future()
    raise AssertionError
