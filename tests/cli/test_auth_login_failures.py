"""`models auth login` that comes to nothing stores nothing, and says why."""

from __future__ import annotations

import os
import signal
import socket
from urllib.parse import urlsplit

import pytest

from browser_visits import visit
from login_process import Login, configure
from openclaw_auth.testing.oauth_provider import Status, With, Without


def test_a_refusal_at_the_provider_stores_nothing_and_is_on_the_page(host, provider):
    configure(host, provider)
    provider.deny = True
    with Login(host, "--provider", "acme") as login:
        status, page = visit(login.event("open_url")["url"])
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "login_denied")
    assert status == 400
    assert "access_denied" in page
    assert not host.store_file().exists()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Status(503), "token_endpoint_down"),
        (Status(200, b"<html>hello</html>"), "token_answer_invalid"),
        (Without("access_token"), "token_answer_without_token"),
        (With("access_token", "with\nbreak"), "token_answer_without_token"),
    ],
)
def test_an_answer_that_makes_no_sense_stores_nothing(host, provider, fault, code):
    configure(host, provider)
    provider.fail_next(fault)
    with Login(host, "--provider", "acme") as login:
        assert visit(login.event("open_url")["url"])[0] == 400
        ended, events = login.ended()
    assert (ended, events[-1]["code"]) == (1, code)
    assert not host.store_file().exists()


def test_what_cannot_be_stored_is_given_back(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme") as login:
        url = login.event("open_url")["url"]
        host.store_file().parent.mkdir(parents=True, exist_ok=True)
        host.store_file().write_text("{ torn")
        status, page = visit(url)
        code, events = login.ended()
    assert (code, events[-1]["event"], status) == (1, "failed", 400)
    assert "auth-profiles.json" in page
    assert host.store_file().read_text() == "{ torn"
    assert provider.revoked == [provider.grants.families[0].refresh]


def test_waiting_ends_in_time(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme", "--timeout", "1") as login:
        login.event("open_url")
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "login_timeout")


@pytest.mark.parametrize("device", [[], ["--device"]])
def test_ctrl_c_leaves_nothing_behind(host, provider, device):
    configure(host, provider)
    with Login(host, "--provider", "acme", *device) as login:
        first = login.event("show_code" if device else "open_url")
        login.process.send_signal(signal.SIGINT)
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (130, "cancelled")
    assert not host.store_file().exists()
    assert not host.config_file.exists()
    if not device:
        port = urlsplit(first["redirectUri"]).port
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", port))


def test_an_unsafe_address_never_gets_into_a_login(host, provider):
    configure(host, provider, tokenUrl="http://auth.example/token")
    done = host.auth("login", "--provider", "acme")
    assert done.code == 1
    assert "models.providers.acme.oauth.tokenUrl" in done.err
    assert os.listdir(host.state) == ["openclaw-auth.json5"]
