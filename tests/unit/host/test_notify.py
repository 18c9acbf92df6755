"""What systemd hears: on a real socket, from a real loop."""

import asyncio
import socket
import time

import pytest

from openclaw_auth.host.notify import Notifier


@pytest.fixture(params=["file", "abstract"])
def ear(request, tmp_path):
    """A listening socket, and its address as NOTIFY_SOCKET says it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.settimeout(5)
        if request.param == "file":
            sock.bind(str(tmp_path / "notify"))
            yield sock, str(tmp_path / "notify")
        else:
            sock.bind("")
            yield sock, "@" + sock.getsockname()[1:].decode()


def test_ready_and_stopping_are_said(ear):
    sock, address = ear
    notifier = Notifier({"NOTIFY_SOCKET": address}, 1)
    notifier.ready("Listening on http://127.0.0.1:1")
    assert sock.recv(999) == b"READY=1\nSTATUS=Listening on http://127.0.0.1:1"
    notifier.stopping()
    assert sock.recv(999).startswith(b"STOPPING=1\n")


def test_a_turning_loop_is_heard_twice_in_the_granted_time_and_a_hung_one_is_not(ear):
    sock, address = ear
    notifier = Notifier({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "200000"}, 1)
    assert notifier.beat_s == 0.1

    async def serve():
        heard = []
        async with notifier.watched(), asyncio.timeout(10):
            while len(heard) < 3:
                await asyncio.sleep(0.01)
                heard += drain(sock)
            time.sleep(0.4)  # noqa: ASYNC251 # the hang itself
            return heard, drain(sock)

    turning, hung = asyncio.run(serve())
    assert set(turning) == {b"WATCHDOG=1"}
    assert hung == []


def drain(sock):
    sock.setblocking(False)
    found = []
    while True:
        try:
            found.append(sock.recv(999))
        except BlockingIOError:
            return found


@pytest.mark.parametrize(
    ("environ", "beat_s"),
    [
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "7"}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "8"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_only_our_own_watchdog_is_fed(environ, beat_s):
    assert Notifier({"NOTIFY_SOCKET": "/x", **environ}, 7).beat_s == beat_s


@pytest.mark.parametrize("address", ["", "/no/such/socket", "vsock:2:1", "relative"])
def test_nobody_listening_is_no_failure(address):
    notifier = Notifier({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1000"}, 1)
    notifier.ready("x")
    notifier.stopping()

    async def serve():
        async with notifier.watched():
            await asyncio.sleep(0.01)

    asyncio.run(serve())
