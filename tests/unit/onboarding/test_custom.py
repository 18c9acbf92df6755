"""An address of the user's own is judged without repeating what may be a secret in it."""

from __future__ import annotations

import pytest

from openclaw_auth.codes import render
from openclaw_auth.onboarding.custom import remote_fault, url_fault

ODD = [
    "ftp://ada:the-secret@host/v1",
    "http://ada:the-secret@host/v1",
    "https://host/v1?key=the-secret",
    "https://host/v1#the-secret",
    "http://ada:the-secret@[::1",
    "http://ada:the-secret@host:port",
]


@pytest.mark.parametrize("judge", [url_fault, remote_fault])
@pytest.mark.parametrize("url", ODD)
def test_what_is_wrong_with_it_is_said_without_its_secret(judge, url):
    fault = judge(url)
    assert fault is not None
    assert "the-secret" not in render(fault, "en") + render(fault, "zh")


@pytest.mark.parametrize("url", ["ws://127.0.0.1:18789", "wss://box/path", "https://box"])
def test_a_gateway_elsewhere_is_named_by_its_address(url):
    assert remote_fault(url) is None
