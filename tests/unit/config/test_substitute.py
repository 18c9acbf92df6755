"""Variables in config strings."""

from __future__ import annotations

import pytest

from openclaw_auth.config.secret_ref import SecretRef, fault, secret_ref
from openclaw_auth.config.substitute import substitute

ENV = {"KEY": "k-1", "_A1": "a", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("${KEY}", "k-1"),
        ("pre-${KEY}-${_A1}-post", "pre-k-1-a-post"),
        ("$${KEY}", "${KEY}"),
        ("$${KEY} ${KEY}", "${KEY} k-1"),
        ("${key}", "${key}"),
        ("$KEY ${} ${1A} $", "$KEY ${} ${1A} $"),
        ("plain", "plain"),
    ],
)
def test_a_string_is_filled_in(text, result):
    assert substitute({"a": [text]}, ENV.get) == ({"a": [result]}, [])


def test_a_value_that_looks_like_a_variable_is_not_filled_in_again():
    assert substitute("${X}", {"X": "${KEY}"}.get) == ("${KEY}", [])


@pytest.mark.parametrize("name", ["NOPE", "EMPTY"])
def test_a_missing_or_empty_variable_is_a_problem_with_its_place(name):
    data = {"models": {"p": [{"apiKey": "${" + name + "}"}]}}
    filled, problems = substitute(data, ENV.get)
    assert filled == data
    assert str(problems[0].reason.params["name"]) == name
    assert problems[0].path == "models.p[0].apiKey"
    from openclaw_auth.codes import render

    expected = f'Missing env var "{name}" referenced at config path: models.p[0].apiKey'
    assert render(problems[0].reason) == expected


def test_the_original_stays_as_it_was():
    data = {"a": {"b": "${KEY}"}, "c": {"d": 1}}
    filled, _ = substitute(data, ENV.get)
    assert data["a"]["b"] == "${KEY}"
    assert filled["c"] is data["c"]


def test_a_secret_reference_is_recognised_by_its_shape():
    assert secret_ref({"source": "env", "id": "X"}) == SecretRef("env", "X")
    assert secret_ref({"source": "file", "id": "~/k"}) == SecretRef("file", "~/k")
    assert secret_ref("text") is None
    assert fault({"source": "exec", "id": "x"}) == "config_secret_source"
    assert fault({"source": "env", "id": " "}) == "config_secret_id"
    assert fault({"source": "env", "id": "X", "value": "sk"}) == "config_secret_fields"
