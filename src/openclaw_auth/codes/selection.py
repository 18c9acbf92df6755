"""Why a candidate is used or passed over."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "usable": Text("info", "usable", "可用"),
    "profile_unknown": Text(
        "warning",
        "{profile} is named in the order or the config but is not stored",
        "{profile} 在顺序或配置中出现，但没有存储",
        "openclaw models auth {enter} --provider {provider} --profile-id {profile}",
    ),
    "profile_other_provider": Text(
        "warning",
        "{profile} belongs to {provider}, not {wanted}",
        "{profile} 属于 {provider}，不是 {wanted}",
        "openclaw models auth order clear --provider {wanted}",
    ),
    "mode_mismatch": Text(
        "warning",
        "the config says {profile} is {mode}, the store holds {type}",
        "配置写明 {profile} 是 {mode}，存储中是 {type}",
        "openclaw config set 'auth.profiles[\"{profile}\"].mode' {type}",
    ),
    "secret_empty": Text(
        "error",
        "{profile} holds no key",
        "{profile} 没有密钥",
        "openclaw models auth paste-api-key --provider {provider} --profile-id {profile}",
    ),
    "token_expired": Text(
        "error",
        "{profile} expired {ago} ago",
        "{profile} 已过期 {ago}",
        "openclaw models auth paste-token --provider {provider} --profile-id {profile}",
    ),
    "login_expired": Text(
        "error",
        "the login of {profile} expired {ago} ago and cannot refresh itself",
        "{profile} 的登录已过期 {ago}，且无法自动刷新",
        "openclaw models auth login --provider {provider} --profile-id {profile}",
    ),
    "login_needs_refresh": Text(
        "warning",
        "the access token of {profile} has ended; a refresh by whoever logged in makes it usable",
        "{profile} 的访问令牌已失效；由登录它的程序刷新后即可使用",
        "openclaw models auth login --provider {provider} --profile-id {profile}",
    ),
    "cooling": Text(
        "warning",
        "{profile} is cooling until {until}, {left} left",
        "{profile} 冷却到 {until}，还剩 {left}",
        "Wait for cooldown or switch provider.",
        "等待冷却结束，或换用其他提供方。",
    ),
    "disabled": Text(
        "warning",
        "{profile} is disabled ({why}) until {until}, {left} left",
        "{profile} 已停用（{why}），到 {until}，还剩 {left}",
        "Top up credits or switch provider.",
        "充值，或换用其他提供方。",
    ),
    "cooling_model": Text(
        "warning",
        "{profile} is cooling for {model} until {until}, {left} left",
        "{profile} 对 {model} 冷却到 {until}，还剩 {left}",
        "Wait for cooldown or use another model.",
        "等待冷却结束，或换用其他模型。",
    ),
    "dead": Text(
        "error",
        "{profile} was refused for good ({detail}); only another secret brings it back",
        "{profile} 已被永久拒绝（{detail}），换新的密钥后才能恢复",
        "openclaw models auth {how}",
    ),
    "policy_restricted": Text(
        "warning",
        "{profile} is reserved by the provider for its own client; other requests need an API key",
        "{profile} 被提供方限定为只供其自家客户端使用，其他请求需要 API 密钥",
        "openclaw models auth paste-api-key --provider {provider}",
    ),
    "probe_due": Text(
        "info",
        "{profile} rests until {until}, {left} left; the next request tries it",
        "{profile} 停用到 {until}，还剩 {left}；下一个请求会试用它",
    ),
    "endpoint_resting": Text(
        "info",
        "{provider} failed with {model} a moment ago and is left in peace for some seconds",
        "{provider} 的 {model} 刚刚失败，数秒内暂不调用",
    ),
    "pinned_elsewhere": Text(
        "info",
        "{profile} is not used: the session is pinned to {pin}",
        "不使用 {profile}：会话已固定到 {pin}",
        "Send /new, or /model without @, to end the pin.",
        "发送 /new，或不带 @ 的 /model，即可解除固定。",
    ),
    "refresh_due": Text(
        "info",
        "the access token of {profile} has ended; it is refreshed before it is sent",
        "{profile} 的访问令牌已失效；发送前会自动刷新",
    ),
    "hidden_by_config": Text(
        "warning",
        "{profile} is hidden by config: auth.profiles names others only",
        "{profile} 被配置隐藏：auth.profiles 只列出了其他凭据",
        "openclaw models auth order set --provider {provider} {order}",
    ),
    "not_in_order": Text(
        "info",
        "{profile} is not in the order",
        "{profile} 不在顺序中",
        "openclaw models auth order set --provider {provider} {order}",
    ),
    "env_sample": Text(
        "error",
        "{source} holds what documentation shows in place of a key: {shown}",
        "{source} 中是文档里的占位符，不是密钥：{shown}",
        "openclaw models auth paste-api-key --provider {provider}",
    ),
    "outside_order": Text(
        "info",
        "{source} is not used: an explicit order for {provider} decides",
        "不使用 {source}：{provider} 已有明确的顺序",
        "openclaw models auth order clear --provider {provider}",
    ),
    "billing_cross_blocked": Text(
        "warning",
        "{source} is metered and is not used in place of a subscription without your consent",
        "{source} 按量计费，未经同意不会代替订阅使用",
        "openclaw config set {setting} allow",
    ),
    "billing_cap_reached": Text(
        "warning",
        "{source} is metered, and today's {cap} requests that may cross to it are used up until {until}",
        "{source} 按量计费，今天允许转用的 {cap} 次请求已用完，到 {until} 恢复",
        "openclaw config set {setting} allow",
    ),
    "keyless": Text("info", "{provider} needs no key", "{provider} 不需要密钥"),
    "no_credential": Text(
        "error",
        "no credential for {provider}",
        "没有 {provider} 的凭据",
        "openclaw models auth add --provider {provider}",
    ),
    "no_api_key_for_provider": Text(
        "error",
        'No API key found for provider "{provider}". Agent: {agent}. Store: {store}.',
        'No API key found for provider "{provider}"（没有找到 {provider} 的密钥）。智能体：{agent}。存储：{store}。',
        "openclaw models auth add --provider {provider}",
    ),
    "no_available_profile": Text(
        "error",
        "No available auth profile for {provider} (all in cooldown or unavailable). Agent: {agent}. Store: {store}.",
        "No available auth profile for {provider} (all in cooldown or unavailable).（没有可用的凭据）智能体：{agent}。存储：{store}。",
        "openclaw models status",
    ),
    "dialect": Text(
        "warning",
        "{model} cannot answer: {provider} does not offer the {dialect} dialect",
        "{model} 无法应答：{provider} 不提供 {dialect} 接口",
        "openclaw models fallbacks remove {model}",
    ),
    "outside_allowlist": Text(
        "warning",
        "{model} is not among the models that agents.defaults.models allows",
        "{model} 不在 agents.defaults.models 允许的模型中",
        "openclaw models fallbacks add {model}",
    ),
    "model_no_images": Text(
        "info",
        "{model} takes no images",
        "{model} 不支持图片输入",
        "openclaw models set-image",
    ),
    "dialect_not_offered": Text(
        "error",
        "{provider} does not offer the {dialect} dialect; it offers: {offered}.",
        "{provider} 不提供 {dialect} 接口；它提供：{offered}。",
        "openclaw models list --provider {provider}",
    ),
}
