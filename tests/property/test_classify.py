"""Whatever an answer holds, it is judged, and only by what the provider itself said."""

from __future__ import annotations

import json
import string

from hypothesis import example, given, settings
from hypothesis import strategies as st

from openclaw_auth.config.failure_rule_form import pattern_fault
from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.selection.custom_rules import custom_rules
from openclaw_auth.selection.failure_making import scope_of
from openclaw_auth.selection.failure_rules import load_rules

NOW_MS = 1_800_000_000_000
PROVIDERS = ["anthropic", "openai", "openrouter", "google", "zai", "minimax", "amazon-bedrock", "x"]
CREDENTIALS = [None, "api_key", "token", "oauth"]
HEADERS = [
    "retry-after", "retry-after-ms", "content-type", "cf-mitigated", "x-ratelimit-reset",
    "x-ratelimit-remaining", "x-ratelimit-reset-tokens", "anthropic-ratelimit-unified-reset",
    "anthropic-ratelimit-tokens-reset", "x-codex-primary-reset-at", "x-codex-primary-used-percent",
    "x-amzn-errortype", "ratelimit-reset",
]  # fmt: skip
ODD_WAITS = ["-1", "nan", "inf", "1e999", "9" * 400, "0", "3.5", "6m0s", "1795361820000", "",
             "Fri, 31 Dec 9999 23:59:59 GMT", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00",
             "Thu, 99 Foo 2026 99:99:99 GMT", "½", "٣", "-0", "+5", " 7 "]  # fmt: skip
KEYS = ["error", "message", "type", "code", "status", "details", "metadata", "base_resp",
        "status_code", "status_msg", "retryDelay", "violations", "quotaId", "resets_at", "detail",
        "response", "choices", "errors", "reason", "headers", "error_description", "__type",
        "resets_in_seconds", "retry_after", "success", "output", "content"]  # fmt: skip
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=30)
    | st.sampled_from([*ODD_WAITS, "error", "failed", "invalid_grant", "RESOURCE_EXHAUSTED"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=15,
)
bodies = values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200)
headers = st.dictionaries(
    st.sampled_from(HEADERS), st.sampled_from(ODD_WAITS) | st.text(max_size=20), max_size=4
)


def judged(provider, status, body, head, *, credential="api_key", in_stream=False):
    answer = Answer(status, head, body, in_stream=in_stream)
    return classify(provider, answer, credential=credential, rules=load_rules(), now_ms=NOW_MS)


@given(
    st.sampled_from(PROVIDERS),
    st.none() | st.integers(100, 999) | st.sampled_from([200, 400, 401, 429]),
    bodies,
    headers,
    st.tuples(st.sampled_from(CREDENTIALS), st.booleans()),
)
def test_any_answer_is_judged(provider, status, body, head, kind):
    credential, in_stream = kind
    failure = judged(provider, status, body, head, credential=credential, in_stream=in_stream)
    if failure is not None:
        assert failure.wait_ms is None or (
            isinstance(failure.wait_ms, int) and failure.wait_ms >= 0
        )
        assert failure.scope == scope_of(failure.failure_class, failure.action)
        assert failure.rule


REFUSALS = [
    ("anthropic", 400, "messages: text content blocks must be non-empty"),
    ("anthropic", 400, "Your credit balance is too low to access the API."),
    ("openai", 401, "Incorrect API key provided."),
    ("openai", 429, "Rate limit reached on requests per min."),
    ("openrouter", 403, "Key limit exceeded (total limit)."),
    ("x", 404, "The model does not exist"),
    ("x", 500, "Something broke"),
]
ids = st.text(string.hexdigits + "_-", min_size=1, max_size=30) | st.sampled_from(
    ["429", "402", "401", "req_429", "insufficient_quota", "1113", "rate_limit_exceeded"]
)
WORDS = ["insufficient", "balance", "invalid", "api", "key", "rate", "limit", "exceeded", "quota",
         "overloaded", "credits", "token", "expired", "429", "402", "401", "billing", "model",
         "not", "found", "context", "length", "Claude", "Code", "only", "isn't", "don't"]  # fmt: skip
spoken = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


@given(st.sampled_from(REFUSALS), ids, st.sampled_from(["request_id", "id", "trace", "requestId"]))
def test_ids_never_decide(refusal, name, key):
    provider, status, message = refusal
    plain = judged(provider, status, json.dumps({"error": {"message": message}}).encode(), {})
    body = {"error": {"message": message, key: name, "param": name}, key: name}
    with_id = judged(provider, status, json.dumps(body).encode(), {"x-request-id": name})
    assert (plain.failure_class, plain.detail) == (with_id.failure_class, with_id.detail)


@given(st.sampled_from(REFUSALS), spoken, st.sampled_from(['"{}"', "'{}'", "`{}`", "“{}”", '"{}']))
@example(REFUSALS[0], "don't say insufficient balance", "'{}'")
def test_what_the_user_wrote_never_decides(refusal, text, quotes):
    provider, status, message = refusal
    plain = judged(provider, status, json.dumps({"error": {"message": message}}).encode(), {})
    quoted = f"{message} Found: {quotes.format(text)}"
    body = {"error": {"message": quoted, "input": text, "failed_generation": text}, "user": text}
    echoed = judged(provider, status, json.dumps(body).encode(), {})
    assert (plain.failure_class, plain.detail) == (echoed.failure_class, echoed.detail)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["class", "status", "message", "messageContains", "code", "provider",
                             "waitMs", "action", "detail", "type", "name"]),
            scalars | st.sampled_from(["auth", "rate_limit", "none", "a+"]) | st.lists(scalars),
        )
        | scalars,
        max_size=4,
    )
)  # fmt: skip
def test_any_custom_rules_are_taken_or_left(entries):
    rules = load_rules().with_custom(entries)
    assert len(custom_rules(entries)) <= len(entries)
    answer = Answer(400, {}, b'{"error": {"message": "aaaa", "code": "x"}}')
    assert classify("x", answer, credential=None, rules=rules, now_ms=NOW_MS) is not None


@settings(deadline=5000)  # the first match compiles what the rules need
@given(st.text(st.sampled_from("ab()|*+?{},23[]\\.^$:"), max_size=15))
def test_a_pattern_that_is_taken_compiles_and_ends(pattern):
    if pattern_fault(pattern) is None:
        rules = load_rules().with_custom([{"message": pattern, "class": "auth"}])
        body = json.dumps({"error": {"message": "ab" * 200 + "!"}}).encode()
        assert classify("x", Answer(400, {}, body), credential=None, rules=rules, now_ms=NOW_MS)
