"""One-time links: once, for minutes, and not to be guessed."""

from __future__ import annotations

import itertools

import pytest

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.page_api.links import LIFE_MS, MOST_OPEN, MOST_TRIES, Links
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.secret import Secret

TOKEN = "the-token-of-this-gateway"


class Clock:
    def __init__(self):
        self.now_ms = 1_800_000_000_000
        real = system_ports()
        bits = itertools.count(1)
        self.ports = Ports(
            now_ms=lambda: self.now_ms,
            monotonic_s=real.monotonic_s,
            sleep_s=real.sleep_s,
            random_bytes=lambda n: next(bits).to_bytes(n, "big"),
            environ={},
            cwd="/",
        )


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def links(clock):
    return Links(Secret(TOKEN), clock.ports)


def refused(links, code):
    with pytest.raises(Refusal) as caught:
        links.redeem(code)
    return caught.value.status, caught.value.reason.code


def test_a_code_gives_the_token_once(links):
    code, _ = links.make()

    assert links.redeem(code) == TOKEN
    assert refused(links, code) == (403, "link_spent")


def test_a_code_ends(links, clock):
    code, ends_ms = links.make()
    clock.now_ms = ends_ms

    assert refused(links, code) == (403, "link_spent")


def test_a_clock_set_back_lengthens_no_life(links, clock):
    code, _ = links.make()
    clock.now_ms -= 10 * LIFE_MS

    assert refused(links, code) == (403, "link_spent")


def test_a_wrong_code_spends_no_other(links):
    code, _ = links.make()

    assert refused(links, code + "x") == (403, "link_spent")
    assert refused(links, "\ud800") == (403, "link_spent")
    assert links.redeem(code) == TOKEN


def test_only_the_newest_are_kept(links):
    codes = [links.make()[0] for _ in range(MOST_OPEN + 1)]

    assert refused(links, codes[0]) == (403, "link_spent")
    assert links.redeem(codes[1]) == TOKEN


def test_who_tries_too_often_waits(links, clock):
    code, _ = links.make()
    for _ in range(MOST_TRIES):
        refused(links, "wrong")

    assert refused(links, code) == (429, "link_tries")
    clock.now_ms += 60_000
    assert links.redeem(code) == TOKEN


def test_no_code_is_kept_as_it_is(links):
    code, _ = links.make()

    assert code not in repr(vars(links))
