"""Texts of `models auth lint`."""

from __future__ import annotations

from openclaw_auth.codes import Text

_MEND = "{mend}"

TABLE: dict[str, Text] = {
    "lint_clean": Text("info", "Nothing to mend.", "没有需要修复的问题。"),
    "lint_fixable": Text(
        "info",
        "`openclaw models auth lint --fix` mends {count}; the rest is yours to decide.",
        "`openclaw models auth lint --fix` 可修复 {count} 项；其余由你决定。",
    ),
    "lint_left": Text(
        "info",
        "Left for you to decide: {count}.",
        "留待你决定：{count} 项。",
    ),
    # Keys that cannot work where they lie.
    "lint_key_other_provider": Text(
        "error",
        "{place} holds what looks like a credential of {found}, not of {provider}",
        "{place} 中看起来是 {found} 的凭据，而不是 {provider} 的",
        _MEND,
    ),
    "lint_key_placeholder": Text(
        "error",
        "{place} holds a placeholder from documentation: {shown}",
        "{place} 中是文档里的占位符：{shown}",
        _MEND,
    ),
    "lint_key_masked": Text(
        "error",
        "{place} holds a masked value, not the key itself",
        "{place} 中是打了码的值，不是密钥本身",
        _MEND,
    ),
    "lint_key_two_in_one": Text(
        "error",
        "{place} holds two values that ran together{variable}",
        "{place} 中有两个值连在了一起{variable}",
        _MEND,
    ),
    "lint_key_control_chars": Text(
        "error",
        "{place} holds a character that no request can carry (position {position})",
        "{place} 含有请求无法携带的字符（第 {position} 个）",
        _MEND,
    ),
    "lint_key_huge": Text(
        "error",
        "{place} holds {size} bytes; no credential is longer than {limit}",
        "{place} 有 {size} 字节；凭据不会超过 {limit} 字节",
        _MEND,
    ),
    "lint_key_admin": Text(
        "error",
        "{place} holds an admin key of {provider}: it manages the account and cannot run models",
        "{place} 中是 {provider} 的管理密钥：它用于管理账户，不能调用模型",
        _MEND,
    ),
    "lint_key_refresh_token": Text(
        "error",
        "{place} holds a refresh token of {provider}, which cannot be sent to a model",
        "{place} 中是 {provider} 的刷新令牌，不能用于调用模型",
        _MEND,
    ),
    "lint_key_access_key_id": Text(
        "error",
        "{place} holds an access key id of {provider}: the name of a key, not its secret",
        "{place} 中是 {provider} 的访问密钥 ID：它只是名字，不是密钥",
        _MEND,
    ),
    "lint_key_cut": Text(
        "warning",
        "{place} begins like a key of {provider} and is shorter or other than usual: is it whole?",
        "{place} 开头像 {provider} 的密钥，但长度或内容与通常不同：是否完整？",
        _MEND,
    ),
    "lint_key_has_spaces": Text(
        "warning",
        "{place} has spaces inside; keys have none",
        "{place} 中间有空格；密钥里没有空格",
        _MEND,
    ),
    "lint_key_other_shape": Text(
        "info",
        "{place} does not look like a key of {provider}; it looks like one of {found}",
        "{place} 不像 {provider} 的密钥，更像 {found} 的",
        _MEND,
    ),
    "lint_key_empty": Text("error", "{place} holds no key", "{place} 没有密钥", _MEND),
    # One secret in several places.
    "lint_same_key_twice": Text(
        "warning",
        "{profiles} hold the same key ({count} times): going from one to the other changes nothing",
        "{profiles} 是同一个密钥（共 {count} 份）：在它们之间切换不起作用",
        _MEND,
    ),
    "lint_copied_key": Text(
        "warning",
        "agent {agent} keeps a copy of main's {profile}: a change in main will not reach it",
        "智能体 {agent} 存有 main 的 {profile} 的副本：main 中的更改不会影响它",
        _MEND,
    ),
    "lint_key_also_outside": Text(
        "info",
        "{place} holds the same key as {profile}: whoever replaces it has to do so twice",
        "{place} 与 {profile} 是同一个密钥：更换时要改两处",
        _MEND,
    ),
    "lint_refresh_token_shared": Text(
        "error",
        "{profile} of agent {agent} holds the refresh token of {owner} (agent {owner_agent}): whoever uses it first locks the other out",
        "智能体 {agent} 的 {profile} 与 {owner}（智能体 {owner_agent}）共用一个刷新令牌：先使用的一方会使另一方失效",
        _MEND,
    ),
    "lint_refresh_token_isolated": Text(
        "error",
        "{profile} of the isolated agent {agent} holds the refresh token of {owner} (agent {owner_agent}): whoever uses it first locks the other out; log in for {agent} anew",
        "隔离的智能体 {agent} 的 {profile} 与 {owner}（智能体 {owner_agent}）共用一个刷新令牌：先使用的一方会使另一方失效；请为 {agent} 重新登录",
        _MEND,
    ),
    "lint_refresh_token_unlisted": Text(
        "warning",
        "{profile} in {path} holds the refresh token of {owner} (agent {owner_agent}); the config names no agent there",
        "{path} 中的 {profile} 与 {owner}（智能体 {owner_agent}）共用一个刷新令牌；配置中没有使用该目录的智能体",
        _MEND,
    ),
    # What hides something newer.
    "lint_variable_two_values": Text(
        "warning",
        "{name} in {path} does not count: {layer} has another value for it",
        "{path} 中的 {name} 不起作用：{layer} 中另有一个值",
        _MEND,
    ),
    "lint_profile_before_newer_variable": Text(
        "warning",
        "{name} is newer than {profile} and is not used: profiles come first",
        "{name} 比 {profile} 新，却没有使用：已保存的凭据优先",
        _MEND,
    ),
    "lint_variable_before_profile": Text(
        "warning",
        "{name} is used in place of {profile}, which is stored and passed over because of the config",
        "正在使用 {name}，而不是已保存的 {profile}（因配置而被跳过）",
        "openclaw models auth order set --provider {provider} {order}{option}",
    ),
    "lint_unset_in_shell": Text(
        "info",
        "take {name} out of what your login shell reads (~/.profile and the like)",
        "从登录 shell 读取的文件（~/.profile 等）中删去 {name}",
    ),
    # The config.
    "lint_reference_broken": Text(
        "error",
        "{path} refers to what is not there: {why}",
        "{path} 引用的内容不存在：{why}",
        "openclaw config unset {quoted}",
    ),
    "lint_models_json_broken": Text(
        "error",
        "the key of {provider} in {path} refers to what is not there: {why}",
        "{path} 中 {provider} 的密钥引用的内容不存在：{why}",
        "correct providers.{provider}.apiKey there, or set models.providers.{provider}.apiKey in the config",
        "修正其中的 providers.{provider}.apiKey，或在配置中设置 models.providers.{provider}.apiKey",
    ),
    "lint_order_names_gone": Text(
        "warning",
        "the order of {provider} (agent {agent}) names what is not stored: {profiles}",
        "{provider} 的顺序（智能体 {agent}）中有未保存的凭据：{profiles}",
        _MEND,
    ),
    "lint_order_names_other": Text(
        "warning",
        "the order of {provider} (agent {agent}) names credentials of another provider: {profiles}",
        "{provider} 的顺序（智能体 {agent}）中有其他提供方的凭据：{profiles}",
        _MEND,
    ),
    "lint_config_order_names_gone": Text(
        "warning",
        "{path} names what is not stored: {profiles}",
        "{path} 中有未保存的凭据：{profiles}",
        _MEND,
    ),
    "lint_config_order_names_other": Text(
        "warning",
        "{path} names credentials of another provider: {profiles}",
        "{path} 中有其他提供方的凭据：{profiles}",
        _MEND,
    ),
    "lint_named_other_provider": Text(
        "warning",
        "the config says {profile} belongs to {wanted}, the store says {provider}",
        "配置写明 {profile} 属于 {wanted}，存储中是 {provider}",
        "openclaw config set {quoted} {provider}",
    ),
    # What --fix did.
    "lint_fixed_order": Text(
        "info",
        "Took {profiles} out of the order of {provider}, in {store}",
        "已从 {provider} 的顺序中去掉 {profiles}，位于 {store}",
    ),
    "lint_fixed_config_order": Text(
        "info",
        "Took out of {path} what is not stored, in {files} (as it was: {backup})",
        "已从 {path} 中去掉未保存的凭据，位于 {files}（原文件：{backup}）",
    ),
}
