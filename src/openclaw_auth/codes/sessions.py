"""Texts of the codes about chat sessions."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    "session_locked": Text(
        "error",
        "{path} has been held by {holder} for {seconds} seconds. Nothing was changed.",
        "{path} 已被 {holder} 占用 {seconds} 秒。未做任何更改。",
        "try again; if no OpenClaw is running: rm {path}",
        "请重试；如果没有 OpenClaw 在运行：rm {path}",
    ),
    "sessions_unreadable": Text(
        "error",
        "{path} is no JSON5 object. It was left as it is.",
        "{path} 不是 JSON5 对象，未做改动。",
        "set it aside: mv {path} {path}.broken",
        "先移开：mv {path} {path}.broken",
    ),
    "sessions_unwritable": Text(
        "error",
        "{path} cannot be written: {error}. Nothing was changed.",
        "无法写入 {path}：{error}。未做任何更改。",
        "openclaw doctor",
    ),
    "transcript_unreadable": Text(
        "error",
        "The transcript {path} cannot be read: {error}.",
        "无法读取会话记录 {path}：{error}。",
        "openclaw doctor",
    ),
    "transcript_unwritable": Text(
        "error",
        "The transcript {path} cannot be written: {error}.",
        "无法写入会话记录 {path}：{error}。",
        "openclaw doctor",
    ),
    "chat_current": Text("info", "Current: {model}", "当前：{model}"),
    "chat_default": Text("info", "Default: {model}", "默认：{model}"),
    "chat_agent": Text("info", "Agent: {agent}", "智能体：{agent}"),
    "chat_auth_file": Text("info", "Auth file: {path}", "凭据文件：{path}"),
    "chat_provider": Text(
        "info",
        "[{provider}] endpoint: {endpoint} api: {api}",
        "[{provider}] 地址：{endpoint} 接口：{api}",
    ),
    "chat_model_row": Text("info", "• {model}", "• {model}"),
    "chat_pick": Text("info", "{number}. {model}", "{number}. {model}"),
    "chat_pick_current": Text("info", "{number}. {model} ← current", "{number}. {model} ← 当前"),
    "chat_how_switch": Text(
        "info",
        "Switch: /model <number | alias | provider/model>[@<profile>]",
        "切换：/model <编号 | 别名 | 提供方/模型>[@<凭据>]",
    ),
    "chat_how_browse": Text(
        "info",
        "Browse: /models (providers) or /models <provider> (models)",
        "浏览：/models（提供方）或 /models <提供方>（模型）",
    ),
    "chat_how_browse_provider": Text(
        "info", "Browse: /models <provider>", "浏览：/models <提供方>"
    ),
    "chat_how_more": Text("info", "More: /model status", "更多：/model status"),
    "chat_model_set": Text("info", "Model set to {model}.", "模型已设为 {model}。"),
    "chat_model_default": Text(
        "info", "Model reset to default ({model}).", "模型已恢复默认（{model}）。"
    ),
    "chat_pin_set": Text("info", "Auth profile set to {profile}.", "凭据已设为 {profile}。"),
    "chat_model_without_credential": Text(
        "warning",
        "There is no credential for {provider} yet.",
        "{provider} 尚无凭据。",
        "openclaw models auth add --provider {provider}",
    ),
    "chat_pin_needs_model": Text(
        "error",
        "Auth profile override requires a model selection. Example: /model {example}@{profile}",
        "指定凭据时必须同时指定模型。例如：/model {example}@{profile}",
    ),
    "chat_model_unknown": Text(
        "error",
        'Unrecognized model "{model}". There are: {names}. Use /models to list providers, or '
        "/models <provider> to list models.",
        "没有模型 “{model}”。可选：{names}。用 /models 查看提供方，或 /models <提供方> 查看模型。",
    ),
    "chat_model_not_allowed": Text(
        "error",
        'Model "{model}" is not allowed. Allowed: {names}. Use /models to list providers, or '
        "/models <provider> to list models.",
        "不允许使用模型 “{model}”。允许：{names}。用 /models 查看提供方，或 /models <提供方> 查看模型。",
    ),
    "chat_number_unknown": Text(
        "error",
        "There is no model number {number}: /model list has 1 to {count}.",
        "没有编号 {number}：/model list 的编号为 1 到 {count}。",
    ),
    "chat_profile_unknown": Text(
        "error",
        'Auth profile "{profile}" not found. {known}',
        "没有凭据 “{profile}”。{known}",
    ),
    "chat_profile_elsewhere": Text(
        "error",
        'Auth profile "{profile}" is for {provider}, not {wanted}. {known}',
        "凭据 “{profile}” 属于 {provider}，不属于 {wanted}。{known}",
    ),
    "chat_profiles_are": Text(
        "info", "Profiles for {provider}: {names}", "{provider} 的凭据：{names}"
    ),
    "chat_profiles_none": Text(
        "info",
        "There is no profile for {provider}.",
        "{provider} 没有凭据。",
        "openclaw models auth add --provider {provider}",
    ),
    "chat_provider_unknown": Text(
        "error",
        'Unknown provider "{provider}". There are: {names}',
        "没有提供方 “{provider}”。可选：{names}",
    ),
    "chat_models_usage": Text(
        "error",
        'What is "{word}"? Usage: /models [provider] [page] [limit=<n>] [all]',
        "无法理解 “{word}”。用法：/models [提供方] [页码] [limit=<数量>] [all]",
    ),
    "chat_page_unknown": Text(
        "error",
        "There is no page {page}: the last one is {pages}.",
        "没有第 {page} 页：共 {pages} 页。",
    ),
    "chat_no_models": Text(
        "warning",
        "No provider has a credential yet.",
        "还没有任何提供方的凭据。",
        "openclaw models auth add --provider {provider}",
    ),
    "chat_providers": Text("info", "Providers:", "提供方："),
    "chat_provider_row": Text(
        "info", "{provider} ({count} models)", "{provider}（{count} 个模型）"
    ),
    "chat_models_head": Text(
        "info",
        "Models of {provider}: {count}, page {page} of {pages}",
        "{provider} 的模型：共 {count} 个，第 {page}/{pages} 页",
    ),
    "chat_next_page": Text(
        "info", "More: /models {provider} {page}", "更多：/models {provider} {page}"
    ),
    "chat_candidate": Text("info", "{rank}. {name} · {billing}", "{rank}. {name} · {billing}"),
    "chat_candidate_next": Text(
        "info", "{rank}. {name} · {billing} ← next", "{rank}. {name} · {billing} ← 下一个"
    ),
    "chat_more_candidates": Text("info", "… and {count} more", "……另有 {count} 个"),
    "chat_no_candidates": Text("warning", "There is no credential.", "没有凭据。"),
    "chat_session": Text(
        "info", "Session: {session} (agent {agent})", "会话：{session}（智能体 {agent}）"
    ),
    "chat_selected": Text("info", "Model selected: {model}", "选定的模型：{model}"),
    "chat_answered": Text("info", "Model that answered last: {model}", "上次应答的模型：{model}"),
    "chat_profile": Text("info", "Profile: {profile} · {billing}", "凭据：{profile} · {billing}"),
    "chat_profile_user": Text(
        "info",
        "Profile: {profile} (pinned by you) · {billing}",
        "凭据：{profile}（由您指定）· {billing}",
    ),
    "chat_profile_auto": Text(
        "info",
        "Profile: {profile} (kept for this session) · {billing}",
        "凭据：{profile}（本会话沿用）· {billing}",
    ),
    "chat_nothing_usable": Text(
        "warning",
        "Profile: none of {provider} can be used now.",
        "凭据：{provider} 目前没有可用的凭据。",
        "openclaw models auth explain --provider {provider}",
    ),
    "chat_tokens": Text(
        "info",
        "Tokens: {input} in / {output} out; context {prompt} of {window} ({share}%)",
        "令牌：输入 {input} / 输出 {output}；上下文 {prompt} / {window}（{share}%）",
    ),
    "chat_tokens_assumed": Text(
        "info",
        "Tokens: {input} in / {output} out; context {prompt} of {window}, a size that is "
        "assumed ({share}%)",
        "令牌：输入 {input} / 输出 {output}；上下文 {prompt} / {window}（此大小为假定值，{share}%）",
    ),
    "chat_usage_mode": Text("info", "Usage footer: {mode}", "用量页脚：{mode}"),
    "chat_usage_unknown": Text(
        "error",
        'There is no usage footer "{mode}": {names}.',
        "没有页脚模式 “{mode}”：{names}。",
    ),
    "chat_resting": Text("warning", "Rests: {name}", "暂停中：{name}"),
    "chat_running": Text(
        "info", "An answer is under way; /stop ends it.", "正在应答；/stop 可中止。"
    ),
    "chat_auth_head": Text(
        "info",
        "Credentials for {model}, as agent {agent} uses them:",
        "智能体 {agent} 用于 {model} 的凭据：",
    ),
    "chat_stopping": Text("info", "Stopped.", "已停止。"),
    "chat_nothing_runs": Text("info", "Nothing is running.", "没有正在进行的应答。"),
    "chat_new_session": Text("info", "A new session has begun.", "新会话已开始。"),
    "chat_help_head": Text("info", "Commands:", "命令："),
    "chat_help_model": Text(
        "info",
        "/model [list | status | <number, alias or id>[@<profile>]]: show or choose the model",
        "/model [list | status | <编号、别名或 ID>[@<凭据>]]：查看或选择模型",
    ),
    "chat_help_models": Text(
        "info", "/models [provider] [page]: what there is", "/models [提供方] [页码]：有哪些模型"
    ),
    "chat_help_new": Text(
        "info",
        "/new [model] [message]: begin a new session",
        "/new [模型] [消息]：开始新会话",
    ),
    "chat_help_reset": Text(
        "info",
        "/reset [message]: the same, with the default model",
        "/reset [消息]：同上，使用默认模型",
    ),
    "chat_help_status": Text(
        "info",
        "/status: model, profile, tokens, cooldowns",
        "/status：模型、凭据、令牌用量、冷却",
    ),
    "chat_help_auth": Text(
        "info",
        "/auth: which credential answers here, and why no other",
        "/auth：此处由哪个凭据应答，其他的为何不用",
    ),
    "chat_help_usage": Text(
        "info",
        "/usage off|tokens|full: what stands below an answer",
        "/usage off|tokens|full：答复下方显示什么",
    ),
    "chat_help_stop": Text("info", "/stop: end the answer under way", "/stop：中止正在进行的应答"),
    "chat_help_help": Text("info", "/help, /commands: this list", "/help、/commands：本列表"),
    "chat_help_aliases": Text("info", "Aliases: {names}", "别名：{names}"),
    "chat_help_hint": Text(
        "info",
        "Within a message, /model <model> holds for that message only.",
        "写在消息中的 /model <模型> 只对该消息有效。",
    ),
    "chat_broken_off": Text(
        "error",
        "The answer of {model} broke off: {why}",
        "{model} 的答复中断：{why}",
        "send the message again",
        "请重新发送消息",
    ),
    "chat_left_out": Text(
        "warning",
        "The conversation is longer than the model can take: the {count} oldest turns were left "
        "out.",
        "对话超出模型可容纳的长度：已略去最早的 {count} 轮。",
        "/new begins anew",
        "/new 开始新会话",
    ),
    "chat_selection_reset": Text(
        "warning",
        "Current: {model} (previous selection reset to default). {gone} is no longer in "
        "agents.defaults.models.",
        "当前：{model}（之前的选择已重置为默认）。{gone} 已不在 agents.defaults.models 中。",
        "openclaw config get agents.defaults.models",
    ),
    "chat_stopped": Text("info", "The answer was stopped.", "应答已停止。"),
    "chat_gateway_words": Text("info", "{words}", "{words}"),
    "chat_by_gateway": Text("info", "Through the gateway {url}.", "经由网关 {url}。"),
    "chat_failed_then": Text("error", "{words}", "{words}"),
    "chat_session_unusable": Text(
        "error",
        '"{session}" cannot be a session: at most {limit} characters, no control characters.',
        "“{session}” 不能作为会话：最多 {limit} 个字符，且不能含控制字符。",
    ),
    "chat_session_elsewhere": Text(
        "error",
        "The session {session} is one of agent {owner}, not of {agent}.",
        "会话 {session} 属于智能体 {owner}，而不是 {agent}。",
        "ask for it with agent {owner}",
        "请改用智能体 {owner}",
    ),
    "chat_message_too_long": Text(
        "error",
        "The message is too long: {limit_mb} MB of text at most.",
        "消息过长：文本最多 {limit_mb} MB。",
        "shorten it, or send it in parts",
        "请缩短或分次发送",
    ),
    "chat_request_too_long": Text(
        "error",
        "The message and its pictures are too large: {limit_mb} MB at most.",
        "消息及图片过大：最多 {limit_mb} MB。",
        "send smaller pictures",
        "请发送较小的图片",
    ),
    "chat_pictures_too_many": Text(
        "error",
        "A message takes {limit} pictures at most.",
        "一条消息最多可含 {limit} 张图片。",
    ),
    "chat_picture_invalid": Text(
        "error",
        "Picture {number} is none: PNG, JPEG, GIF and WebP are taken, as base64 of their bytes.",
        "第 {number} 张图片无效：仅支持 PNG、JPEG、GIF 和 WebP，并以 base64 编码。",
    ),
    "chat_nothing_said": Text(
        "error", "There is nothing to say: no words, no picture.", "没有内容：既无文字也无图片。"
    ),
    "chat_no_user_message": Text(
        "error",
        "The last message must be one of the user, with words or a picture.",
        "最后一条消息必须是用户消息，且包含文字或图片。",
    ),
    "chat_picture_elsewhere": Text(
        "error",
        "Pictures are taken as data: URLs of base64; others are not fetched.",
        "图片只接受 base64 的 data: URL；不会获取其他地址的图片。",
    ),
    "chat_readers_too_many": Text(
        "error",
        "{limit} chats listen already.",
        "已有 {limit} 个聊天窗口在接收。",
        "close one of them",
        "请关闭其中一个",
    ),
    "chat_queue_full": Text(
        "error",
        "{count} messages are waiting in this session already.",
        "此会话中已有 {count} 条消息在等待。",
        "wait for an answer, or /stop",
        "请等待答复，或使用 /stop",
    ),
    "chat_moved": Text(
        "warning", "{model} answered instead of {asked}:", "由 {model} 代替 {asked} 应答："
    ),
    "chat_passed_over": Text("info", "{who}:", "{who}："),
    "chat_usage": Text(
        "info", "Usage: {input} in / {output} out", "用量：输入 {input} / 输出 {output}"
    ),
    "chat_usage_cost": Text(
        "info",
        "Usage: {input} in / {output} out · est ${dollars}",
        "用量：输入 {input} / 输出 {output} · 约 ${dollars}",
    ),
    "chat_answered_by": Text(
        "info",
        "{model} by {profile} · {billing} · session {session}",
        "{model}，凭据 {profile} · {billing} · 会话 {session}",
    ),
    "system_prompt_unreadable": Text(
        "error",
        "The system prompt {path} cannot be read: {error}.",
        "无法读取系统提示 {path}：{error}。",
        "openclaw config get agents.defaults.systemPrompt",
    ),
    "chat_message_empty": Text(
        "error",
        "There is nothing to say: the message is empty.",
        "消息为空。",
        "openclaw chat --message 'Hello'",
    ),
    "chat_welcome": Text(
        "info",
        "Agent {agent}, model {model}. /help shows the commands, Ctrl-C stops an answer, Ctrl-D "
        "ends.",
        "智能体 {agent}，模型 {model}。/help 查看命令，Ctrl-C 中止应答，Ctrl-D 退出。",
    ),
    "agent_needs_session": Text(
        "error",
        "Say which session: --agent <id>, --to <number> or --session-id <id>.",
        "请指定会话：--agent <id>、--to <号码> 或 --session-id <id>。",
        "openclaw agent --agent main --message 'Hello'",
    ),
    "bad_session_id": Text(
        "error",
        '"{session}" cannot be a session id: letters, digits, dot, dash and underscore.',
        "“{session}” 不能作为会话 ID：只能含字母、数字、点、连字符和下划线。",
    ),
}
