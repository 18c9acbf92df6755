"""The board over HTTP: once whole, then step by step; and the actions of the page."""

from __future__ import annotations

import contextlib
import json

import pytest

from gateway_process import GatewayProcess, wait_until
from page_client import Page

KEY = "sk-proj-" + "a1b2" * 10
OTHER = "sk-proj-" + "c3d4" * 10
ONE = "candidate:main/openai/openai:one"
CONFIG = {
    "agents": {"defaults": {"model": {"primary": "openai/gpt-5.2"}}, "list": [{"id": "main"}]}
}


def key(secret=KEY):
    return {"type": "api_key", "provider": "openai", "key": secret}


@pytest.fixture
def page(tmp_path):
    store = {"openai:one": key(), "openai:two": key(OTHER)}
    with GatewayProcess(tmp_path, config=CONFIG, profiles=store) as gateway:
        yield Page(gateway)


def until(steps, name, good):
    """Take steps until a part is as it should be; returns all of them."""
    seen = []
    for step in steps:
        assert "beat" not in step, seen  # nothing for 15 s
        seen.append(step)
        if good(step.get("set", {}).get(name, {})):
            return seen
    raise AssertionError(seen)


def stored(page):
    path = page.gateway.state / "agents/main/agent/auth-profiles.json"
    return json.loads(path.read_text())


def test_what_happens_comes_as_steps_numbered_without_a_hole(page):
    board = page.board()
    with page.steps(board) as steps:
        one, two = key(), key(OTHER)
        stats = {"openai:one": {"errorCount": 1, "cooldownUntil": board["atMs"] + 600_000}}
        folder = page.gateway.state / "agents/main/agent"
        (folder / "auth-profiles.json").write_text(
            json.dumps(
                {
                    "version": 1,
                    "profiles": {"openai:one": one, "openai:two": two},
                    "usageStats": stats,
                }
            )
        )
        seen = until(steps, ONE, lambda part: part.get("state") == "resting")
        assert page.do("clear-cooldown", key="openai:one")[0] == 200
        seen += until(steps, ONE, lambda part: part.get("state") == "ready")

    numbers = [step["number"] for step in seen]
    assert numbers == list(range(board["number"] + 1, board["number"] + 1 + len(numbers)))
    assert page.board()["parts"][ONE]["state"] == "ready"
    assert "errorCount" not in json.dumps(stored(page).get("usageStats", {}))


@pytest.mark.parametrize("wrong", [{"run": "another"}, {"number": 999}])
def test_who_missed_steps_is_told_to_ask_for_the_whole_board(page, wrong):
    with page.steps({**page.board(), **wrong}) as steps:
        assert list(steps) == [{"gap": True}]


def test_an_order_is_set_and_cleared(page):
    status, answer = page.do("order", provider="openai", order=["openai:two", "openai:one"])

    assert status == 200, answer
    provider = page.board()["parts"]["provider:main/openai"]
    assert (provider["next"]["key"], provider["order"][0]) == ("openai:two", "openai:two")
    assert page.do("order", provider="openai", order=None)[0] == 200
    assert page.board()["parts"]["provider:main/openai"]["order"] is None


def test_a_pasted_key_is_used_and_never_said_again(page):
    pasted = "sk-proj-" + "e5f6" * 10

    status, answer = page.do(
        "paste", provider="openai", type="api_key", secret=pasted, profileId="openai:three"
    )

    assert status == 200, answer
    assert stored(page)["profiles"]["openai:three"]["key"] == pasted
    board = page.board()
    assert board["parts"]["candidate:main/openai/openai:three"]["state"] == "ready"
    assert pasted not in json.dumps([answer, board])
    assert pasted not in page.gateway.log


def test_a_key_of_another_provider_is_refused_in_both_languages(page):
    wrong = "sk-ant-api03-" + "a" * 93 + "AA"

    status, answer = page.do("paste", provider="openai", type="api_key", secret=wrong)

    assert status == 400
    said = answer["error"]
    assert said["text"]["en"] != said["text"]["zh"]
    assert wrong not in json.dumps(answer)
    assert "openai:default" not in stored(page)["profiles"]


def test_what_was_removed_comes_back(page):
    assert page.do("remove", profileId="openai:one")[0] == 200
    assert ONE not in page.board()["parts"]

    assert page.do("undo", profileId="openai:one")[0] == 200

    assert page.board()["parts"][ONE]["state"] == "ready"
    assert stored(page)["profiles"]["openai:one"]["key"] == KEY


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Origin": "https://evil.example"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_nobody_else_can_act(page, headers, status):
    before = stored(page)

    answer = page.ask(
        "POST",
        "/api/actions/remove",
        {"agentId": "main", "profileId": "openai:one"},
        **headers,
    )

    assert answer[0] == status
    assert stored(page) == before


@pytest.mark.parametrize(
    "body",
    [
        {"agentId": "main"},
        {"agentId": "nobody", "profileId": "openai:one"},
        {"agentId": "main", "profileId": 7},
        {"agentId": "main", "profileId": "openai:none"},
    ],
)
def test_what_makes_no_sense_is_refused(page, body):
    status, answer = page.ask("POST", "/api/actions/remove", body)

    assert status == 400
    assert answer["error"]["text"]["zh"]


def test_a_page_that_left_is_forgotten(page):
    board = page.board()
    with page.steps(board):
        pass
    for _ in range(3):
        with page.steps(page.board()) as steps:
            page.do("order", provider="openai", order=["openai:two"])
            until(steps, "provider:main/openai", lambda part: part.get("order"))
            page.do("order", provider="openai", order=None)
    assert wait_until(lambda: page.ask("GET", "/api/board")[0] == 200)


def test_the_page_is_for_browsers_and_text_for_everyone_else(page):
    with contextlib.closing(page.connection()) as connection:
        connection.request("GET", "/", headers={"Accept": "text/html,*/*"})
        answer = connection.getresponse()
        assert b"/page/app.js" in answer.read()
        assert "script-src 'self'" in answer.headers["content-security-policy"]
    with contextlib.closing(page.connection()) as connection:
        connection.request("GET", "/page/app.js")
        answer = connection.getresponse()
        assert answer.headers["content-type"].startswith("text/javascript")
        etag = answer.headers["etag"]
        answer.read()
    with contextlib.closing(page.connection()) as connection:
        connection.request("GET", "/page/app.js", headers={"If-None-Match": etag})
        assert connection.getresponse().status == 304
    assert page.gateway.get("/")[1].startswith(b"openclaw-auth gateway")
    assert page.gateway.get("/page/../app.py")[0] == 404


def test_an_open_page_does_not_hold_up_the_end(page):
    with page.steps(page.board()) as steps:
        page.gateway.process.terminate()
        assert [step for step in steps if not step.get("set")] == []
        assert page.gateway.process.wait(5) == 0
