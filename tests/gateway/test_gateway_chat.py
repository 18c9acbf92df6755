"""The chat that pages and commands use: what is said, heard, stopped and refused."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import struct
import threading
import time

import pytest

from failing_host import TOKEN, PatientHost, key_of
from gateway_process import wait_until
from openclaw_auth.testing import Answer, ProviderEmulator
from openclaw_auth.testing.steps import Fail

LONG = " ".join(f"word{n}" for n in range(40))
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 40).decode()


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    provider = {
        "api": "anthropic-messages",
        "models": [
            {"id": "m1", "name": "m1", "input": ["text"]},
            {"id": "eyes", "name": "eyes", "input": ["text", "image"]},
        ],
    }
    config = {
        "gateway.auth.token": TOKEN,
        "agents.defaults.model": {"primary": "anthropic/m1"},
        "agents.defaults.imageModel": {"primary": "anthropic/eyes"},
        "agents.list": [{"id": "main", "default": True}, {"id": "work"}],
    }
    home = tmp_path_factory.mktemp("chat")
    profiles = ["anthropic:a", "anthropic:b"]
    with ProviderEmulator(compose=lambda text: f"re: {text[:400]}") as upstream:
        gateway = PatientHost(home, upstream, profiles=profiles, config=config)
        document = json.loads((gateway.state / "openclaw.json").read_text())
        document["models"]["providers"]["anthropic"].update(provider)
        gateway.write_config(document)
        with gateway:
            yield gateway


@pytest.fixture(autouse=True)
def _as_usual(host):
    host.emulator.behaviour_by_key.clear()
    host.emulator.requests.clear()


def act_as(host, step):
    for name in ("anthropic:a", "anthropic:b"):
        host.emulator.behaviour_by_key[key_of(name)] = step


def get(host, what, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    status, body = host.get(f"/api/chat/{what}?{query}", TOKEN)
    return status, json.loads(body)


def post(host, what, **body):
    status, raw = host.post(f"/api/chat/{what}", body, TOKEN)
    return status, raw


def say(host, message, **more):
    status, raw = post(host, "say", message=message, **more)
    assert status == 200, raw
    return [json.loads(line) for line in raw.splitlines()]


def kinds(pieces):
    return [piece["kind"] for piece in pieces]


def bodies(host):
    return [json.loads(r.body) for r in host.emulator.requests if r.method == "POST"]


def transcript_of(host, session):
    found = get(host, "history", session=session)[1]
    return host.state / f"agents/main/sessions/{found['sessionId']}.jsonl"


class Listening:
    """A reader of one session in a thread; `pieces` grows."""

    def __init__(self, host, session):
        self.pieces = []
        connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=20)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        connection.request("GET", f"/api/chat/live?session={session}", headers=headers)
        self._answer = connection.getresponse()
        assert self._answer.status == 200
        self._connection = connection
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        try:
            for line in self._answer:
                self.pieces.append(json.loads(line))
        except (OSError, ValueError, AttributeError):
            return

    def wait_for(self, kind, count=1):
        wait_until(lambda: kinds(self.pieces).count(kind) >= count)


def test_what_one_says_everyone_in_the_session_hears(host):
    others = [Listening(host, "room") for _ in range(3)]
    elsewhere = Listening(host, "elsewhere")
    pieces = say(host, LONG, session="room", pictures=[{"mimeType": "image/png", "data": PNG}])
    assert kinds(pieces)[0] == "said"
    assert kinds(pieces).count("delta") > 10
    answered = pieces[-1]
    assert answered["kind"] == "answered"
    assert answered["text"] == f"re: {LONG}" == "".join(p.get("text", "") for p in pieces[1:-1])
    assert answered["profile"] == "anthropic:a"
    assert answered["tokens"]["total"] > 0
    for other in others:
        other.wait_for("answered")
        heard = other.pieces[0]
        assert (heard["kind"], heard["text"]) == ("said", LONG)
        assert heard["pictures"] == [{"mimeType": "image/png", "data": PNG}]
        assert heard["from"] == pieces[0]["from"]
        assert other.pieces[1:] == pieces[1:]
    assert elsewhere.pieces == []


def test_one_who_comes_late_hears_what_was_said_so_far(host):
    act_as(host, Answer(chunk_delay_s=0.05))
    first = Listening(host, "late")
    thread = threading.Thread(target=say, args=(host, LONG), kwargs={"session": "late"})
    thread.start()
    first.wait_for("delta", 5)
    late = Listening(host, "late")
    late.wait_for("answered")
    thread.join(10)
    assert kinds(late.pieces)[:2] == ["said", "delta"]
    texts = [p["text"] for p in late.pieces if p["kind"] == "delta"]
    assert "".join(texts) == f"re: {LONG}"


def test_a_second_message_waits_and_a_stop_ends_both(host):
    act_as(host, Answer(chunk_delay_s=0.1))
    ends = []
    threads = [
        threading.Thread(target=lambda: ends.append(kinds(say(host, LONG, session="busy"))))
        for _ in range(2)
    ]
    hearing = Listening(host, "busy")
    for thread in threads:
        thread.start()
    hearing.wait_for("queued")
    hearing.wait_for("delta", 2)
    assert get(host, "history", session="busy")[1]["running"] is True
    assert json.loads(post(host, "stop", session="busy")[1]) == {"stopped": True}
    for thread in threads:
        thread.join(10)
    assert sorted(end[-1] for end in ends) == ["stopped", "stopped"]
    assert sorted(end[0] for end in ends) == ["queued", "said"]
    hearing.wait_for("stopped", 2)
    turns = get(host, "history", session="busy")[1]["turns"]
    assert turns[-1]["stopped"] is True
    assert turns[-1]["text"].startswith("re:")
    assert json.loads(post(host, "stop", session="busy")[1]) == {"stopped": False}
    assert len(bodies(host)) == 1


def test_one_who_closes_the_window_stops_only_the_own_answer(host):
    act_as(host, Answer(chunk_delay_s=0.1))
    hearing = Listening(host, "leaver")
    body = json.dumps({"message": LONG, "session": "leaver"}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=20)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    connection.request("POST", "/api/chat/say", body, headers)
    answer = connection.getresponse()
    answer.readline()
    hearing.wait_for("delta", 2)
    answer.close()
    connection.close()
    hearing.wait_for("stopped")
    assert get(host, "history", session="leaver")[1]["turns"][-1]["stopped"] is True
    act_as(host, Answer())
    assert say(host, "again", session="leaver")[-1]["text"] == "re: again"
    hearing.wait_for("answered")


def test_a_page_that_stops_reading_is_dropped_and_the_others_go_on(host):
    """It leaves its connection full; everybody else's answers come as if it were not there."""
    stuck = socket.create_connection(("127.0.0.1", host.port))
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    stuck.sendall(
        b"GET /api/chat/live?session=stuck HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Authorization: Bearer " + TOKEN.encode() + b"\r\n\r\n"
    )
    other = Listening(host, "stuck")
    try:
        for number in range(1, 21):  # each is heard with 0.8 MB: what was typed, and the refusal
            pieces = say(host, f"/model {'x' * 200_000}", session="stuck")
            assert pieces[-1]["kind"] == "told"
            other.wait_for("told", number)
        assert say(host, "look", session="stuck")[-1]["text"] == "re: look"
        other.wait_for("answered")
    finally:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        stuck.close()


def test_history_choices_and_sessions(host):
    say(host, "hello", session="notes", agent="work")
    say(host, "/model anthropic/eyes@anthropic:b", session="notes", agent="work")
    listed = get(host, "sessions", agent="work")[1]
    assert (listed["agent"], listed["main"]) == ("work", "agent:work:main")
    row = listed["sessions"][0]
    assert (row["key"], row["name"]) == ("agent:work:notes", "notes")
    assert (row["model"], row["profile"]) == ("anthropic/eyes", "anthropic:b")
    turns = get(host, "history", agent="work", session="notes")[1]["turns"]
    assert [(t["role"], t["text"]) for t in turns] == [
        ("user", "hello"),
        ("assistant", "re: hello"),
    ]
    found = get(host, "choices", agent="work", session="notes")[1]
    assert found["selected"] == "anthropic/eyes"
    assert found["pin"] == {"profile": "anthropic:b", "source": "user"}
    models = {m["ref"]: m for m in found["models"]}
    assert [models[f"anthropic/{name}"]["images"] for name in ("m1", "eyes")] == [False, True]
    # The pinned one is the first in line.
    ids = [p["id"] for p in models["anthropic/m1"]["profiles"]]
    assert ids[:2] == ["anthropic:b", "anthropic:a"]
    assert "model" in [c["name"] for c in found["commands"]]


def test_who_failed_is_told_and_kept(host):
    act_as(host, Fail(400, {"error": {"message": "no such thing"}}))
    pieces = say(host, "hi", session="fails")
    assert kinds(pieces) == ["said", "failed"]
    assert pieces[-1]["error"]["text"]["zh"]
    assert pieces[-1]["passedOver"][0]["who"] == "anthropic:a"
    assert get(host, "history", session="fails")[1]["turns"][-1]["failed"]["text"]["en"]


def test_an_unknown_agent_is_named_and_an_unknown_session_is_empty(host):
    for what in ("sessions", "history", "choices", "live"):
        status, body = get(host, what, agent="nobody")
        assert (status, body["error"]["code"]) == (404, "unknown_agent")
    status, raw = post(host, "say", agent="nobody", message="x")
    assert (status, json.loads(raw)["error"]["code"]) == (404, "unknown_agent")
    status, body = get(host, "history", session="never-was")
    assert (status, body["sessionId"], body["turns"]) == (200, None, [])
    assert json.loads(post(host, "stop", session="never-was")[1]) == {"stopped": False}
    status, body = get(host, "history", agent="main", session="agent:work:x")
    assert (status, body["error"]["code"]) == (404, "chat_session_elsewhere")
    for more in ({}, {"agent": "main"}):
        status, body = get(host, "history", session="agent:nobody:x", **more)
        assert (status, body["error"]["code"]) == (404, "unknown_agent")
        assert "nobody" in body["error"]["text"]["en"]
    assert get(host, "history", session="x" * 300)[0] == 400
    assert not (host.state / "agents/nobody").exists()


def test_a_broken_line_is_kept_skipped_and_reported(host):
    say(host, "one", session="broken")
    path = transcript_of(host, "broken")
    with open(path, "a") as file:
        file.write('{"type":"mess')
    say(host, "two", session="broken")
    found = get(host, "history", session="broken")[1]
    assert found["broken"] == 1
    assert [t["text"] for t in found["turns"]] == ["one", "re: one", "two", "re: two"]
    assert '{"type":"mess\n' in path.read_text()


def test_a_message_may_be_5_mb_long_and_no_longer(host):
    assert say(host, "x" * 5_000_000, session="long")[-1]["kind"] == "answered"
    status, raw = post(host, "say", session="long", message="x" * 5_300_000)
    error = json.loads(raw)["error"]
    assert (status, error["code"]) == (413, "chat_message_too_long")
    assert "5 MB" in error["text"]["en"]
    status, raw = post(host, "say", session="long", message="x" * 21_000_000)
    assert (status, json.loads(raw)["error"]["code"]) == (413, "chat_request_too_long")
    assert say(host, "/status", session="long")[-1]["kind"] == "told"


@pytest.mark.parametrize(
    ("pictures", "code"),
    [
        ([{"mimeType": "image/png", "data": "aGVsbG8="}], "chat_picture_invalid"),
        ([{"mimeType": "image/png", "data": "%%%"}], "chat_picture_invalid"),
        ([{"mimeType": "text/html", "data": PNG}], "chat_picture_invalid"),
        ([{"mimeType": "image/jpeg", "data": PNG}], "chat_picture_invalid"),
        ([{"mimeType": "image/png"}], "chat_picture_invalid"),
        (["x"], "chat_picture_invalid"),
        ([{"mimeType": "image/png", "data": PNG}] * 11, "chat_pictures_too_many"),
        ("x", "page_field_missing"),
    ],
)
def test_pictures_that_are_none_are_refused(host, pictures, code):
    status, raw = post(host, "say", message="look", pictures=pictures)
    assert (status, json.loads(raw)["error"]["code"]) == (400, code)
    assert bodies(host) == []


def test_a_picture_goes_to_the_image_model_and_later_words_to_the_usual_one(host):
    picture = {"mimeType": "image/png", "data": PNG}
    seen = say(host, "look", session="eyes", pictures=[picture])[-1]
    assert (seen["model"], seen["asked"]) == ("anthropic/eyes", "anthropic/m1")
    assert seen["footer"]
    assert say(host, "and now?", session="eyes")[-1]["model"] == "anthropic/m1"
    assert "image" not in json.dumps(bodies(host)[1]["messages"])
    assert get(host, "history", session="eyes")[1]["turns"][0]["pictures"] == [picture]


def test_nothing_works_without_the_token_or_with_nothing_to_say(host):
    for what in ("sessions", "history", "choices", "live"):
        assert host.get(f"/api/chat/{what}")[0] == 401
    assert host.post("/api/chat/say", {"message": "x"})[0] == 401
    assert post(host, "say", message="  ")[0] == 400
    assert post(host, "say", message=["x"])[0] == 400
    assert host.send("POST", "/api/chat/say", b"[", TOKEN)[0] == 400


def test_more_than_can_wait_is_refused(host):
    act_as(host, Answer(chunk_delay_s=0.2))
    ends = []
    threads = [
        threading.Thread(target=lambda: ends.append(say(host, LONG, session="crowd")[-1]))
        for _ in range(24)
    ]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(ends) >= 3)
    post(host, "stop", session="crowd")
    for thread in threads:
        thread.join(15)
    codes = [end["error"]["code"] for end in ends if end["kind"] == "failed"]
    assert codes == ["chat_queue_full"] * 3
    assert sum(end["kind"] == "stopped" for end in ends) == 21


def test_the_gateway_ends_without_waiting_for_listeners(tmp_path):
    config = {"gateway.auth.token": TOKEN}
    with (
        ProviderEmulator() as upstream,
        PatientHost(tmp_path, upstream, profiles=["anthropic:a"], config=config) as gateway,
    ):
        Listening(gateway, "x")
        began_s = time.monotonic()
        gateway.process.terminate()
        gateway.process.wait(10)
        assert time.monotonic() - began_s < 5
