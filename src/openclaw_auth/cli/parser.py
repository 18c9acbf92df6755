"""argparse with this program's manners: errors as ours, exit code 1, examples kept as written."""

from __future__ import annotations

import argparse

from openclaw_auth.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser whose errors are `UsageError`: exit code 2 means `expiring`, not `usage`."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong."""
        raise UsageError("usage", message=message, prog=self.prog)


def make(words: tuple[str, ...], help_line: str) -> Parser:
    """Return an empty parser for a command."""
    return Parser(
        prog=" ".join(("openclaw", *words)),
        description=help_line,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
