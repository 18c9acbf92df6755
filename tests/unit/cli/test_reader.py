"""A command that goes on for ever ends when nobody reads it any more."""

from __future__ import annotations

import io
import os

import pytest

from openclaw_auth.cli.reader import require_reader


def test_a_pipe_without_a_reader_is_noticed_before_anything_is_written():
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as stream:
        require_reader(stream)
        os.close(reader)
        with pytest.raises(BrokenPipeError):
            require_reader(stream)


def test_a_file_and_a_stream_without_a_descriptor_are_read(tmp_path):
    with (tmp_path / "out").open("w") as stream:
        require_reader(stream)
    require_reader(io.StringIO())
