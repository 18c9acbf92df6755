"""A virtual clock that begins now, because files carry the real time: sleeping only moves it."""

import os
import time

import pytest

from openclaw_auth.ports import Ports


class Clock:
    def __init__(self):
        self.now_s = time.time()
        self.slept = []
        self.on_sleep = lambda: None

    def sleep_s(self, seconds):
        self.slept.append(seconds)
        self.now_s += seconds
        self.on_sleep()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ports(clock):
    return Ports(
        now_ms=lambda: int(clock.now_s * 1000),
        monotonic_s=lambda: clock.now_s,
        sleep_s=clock.sleep_s,
        random_bytes=os.urandom,
        environ={},
        cwd="/",
    )
