"""argparse with this program's manners: errors as ours, exit code 1, examples kept as written."""

from __future__ import annotations

import argparse
import re
import sys

from openclaw_auth.errors import UsageError
from openclaw_auth.secret import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from _typeshed import SupportsWrite


# Long, and with letters and digits both: what people put behind a command that asks for a key.
_LIKE_A_SECRET = re.compile(r"(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]{24,}")
WIDTH = 80


def _masked(found: re.Match[str]) -> str:
    return mask(found.group())


class Parser(argparse.ArgumentParser):
    """A parser whose errors are `UsageError`: exit code 2 means `expiring`, not `usage`."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong."""
        from openclaw_auth.cli.complaints import in_our_words

        shown = _LIKE_A_SECRET.sub(_masked, message)
        raise UsageError("usage", message=in_our_words(shown), prog=self.prog)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the help; raises BrokenPipeError when nobody reads it, as all output does."""
        print(self.format_help(), end="", file=file)
        sys.stdout.flush()


class ChineseParser(Parser):
    """A parser whose help is in 简体中文, and that of its sub-commands, which are made alike."""

    def format_help(self) -> str:
        """Return the help."""
        from openclaw_auth.cli.help_zh import ChineseHelp

        self.formatter_class = ChineseHelp
        return super().format_help()


class HelpText(argparse.RawDescriptionHelpFormatter):
    """Keeps examples as written. Knows its width, since argparse would import shutil to ask."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=WIDTH)


def make(words: tuple[str, ...], help_line: str, lang: str = "en") -> Parser:
    """Return an empty parser for a command, whose help is in a language."""
    kind = ChineseParser if lang == "zh" else Parser
    return kind(
        prog=" ".join(("openclaw", *words)),
        description=help_line,
        formatter_class=HelpText,
        allow_abbrev=False,
    )
