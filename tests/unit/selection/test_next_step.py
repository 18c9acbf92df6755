"""What follows a failure, step by step."""

import pytest

from openclaw_auth.codes import Reason
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.next_step import Step, Tried, closed, next_step, unreachable


def failure(action, failure_class="timeout", detail="d", scope="credential", wait_ms=None):
    reason = Reason("usable", {"profile": "x"})
    return Failure(failure_class, detail, action, scope, rule="r", reason=reason, wait_ms=wait_ms)


OVERLOAD = failure("retry_same", "rate_limit", "overloaded", "endpoint")
EXPIRED = failure("refresh_then_retry", "auth", "token_expired")
LIMITED = failure("cooldown", "rate_limit", "requests_per_minute", "credential_model")


def tried(what, key="a", model="p/m", endpoint="https://p", **more):
    return Tried(key, model, endpoint, what, **more)


def step(*history, can_refresh=False, **more):
    return next_step(history, can_refresh=can_refresh, **more)


def kind(*history, **more):
    return step(*history, **more).kind


@pytest.mark.parametrize(
    ("action", "failure_class"),
    [
        ("none", "unknown"),
        ("none", "auth"),
        ("cooldown", "rate_limit"),
        ("cooldown_until_reset", "rate_limit"),
        ("disable", "billing"),
        ("disable_until_reauth", "auth"),
    ],
)
def test_what_another_credential_may_do_better_goes_to_the_next(action, failure_class):
    assert kind(tried(failure(action, failure_class))) == "next_credential"


def test_a_fault_of_the_request_is_shown():
    assert kind(tried(failure("none", "format", "context_overflow", "none"))) == "stop"
    assert kind(tried(failure("retry_same", "format", scope="none"))) == "stop"


@pytest.mark.parametrize(
    "detail", ["dns_failure", "tls_certificate", "edge_challenge", "connect_failed", "offline"]
)
def test_what_every_credential_meets_at_an_address_goes_to_the_next_model(detail):
    history = [tried(failure("none", "timeout", detail, "none"))]
    assert kind(*history) == "next_model"
    assert unreachable(history) == {"https://p"}
    assert unreachable([tried(OVERLOAD)]) == frozenset()


def test_an_overload_is_tried_once_more_after_a_short_uneven_pause():
    assert step(tried(OVERLOAD), jitter=0) == Step("retry_same", 300)
    assert step(tried(OVERLOAD), jitter=1) == Step("retry_same", 800)
    assert kind(tried(OVERLOAD), tried(OVERLOAD)) == "next_credential"
    assert kind(tried(OVERLOAD), can_retry=False) == "next_credential"


def test_a_short_stated_wait_is_waited_and_a_long_one_is_not():
    for wait_ms, expected in ((2_000, Step("retry_same", 2_000)), (2_001, Step("next_credential"))):
        told = failure("retry_same", "rate_limit", "overloaded", "endpoint", wait_ms)
        assert step(tried(told)) == expected
    past = failure("retry_same", "rate_limit", "overloaded", "endpoint", -1)
    assert step(tried(past), jitter=0) == Step("retry_same", 300)


def test_who_waited_long_for_nothing_does_not_wait_for_it_again():
    hung = failure("retry_same", "timeout", "read_timeout", "endpoint")
    assert kind(tried(hung, took_ms=60_000)) == "next_credential"
    assert kind(tried(hung, took_ms=900)) == "retry_same"
    assert kind(tried(OVERLOAD, took_ms=60_000)) == "retry_same"


def test_a_refused_token_is_refreshed_once_and_called_once_more():
    assert kind(tried(EXPIRED), can_refresh=True) == "refresh"
    assert kind(tried(EXPIRED), can_refresh=False) == "next_credential"
    again = tried(EXPIRED, refreshed=True)
    assert kind(tried(EXPIRED), again, can_refresh=True) == "next_credential"
    assert kind(again, can_refresh=True) == "next_credential"


def test_one_credentials_calls_do_not_use_up_anothers():
    spent = [tried(OVERLOAD), tried(OVERLOAD)]
    assert kind(*spent, tried(OVERLOAD, "b")) == "retry_same"
    assert kind(*spent, tried(EXPIRED, "b"), can_refresh=True) == "refresh"


def test_a_third_call_is_never_made_even_for_another_model():
    history = [tried(OVERLOAD, model="p/m1"), tried(OVERLOAD, model="p/m2")]
    assert kind(*history) == "next_credential"
    assert kind(history[0], tried(EXPIRED, model="p/m2"), can_refresh=True) == "next_credential"


def test_what_a_request_asks_no_more():
    history = [
        tried(LIMITED, "limited", model="p/m1"),
        tried(failure("disable_until_reauth", "auth"), "invalid", model="p/m1"),
        tried(OVERLOAD, "spent", model="p/m1"),
        tried(OVERLOAD, "spent", model="p/m1"),
    ]
    assert closed(history, "p/m1") == {"limited", "invalid", "spent"}
    assert closed(history, "p/m2") == {"invalid", "spent"}
