"""What a request asks, and what clients, events and the log are told of who answered it."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth import errors
from openclaw_auth.codes import Reason
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.gateway.answer.asking import ask_of, session_of
from openclaw_auth.gateway.answer.core_errors import refusal_of, refusal_of_tried
from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.answer.served import Served, header_value, own_fields
from openclaw_auth.gateway.connection.body import read_fields
from openclaw_auth.gateway.connection.head import parse_head
from openclaw_auth.gateway.log.access_event import AccessEvent
from openclaw_auth.gateway.log.log_line import json_line, text_line
from openclaw_auth.gateway.log.plain import plain
from openclaw_auth.lending.rotation import PassedOver
from openclaw_auth.providers.vendor_clients import vendor_of_client
from openclaw_auth.selection.classify import typical
from openclaw_auth.selection.decision import Candidate
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.next_step import Tried

NOW_MS = 1_800_000_000_000
NASTY = st.text() | st.sampled_from(
    [
        "a\r\nx-injected: 1",
        "a\nb",
        "\x00\x7f\x85",
        "ключ 🔑",
        "sk-ant-api03-0123456789abcdef",
        "'\"",
    ]
)


# --- what is asked --------------------------------------------------------------------------


def head(*lines):
    return parse_head("\r\n".join(["POST /v1/messages HTTP/1.1", "host: h", *lines]).encode())


def session(body, *lines):
    return session_of(read_fields(json.dumps({"model": "m", **body}).encode()), head(*lines))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, None),
        ({"user": "u"}, "u"),
        ({"user": ""}, None),
        ({"user": 5}, None),
        ({"user": ["u"]}, None),
        ({"user": None, "metadata": {"user_id": "m"}}, "m"),
        ({"user": "u", "metadata": {"user_id": "m"}}, "u"),
        ({"metadata": {"user_id": {"a": 1}}}, None),
        ({"metadata": "text"}, None),
        ({"metadata": None}, None),
        ({"metadata": {}}, None),
        ({"user": "x" * 257}, None),
        ({"user": "x" * 256}, "x" * 256),
    ],
)
def test_a_session_is_named_by_the_body_only_with_a_text(body, expected):
    assert session(body) == expected


def test_the_header_names_the_session_first_and_is_bounded_too():
    assert session({"user": "u"}, "x-openclaw-session-key: s") == "s"
    assert session({"user": "u"}, "x-openclaw-session-key:") == "u"
    assert session({}, f"x-openclaw-session-key: {'s' * 300}") is None


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists), st.text())
def test_whatever_a_body_holds_asking_raises_nothing(value, text):
    body = msgspec.json.encode(
        {"model": "m", "user": value, "metadata": {"user_id": value, text: 1}}
    )
    found = ask_of(read_fields(body), head(), "anthropic-messages", body)
    assert found.session is None or isinstance(value, str)


def test_images_fallback_and_the_vendors_own_client_are_noticed():
    body = b'{"model":"m","messages":[{"type":"image_url"}]}'
    lines = ("user-agent: claude-cli/2.0 (external, cli)", "x-openclaw-fallback: OFF")
    ask = ask_of(read_fields(body), head(*lines), "openai-completions", body)
    assert (ask.images, ask.fallback, ask.vendor) == (True, False, "anthropic")
    plain_body = b'{"model":"m","text":"an image"}'
    ask = ask_of(read_fields(plain_body), head(), "openai-completions", plain_body)
    assert (ask.images, ask.fallback, ask.vendor) == (False, True, None)
    assert vendor_of_client("my claude-cli/1") is None


def test_a_model_name_that_no_provider_has_is_refused():
    with pytest.raises(Refusal) as caught:
        read_fields(json.dumps({"model": "m" * 513}).encode())
    assert caught.value.status == 400


# --- who answered ---------------------------------------------------------------------------


def candidate_of(profile_id, provider="p", *, source="s", until_ms=None):
    return Candidate(
        "profile",
        provider,
        Reason("usable"),
        key=profile_id or source,
        source=source,
        eligible=until_ms is None,
        profile_id=profile_id,
        until_ms=until_ms,
    )


class Provider:
    def __init__(self, name):
        self.id = name


class Grant:
    def __init__(self, candidate, provider):
        self.candidate, self.provider = candidate, Provider(provider)


class Lease:
    """As much of a lease as a report about it reads."""

    def __init__(self, provider, model, profile_id=None, source="env: KEY"):
        candidate = candidate_of(profile_id, provider, source=source)
        self.grant = Grant(candidate, provider)
        self.model, self.provider, self.agent_id, self.served = model, provider, "main", None


class Rotation:
    def __init__(self, passed_over=(), tried=()):
        self.passed_over, self.tried = list(passed_over), list(tried)


def failure(kind="rate_limit", wait_ms=None):
    usual = typical(kind, provider="p")
    return Failure(
        kind,
        usual.detail,
        usual.action,
        usual.scope,
        rule="r",
        reason=usual.reason,
        wait_ms=wait_ms,
    )


@given(NASTY, NASTY, NASTY, NASTY, st.integers(0, 40))
def test_nothing_that_others_choose_makes_a_header_line(provider, model, profile, code, count):
    lease = Lease(provider, model, profile or "p")
    passed = [PassedOver(model, profile, code, Reason("usable"))] * count
    lines = own_fields(lease, "req_1", Rotation(passed))
    assert lines.count(b"\r\n") == lines.count(b"\n") == lines.count(b"\r") == 4 + (count > 0)
    assert lines.isascii()
    for line in lines.split(b"\r\n")[:-1]:
        assert line.startswith(b"x-openclaw-")
        assert all(32 <= byte < 127 for byte in line)


def test_plain_names_stay_as_they_are():
    lease = Lease("anthropic", "claude-x", "anthropic:work")
    assert own_fields(lease, "req_1", None).decode().splitlines() == [
        "x-openclaw-request-id: req_1",
        "x-openclaw-model: anthropic/claude-x",
        "x-openclaw-profile: anthropic:work",
        "x-openclaw-billing: unknown",
    ]
    assert header_value("a b") == b"a b"
    assert Served(lease).log_name == " anthropic/claude-x anthropic:work"


@given(NASTY)
def test_a_word_of_the_log_is_one_word_without_a_secret(text):
    word = plain(text)
    assert word.isprintable()
    assert word.isascii()
    assert "0123456789abcdef" not in word


def event(lease, rotation=None, reason=None, status=200):
    return AccessEvent(NOW_MS, "req_1", head(), status, reason, 12, 3, 10, 20, "m", lease, rotation)


@given(NASTY, NASTY, NASTY)
def test_a_request_is_one_line_of_the_log_in_both_forms(provider, model, profile):
    rotation = Rotation(
        [PassedOver(model, profile, "rate_limited", Reason("usable"))],
        [Tried(profile, model, "e", failure())],
    )
    for lease in (Lease(provider, model, profile or "p"), None):
        for line in (text_line(event(lease, rotation)), json_line(event(lease, rotation))):
            assert line.endswith("\n")
            assert len(line.splitlines()) == 1 or not line.isascii()
            assert line.count("\n") == 1
            assert "0123456789abcdef" not in line


def test_an_access_event_says_who_answered_and_who_did_not():
    rotation = Rotation(
        [PassedOver("p/m", "p:a", "rate_limited", Reason("usable"))],
        [Tried("p:a", "p/m", "e", failure())],
    )
    found = event(Lease("p", "m", "p:b"), rotation)
    assert found.fields["profileId"] == "p:b"
    assert found.fields["passedOver"] == ["p/m p:a rate_limited"]
    assert found.fields is found.fields
    assert " after=1 " in text_line(found)
    alone = event(None, None, Reason("client_left"), None)
    assert alone.fields["passedOver"] == []
    assert alone.fields["profileId"] is None
    assert "client_left" in text_line(alone)


# --- refusals -------------------------------------------------------------------------------


def tried(*failures):
    return Rotation(
        [PassedOver("p/m", f"p:{key}", f.detail, f.reason) for key, f in failures],
        [Tried(f"p:{key}", "p/m", "e", f) for key, f in failures],
    )


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        (["rate_limit", "rate_limit"], 429),
        (["billing"], 402),
        (["timeout", "timeout"], 502),
        (["auth", "auth"], 503),
        (["unknown"], 503),
        (["rate_limit", "billing"], 503),
    ],
)
def test_the_status_is_what_the_failures_have_in_common(kinds, status):
    refusal = refusal_of_tried(tried(*((str(i), failure(k)) for i, k in enumerate(kinds))), NOW_MS)
    assert refusal.status == status
    assert refusal.retry == (status == 502)
    assert len(refusal.details) == len(kinds)


@pytest.mark.parametrize(
    ("waits", "seconds"),
    [
        ([("a", 90_500)], b"91"),
        ([("a", 90_000), ("b", 10_000)], b"10"),
        ([("a", 90_000), ("b", None)], None),
        ([("a", 90_000), ("a", 80_000)], b"80"),
        ([("a", 90_000), ("a", 80_000), ("b", None)], None),
        ([("a", -5)], None),
        ([("a", 10 * 365 * 86_400_000)], b"86400"),
        ([("a", None)], None),
    ],
)
def test_retry_after_is_when_the_first_of_them_all_may_serve_again(waits, seconds):
    failures = ((key, failure(wait_ms=wait_ms)) for key, wait_ms in waits)
    headers = dict(refusal_of_tried(tried(*failures), NOW_MS).headers)
    assert headers.get(b"retry-after") == seconds


@pytest.mark.parametrize(
    ("kind", "status", "retry"),
    [
        (errors.UpstreamTimeout, 504, True),
        (errors.UpstreamClosed, 502, True),
        (errors.RequestInvalid, 500, False),
        (errors.UnknownName, 404, False),
        (errors.UsageError, 400, False),
        (errors.ProviderNotCallable, 501, False),
        (errors.DialectNotOffered, 400, False),
        (errors.GatewayError, 500, False),
    ],
)
def test_each_error_has_its_status(kind, status, retry):
    refusal = refusal_of(kind("upstream_closed", origin="o"), NOW_MS)
    assert (refusal.status, refusal.retry) == (status, retry)
    assert refusal.reason.code == "upstream_closed"


def test_every_error_of_the_tree_is_answered():
    def below(kind):
        return {kind}.union(*map(below, kind.__subclasses__()))

    for kind in below(OpenclawAuthError) - {errors.NoCredential}:
        error = kind.__new__(kind)
        error.reason = Reason("usable")
        assert 400 <= refusal_of(error, NOW_MS).status < 600


def test_without_a_credential_the_first_known_end_is_told():
    ends_ms = (NOW_MS + 60_000, None, NOW_MS + 30_001)
    candidates = tuple(candidate_of("p:a", until_ms=until_ms) for until_ms in ends_ms)
    error = errors.NoCredential("no_credential_usable", candidates=candidates, provider="p")
    refusal = refusal_of(error, NOW_MS)
    assert (refusal.status, refusal.headers) == (503, ((b"retry-after", b"31"),))
    assert len(refusal.details) == 3
