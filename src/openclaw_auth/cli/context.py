"""What a command gets: where things are, how to speak, and the world when it asks for it."""

from __future__ import annotations

import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from openclaw_auth.codes import Reason
    from openclaw_auth.config.load import Config
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.config.view import ConfigView
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings

_READABLE = 256 * 1024
# What a terminal obeys instead of showing: control characters of both sets, except tab and line
# feed; marks that turn the direction of text; and lone surrogates, which nothing can encode.
# Escape sequences stay where they are the colours of `style.paint`.
_OBEYED = re.compile(
    "\x1b(?!\\[(?:0|1|2|31|32|33|36)m)"
    "|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Context:
    """Handed to every command.

    Attributes:
        ports: clock, randomness, environment.
        paths: state directory and what lies in it.
        lang: `en` or `zh`.
        color: whether stdout is a terminal that wants colour.
        has_json: whether a JSON document went to stdout: there may be no second one.
    """

    def __init__(
        self,
        ports: Ports,
        paths: Paths,
        *,
        lang: str = "en",
        color: bool = False,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
    ) -> None:
        self.ports = ports
        self.paths = paths
        self.lang = lang
        self.color = color
        self.stdout = stdout or sys.stdout
        self.stderr = stderr or sys.stderr
        self._settings: Settings | None = None
        self.has_json = False

    def out(self, text: str) -> None:
        """Print one answer line (or several) to stdout."""
        self.stdout.write(harmless(text) + "\n")

    def err(self, text: str) -> None:
        """Print a notice to stderr, so that stdout stays an answer."""
        self.stdout.flush()
        self.stderr.write(harmless(text) + "\n")

    def json(self, value: object) -> None:
        """Print one JSON document to stdout, indented unless it is too big for eyes.

        Only the compact form goes through the encoder's C half: indenting 10,000 profiles would
        take longer than everything else together.
        """
        import json

        self.has_json = True
        ascii_only = (self.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
        text = json.dumps(value, ensure_ascii=ascii_only)
        if len(text) <= _READABLE:
            text = json.dumps(value, indent=2, ensure_ascii=ascii_only)
        self.stdout.write(_OBEYED.sub(_as_json_escape, text) + "\n")

    def say(self, reason: Reason) -> str:
        """Return a reason in the user's language."""
        from openclaw_auth.codes import render

        return render(reason, self.lang)

    def remedy(self, reason: Reason) -> str:
        """Return what mends it, in the user's language."""
        from openclaw_auth.codes import remedy

        return remedy(reason, self.lang)

    def notice(self, reason: Reason) -> None:
        """Print a reason and its remedy to stderr."""
        mend = self.remedy(reason)
        said = self.fitted(self.say(reason), self.stderr)
        self.err(said + (f"\n  {mend}" if mend else ""))

    def fitted(self, text: str, stream: TextIO, first: str = "", rest: str = "") -> str:
        """Return a sentence in lines that fit the stream's terminal; a pipe gets it whole.

        Args:
            text: the sentence.
            stream: `stdout` or `stderr`.
            first: what the first line begins with.
            rest: what all others begin with.
        """
        if not stream.isatty():
            return first + text
        from openclaw_auth.cli.fold import fold

        return fold(text, width(dict(self.ports.environ)), first, rest)

    def settings(self) -> Settings:
        """Return config, environment and catalogue as they are, with problems; read once."""
        if self._settings is None:
            from openclaw_auth.settings import load_settings

            self._settings = load_settings(self.paths, self.ports)
        return self._settings

    def config(self) -> Config:
        """Return the config. Raises ConfigInvalid when it has problems."""
        return self.settings().config.require_valid()

    def view(self) -> ConfigView:
        """Return what the config says, by name. Raises ConfigInvalid when it has problems."""
        self.config()
        return self.settings().view

    def forget(self) -> None:
        """Read config and environment anew when next asked: something was written."""
        self._settings = None


def harmless(text: str) -> str:
    """Return text with what a terminal would obey written out.

    Names in a store, a config or a provider's answer are whatever somebody put there.
    """
    return text if text.isprintable() else _OBEYED.sub(_as_escape, text)


def _as_escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def _as_json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def wants_color(environ: dict[str, str], stream: TextIO) -> bool:
    """Return whether to colour: a terminal, not NO_COLOR, not dumb; FORCE_COLOR insists."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def width(environ: dict[str, str]) -> int:
    """Return the width to write for: the terminal's, else 80 columns."""
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns[:5]) > 0:
        return int(columns[:5])
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80
