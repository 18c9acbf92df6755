"""A host with an emulated provider, and logins in its stores."""

from __future__ import annotations

import pytest

from openclaw_auth.testing.oauth_provider import OAuthProvider
from refresh_host import RefreshHost


@pytest.fixture
def provider():
    with OAuthProvider() as provider:
        yield provider


@pytest.fixture
def refresh_host(tmp_path, provider):
    host = RefreshHost(tmp_path, provider)
    yield host
    for kit in host.kits:
        kit.close()
