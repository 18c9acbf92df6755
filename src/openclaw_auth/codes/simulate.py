"""Texts of `models auth simulate`."""

from __future__ import annotations

from openclaw_auth.codes import Text

_FORM = "openclaw models auth simulate --fail anthropic:work:rate_limit"
_LIST = "openclaw models auth list"

TABLE: dict[str, Text] = {
    # What was asked for wrongly.
    "simulate_fail_form": Text(
        "error",
        '--fail takes PROFILE:CLASS, not "{text}"',
        "--fail 的形式是 PROFILE:CLASS，不是 “{text}”",
        _FORM,
    ),
    "simulate_fail_class": Text(
        "error",
        'Unknown class "{text}"; there are: {classes}.{nearest}',
        "未知的类别 “{text}”；可用：{classes}。{nearest}",
        _FORM,
    ),
    "simulate_unknown_credential": Text(
        "error",
        'No credential "{text}" here.{nearest}',
        "这里没有凭据 “{text}”。{nearest}",
        _LIST,
    ),
    "simulate_time": Text(
        "error",
        '{option} takes a time ahead (+6h, +7d) or a date (2026-12-24T18:00), not "{text}"',
        "{option} 可为之后的一段时间（+6h、+7d）或日期（2026-12-24T18:00），不是 “{text}”",
    ),
    "simulate_time_order": Text(
        "error", "--until has to be later than --at", "--until 必须晚于 --at"
    ),
    "simulate_expected": Text(
        "error",
        "Expected {expected} to answer; it would be {answer}.",
        "预期由 {expected} 应答，实际是 {answer}。",
    ),
    "simulate_expected_none": Text(
        "error",
        "Expected {expected} to answer; nothing would.",
        "预期由 {expected} 应答，实际无人应答。",
    ),
    # The path.
    "simulate_title": Text(
        "info",
        "A request for {model} (agent {agent}), {when}",
        "对 {model} 的请求（智能体 {agent}），{when}",
    ),
    "simulate_now": Text("info", "now", "现在"),
    "simulate_at": Text("info", "at {until}", "时间 {until}"),
    "simulate_unreachable": Text(
        "warning",
        "{model} is not asked: the same address was just found out of reach",
        "不询问 {model}：同一地址刚才无法到达",
    ),
    "simulate_answers": Text("info", "answers ({billing})", "应答（{billing}）"),
    "simulate_answers_free": Text("info", "answers", "应答"),
    "simulate_fails": Text("warning", "{outcome}: {why}", "{outcome}：{why}"),
    "simulate_then_retry_same": Text("info", "tried once more", "再试一次"),
    "simulate_then_refresh": Text("info", "refreshed, then tried once more", "刷新后再试一次"),
    "simulate_then_next_credential": Text("info", "the next credential", "换下一个凭据"),
    "simulate_then_next_model": Text("info", "the next model", "换下一个模型"),
    "simulate_then_stop": Text("info", "the client gets this error", "客户端会收到这个错误"),
    "simulate_skips": Text("warning", "passed over: {why}", "跳过：{why}"),
    "simulate_answer": Text(
        "info", "Answered by {name} with {model}.", "由 {name} 以 {model} 应答。"
    ),
    "simulate_no_answer": Text("error", "Nothing would answer.", "无人应答。"),
    "simulate_dark": Text(
        "error",
        "Dark from {until} ({left} ahead): a request then finds nothing usable.",
        "从 {until} 起（{left} 之后）无人应答：那时的请求找不到可用的凭据。",
    ),
    "simulate_never_dark": Text(
        "info",
        "Never dark until {until}: every request finds something usable.",
        "到 {until} 为止总有应答：每个请求都能找到可用的凭据。",
    ),
    "simulate_walked_until": Text(
        "warning",
        "Too much happens before: the clock was walked until {until} only, and it was not dark.",
        "其间变化太多：只推演到 {until}，到那时仍有应答。",
    ),
}
