"""What holds for every test, and what tests of several areas start from."""

from __future__ import annotations

import asyncio
import os

import pytest
import uvloop
from hypothesis import settings

from openclaw_auth.testing.oauth_provider import OAuthProvider
from refresh_host import RefreshHost

# How long an example takes is the machine's affair. With `CI` set, hypothesis has a profile of its
# own that says the same and draws no dice.
if "CI" not in os.environ:
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


@pytest.fixture(params=[asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def run(request):
    """Each event loop that the gateway may run on."""
    return request.param


@pytest.fixture
def provider():
    with OAuthProvider() as provider:
        yield provider


@pytest.fixture
def refresh_host(tmp_path, provider):
    """A host with an emulated provider, and logins in its stores."""
    host = RefreshHost(tmp_path, provider)
    yield host
    for kit in host.kits:
        kit.close()
