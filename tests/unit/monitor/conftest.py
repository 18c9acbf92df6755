"""A host to look at for each test."""

from __future__ import annotations

import pytest

from watched_host import Watched


@pytest.fixture
def watched(tmp_path):
    return Watched(tmp_path)
