from __future__ import annotations

import json
from pathlib import Path

import pytest

from openclaw_auth import codes
from openclaw_auth.errors import (
    ConnectFailed,
    NameResolutionFailed,
    ProxyFailed,
    RequestInvalid,
    TlsFailed,
    TransportError,
    UpstreamClosed,
    UpstreamProtocolError,
    UpstreamTimeout,
)
from openclaw_auth.selection.classify import Answer, classify, typical
from openclaw_auth.selection.event_stream import is_whole
from openclaw_auth.selection.failure_rules import load_rules
from refusals import ROWS
from refusals_more import MORE_ROWS

NOW_MS = 1_800_000_000_000
RECORDED = Path(__file__).parents[4] / "shared" / "spec" / "errors.json"


def meant(provider, status, body=b"", headers=None, *, credential="api_key", in_stream=False):
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    answer = Answer(status, headers or {}, raw, in_stream=in_stream)
    return classify(provider, answer, credential=credential, rules=load_rules(), now_ms=NOW_MS)


def short(failure):
    return failure and (failure.failure_class, failure.detail, failure.action)


def row_id(row):
    return f"{row[0]}-{row[2]}-{row[5][1]}"


@pytest.mark.parametrize("row", [*ROWS, *MORE_ROWS], ids=row_id)
def test_a_refusal_means(row):
    provider, credential, status, headers, body, expected = row
    failure = meant(provider, status, body, headers, credential=credential)
    assert short(failure) == expected
    assert failure.rule


def recorded_cases():
    """The shared folder's cases, where it stands beside the clone; none elsewhere."""
    if not RECORDED.is_file():
        return []
    return json.loads(RECORDED.read_text(encoding="utf-8"))["cases"]


def test_every_recorded_refusal_means_what_it_must():
    errors = {
        "net-dns": NameResolutionFailed("name_resolution_failed"),
        "net-tls": TlsFailed("tls_failed"),
    }
    wrong = []
    for case in recorded_cases():
        body = case["body"]
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        for credential in case["credential"].split("|"):
            answer = Answer(
                case["status"],
                case["headers"],
                raw,
                error=errors.get(case["id"]),
                in_stream=case["in_stream"],
            )
            failure = classify(
                case["provider"], answer, credential=credential, rules=load_rules(), now_ms=NOW_MS
            )
            expected = tuple(case[f"expected_{part}"] for part in ("class", "detail", "action"))
            if short(failure) != expected:
                wrong.append((case["id"], credential, short(failure), expected))
    assert wrong == []


TRANSPORT = [
    (NameResolutionFailed("name_resolution_failed"), "timeout", "dns_failure", "none", "none"),
    (TlsFailed("tls_failed"), "unknown", "tls_certificate", "none", "none"),
    (ProxyFailed("proxy_refused"), "timeout", "proxy_failed", "none", "none"),
    (
        ConnectFailed("connect_failed", detail="Connection refused"),
        "timeout",
        "connect_failed",
        "retry_same",
        "endpoint",
    ),
    (
        ConnectFailed("connect_failed", detail="Network is unreachable"),
        "timeout",
        "offline",
        "none",
        "none",
    ),
    (
        UpstreamTimeout("upstream_timeout_connect"),
        "timeout",
        "connect_timeout",
        "retry_same",
        "endpoint",
    ),
    (
        UpstreamTimeout("upstream_timeout_first_byte"),
        "timeout",
        "read_timeout",
        "retry_same",
        "endpoint",
    ),
    (
        UpstreamTimeout("upstream_timeout_idle"),
        "timeout",
        "stream_stalled",
        "retry_same",
        "endpoint",
    ),
    (UpstreamClosed("upstream_closed"), "timeout", "connection_closed", "retry_same", "endpoint"),
    (UpstreamClosed("upstream_closed_mid_body"), "timeout", "stream_cut", "retry_same", "endpoint"),
    (
        UpstreamProtocolError("upstream_not_http"),
        "timeout",
        "protocol_error",
        "retry_same",
        "endpoint",
    ),
    (RequestInvalid("request_invalid"), "unknown", "request_not_sent", "none", "none"),
    (TransportError("upstream_client_closed"), "unknown", "given_up", "none", "none"),
]


@pytest.mark.parametrize("case", TRANSPORT, ids=lambda case: case[2])
def test_no_answer_means(case):
    error, *expected = case
    failure = classify(
        "openai",
        Answer(None, error=error),
        credential="api_key",
        rules=load_rules(),
        now_ms=NOW_MS,
    )
    assert [*short(failure), failure.scope] == expected


@pytest.mark.parametrize(
    ("provider", "status", "body", "headers", "scope"),
    [
        ("openai", 429, {}, {}, "credential_model"),
        ("openai", 429, {}, {"retry-after": "3"}, "credential_model"),
        ("openai", 401, {}, {}, "credential"),
        ("openai", 402, {}, {}, "credential"),
        ("openai", 403, {}, {}, "credential"),
        ("openai", 500, {}, {}, "endpoint"),
        ("openai", 503, {}, {}, "endpoint"),
        ("openai", 504, {}, {}, "endpoint"),
        ("openai", 400, {}, {}, "none"),
        ("openai", 404, {}, {}, "none"),
        ("openai", 200, b"", {}, "none"),
    ],
)
def test_the_action_decides_whom_it_touches(provider, status, body, headers, scope):
    assert meant(provider, status, body, headers).scope == scope


ANSWERS = [
    {"choices": [{"message": {"content": 'they said "error" and {"error": 1}'}}]},
    {"type": "message", "content": [{"type": "text", "text": "hello"}]},
    {"type": "message", "content": [], "stop_reason": "end_turn"},
    {"object": "response", "status": "completed", "error": None, "output": [{"type": "message"}]},
    {"object": "response", "status": "incomplete", "error": None, "output": []},
    {"object": "list", "data": []},
    {"data": [{"embedding": [0.1]}]},
    {"input_tokens": 12},
    {"candidates": [{"content": {}}]},
    {"message": {"role": "assistant", "content": "hi"}, "done": True},
    {"base_resp": {"status_code": 0}, "choices": [{}]},
    [{"generated_text": "x"}],
]


@pytest.mark.parametrize("body", ANSWERS, ids=lambda body: json.dumps(body)[:40])
def test_a_true_answer_is_a_success(body):
    assert meant("acme", 200, body) is None


def test_sound_and_an_accepted_job_are_successes():
    assert meant("acme", 200, b"\xff\xfb\x90", {"content-type": "audio/mpeg"}) is None
    assert meant("acme", 204) is None


def frames(*events):
    return b"".join(
        (f"event: {name}\n" if name else "").encode()
        + b"data: "
        + json.dumps(data).encode()
        + b"\n\n"
        for name, data in events
    )


OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
FAILED = {
    "type": "response.failed",
    "response": {
        "status": "failed",
        "error": {"code": "rate_limit_exceeded", "message": "Rate limit reached. Try again in 2s."},
    },
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (frames(("error", OVERLOADED)), ("rate_limit", "overloaded", "retry_same")),
        (
            frames(("message_start", {"type": "message_start"}), ("error", OVERLOADED)),
            ("rate_limit", "overloaded", "retry_same"),
        ),
        (frames(("", FAILED)), ("rate_limit", "rate_limited", "cooldown_until_reset")),
        (
            frames(("", {"error": {"code": 502, "message": "Provider returned error"}})),
            ("timeout", "bad_gateway", "retry_same"),
        ),
        (
            frames(("", {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}})),
            ("auth", "invalid_key", "disable_until_reauth"),
        ),
        (
            b'{"message": {"content": "a"}}\n{"error": "model runner stopped: internal error"}\n',
            ("timeout", "server_error", "retry_same"),
        ),
        (b"", ("unknown", "empty_answer", "none")),
        (b": keep-alive\n\n", ("unknown", "empty_answer", "none")),
        (b"data: [DONE]\n\n", ("unknown", "empty_answer", "none")),
        (b"event: error\ndata: half of it {", ("unknown", "unrecognised", "none")),
    ],
)
def test_an_error_inside_a_stream_counts(body, expected):
    assert short(meant("acme", 200, body, in_stream=True)) == expected


def test_a_stream_that_speaks_of_errors_is_a_success():
    body = frames(
        ("", {"choices": [{"delta": {"content": 'an "error": {"code": 429}'}}]}),
        ("response.completed", {"type": "response.completed", "response": {"error": None}}),
    )
    assert meant("acme", 200, body + b'data: {"choices": [{"del', in_stream=True) is None


def test_half_a_stream_is_told_from_a_whole_one():
    begun = frames(("", {"choices": [{"delta": {"content": "a"}, "finish_reason": None}]}))
    assert not is_whole(begun)
    assert is_whole(begun + b"data: [DONE]\n\n")
    assert is_whole(frames(("message_stop", {"type": "message_stop"})))


def test_what_is_quoted_or_echoed_never_decides():
    said = "insufficient balance, invalid api key, rate limit exceeded, 402 429 401"
    bodies = [
        {"error": {"message": f"Invalid value for input: '{said}'."}},
        {"error": {"message": f"Invalid value for input: '{said}, isn't it'."}},
        {"error": {"message": f'Bad field "{said}"'}},
        {"error": {"message": f'Bad field "{said} and it was cut'}},
        {"error": {"message": "Bad field", "param": said, "input": said}},
        {"error": {"message": "Bad field"}, "request_id": said, "user": {"text": said}},
        {"detail": [{"msg": "field required", "input": said, "loc": [said]}]},
        {"error": {"message": "See https://x.invalid/insufficient-balance/invalid-api-key"}},
    ]
    for body in bodies:
        assert short(meant("acme", 400, body)) == ("format", "bad_request", "none"), body


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"x" * 10_000_000, {}),
        (b'{"error": {"message": "' + b"a " * 5_000_000 + b'"}}', {}),
        (b"[" * 200_000, {}),
        (b'{"error": {"mess', {}),
        (b"\xff\xfe\x00", {}),
        (b'{"error": {"message": ' + b'{"error": ' * 500 + b"1" + b"}" * 502, {}),
        (b'"just a text"', {}),
        (b"null", {}),
        (b"[[[[[]]]]]", {}),
        (b'{"error": {"message": 5, "code": [1], "type": {}}}', {}),
        (b"{}", {"retry-after": "9" * 5000}),
    ],
)
def test_what_is_no_refusal_is_judged_by_its_status(body, headers):
    assert short(meant("acme", 401, body, headers)) == (
        "auth",
        "invalid_key",
        "disable_until_reauth",
    )


def test_ten_megabytes_of_answer_are_a_success():
    body = b'{"data": ["' + b"a" * 10_000_000 + b'"]}'
    assert meant("acme", 200, body) is None


def test_every_failure_can_be_said_in_both_languages():
    known = codes.table()
    for rule in load_rules().all_rules():
        reason = typical(rule.failure_class, rule.detail, provider="acme").reason
        assert reason.code in known, rule.name
        for lang in ("en", "zh"):
            assert "{" not in codes.render(reason, lang) + codes.remedy(reason, lang)


@pytest.mark.parametrize(
    ("wanted", "action", "scope"),
    [
        (("auth", None), "disable_until_reauth", "credential"),
        (("billing", None), "disable", "credential"),
        (("rate_limit", None), "cooldown", "credential_model"),
        (("timeout", None), "retry_same", "endpoint"),
        (("format", None), "none", "none"),
        (("unknown", None), "none", "none"),
        (("auth", "token_expired"), "refresh_then_retry", "credential"),
        (("auth", "permission_denied"), "cooldown", "credential"),
        (("rate_limit", "overloaded"), "retry_same", "endpoint"),
        (("timeout", "dns_failure"), "none", "none"),
        (("billing", "made_up"), "disable", "credential"),
    ],
)
def test_what_a_class_usually_is(wanted, action, scope):
    failure = typical(*wanted)
    assert (failure.action, failure.scope) == (action, scope)


def test_a_wait_is_kept_only_where_it_can_be_waited():
    assert meant("acme", 429, {}, {"retry-after": "3"}).wait_ms == 3000
    assert meant("acme", 503, {}, {"retry-after": "3"}).wait_ms == 3000
    assert meant("acme", 401, {}, {"retry-after": "3"}).wait_ms is None
    assert meant("acme", 400, {}, {"retry-after": "3"}).wait_ms is None
