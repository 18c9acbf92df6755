"""What OpenClaw 2026.2.3 knows in the sections that are ours; anything else it refuses.

A literal, because a compiled one loads in a tenth of the time of a JSON file. The forms are
explained in `schema`. Sections and values that this program never reads are `any`.
Source: the schema that OpenClaw 2026.2 ships, keys and types only.
"""

from __future__ import annotations

_MODEL: dict[str, object] = {"primary": "text", "fallbacks": ["text"]}
_MODEL_OR_TEXT = ("or", "text", _MODEL)
_NAMES: dict[str, object] = {"*": "text"}
_HOURS = "positive"

_API = (
    "one of",
    "openai-completions",
    "openai-responses",
    "anthropic-messages",
    "google-generative-ai",
    "github-copilot",
    "bedrock-converse-stream",
)

AGENT_DEFAULTS: dict[str, object] = {
    "model": _MODEL,
    "imageModel": _MODEL,
    "models": {"*": {"alias": "text", "params": {"*": "any"}}},
    "workspace": "text",
    "repoRoot": "text",
    "skipBootstrap": "bool",
    "bootstrapMaxChars": "count",
    "userTimezone": "text",
    "timeFormat": ("one of", "auto", "12", "24"),
    "envelopeTimezone": "text",
    "envelopeTimestamp": ("one of", "on", "off"),
    "envelopeElapsed": ("one of", "on", "off"),
    "contextTokens": "count",
    "cliBackends": {"*": "any"},
    "memorySearch": "any",
    "contextPruning": "any",
    "compaction": "any",
    "thinkingDefault": ("one of", "off", "minimal", "low", "medium", "high", "xhigh"),
    "verboseDefault": ("one of", "off", "on", "full"),
    "elevatedDefault": ("one of", "off", "on", "ask", "full"),
    "blockStreamingDefault": ("one of", "off", "on"),
    "blockStreamingBreak": ("one of", "text_end", "message_end"),
    "blockStreamingChunk": "any",
    "blockStreamingCoalesce": "any",
    "humanDelay": "any",
    "timeoutSeconds": "count",
    "mediaMaxMb": "positive",
    "typingIntervalSeconds": "count",
    "typingMode": ("one of", "never", "instant", "thinking", "message"),
    "heartbeat": "any",
    "maxConcurrent": "count",
    "subagents": {
        "maxConcurrent": "count",
        "archiveAfterMinutes": "count",
        "model": _MODEL_OR_TEXT,
    },
    "sandbox": "any",
}

_AGENT: dict[str, object] = {
    "!": ("id",),
    "id": "text",
    "default": "bool",
    "name": "text",
    "workspace": "text",
    "agentDir": "text",
    "model": _MODEL_OR_TEXT,
    "skills": ["text"],
    "memorySearch": "any",
    "humanDelay": "any",
    "heartbeat": "any",
    "identity": "any",
    "groupChat": "any",
    "subagents": {"allowAgents": ["text"], "model": _MODEL_OR_TEXT},
    "sandbox": "any",
    "tools": "any",
}

_PROVIDER_MODEL: dict[str, object] = {
    "!": ("id", "name"),
    "id": "text",
    "name": "text",
    "api": _API,
    "reasoning": "bool",
    "input": [("one of", "text", "image")],
    "cost": {"input": "number", "output": "number", "cacheRead": "number", "cacheWrite": "number"},
    "contextWindow": "positive",
    "maxTokens": "positive",
    "headers": _NAMES,
    "compat": {
        "supportsStore": "bool",
        "supportsDeveloperRole": "bool",
        "supportsReasoningEffort": "bool",
        "maxTokensField": ("one of", "max_completion_tokens", "max_tokens"),
    },
}

_PROVIDER: dict[str, object] = {
    "!": ("baseUrl", "models"),
    "baseUrl": "text",
    "apiKey": "text",
    "auth": ("one of", "api-key", "aws-sdk", "oauth", "token"),
    "api": _API,
    "headers": _NAMES,
    "authHeader": "bool",
    "models": [_PROVIDER_MODEL],
}

_GATEWAY: dict[str, object] = {
    "port": "count",
    "mode": ("one of", "local", "remote"),
    "bind": ("one of", "auto", "lan", "loopback", "custom", "tailnet"),
    "customBindHost": "text",
    "controlUi": {
        "enabled": "bool",
        "basePath": "text",
        "root": "text",
        "allowedOrigins": ["text"],
        "allowInsecureAuth": "bool",
        "dangerouslyDisableDeviceAuth": "bool",
    },
    "auth": {
        "mode": ("one of", "token", "password"),
        "token": "text",
        "password": "text",
        "allowTailscale": "bool",
    },
    "trustedProxies": ["text"],
    "tailscale": {"mode": ("one of", "off", "serve", "funnel"), "resetOnExit": "bool"},
    "remote": {
        "url": "text",
        "transport": ("one of", "ssh", "direct"),
        "token": "text",
        "password": "text",
        "tlsFingerprint": "text",
        "sshTarget": "text",
        "sshIdentity": "text",
    },
    "reload": {"mode": ("one of", "off", "restart", "hot", "hybrid"), "debounceMs": "whole"},
    "tls": "any",
    "http": {
        "endpoints": {
            "chatCompletions": {"enabled": "bool"},
            "responses": {
                "enabled": "bool",
                "maxBodyBytes": "count",
                "files": "any",
                "images": "any",
            },
        }
    },
    "nodes": "any",
}

REFERENCE: dict[str, object] = {
    "agents": {"defaults": AGENT_DEFAULTS, "list": [_AGENT]},
    "auth": {
        "profiles": {
            "*": {
                "!": ("provider", "mode"),
                "provider": "text",
                "mode": ("one of", "api_key", "oauth", "token"),
                "email": "text",
            }
        },
        "order": {"*": ["text"]},
        "cooldowns": {
            "billingBackoffHours": _HOURS,
            "billingBackoffHoursByProvider": {"*": _HOURS},
            "billingMaxHours": _HOURS,
            "failureWindowHours": _HOURS,
        },
    },
    "env": {"shellEnv": {"enabled": "bool", "timeoutMs": "whole"}, "vars": _NAMES, "*": "text"},
    "gateway": _GATEWAY,
    "models": {
        "mode": ("one of", "merge", "replace"),
        "providers": {"*": _PROVIDER},
        "bedrockDiscovery": "any",
    },
}

# Sections that OpenClaw 2026.2 knows and this program leaves alone.
OTHER_SECTIONS = frozenset(
    (
        "approvals",
        "audio",
        "bindings",
        "broadcast",
        "browser",
        "canvasHost",
        "channels",
        "commands",
        "cron",
        "diagnostics",
        "discovery",
        "hooks",
        "logging",
        "media",
        "memory",
        "messages",
        "meta",
        "nodeHost",
        "plugins",
        "session",
        "skills",
        "talk",
        "tools",
        "ui",
        "update",
        "web",
        "wizard",
    )
)
