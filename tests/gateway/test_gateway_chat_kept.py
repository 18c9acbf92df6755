"""What was said is kept: whoever stops, hangs up or ends the gateway, and however often."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import aclosing, suppress
from http.client import HTTPException
from threading import Thread

import pytest

from failing_host import TOKEN, PatientHost, key_of
from gateway_process import wait_until
from openclaw_auth.errors import StoreUnreadable
from openclaw_auth.gateway.chat.talked import Delta
from openclaw_auth.testing import ProviderEmulator
from openclaw_auth.testing.steps import HangMidStream
from talk_in_loop import KEY, LONG, chatting, run, until

HANG = HangMidStream(after_chunks=2)


async def listen(chat, came, message=LONG):
    async with aclosing(chat.talk.say("main", KEY, message)) as talked:
        async for piece in talked:
            came.append(piece)


def begun(came):
    return any(isinstance(piece, Delta) for piece in came)


def roles(messages):
    return [(m["role"], m.get("stopReason")) for m in messages]


def test_words_are_written_before_they_are_answered(tmp_path):
    async def work():
        async with chatting(tmp_path, behaviours={"anthropic:a": HANG}) as chat:
            came = []
            running = asyncio.create_task(listen(chat, came))
            await until(lambda: begun(came))
            assert roles(chat.messages()) == [("user", None)]
            running.cancel()
            await asyncio.wait({running})
            assert roles(chat.messages()) == [("user", None), ("assistant", "aborted")]

    run(work())


def test_who_is_cancelled_twice_is_written_once(tmp_path):
    async def work():
        async with chatting(tmp_path, behaviours={"anthropic:a": HANG}) as chat:
            came = []
            running = asyncio.create_task(listen(chat, came))
            await until(lambda: begun(came))
            running.cancel()
            await asyncio.sleep(0)
            running.cancel()
            await asyncio.wait({running})
            await chat.talk.aclose()
            assert roles(chat.messages()) == [("user", None), ("assistant", "aborted")]

    run(work())


def test_closing_stops_every_answer_and_waits_for_what_is_written(tmp_path):
    async def work():
        async with chatting(tmp_path, behaviours={"anthropic:a": HANG}) as chat:
            came = []
            running = asyncio.create_task(listen(chat, came))
            waiting = asyncio.create_task(listen(chat, [], "and then"))
            await until(lambda: begun(came))
            await chat.talk.aclose()
            assert running.done()
            assert waiting.done()
            assert roles(chat.messages()) == [("user", None), ("assistant", "aborted")]

    run(work())


def test_a_transcript_that_cannot_be_read_is_said(tmp_path):
    async def work():
        async with chatting(tmp_path) as chat:
            await chat.say("hi")
            (chat.folder / f"{chat.entry()['sessionId']}.jsonl").unlink()
            (chat.folder / f"{chat.entry()['sessionId']}.jsonl").mkdir()
            with pytest.raises(StoreUnreadable):
                await chat.say("again")

    run(work())


@pytest.mark.parametrize(
    ("signals", "marks"),
    [
        (
            [signal.SIGTERM, signal.SIGTERM],
            [{"role": "user"}, {"role": "assistant", "stopped": True}],
        ),
        ([signal.SIGKILL], [{"role": "user"}]),
    ],
)
def test_a_gateway_that_ends_in_the_midst_of_an_answer_has_what_was_said(tmp_path, signals, marks):
    config = {"gateway.auth.token": TOKEN}
    with ProviderEmulator(behaviour_by_key={key_of("anthropic:a"): HANG}) as upstream:
        profiles = ["anthropic:a"]
        with PatientHost(tmp_path, upstream, profiles=profiles, config=config) as gateway:
            Thread(target=ask, args=(gateway,), daemon=True).start()
            wait_until(lambda: upstream.requests and written(gateway))
            running = history(gateway)
            assert (running["running"], running["turns"]) == (True, [])
            for count, number in enumerate(signals):
                if count:
                    wait_until(lambda: "Stopping; waiting" in gateway.log)
                gateway.process.send_signal(number)
            gateway.process.wait(10)
        again = PatientHost(tmp_path, upstream, profiles=profiles, config=config, port=gateway.port)
        with again:
            turns = history(again)["turns"]
    assert turns[0]["text"] == LONG
    found = [{name: turn[name] for name in ("role", "stopped") if name in turn} for turn in turns]
    assert found == marks


def ask(gateway):
    with suppress(OSError, HTTPException):
        gateway.post("/api/chat/say", {"session": "x", "message": LONG}, TOKEN)


def history(gateway):
    return json.loads(gateway.get("/api/chat/history?session=x", TOKEN)[1])


def written(gateway):
    folder = gateway.state / "agents/main/sessions"
    return any(b'"role": "user"' in file.read_bytes() for file in folder.glob("*.jsonl"))
