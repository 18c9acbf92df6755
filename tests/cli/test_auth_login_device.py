"""`models auth login --device`: a code is shown here and entered elsewhere."""

from __future__ import annotations

from login_process import Login, configure
from openclaw_auth.testing.oauth_provider import OAuthProvider


def test_a_device_login_needs_no_browser_here(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme", "--device") as login:
        shown = login.event("show_code")
        assert shown["url"] == provider.issuer + "/device"
        provider.approve(shown["userCode"], "far@example.com")
        code, events = login.ended()
    assert (code, events[-1]["profileId"]) == (0, "acme:far@example.com")
    polls = [p.outcome for p in provider.posts]
    assert "slow_down" not in polls


def test_a_device_login_may_be_the_providers_usual_one_and_be_refused(host, provider):
    configure(host, provider, flow="device")
    with Login(host, "--provider", "acme") as login:
        provider.refuse(login.event("show_code")["userCode"])
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "login_denied")


def test_a_device_code_that_nobody_enters_expires(host):
    with OAuthProvider(device_life_s=2) as provider:
        configure(host, provider)
        with Login(host, "--provider", "acme", "--device") as login:
            login.event("show_code")
            code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "device_expired")
