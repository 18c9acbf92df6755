"""Texts of `models status --probe`: what came of asking the providers."""

from __future__ import annotations

from openclaw_auth.codes import Text

_PAID = "openclaw models status --probe --probe-provider {provider} --probe-paid"

TABLE: dict[str, Text] = {
    # The seven words of a result.
    "probe_status_ok": Text("info", "ok", "可用"),
    "probe_status_valid_funds_unchecked": Text(
        "info", "valid, funds not checked", "有效，未查余额"
    ),
    "probe_status_auth": Text("error", "auth", "凭据被拒"),
    "probe_status_billing": Text("error", "billing", "欠费"),
    "probe_status_rate_limit": Text("warning", "rate_limit", "限流"),
    "probe_status_timeout": Text("warning", "timeout", "超时"),
    "probe_status_inconclusive": Text("warning", "inconclusive", "无法判断"),
    # What was found.
    "probe_answered": Text("info", "It answered a request.", "已回答一次请求。"),
    "probe_key_and_funds": Text(
        "info",
        "The key is valid, and there is credit or quota left.",
        "密钥有效，且仍有余额或配额。",
    ),
    "probe_server_answers": Text("info", "The server answers.", "服务器有应答。"),
    "probe_funds_unchecked": Text(
        "info",
        "{provider} takes the key; whether there is credit shows only in a request.",
        "{provider} 接受该密钥；是否有余额要发出请求才知道。",
        _PAID,
    ),
    "probe_key_blocked": Text(
        "error",
        "{provider} says that the key is blocked or disabled.",
        "{provider} 表示该密钥已被封禁或停用。",
        "openclaw models auth paste-api-key --provider {provider}",
    ),
    "probe_no_funds": Text(
        "error",
        "{provider} takes the key, and its balance is used up.",
        "{provider} 接受该密钥，但余额已用完。",
        "Top up credits with {provider}.",
        "请在 {provider} 充值。",
    ),
    "probe_quota_used": Text(
        "warning",
        "{provider} takes the key, and its quota is used up for now.",
        "{provider} 接受该密钥，但配额暂时用完。",
    ),
    # Why nothing can be said.
    "probe_no_free_check": Text(
        "info",
        "No free check of {provider} is known.",
        "没有已知的 {provider} 免费检查方式。",
        _PAID,
    ),
    "probe_no_question": Text(
        "info",
        "Neither a free check nor a small model of {provider} is known.",
        "没有已知的 {provider} 免费检查方式，也没有可用的小模型。",
        "openclaw models list --provider {provider}",
    ),
    "probe_reserved": Text(
        "warning",
        "The token is alive, but {provider} takes it from Claude Code only: requests of others may be refused.",
        "令牌有效，但 {provider} 只接受 Claude Code 使用它：其他客户端的请求可能被拒绝。",
        "openclaw models auth paste-api-key --provider {provider}",
    ),
    "probe_scope_missing": Text(
        "warning",
        "The key may not ask {provider} this question; it may serve requests all the same.",
        "该密钥无权向 {provider} 查询，但仍可能用于请求。",
        _PAID,
    ),
    "probe_place_unknown": Text(
        "warning",
        "The server of {provider} has nothing at the address of the check.",
        "{provider} 的服务器没有用于检查的地址。",
        _PAID,
    ),
    "probe_not_understood": Text(
        "warning",
        "The answer of {provider} is not what the check expects.",
        "{provider} 的应答不符合预期。",
        _PAID,
    ),
    "probe_list_public": Text(
        "warning",
        "{provider} gives the same answer without a key, so it proves nothing.",
        "不带密钥时 {provider} 也给出同样的应答，因此无法证明密钥有效。",
        _PAID,
    ),
    # The page and the progress line.
    "probe_title": Text(
        "info", "Probes ({count}, {seconds} s)", "实时检查（{count} 个，{seconds} 秒）"
    ),
    "probe_none": Text("info", "Nothing to probe.", "没有可检查的凭据。"),
    "probe_column_provider": Text("info", "Provider", "提供方"),
    "probe_column_credential": Text("info", "Credential", "凭据"),
    "probe_column_result": Text("info", "Result", "结果"),
    "probe_column_latency": Text("info", "Latency", "耗时"),
    "probe_progress": Text("info", "Probing {done}/{total} …", "正在检查 {done}/{total} …"),
    "probe_funds_hint": Text(
        "info",
        "Funds show only in a request: --probe-paid buys one token from each.",
        "余额要发出请求才知道：--probe-paid 会向每个凭据购买一个 token。",
    ),
    "probe_revived": Text(
        "info",
        "{profile} is good again; it is used from now on.",
        "{profile} 已恢复，将重新启用。",
    ),
    "probe_not_revived": Text(
        "warning",
        "{profile} is good again, but that could not be written: {detail}",
        "{profile} 已恢复，但无法写入：{detail}",
        "openclaw models auth clear-cooldown {profile}",
    ),
    # The command line.
    "probe_number": Text(
        "error",
        "{option} must be a number from 1 to {most}.",
        "{option} 必须是 1 到 {most} 之间的数。",
    ),
    "probe_duration": Text(
        "error",
        "{option} takes milliseconds (8000) or a length of time (8s), up to {most}.",
        "{option} 接受毫秒数（8000）或时长（8s），最长 {most}。",
    ),
    "probe_profile_unknown": Text(
        "error",
        "No credential {profile} to probe.{nearest}",
        "没有可检查的凭据 {profile}。{nearest}",
        "openclaw models auth list",
    ),
}
