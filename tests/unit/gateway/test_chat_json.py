"""What a gateway says of a chat is what a command hears, also from a gateway of another version."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.codes import Reason, render
from openclaw_auth.errors import ChatFailed, UnknownName
from openclaw_auth.gateway.chat.heard_json import failure_of, piece_of
from openclaw_auth.gateway.chat.said_json import piece_json
from openclaw_auth.gateway.chat.talked import (
    Answered,
    Delta,
    Failed,
    Queued,
    Stopped,
    Taken,
    Told,
)
from openclaw_auth.sessions.commands.reply import Line
from openclaw_auth.sessions.turn import Picture, Tokens

INNER = Reason("chat_profiles_none", {"provider": "p"})
LINES = (
    Line(Reason("chat_current", {"model": "a/b"})),
    Line(Reason("chat_profile_unknown", {"profile": "x", "known": INNER}), 1),
)
ANSWERED = Answered(
    text="Grüße",
    session_id="s",
    key="agent:main:main",
    asked="a/b",
    answered="c/d",
    profile="c:p",
    billing=None,
    tokens=Tokens(1, 2, 3, 4),
    dollars=0.5,
    left_out=2,
    passed_over=(("a:p", Reason("usable", {"profile": "a:p"})),),
    stop_reason="length",
    duration_ms=12,
    footer=LINES,
)


def there_and_back(piece):
    return piece_of(json.loads(json.dumps(piece_json(piece, "req_1"))), "en")


@pytest.mark.parametrize(
    "piece", [Delta("é\n"), Told(LINES, failed=True), Told(()), Queued(), ANSWERED]
)
def test_a_piece_comes_back_as_it_was(piece):
    assert there_and_back(piece) == piece


def test_words_survive_in_both_languages():
    line = there_and_back(Told(LINES)).lines[1]
    assert render(line.reason, "zh") == render(LINES[1].reason, "zh")


def test_what_was_typed_goes_to_others_only():
    taken = Taken("hi", (Picture("aGk=", "image/png"),), 7)
    assert "text" not in piece_json(taken, "x")
    shown = piece_json(taken, "x", to_others=True)
    assert (shown["text"], shown["pictures"][0]["data"]) == ("hi", "aGk=")
    assert there_and_back(taken).at_ms == 7


def test_a_failure_is_raised_with_who_failed():
    error = ChatFailed("all_candidates_failed", provider="a", count=1)
    error.passed_over = [("a:p", "a/b", INNER), (None, "a/c", INNER)]
    with pytest.raises(ChatFailed) as raised:
        there_and_back(Failed(error))
    assert str(raised.value) == str(error)
    assert raised.value.passed_over == error.passed_over
    with pytest.raises(ChatFailed):
        there_and_back(Stopped())
    with pytest.raises(ChatFailed, match="nobody"):
        there_and_back(Failed(UnknownName("unknown_agent", agent="nobody", nearest="")))


def test_a_gateway_of_another_version_is_understood_as_far_as_can_be():
    assert piece_of({"kind": "news of tomorrow"}, "en") is None
    unknown = {"code": "tomorrow", "text": {"en": "New.", "zh": "新。"}, "params": {}, "depth": 0}
    told = {"kind": "told", "lines": [unknown], "failed": False}
    assert render(piece_of(told, "en").lines[0].reason) == "New."
    assert render(piece_of(told, "zh").lines[0].reason, "zh") == "新。"
    assert str(failure_of({"error": unknown}, "en")) == "New."
