"""The line that is typed in the terminal chat: history, completion, several lines, keys."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, Completion
from prompt_toolkit.filters import completion_is_selected
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.styles import Style

from openclaw_auth.cli.chat.history import ChatHistory
from openclaw_auth.cli.context import harmless
from openclaw_auth.codes import Reason
from openclaw_auth.sessions.commands.complete import completions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

    from openclaw_auth.cli.context import Context
    from openclaw_auth.sessions.commands.desk import Desk

_MENU_LINES = 6
_REFRESH_S = 1.0
_STYLE = Style.from_dict(
    {
        "prompt": "ansicyan",
        "bottom-toolbar": "noreverse fg:ansibrightblack",
        "completion-menu": "bg:default fg:default",
        "completion-menu.completion.current": "reverse",
    }
)


class ChatPrompt:
    """Asks for one message after the other.

    Args:
        mark: before the line.
        history: path of the file that keeps what was typed.
        desk: what completion looks at now.
        ctx: whether colours are wanted, and the language.
        bar: what stands below the line, given its columns; asked every second.
    """

    def __init__(
        self,
        mark: str,
        history: str,
        desk: Callable[[], Desk],
        ctx: Context,
        bar: Callable[[int], str],
    ) -> None:
        self._ctx = ctx
        self._session: PromptSession[str] = PromptSession(
            [("class:prompt", mark)],
            multiline=True,
            prompt_continuation=lambda width, _line, _soft: " " * width,
            history=ChatHistory(history),
            completer=ChatCompleter(desk),
            complete_while_typing=True,
            reserve_space_for_menu=_MENU_LINES,
            key_bindings=_keys(desk),
            style=_STYLE,
            color_depth=None if ctx.color else ColorDepth.DEPTH_1_BIT,
            bottom_toolbar=lambda: harmless(bar(self._columns())),
            refresh_interval=_REFRESH_S,
            output=create_output(sys.stdout, always_prefer_tty=True),
        )
        # A terminal that does not say where its cursor is only goes without the bar.
        self._session.app.renderer.cpr_not_supported_callback = lambda: None

    def _columns(self) -> int:
        return self._session.app.output.get_size().columns

    def ask(self) -> str | None:
        """Return the next message; None when the person leaves.

        Ctrl-C empties the line; on an empty one it says how to leave, and the next one leaves.
        """
        warned = False
        while True:
            try:
                return self._session.prompt()
            except EOFError:
                return None
            except KeyboardInterrupt:
                if self._session.default_buffer.text:
                    warned = False
                    continue
                if warned:
                    return None
                warned = True
                self._ctx.err(self._ctx.say(Reason("chat_leave_how")))


class ChatCompleter(Completer):
    """Commands, models and profile ids, as `sessions.commands.complete` knows them.

    Args:
        desk: the session as it is now.
    """

    def __init__(self, desk: Callable[[], Desk]) -> None:
        self._desk = desk

    def get_completions(self, document: Document, _event: CompleteEvent) -> Iterator[Completion]:
        """Yield what the last word may become."""
        line = document.text_before_cursor
        word = line.rpartition(" ")[2]
        for found in completions(line, self._desk()):
            yield Completion(found, -len(word))


def _keys(desk: Callable[[], Desk]) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("tab")
    def complete(event: KeyPressEvent) -> None:
        """Take what is common to everything that fits; where that is nothing more, the next."""
        buffer = event.current_buffer
        line = buffer.document.text_before_cursor
        word = line.rpartition(" ")[2]
        found = completions(line, desk())
        common = os.path.commonprefix(found)  # noqa: RUF071 # by characters is what is wanted
        if len(common) > len(word):
            buffer.delete_before_cursor(len(word))
            buffer.insert_text(common)
        elif buffer.complete_state is not None:
            buffer.complete_next()
        else:
            buffer.start_completion()

    @keys.add("enter", filter=~completion_is_selected)
    def send(event: KeyPressEvent) -> None:
        """Send what is there; after a backslash, begin another line."""
        buffer = event.current_buffer
        if buffer.document.current_line_before_cursor.endswith("\\"):
            buffer.delete_before_cursor()
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    @keys.add("enter", filter=completion_is_selected)
    def choose(event: KeyPressEvent) -> None:
        """Take the entry of the menu that is chosen; the line is not sent yet."""
        event.current_buffer.complete_state = None

    @keys.add("escape", "enter")
    def another_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys
