"""A request's way over a real broker: bounded, in order, nobody forgotten, each lease told of once."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from broker_host import Host, api_key
from openclaw_auth.codes import Reason
from openclaw_auth.errors import NoCredential
from openclaw_auth.events import Spine
from openclaw_auth.lending.broker import Broker, Outcome
from openclaw_auth.lending.endpoints import FIRST_REST_MS
from openclaw_auth.lending.rotation import Ask, Rotation
from openclaw_auth.lending.usage import Usage
from openclaw_auth.selection.classify import typical
from openclaw_auth.selection.failure import Failure
from openclaw_auth.testing.virtual import START_MS

CHAT = "openai-completions"
OAUTH = {
    "authorizationUrl": "https://id.example.com/authorize",
    "tokenUrl": "https://id.example.com/token",
    "clientId": "us",
}


def login(name, expires_ms):
    return {
        "type": "oauth",
        "provider": "corp",
        "access": f"access-{name}",
        "refresh": f"refresh-{name}",
        "expires": expires_ms,
    }


PROFILES = {
    "corp:due": login("due", START_MS - 1),
    "corp:fresh": login("fresh", START_MS + 86_400_000),
    "corp:key": api_key("key", "corp"),
    "groq:a": api_key("a", "groq"),
    "groq:b": api_key("b", "groq"),
}
ORDER = {"corp": ["corp:fresh", "corp:due", "corp:key"], "groq": ["groq:a", "groq:b"]}
MODELS = {"primary": "corp/m1", "fallbacks": ["corp/m2", "groq/m1", "anthropic/claude-x"]}
CONFIG = {
    "agents": {"defaults": {"model": MODELS}},
    "auth": {"order": ORDER},
}
CORP = {"baseUrl": "https://corp.example.com/v1", "models": [], "oauth": OAUTH}
OWN = {"models": {"providers": {"corp": CORP}}, "auth": {"billing": {"cross": "allow"}}}


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """One state directory for all; each test has a broker of its own over it."""
    return Host(tmp_path_factory.mktemp("host"), profiles=PROFILES, config=CONFIG, own_config=OWN)


class Counting(Broker):
    """A broker that counts what is lent, and what it hears of it."""

    def __init__(self, host):
        host.clock.now_ms = START_MS
        super().__init__(host.world(), host.ports, Spine(), Usage())
        self.lent, self.sent, self.told = [], [], []

    def lend(self, *arguments, **options):
        lease = super().lend(*arguments, **options)
        self.lent.append(lease)
        return lease

    def report(self, lease, outcome):
        self.told.append(lease)
        super().report(lease, outcome)

    def gave_back(self, lease):
        self.told.append(lease)
        super().gave_back(lease)


class Played:
    """One request, played as the gateway does.

    Args:
        answers: a failure, or None for a success, for each call; called with the lease.
        serves: whether a refresh gives a token; called with the lease.
    """

    def __init__(self, host, broker, answers, serves=lambda _: True, **ask):
        self.host, self.broker, self.answers, self.serves = host, broker, answers, serves
        self.calls, self.refreshes, self.answered = [], [], None
        ask = Ask(ask.pop("model", "corp/m1"), CHAT, **ask)
        self.rotation = Rotation(broker, ask, lambda: host.clock.now_ms, lambda: 0.5)

    def play(self):
        try:
            following = self.rotation.first()
        except NoCredential:
            return self
        while following is not None:
            assert len(self.calls) + len(self.refreshes) < 100, "it does not end"
            lease = following.lease
            if following.refresh:
                self.refreshes.append(lease.key)
                self.broker.gave_back(lease)
                serves = self.serves(lease)
                following = self.rotation.refreshed(following, serves=serves)
                continue
            self.host.clock.pass_ms(following.delay_ms + 1)
            started_ms = self.host.clock.now_ms
            self.calls.append((lease.key, lease.model))
            self.broker.sent.append(lease)
            failure = self.answers(lease)
            if failure is None:
                self.report(lease, None, started_ms)
                self.answered = lease
                return self
            following = self.rotation.after(lease, failure, took_ms=5)
            if following is None or not following.rejected:
                self.report(lease, failure, started_ms)
        return self

    def report(self, lease, failure, started_ms):
        now_ms = self.host.clock.now_ms
        self.broker.report(
            lease,
            Outcome(
                status=200,
                failure=failure,
                complete=failure is None,
                started_ms=started_ms,
                first_byte_ms=now_ms,
                ended_ms=now_ms,
                streamed=False,
                bytes_out=0,
            ),
        )


def failing(detail_by_key):
    """Return answers: what each credential fails with; others succeed."""
    return lambda lease: detail_by_key.get(lease.key)


LIMITED = typical("rate_limit", provider="corp")
INVALID = typical("auth", provider="corp")
ENDED = typical("auth", "token_expired", provider="corp")
BUSY = typical("timeout", "overloaded", provider="corp")
NO_DNS = typical("timeout", "dns_failure", provider="corp")
BAD = typical("format", provider="corp")

ACTIONS = (
    "none retry_same cooldown cooldown_until_reset disable refresh_then_retry disable_until_reauth"
)
FAILURES = st.builds(
    lambda kind, detail, action, scope, wait_ms: Failure(
        kind, detail, action, scope, rule="r", reason=Reason("usable"), wait_ms=wait_ms
    ),
    st.sampled_from(["auth", "billing", "rate_limit", "timeout", "unknown", "format"]),
    st.sampled_from(["overloaded", "invalid_key", "rate_limited", "token_expired", "dns_failure"]),
    st.sampled_from(ACTIONS.split()),
    st.sampled_from(["credential", "credential_model", "endpoint", "none"]),
    st.none() | st.integers(-10, 10_000_000),
)


def test_credentials_come_in_their_order_then_models_in_theirs(host):
    played = Played(host, Counting(host), lambda _: LIMITED).play()
    assert played.calls == [
        ("corp:fresh", "m1"),
        ("corp:due", "m1"),
        ("corp:key", "m1"),
        ("corp:fresh", "m2"),
        ("corp:due", "m2"),
        ("corp:key", "m2"),
        ("groq:a", "m1"),
        ("groq:b", "m1"),
    ]
    assert [str(p) for p in played.rotation.passed_over][-2:] == [
        "groq/m1 groq:b rate_limited",
        "anthropic/claude-x no_api_key_for_provider",
    ]
    assert not played.rotation.one_voice


def test_a_credential_that_is_refused_as_a_whole_is_asked_for_no_other_model(host):
    played = Played(host, Counting(host), lambda _: INVALID).play()
    assert [key for key, _ in played.calls] == [
        "corp:fresh", "corp:due", "corp:key", "groq:a", "groq:b",
    ]  # fmt: skip


def test_without_fallback_no_other_model_answers(host):
    played = Played(host, Counting(host), lambda _: LIMITED, fallback=False).play()
    assert {model for _, model in played.calls} == {"m1"}
    assert not any(p.model.startswith("groq") for p in played.rotation.passed_over)


def test_a_login_that_has_ended_is_renewed_before_it_is_sent(host):
    played = Played(host, Counting(host), failing({"corp:fresh": LIMITED})).play()
    assert played.refreshes == ["corp:due"]
    assert played.answered.key == "corp:due"


def test_a_login_that_cannot_be_renewed_is_passed_over_with_its_reason(host):
    broker = Counting(host)
    played = Played(host, broker, failing({"corp:fresh": LIMITED}), lambda _: False).play()
    assert played.answered.key == "corp:key"
    assert "corp/m1 corp:due login_needs_refresh" in map(str, played.rotation.passed_over)
    assert played.refreshes == ["corp:due"]


def test_a_refused_token_is_renewed_once_and_asked_once_more(host):
    played = Played(host, Counting(host), failing({"corp:fresh": ENDED})).play()
    assert played.calls[:2] == [("corp:fresh", "m1")] * 2
    assert played.refreshes == ["corp:fresh", "corp:due"]
    assert played.answered.key == "corp:due"


def test_a_login_that_is_still_due_after_its_refresh_is_not_renewed_again(host):
    played = Played(host, Counting(host), lambda _: LIMITED).play()
    assert played.refreshes == ["corp:due"]  # though it was asked for two models


def test_an_address_that_cannot_be_reached_is_left_with_all_its_credentials_and_models(host):
    answers = failing({"corp:fresh": NO_DNS})
    played = Played(host, Counting(host), answers).play()
    assert played.calls == [("corp:fresh", "m1"), ("groq:a", "m1")]


def test_a_fault_of_the_request_stops_at_once_and_has_one_voice(host):
    played = Played(host, Counting(host), failing({"corp:fresh": LIMITED, "corp:due": BAD})).play()
    assert played.calls == [("corp:fresh", "m1"), ("corp:due", "m1")]
    assert played.rotation.one_voice


def test_one_credential_with_one_model_has_one_voice_however_often_it_was_asked(host):
    played = Played(host, Counting(host), lambda _: BUSY, model="groq/m1", fallback=False)
    rotation = played.rotation
    again = rotation.after(rotation.first().lease, BUSY, took_ms=1)
    assert again.delay_ms > 0
    rotation.after(again.lease, BUSY, took_ms=1)
    assert rotation.one_voice
    played = Played(host, Counting(host), lambda _: BUSY, model="groq/m1", fallback=False)
    assert not played.play().rotation.one_voice


def rest(broker, host, *models):
    """Let the endpoints of corp's models rest."""
    for model in models:
        lease = broker.lease(provider="corp", model=model, agent_id="main", call=CHAT)
        now_ms = host.clock.now_ms
        broker.endpoints.failed(lease.endpoint, started_ms=now_ms, now_ms=now_ms)


def test_a_resting_endpoint_is_asked_after_the_others(host):
    broker = Counting(host)
    rest(broker, host, "m1")
    assert Played(host, broker, lambda _: None).play().calls == [("corp:fresh", "m2")]


def test_a_resting_endpoint_is_asked_when_nobody_else_can_answer(host):
    broker = Counting(host)
    rest(broker, host, "m1", "m2")
    answers = failing({"groq:a": LIMITED, "groq:b": LIMITED})
    played = Played(host, broker, answers).play()
    assert played.calls == [("groq:a", "m1"), ("groq:b", "m1"), ("corp:fresh", "m1")]
    assert played.answered.key == "corp:fresh"


def test_who_steps_aside_does_not_end_anothers_look_at_an_endpoint(host):
    broker = Counting(host)
    rest(broker, host, "m1")
    host.clock.pass_ms(FIRST_REST_MS)
    first = Played(host, broker, lambda _: None)
    looking = first.rotation.first()
    assert looking.lease.model == "m1"
    for _ in range(4):
        assert Played(host, broker, lambda _: None).play().answered.model == "m2"


def test_nobody_at_all_is_an_error_about_the_requested_model(host):
    broker = Counting(host)
    rotation = Rotation(
        broker, Ask("mistral/m1", CHAT, fallback=False), lambda: host.clock.now_ms, lambda: 0.5
    )
    with pytest.raises(NoCredential) as caught:
        rotation.first()
    assert caught.value.reason.params["provider"] == "mistral"
    assert not rotation.one_voice


@how(max_examples=150, deadline=None)
@given(st.data(), st.booleans(), st.sampled_from([None, "s"]), st.integers(0, 3))
def test_however_requests_fail_they_end_and_every_lease_is_told_of_once(
    host, data, fallback, session, successes
):
    broker = Counting(host)
    outcomes = FAILURES if successes == 0 else st.one_of(st.none(), *[FAILURES] * 3)
    for _ in range(3):
        rested = (
            broker.endpoints.any
        )  # what rests is asked last, even if it has recovered by the end
        played = Played(
            host,
            broker,
            lambda _: data.draw(outcomes),
            lambda _: data.draw(st.booleans()),
            fallback=fallback,
            session=session,
        ).play()
        calls = Counter(key for key, _ in played.calls)
        assert all(count <= 2 for count in calls.values()), played.calls
        assert all(count <= 1 for count in Counter(played.refreshes).values())
        models = [f"corp/{m}" if k.startswith("corp") else f"groq/{m}" for k, m in played.calls]
        plan = ["corp/m1", "corp/m2", "groq/m1"]
        if not rested and not broker.endpoints.any:
            assert models == sorted(models, key=plan.index)
        if not fallback:
            assert set(models) <= {"corp/m1"}
        stopped = played.rotation.tried and (
            played.rotation.tried[-1].failure.failure_class == "format"
        )
        assert played.answered or stopped or played.rotation.passed_over
        sent, told = (Counter(map(id, leases)) for leases in (broker.sent, broker.told))
        assert told == {id(lease): max(1, sent[id(lease)]) for lease in broker.lent}
        host.clock.pass_ms(data.draw(st.sampled_from([0, 1_000, 60_000, 3_600_000])))
