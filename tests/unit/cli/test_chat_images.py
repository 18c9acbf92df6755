"""Images that go with a message are looked at before anything is sent."""

from __future__ import annotations

import base64

import pytest

from openclaw_auth.cli.chat.images import MOST_BYTES, MOST_IMAGES, image_type, read_images
from openclaw_auth.errors import UsageError

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (PNG + b"x", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a..", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_the_first_bytes_say_what_it_is(data, found):
    assert image_type(data) == found


def test_images_come_whole_and_in_their_order(tmp_path):
    for name, data in {"a": PNG + b"1", "b": b"GIF87a2"}.items():
        (tmp_path / name).write_bytes(data)
    first, second = read_images([str(tmp_path / "a"), str(tmp_path / "b")])
    assert (base64.b64decode(first.data), first.mime_type) == (PNG + b"1", "image/png")
    assert second.mime_type == "image/gif"


@pytest.mark.parametrize(
    ("sizes", "code"),
    [
        ([MOST_BYTES + 1], "chat_image_size"),
        ([10] * (MOST_IMAGES + 1), "chat_images_too_many"),
        ([MOST_BYTES] * 3, "chat_images_too_many"),
        ([0], "chat_image_type"),
    ],
)
def test_too_much_is_refused(tmp_path, sizes, code):
    paths = []
    for number, size in enumerate(sizes):
        path = tmp_path / str(number)
        path.write_bytes((PNG + b"\0" * size)[:size])
        paths.append(str(path))
    with pytest.raises(UsageError) as caught:
        read_images(paths)
    assert caught.value.reason.code == code


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_images([str(tmp_path / "none.png")])
    assert caught.value.reason.params["path"].endswith("none.png")
