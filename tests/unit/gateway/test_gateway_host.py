"""What the gateway finds on its host: addresses, ports, lock; and what its log lets through."""

import json
import os
import socket
import subprocess
import sys

import pytest

from openclaw_auth.errors import AlreadyRunning, GatewayError, PortInUse
from openclaw_auth.gateway.binds import resolve_bind
from openclaw_auth.gateway.connection.head import parse_head
from openclaw_auth.gateway.lock import GatewayLock, read_info
from openclaw_auth.gateway.log.access_event import AccessEvent
from openclaw_auth.gateway.log.log_line import json_line, text_line
from openclaw_auth.gateway.log.redact import redact
from openclaw_auth.gateway.port import chosen_port
from openclaw_auth.gateway.sockets import open_sockets
from openclaw_auth.ports import system_ports

TAILNET = "100.101.102.103"


@pytest.mark.parametrize(
    ("text", "hosts", "beyond"),
    [
        ("", ("127.0.0.1", "::1"), False),
        ("loopback", ("127.0.0.1", "::1"), False),
        ("auto", ("127.0.0.1", "::1"), False),
        ("lan", ("0.0.0.0", "::"), True),
        ("127.0.0.1", ("127.0.0.1",), False),
        ("192.168.1.7", ("192.168.1.7",), True),
        ("[::1]", ("::1",), False),
        ("0.0.0.0", ("0.0.0.0",), True),
    ],
)
def test_binds(text, hosts, beyond):
    bind = resolve_bind(text, ("192.168.1.7",))
    assert (bind.hosts, bind.beyond_loopback) == (hosts, beyond)


def test_the_tailnet_is_found_by_its_range():
    for text in ("tailnet", "auto"):
        bind = resolve_bind(text, ("192.168.1.7", TAILNET))
        assert bind.hosts == (TAILNET, "127.0.0.1", "::1")
        assert bind.beyond_loopback


@pytest.mark.parametrize("text", ["tailnet", "everywhere", "example.com"])
def test_unknown_binds(text):
    with pytest.raises(GatewayError):
        resolve_bind(text, ("192.168.1.7",))


def test_the_port_is_the_options_then_the_variables_then_the_configs():
    assert chosen_port("1", "2", 3) == 1
    assert chosen_port(None, "2", 3) == 2
    assert chosen_port(None, None, 3) == 3
    assert chosen_port(None, None, None) == 18789
    assert chosen_port(" 00080 ", None, None) == 80
    for bad in ("x", "70000", "-1", "9" * 5000):
        with pytest.raises(GatewayError):
            chosen_port(bad, None, None)


def test_a_port_in_use_names_the_process():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse) as caught:
            open_sockets(resolve_bind("127.0.0.1", ()), port)
    assert f"process {os.getpid()} (" in str(caught.value)


def test_both_loopback_addresses_get_the_same_port():
    sockets = open_sockets(resolve_bind("loopback", ()), 0)
    try:
        assert len({sock.getsockname()[1] for sock in sockets}) == 1
    finally:
        for sock in sockets:
            sock.close()


def test_a_second_gateway_is_told_of_the_first(tmp_path):
    run_dir = str(tmp_path / "run")
    first = GatewayLock(run_dir, system_ports())
    first.acquire()
    first.publish({"pid": 123, "port": 456, "started": "today"})
    assert oct(os.stat(tmp_path / "run" / "gateway.json").st_mode)[-3:] == "600"
    with pytest.raises(AlreadyRunning) as caught:
        GatewayLock(run_dir, system_ports()).acquire()
    assert "process 123, port 456" in str(caught.value)
    first.release()
    assert read_info(run_dir) is None
    second = GatewayLock(run_dir, system_ports())
    second.acquire()
    second.release()


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-api03-abcdefghijklmnop",
        "sk-proj-ABCDEFGH12345678",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "Bearer abcdefgh12345678",
        "gsk_abcdefgh12345678",
        "AIzaSyA-abcdefgh12345678",
        "ghp_abcdefgh12345678",
        "https://x/?key=abcdefgh",
    ],
)
def test_what_looks_like_a_secret_does_not_reach_the_log(secret):
    shown = redact(f"before {secret} after")
    assert "abcdefgh" not in shown.lower()
    assert shown.startswith("before ")
    assert shown.endswith(" after")


def test_ordinary_lines_stay():
    line = "POST /v1/messages 200 anthropic/claude-sonnet-4-5 anthropic:work 12ms 5>6 req_1\n"
    assert redact(line) == line


def access(model="x", path="/v1/messages"):
    head = parse_head(f"POST {path} HTTP/1.1\r\nHost: h".encode())
    return AccessEvent(0, "req_1", head, 200, None, 12, None, 5, 6, model, None, None)


def test_a_line_for_people_and_one_for_programs():
    event = access()
    assert text_line(event) == "1970-01-01T00:00:00.000Z POST /v1/messages 200 x 12ms 5>6 req_1\n"
    assert json.loads(json_line(event))["status"] == 200


def test_nobody_can_forge_a_line():
    event = access(model="x\n1970 POST /v1 200 \x1b[2J")
    assert text_line(event).count("\n") == 1
    assert "\x1b" not in text_line(event)


def test_asking_for_the_port_loads_no_server(tmp_path):
    program = (
        "import sys, openclaw_auth.gateway.port, openclaw_auth.cli.gateway.reach\n"
        "from openclaw_auth.config.paths import system_paths\n"
        "from openclaw_auth.ports import system_ports\n"
        "from openclaw_auth.settings import load_settings\n"
        "ports = system_ports()\n"
        "settings = load_settings(system_paths(ports, None), ports)\n"
        "print(openclaw_auth.cli.gateway.reach.gateway_url(settings, None))\n"
        "print(sorted({'uvicorn', 'starlette'} & set(sys.modules)))\n"
    )
    environ = {"HOME": str(tmp_path), "OPENCLAW_GATEWAY_PORT": "19001"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["http://127.0.0.1:19001", "[]"]
