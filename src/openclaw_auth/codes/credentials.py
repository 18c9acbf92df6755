"""Texts about pasted credentials and about providers as such."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    # What a paste is refused for.
    "credential_required": Text("error", "Required", "必填"),
    "credential_huge": Text(
        "error",
        "That is {size} bytes; a credential is never longer than {limit}. Nothing was stored.",
        "内容有 {size} 字节；凭据不会超过 {limit} 字节。没有保存任何内容。",
    ),
    "credential_control_chars": Text(
        "error",
        "The paste holds control characters or characters outside ASCII (position {position}).",
        "粘贴内容含有控制字符或非 ASCII 字符（第 {position} 个）。",
        "Copy the key again, from the provider's page.",
        "请从提供方页面重新复制密钥。",
    ),
    "credential_placeholder": Text(
        "error",
        "{shown} is a placeholder from documentation, not a key.",
        "{shown} 是文档中的占位符，不是密钥。",
        "Paste the key itself.",
        "请粘贴真正的密钥。",
    ),
    "credential_masked": Text(
        "error",
        "That is a masked or redacted value, not the key itself.",
        "这是打了码的值，不是密钥本身。",
        "Copy the whole key; most providers show it only once.",
        "请复制完整的密钥；多数提供方只显示一次。",
    ),
    "credential_two_in_one": Text(
        "error",
        "Two values ran together{variable}; paste one of them.",
        "两个值连在了一起{variable}；请只粘贴其中一个。",
    ),
    "credential_other_provider": Text(
        "error",
        "This looks like a credential of {found}, not of {provider}.",
        "这看起来是 {found} 的凭据，而不是 {provider} 的。",
        "openclaw models auth paste-api-key --provider {found}   (or --force)",
        "openclaw models auth paste-api-key --provider {found}   （或加 --force）",
    ),
    "setup_token_prefix": Text(
        "error",
        "Expected token starting with sk-ant-oat01-",
        "令牌应以 sk-ant-oat01- 开头",
        "claude setup-token",
    ),
    "setup_token_short": Text(
        "error",
        "Token looks too short; paste the full setup-token",
        "令牌太短；请粘贴完整的 setup-token",
    ),
    "credential_not_sendable": Text(
        "error",
        "The credential of {provider} holds characters that no request can carry.",
        "{provider} 的凭据含有无法发送的字符。",
        "openclaw models auth paste-api-key --provider {provider}",
    ),
    # What a paste is warned about.
    "credential_subscription": Text(
        "warning",
        "A Claude subscription token: Anthropic may refuse it outside Claude Code. An API key always works.",
        "这是 Claude 订阅令牌：Anthropic 可能拒绝在 Claude Code 之外使用。API 密钥总是可用。",
    ),
    "credential_admin_key": Text(
        "warning",
        "An admin key of {provider}: it manages the account and cannot run models.",
        "这是 {provider} 的管理密钥：它用于管理账户，不能调用模型。",
    ),
    "credential_refresh_token": Text(
        "warning",
        "A refresh token of {provider}: it cannot be sent to a model. Paste the access token or a key.",
        "这是 {provider} 的刷新令牌，不能用于调用模型。请粘贴访问令牌或密钥。",
    ),
    "credential_access_key_id": Text(
        "warning",
        "An access key id of {provider}: it names a key and is not the secret.",
        "这是 {provider} 的访问密钥 ID，它只是名字，不是密钥。",
    ),
    "credential_type_mismatch": Text(
        "warning",
        "This looks like a credential of type {found}; it is stored as {type}.",
        "这看起来是 {found} 类型的凭据，将按 {type} 保存。",
    ),
    "credential_cut": Text(
        "warning",
        "This begins like a key of {provider} and is shorter or other than usual: was all of it copied?",
        "开头像 {provider} 的密钥，但长度或内容与通常不同：是否复制完整？",
    ),
    "credential_other_shape": Text(
        "warning",
        "This does not look like a key of {provider}; it looks like one of {found}.",
        "这不像 {provider} 的密钥，更像 {found} 的。",
    ),
    "credential_unknown_shape": Text(
        "warning",
        "This does not look like the keys of {provider} that we know. It is stored as it is.",
        "这不像已知的 {provider} 密钥，将照原样保存。",
    ),
    "credential_has_spaces": Text(
        "warning",
        "The paste holds spaces inside; keys have none.",
        "粘贴内容中间有空格；密钥里没有空格。",
    ),
    # What is said about a provider.
    "provider_unknown": Text(
        "error",
        'Unknown provider "{provider}".{nearest}',
        "未知的提供方 “{provider}”。{nearest}",
        "openclaw models list --all",
    ),
    "provider_subscription_token_refused": Text(
        "warning",
        "{label}: API keys work everywhere; subscription tokens may be refused outside Claude Code.",
        "{label}：API 密钥处处可用；订阅令牌在 Claude Code 之外可能被拒绝。",
    ),
    "provider_shared_client_id": Text(
        "warning",
        "{label}: its login belongs to the vendor's own program; an API key is the sure way.",
        "{label}：其登录属于厂商自己的程序；API 密钥更可靠。",
    ),
    "provider_coding_agents_only": Text(
        "warning",
        "{label}: the vendor serves coding agents that it knows and may answer 403 to others.",
        "{label}：厂商只服务它认识的编程工具，对其他程序可能返回 403。",
    ),
    "provider_terms_forbid": Text(
        "error",
        "{label}: its terms forbid use by other programs, and accounts were suspended for it. It is not called.",
        "{label}：其条款禁止其他程序使用，已有账户因此被停用。不会调用它。",
        "openclaw models auth add --provider {instead}",
    ),
    "provider_requires_vendor_client": Text(
        "error",
        "{label}: it answers only programs that present themselves as the vendor's own. It is not called.",
        "{label}：它只回应自称是厂商程序的请求。不会调用它。",
        "openclaw models auth add --provider {instead}",
    ),
    "provider_service_ended": Text(
        "error",
        "{label}: the vendor ended this service.",
        "{label}：厂商已停止该服务。",
        "openclaw models auth add --provider {instead}",
    ),
    "provider_signing_not_built": Text(
        "error",
        "{label}: its credentials are shown here, but requests to it are not built yet.",
        "{label}：可以显示其凭据，但尚不支持向它发送请求。",
        "openclaw models auth add --provider {instead}",
    ),
    "provider_no_text_dialect": Text(
        "error",
        "{label}: it speaks none of the dialects that this gateway forwards.",
        "{label}：它不支持本网关转发的任何协议。",
    ),
    "provider_needs_ids": Text(
        "error",
        "{label} has {names} in its address, and the stored credential does not say them.",
        "{label} 的地址中含有 {names}，而已保存的凭据没有提供。",
        "openclaw config set models.providers.{provider}.baseUrl <url>",
    ),
    "provider_needs_base_url": Text(
        "error",
        "{label}: no address is known for it.",
        "{label}：没有已知的地址。",
        "openclaw config set models.providers.{provider}.baseUrl <url>",
    ),
}
