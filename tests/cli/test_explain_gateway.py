"""`explain --gateway`: the running gateway's own view, and where it differs from the command's."""

from __future__ import annotations

import json

import pytest

from gateway_process import GatewayProcess

KEY = {"type": "api_key", "provider": "anthropic", "key": "sk-ant-api03-" + "a" * 80}
OTHER = {**KEY, "key": "sk-ant-api03-" + "b" * 80}
MODEL = {"agents": {"defaults": {"model": {"primary": "anthropic/claude-opus-4-5"}}}}


def explained(gateway, *words):
    done = gateway.run("models", "auth", "explain", "--gateway", "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def gateway(tmp_path):
    environ = {"OPENAI_API_KEY": "sk-seen-by-the-gateway"}
    profiles = {"anthropic:a": KEY, "anthropic:b": OTHER}
    with GatewayProcess(tmp_path, config=MODEL, profiles=profiles, environ=environ) as gateway:
        yield gateway


def test_gateway_and_command_agree(gateway):
    document = explained(gateway)
    assert document["winner"]["profileId"] == "anthropic:a"
    assert document["model"] == "anthropic/claude-opus-4-5"
    assert document["differences"] == []
    assert document["here"]["winner"] == document["winner"]
    text = gateway.run("models", "auth", "explain", "--gateway").stdout
    assert "The running gateway decides the same." in text


def test_a_variable_that_only_one_of_them_sees_is_named(gateway):
    del gateway.environ["OPENAI_API_KEY"]
    document = explained(gateway, "openai")
    assert document["winner"]["source"] == "env: OPENAI_API_KEY"
    codes = [row["code"] for row in document["differences"]]
    assert codes == ["explain_other_winner", "explain_only_gateway", "gateway_alone_has_variable"]
    assert "sk-seen" not in json.dumps(document)


def test_without_a_gateway_it_says_so(tmp_path):
    host = GatewayProcess(tmp_path, config=MODEL, profiles={"anthropic:a": KEY})
    done = host.run("models", "auth", "explain", "--gateway")
    assert done.returncode == 1
    assert "No gateway runs" in done.stderr


def test_the_route_wants_the_token(gateway):
    assert gateway.get("/api/explain?provider=anthropic")[0] == 401
    assert gateway.get("/api/explain?provider=anthropic", gateway.token)[0] == 200
    assert gateway.get("/api/explain?provider=x&agent=nobody", gateway.token)[0] == 404


def test_another_token_than_the_gateways_is_said(gateway):
    gateway.environ["OPENCLAW_GATEWAY_TOKEN"] = "another-token-of-some-length"
    done = gateway.run("models", "auth", "explain", "--gateway")
    assert done.returncode == 1
    assert "another token" in done.stderr
