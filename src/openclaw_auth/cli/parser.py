"""argparse with this program's manners: errors as ours, exit code 1, examples kept as written."""

from __future__ import annotations

import argparse
import re

from openclaw_auth.codes import Reason
from openclaw_auth.errors import UsageError
from openclaw_auth.secret import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


# Long, and with letters and digits both: what people put behind a command that asks for a key.
_LIKE_A_SECRET = re.compile(r"(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]{24,}")
_COMPLAINTS = (
    ("the following arguments are required: ", "usage_required"),
    ("unrecognized arguments: ", "usage_unrecognized"),
)
_NO_VALUE = ": expected one argument"


def _masked(found: re.Match[str]) -> str:
    return mask(found.group())


def _in_our_words(message: str) -> Reason | str:
    """Return argparse's commonest complaints as reasons, which speak the user's language."""
    for beginning, code in _COMPLAINTS:
        if message.startswith(beginning):
            return Reason(code, {"words": message.removeprefix(beginning)})
    if message.startswith("argument ") and message.endswith(_NO_VALUE):
        name = message.removeprefix("argument ").removesuffix(_NO_VALUE)
        return Reason("usage_needs_value", {"words": name})
    return message


class Parser(argparse.ArgumentParser):
    """A parser whose errors are `UsageError`: exit code 2 means `expiring`, not `usage`."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong."""
        shown = _LIKE_A_SECRET.sub(_masked, message)
        raise UsageError("usage", message=_in_our_words(shown), prog=self.prog)


class HelpText(argparse.RawDescriptionHelpFormatter):
    """Keeps examples as written. Knows its width, since argparse would import shutil to ask."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=80)


def make(words: tuple[str, ...], help_line: str) -> Parser:
    """Return an empty parser for a command."""
    return Parser(
        prog=" ".join(("openclaw", *words)),
        description=help_line,
        formatter_class=HelpText,
        allow_abbrev=False,
    )
