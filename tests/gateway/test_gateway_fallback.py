"""Models that stand in for each other, and what the client is told of it."""

from __future__ import annotations

import anthropic
import openai
import pytest

from failing_host import failing_host, text_of
from openclaw_auth.testing import HangBeforeHead, Script, named_failure

BROKE = named_failure("openai-429-quota")
LIMITED = named_failure("openai-429-rate-limit")
UNKNOWN_MODEL = named_failure("openai-404-model")  # nobody's fault: no penalty
IDS = ("groq:a", "openai:a", "anthropic:a")


def models(primary, *fallbacks):
    return {"agents.defaults.model": {"primary": primary, "fallbacks": list(fallbacks)}}


def test_requested_then_fallbacks_then_primary_and_everyone_is_told(tmp_path):
    behaviours = {"groq:a": UNKNOWN_MODEL, "openai:a": Script(LIMITED)}
    config = models("openai/m1", "openai/m2")
    with failing_host(tmp_path, behaviours, IDS, config=config) as host:
        before = (host.state / "openclaw.json").read_bytes()
        answer = host.chat(model="groq/m1")
        assert text_of(answer) == "re: ping"
        assert host.calls() == ["groq:a", "openai:a", "openai:a"]
        sent = [r.json()["model"] for r in host.emulator.requests if r.method == "POST"]
        assert sent == ["m1", "m2", "m1"]
        passed = ["groq/m1 groq:a model_not_found", "openai/m2 openai:a tokens_per_minute"]
        assert answer.headers["x-openclaw-model"] == "openai/m1"
        assert answer.headers["x-openclaw-profile"] == "openai:a"
        assert answer.headers["x-openclaw-billing"] == "metered"
        assert answer.headers["x-openclaw-passed-over"] == ", ".join(passed)
        event = host.access()
        assert event["passedOver"] == passed
        assert (event["model"], event["provider"], event["upstreamModel"]) == (
            "groq/m1", "openai", "m1",
        )  # fmt: skip
        assert (event["profileId"], event["billingClass"]) == ("openai:a", "metered")
        # The next turn begins where the client asked, and nothing was saved.
        assert host.chat("again", model="groq/m1").headers["x-openclaw-model"] == "openai/m1"
        assert host.calls("again")[0] == "groq:a"
        assert (host.state / "openclaw.json").read_bytes() == before
        assert not (host.state / "openclaw-auth.json5").exists()


def test_without_trouble_nobody_was_passed_over(tmp_path):
    with failing_host(tmp_path, None, IDS, config=models("openai/m1", "groq/m1")) as host:
        answer = host.chat()
        assert answer.headers["x-openclaw-model"] == "openai/m1"
        assert "x-openclaw-passed-over" not in answer.headers
        assert host.access()["passedOver"] == []


def test_a_fallback_that_does_not_speak_the_callers_dialect_is_skipped(tmp_path):
    behaviours = {"anthropic:a": named_failure("anthropic-400-credit-balance")}
    config = models("anthropic/m1", "groq/m1")
    with failing_host(tmp_path, behaviours, IDS, config=config) as host:
        with pytest.raises(anthropic.APIStatusError) as caught:
            host.message()
        assert host.calls() == ["anthropic:a"]
        assert "credit balance is too low" in str(caught.value)
        passed = caught.value.response.headers["x-openclaw-passed-over"]
        assert passed == "anthropic/m1 anthropic:a credits_exhausted, groq/m1 dialect"


def test_a_fallback_outside_the_allowlist_is_skipped(tmp_path):
    config = models("openai/m1", "groq/m1", "openai/m2") | {
        "agents.defaults.models": {"openai/m1": {}, "openai/m2": {}}
    }
    with failing_host(tmp_path, {"openai:a": Script(UNKNOWN_MODEL)}, IDS, config=config) as host:
        answer = host.chat()
        assert answer.headers["x-openclaw-model"] == "openai/m2"
        assert answer.headers["x-openclaw-passed-over"].split(", ")[1:] == [
            "groq/m1 outside_allowlist"
        ]


def test_the_client_can_forbid_another_model(tmp_path):
    config = models("openai/m1", "groq/m1")
    with failing_host(tmp_path, {"openai:a": BROKE}, IDS, config=config) as host:
        with pytest.raises(openai.RateLimitError) as caught:  # the provider's own status
            host.chat(headers={"x-openclaw-fallback": "off"})
        assert caught.value.code == "insufficient_quota"
        assert host.calls() == ["openai:a"]
        assert text_of(host.chat("more")) == "re: more"
        assert host.calls("more") == ["groq:a"]


def test_an_agents_own_fallbacks_count_for_it(tmp_path):
    own = {"primary": "openai/m1", "fallbacks": ["openai/m2"]}
    config = models("openai/m1", "groq/m1") | {
        "agents.list": [{"id": "main"}, {"id": "work", "model": own}]
    }
    behaviours = {"openai:a": Script(UNKNOWN_MODEL, UNKNOWN_MODEL)}
    with failing_host(tmp_path, behaviours, IDS, config=config) as host:
        assert host.chat().headers["x-openclaw-model"] == "groq/m1"
        answer = host.chat("work", headers={"x-openclaw-agent-id": "work"})
        assert answer.headers["x-openclaw-model"] == "openai/m2"


@pytest.mark.parametrize("step", [HangBeforeHead(), named_failure("openai-500")])
def test_an_endpoint_in_trouble_holds_up_one_request_and_not_the_next(tmp_path, step):
    config = models("openai/m1", "groq/m1")
    with failing_host(tmp_path, {"openai:a": step}, IDS, config=config) as host:
        assert text_of(host.chat("one")) == "re: one"
        assert host.calls("one") == ["openai:a", "openai:a", "groq:a"]
        answer = host.chat("two")
        assert host.calls("two") == ["groq:a"]
        assert answer.headers["x-openclaw-passed-over"] == "openai/m1 endpoint_resting"
        # No other model may answer: then it is asked all the same.
        with pytest.raises(openai.APIStatusError) as caught:
            host.chat("three", headers={"x-openclaw-fallback": "off"})
        assert "endpoint_resting" not in str(caught.value.response.headers)
        assert set(host.calls("three")) == {"openai:a"}
        assert host.penalised() == {}


def test_what_is_wrong_with_the_request_itself_goes_to_nobody_else(tmp_path):
    behaviours = {"anthropic:a": named_failure("anthropic-400-context")}
    config = models("anthropic/m1", "openai/m1")
    with failing_host(tmp_path, behaviours, IDS, config=config) as host:
        with pytest.raises(anthropic.BadRequestError, match="too long"):
            host.message()
        assert host.calls() == ["anthropic:a"]
        assert host.penalised() == {}
