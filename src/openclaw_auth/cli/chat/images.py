"""Image files that go with a message: looked at before anything is sent."""

from __future__ import annotations

import os
from base64 import b64encode

from openclaw_auth.errors import UsageError
from openclaw_auth.sessions.turn import Picture

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

# Anthropic refuses an image of more; the others take it too.
MOST_BYTES = 5 * 1024 * 1024
MOST_IMAGES = 10
# In base64 they are a third more, and a body may have 20 MB.
MOST_TOGETHER = 14 * 1024 * 1024
_MB = 1024 * 1024


def add_image_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names files for `read_images`."""
    parser.add_argument(
        "--image",
        metavar="FILE",
        action="append",
        default=[],
        help="a PNG, JPEG, GIF or WebP file that goes with the message; may be repeated",
    )


def image_type(data: bytes) -> str | None:
    """Return the media type of an image by its first bytes; None for what no model takes.

    The name of a file says nothing: what a browser saves as `.png` is often WebP.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def read_images(paths: Sequence[str]) -> tuple[Picture, ...]:
    """Return the images of some files.

    Raises:
        UsageError: one cannot be read, is no image, or they are too big.
    """
    if len(paths) > MOST_IMAGES:
        raise _too_many(len(paths), 0)
    found = [_read(path) for path in paths]
    together = sum(map(len, found))
    if together > MOST_TOGETHER:
        raise _too_many(len(paths), together)
    return tuple(
        Picture(b64encode(data).decode(), _type(path, data))
        for path, data in zip(paths, found, strict=True)
    )


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError("chat_image_unreadable", path=path, error=why) from error
    _type(path, data)
    if len(data) > MOST_BYTES:
        size = max(size, len(data))
        shown = {"path": path, "size": f"{size / _MB:.1f}", "most": MOST_BYTES // _MB}
        raise UsageError("chat_image_size", **shown)
    return data


def _type(path: str, data: bytes) -> str:
    found = image_type(data)
    if found is None:
        raise UsageError("chat_image_type", path=path)
    return found


def _too_many(count: int, size: int) -> UsageError:
    return UsageError(
        "chat_images_too_many",
        count=count,
        size=f"{size / _MB:.0f}",
        most=MOST_IMAGES,
        most_size=MOST_TOGETHER // _MB,
    )
