"""A login whose token has ended or is refused, in the middle of a request."""

from __future__ import annotations

import json
from contextlib import contextmanager

import openai
import pytest

from failing_host import FailingHost, now_ms, profile, text_of
from gateway_process import wait_until
from openclaw_auth.testing import Answer, Fail, ProviderEmulator, Script
from openclaw_auth.testing.oauth_provider import Delay, OAuthProvider, Status, error_in_200

REFUSED = Fail(401, {"error": {"message": "Token expired.", "code": "token_expired"}})
ME = "corp:me"
KEY = "corp:key"
HOUR_MS = 3_600_000


class Corp:
    """A provider of its own with logins: `oauth` issues, `models` answers."""

    def __init__(self, home, oauth, models):
        self.oauth, self.models = oauth, models
        entry = {
            "baseUrl": f"{models.base_url}/corp/v1",
            "api": "openai-completions",
            "models": [{"id": "m1", "name": "m1"}],
        }
        config = {"models.providers.corp": entry, "agents.defaults.model": "corp/m1"}
        self.host = FailingHost(home, models, "--verbose", config=config)
        own = {"models": {"providers": {"corp": {"oauth": oauth.config}}}}
        (self.host.state / "openclaw-auth.json5").write_text(json.dumps(own))

    def log_in(self, *, ends_in_ms, key=False):
        self.pair = self.oauth.issue("me@example.com")
        login = {
            "type": "oauth",
            "provider": "corp",
            "access": self.pair.access,
            "refresh": self.pair.refresh,
            "expires": now_ms() + ends_in_ms,
        }
        profiles = {ME: login, **({KEY: profile(KEY)} if key else {})}
        self.host.store(profiles, order={"corp": list(profiles)})

    def refuse(self, step, *tokens):
        for token in tokens:
            self.models.behaviour_by_key[token] = step

    def refreshes(self):
        return [p.outcome for p in self.oauth.posts if p.grant_type == "refresh_token"]

    def ask(self, prompt):
        return self.host.chat(prompt, model="corp/m1")


@pytest.fixture
def corp(tmp_path):
    with OAuthProvider() as oauth, ProviderEmulator(compose=lambda text: f"re: {text}") as models:
        yield Corp(tmp_path, oauth, models)


@contextmanager
def refusing_all_but(corp, key):
    """The provider refuses every access token, whatever was issued."""
    corp.models.behaviour = REFUSED
    corp.models.behaviour_by_key[key] = Answer()
    yield


def test_a_token_that_has_ended_is_renewed_before_the_request(corp):
    corp.log_in(ends_in_ms=-1000)
    corp.oauth.fail_next(Delay(0.3))
    with corp.host as host:
        assert text_of(corp.ask("one")) == "re: one"
        (key,) = host.calls("one")
        assert key != corp.pair.access
        assert corp.refreshes() == ["delay"]
        assert host.penalised() == {}


def test_a_token_that_is_refused_is_renewed_once_and_asked_once_more(corp):
    corp.log_in(ends_in_ms=HOUR_MS)
    corp.refuse(REFUSED, corp.pair.access)
    with corp.host as host:
        answer = corp.ask("one")
        assert text_of(answer) == "re: one"
        assert answer.headers["x-openclaw-profile"] == ME
        first, second = host.calls("one")
        assert (first, second != first) == (corp.pair.access, True)
        assert len(corp.refreshes()) == 1
        assert host.penalised() == {}
        assert text_of(corp.ask("two")) == "re: two"
        assert host.calls("two") == [second]


def test_refused_again_it_is_dead_and_the_next_credential_answers(corp):
    corp.log_in(ends_in_ms=HOUR_MS, key=True)
    with refusing_all_but(corp, profile(KEY)["key"]), corp.host as host:
        answer = corp.ask("one")
        assert text_of(answer) == "re: one"
        assert answer.headers["x-openclaw-profile"] == KEY
        assert len(host.calls("one")) == 3
        assert len(corp.refreshes()) == 1
        wait_until(host.penalised)
        assert host.penalised()[ME]["disabledReason"] == "auth"
        assert host.penalised()[ME]["deadDetail"]
        assert host.calls("one")[-1] == KEY
        corp.ask("two")
        assert host.calls("two") == [KEY]
        assert len(corp.refreshes()) == 1


def test_a_grant_that_is_dead_gives_way_without_a_call(corp):
    corp.log_in(ends_in_ms=-1000, key=True)
    corp.oauth.fail_next(error_in_200())
    with corp.host as host:
        answer = corp.ask("one")
        assert answer.headers["x-openclaw-profile"] == KEY
        assert host.calls("one") == [KEY]
        passed = answer.headers.get("x-openclaw-passed-over", "")
        assert passed.startswith("corp/m1 corp:me ")


def test_a_provider_that_cannot_renew_now_is_an_honest_error(corp):
    corp.log_in(ends_in_ms=-1000)
    corp.oauth.fail_next(*[Status(503)] * 50)
    with corp.host as host:
        with pytest.raises(openai.APIStatusError) as caught:
            corp.ask("one")
        assert caught.value.status_code == 503
        assert "corp:me" in str(caught.value)
        assert host.calls("one") == []


def test_a_client_that_leaves_during_a_refresh_loses_nothing(corp):
    corp.log_in(ends_in_ms=HOUR_MS)
    corp.refuse(Script(REFUSED), corp.pair.access)
    corp.oauth.fail_next(Delay(1.0))
    with corp.host as host:
        with pytest.raises(openai.APITimeoutError):
            host.chat("gone", model="corp/m1", timeout=0.5)
        wait_until(lambda: "client_left" in host.log)
        wait_until(lambda: corp.pair.access not in host.path_of().read_text())
        assert host.calls("gone") == [corp.pair.access]
        assert text_of(corp.ask("next")) == "re: next"
        assert len(corp.refreshes()) == 1
        assert "gateway_fault" not in host.log
        assert host.penalised() == {}
