"""Refusals of many providers, each with what it must mean: facts, in bodies of our own making.

A row: provider, credential, status, headers, body, (class, detail, action). Sources: the
providers' references and what users report; shortened to what tells the case.
"""

from __future__ import annotations

DEAD, REFRESH, COOL = "disable_until_reauth", "refresh_then_retry", "cooldown"
RESET, OFF, RETRY, NONE = "cooldown_until_reset", "disable", "retry_same", "none"
KEY, LOGIN, TOKEN = "api_key", "oauth", "token"

INVALID = ("auth", "invalid_key", DEAD)
EXPIRED = ("auth", "token_expired", REFRESH)
BROKE = ("billing", "credits_exhausted", OFF)
OVERLOADED = ("rate_limit", "overloaded", RETRY)
LIMITED = ("rate_limit", "rate_limited", COOL)
WINDOW = ("rate_limit", "subscription_window", RESET)
OVERFLOW = ("format", "context_overflow", NONE)
BAD = ("format", "bad_request", NONE)
MODERATED = ("format", "moderation", NONE)
NO_MODEL = ("unknown", "model_not_found", NONE)
SERVER = ("timeout", "server_error", RETRY)
REGION = ("auth", "region_blocked", NONE)
DENIED = ("auth", "permission_denied", COOL)
SUSPENDED = ("auth", "account_suspended", DEAD)


def claude(type_, message):
    return {"type": "error", "error": {"type": type_, "message": message}, "request_id": "req_1"}


def oai(message, type_=None, code=None):
    return {"error": {"message": message, "type": type_, "param": None, "code": code}}


def router(code, message, **metadata):
    return {"error": {"code": code, "message": message, "metadata": metadata}}


def google(code, message, status, *details):
    return {"error": {"code": code, "message": message, "status": status, "details": [*details]}}


def info(reason):
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}


def base(code, message):
    return {"base_resp": {"status_code": code, "status_msg": message}}


def aws(type_, message):
    return {"__type": type_, "message": message}


SUB = {"anthropic-ratelimit-unified-status": "rejected"}
# fmt: off
ROWS = [
    # Anthropic
    ("anthropic", KEY, 401, {}, claude("authentication_error", "invalid x-api-key"), INVALID),
    ("anthropic", TOKEN, 401, {}, claude("authentication_error", "Invalid bearer token"), INVALID),
    ("anthropic", LOGIN, 401, {}, claude("authentication_error", "Invalid bearer token"), EXPIRED),
    ("anthropic", LOGIN, 403, {}, claude("permission_error", "OAuth token has been revoked. Please obtain a new token."), ("auth", "token_revoked", DEAD)),
    ("anthropic", TOKEN, 401, {}, claude("authentication_error", "OAuth authentication is currently not supported."), ("auth", "credential_scope_restricted", DEAD)),
    ("anthropic", TOKEN, 401, {}, claude("authentication_error", "OAuth authentication is currently not allowed for this organization."), ("auth", "credential_scope_restricted", DEAD)),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "This organization has been disabled."), SUSPENDED),
    ("anthropic", KEY, 403, {}, {"error": {"type": "forbidden", "message": "Request not allowed"}}, REGION),
    ("anthropic", KEY, 402, {}, claude("billing_error", "There is an issue with your billing or payment information."), BROKE),
    ("anthropic", KEY, 404, {}, claude("not_found_error", "model: claude-nope-1"), NO_MODEL),
    ("anthropic", KEY, 413, {}, claude("request_too_large", "Request exceeds the maximum size"), ("format", "request_too_large", NONE)),
    ("anthropic", KEY, 429, {"retry-after": "12"}, claude("rate_limit_error", "This request would exceed your organization's rate limit of 50 requests per minute."), ("rate_limit", "requests_per_minute", RESET)),
    ("anthropic", KEY, 429, {}, claude("rate_limit_error", "Number of request tokens has exceeded your per-minute rate limit"), LIMITED),
    ("anthropic", KEY, 429, {}, claude("rate_limit_error", "Number of concurrent connections has exceeded your rate limit."), ("rate_limit", "concurrency", COOL)),
    ("anthropic", TOKEN, 429, SUB, claude("rate_limit_error", "Error"), WINDOW),
    ("anthropic", TOKEN, 429, {}, claude("rate_limit_error", "Extra usage is required for long context requests."), ("unknown", "long_context_not_included", NONE)),
    ("anthropic", LOGIN, 400, {}, claude("invalid_request_error", "You're out of extra usage. Add more and keep going."), BROKE),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000"), OVERFLOW),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens"), BAD),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_0129429402"), BAD),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "Output blocked by content filtering policy"), MODERATED),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "You have reached your specified workspace API usage limits. You will regain access on 2027-01-01 at 00:00 UTC."), ("billing", "spend_limit", OFF)),
    ("anthropic", KEY, 529, {}, b"", OVERLOADED),
    ("anthropic", KEY, 500, {}, b"Internal Server Error", SERVER),
    # OpenAI, Azure
    ("openai", KEY, 401, {}, oai("You didn't provide an API key.", "invalid_request_error"), INVALID),
    ("openai", KEY, 401, {}, oai("You must be a member of an organization to use the API.", "invalid_request_error"), SUSPENDED),
    ("openai", KEY, 401, {}, oai("The OpenAI account associated with this API key has been deactivated.", "invalid_request_error", "account_deactivated"), SUSPENDED),
    ("openai", KEY, 401, {}, oai("Your IP is not authorized to use this API.", "invalid_request_error", "ip_not_authorized"), ("auth", "address_blocked", NONE)),
    ("openai", KEY, 403, {}, oai("You have insufficient permissions for this operation. Missing scopes: api.model.read.", "invalid_request_error"), ("auth", "missing_scope", NONE)),
    ("openai", KEY, 403, {}, oai("Project `proj_x` does not have access to model `gpt-x`", "invalid_request_error", "model_not_found"), ("auth", "model_access_denied", NONE)),
    ("openai", KEY, 403, {}, oai("Your organization must be verified to use the model `o9`.", "invalid_request_error"), ("auth", "model_access_denied", NONE)),
    ("openai", KEY, 404, {}, oai("The model `gpt-x` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"), NO_MODEL),
    ("openai", KEY, 404, {}, oai("The model `gpt-3` has been deprecated, learn more here: https://x.invalid/billing", "invalid_request_error", "model_not_found"), NO_MODEL),
    ("openai", KEY, 429, {"retry-after-ms": "20000"}, oai("Rate limit reached for gpt-x in organization org-1 on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s. Please add a payment method to your account to increase your rate limit.", "requests", "rate_limit_exceeded"), ("rate_limit", "requests_per_minute", RESET)),
    ("openai", KEY, 429, {}, oai("Rate limit reached for gpt-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s.", "tokens", "rate_limit_exceeded"), ("rate_limit", "tokens_per_minute", RESET)),
    ("openai", KEY, 429, {}, oai("Rate limit reached for gpt-x on requests per day (RPD): Limit 200, Used 200.", "requests", "rate_limit_exceeded"), ("rate_limit", "requests_per_day", COOL)),
    ("openai", KEY, 429, {}, oai("Request too large for gpt-x on tokens per min (TPM): Limit 10000, Requested 12345. The input or output tokens must be reduced in order to run successfully.", "tokens", "rate_limit_exceeded"), OVERFLOW),
    ("openai", KEY, 429, {}, oai("You have reached your billing hard limit.", "invalid_request_error", "billing_hard_limit_reached"), ("billing", "spend_limit", OFF)),
    ("openai", KEY, 400, {}, oai("Billing hard limit has been reached", "billing_limit_user_error", "billing_hard_limit_reached"), ("billing", "spend_limit", OFF)),
    ("openai", KEY, 400, {}, oai("This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.", "invalid_request_error", "context_length_exceeded"), OVERFLOW),
    ("openai", KEY, 400, {}, oai("Your input exceeds the context window of this model.", "invalid_request_error", "context_length_exceeded"), OVERFLOW),
    ("openai", KEY, 400, {}, oai("Unsupported parameter: 'max_tokens' is not supported with this model.", "invalid_request_error", "unsupported_parameter"), BAD),
    ("openai", KEY, 400, {}, oai("Invalid prompt: your prompt was flagged as potentially violating our usage policy.", "invalid_request_error", "invalid_prompt"), MODERATED),
    ("openai", KEY, 503, {}, oai("The engine is currently overloaded, please try again later", "server_error"), OVERLOADED),
    ("openai", KEY, 503, {}, oai("Slow down", "slow_down", "slow_down"), OVERLOADED),
    ("openai", KEY, 502, {}, b"<html><head><title>502 Bad Gateway</title></head></html>", ("timeout", "bad_gateway", RETRY)),
    ("azure-openai-responses", KEY, 401, {}, {"error": {"code": "401", "message": "Access denied due to invalid subscription key or wrong API endpoint."}}, INVALID),
    ("azure-openai-responses", KEY, 404, {}, {"error": {"code": "DeploymentNotFound", "message": "The API deployment for this resource does not exist."}}, NO_MODEL),
    ("azure-openai-responses", KEY, 429, {"retry-after": "7"}, {"error": {"code": "429", "message": "Requests to the ChatCompletions_Create Operation have exceeded call rate limit of your current pricing tier. Please retry after 7 seconds."}}, ("rate_limit", "rate_limited", RESET)),
    ("azure-openai-responses", KEY, 400, {}, {"error": {"code": "content_filter", "message": "The response was filtered.", "innererror": {"code": "ResponsibleAIPolicyViolation"}}}, MODERATED),
    ("azure-openai-responses", KEY, 403, {}, {"error": {"code": "AccessDenied", "message": "Access denied due to Virtual Network/Firewall rules."}}, ("auth", "address_blocked", NONE)),
    # Codex
    ("openai-codex", LOGIN, 401, {}, {"detail": "Unauthorized"}, EXPIRED),
    ("openai-codex", LOGIN, 401, {}, oai("Your authentication token has been invalidated. Please try signing in again.", "invalid_request_error", "token_invalidated"), EXPIRED),
    ("openai-codex", LOGIN, 401, {}, oai("Your refresh token was revoked.", None, "refresh_token_invalidated"), ("auth", "refresh_token_dead", DEAD)),
    ("openai-codex", LOGIN, 401, {}, oai("Could not validate your token.", None, "refresh_token_expired"), ("auth", "refresh_token_dead", DEAD)),
    ("openai-codex", LOGIN, 429, {}, {"error": {"type": "usage_limit_reached", "message": "You've hit your usage limit.", "resets_in_seconds": 60}}, WINDOW),
    ("openai-codex", LOGIN, 403, {}, {"error": {"type": "usage_not_included", "message": "To use Codex with your ChatGPT plan, upgrade to Plus."}}, ("billing", "plan_required", OFF)),
    ("openai-codex", LOGIN, 400, {}, {"detail": "The 'gpt-9' model is not supported when using Codex with a ChatGPT account."}, ("auth", "model_access_denied", NONE)),
    ("openai-codex", LOGIN, 402, {}, {"detail": {"code": "deactivated_workspace"}}, ("billing", "plan_required", OFF)),
    # OpenRouter
    ("openrouter", KEY, 401, {}, router(401, "No auth credentials found"), INVALID),
    ("openrouter", KEY, 402, {}, router(402, "Insufficient credits. Add more using https://x.invalid/credits"), BROKE),
    ("openrouter", KEY, 402, {}, router(402, "This request requires more credits, or fewer max_tokens. You requested up to 64000 tokens, but can only afford 400."), BROKE),
    ("openrouter", KEY, 402, {"retry-after": "9"}, router(402, "In-flight budget exhausted"), ("rate_limit", "in_flight_budget", RESET)),
    ("openrouter", KEY, 402, {}, router(402, "Too many paid requests", limit_source="openrouter_in_flight_budget"), ("rate_limit", "in_flight_budget", RESET)),
    ("openrouter", KEY, 402, {}, router(402, "Estimated cost above budget", limit_source="openrouter_credits"), BROKE),
    ("openrouter", KEY, 403, {}, router(403, "Workspace budget spent", limit_source="openrouter_workspace_budget"), ("billing", "key_spend_limit", OFF)),
    ("openrouter", KEY, 404, {}, router(404, "No endpoints found for acme/model-x."), NO_MODEL),
    ("openrouter", KEY, 404, {}, router(404, "No endpoints found matching your data policy."), ("unknown", "no_provider", NONE)),
    ("openrouter", KEY, 400, {}, router(400, "acme/model-x is not a valid model ID"), NO_MODEL),
    ("openrouter", KEY, 408, {}, router(408, "Request timed out"), ("timeout", "gateway_timeout", RETRY)),
    ("openrouter", KEY, 429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000060000"}, router(429, "Rate limit exceeded: free-models-per-day"), ("rate_limit", "quota_window", RESET)),
    ("openrouter", KEY, 200, {}, {"id": "g", "error": {"code": 502, "message": "Provider returned error", "metadata": {"provider_name": "X"}}}, ("timeout", "upstream_error", RETRY)),
    ("openrouter", KEY, 200, {}, {"id": "g", "error": {"code": "server_error", "message": "Provider disconnected"}, "choices": [{"delta": {}, "finish_reason": "error"}]}, ("timeout", "upstream_error", RETRY)),
    ("openrouter", KEY, 200, {}, {"id": "g", "choices": [{"error": {"code": 429, "message": "Rate limited"}, "finish_reason": "error"}]}, LIMITED),
    # Google
    ("google", KEY, 400, {}, google(400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT", info("API_KEY_INVALID")), INVALID),
    ("google", KEY, 400, {}, [google(400, "API key not valid.", "INVALID_ARGUMENT", info("API_KEY_INVALID"))], INVALID),
    ("google", KEY, 400, {}, {"error": {"message": '{"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT", "details": [{"reason": "API_KEY_INVALID"}]}}', "code": 400}}, INVALID),
    ("google", KEY, 403, {}, google(403, "Method doesn't allow unregistered callers (callers without established identity).", "PERMISSION_DENIED"), INVALID),
    ("google", KEY, 403, {}, google(403, "The caller does not have permission", "PERMISSION_DENIED"), DENIED),
    ("google", KEY, 403, {}, google(403, "Permission denied: Consumer 'api_key:x' has been suspended.", "PERMISSION_DENIED", info("CONSUMER_SUSPENDED")), SUSPENDED),
    ("google", KEY, 400, {}, google(400, "User location is not supported for the API use.", "FAILED_PRECONDITION"), REGION),
    ("google", KEY, 400, {}, google(400, "Please enable billing on your project.", "FAILED_PRECONDITION"), ("billing", "billing_inactive", OFF)),
    ("google", KEY, 400, {}, google(400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", "INVALID_ARGUMENT"), OVERFLOW),
    ("google", KEY, 400, {}, google(400, 'Invalid JSON payload received. Unknown name "billing": Cannot find field.', "INVALID_ARGUMENT"), BAD),
    ("google", KEY, 429, {}, google(429, "Resource has been exhausted (e.g. check quota).", "RESOURCE_EXHAUSTED"), ("rate_limit", "quota_window", RESET)),
    ("google", KEY, 429, {}, google(429, "Your prepayment credits are depleted.", "RESOURCE_EXHAUSTED"), BROKE),
    ("google", KEY, 500, {}, google(500, "An internal error has occurred.", "INTERNAL"), SERVER),
    ("google", KEY, 503, {}, google(503, "The model is overloaded. Please try again later.", "UNAVAILABLE"), OVERLOADED),
    ("google", KEY, 504, {}, google(504, "Deadline expired before operation could complete.", "DEADLINE_EXCEEDED"), ("timeout", "gateway_timeout", RETRY)),
    ("google-gemini-cli", LOGIN, 403, {}, google(403, "Verify your account to continue.", "PERMISSION_DENIED", info("VALIDATION_REQUIRED")), ("auth", "account_verification_required", DEAD)),
    ("google-gemini-cli", LOGIN, 429, {}, google(429, "No capacity available for model x on the server", "RESOURCE_EXHAUSTED", info("MODEL_CAPACITY_EXHAUSTED")), OVERLOADED),
    ("google-vertex", LOGIN, 401, {}, google(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED", info("ACCESS_TOKEN_EXPIRED")), EXPIRED),
    ("google-vertex", LOGIN, 403, {}, google(403, "This API method requires billing to be enabled.", "PERMISSION_DENIED", info("BILLING_DISABLED")), ("billing", "billing_inactive", OFF)),
    # Groq, xAI, Mistral, Cerebras, DeepSeek
    ("groq", KEY, 498, {}, oai("Flex tier capacity exceeded.", "capacity_exceeded"), OVERLOADED),
    ("groq", KEY, 503, {}, oai("Service Unavailable", "internal_server_error"), OVERLOADED),
    ("groq", KEY, 404, {}, oai("The model `x` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"), NO_MODEL),
    ("groq", KEY, 400, {}, oai("The model `x` has been decommissioned and is no longer supported.", "invalid_request_error", "model_decommissioned"), NO_MODEL),
    ("groq", KEY, 403, {}, oai("Forbidden"), DENIED),
    ("groq", KEY, 429, {"retry-after": "600"}, oai("Rate limit reached for model `x` on tokens per day (TPD): Limit 100000, Used 99900, Requested 500.", "tokens", "rate_limit_exceeded"), ("rate_limit", "requests_per_day", RESET)),
    ("xai", KEY, 401, {}, {"code": "unauthenticated", "error": "No API key provided."}, INVALID),
    ("xai", KEY, 403, {}, {"code": "The caller does not have permission to execute the specified operation", "error": "Your newly created team doesn't have any credits yet. You can purchase those on https://x.invalid."}, BROKE),
    ("xai", KEY, 429, {}, {"code": "Some resource has been exhausted", "error": "Your team 1f-429-402 has either used all available credits or reached its monthly spending limit. To continue, please purchase more credits or raise your spending limit."}, BROKE),
    ("xai", KEY, 429, {}, {"code": "resource-exhausted", "error": "Too many requests for team. Your team's rate limit is reached."}, LIMITED),
    ("xai", KEY, 403, {}, {"code": "x", "error": "API key is currently disabled."}, ("auth", "key_blocked", DEAD)),
    ("xai", KEY, 404, {}, {"code": "Some requested entity was not found", "error": "The model grok-0 does not exist or your team does not have access to it."}, NO_MODEL),
    ("xai", KEY, 400, {}, {"code": "Client specified an invalid argument", "error": "This model's maximum prompt length is 131072 but the request contains 537812 tokens."}, OVERFLOW),
    ("mistral", KEY, 401, {}, {"message": "Unauthorized", "request_id": "r"}, INVALID),
    ("mistral", KEY, 401, {}, {"detail": "Unauthorized"}, INVALID),
    ("mistral", KEY, 422, {}, {"object": "error", "message": {"detail": [{"type": "missing", "loc": ["body", "messages"], "msg": "Field required", "input": "insufficient balance, too many requests"}]}, "type": "invalid_request_error"}, BAD),
    ("mistral", KEY, 422, {}, {"detail": [{"type": "extra_forbidden", "loc": ["body", "x"], "msg": "Extra inputs are not permitted", "input": "my API key is invalid"}]}, BAD),
    ("mistral", KEY, 400, {}, {"object": "error", "message": "Invalid model: x", "type": "invalid_model", "code": "1500"}, NO_MODEL),
    ("mistral", KEY, 429, {}, {"message": "Requests rate limit exceeded"}, LIMITED),
    ("mistral", KEY, 429, {}, {"object": "error", "message": "Service tier capacity exceeded for this model.", "type": "service_tier_capacity_exceeded", "code": "3505"}, OVERLOADED),
    ("cerebras", KEY, 401, {}, {"message": "Wrong API Key", "type": "invalid_request_error", "param": "api_key", "code": "wrong_api_key"}, INVALID),
    ("cerebras", KEY, 429, {}, {"message": "Tokens per minute limit exceeded - too many tokens processed.", "type": "too_many_tokens_error", "param": "quota", "code": "token_quota_exceeded"}, ("rate_limit", "tokens_per_minute", COOL)),
    ("cerebras", KEY, 429, {}, {"message": "We're experiencing high traffic right now! Please try again soon.", "type": "too_many_requests_error", "param": "queue", "code": "queue_exceeded"}, OVERLOADED),
    ("cerebras", KEY, 402, {}, {"message": "Payment required to access this resource.", "type": "payment_required_error", "code": "payment_required"}, BROKE),
    ("cerebras", KEY, 404, {}, {"message": "Model x does not exist or you do not have access to it.", "type": "not_found_error", "code": "model_not_found"}, NO_MODEL),
    ("cerebras", KEY, 400, {}, {"message": "Please reduce the length of the messages or completion.", "type": "invalid_request_error", "code": "context_length_exceeded"}, OVERFLOW),
    ("deepseek", KEY, 401, {}, oai("Authentication Fails, Your api key: ****4290 is invalid", "authentication_error", "invalid_request_error"), INVALID),
    ("deepseek", KEY, 429, {}, oai("Rate limit reached", "rate_limit_error"), LIMITED),
    ("deepseek", KEY, 400, {}, oai("Model Not Exist", "invalid_request_error", "invalid_request_error"), NO_MODEL),
    ("deepseek", KEY, 400, {}, oai("This model's maximum context length is 65536 tokens. However, you requested 70000 tokens.", "invalid_request_error", "invalid_request_error"), OVERFLOW),
    # Z.AI, MiniMax, Moonshot, Kimi, Qwen and kin
    ("zai", KEY, 401, {}, {"error": {"code": "1003", "message": "Authentication Token expired"}}, ("auth", "token_expired", DEAD)),
    ("zai", KEY, 429, {}, {"error": {"code": "1303", "message": "High frequency usage of this API"}}, LIMITED),
    ("zai", KEY, 429, {}, {"error": {"code": "1305", "message": "The API has triggered a rate limit."}}, LIMITED),
    ("zai", KEY, 429, {}, {"error": {"code": "1308", "message": "Usage limit reached for 5 hour. Your limit will reset at 2027-01-15 13:00:00"}}, WINDOW),
    ("zai", KEY, 429, {}, {"error": {"code": "1308", "message": "已达到 5 小时的使用上限。您的限额将在 2027-01-15 21:00:00 重置。"}}, WINDOW),
    ("zai", KEY, 429, {}, {"error": {"code": "1316", "message": "5 hour usage limit reached. Resets at 2027-01-15T13:00:00Z"}}, WINDOW),
    ("zai", KEY, 429, {}, {"error": {"code": "1309", "message": "Your GLM Coding Plan package has expired."}}, ("billing", "plan_expired", OFF)),
    ("zai", KEY, 400, {}, {"error": {"code": "1211", "message": "Unknown Model, please check the model code."}}, NO_MODEL),
    ("zai", KEY, 400, {}, {"error": {"code": "1261", "message": "Prompt exceeds max length"}}, OVERFLOW),
    ("zai", KEY, 400, {}, {"error": {"code": "1301", "message": "System detected potentially unsafe content."}}, MODERATED),
    ("zai", KEY, 400, {}, {"error": {"code": "1214", "message": "Invalid messages parameter."}}, BAD),
    ("zai", KEY, 429, {}, {"error": {"code": "1112", "message": "Your account has been locked"}}, SUSPENDED),
    ("zai", KEY, 500, {}, {"error": {"code": "1234", "message": "Network error, error id: 429402"}}, SERVER),
    ("zai", KEY, 200, {}, {"code": 1001, "msg": "Authorization Token Missing", "success": False}, INVALID),
    ("minimax", KEY, 200, {}, base(1002, "rate limit"), LIMITED),
    ("minimax", KEY, 200, {}, base(1039, "token limit"), ("rate_limit", "tokens_per_minute", COOL)),
    ("minimax", KEY, 200, {}, base(2049, "invalid api key"), INVALID),
    ("minimax", KEY, 200, {}, base(2056, "usage limit exceeded"), WINDOW),
    ("minimax", KEY, 200, {}, base(1026, "input new_sensitive"), MODERATED),
    ("minimax", KEY, 200, {}, base(2013, "invalid params"), BAD),
    ("minimax", KEY, 200, {}, base(1000, "unknown error"), SERVER),
    ("minimax", KEY, 200, {}, base(1001, "request timeout"), ("timeout", "gateway_timeout", RETRY)),
    ("minimax", KEY, 500, {}, claude("insufficient_balance_error", "insufficient balance (1008)"), BROKE),
    ("minimax", KEY, 429, {}, claude("rate_limit_error", "usage limit exceeded, 5-hour usage limit reached (2056)"), WINDOW),
    ("moonshot", KEY, 429, {}, oai("Your account is suspended due to insufficient balance, please recharge", "exceeded_current_quota_error"), BROKE),
    ("moonshot", KEY, 429, {}, oai("Your account reached max request concurrency: 1, please try again after 1 seconds", "rate_limit_reached_error"), ("rate_limit", "concurrency", RESET)),
    ("moonshot", KEY, 429, {}, oai("The engine is currently overloaded, please try again later", "engine_overloaded_error"), OVERLOADED),
    ("moonshot", KEY, 400, {}, oai("The request was rejected because it was considered high risk", "content_filter"), MODERATED),
    ("moonshot", KEY, 404, {}, oai("Not found the model x or Permission denied", "resource_not_found_error"), NO_MODEL),
    ("moonshot", KEY, 400, {}, oai("Invalid request: Your request exceeded model token limit: 131072", "invalid_request_error"), OVERFLOW),
    ("kimi-coding", KEY, 403, {}, oai("Kimi For Coding is currently only available for Coding Agents such as Kimi CLI, Claude Code, Roo Code, Kilo Code, etc.", "access_terminated_error"), ("auth", "client_identity_required", NONE)),
    ("kimi-coding", KEY, 403, {}, oai("You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle.", "access_terminated_error"), WINDOW),
    ("kimi-coding", KEY, 401, {}, oai("The API Key appears to be invalid or may have expired.", "invalid_authentication_error"), INVALID),
    ("qwen", KEY, 401, {}, oai("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"), INVALID),
    ("qwen", KEY, 400, {}, {"code": "Arrearage", "message": "Access denied, please make sure your account is in good standing."}, BROKE),
    ("qwen", KEY, 429, {}, {"code": "Throttling.AllocationQuota", "message": "Allocated quota exceeded, please increase your quota limit."}, ("rate_limit", "quota_window", COOL)),
    ("qwen", KEY, 429, {}, oai("Allocated quota exceeded, please increase your quota limit.", "insufficient_quota", "insufficient_quota"), ("rate_limit", "quota_window", COOL)),
    ("qwen", KEY, 403, {}, {"code": "AllocationQuota.FreeTierOnly", "message": "The free tier of the model has been exhausted."}, ("billing", "plan_required", OFF)),
    ("qwen", KEY, 400, {}, {"code": "DataInspectionFailed", "message": "Input data may contain inappropriate content."}, MODERATED),
    ("qwen", KEY, 400, {}, {"code": "InvalidParameter", "message": "Range of input length should be [1, 30720]"}, OVERFLOW),
    ("volcengine-plan", KEY, 403, {}, oai("The request failed because your account has an overdue balance.", "Forbidden", "AccountOverdueError"), BROKE),
    ("volcengine-plan", KEY, 429, {}, oai("The service is currently unable to handle additional requests.", "TooManyRequests", "ServerOverloaded"), OVERLOADED),
    ("stepfun", KEY, 402, {}, oai("You exceeded your current quota, please check your plan and billing details", "quota_exceeded"), BROKE),
    ("novita", KEY, 403, {}, {"code": 403, "reason": "NOT_ENOUGH_BALANCE", "message": "not enough balance"}, BROKE),
    # Copilot, AWS
    ("github-copilot", TOKEN, 401, {}, b"unauthorized: token expired\n", EXPIRED),
    ("github-copilot", TOKEN, 403, {}, {"message": "Resource not accessible by personal access token", "status": "403"}, DENIED),
    ("github-copilot", TOKEN, 404, {}, {"message": "Not Found", "status": "404"}, NO_MODEL),
    ("github-copilot", TOKEN, 429, {}, b"quota exceeded", WINDOW),
    ("github-copilot", TOKEN, 400, {}, oai("The requested model is not supported.", "invalid_request_error", "model_not_supported"), NO_MODEL),
    ("amazon-bedrock", KEY, 403, {}, aws("InvalidSignatureException", "The request signature we calculated does not match."), INVALID),
    ("amazon-bedrock", KEY, 403, {}, aws("com.amazon.coral.service#AccessDeniedException", "User: arn:aws:iam::429402:user/x is not authorized to perform: bedrock:InvokeModel"), DENIED),
    ("amazon-bedrock", KEY, 403, {"x-amzn-errortype": "ExpiredTokenException:http://x.invalid/"}, {"message": "The security token included in the request is expired"}, EXPIRED),
    ("amazon-bedrock", KEY, 400, {}, aws("ValidationException", "Invocation of model ID x with on-demand throughput isn't supported."), NO_MODEL),
    ("amazon-bedrock", KEY, 400, {}, aws("ValidationException", "Input is too long for requested model."), OVERFLOW),
    ("amazon-bedrock", KEY, 400, {}, aws("ValidationException", "Malformed input request: #: required key [messages] not found"), BAD),
    ("amazon-bedrock", KEY, 400, {}, aws("ServiceQuotaExceededException", "Your request exceeds the service quota."), ("rate_limit", "quota_window", COOL)),
    ("amazon-bedrock", KEY, 424, {}, aws("ModelErrorException", "The request failed due to an error while processing the model."), ("timeout", "upstream_error", RETRY)),
    ("amazon-bedrock", KEY, 429, {}, aws("ModelNotReadyException", "The model is not ready."), ("timeout", "model_loading", RETRY)),
    ("amazon-bedrock", KEY, 408, {}, aws("ModelTimeoutException", "The request took too long."), ("timeout", "gateway_timeout", RETRY)),
    ("amazon-bedrock", KEY, 503, {}, aws("ServiceUnavailableException", "Bedrock is unable to process your request."), OVERLOADED),
    ("amazon-bedrock", KEY, 500, {}, aws("InternalServerException", "Unexpected error."), SERVER),
    # hubs and small vendors
    ("opencode", KEY, 401, {}, claude("CreditsError", "No payment method. Add a payment method here: https://x.invalid"), BROKE),
    ("opencode", KEY, 401, {}, claude("AuthError", "Invalid API key."), INVALID),
    ("opencode", KEY, 401, {}, claude("ModelError", "Model x is not supported"), NO_MODEL),
    ("vercel-ai-gateway", KEY, 403, {}, oai("AI Gateway requires a valid credit card on file to service requests.", "customer_verification_required"), BROKE),
    ("vercel-ai-gateway", KEY, 402, {}, oai("Insufficient funds", "insufficient_funds"), BROKE),
    ("cloudflare-ai-gateway", KEY, 400, {}, {"success": False, "errors": [{"code": 2001, "message": "Please configure AI Gateway"}]}, ("unknown", "gateway_not_found", NONE)),
    ("cloudflare-ai-gateway", KEY, 401, {}, claude("authentication_error", "invalid x-api-key"), INVALID),
    ("huggingface", KEY, 401, {}, {"error": "Invalid credentials in Authorization header"}, INVALID),
    ("huggingface", KEY, 403, {}, {"error": "This authentication method does not have sufficient permissions to call Inference Providers on behalf of user x"}, ("auth", "missing_scope", COOL)),
    ("huggingface", KEY, 503, {}, {"error": "Model acme/x is currently loading", "estimated_time": 20.0}, ("timeout", "model_loading", RETRY)),
    ("venice", KEY, 401, {}, {"error": "Authentication failed"}, INVALID),
    ("venice", KEY, 503, {}, {"error": "The model is at capacity. Please try again later."}, OVERLOADED),
    ("chutes", KEY, 429, {}, {"detail": "Infrastructure is at maximum capacity, try again later"}, OVERLOADED),
    ("chutes", KEY, 402, {}, {"detail": {"message": "Quota exceeded and account balance is $0.0, please pay with fiat or send tao"}}, BROKE),
    ("chutes", LOGIN, 401, {}, {"detail": "Invalid token."}, EXPIRED),
    ("together", KEY, 402, {}, oai("Credit limit exceeded, please navigate to billing", "credit_limit"), ("billing", "spend_limit", OFF)),
    ("together", KEY, 404, {}, oai("Unable to access model x. Please visit to see the list of supported models.", "invalid_request_error", "model_not_available"), NO_MODEL),
    ("fireworks", KEY, 412, {}, oai("Account x is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices.", "invalid_request_error"), ("billing", "spend_limit", OFF)),
    ("fireworks", KEY, 404, {}, oai("Model not found, inaccessible, and/or not deployed", "invalid_request_error", "NOT_FOUND"), NO_MODEL),
    ("nvidia", KEY, 403, {}, {"status": 403, "title": "Forbidden", "detail": "Authorization failed"}, INVALID),
    ("nvidia", KEY, 402, {}, {"status": 402, "title": "Payment Required", "detail": "Account 'x': Cloud credits expired - Please contact NVIDIA representatives"}, BROKE),
    ("cohere", KEY, 401, {}, {"message": "invalid api token"}, INVALID),
    ("cohere", KEY, 429, {}, {"message": "You are using a Trial key, which is limited to 1000 API calls / month."}, ("rate_limit", "quota_window", RESET)),
    ("cohere", KEY, 400, {}, {"message": "too many tokens: total number of tokens in the prompt cannot exceed 4081"}, OVERFLOW),
    ("perplexity", KEY, 401, {}, oai("Invalid API key provided.", "invalid_api_key", 401), INVALID),
    ("elevenlabs", KEY, 401, {}, {"detail": {"status": "quota_exceeded", "message": "This request exceeds your quota of 10000."}}, BROKE),
    ("deepinfra", KEY, 429, {}, {"detail": {"error": "Model busy, retry later"}}, OVERLOADED),
    ("xiaomi", KEY, 421, {}, oai("Content Filter", "content_filter"), MODERATED),
    ("synthetic", KEY, 401, {}, {"error": "Unauthorized"}, INVALID),
    # local servers
    ("ollama", None, 404, {}, {"error": "model 'llama9' not found, try pulling it first"}, NO_MODEL),
    ("ollama", None, 500, {}, {"error": "model requires more system memory (9 GiB) than is available (4 GiB)"}, SERVER),
    ("ollama", None, 503, {}, {"error": "server busy, please try again.  maximum pending requests exceeded"}, OVERLOADED),
    ("ollama-cloud", KEY, 429, {}, {"error": "you've reached your hourly usage limit, please upgrade to continue"}, WINDOW),
    ("lmstudio", None, 404, {}, {"error": {"message": "No models loaded. Please load a model."}}, NO_MODEL),
    ("lmstudio", None, 400, {}, {"error": "Trying to keep the first 4096 tokens when context the overflows. However, the model is loaded with context length of only 2048 tokens"}, OVERFLOW),
    ("vllm", None, 404, {}, {"object": "error", "message": "The model `x` does not exist.", "type": "NotFoundError", "param": None, "code": 404}, NO_MODEL),
    ("vllm", None, 400, {}, {"object": "error", "message": "This model's maximum context length is 4096 tokens.", "type": "BadRequestError", "code": 400}, OVERFLOW),
    ("vllm", KEY, 401, {}, {"error": "Unauthorized"}, INVALID),
    ("litellm", KEY, 401, {}, oai("Authentication Error, Invalid proxy server token passed.", "auth_error", "401"), INVALID),
    ("litellm", KEY, 400, {}, oai("Budget has been exceeded! Current cost: 1.0, Max budget: 0.5", "budget_exceeded", "400"), ("billing", "key_spend_limit", OFF)),
    ("litellm", KEY, 429, {}, oai("No deployments available for selected model, Try again in 60 seconds.", None, "429"), ("rate_limit", "upstream_rate_limited", RESET)),
    ("sglang", None, 400, {}, {"object": "error", "message": "The input (9000 tokens) is longer than the model's context length (8192 tokens).", "code": 400}, OVERFLOW),
    # token endpoints
    ("chutes", LOGIN, 400, {}, {"error": "invalid_grant", "error_description": "refresh token expired"}, ("auth", "refresh_token_dead", DEAD)),
    ("anthropic", LOGIN, 400, {}, {"error": "invalid_grant", "error_description": "Refresh token not found or invalid"}, ("auth", "refresh_token_dead", DEAD)),
    ("qwen-portal", LOGIN, 400, {}, {"error": "invalid_request", "error_description": "Invalid refresh token or client_id"}, ("auth", "refresh_token_dead", DEAD)),
    ("chutes", LOGIN, 401, {}, {"error": "invalid_client"}, ("auth", "oauth_client_rejected", DEAD)),
    ("xai", LOGIN, 400, {}, {"error": "authorization_pending"}, ("unknown", "authorization_pending", NONE)),
    # what looks like a matter of keys or money and is none
    ("openai", KEY, 400, {}, oai("Unknown key 'foo' in response_format: invalid key.", "invalid_request_error"), BAD),
    ("openai", KEY, 400, {}, oai("Invalid token at position 429 of the JSON body.", "invalid_request_error"), BAD),
    ("openai", KEY, 400, {}, oai("The file has expired and can no longer be read.", "invalid_request_error"), BAD),
    ("openai", KEY, 400, {}, oai("Container is expired.", "invalid_request_error"), BAD),
    ("openai", KEY, 400, {}, oai("The code interpreter session has expired.", "invalid_request_error"), BAD),
    ("google", KEY, 400, {}, google(400, "CachedContent has expired: cache token count 1200", "INVALID_ARGUMENT"), BAD),
    ("google", KEY, 403, {}, google(403, "CachedContent not found (or permission denied)", "PERMISSION_DENIED"), DENIED),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "tools.0.custom.name: 'rate_limit_exceeded' is not allowed: insufficient length"), BAD),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6429402 bytes > 5242880 bytes"), BAD),
    ("anthropic", KEY, 400, {}, claude("invalid_request_error", "This model does not support assistant message prefill."), BAD),
    ("groq", KEY, 400, {}, {"error": {"message": "Failed to call a function. See 'failed_generation' for more details.", "type": "invalid_request_error", "code": "tool_use_failed", "failed_generation": "payment required, invalid api key"}}, BAD),
    ("acme", KEY, 500, {}, oai("Internal error: invalid key in map, 401 402 429"), SERVER),
    ("acme", KEY, 500, {}, {"error": "unauthorized access in module billing"}, SERVER),
    ("acme", KEY, 429, {}, oai("Rate limit reached. Upgrade your plan on the billing page or add a credit card to raise it."), LIMITED),
    ("acme", KEY, 403, {}, {"error": {"message": "Your team's moderation policy forbids this model's output"}}, MODERATED),
    # anyone
    ("acme", KEY, 401, {}, b"", INVALID),
    ("acme", LOGIN, 401, {}, b"", EXPIRED),
    ("acme", KEY, 403, {}, {"message": "Forbidden"}, DENIED),
    ("acme", KEY, 402, {}, b"", BROKE),
    ("acme", KEY, 429, {}, b"", LIMITED),
    ("acme", KEY, 429, {"retry-after": "5"}, b"Too Many Requests", ("rate_limit", "rate_limited", RESET)),
    ("acme", KEY, 429, {}, oai("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota"), BROKE),
    ("acme", KEY, 400, {}, {"error": {"code": 40, "message": "账户余额不足，请充值"}}, BROKE),
    ("acme", KEY, 404, {}, {"error": "Not Found"}, NO_MODEL),
    ("acme", KEY, 410, {}, b"", NO_MODEL),
    ("acme", KEY, 413, {}, b"", ("format", "request_too_large", NONE)),
    ("acme", KEY, 422, {}, {"detail": [{"msg": "field required"}]}, BAD),
    ("acme", KEY, 451, {}, b"", MODERATED),
    ("acme", KEY, 500, {}, b"", SERVER),
    ("acme", KEY, 502, {}, b"", ("timeout", "bad_gateway", RETRY)),
    ("acme", KEY, 503, {}, b"", OVERLOADED),
    ("acme", KEY, 504, {}, b"", ("timeout", "gateway_timeout", RETRY)),
    ("acme", KEY, 520, {}, b"error code: 520", ("timeout", "origin_unreachable", RETRY)),
    ("acme", KEY, 522, {"content-type": "text/html"}, b"<!DOCTYPE html><title>522: Connection timed out</title>", ("timeout", "gateway_timeout", RETRY)),
    ("acme", KEY, 524, {}, b"error code: 524", ("timeout", "gateway_timeout", RETRY)),
    ("acme", KEY, 525, {}, b"error code: 525", ("timeout", "origin_unreachable", RETRY)),
    ("acme", KEY, 302, {"location": "https://x.invalid"}, b"", ("unknown", "redirected", NONE)),
    ("acme", KEY, 403, {"content-type": "text/html"}, b"<html><title>Access denied</title></html>", ("timeout", "edge_challenge", NONE)),
    ("acme", KEY, 503, {"content-type": "text/html", "cf-mitigated": "challenge"}, b"<html>Just a moment...</html>", ("timeout", "edge_challenge", NONE)),
    ("acme", KEY, 200, {"content-type": "text/html"}, b"<html>Log in to this network</html>", ("timeout", "edge_challenge", NONE)),
    ("acme", KEY, 200, {}, b"", ("unknown", "empty_answer", NONE)),
    ("acme", KEY, 200, {}, {}, ("unknown", "empty_answer", NONE)),
    ("acme", KEY, 200, {}, {"id": "x", "object": "chat.completion", "usage": {}}, ("unknown", "empty_answer", NONE)),
    ("acme", KEY, 200, {}, {"id": "x", "choices": []}, ("unknown", "empty_answer", NONE)),
    ("acme", KEY, 200, {}, b'{"id": "x", "choices": [{"mess', ("timeout", "broken_answer", RETRY)),
    ("acme", KEY, 200, {}, {"object": "response", "status": "failed", "error": {"code": "server_error", "message": "The model failed"}, "output": []}, SERVER),
    ("acme", KEY, 200, {}, {"object": "response", "status": "failed", "error": {"code": "rate_limit_exceeded", "message": "Rate limit reached. Please try again in 1.2s."}, "output": []}, ("rate_limit", "rate_limited", RESET)),
]
# fmt: on
