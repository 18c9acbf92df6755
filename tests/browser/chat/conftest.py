"""The page's chat, entered in a real browser in front of a gateway with two providers."""

from __future__ import annotations

import pytest

from chat_scene import chat_gateway
from chatter import Chatter


@pytest.fixture
def gateway(tmp_path):
    with chat_gateway(tmp_path) as gateway:
        yield gateway


@pytest.fixture
def chat(board):
    return Chatter(board)
