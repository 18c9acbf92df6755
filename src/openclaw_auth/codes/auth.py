"""Texts of the commands that store, list, order and remove credentials."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    # What is asked.
    "ask_token": Text(
        "info",
        "Paste token for {provider} (hidden; Enter stores it, Ctrl-C cancels)",
        "粘贴 {provider} 的令牌（不显示；回车保存，Ctrl-C 取消）",
    ),
    "ask_api_key": Text(
        "info",
        "Paste API key for {provider} (hidden; Enter stores it, Ctrl-C cancels)",
        "粘贴 {provider} 的 API 密钥（不显示；回车保存，Ctrl-C 取消）",
    ),
    "ask_setup_token": Text(
        "info",
        "Paste Anthropic setup-token (hidden; Enter stores it, Ctrl-C cancels)",
        "粘贴 Anthropic setup-token（不显示；回车保存，Ctrl-C 取消）",
    ),
    "ask_ran_setup_token": Text(
        "info",
        "Have you run `claude setup-token` and copied the token?",
        "是否已运行 `claude setup-token` 并复制了令牌？",
    ),
    "ask_provider": Text(
        "info",
        "Provider (such as anthropic, openai, openrouter)",
        "提供方（如 anthropic、openai、openrouter）",
    ),
    "ask_type": Text("info", "Type of the credential: {types}", "凭据类型：{types}"),
    "ask_remove": Text(
        "info",
        "Remove {profile} ({secret}) from {store}? It can be restored for 24 hours.",
        "从 {store} 移除 {profile}（{secret}）？24 小时内可以恢复。",
    ),
    "ask_purge": Text(
        "info",
        "Delete {profile} ({secret}) from {store} for good?",
        "从 {store} 永久删除 {profile}（{secret}）？",
    ),
    "type_choices": Text("error", "Choose one of: {types}", "请选择：{types}"),
    "force_hint": Text(
        "info",
        "Press Ctrl-U to start over; --force stores it as it is.",
        "按 Ctrl-U 重新输入；--force 可照原样保存。",
    ),
    # Where it comes from.
    "no_terminal": Text(
        "error",
        "Nobody can be asked: standard input is no terminal. Use --stdin or --file PATH.",
        "无法询问：标准输入不是终端。请使用 --stdin 或 --file 路径。",
        "{prog} --provider {provider} --stdin < key.txt",
    ),
    "no_terminal_confirm": Text(
        "error",
        "Nobody can be asked: standard input is no terminal. Use --yes.",
        "无法询问：标准输入不是终端。请使用 --yes。",
        "{prog} --yes",
    ),
    "no_terminal_missing": Text(
        "error",
        "{option} is required where nobody can be asked.",
        "无法询问时必须给出 {option}。",
        "{prog} --help",
    ),
    "secret_in_argv": Text(
        "error",
        "A secret is not taken from the command line: every user of this machine can see it there, "
        "and the shell keeps it. Nothing was stored.",
        "不接受命令行中的密钥：本机所有用户都能看到它，shell 也会记录。没有保存任何内容。",
        "{prog} --provider <id>   (asks for it), or --stdin, or --file PATH",
        "{prog} --provider <id>   （会询问），或 --stdin，或 --file 路径",
    ),
    "stdin_closed": Text(
        "error",
        "Standard input is closed. Nothing was stored.",
        "标准输入已关闭。没有保存任何内容。",
    ),
    "secret_source_empty": Text(
        "error",
        "{source} held nothing. Nothing was stored.",
        "{source} 没有内容。没有保存任何内容。",
    ),
    "secret_file_unreadable": Text(
        "error", "{path} cannot be read: {why}", "无法读取 {path}：{why}", "ls -l {path}"
    ),
    "secret_file_open": Text(
        "warning",
        "Other users of this machine can read {path}.",
        "本机其他用户可以读取 {path}。",
        "chmod 600 {path}, or delete it now that the credential is stored",
        "chmod 600 {path}，或在保存凭据后删除它",
    ),
    "invalid_duration": Text(
        "error",
        "invalid duration: {text}",
        "无效的时长：{text}",
        "for example: --expires-in 365d, 12h, 1.5d",
        "例如：--expires-in 365d、12h、1.5d",
    ),
    "duration_not_ahead": Text(
        "error",
        "--expires-in {text}: that credential would have expired already.",
        "--expires-in {text}：这样的凭据已经过期。",
        "for example: --expires-in 365d",
        "例如：--expires-in 365d",
    ),
    "profile_id_invalid": Text(
        "error",
        'A profile id has no blanks and does not begin with "-": "{profile}"',
        '配置 id 不能含空白，也不能以 "-" 开头：“{profile}”',
        "for example: --profile-id anthropic:work",
        "例如：--profile-id anthropic:work",
    ),
    "profile_id_taken": Text(
        "error",
        'Auth profile "{profile}" is for {owner}, not {provider}. Nothing was stored.',
        'Auth profile "{profile}" 属于 {owner}，不是 {provider}。没有保存任何内容。',
        "--profile-id {provider}:<name>",
    ),
    "provider_near": Text(
        "warning",
        "{provider} is not a known provider; it is stored all the same.{nearest}",
        "未知的提供方 {provider}；仍按要求保存。{nearest}",
        "wrong name? openclaw models auth remove {profile}",
        "名称有误？openclaw models auth remove {profile}",
    ),
    "provider_called_here": Text(
        "info", "{alias} is called {provider} here.", "{alias} 在这里称为 {provider}。"
    ),
    "provider_local": Text(
        "info",
        "{label} runs on your own machine and needs no credential.",
        "{label} 在您自己的机器上运行，不需要凭据。",
        "elsewhere? openclaw config set models.providers.{provider}.baseUrl <url>",
        "在别处？openclaw config set models.providers.{provider}.baseUrl <url>",
    ),
    "type_not_offered": Text(
        "error",
        "{provider} takes no {type}; it takes: {types}.",
        "{provider} 不接受 {type}；可用：{types}。",
        "openclaw models auth add --provider {provider} --type {first}",
    ),
    "login_only": Text(
        "error",
        "{label} has neither keys nor tokens to paste, only a login in the browser.",
        "{label} 没有可粘贴的密钥或令牌，只能在浏览器中登录。",
        "openclaw models auth login --provider {provider}",
    ),
    "setup_token_provider": Text(
        "error",
        "Only anthropic has setup-tokens, not {provider}.",
        "只有 anthropic 有 setup-token，{provider} 没有。",
        "openclaw models auth paste-token --provider {provider}",
    ),
    "setup_token_first": Text(
        "info",
        "Run `claude setup-token` first (any machine with Claude Code), then this command again.",
        "请先运行 `claude setup-token`（任何装有 Claude Code 的机器），再运行本命令。",
        "or let this command start it: openclaw models auth setup-token --run",
        "或由本命令启动它：openclaw models auth setup-token --run",
    ),
    "claude_missing": Text(
        "error",
        "There is no `claude` on the PATH.",
        "PATH 中没有 `claude`。",
        "npm install -g @anthropic-ai/claude-code; or run it elsewhere and: openclaw models auth setup-token",
        "npm install -g @anthropic-ai/claude-code；或在别处运行后：openclaw models auth setup-token",
    ),
    "claude_failed": Text(
        "error",
        "`claude setup-token` ended with exit code {exit_code}. Nothing was stored.",
        "`claude setup-token` 以退出码 {exit_code} 结束。没有保存任何内容。",
    ),
    "gateway_is_remote": Text(
        "warning",
        "gateway.mode is remote{url}: its gateway uses the credentials of that host, not these.",
        "gateway.mode 为 remote{url}：其网关使用那台主机上的凭据，而不是这里的。",
        "run this command on that host; or: openclaw config set gateway.mode local",
        "在那台主机上运行本命令；或：openclaw config set gateway.mode local",
    ),
    # What came of it.
    "auth_updated": Text("info", "Updated {file}", "已更新 {file}"),
    "auth_profile": Text(
        "info",
        "Auth profile: {profile} ({provider}/{type}){ends}",
        "凭据：{profile}（{provider}/{type}）{ends}",
    ),
    "auth_replaced": Text(
        "info",
        "It replaces {secret}, which is kept for 24 hours.",
        "它替换了 {secret}，后者保留 24 小时。",
        "to have both: openclaw models auth rename {profile} <new-id>, then: openclaw models auth remove {profile} --undo",
        "如需两者：openclaw models auth rename {profile} <新 id>，然后：openclaw models auth remove {profile} --undo",
    ),
    "auth_next": Text("info", "Next for {provider}: {next}", "{provider} 下一个使用：{next}"),
    "auth_next_none": Text(
        "warning",
        "Nothing usable is left for {provider}.",
        "{provider} 已没有可用的凭据。",
        "openclaw models auth add --provider {provider}",
    ),
    "auth_not_next": Text(
        "warning",
        "{profile} is stored, but not used: {why}",
        "{profile} 已保存，但不会被使用：{why}",
        "{mend}",
    ),
    "stored_unseen": Text(
        "warning",
        "{profile} is main's; agent {agent} is isolated and does not see it.",
        "{profile} 属于 main；智能体 {agent} 是隔离的，看不到它。",
        "for that agent: the same command with --agent {agent}",
        "如要给该智能体使用：在同一命令后加 --agent {agent}",
    ),
    "profiles_now_hidden": Text(
        "warning",
        "Not used any more: {profiles}. The config now names other profiles of {provider}{agent}.",
        "不再使用：{profiles}。配置现在只列出了 {provider} 的其他凭据{agent}。",
        "keep them: openclaw models auth order set --provider {provider}{option} {order}",
        "保留它们：openclaw models auth order set --provider {provider}{option} {order}",
    ),
    "of_agent": Text("info", " (agent {agent})", "（智能体 {agent}）"),
    "stored_but_config": Text(
        "warning",
        "{profile} is stored in {store}; only the config could not be changed:",
        "{profile} 已保存到 {store}；只是无法修改配置：",
    ),
    # List.
    "auth_list_none": Text(
        "info",
        "No stored credentials.",
        "没有已保存的凭据。",
        "openclaw models auth add",
    ),
    "auth_list_none_of": Text(
        "info",
        "No stored credentials for {provider}.{nearest}",
        "没有 {provider} 的已保存凭据。{nearest}",
        "openclaw models auth add --provider {meant}",
    ),
    "auth_column_profile": Text("info", "Profile", "凭据"),
    "auth_column_type": Text("info", "Type", "类型"),
    "auth_column_secret": Text("info", "Secret", "密钥"),
    "auth_column_state": Text("info", "State", "状态"),
    "auth_usable": Text("info", "ok", "正常"),
    "auth_state_cooling": Text("info", "cooldown {left}", "冷却 {left}"),
    "auth_state_disabled": Text("info", "disabled:{why} {left}", "已停用（{why}）{left}"),
    "auth_state_probe": Text("info", "rests, tried once", "停用中，试用一次"),
    "auth_state_dead": Text("info", "refused: {detail}", "被拒绝：{detail}"),
    "auth_state_restricted": Text("info", "vendor's client only", "仅限其自家客户端"),
    "auth_state_expired": Text("info", "expired {ago} ago", "{ago} 前过期"),
    "auth_state_stale": Text("info", "needs a refresh", "需要刷新"),
    "auth_state_empty": Text("info", "no key", "没有密钥"),
    "auth_state_hidden": Text("info", "hidden by config", "被配置隐藏"),
    "auth_state_not_in_order": Text("info", "not in the order", "不在顺序中"),
    "auth_state_unused": Text("info", "not used", "不使用"),
    "list_comma": Text("info", ", ", "，"),
    # Remove, rename.
    "profile_not_found": Text(
        "error",
        'Auth profile "{profile}" not found in {dir}.{nearest}',
        'Auth profile "{profile}" not found（未找到）：{dir}。{nearest}',
        "openclaw models auth list",
    ),
    "profile_inherited": Text(
        "error",
        "{profile} is main's; agent {agent} only reads it.",
        "{profile} 属于 main；智能体 {agent} 只是读取它。",
        "openclaw models auth {verb} {profile}{option}; or keep {agent} from it: openclaw models auth order set --provider {provider} --agent {agent} <ids>",
        "openclaw models auth {verb} {profile}{option}；或让 {agent} 不用它：openclaw models auth order set --provider {provider} --agent {agent} <ids>",
    ),
    "auth_removed": Text(
        "info",
        "Removed {profile} from {store}.",
        "已从 {store} 移除 {profile}。",
        "undo within 24 hours: openclaw models auth remove {profile} --undo{option}",
        "24 小时内撤销：openclaw models auth remove {profile} --undo{option}",
    ),
    "auth_purged": Text(
        "info",
        "Deleted {profile} from {store}.",
        "已从 {store} 删除 {profile}。",
    ),
    "auth_kept_deleted": Text(
        "info",
        "Deleted what was kept of {profile} beside {store}.",
        "已删除 {store} 旁为 {profile} 保留的内容。",
    ),
    "cancelled_change": Text(
        "info", "Cancelled. Nothing was changed.", "已取消，没有更改任何内容。"
    ),
    "auth_restored": Text(
        "info", "Restored {profile} in {store}.", "已在 {store} 恢复 {profile}。"
    ),
    "auth_renamed": Text("info", "Renamed {old} to {new}.", "已将 {old} 改名为 {new}。"),
    "auth_rename_taken": Text(
        "error",
        'Auth profile "{profile}" exists already. Nothing was changed.',
        'Auth profile "{profile}" 已存在。没有更改任何内容。',
        "openclaw models auth list",
    ),
    "auth_rename_same": Text("error", "The new id is the old one.", "新旧 id 相同。"),
    "removed_none": Text(
        "error",
        "Nothing was removed in the last 24 hours, so there is nothing to restore.",
        "过去 24 小时内没有移除过凭据，因此没有可恢复的内容。",
        "openclaw models auth list",
    ),
    "profile_required": Text(
        "error",
        "Which profile? Name it, or use --undo.",
        "哪个 profile？请写明，或使用 --undo。",
        "openclaw models auth list",
    ),
    "purge_or_undo": Text(
        "error", "Choose either --purge or --undo, not both.", "--purge 和 --undo 只能选一个。"
    ),
    # Clear a time out.
    "auth_cleared": Text(
        "info", "Cleared {profile} in {store}: {what}.", "已清除 {store} 中的 {profile}：{what}。"
    ),
    "auth_clear_nothing": Text(
        "info", "Nothing is held against {profile}.", "{profile} 没有被停用。"
    ),
    "auth_clear_none": Text(
        "info", "Nothing is held against any credential.", "没有被停用的凭据。"
    ),
    "cleared_dead": Text("info", "refused for good ({detail})", "已被永久拒绝（{detail}）"),
    "cleared_restricted": Text("info", "reserved for its own client", "只供其自家客户端使用"),
    "cleared_disabled": Text("info", "disabled ({why}), {left} left", "停用（{why}），还剩 {left}"),
    "cleared_cooldown": Text("info", "cooldown, {left} left", "冷却，还剩 {left}"),
    "cleared_model": Text("info", "cooldown for {model}, {left} left", "{model} 冷却，还剩 {left}"),
    "cleared_count": Text("info", "failures counted: {count}", "失败计数：{count}"),
    # Order.
    "order_agent": Text("info", "Agent: {agent}", "智能体：{agent}"),
    "order_provider": Text("info", "Provider: {provider}", "提供方：{provider}"),
    "order_file": Text("info", "Auth file: {file}", "凭据文件：{file}"),
    "order_override": Text("info", "Order override: {order}", "自定义顺序：{order}"),
    "order_in_effect": Text("info", "Used: {order} ({source})", "实际使用: {order}（{source}）"),
    "order_none": Text("info", "(none)", "（无）"),
    "order_missing_ids": Text(
        "error",
        "Missing profile ids. Provide one or more profile ids.",
        "缺少 profile id，请至少给出一个。",
        "openclaw models auth list --provider {provider}",
    ),
    "order_profile_unknown": Text(
        "error",
        'Auth profile "{profile}" not found in {dir}.{nearest}',
        'Auth profile "{profile}" not found in {dir}.（未找到）{nearest}',
        "openclaw models auth list --provider {provider}",
    ),
    "order_profile_other": Text(
        "error",
        'Auth profile "{profile}" is for {owner}, not {provider}.',
        'Auth profile "{profile}" is for {owner}, not {provider}.（属于 {owner}，不是 {provider}）',
        "openclaw models auth list --provider {provider}",
    ),
    "order_left_out": Text(
        "info",
        "Not in the order, so not used: {profiles}",
        "不在顺序中，不会使用：{profiles}",
    ),
    "order_cleared": Text("info", "Cleared per-agent order override.", "已清除自定义顺序。"),
    "order_nothing_to_clear": Text("info", "There was no order override.", "没有自定义顺序。"),
    "order_of_main_applies": Text(
        "info",
        "main's order applies: {order}",
        "沿用 main 的顺序：{order}",
        "openclaw models auth order clear --provider {provider} --agent main",
    ),
}
