"""`classify` as a process: what an answer means, and bad input that is no accident."""

from __future__ import annotations

import json

import pytest

CLAUDE_ONLY = {
    "type": "error",
    "error": {
        "type": "invalid_request_error",
        "message": "This credential is only authorized for use with Claude Code and cannot be used for other API requests.",
    },
}
HALF_STREAM = (
    b'data: {"choices": [{"delta": {"content": "a"}, "finish_reason": null}]}\n\ndata: {"cho'
)


@pytest.fixture
def classify(host):
    def run(*words, body=None, **more):
        if body is not None:
            path = host.home / "body"
            path.write_bytes(body if isinstance(body, bytes) else json.dumps(body).encode())
            words = (*words, "--body", str(path))
        return host.auth("classify", *words, **more)

    return run


def test_json_says_what_to_do_and_which_rule_decided(classify):
    done = classify(
        "--provider", "anthropic", "--status", "400", "--credential", "token", "--json",
        body=CLAUDE_ONLY,
    )  # fmt: skip
    found = done.json()
    assert done.code == 0
    assert list(found) == ["class", "detail", "action", "scope", "waitMs", "rule", "reason"]
    assert found["class"] == "auth"
    assert found["detail"] == "credential_scope_restricted"
    assert found["action"] == "disable_until_reauth"
    assert found["scope"] == "credential"
    assert found["waitMs"] is None
    assert found["rule"] == "anthropic.claude-code-only"


def test_people_get_the_reason_and_the_remedy(classify):
    done = classify("--provider", "anthropic", "--status", "400", body=CLAUDE_ONLY)
    assert done.out.splitlines()[0].startswith("anthropic serves this subscription credential only")
    assert "openclaw models auth paste-api-key --provider anthropic" in done.out
    chinese = classify(
        "--provider", "anthropic", "--status", "400", body=CLAUDE_ONLY, LANG="zh_CN.UTF-8"
    )
    assert "请改用 API 密钥" in chinese.out


def test_headers_and_standard_input(classify):
    words = ("--provider", "groq", "--status", "429", "--header", "Retry-After: 3", "--json")
    assert classify(*words).json()["waitMs"] == 3000
    body = json.dumps({"error": {"code": "1113", "message": "x"}})
    done = classify("--provider", "z.ai", "--status", "429", "--body", "-", "--json", stdin=body)
    assert done.json()["rule"] == "zai.arrears"


def test_a_success_is_said_to_be_one(classify):
    body = {"choices": [{"message": {"content": "hi"}}]}
    found = classify("--provider", "openai", "--status", "200", "--json", body=body).json()
    assert (found["class"], found["action"], found["rule"]) == (None, "none", None)


@pytest.mark.parametrize(
    ("error", "detail"),
    [("dns", "dns_failure"), ("tls", "tls_certificate"), ("timeout", "read_timeout"),
     ("reset", "stream_cut"), ("refused", "connect_failed"), ("offline", "offline")],
)  # fmt: skip
def test_an_answer_that_never_came(classify, error, detail):
    assert classify("--provider", "openai", "--error", error, "--json").json()["detail"] == detail


@pytest.mark.parametrize(
    ("status", "body", "detail"),
    [
        (500, b"\0" * 10_000_000, "server_error"),
        (403, b"<!DOCTYPE html><title>Just a moment...</title>", "edge_challenge"),
        (401, b'{"error": {"mess', "invalid_key"),
        (200, b'{"choices": [{"mess', "broken_answer"),
        (200, HALF_STREAM, "stream_cut"),
        (200, b"", "empty_answer"),
    ],
)
def test_odd_bodies_have_clear_results(classify, status, body, detail):
    done = classify("--provider", "openai", "--status", str(status), "--json", body=body)
    assert done.json()["detail"] == detail
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--provider", "opnai", "--status", "429"),
            'Unknown provider "opnai". Did you mean openai?',
        ),
        (("--provider", "openai", "--status", "4x"), "Not an HTTP status: 4x"),
        (("--provider", "openai", "--status", "-1"), "Not an HTTP status: -1"),
        (("--provider", "openai", "--status", "429", "--header", "x"), 'Not a header: "x"'),
        (
            ("--provider", "openai", "--status", "429", "--body", "/no/such"),
            "/no/such cannot be read",
        ),
        (("--provider", "openai"), "required"),
    ],
)
def test_bad_input_is_refused_in_words(classify, words, said):
    done = classify(*words)
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_stated_wait_of_ten_years_is_shown_with_its_cap(classify):
    words = ("--provider", "openai", "--status", "429", "--header")
    assert "at most 24h are waited" in classify(*words, "retry-after: 315360000").out
    assert classify(*words, "retry-after: -1", "--json").json()["waitMs"] is None


def test_rules_of_the_config_come_first(host, classify):
    rule = {
        "name": "maintenance",
        "provider": "openai",
        "status": ["5xx", 429],
        "messageContains": "down for maintenance",
        "class": "timeout",
        "detail": "maintenance",
        "waitMs": 60000,
    }
    host.write_config({})
    (host.state / "openclaw-auth.json5").write_text(json.dumps({"auth": {"failureRules": [rule]}}))
    body = {"error": {"message": "We are Down for Maintenance", "code": "insufficient_quota"}}
    found = classify("--provider", "openai", "--status", "429", "--json", body=body).json()
    assert found["rule"] == "config.maintenance"
    assert (found["class"], found["action"], found["waitMs"]) == ("timeout", "retry_same", 60000)
    assert (
        classify("--provider", "groq", "--status", "429", "--json", body=body).json()["class"]
        == "billing"
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"status": 429}, "auth.failureRules[0].class: a rule must name its class"),
        ({"status": 429, "class": "money"}, "auth.failureRules[0].class"),
        ({"class": "auth"}, "auth.failureRules[0]: a rule without a condition"),
        ({"status": 99, "class": "auth"}, "auth.failureRules[0].status: expected an HTTP status"),
        ({"message": "(a+)+$", "class": "auth"}, "auth.failureRules[0].message: this pattern"),
        ({"message": "(", "class": "auth"}, "auth.failureRules[0].message: this pattern"),
        ({"mesage": "x", "class": "auth"}, 'did you mean "message"'),
        ("429", "auth.failureRules[0]"),
    ],
)
def test_a_malformed_rule_is_a_problem_with_its_place(host, classify, rule, said):
    host.write_config({})
    (host.state / "openclaw-auth.json5").write_text(json.dumps({"auth": {"failureRules": [rule]}}))
    done = classify("--provider", "openai", "--status", "429")
    assert done.code == 1
    assert "Config invalid" in done.err
    assert said.lower() in done.err.lower()
    assert "Traceback" not in done.err
