"""A page logs in through the gateway: start, show, paste, watch, cancel."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request

import pytest

from browser_visits import where_it_ends
from gateway_process import GatewayProcess, wait_until
from openclaw_auth.testing.oauth_provider import Status


class Page:
    """What a page can do: JSON with the token."""

    def __init__(self, gateway):
        self.gateway = gateway

    def ask(self, method, path, document=None, *, token=None, **headers):
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(self.gateway.url + path, body, method=method)
        shown = self.gateway.token if token is None else token
        if shown:
            request.add_header("Authorization", f"Bearer {shown}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def start(self, **wish):
        status, flow = self.ask("POST", "/api/logins", {"provider": "acme", **wish})
        assert status == 201, flow
        return flow

    def after(self, flow, state):
        """Follow a login by long polls until it is in this state."""
        deadline = time.monotonic() + 15
        while flow["state"] != state:
            assert time.monotonic() < deadline, flow
            path = f"/api/logins/{flow['id']}?after={flow['version']}&wait=5"
            flow = self.ask("GET", path)[1]
        return flow


@pytest.fixture
def page(tmp_path, provider):
    gateway = GatewayProcess(tmp_path)
    own = {"baseUrl": "https://acme.example/v1", "models": [], "oauth": provider.config}
    (gateway.state / "openclaw-auth.json5").write_text(
        json.dumps({"models": {"providers": {"acme": own}}})
    )
    with gateway:
        yield Page(gateway)


def profiles(page):
    path = page.gateway.state / "agents/main/agent/auth-profiles.json"
    return json.loads(path.read_text())["profiles"] if path.exists() else {}


def test_a_browser_on_this_host_comes_back_by_itself(page):
    flow = page.start()
    assert (flow["state"], flow["show"]["kind"]) == ("waiting", "open_url")
    with urllib.request.urlopen(flow["show"]["url"], timeout=10) as answer:
        assert "acme:user@example.com" in answer.read().decode()
    done = page.after(flow, "stored")
    assert done["profileId"] == "acme:user@example.com"
    assert list(profiles(page)) == ["acme:user@example.com"]
    assert profiles(page)["acme:user@example.com"]["access"] not in json.dumps(done)
    wait_until(lambda: "Logged in: acme:user@example.com" in page.gateway.log)
    assert page.ask("GET", "/api/logins")[1]["logins"][0]["id"] == flow["id"]


def test_a_browser_elsewhere_pastes_where_it_ended(page):
    flow = page.start(profileId="acme:far")
    ends = where_it_ends(flow["show"]["url"])
    paste = f"/api/logins/{flow['id']}/paste"
    status, refused = page.ask("POST", paste, {"answer": "nonsense"}, Accept_Language="zh-CN")
    assert (status, refused["error"]["code"]) == (422, "paste_without_state")
    assert "代码" in refused["error"]["text"]
    assert page.ask("POST", paste, {"answer": 7})[0] == 422
    assert page.ask("POST", paste, {"answer": ends})[0] == 202
    assert page.after(flow, "stored")["profileId"] == "acme:far"
    assert page.ask("POST", paste, {"answer": ends})[1]["error"]["code"] == "login_not_waiting"


def test_a_device_login_shows_its_code(page, provider):
    flow = page.start(device=True)
    assert flow["show"]["kind"] == "show_code"
    provider.approve(flow["show"]["userCode"], "far@example.com")
    assert page.after(flow, "stored")["profileId"] == "acme:far@example.com"


def test_a_cancelled_login_frees_its_port_and_stores_nothing(page, provider):
    flow = page.start()
    status, cancelled = page.ask("POST", f"/api/logins/{flow['id']}/cancel")
    assert (status, cancelled["state"]) == (200, "cancelled")
    ends = where_it_ends(flow["show"]["url"])
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(ends, timeout=5)
    other = page.start()
    assert page.ask("DELETE", f"/api/logins/{other['id']}")[1]["state"] == "cancelled"
    assert profiles(page) == {}
    assert provider.posts == []


def test_the_second_login_of_a_provider_takes_over(page):
    first, second = page.start(), page.start()
    assert page.ask("GET", f"/api/logins/{first['id']}")[1]["state"] == "cancelled"
    with urllib.request.urlopen(second["show"]["url"], timeout=10):
        pass
    assert page.after(second, "stored")["profileId"] == "acme:user@example.com"


def test_a_failure_says_why_in_the_pages_language(page, provider):
    provider.fail_next(Status(503))
    flow = page.start()
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(flow["show"]["url"], timeout=10)
    assert "503" in answer.value.read().decode()
    failed = page.after(flow, "failed")
    assert failed["error"]["code"] == "token_endpoint_down"
    _, said = page.ask("GET", f"/api/logins/{flow['id']}", Accept_Language="zh")
    assert "授权服务器" in said["error"]["text"]
    assert profiles(page) == {}


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"provider": "github-copilot"}, "login_reserved_copilot"),
        ({"provider": "nobody"}, "provider_unknown"),
        ({"provider": "acme", "agentId": "nobody"}, "unknown_agent"),
        ({"provider": "acme", "profileId": "-x"}, "profile_id_invalid"),
        ({"provider": ""}, "login_body_not_json"),
        ({"provider": "acme", "profileId": 7}, "login_body_not_json"),
        ([], "login_body_not_json"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_its_reason(page, wish, code):
    status, found = page.ask("POST", "/api/logins", wish)
    assert (status, found["error"]["code"]) == (400, code)


def test_nobody_else_gets_in(page):
    flow = page.start()
    one = f"/api/logins/{flow['id']}"
    for method, path, body in [
        ("GET", "/api/logins", None),
        ("GET", "/api/logins/providers", None),
        ("POST", "/api/logins", {"provider": "acme"}),
        ("GET", one, None),
        ("POST", one + "/paste", {"answer": "x"}),
        ("POST", one + "/cancel", None),
        ("DELETE", one, None),
    ]:
        assert page.ask(method, path, body, token="wrong")[0] == 401, path
        foreign = page.ask(method, path, body, Origin="https://evil.example")
        assert (foreign[0], foreign[1]["error"]["code"]) == (403, "origin_foreign"), path
        assert page.ask(method, path, body, Host="evil.example")[0] == 403, path
    form = page.ask("POST", one + "/paste", {"answer": "x"}, Content_Type="text/plain")
    assert form[0] == 415
    assert page.ask("POST", "/api/logins", {"provider": "x" * 40_000})[0] == 413
    assert page.ask("GET", "/api/logins/" + "0" * 32)[0] == 404
    assert page.ask("GET", one)[1]["state"] == "waiting"


def test_guesses_are_counted(page):
    flow = page.start()
    paste = f"/api/logins/{flow['id']}/paste"
    statuses = [page.ask("POST", paste, {"answer": f"c#{n}"})[0] for n in range(21)]
    assert statuses == [422] * 20 + [429]


def test_the_page_learns_with_whom_one_can_log_in(page):
    found = {p["id"]: p for p in page.ask("GET", "/api/logins/providers")[1]["providers"]}
    assert set(found) == {"acme", "chutes", "openai-codex", "openrouter"}
    assert found["acme"]["flows"] == ["code", "device"]
    assert found["openrouter"]["credentialType"] == "api_key"
    assert [found[i]["ready"] for i in ("acme", "openrouter", "chutes")] == [True, True, False]


def test_the_gateway_stops_at_once_while_a_login_waits(page):
    flow = page.start()
    page.gateway.process.terminate()
    wait_until(lambda: page.gateway.process.poll() is not None, 10)
    assert page.gateway.process.returncode == 0
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(flow["show"]["redirectUri"], timeout=5)
