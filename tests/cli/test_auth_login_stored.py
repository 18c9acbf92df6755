"""What `models auth login` leaves: the profile, its name, its place in the order, its end."""

from __future__ import annotations

import contextlib
import time

from login_process import configure, log_in, stored
from openclaw_auth.testing.oauth_provider import Without


def test_the_same_account_updates_its_profile_and_another_gets_its_own(host, provider):
    configure(host, provider)
    log_in(host, provider, "--provider", "acme", account="a@example.com")
    again = log_in(host, provider, "--provider", "acme", account="a@example.com")
    assert again["replaced"] is True
    log_in(host, provider, "--provider", "acme", account="b@example.com")
    named = log_in(host, provider, "--provider", "acme", "--profile-id", "acme:work")
    assert named["profileId"] == "acme:work"
    assert set(stored(host)) == {"acme:a@example.com", "acme:b@example.com", "acme:work"}
    refresh = stored(host)["acme:a@example.com"]["refresh"]
    assert provider.family(refresh).number == 2


def test_an_order_gets_the_new_login_in_front_and_a_removed_one_may_return(host, provider):
    configure(host, provider)
    host.write_config({"auth": {"order": {"acme": ["acme:old"]}}})
    log_in(host, provider, "--provider", "acme")
    assert host.config()["auth"]["order"]["acme"] == ["acme:user@example.com", "acme:old"]
    assert host.auth("remove", "acme:user@example.com", "--yes").code == 0
    assert stored(host) == {}
    assert log_in(host, provider, "--provider", "acme")["replaced"] is False
    assert list(stored(host)) == ["acme:user@example.com"]


def test_a_login_can_become_the_default_and_belong_to_one_agent(host, provider):
    configure(host, provider)
    host.write_config({"agents": {"list": [{"id": "main"}, {"id": "work"}]}})
    done = log_in(host, provider, "--provider", "acme", "--agent", "work", "--set-default")
    assert done["defaultModel"] == "acme/m1"
    assert host.config()["agents"]["defaults"]["model"]["primary"] == "acme/m1"
    assert list(stored(host, agent="work")) == ["acme:user@example.com"]
    assert not host.store_file().exists()


def test_an_end_that_nobody_said_is_marked_as_assumed(host, provider):
    configure(host, provider)
    provider.fail_next(Without("expires_in"))
    before_ms = time.time() * 1000
    ends_ms = log_in(host, provider, "--provider", "acme")["expiresAt"]
    assert 3_590_000 < ends_ms - before_ms < 3_630_000
    import sqlite3

    with contextlib.closing(sqlite3.connect(host.state / "openclaw-auth.sqlite")) as state:
        rows = state.execute("SELECT profile_id, expiry_assumed FROM profile_notes").fetchall()
    assert rows == [("acme:user@example.com", 1)]
