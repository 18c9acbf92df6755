"""Whether anybody still reads what a command prints that goes on for ever."""

from __future__ import annotations

import errno
import os
import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def require_reader(stream: TextIO) -> None:
    """Notice that a pipe's reader has left (`| head -1`) while there is nothing to write.

    Raises:
        BrokenPipeError: it has.
    """
    try:
        fd = stream.fileno()
    except (OSError, ValueError):  # a stream of a test has none
        return
    poll = select.poll()
    poll.register(fd, 0)
    if any(event & select.POLLERR for _, event in poll.poll(0)):
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
