"""From a plan to a key that costs by use: only as far as the user agreed; and who may try what rests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import anthropic
import openai
import pytest

from failing_host import failing_host, key_of, now_ms, profile, text_of
from gateway_process import wait_until
from openclaw_auth.testing import Answer, named_failure

LIMITED = named_failure("anthropic-429-subscription-window")
BROKE = named_failure("openai-429-quota")
PLAN = {"anthropic:plan": profile("anthropic:plan", "token")}
ENVIRON = {"ANTHROPIC_API_KEY": key_of("anthropic:env")}
MINUTE_MS = 60_000


def own(host_config):
    return {f"auth.billing.{name}": value for name, value in host_config.items()}


def start(tmp_path, profiles=PLAN, **billing):
    return failing_host(
        tmp_path,
        {"anthropic:plan": LIMITED},
        profiles,
        config={"agents.defaults.model": "anthropic/m1"} | own(billing),
        environ=ENVIRON,
    )


def test_a_metered_key_that_lies_around_is_held_back(tmp_path):
    with start(tmp_path) as host:
        with pytest.raises(anthropic.RateLimitError):  # the plan's own words
            host.message("one")
        with pytest.raises(anthropic.APIStatusError) as caught:
            host.message("two")
        assert "auth.billing" in str(caught.value), "the message names what would allow it"
        assert int(caught.value.response.headers["retry-after"]) in range(7_900, 8_000)
        assert host.calls("one") + host.calls("two") == ["anthropic:plan"]


def test_allowed_it_crosses_and_says_so_once(tmp_path):
    with start(tmp_path, cross="allow") as host:
        answer = host.message("one")
        assert text_of(answer) == "re: one"
        assert answer.headers["x-openclaw-billing"] == "metered"
        assert answer.headers["x-openclaw-profile"] == "env: ANTHROPIC_API_KEY"
        host.message("two")
        assert host.calls("two") == ["anthropic:env"]
        wait_until(lambda: "billing_crossed" in host.log)
        assert host.log.count('"billing_crossed"') == 1


def test_a_stored_key_is_consent(tmp_path):
    stored = {i: profile(i) for i in ("anthropic:key",)}
    with start(tmp_path, {**PLAN, **stored}) as host:
        assert host.message().headers["x-openclaw-profile"] == "anthropic:key"


def test_never_holds_back_stored_keys_too(tmp_path):
    stored = {i: profile(i) for i in ("anthropic:key",)}
    with start(tmp_path, {**PLAN, **stored}, cross="never") as host:
        with pytest.raises(anthropic.APIStatusError):
            host.message("one")
        with pytest.raises(anthropic.APIStatusError):
            host.message("two")
        assert host.calls("one") + host.calls("two") == ["anthropic:plan"]


def test_a_daily_cap_counts_requests_and_survives_a_restart(tmp_path):
    with start(tmp_path, cross=2) as host:
        for prompt in ("one", "two"):
            assert text_of(host.message(prompt)) == f"re: {prompt}"
        with pytest.raises(anthropic.APIStatusError):
            host.message("three")
        assert host.calls("three") == []
        host.process.terminate()
        host.process.wait(10)
        with host, pytest.raises(anthropic.APIStatusError):
            host.message("four")
        assert host.calls("four") == []


def resting(failed_ms, hours):
    return {
        "openai:a": {
            "disabledUntil": failed_ms + hours * 60 * MINUTE_MS,
            "disabledReason": "billing",
            "errorCount": 1,
            "lastFailureAt": failed_ms,
        }
    }


def ask(host, prompt):
    try:
        return text_of(host.chat(prompt))
    except openai.APIStatusError as error:
        return error.status_code


def all_at_once(host):
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(lambda number: ask(host, f"number{number}"), range(6)))


def calls(host):
    return [r for r in host.emulator.requests if r.method == "POST"]


@pytest.mark.parametrize(("minutes", "tries"), [(14, 0), (16, 1)])
def test_what_rests_for_long_is_tried_by_one_request_after_a_quarter_hour(tmp_path, minutes, tries):
    stats = resting(now_ms() - minutes * MINUTE_MS, 5)
    profiles = {"openai:a": profile("openai:a")}
    with failing_host(tmp_path, {"openai:a": BROKE}, profiles, usage=stats) as host:
        assert set(all_at_once(host)) <= {429, 503}
        assert len(calls(host)) == tries
        assert set(all_at_once(host)) == {503}, "and then not for another quarter"
        assert len(calls(host)) == tries


def test_a_top_up_is_noticed_by_the_one_who_tries(tmp_path):
    stats = resting(now_ms() - 16 * MINUTE_MS, 5)
    profiles = {"openai:a": profile("openai:a")}
    with failing_host(tmp_path, {"openai:a": Answer()}, profiles, usage=stats) as host:
        assert ask(host, "one") == "re: one"
        assert ask(host, "two") == "re: two"
        wait_until(lambda: not host.penalised())
