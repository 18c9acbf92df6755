"""Managers whose files lie in the test's own folder, and facts to match."""

import pytest

from openclaw_auth.host.plan import Manager
from service_parts import facts


@pytest.fixture
def manager(tmp_path):
    def make(kind):
        if kind == "termux":
            path = tmp_path / "usr/var/service/openclaw-gateway/run"
            return Manager(kind, "openclaw-gateway", str(path))
        suffix = ".plist" if kind.startswith("launchd") else ".service"
        name = "ai.openclaw.gateway" if kind.startswith("launchd") else "openclaw-gateway.service"
        return Manager(kind, name, str(tmp_path / "units" / f"openclaw-gateway{suffix}"), 501)

    return make


@pytest.fixture
def place(tmp_path):
    """Facts whose directories are in the test's own folder."""
    state = tmp_path / "state"
    return facts(
        directory=str(state),
        writable=(str(state),),
        log_dir=str(state / "logs"),
        program=("/bin/sh",),
    )
