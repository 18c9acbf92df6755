"""What `simulate` says is what a running gateway does, failure by failure."""

from __future__ import annotations

import json

import pytest

from gateway_process import GatewayProcess
from openclaw_auth.testing import ProviderEmulator
from openclaw_auth.testing.failures import named_failure
from openclaw_auth.testing.steps import CloseBeforeHead, Fail

# What `--fail` calls it, and what the emulator then does to that key.
KINDS = {
    "auth/invalid_key": named_failure("openai-401-invalid-key"),
    "billing/insufficient_quota": named_failure("openai-429-quota"),
    "rate_limit": named_failure("openai-429-rate-limit"),
    "timeout/connection_closed": CloseBeforeHead(),
    "format": Fail(400, {"error": {"message": "Bad.", "code": "context_length_exceeded"}}),
    "unknown/model_not_found": named_failure("openai-404-model"),
}
IDS = ("up:a", "up:b", "down:x")
BODY = {"model": "up/m1", "messages": [{"role": "user", "content": "hi"}]}


def config(port):
    models = [{"id": "m1", "name": "m1"}]
    provider = {"api": "openai-completions", "models": models}
    return {
        "models": {
            "providers": {
                name: {**provider, "baseUrl": f"http://127.0.0.1:{port}/{name}/v1"}
                for name in ("up", "down")
            }
        },
        "agents": {"defaults": {"model": {"primary": "up/m1", "fallbacks": ["down/m1"]}}},
        "auth": {"order": {"up": ["up:a", "up:b"]}},
    }


@pytest.mark.parametrize(
    "faults",
    [
        {},
        *({"up:a": kind} for kind in KINDS),
        {"up:a": "rate_limit", "up:b": "auth/invalid_key"},
        {"up:a": "billing/insufficient_quota", "up:b": "timeout/connection_closed"},
        {"up:a": "auth/invalid_key", "up:b": "rate_limit", "down:x": "auth/invalid_key"},
    ],
    ids=lambda faults: ",".join(f"{i}={k}" for i, k in faults.items()) or "none",
)
def test_the_gateway_takes_the_path_that_was_rehearsed(tmp_path, faults):
    keys = {i: f"sk-{i.replace(':', '-')}-{'k' * 30}" for i in IDS}
    behaviour = {keys[i]: KINDS[kind] for i, kind in faults.items()}
    with ProviderEmulator(keys=keys.values(), behaviour_by_key=behaviour, models=["m1"]) as up:
        profiles = {
            i: {"type": "api_key", "provider": i.partition(":")[0], "key": key}
            for i, key in keys.items()
        }
        gateway = GatewayProcess(tmp_path, config=config(up.port), profiles=profiles)
        arguments = [word for i, kind in faults.items() for word in ("--fail", f"{i}:{kind}")]
        said = json.loads(gateway.run("models", "auth", "simulate", *arguments, "--json").stdout)
        with gateway:
            status, _ = gateway.post("/v1/chat/completions", BODY, gateway.token)
        ids = {key: i for i, key in keys.items()}
        did = [ids[record.key] for record in up.requests if record.method == "POST"]
        rehearsed = [s["profileId"] for s in said["steps"] if s["outcome"] != "skipped"]
        assert did == rehearsed
        assert (status == 200) is (said["answer"] is not None)
