"""Texts of `openclaw models auth classify`."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "classify_success": Text(
        "info",
        "{provider}: a success, nothing is held against the credential",
        "{provider}：成功，不会对凭据做任何处理",
    ),
    "classify_verdict": Text(
        "info",
        "  {class}/{detail} → {action}, scope: {scope} (rule {rule})",
        "  {class}/{detail} → {action}，范围：{scope}（规则 {rule}）",
    ),
    "classify_wait": Text(
        "info",
        "  the provider says to wait {left}",
        "  提供方要求等待 {left}",
    ),
    "classify_wait_capped": Text(
        "info",
        "  the provider says to wait {left}; at most {cap} are waited (auth.statedWaitMaxHours)",
        "  提供方要求等待 {left}；最多等待 {cap}（auth.statedWaitMaxHours）",
    ),
    "classify_body_unreadable": Text(
        "error",
        "{file} cannot be read: {error}",
        "无法读取 {file}：{error}",
        "name a file with --body FILE, or give the body on standard input with --body -",
        "用 --body 文件 指定文件，或用 --body - 从标准输入读取",
    ),
    "classify_header": Text(
        "error",
        'Not a header: "{header}"',
        "不是有效的响应头：“{header}”",
        "write it as --header 'retry-after: 30'",
        "写成 --header 'retry-after: 30'",
    ),
    "classify_status": Text(
        "error",
        "Not an HTTP status: {status}",
        "不是有效的 HTTP 状态码：{status}",
        "name it with --status 429, or use --error for an answer that never came",
        "用 --status 429 指定；若没有应答，请用 --error",
    ),
}
