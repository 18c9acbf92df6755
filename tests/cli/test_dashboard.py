"""`openclaw dashboard`: a link that works once, or what to do when no gateway runs."""

from __future__ import annotations

import json

import pytest

from gateway_process import GatewayProcess
from openclaw_auth.cli.gateway.dashboard import tunnel_command
from page_client import Page

URL = "http://127.0.0.1:18789"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    with GatewayProcess(tmp_path_factory.mktemp("dashboard"), config={}) as gateway:
        yield gateway


def test_without_a_gateway_it_says_what_to_start(tmp_path):
    gateway = GatewayProcess(tmp_path, config={})

    done = gateway.run("dashboard")

    assert done.returncode != 0
    assert done.stdout == ""
    assert "openclaw gateway run" in done.stderr
    assert "openclaw gateway run" in gateway.run("--lang", "zh", "dashboard").stderr


def test_the_link_alone_is_on_stdout_and_opens_the_page_once(gateway):
    done = gateway.run("dashboard", "--no-open")

    assert done.returncode == 0, done.stderr
    link = done.stdout.strip()
    assert link.startswith(f"{gateway.url}/#code=")
    assert "5 minutes" in done.stderr
    code = {"code": link.partition("#code=")[2]}
    page = Page(gateway)
    assert page.ask("POST", "/api/links/redeem", code)[1] == {"token": gateway.token}
    assert page.ask("POST", "/api/links/redeem", code)[0] == 403
    assert gateway.token not in done.stdout + done.stderr


def test_the_document_opens_nothing(gateway, tmp_path):
    opener = tmp_path / "opener"
    opener.write_text(f"#!/bin/sh\necho opened > {tmp_path}/opened\n")
    opener.chmod(0o700)
    gateway.environ["BROWSER"] = str(opener)

    document = json.loads(gateway.run("dashboard", "--json").stdout)

    assert document["url"].startswith(f"{gateway.url}/#code=")
    assert document["expiresAt"] > 0
    assert document["tunnel"] is None
    assert not (tmp_path / "opened").exists()
    assert "opens in your browser" in gateway.run("dashboard").stderr


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({}, None),
        ({"SSH_CONNECTION": "odd"}, None),
        (
            {"SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22", "USER": "ada"},
            "ssh -N -L 18789:127.0.0.1:18789 ada@192.0.2.1",
        ),
    ],
)
def test_over_ssh_it_says_how_to_reach_it(environ, command):
    assert tunnel_command(URL, environ) == command
