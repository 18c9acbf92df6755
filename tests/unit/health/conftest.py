"""What the tests of doctor and lint share."""

from __future__ import annotations

from functools import partial

import pytest

from evidence import make_settings


@pytest.fixture
def settings(tmp_path):
    return partial(make_settings, tmp_path)
