"""Refusals as providers word them, by name: what a classifier has to understand.

The bodies are facts about other people's services: from their references and from users' reports; shortened
to the part that tells the case.
"""

from __future__ import annotations

from typing import Any

from openclaw_auth.testing.steps import Fail, StreamError

_Body = dict[str, Any]


def _anthropic(type_: str, message: str) -> _Body:
    return {"type": "error", "error": {"type": type_, "message": message}, "request_id": "req_demo"}


def _openai(message: str, type_: str, code: str | None) -> _Body:
    return {"error": {"message": message, "type": type_, "param": None, "code": code}}


def _coded(code: object, message: str, **more: object) -> _Body:
    return {"error": {"code": code, "message": message, **more}}


def _google_key_invalid() -> _Body:
    info = _info("API_KEY_INVALID")
    return _coded(400, "API key not valid.", status="INVALID_ARGUMENT", details=[info])


def _google_quota() -> _Body:
    retry = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "38s"}
    return _coded(
        429, "You exceeded your current quota.", status="RESOURCE_EXHAUSTED", details=[retry]
    )


def _info(reason: str) -> _Body:
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}


_CLAUDE_CODE_ONLY = "This credential is only authorized for use with Claude Code"
_SUBSCRIPTION_WINDOW = {"retry-after": "7999", "anthropic-ratelimit-unified-status": "rejected"}
_HTML = {"content-type": "text/html", "cf-mitigated": "challenge"}
_OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}

FAILURES: dict[str, Fail | StreamError] = {
    "anthropic-401-invalid": Fail(401, _anthropic("authentication_error", "invalid x-api-key")),
    "anthropic-401-oauth-expired": Fail(
        401, _anthropic("authentication_error", "OAuth token has expired.")
    ),
    "anthropic-400-claude-code-only": Fail(
        400, _anthropic("invalid_request_error", _CLAUDE_CODE_ONLY)
    ),
    "anthropic-400-credit-balance": Fail(
        400,
        _anthropic(
            "invalid_request_error", "Your credit balance is too low to access the Anthropic API."
        ),
    ),
    "anthropic-403-permission": Fail(
        403, _anthropic("permission_error", "Your API key does not have permission.")
    ),
    "anthropic-429-rate-limit": Fail(
        429, _anthropic("rate_limit_error", "rate limit"), {"retry-after": "2"}
    ),
    "anthropic-429-subscription-window": Fail(
        429,
        _anthropic("rate_limit_error", "This request would exceed your account's rate limit."),
        _SUBSCRIPTION_WINDOW,
    ),
    "anthropic-500-api": Fail(500, _anthropic("api_error", "Internal server error")),
    "anthropic-529-overloaded": Fail(529, _anthropic("overloaded_error", "Overloaded")),
    "anthropic-200-sse-overloaded": StreamError(_OVERLOADED, after_chunks=0),
    "anthropic-400-context": Fail(400, _anthropic("invalid_request_error", "prompt is too long")),
    "openai-401-invalid-key": Fail(
        401, _openai("Incorrect API key provided.", "invalid_request_error", "invalid_api_key")
    ),
    "openai-403-country": Fail(
        403,
        _openai(
            "Country not supported", "request_forbidden", "unsupported_country_region_territory"
        ),
    ),
    "openai-404-model": Fail(
        404, _openai("The model does not exist", "invalid_request_error", "model_not_found")
    ),
    "openai-429-quota": Fail(
        429, _openai("You exceeded your current quota.", "insufficient_quota", "insufficient_quota")
    ),
    "openai-429-rate-limit": Fail(
        429, _openai("Rate limit reached", "tokens", "rate_limit_exceeded"), {"retry-after": "3"}
    ),
    "openai-500": Fail(500, _openai("The server had an error", "server_error", None)),
    "openrouter-401": Fail(401, _coded(401, "User not found.")),
    "openrouter-402-credits": Fail(402, _coded(402, "Insufficient credits.")),
    "openrouter-403-key-limit": Fail(
        403, _coded(403, "Key limit exceeded", metadata={"limit_source": "openrouter_key_limit"})
    ),
    "openrouter-200-in-answer": StreamError(_coded(502, "Provider returned error"), after_chunks=1),
    "google-400-key-invalid": Fail(400, _google_key_invalid()),
    "google-429-quota": Fail(429, _google_quota()),
    "xai-400-invalid-key": Fail(
        400, {"code": "Client specified an invalid argument", "error": "Incorrect API key provided"}
    ),
    "deepseek-402": Fail(
        402, _openai("Insufficient Balance", "unknown_error", "invalid_request_error")
    ),
    "zai-429-1113": Fail(429, _coded("1113", "Insufficient balance or no resource package.")),
    "minimax-200-1004": Fail(200, {"base_resp": {"status_code": 1004, "status_msg": "login fail"}}),
    "minimax-200-1008": Fail(
        200, {"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}}
    ),
    "hf-402": Fail(402, {"error": "You have exceeded your monthly included credits"}),
    "anthropic-403-oauth-revoked": Fail(
        403, _anthropic("permission_error", "OAuth token has been revoked.")
    ),
    "anthropic-400-spend-limit": Fail(
        400,
        _anthropic(
            "invalid_request_error",
            "You have reached your specified API usage limits. You will regain access on 2099-01-01 at 00:00 UTC.",
        ),
    ),
    "openai-403-model-access": Fail(
        403,
        _openai(
            "Project does not have access to model", "invalid_request_error", "model_not_found"
        ),
    ),
    "openai-codex-429-usage-limit": Fail(
        429,
        {
            "error": {
                "type": "usage_limit_reached",
                "message": "The usage limit has been reached",
                "resets_in_seconds": 7200,
            }
        },
    ),
    "openrouter-402-in-flight": Fail(
        402,
        _coded(402, "In-flight budget", metadata={"limit_source": "openrouter_in_flight_budget"}),
        {"retry-after": "4"},
    ),
    "openrouter-403-moderation": Fail(
        403, _coded(403, "Input was flagged", metadata={"reasons": ["violence"]})
    ),
    "google-403-suspended": Fail(
        403,
        _coded(
            403, "Suspended.", status="PERMISSION_DENIED", details=[_info("CONSUMER_SUSPENDED")]
        ),
    ),
    "moonshot-429-quota": Fail(
        429, _openai("You exceeded your current quota", "exceeded_current_quota_error", None)
    ),
    "zai-429-1302": Fail(429, _coded("1302", "High concurrency usage of this API")),
    "zai-429-1309": Fail(429, _coded("1309", "Your GLM Coding Plan package has expired.")),
    "kimi-coding-403-coding-agents": Fail(
        403,
        _openai(
            "Kimi For Coding is currently only available for Coding Agents.",
            "access_terminated_error",
            None,
        ),
    ),
    "github-copilot-400-editor": Fail(
        400, "bad request: missing Editor-Version header for IDE auth\n"
    ),
    "amazon-bedrock-429": Fail(
        429, {"__type": "ThrottlingException", "message": "Too many requests"}
    ),
    "openai-502-page": Fail(
        502, "<html><title>502 Bad Gateway</title></html>", {"content-type": "text/html"}
    ),
    "openai-200-empty": Fail(200, {"id": "x", "object": "chat.completion", "choices": []}),
    "cf-html-403": Fail(403, "<!DOCTYPE html><title>Just a moment...</title>", _HTML),
}


def named_failure(name: str) -> Fail | StreamError:
    """Return the failure of that name; raises `KeyError` naming the known ones."""
    try:
        return FAILURES[name]
    except KeyError:
        message = f"unknown failure {name!r}; known: {', '.join(sorted(FAILURES))}"
        raise KeyError(message) from None
