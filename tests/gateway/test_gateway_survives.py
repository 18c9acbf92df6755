"""One gateway process goes through every kind of failure, one by one and all at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import anthropic
import openai
import pytest

from failing_host import FailingHost, in_hours, key_of, name_of, profile
from openclaw_auth.testing import (
    CloseMidStream,
    Fail,
    HangBeforeHead,
    ProviderEmulator,
    Script,
    named_failure,
)

LIMITED = named_failure("openai-429-rate-limit")
# What happens to the first credential of each agent: at Anthropic, and at OpenAI.
KINDS = {
    "invalid": (named_failure("anthropic-401-invalid"), named_failure("openai-401-invalid-key")),
    "limited": (
        named_failure("anthropic-429-subscription-window"),
        Fail(429, LIMITED.body, {"retry-after": "7999"}),
    ),
    "broke": (named_failure("anthropic-400-credit-balance"), named_failure("openai-429-quota")),
    "busy": (named_failure("anthropic-529-overloaded"), named_failure("openai-500")),
    "hung": (HangBeforeHead(), HangBeforeHead()),
    "cut": (CloseMidStream(1, "reset"), CloseMidStream(1, "reset")),
    "only": (named_failure("anthropic-400-claude-code-only"), None),
}
PROVIDERS = ("anthropic", "openai")
ERRORS = {"anthropic": anthropic.APIError, "openai": openai.APIError}
AT_ONCE = 8
ALONE = {"x-openclaw-fallback": "off"}  # here credentials stand in for each other, not models


def behaviours():
    found = {}
    for kind, steps in KINDS.items():
        for provider, step in zip(PROVIDERS, steps, strict=True):
            if step is not None:
                found[key_of(f"{provider}:{kind}")] = step
                # at once: it is over some time, and what then comes is an answer
                together = Script(*[step] * 6) if kind == "cut" else step
                found[key_of(f"{provider}:{kind}all")] = together
    return found


def models(agent):
    first, *others = (f"{provider}/m-{agent}" for provider in PROVIDERS)
    return {"primary": first, "fallbacks": others}


def stores(host):
    for kind, steps in KINDS.items():
        ids = [f"{p}:{kind}" for p, step in zip(PROVIDERS, steps, strict=True) if step]
        fill(host, kind, [*ids, *(f"{p}:good{kind}" for p in PROVIDERS)])
    every = [f"{p}:{kind}all" for kind, steps in KINDS.items() for p in PROVIDERS]
    every = [i for i in every if key_of(i) in host.emulator.behaviour_by_key]
    fill(host, "all", [*every, *(f"{p}:goodall" for p in PROVIDERS)])


def fill(host, agent, ids):
    profiles = {i: profile(i, "token" if ":only" in i else "api_key") for i in ids}
    order = {p: [i for i in ids if i.startswith(p)] for p in PROVIDERS}
    host.store(profiles, agent, order=order)


@pytest.fixture
def host(tmp_path):
    emulator = ProviderEmulator(behaviour_by_key=behaviours(), compose=lambda text: f"re: {text}")
    agents = [{"id": name, "model": models(name)} for name in ("main", *KINDS, "all")]
    with emulator:
        host = FailingHost(tmp_path, emulator, config={"agents.list": agents})
        stores(host)
        with host:
            yield host


class Tally:
    """Asks, and notes what came of it: `right`, or the class of an honest error."""

    def __init__(self, host):
        self.host = host
        self.answers = {}

    def ask(self, provider, agent, number, *, stream):
        prompt = f"{provider}-{agent}-{number}-{'stream' if stream else 'plain'}"
        way = self.of_claude if provider == "anthropic" else self.of_gpt
        try:
            text = way(agent, prompt, f"{provider}/m-{agent}", stream)
        except ERRORS[provider] as error:
            self.answers[prompt] = type(error).__name__
            return error
        assert text == f"re: {prompt}"
        self.answers[prompt] = "right"
        return None

    def of_claude(self, agent, prompt, model, stream):
        asked = {"model": model, "headers": ALONE | {"x-openclaw-agent-id": agent}, "raw": False}
        if not stream:
            return self.host.message(prompt, **asked).content[0].text
        text, ended = "", False
        for event in self.host.message(prompt, stream=True, **asked):
            ended |= event.type == "message_stop"
            text += event.delta.text if event.type == "content_block_delta" else ""
        assert ended
        return text

    def of_gpt(self, agent, prompt, model, stream):
        asked = {"model": model, "headers": ALONE | {"x-openclaw-agent-id": agent}, "raw": False}
        if not stream:
            return self.host.chat(prompt, **asked).choices[0].message.content
        chunks = [c for c in self.host.chat(prompt, stream=True, **asked) if c.choices]
        assert chunks[-1].choices[0].finish_reason == "stop"
        return "".join(c.choices[0].delta.content or "" for c in chunks)

    def one_by_one(self, kind):
        """One failure alone: plain, then streamed, by both clients."""
        for provider, step in zip(PROVIDERS, KINDS[kind], strict=True):
            for stream in (False, True):
                error = self.ask(provider, kind, 1, stream=stream)
                # Only what the client has begun to read cannot be taken back.
                assert (error is not None) is (kind == "cut" and stream), (kind, step, error)

    def at_once(self, worker):
        for number in range(2):
            provider = PROVIDERS[worker % 2]
            self.ask(provider, "all", 10 * worker + number, stream=bool((worker // 2 + number) % 2))


@pytest.mark.slow
def test_one_gateway_survives_everything(host):
    tally = Tally(host)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(tally.one_by_one, KINDS))
        list(pool.map(tally.at_once, range(AT_ONCE)))
        check_stores(host)
        list(pool.map(lambda agent: check_status(host, tally, agent), (*KINDS, "all")))
    assert host.process.poll() is None
    assert "gateway_fault" not in host.log
    most = Counter((p, key) for p in tally.answers for key in host.calls(p)).most_common(1)[0][1]
    came = Counter(tally.answers.values())
    print_numbers(host, tally, came, most)
    assert most <= 2
    failed = {prompt for prompt, answer in tally.answers.items() if answer != "right"}
    assert {f"{p}-cut-1-stream" for p in PROVIDERS} <= failed
    assert all("-cut-" in p or "-all-" in p for p in failed if p.endswith("-stream"))
    assert all(p.endswith("-stream") for p in failed), "what nobody has read yet moves on"


def print_numbers(host, tally, came, most):
    calls = Counter(name_of(r.key) for r in host.emulator.requests)
    print(f"\nrequests {len(tally.answers)}: right {came['right']}, honest errors", end=" ")
    print({name: count for name, count in came.items() if name != "right"})
    print(f"upstream calls {sum(calls.values())}; most for one credential and request {most}")


def check_stores(host):
    for kind in KINDS:
        for provider in PROVIDERS:
            check(host.penalised(kind), f"{provider}:{kind}", f"{provider}/m-{kind}", kind)
            assert f"{provider}:good{kind}" not in host.penalised(kind)
    together = host.penalised("all")
    for kind in KINDS:
        for provider in PROVIDERS:
            check(together, f"{provider}:{kind}all", f"{provider}/m-all", kind)
    assert not {f"{p}:goodall" for p in PROVIDERS} & set(together)


def check(penalised, profile_id, model, kind):
    """The store says exactly what it should of one profile."""
    found = penalised.get(profile_id, {})
    if kind == "invalid":
        assert (found["deadDetail"], found["disabledReason"]) == ("invalid_key", "auth")
        assert 23.9 < in_hours(found["disabledUntil"]) <= 24
    elif kind == "broke":
        assert (found["disabledReason"], "deadDetail" in found) == ("billing", False)
        assert 4.9 < in_hours(found["disabledUntil"]) <= 5
    elif kind == "limited":
        assert not {"cooldownUntil", "disabledUntil"} & set(found)
        cooling = found["models"][model.partition("/")[2]]
        assert 7_900 < in_hours(cooling["cooldownUntil"]) * 3600 <= 7_999
        assert list(found["models"]) == [model.partition("/")[2]]
    elif kind == "only" and profile_id.startswith("anthropic"):
        assert found["deadDetail"] == "credential_scope_restricted"
        assert not {"cooldownUntil", "disabledUntil"} & set(found)
    else:
        assert found == {}, (profile_id, found)


def check_status(host, tally, agent):
    """What status calls the next one is what the next request uses."""
    said = host.status_next(agent)
    for provider in PROVIDERS:
        tally.ask(provider, agent, 99, stream=False)
        first = host.calls(f"{provider}-{agent}-99-plain")[0]
        assert first == said[provider], agent
