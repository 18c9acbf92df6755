"""Sessions that talk: turns queue, /stop cancels upstream, and broken answers are told and kept."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace

import pytest

from failing_host import key_of
from openclaw_auth.codes import render
from openclaw_auth.errors import ChatFailed
from openclaw_auth.gateway.chat.footer import footer, short
from openclaw_auth.gateway.chat.sending import Sending
from openclaw_auth.gateway.chat.talked import Answered, Delta, Told
from openclaw_auth.gateway.chat.views import choices_json
from openclaw_auth.gateway.chat.zone import host_zone
from openclaw_auth.providers.models import Models
from openclaw_auth.selection.snapshot import Request
from openclaw_auth.sessions.messages import turns_of
from openclaw_auth.sessions.transcript import read_transcript
from openclaw_auth.sessions.turn import Picture, Tokens, Turn, Words, said_by_user
from openclaw_auth.testing import Answer
from openclaw_auth.testing.steps import (
    CloseBeforeHead,
    CloseMidStream,
    EmptyAnswer,
    HangMidStream,
    RawBytes,
    StreamError,
)
from talk_in_loop import KEY, LONG, chatting, run, text, until

BUSY = {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}


@pytest.mark.parametrize("model", ["anthropic/m1", "openai/m1"])
def test_an_answer_streams(tmp_path, model):
    async def work():
        async with chatting(tmp_path, model=model) as chat:
            talked = await chat.say(LONG)
            assert text(talked) == f"re: {LONG}"
            assert sum(isinstance(piece, Delta) for piece in talked) > 3
            assert isinstance(talked[-1], Answered)
            assert chat.bodies()[0]["stream"] is True

    run(work())


def test_messages_of_one_session_wait_for_each_other_and_other_sessions_do_not(tmp_path):
    async def work():
        slow = {"anthropic:a": Answer(chunk_delay_s=0.03)}
        async with chatting(tmp_path, behaviours=slow) as chat:
            first, second, other = await asyncio.gather(
                chat.say("one"), chat.say("two"), chat.say("three", key="agent:main:other")
            )
            assert [text(t) for t in (first, second, other)] == ["re: one", "re: two", "re: three"]
            assert [m["content"][0]["text"] for m in chat.messages()] == [
                "one", "re: one", "two", "re: two",
            ]  # fmt: skip
            sizes = sorted(len(b["messages"]) for b in chat.bodies())
            assert sizes == [1, 1, 3]

    run(work())


def test_stop_cancels_the_answer_and_what_waits_and_keeps_what_came(tmp_path):
    async def work():
        hang = {"anthropic:a": HangMidStream(after_chunks=2)}
        async with chatting(tmp_path, behaviours=hang) as chat:
            came = []

            async def listen():
                async with aclosing(chat.talk.say("main", KEY, LONG)) as talked:
                    async for piece in talked:
                        came.append(piece)  # noqa: PERF401 - it is cancelled half-way

            running = asyncio.create_task(listen())
            await until(lambda: len(came) >= 2)
            waiting = asyncio.create_task(chat.say("and then"))
            await asyncio.sleep(0)
            (status,) = await chat.say("/status")
            assert any(line.reason.code == "chat_running" for line in status.lines)
            (told,) = await chat.say("/stop")
            assert isinstance(told, Told)
            ended = await asyncio.gather(running, waiting, return_exceptions=True)
            assert all(isinstance(e, asyncio.CancelledError) for e in ended)
            last = chat.messages()[-1]
            assert (last["stopReason"], last["content"][0]["text"]) == ("aborted", text(came))
            assert chat.entry()["abortedLastRun"] is True
            assert not chat.talk.is_running("main", KEY)
            assert len(chat.bodies()) == 1
            snapshot = chat.kit.broker.snapshot_of("main")
            assert snapshot.stats("anthropic:a") is None
            chat.emulator.behaviour_by_key[key_of("anthropic:a")] = Answer()
            assert text(await chat.say("go on")) == "re: go on"

    run(work())


@pytest.mark.parametrize(
    "step", [CloseBeforeHead(), EmptyAnswer(), RawBytes(), StreamError(BUSY, None)]
)
def test_what_is_no_answer_moves_on_to_a_fallback(tmp_path, step):
    async def work():
        async with chatting(
            tmp_path, behaviours={"anthropic:a": step}, fallbacks=["openai/m2"]
        ) as chat:
            answered = (await chat.say("hi"))[-1]
            assert (answered.text, answered.answered) == ("re: hi", "openai/m2")
            assert {line.reason.code for line in answered.footer} >= {"chat_moved"}
            assert answered.passed_over[0][0] == "anthropic:a"

    run(work())


@pytest.mark.parametrize("step", [CloseMidStream(after_chunks=2), StreamError(BUSY, 2)])
def test_an_answer_that_breaks_off_is_told_and_kept_and_not_asked_twice(tmp_path, step):
    async def work():
        broken = {"anthropic:a": step}
        async with chatting(tmp_path, behaviours=broken, fallbacks=["openai/m2"]) as chat:
            with pytest.raises(ChatFailed) as error:
                await chat.say(LONG)
            assert "anthropic/m1" in str(error.value)
            last = chat.messages()[-1]
            assert last["stopReason"] == "error"
            assert last["content"][0]["text"].startswith("re:")
            assert last["errorMessage"]
            assert len(chat.bodies()) == 1

    run(work())


def test_a_picture_goes_to_the_model_and_is_kept(tmp_path):
    async def work():
        async with chatting(tmp_path) as chat:
            await chat.say("look", pictures=[Picture("iVBORw0=", "image/png")])
            blocks = chat.bodies()[0]["messages"][0]["content"]
            assert [b["type"] for b in blocks] == ["text", "image"]
            path = chat.folder / f"{chat.entry()['sessionId']}.jsonl"
            assert turns_of(read_transcript(str(path)))[0].has_images

    run(work())


def test_a_model_that_left_the_allow_list_gives_way_to_the_default(tmp_path):
    async def work():
        async with chatting(tmp_path, defaults={"models": {"anthropic/m1": {}}}) as chat:
            override = {"providerOverride": "openai", "modelOverride": "m2"}
            now_ms = chat.kit.now_ms()
            chat.folder.mkdir()
            chat.store.update(
                lambda e: e.update({KEY: {"sessionId": "s", "updatedAt": now_ms, **override}})
            )
            answered = (await chat.say("hi"))[-1]
            assert answered.answered == "anthropic/m1"
            words = render(answered.footer[0].reason)
            assert "(previous selection reset to default)" in words
            assert "openai/m2" in words
            assert "modelOverride" not in chat.entry()
            assert (await chat.say("again"))[-1].footer == ()

    run(work())


@pytest.mark.parametrize(
    ("command", "told"), [("/model", True), ("/status", True), ("/model anthropic/m1", False)]
)
def test_a_command_says_once_that_the_selection_was_reset(tmp_path, command, told):
    async def work():
        async with chatting(tmp_path, defaults={"models": {"anthropic/m1": {}}}) as chat:
            chosen = {"providerOverride": "openai", "modelOverride": "m2"}
            pinned = {"authProfileOverride": "openai:b", "authProfileOverrideSource": "user"}
            entry = {"sessionId": "s", "updatedAt": chat.kit.now_ms(), **chosen, **pinned}
            chat.folder.mkdir()
            chat.store.update(lambda e: e.update({KEY: entry}))
            lines = [line.reason.code for piece in await chat.say(command) for line in piece.lines]
            assert ("chat_selection_reset" in lines) is told
            assert chat.entry().keys().isdisjoint([*chosen, *pinned])
            (again,) = await chat.say(command)
            assert "chat_selection_reset" not in [line.reason.code for line in again.lines]

    run(work())


def test_what_a_session_of_yesterday_chose_is_neither_used_nor_shown(tmp_path):
    async def work():
        async with chatting(tmp_path, model="openai/m1") as chat:
            await chat.say("/model anthropic/m1@anthropic:a")
            chat.store.update(lambda entries: entries[KEY].update(updatedAt=1))
            seen = await chat.talk.look("main", KEY)
            assert (seen.selected.key, seen.pin) == ("openai/m1", None)
            (status,) = await chat.say("/status")
            assert "openai/m1" in " ".join(render(line.reason) for line in status.lines)
            assert "anthropic" not in " ".join(render(line.reason) for line in status.lines)
            assert "modelOverride" not in chat.entry()

    run(work())


def test_a_pin_that_names_nothing_is_not_shown(tmp_path):
    async def work():
        async with chatting(tmp_path) as chat:
            await chat.say("/model anthropic/m1@anthropic:a")
            assert (await chat.talk.look("main", KEY)).pin.profile_id == "anthropic:a"
            for gone in ("anthropic:gone", "openai:b"):
                chat.store.update(
                    lambda entries, gone=gone: entries[KEY].update(authProfileOverride=gone)
                )
                assert choices_json(await chat.talk.look("main", KEY))["pin"] is None

    run(work())


def test_earlier_pictures_are_not_shown_to_a_model_that_cannot_see(tmp_path):
    async def work():
        async with chatting(tmp_path) as chat:
            await chat.say("look", pictures=[Picture("iVBORw0=", "image/png")])
            desk = await chat.talk.look("main", KEY)
            blind = Models({}, {"anthropic": [{"id": "m1", "input": ["text"]}]})
            turns = [said_by_user("look", [Picture("iVBORw0=", "image/png")])]
            turns += [Turn("assistant", (Words("ok"),)), said_by_user("and?")]
            lease = chat.kit.broker.lend(
                Request("anthropic", "m1"), agent_id="main", call="anthropic-messages"
            )
            seeing = json.loads(Sending(turns, desk, None).body_for(lease))
            assert seeing["messages"][0]["content"][1]["type"] == "image"
            sent = json.loads(Sending(turns, replace(desk, models=blind), None).body_for(lease))
            assert sent["messages"][0]["content"][1] == {"type": "text", "text": "[picture]"}
            chat.kit.broker.gave_back(lease)

    run(work())


def test_footers():
    answered = Answered(
        text="x", session_id="s", key=KEY, asked="a/b", answered="a/b", profile="a:p",
        billing="metered", tokens=Tokens(1000, 340, 200), dollars=0.0042, left_out=0,
        passed_over=(), stop_reason="stop", duration_ms=1,
    )  # fmt: skip
    assert footer(answered, "off") == ()
    codes = [line.reason.code for line in footer(answered, "full")]
    assert codes == ["chat_usage_cost", "chat_answered_by"]
    assert str(footer(answered, "tokens")[0].reason.params["input"]) == "1.2k"
    assert short(340) == "340"


def test_the_hosts_zone(tmp_path):
    assert str(host_zone({"TZ": "Europe/Berlin"})) == "Europe/Berlin"
    assert host_zone({"TZ": "no/such"}) is not None
    assert host_zone({}, str(tmp_path / "none")) is not None
