"""The emulator is true to the wire when the vendors' own SDKs understand it, refusals included."""

import anthropic
import openai
import pytest

from gateway_process import wait_until
from openclaw_auth.testing import (
    Answer,
    CloseBeforeHead,
    CloseMidStream,
    HangBeforeHead,
    ProviderEmulator,
    StreamError,
    named_failure,
)

ANTHROPIC_MESSAGES = [{"role": "user", "content": "ping"}]
OPENAI_MESSAGES = [{"role": "user", "content": "ping"}]
TEXT = "one two three four"


@pytest.fixture
def emulator():
    with ProviderEmulator(keys={"sk-good"}, models=("demo", "small")) as running:
        yield running


def claude(emulator, key="sk-good", **options):
    return anthropic.Anthropic(
        api_key=key, base_url=emulator.base_url, max_retries=0, timeout=5, **options
    )


def gpt(emulator, key="sk-good", **options):
    return openai.OpenAI(
        api_key=key, base_url=emulator.openai_base_url, max_retries=0, timeout=5, **options
    )


def test_anthropic_answers_plainly(emulator):
    with claude(emulator) as client:
        message = client.messages.create(model="demo", max_tokens=100, messages=ANTHROPIC_MESSAGES)
    assert "built-in demo provider" in message.content[0].text
    assert "ping" in message.content[0].text
    assert message.stop_reason == "end_turn"
    assert message.usage.output_tokens > 5
    assert emulator.requests[0].key == "sk-good"


def test_anthropic_streams_the_same_text_in_many_pieces(emulator):
    emulator.queue(Answer(text=TEXT))
    with (
        claude(emulator) as client,
        client.messages.stream(model="demo", max_tokens=100, messages=ANTHROPIC_MESSAGES) as stream,
    ):
        pieces = list(stream.text_stream)
        final = stream.get_final_message()
    assert pieces == ["one ", "two ", "three ", "four"]
    assert final.content[0].text == TEXT
    assert (final.stop_reason, final.usage.output_tokens) == ("end_turn", 4)


def test_anthropic_honours_max_tokens(emulator):
    with claude(emulator) as client:
        message = client.messages.create(model="demo", max_tokens=2, messages=ANTHROPIC_MESSAGES)
    assert (message.stop_reason, message.usage.output_tokens) == ("max_tokens", 2)


def test_anthropic_counts_and_lists(emulator):
    with claude(emulator) as client:
        counted = client.messages.count_tokens(model="demo", messages=ANTHROPIC_MESSAGES)
        models = [model.id for model in client.models.list()]
    assert counted.input_tokens > 0
    assert models == ["demo", "small"]


def test_anthropic_keys_come_in_either_header(emulator):
    with claude(emulator) as client:
        client.models.list()
        client.models.list(extra_headers={"x-api-key": "sk-good", "authorization": ""})
    assert {record.key_header for record in emulator.requests} == {"authorization", "x-api-key"}
    assert {record.key for record in emulator.requests} == {"sk-good"}


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        ("anthropic-401-invalid", anthropic.AuthenticationError),
        ("anthropic-400-credit-balance", anthropic.BadRequestError),
        ("anthropic-403-permission", anthropic.PermissionDeniedError),
        ("anthropic-429-rate-limit", anthropic.RateLimitError),
        ("anthropic-500-api", anthropic.InternalServerError),
        ("anthropic-529-overloaded", anthropic.InternalServerError),
    ],
)
def test_anthropic_failures_raise_the_right_class(emulator, failure, expected):
    emulator.queue(named_failure(failure))
    with claude(emulator) as client, pytest.raises(expected) as caught:
        client.messages.create(model="demo", max_tokens=5, messages=ANTHROPIC_MESSAGES)
    assert caught.value.status_code == named_failure(failure).status


def test_anthropic_refuses_an_unknown_key(emulator):
    with claude(emulator, key="sk-bad") as client, pytest.raises(anthropic.AuthenticationError):
        client.messages.create(model="demo", max_tokens=5, messages=ANTHROPIC_MESSAGES)


def test_anthropic_error_inside_a_stream(emulator):
    emulator.queue(named_failure("anthropic-200-sse-overloaded"))
    with claude(emulator) as client, pytest.raises(anthropic.APIStatusError, match="Overloaded"):
        list(
            client.messages.create(
                model="demo", max_tokens=50, messages=ANTHROPIC_MESSAGES, stream=True
            )
        )
    # The whole prelude, and the error; the emulator counts an event when it has written it.
    wait_until(lambda: emulator.requests[0].events_sent == 4)


def test_chat_answers_plainly(emulator):
    with gpt(emulator) as client:
        completion = client.chat.completions.create(model="demo", messages=OPENAI_MESSAGES)
    assert "ping" in completion.choices[0].message.content
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage.total_tokens > completion.usage.completion_tokens > 5
    assert emulator.requests[0].key_header == "authorization"


def test_chat_streams_with_usage_at_the_end_when_asked(emulator):
    emulator.queue(Answer(text=TEXT))
    with gpt(emulator) as client:
        chunks = list(
            client.chat.completions.create(
                model="demo",
                messages=OPENAI_MESSAGES,
                stream=True,
                stream_options={"include_usage": True},
            )
        )
    texts = [c.choices[0].delta.content for c in chunks if c.choices and c.choices[0].delta.content]
    assert texts == ["one ", "two ", "three ", "four"]
    assert [chunk.usage is not None for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    assert chunks[-1].usage.completion_tokens == 4
    assert chunks[-2].choices[0].finish_reason == "stop"


def test_chat_streams_without_usage_otherwise(emulator):
    with gpt(emulator) as client:
        stream = client.chat.completions.create(model="demo", messages=OPENAI_MESSAGES, stream=True)
        assert all(chunk.usage is None and chunk.choices for chunk in stream)


def test_responses_answer_plainly(emulator):
    with gpt(emulator) as client:
        response = client.responses.create(model="demo", input="ping")
    assert "ping" in response.output_text
    assert (response.status, response.error) == ("completed", None)


def test_responses_stream_the_documented_sequence(emulator):
    emulator.queue(Answer(text=TEXT))
    with gpt(emulator) as client:
        events = list(client.responses.create(model="demo", input=OPENAI_MESSAGES, stream=True))
    assert [event.type.removeprefix("response.") for event in events] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        *["output_text.delta"] * 4,
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[-1].response.output_text == TEXT
    assert events[-1].response.usage.output_tokens == 4


def test_responses_that_hit_the_limit_are_incomplete(emulator):
    with (
        gpt(emulator) as client,
        client.responses.stream(model="demo", input="ping", max_output_tokens=3) as stream,
    ):
        kinds = [event.type for event in stream]
    assert kinds[-1] == "response.incomplete"


def test_responses_report_an_error_inside_the_stream(emulator):
    emulator.queue(StreamError(named_failure("openai-429-quota").body, after_chunks=1))
    with gpt(emulator) as client:
        events = list(client.responses.create(model="demo", input="ping", stream=True))
    assert [event.type for event in events[-2:]] == ["error", "response.failed"]
    assert events[-2].code == "insufficient_quota"
    assert events[-1].response.error.code == "insufficient_quota"
    assert [event.sequence_number for event in events] == list(range(len(events)))


def test_embeddings_as_floats_and_as_the_sdk_prefers(emulator):
    with gpt(emulator) as client:
        decoded = client.embeddings.create(model="demo", input=["a", "b"])
        floats = client.embeddings.create(model="demo", input="a", encoding_format="float")
    assert len(decoded.data) == 2
    assert decoded.data[0].embedding == pytest.approx(floats.data[0].embedding)
    assert decoded.data[0].embedding != decoded.data[1].embedding


def test_openai_lists_and_retrieves_models(emulator):
    with gpt(emulator) as client:
        assert [model.id for model in client.models.list()] == ["demo", "small"]
        assert client.models.retrieve("small").id == "small"
        with pytest.raises(openai.NotFoundError):
            client.models.retrieve("absent")


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        ("openai-401-invalid-key", openai.AuthenticationError),
        ("openai-403-country", openai.PermissionDeniedError),
        ("openai-404-model", openai.NotFoundError),
        ("openai-429-quota", openai.RateLimitError),
        ("openai-500", openai.InternalServerError),
        ("xai-400-invalid-key", openai.BadRequestError),
        ("cf-html-403", openai.PermissionDeniedError),
    ],
)
def test_openai_failures_raise_the_right_class(emulator, failure, expected):
    emulator.queue(named_failure(failure))
    with gpt(emulator) as client, pytest.raises(expected) as caught:
        client.chat.completions.create(model="demo", messages=OPENAI_MESSAGES)
    assert caught.value.status_code == named_failure(failure).status


def test_openai_quota_error_keeps_its_code_and_a_rate_limit_its_wait(emulator):
    emulator.queue(named_failure("openai-429-quota"), named_failure("openai-429-rate-limit"))
    with gpt(emulator) as client:
        with pytest.raises(openai.RateLimitError) as spent:
            client.responses.create(model="demo", input="ping")
        with pytest.raises(openai.RateLimitError) as busy:
            client.responses.create(model="demo", input="ping")
    assert spent.value.code == "insufficient_quota"
    assert busy.value.response.headers["retry-after"] == "3"


def test_openai_refuses_an_unknown_key_and_a_wrong_header(emulator):
    with gpt(emulator, key="sk-bad") as client, pytest.raises(openai.AuthenticationError) as caught:
        client.models.list()
    assert caught.value.code == "invalid_api_key"
    with (
        gpt(emulator, default_headers={"x-api-key": "sk-good", "authorization": ""}) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.models.list()


def test_chat_error_inside_a_stream_and_inside_a_whole_answer(emulator):
    failure = named_failure("openrouter-200-in-answer")
    emulator.queue(failure, failure)
    with gpt(emulator) as client:
        stream = client.chat.completions.create(model="demo", messages=OPENAI_MESSAGES, stream=True)
        with pytest.raises(openai.APIError, match="Provider returned error"):
            list(stream)
        answer = client.chat.completions.with_raw_response.create(
            model="demo", messages=OPENAI_MESSAGES
        )
    assert answer.http_response.status_code == 200
    assert answer.http_response.json()["error"]["code"] == 502


def test_breaks_are_connection_errors(emulator):
    emulator.queue(CloseBeforeHead(), CloseBeforeHead("reset"), CloseMidStream(2))
    with gpt(emulator) as client:
        for _ in range(2):
            with pytest.raises(openai.APIConnectionError):
                client.chat.completions.create(model="demo", messages=OPENAI_MESSAGES)
        stream = client.chat.completions.create(model="demo", messages=OPENAI_MESSAGES, stream=True)
        with pytest.raises(openai.APIConnectionError):
            list(stream)


def test_a_hang_is_a_timeout_and_the_record_says_who_left(emulator):
    emulator.queue(HangBeforeHead())
    with gpt(emulator) as client, pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=0.2).chat.completions.create(
            model="demo", messages=OPENAI_MESSAGES
        )
    emulator.wait_until(lambda: emulator.requests[0].outcome == "client_left")


@pytest.mark.anyio
async def test_asynchronous_sdks_in_the_same_loop():
    async with (
        ProviderEmulator() as emulator,
        anthropic.AsyncAnthropic(api_key="any", base_url=emulator.base_url) as client,
    ):
        message = await client.messages.create(
            model="demo", max_tokens=90, messages=[{"role": "user", "content": "你好"}]
        )
    assert "内置的演示服务" in message.content[0].text
    assert "你好" in message.content[0].text
