"""What Prometheus and a load balancer are told, by a gateway that serves, fails and reloads."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from pathlib import Path

import icalendar
import openai
import pytest
from prometheus_client.parser import text_string_to_metric_families

from failing_host import TOKEN, failing_host, key_of, profile
from gateway_process import wait_until
from openclaw_auth.testing import Fail, named_failure

DAY_S = 86_400
LIMIT = {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}
DEFAULT_MODEL = {"agents.defaults.model": {"primary": "openai/gpt-5.2"}}


def get(host, path, **headers):
    request = urllib.request.Request(host.url + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def metrics(host):
    """Every sample by name and labels; it must be well-formed."""
    status, text = get(host, "/metrics")
    assert status == 200
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name, frozenset(sample.labels.items())] = sample.value
    return found


def one(found, name, **labels):
    values = [
        v for (n, has), v in found.items() if n == name and labels.items() <= dict(has).items()
    ]
    assert len(values) == 1, (name, labels, values)
    return values[0]


def test_what_was_served_and_what_failed_is_counted(tmp_path):
    behaviours = {"openai:a": Fail(429, LIMIT, {"retry-after": "600"})}
    with failing_host(tmp_path, behaviours, ("openai:a", "openai:b"), config=DEFAULT_MODEL) as host:
        host.chat("ping")
        host.chat("again")
        found = wait_until(lambda: _served(host))
    who = {"provider": "openai", "profile": "openai:b"}
    assert one(found, "openclaw_requests_total", **who, status="2xx") == 2
    failed = {"provider": "openai", "profile": "openai:a"}
    assert one(found, "openclaw_failures_total", **failed) == 1
    assert one(found, "openclaw_failures_total", **{"class": "rate_limit"}) == 1
    assert one(found, "openclaw_request_duration_seconds_count", **who) == 2
    assert one(found, "openclaw_upstream_first_byte_seconds_count", **who) == 2
    assert one(found, "openclaw_request_duration_seconds_bucket", **who, le="+Inf") == 2
    assert one(found, "openclaw_model_usable_candidates", rank="primary") == 2
    assert one(found, "process_resident_memory_bytes") > 1e6


def _served(host):
    found = metrics(host)
    total = sum(v for (name, _), v in found.items() if name == "openclaw_requests_total")
    return found if total == 2 else None


def test_how_credentials_stand_is_shown_and_no_secret_is(tmp_path):
    now_ms = int(time.time() * 1000)
    profiles = (
        profile("openai:key"),
        profile("anthropic:soon", "token", expires=now_ms + DAY_S * 1000),
        profile("anthropic:gone", "token", expires=now_ms - DAY_S * 1000),
    )
    stored = {
        f"{p['provider']}:{name}": p
        for p, name in zip(profiles, ("key", "soon", "gone"), strict=True)
    }
    resting = {"openai:key": {"cooldownUntil": now_ms + 600_000, "errorCount": 2}}
    with failing_host(tmp_path, {}, stored, usage=resting) as host:
        found = metrics(host)
        _, text = get(host, "/metrics")
    assert one(found, "openclaw_profile_rest_seconds", profile="openai:key") == pytest.approx(
        600, abs=30
    )
    soon = one(found, "openclaw_profile_expiry_seconds", profile="anthropic:soon", renews="false")
    assert soon == pytest.approx(DAY_S, abs=60)
    assert one(found, "openclaw_profile_expiry_seconds", profile="anthropic:gone") < 0
    usable = {name: one(found, "openclaw_profile_usable", profile=name) for name in stored}
    assert usable == {"openai:key": 0, "anthropic:soon": 1, "anthropic:gone": 0}
    for name in stored:
        assert key_of(name)[-12:] not in text


def test_ready_means_that_a_request_would_be_answered(tmp_path):
    profiles = ("openai:a",)
    behaviours = {"openai:a": named_failure("openai-429-quota")}
    fallback = {
        **DEFAULT_MODEL,
        "agents.defaults.model": {
            "primary": "openai/gpt-5.2",
            "fallbacks": ["groq/llama-3.3-70b-versatile"],
        },
    }
    with failing_host(tmp_path, behaviours, profiles, config=fallback) as host:
        status, text = get(host, "/readyz")
        assert (status, json.loads(text)["status"]) == (200, "ready")
        with pytest.raises(openai.APIStatusError):
            host.chat("ping")
        status, text = get(host, "/readyz")
        document = json.loads(text)
        assert (status, document["status"]) == (503, "not_ready")
        first, second = document["models"]
        assert first["code"] == "disabled"
        assert "openai:a" in first["reason"]
        assert second["code"] == "no_credential"
        assert "--provider groq" in second["remedy"]
        assert get(host, "/readyz?model=openai/gpt-5.2")[0] == 503
        assert get(host, "/readyz?agent=nobody")[0] == 404
        host.write_profiles({n: profile(n) for n in ("openai:a", "groq:b")})
        wait_until(lambda: get(host, "/readyz")[0] == 200)
        assert json.loads(get(host, "/readyz")[1])["status"] in {"ready", "degraded"}
        assert get(host, "/readyz?model=groq/llama-3.3-70b-versatile")[0] == 200


def test_a_file_that_is_not_taken_over_shows(tmp_path):
    with failing_host(tmp_path, {}, ("openai:a",)) as host:
        assert one(metrics(host), "openclaw_reload_problem") == 0
        (host.state / "openclaw.json").write_text("{ broken")
        found = wait_until(lambda: _with_problem(host))
    assert one(found, "openclaw_reloads_total", outcome="failed") == 1


def test_odd_names_and_repeated_models_break_no_answer(tmp_path):
    odd = 'openai:\ud800 \n"x'
    config = {
        "agents.defaults.model": {
            "primary": "openai/gpt-5.2",
            "fallbacks": ["groq/a\ud800", "openai/gpt-5.2", "groq/a\ud800"],
        }
    }
    gone = profile("openai:gone", "token", expires=1000)
    with failing_host(tmp_path, {}, {odd: gone}, config=config) as host:
        found = metrics(host)
        assert one(found, "openclaw_profile_usable", profile=odd.replace("\ud800", r"\ud800")) == 0
        candidates = [key for key in found if key[0] == "openclaw_model_usable_candidates"]
        assert len(candidates) == 2
        status, text = get(host, "/readyz?lang=zh-CN")
        models = json.loads(text)["models"]
        assert (status, len(models)) == (503, 2)
        assert "过期" in models[0]["reason"]
        assert get(host, "/readyz?model=")[0] == 400
        status, text = get(host, "/readyz?agent=nobody&lang=zh")
        assert (status, json.loads(text)["code"]) == (404, "unknown_agent")
        assert "nobody" in json.loads(text)["error"]
        samples = re.findall(r"^(openclaw_\S+{.*}) ", get(host, "/metrics")[1], re.MULTILINE)
        assert len(samples) == len(set(samples))


def _with_problem(host):
    found = metrics(host)
    return found if one(found, "openclaw_reload_problem") else None


def test_the_calendar_feed_has_a_token_of_its_own_that_opens_nothing_else(tmp_path):
    expires = int(time.time() * 1000) + DAY_S * 1000
    stored = {"anthropic:soon": profile("anthropic:soon", "token", expires=expires)}
    with failing_host(tmp_path, {}, stored) as host:
        printed = host.run("models", "status", "--format", "ics", "--feed").stdout.strip()
        path = printed.removeprefix(host.url)
        token = path.partition("token=")[2]
        status, text = get(host, path)
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert (status, event["SUMMARY"]) == (200, "anthropic:soon ends")
        assert "到期" in get(host, f"{path}&lang=zh-CN")[1]
        assert get(host, "/status.ics")[0] == 401
        assert get(host, "/status.ics?token=" + "0" * 40)[0] == 401
        assert get(host, "/status.ics", Authorization=f"Bearer {TOKEN}")[0] == 200
        assert get(host, "/v1/models", Authorization=f"Bearer {token}")[0] == 401
        assert get(host, "/api/board", Authorization=f"Bearer {token}")[0] == 401
        assert token not in host.log


def test_every_metric_that_an_alert_asks_for_is_there(tmp_path):
    rules = (Path(__file__).parents[2] / "docs/alerts/openclaw-auth.rules.yml").read_text()
    asked = set(re.findall(r"\bopenclaw_\w+", rules))
    with failing_host(tmp_path, {}, ("openai:a",)) as host:
        _, text = get(host, "/metrics")
    assert asked <= set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE))
