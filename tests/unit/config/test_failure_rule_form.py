from __future__ import annotations

import re
from pathlib import Path

import pytest

from openclaw_auth import codes
from openclaw_auth.config.failure_rule_form import pattern_fault
from openclaw_auth.config.json5_parse import parse
from openclaw_auth.config.schema import OWN_FILE, target_file_for, validate
from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.selection.failure_rules import load_rules

DOCS = Path(__file__).parents[3] / "docs"


def problems(*rules):
    return [
        codes.render(problem.reason) for problem in validate({"auth": {"failureRules": [*rules]}})
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "quota (?:ended|gone)",
        "(?:a|b)?x",
        ".*a.*b",
        "[(+*]+x",
        "x{3}",
        r"\d+ days?",
        "(ab){2,3}",
        "a{5",
    ],
)
def test_a_harmless_pattern_is_taken(pattern):
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|b)*", "((a*))+", "(?:a{2}){3}", ".*.*.*", "a{1,100}", "(?=x)", "(?i)x", r"(a)\1",
     "(?P<n>a)", "a?" * 30 + "a" * 30, "(?:a|a)" * 20, "(?:a?a?)*", "a{0,60}" * 4, "a**", "(", "[[", "a" * 201, 5, ["a"]],
)  # fmt: skip
def test_a_pattern_that_could_run_away_is_not(pattern):
    assert pattern_fault(pattern)


def test_rules_belong_to_the_file_that_openclaw_does_not_read():
    assert target_file_for(("auth", "failureRules")) == OWN_FILE


@pytest.mark.parametrize("page", ["failures.md", "zh-CN/failures.md"])
def test_the_documented_rules_are_sound(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    data = parse(re.search(r"```json5\n(.*?)```", text, re.DOTALL)[1])
    assert validate(data) == []
    rules = load_rules().with_custom(data["auth"]["failureRules"])
    body = b'{"error": {"message": "You are Over Quota", "type": "x"}}'
    failure = classify("litellm", Answer(400, {}, body), credential=None, rules=rules, now_ms=0)
    assert (failure.rule, failure.detail) == ("config.our-proxy-quota", "proxy_quota")
    assert (failure.action, failure.wait_ms) == ("cooldown_until_reset", 60_000)
    body = b'{"error": {"message": "x", "code": "E1018"}}'
    failure = classify("acme", Answer(400, {}, body), credential=None, rules=rules, now_ms=0)
    assert (failure.failure_class, failure.action) == ("billing", "disable")
    body = b'{"error": {"message": "maintenance until 12:30"}}'
    failure = classify("acme", Answer(503, {}, body), credential=None, rules=rules, now_ms=0)
    assert failure.rule == "config.2"


def test_each_problem_is_said_once_with_its_place():
    found = problems({"class": "money", "status": "9xx", "waitMs": -1, "detail": "Not A Name"})
    assert len(found) == 4
    assert all("auth.failureRules[0]." in said for said in found)
    assert problems({"class": "auth", "statsu": 429, "status": 400})[0].endswith('"status"?')


def test_a_list_of_conditions_is_any_of_them():
    rule = {
        "class": "format",
        "status": [401, "5xx"],
        "type": ["a", "b"],
        "provider": ["z.ai", "x"],
    }
    assert problems(rule) == []
    rules = load_rules().with_custom([rule])

    def decided(provider, status, kind):
        body = b'{"error": {"message": "m", "type": "%s"}}' % kind
        answer = Answer(status, {}, body)
        return classify(provider, answer, credential=None, rules=rules, now_ms=0).rule == "config.0"

    assert decided("zai", 401, b"a")
    assert decided("x", 502, b"b")
    assert not decided("x", 403, b"b")
    assert not decided("x", 502, b"c")
    assert not decided("y", 502, b"b")
