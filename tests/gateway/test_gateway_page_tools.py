"""What the page can do besides changing files: pin, probe, rehearse, judge, open by a link."""

from __future__ import annotations

import json

import pytest

from gateway_process import GatewayProcess
from openclaw_auth.testing import ProviderEmulator
from page_client import Page

KEY = "sk-proj-" + "a1b2" * 10
OTHER = "sk-proj-" + "c3d4" * 10
TOKEN = "sk-ant-oat01-" + "q7R-" * 30


def key(secret, provider="openai"):
    return {"type": "api_key", "provider": provider, "key": secret}


STORE = {
    "openai:one": key(KEY),
    "openai:two": key(OTHER),
    "anthropic:work": {"type": "token", "provider": "anthropic", "token": TOKEN},
}
MODELS = {"primary": "openai/gpt-5.2", "fallbacks": ["anthropic/claude-opus-4-5"]}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    config = {"agents": {"defaults": {"model": MODELS}, "list": [{"id": "main"}]}}
    folder = tmp_path_factory.mktemp("tools")
    with GatewayProcess(folder, config=config, profiles=STORE) as gateway:
        yield Page(gateway)


def entry(page):
    path = page.gateway.state / "agents/main/sessions/sessions.json"
    return json.loads(path.read_text())["agent:main:main"]


def test_a_profile_is_pinned_for_the_main_session_as_chat_would(page):
    status, answer = page.do("pin", profileId="openai:two")

    assert status == 200, answer
    assert {one["code"] for one in answer["done"]} == {"chat_model_default", "chat_pin_set"}
    assert entry(page)["authProfileOverride"] == "openai:two"
    assert entry(page)["authProfileOverrideSource"] == "user"
    assert page.board()["parts"]["provider:main/openai"]["pinned"] == "openai:two"

    assert page.do("pin", profileId="anthropic:work")[0] == 200
    assert entry(page)["providerOverride"] == "anthropic"
    parts = page.board()["parts"]
    assert parts["provider:main/anthropic"]["pinned"] == "anthropic:work"
    assert parts["provider:main/openai"]["pinned"] is None

    assert page.do("pin", profileId=None)[0] == 200
    assert "authProfileOverride" not in entry(page)
    assert page.board()["parts"]["provider:main/anthropic"]["pinned"] is None


def test_a_pin_on_a_session_of_yesterday_outlasts_the_next_message(page):
    path = page.gateway.state / "agents/main/sessions/sessions.json"
    old = {
        "sessionId": "old",
        "updatedAt": 1,
        "providerOverride": "anthropic",
        "modelOverride": "x",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"agent:main:main": old}))

    assert page.do("pin", profileId="openai:two")[0] == 200
    assert entry(page)["sessionId"] != "old"
    assert "modelOverride" not in entry(page)
    done = page.gateway.run("chat", "--message", "/status")
    assert "openai:two" in done.stdout
    assert entry(page)["authProfileOverride"] == "openai:two"
    page.do("pin", profileId=None)


def test_a_profile_that_is_not_there_is_not_pinned(page):
    status, answer = page.do("pin", profileId="openai:nobody")

    assert status == 400
    assert "openai:nobody" in answer["error"]["text"]["zh"]


def test_a_pin_from_elsewhere_appears_by_itself(page):
    board = page.board()
    with page.steps(board) as steps:
        done = page.gateway.run("chat", "--message", "/model openai/gpt-5.2@openai:one")
        assert done.returncode == 0, done.stderr
        seen = (step.get("set", {}).get("provider:main/openai", {}) for step in steps)
        assert next(part for part in seen if part.get("pinned"))["pinned"] == "openai:one"
    page.do("pin", profileId=None)


def test_a_rehearsal_shows_both_ways_and_changes_nothing(page):
    before = page.board()["parts"]
    fail = [{"key": "openai:one", "provider": "openai", "class": "rate_limit"}]

    status, found = page.ask("POST", "/api/rehearse", {"agentId": "main", "fail": fail})

    assert status == 200, found
    assert found["models"][0] == "openai/gpt-5.2"
    assert {found["before"]["answer"]["key"], found["after"]["answer"]["key"]} <= {
        "openai:one",
        "openai:two",
    }
    assert found["after"]["answer"]["key"] == "openai:two"
    every = [
        {"key": k, "provider": "openai", "class": "billing"} for k in ("openai:one", "openai:two")
    ]
    _, found = page.ask("POST", "/api/rehearse", {"agentId": "main", "fail": every})
    ways = [(step["key"], step["outcome"]) for step in found["after"]["steps"]]
    assert ("openai:one", "billing") in ways
    assert found["after"]["answer"]["key"] == "anthropic:work"
    assert page.board()["parts"] == before


@pytest.mark.parametrize(
    "fail", ["x", [7], [{"key": "a", "provider": "openai", "class": "sulking"}], [{}] * 300]
)
def test_a_rehearsal_that_makes_no_sense_is_refused(page, fail):
    assert page.ask("POST", "/api/rehearse", {"agentId": "main", "fail": fail})[0] == 400


@pytest.mark.parametrize(
    ("provider", "kind", "secret", "outcome"),
    [
        ("openai", "api_key", KEY, "ok"),
        ("anthropic", "token", TOKEN, "warn"),
        ("anthropic", "token", TOKEN[:30], "warn"),
        ("anthropic", "token", "", "refuse"),
        ("openai", "api_key", "sk-ant-api03-" + "a" * 93 + "AA", "refuse"),
    ],
)
def test_the_shape_of_a_paste_is_judged_without_being_said_again(
    page, provider, kind, secret, outcome
):
    asked = {"provider": provider, "type": kind, "secret": secret}

    status, found = page.ask("POST", "/api/shape", asked)

    assert (status, found["outcome"]) == (200, outcome)
    assert not secret or secret not in json.dumps(found)
    assert not secret or secret not in page.gateway.log


def test_an_answer_is_understood_as_the_gateway_understands_it(page):
    asked = {"provider": "openai", "status": 429, "headers": "retry-after: 7", "body": "{}"}

    status, found = page.ask("POST", "/api/classify", asked)

    assert status == 200, found
    assert (found["class"], found["waitMs"]) == ("rate_limit", 7000)
    assert (
        page.ask("POST", "/api/classify", asked | {"status": 200, "body": '{"choices":[]}'})[0]
        == 200
    )
    assert page.ask("POST", "/api/classify", asked | {"status": "x"})[0] == 400
    assert page.ask("POST", "/api/classify", asked | {"provider": "nobody"})[0] == 400


def test_a_link_opens_once(page):
    status, made = page.ask("POST", "/api/links", {})
    assert status == 200

    nobody = {"Authorization": ""}
    status, found = page.ask("POST", "/api/links/redeem", {"code": made["code"]}, **nobody)

    assert (status, found) == (200, {"token": page.gateway.token})
    again = page.ask("POST", "/api/links/redeem", {"code": made["code"]}, **nobody)
    assert again[0] == 403
    assert again[1]["error"]["code"] == "link_spent"
    assert page.ask("POST", "/api/links", {}, **nobody)[0] == 401
    assert made["code"] not in page.gateway.log
    foreign = {"Origin": "http://evil.example"}
    assert page.ask("POST", "/api/links/redeem", {"code": "x"}, **foreign)[0] == 403


def test_a_probe_says_what_came_of_it_and_brings_the_dead_back(tmp_path):
    wrong = "sk-proj-" + "9z9z" * 10
    with ProviderEmulator(keys={KEY}) as emulator:
        moved = {"openai": {"baseUrl": emulator.openai_base_url, "models": []}}
        gateway = GatewayProcess(tmp_path, config={"models": {"providers": moved}})
        folder = gateway.state / "agents/main/agent"
        folder.mkdir(parents=True)
        store = {"openai:one": key(KEY), "openai:two": key(wrong)}
        (folder / "auth-profiles.json").write_text(json.dumps({"version": 1, "profiles": store}))
        with gateway:
            page = Page(gateway)
            status, found = page.do("probe", provider="openai")
            assert status == 200, found
            by_key = {one["key"]: one for one in found["results"]}
            assert by_key["openai:one"]["good"]
            assert by_key["openai:one"]["asked"][0] == "free"
            assert by_key["openai:two"]["status"] == "auth"
            assert by_key["openai:two"]["reason"]["text"]["zh"]
            assert {record.method for record in emulator.requests} == {"GET"}
            one = page.do("probe", provider="openai", key="openai:one")[1]
            assert [row["key"] for row in one["results"]] == ["openai:one"]
            assert KEY not in json.dumps([found, one])
            assert page.do("probe", provider="nobody")[0] == 400
            assert page.do("probe", provider="openai", key="openai:none")[0] == 400
