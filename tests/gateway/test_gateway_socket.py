"""`run/gateway.sock`: workers of the same user get short-lived tokens, one line for one line."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import stat
import struct
import subprocess
import sys
import time

import pytest

from gateway_process import GatewayProcess, wait_until
from openclaw_auth.gateway.connection.peer import Peer
from openclaw_auth.gateway.leases import lease_socket
from openclaw_auth.gateway.leases.lease_socket import LeaseSocket
from openclaw_auth.gateway.leases.socket_path import connect_to
from openclaw_auth.testing.oauth_provider import OAuthProvider

KEY = "sk-ant-api03-" + "k" * 93 + "AA"
SETUP = "sk-ant-oat01-" + "s" * 80
PROFILES = {
    "anthropic:work": {"type": "api_key", "provider": "anthropic", "key": KEY},
    "anthropic:manual": {"type": "token", "provider": "anthropic", "token": SETUP},
}
NOBODY = 65534
STRANGER = """
import json, os, socket, sys
os.setgroups([]); os.setgid(65534); os.setuid(65534)
sock = socket.socket(socket.AF_UNIX)
try:
    sock.connect(sys.argv[1])
except PermissionError:
    print("no way in")
else:
    print(sock.makefile().readline())
"""


def connected(path):
    sock = socket.socket(socket.AF_UNIX)
    sock.settimeout(15)
    connect_to(sock, str(path))
    return sock


def ask(path, request):
    """Send a request, or raw bytes; return the answer."""
    with connected(path) as sock:
        sock.sendall(
            request if isinstance(request, bytes) else json.dumps(request).encode() + b"\n"
        )
        return json.loads(sock.makefile().readline())


@pytest.fixture
def gateway(tmp_path):
    process = GatewayProcess(tmp_path, config={}, profiles=PROFILES)
    with process:
        process.sock = process.state / "run/gateway.sock"
        wait_until(process.sock.exists)
        yield process


def test_a_worker_gets_what_the_broker_decides(gateway):
    answer = ask(gateway.sock, {"v": 1, "subject": "anthropic", "command": "worker"})
    assert answer == {
        "v": 1,
        "ok": True,
        "provider": "anthropic",
        "profileId": "anthropic:work",
        "source": "store",
        "type": "api_key",
        "agentId": "main",
        "model": None,
        "billingClass": "metered",
        "expiresAt": None,
        "token": KEY,
        "variable": "ANTHROPIC_API_KEY",
        "drop": answer["drop"],
        "headers": {"anthropic-version": "2023-06-01", "x-api-key": KEY},
        "baseUrl": "https://api.anthropic.com",
    }
    refused = ask(gateway.sock, {"subject": "anthropic:manual"})
    assert (refused["ok"], refused["error"]["code"]) == (False, "handout_reserved")
    own = ask(gateway.sock, {"subject": "anthropic:manual", "command": "/usr/bin/claude"})
    assert (own["token"], own["variable"]) == (SETUP, "CLAUDE_CODE_OAUTH_TOKEN")


def test_who_asked_is_in_the_log_and_no_token_is(gateway):
    with connected(gateway.sock) as sock:
        sock.sendall(b'{"subject":"anthropic:work","command":"worker"}\n')
        sock.makefile().read()
    ask(gateway.sock, {"subject": "nobody"})
    line = wait_until(lambda: re.search(r".*was lent to.*", gateway.log))[0]
    assert f"anthropic:work was lent to process {os.getpid()} of user {os.geteuid()}" in line
    assert "command=worker" in line
    assert wait_until(lambda: re.search(r"nobody: not lent to.*provider_unknown", gateway.log))
    assert KEY not in gateway.log


def test_only_its_user_may_reach_it(gateway):
    assert stat.S_IMODE(os.stat(gateway.sock).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(gateway.sock.parent).st_mode) == 0o700
    if os.geteuid() != 0:
        return

    def stranger():
        words = [sys.executable, "-c", STRANGER, "gateway.sock"]
        done = subprocess.run(
            words, cwd=gateway.sock.parent, capture_output=True, text=True, check=True, timeout=20
        )
        return done.stdout

    assert stranger() == "no way in\n"
    os.chmod(gateway.sock.parent, 0o711)
    os.chmod(gateway.sock, 0o666)  # as if permissions had failed: the kernel still says who asks
    answer = json.loads(stranger())
    assert answer["error"]["code"] == "socket_peer_foreign"
    assert "token" not in answer


@pytest.mark.parametrize(
    "request_",
    [
        b"\n",
        b"[]\n",
        b"{\n",
        b'{"subject": 3}\n',
        b'{"v": 1}\n',
        b"\xff\n",
        b'{"subject": "' + b"x" * 9000 + b'"}\n',
        b"[" * 8000 + b"\n",
    ],
)
def test_nonsense_is_answered_and_harms_nobody(gateway, request_):
    answer = ask(gateway.sock, request_)
    assert (answer["ok"], answer["error"]["code"]) == (False, "socket_request_invalid")
    assert ask(gateway.sock, {"subject": "anthropic:work"})["ok"]


def test_a_peer_that_leaves_harms_nobody(gateway):
    for _ in range(50):
        with connected(gateway.sock) as sock:
            sock.sendall(b'{"subject":')
        with connected(gateway.sock) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sock.sendall(b'{"subject":"anthropic:work"}\n')
    assert wait_until(lambda: ask(gateway.sock, {"subject": "anthropic:work"}).get("ok"))


def test_commands_use_the_running_gateway(gateway):
    done = gateway.run("models", "auth", "token", "anthropic:work", "--format", "json")
    assert json.loads(done.stdout)["via"] == "gateway"
    refused = gateway.run("models", "auth", "token", "anthropic:manual")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "reserves this credential" in refused.stderr
    done = gateway.run("exec", "--provider", "anthropic", "--", "printenv", "ANTHROPIC_API_KEY")
    assert done.stdout.strip() == KEY
    assert wait_until(lambda: "command=printenv" in gateway.log)


def test_what_a_killed_gateway_leaves_is_in_nobodys_way(tmp_path):
    first = GatewayProcess(tmp_path, config={}, profiles=PROFILES)
    with first:
        wait_until((first.state / "run/gateway.sock").exists)
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
    path = first.state / "run/gateway.sock"
    assert path.exists()
    alone = first.run("models", "auth", "token", "anthropic:work", "--format", "json")
    assert json.loads(alone.stdout)["via"] == "here"
    with GatewayProcess(tmp_path) as second:
        wait_until(lambda: _answers(path))
        again = second.run("models", "auth", "token", "anthropic:work", "--format", "json")
        assert json.loads(again.stdout)["via"] == "gateway"
    assert not path.exists()


def _answers(path):
    try:
        return ask(path, {"subject": "anthropic:work"})["ok"]
    except ConnectionRefusedError:
        return False


def test_a_path_that_is_too_long_for_a_socket_is_none(tmp_path):
    home = tmp_path / ("long" * 30)
    home.mkdir()
    with GatewayProcess(home, config={}, profiles=PROFILES) as gateway:
        wait_until((gateway.state / "run/gateway.sock").exists)
        done = gateway.run("models", "auth", "token", "anthropic:work", "--format", "json")
        assert json.loads(done.stdout)["via"] == "gateway"


def test_a_login_that_ended_is_renewed_and_its_refresh_token_stays(tmp_path):
    with OAuthProvider() as provider:
        pair = provider.issue("me@example.com")
        corp = {"baseUrl": "http://127.0.0.1:9", "models": [], "oauth": provider.config}
        (tmp_path / "state").mkdir()
        own = {"models": {"providers": {"corp": corp}}}
        (tmp_path / "state/openclaw-auth.json5").write_text(json.dumps(own))
        login = {
            "type": "oauth",
            "provider": "corp",
            "access": pair.access,
            "refresh": pair.refresh,
        }
        login["expires"] = int(time.time() * 1000) - 1000
        with GatewayProcess(tmp_path, config={}, profiles={"corp:me": login}) as gateway:
            sock = gateway.state / "run/gateway.sock"
            wait_until(sock.exists)
            answer = ask(sock, {"subject": "corp"})
            stored = json.loads(
                (gateway.state / "agents/main/agent/auth-profiles.json").read_text()
            )["profiles"]["corp:me"]
            assert answer["token"] == stored["access"] != pair.access
            assert answer["expiresAt"] > time.time() * 1000
            for refresh in (pair.refresh, stored["refresh"]):
                assert refresh not in json.dumps(answer)
                assert refresh not in gateway.log
            assert answer["token"] not in gateway.log


class Slow:
    """A lender that answers when told."""

    def __init__(self):
        self.go = asyncio.Event()

    async def answer(self, line, peer):
        await self.go.wait()
        return {"ok": True, "line": line.decode()}


def in_loop(tmp_path, work, **kwargs):
    """Run a check against a socket of its own."""

    async def main():
        lender = Slow()
        leases = LeaseSocket(str(tmp_path), lender, **kwargs)
        assert leases.open() is None
        task = asyncio.create_task(leases.run())
        try:
            await work(tmp_path / "gateway.sock", lender)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await leases.aclose()

    asyncio.run(main())


async def asked(path, line=b'{"subject":"x"}\n'):
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(line)
    return reader, writer


def test_so_many_at_once_and_no_more(tmp_path):
    async def work(path, lender):
        held = [await asked(path) for _ in range(lease_socket.AT_ONCE)]
        await asyncio.sleep(0)
        reader, writer = await asked(path, b"")
        turned_away = json.loads(await reader.readline())
        assert turned_away["error"]["code"] == "socket_busy"
        writer.close()
        lender.go.set()
        for reader, writer in held:
            assert json.loads(await reader.read())["ok"]
            writer.close()
        reader, writer = await asked(path)
        assert json.loads(await reader.read())["ok"]
        writer.close()

    in_loop(tmp_path, work)


def test_who_sends_no_line_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(lease_socket, "READ_S", 0.05)

    async def work(path, _):
        reader, writer = await asked(path, b'{"subject"')
        answer = json.loads(await asyncio.wait_for(reader.read(), 5))
        assert answer["error"]["code"] == "socket_too_slow"
        writer.close()

    in_loop(tmp_path, work)


def test_an_answer_that_takes_for_ever_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(lease_socket, "SERVE_S", 0.05)

    async def work(path, _):
        reader, writer = await asked(path)
        answer = json.loads(await asyncio.wait_for(reader.read(), 5))
        assert answer["error"]["code"] == "socket_too_slow"
        writer.close()

    in_loop(tmp_path, work)


def test_another_user_is_refused_whatever_the_permissions_say(tmp_path):
    async def work(path, lender):
        lender.go.set()
        reader, writer = await asked(path, b"")
        answer = json.loads(await reader.readline())
        assert answer["error"]["code"] == "socket_peer_foreign"
        writer.close()

    in_loop(tmp_path, work, peer_of=lambda _: Peer(os.geteuid() + 4242, 1))
