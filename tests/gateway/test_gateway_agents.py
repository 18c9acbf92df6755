"""Agents over HTTP: the official OpenAI client talks to a session, streamed and whole."""

from __future__ import annotations

import json
import threading
import time

import openai
import pytest

from failing_host import TOKEN, PatientHost, key_of
from gateway_process import wait_until
from openclaw_auth.testing import Answer, ProviderEmulator
from openclaw_auth.testing.steps import CloseMidStream, Fail

LONG = " ".join(f"word{n}" for n in range(40))


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    config = {
        "gateway.auth.token": TOKEN,
        "agents.defaults.model": {"primary": "anthropic/m1"},
        "agents.list": [{"id": "main", "default": True}, {"id": "work"}],
    }
    home = tmp_path_factory.mktemp("agents")
    with (
        ProviderEmulator(compose=lambda text: f"re: {text}") as upstream,
        PatientHost(home, upstream, profiles=["anthropic:a"], config=config) as gateway,
    ):
        yield gateway


@pytest.fixture(autouse=True)
def _as_usual(host):
    host.emulator.behaviour_by_key.clear()
    host.emulator.requests.clear()


def ask(host, text="hello", *, headers=None, **fields):
    fields.setdefault("model", "openclaw:main")
    messages = fields.pop("messages", [{"role": "user", "content": text}])
    return host.gpt.chat.completions.create(messages=messages, extra_headers=headers, **fields)


def upstream_bodies(host):
    return [json.loads(r.body) for r in host.emulator.requests if r.method == "POST"]


def sessions(host, agent="main"):
    return json.loads((host.state / f"agents/{agent}/sessions/sessions.json").read_text())


def act_as(host, step):
    host.emulator.behaviour_by_key[key_of("anthropic:a")] = step


def test_an_agent_answers_whole_with_what_was_really_used(host):
    answer = ask(host, user="Ann")
    assert answer.choices[0].message.content == "re: hello"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.model == "openclaw:main"
    assert answer.id.startswith("chatcmpl_")
    assert answer.usage.prompt_tokens > 0
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer.openclaw["model"] == "anthropic/m1"
    assert answer.openclaw["profile"] == "anthropic:a"
    assert answer.openclaw["sessionKey"] == "agent:main:openai-user:ann"


def test_an_agent_answers_as_a_stream(host):
    options = {"include_usage": True}
    chunks = list(ask(host, LONG, stream=True, stream_options=options))
    texts = [c.choices[0].delta.content or "" for c in chunks if c.choices]
    assert "".join(texts) == f"re: {LONG}"
    assert len(texts) > 10
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage.completion_tokens > 0
    assert not any(c.usage for c in ask(host, "x", stream=True))


def test_the_responses_api_whole_and_as_a_stream(host):
    whole = host.gpt.responses.create(model="openclaw/main", input="hello", instructions="Brief.")
    assert whole.output_text == "re: hello"
    assert whole.status == "completed"
    assert whole.usage.input_tokens > 0
    assert upstream_bodies(host)[0]["system"] == "Brief."
    with host.gpt.responses.stream(model="openclaw:main", input=LONG) as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_response()
    assert kinds[0] == "response.created"
    assert kinds[-1] == "response.completed"
    assert kinds.count("response.output_text.delta") > 10
    assert final.output_text == f"re: {LONG}"
    assert final.usage.output_tokens > 0


def test_a_session_goes_on_by_user_by_header_and_not_without(host):
    ask(host, "one", user="bob")
    ask(host, "two", user="BOB")
    assert len(upstream_bodies(host)[1]["messages"]) == 3
    key = {"x-openclaw-session-key": "agent:work:notes"}
    ask(host, "three", headers=key, model="openclaw:work")
    ask(host, "four", headers=key, model="agent:work", user="bob")
    assert len(upstream_bodies(host)[3]["messages"]) == 3
    assert list(sessions(host, "work")) == ["agent:work:notes"]
    ask(host, "five")
    ask(host, "six", headers={"x-openclaw-agent-id": "work"})
    assert [len(b["messages"]) for b in upstream_bodies(host)[4:]] == [1, 1]
    assert any(key.startswith("agent:work:openai:") for key in sessions(host, "work"))


def test_a_conversation_that_the_client_brings_begins_the_session_and_is_kept(host):
    brought = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "I am Eve."},
        {"role": "assistant", "content": "Hello Eve."},
        {"role": "user", "content": "Who am I?"},
    ]
    ask(host, messages=brought, user="eve")
    first = upstream_bodies(host)[0]
    assert first["system"] == "Be brief."
    assert [m["role"] for m in first["messages"]] == ["user", "assistant", "user"]
    more = [{"role": "assistant", "content": "re"}, {"role": "user", "content": "And now?"}]
    ask(host, messages=[*brought, *more], user="eve")
    second = upstream_bodies(host)[1]["messages"]
    assert [m["content"] for m in second] == [
        "I am Eve.", "Hello Eve.", "Who am I?", "re: Who am I?", "And now?",
    ]  # fmt: skip


def test_commands_are_answered_as_text(host):
    told = ask(host, "/status", user="cmd")
    assert "Model selected: anthropic/m1" in told.choices[0].message.content
    chunks = list(ask(host, "/model nonsense", user="cmd", stream=True))
    assert "nonsense" in "".join(c.choices[0].delta.content or "" for c in chunks)
    ask(host, "/usage full", user="cmd")
    shown = ask(host, "hi", user="cmd").choices[0].message.content
    assert shown.startswith("re: hi\n\nUsage: ")
    assert len(upstream_bodies(host)) == 1


def test_errors_come_in_the_dialects_own_shape(host):
    with pytest.raises(openai.NotFoundError) as unknown:
        ask(host, model="openclaw:nobody")
    assert unknown.value.code == "unknown_agent"
    with pytest.raises(openai.NotFoundError):
        ask(host, headers={"x-openclaw-session-key": "agent:work:x"})
    with pytest.raises(openai.BadRequestError) as nothing:
        ask(host, messages=[{"role": "assistant", "content": "x"}])
    assert nothing.value.code == "chat_no_user_message"
    with pytest.raises(openai.BadRequestError):
        ask(host, messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {
            "url": "http://elsewhere.test/x.png"}}]}])  # fmt: skip
    with pytest.raises(openai.APIStatusError) as long:
        ask(host, "x" * 5_300_000)
    assert long.value.status_code == 413
    act_as(host, Fail(500, "broken"))
    with pytest.raises(openai.APIStatusError) as failed:
        ask(host, user="down")
    assert failed.value.status_code in (502, 503)
    assert "anthropic:a" in str(failed.value)


def test_an_answer_that_breaks_off_is_no_whole_stream(host):
    act_as(host, CloseMidStream(after_chunks=2))
    with pytest.raises(openai.APIError):
        list(ask(host, LONG, stream=True, user="cut"))


def test_a_client_that_leaves_stops_the_answer_and_the_transcript_has_what_came(host):
    act_as(host, Answer(chunk_delay_s=0.05))
    stream = ask(host, LONG, stream=True, user="leaver")
    next(stream)
    next(stream)
    stream.close()
    key = "agent:main:openai-user:leaver"
    wait_until(lambda: sessions(host).get(key, {}).get("abortedLastRun"))
    path = host.state / f"agents/main/sessions/{sessions(host)[key]['sessionId']}.jsonl"
    last = json.loads(path.read_text().splitlines()[-1])["message"]
    assert last["stopReason"] == "aborted"
    act_as(host, Answer())
    assert ask(host, "again", user="leaver").choices[0].message.content == "re: again"


def test_one_who_hangs_up_before_a_whole_answer_stops_it_too(host):
    act_as(host, Answer(chunk_delay_s=0.1))
    impatient = host.gpt.with_options(timeout=1)
    with pytest.raises(openai.APITimeoutError):
        impatient.chat.completions.create(
            model="openclaw:main", messages=[{"role": "user", "content": LONG}], user="gone"
        )
    key = "agent:main:openai-user:gone"
    wait_until(lambda: "abortedLastRun" in sessions(host).get(key, {}))
    assert sessions(host)[key]["abortedLastRun"] is True


def test_requests_of_one_session_wait_for_each_other_and_a_stop_ends_both(host):
    act_as(host, Answer(chunk_delay_s=0.1))
    ends = []

    def run():
        try:
            ends.append(ask(host, LONG, user="busy").choices[0].message.content)
        except openai.APIStatusError as error:
            ends.append(error.code)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(upstream_bodies(host)) == 1)
    time.sleep(0.2)  # the other one must not be asked meanwhile
    assert len(upstream_bodies(host)) == 1
    told = ask(host, "/stop", user="busy")
    assert told.choices[0].message.content == "Stopped."
    for thread in threads:
        thread.join(10)
    assert ends == ["chat_stopped", "chat_stopped"]


def test_where_there_are_no_sessions_an_agents_name_stands_for_its_model(host):
    made = host.claude.messages.create(
        model="openclaw:main", max_tokens=9, messages=[{"role": "user", "content": "hi"}]
    )
    assert made.content[0].text == "re: hi"
    assert upstream_bodies(host)[0]["model"] == "m1"


def test_agents_are_no_models_of_the_list(host):
    assert not any(m.id.startswith("openclaw") for m in host.gpt.models.list())
