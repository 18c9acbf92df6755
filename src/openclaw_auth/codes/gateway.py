"""Texts of the codes of gateway."""

from __future__ import annotations

from openclaw_auth.codes import Text
from openclaw_auth.codes.environment import STORE

TABLE: dict[str, Text] = {
    "all_candidates_failed": Text(
        "error",
        "No available auth profile for {provider} (all in cooldown or unavailable). Calls made and failed: {count}.",
        "No available auth profile for {provider} (all in cooldown or unavailable).（没有可用的凭据）调用次数：{count}，全部失败。",
        "openclaw models auth explain {provider}",
    ),
    "request_malformed": Text(
        "error",
        "The request is not well-formed HTTP: {detail}.",
        "请求不是格式正确的 HTTP：{detail}。",
    ),
    "head_too_large": Text(
        "error",
        "The request head is larger than the gateway takes ({limit}).",
        "请求头超过网关接受的大小（{limit}）。",
        "send fewer or shorter headers",
        "减少请求头的数量或长度",
    ),
    "expectation_unknown": Text(
        "error",
        "Only `Expect: 100-continue` is understood.",
        "只支持 `Expect: 100-continue`。",
    ),
    "request_timeout": Text(
        "error",
        "The request did not arrive whole within {seconds} s.",
        "请求未在 {seconds} 秒内完整到达。",
        "send it again",
        "重新发送",
    ),
    "gateway_token_missing": Text(
        "error",
        "This gateway wants its own token, not a provider's key: send `Authorization: Bearer TOKEN` or `x-api-key: TOKEN`.",
        "网关需要它自己的令牌，而不是提供方的密钥：请发送 `Authorization: Bearer 令牌` 或 `x-api-key: 令牌`。",
        "use the output of `openclaw gateway token`",
        "使用 `openclaw gateway token` 的输出",
    ),
    "gateway_token_wrong": Text(
        "error",
        "The token is not this gateway's: it wants its own, not a provider's key.",
        "令牌不是本网关的：它需要自己的令牌，而不是提供方的密钥。",
        "use the output of `openclaw gateway token`",
        "使用 `openclaw gateway token` 的输出",
    ),
    "host_foreign": Text(
        "error",
        'The request was sent to the name "{host}", under which this gateway does not serve (protection against DNS rebinding).',
        "请求发往名称 “{host}”，本网关不以该名称提供服务（防止 DNS 重绑定）。",
        "call the gateway as 127.0.0.1 or localhost",
        "请以 127.0.0.1 或 localhost 访问网关",
    ),
    "origin_foreign": Text(
        "error",
        "A web page of another origin ({origin}) may not use this gateway.",
        "其他来源（{origin}）的网页不能使用本网关。",
        "call the gateway from a program, or from its own page",
        "请从程序或网关自己的页面访问",
    ),
    "path_unknown": Text(
        "error",
        "The gateway has no {path}. It serves /v1/messages, /v1/messages/count_tokens, /v1/chat/completions, /v1/responses, /v1/embeddings and /v1/models.",
        "网关没有 {path}。它提供 /v1/messages、/v1/messages/count_tokens、/v1/chat/completions、/v1/responses、/v1/embeddings 和 /v1/models。",
    ),
    "method_wrong": Text(
        "error",
        "{method} is not possible here; use {allowed}.",
        "此处不能使用 {method}，请使用 {allowed}。",
    ),
    "content_type_wrong": Text(
        "error",
        'The body must be JSON, not "{type}".',
        "请求体必须是 JSON，而不是 “{type}”。",
        "send `Content-Type: application/json`",
        "发送 `Content-Type: application/json`",
    ),
    "body_too_large": Text(
        "error",
        "The body is larger than the {limit_mb} MB that the gateway takes.",
        "请求体超过网关接受的 {limit_mb} MB。",
        "send a smaller request",
        "缩小请求",
    ),
    "bodies_too_many": Text(
        "error",
        "The gateway holds as many request bodies as it may ({limit_mb} MB together).",
        "网关持有的请求体已达上限（合计 {limit_mb} MB）。",
        "try again in a moment",
        "稍后重试",
    ),
    "body_missing": Text(
        "error",
        "The request has no body.",
        "请求没有请求体。",
        "send a JSON object with `model`",
        "发送含 `model` 的 JSON 对象",
    ),
    "body_not_json": Text(
        "error",
        "The body is not valid JSON: {detail}.",
        "请求体不是有效的 JSON：{detail}。",
    ),
    "body_fields_invalid": Text(
        "error",
        "The body does not fit: {detail}.",
        "请求体不符合要求：{detail}。",
        'send a JSON object with a string `model`, such as "anthropic/claude-sonnet-4-5"',
        "发送含字符串 `model` 的 JSON 对象，例如 “anthropic/claude-sonnet-4-5”",
    ),
    "model_not_listed": Text(
        "error",
        'There is no model "{model}" here.',
        "这里没有模型 “{model}”。",
        "openclaw models list",
    ),
    "client_left": Text(
        "info",
        "The client left before its answer had ended.",
        "客户端在答复结束前已离开。",
    ),
    "gateway_stopped": Text(
        "info",
        "The gateway was stopped before the answer had ended.",
        "答复结束前网关已停止。",
    ),
    "gateway_fault": Text(
        "error",
        "The gateway failed on this request ({detail}). Its log has the details under the request id.",
        "网关处理此请求时出错（{detail}）。日志中以请求编号记有详情。",
        "openclaw doctor",
    ),
    "port_in_use": Text(
        "error",
        "Port {port} on {host} is in use by {owner}.",
        "{host} 的端口 {port} 已被 {owner} 占用。",
        "openclaw gateway run --port {free_port}",
    ),
    "address_unavailable": Text(
        "error",
        "Cannot listen on {host} port {port}: {detail}.",
        "无法监听 {host} 端口 {port}：{detail}。",
        "openclaw gateway run --bind loopback",
    ),
    "bind_unknown": Text(
        "error",
        '"{bind}" is not loopback, lan, tailnet, auto or an address of this machine.',
        "“{bind}” 不是 loopback、lan、tailnet、auto 或本机地址。",
        "openclaw gateway run --bind loopback",
    ),
    "port_invalid": Text(
        "error",
        '"{port}" is not a port (0 to 65535).',
        "“{port}” 不是有效端口（0 到 65535）。",
        "openclaw gateway run --port 18789",
    ),
    "gateway_running": Text(
        "error",
        "A gateway already serves this state directory: process {pid}, port {port}, since {started}.",
        "已有网关在使用此状态目录：进程 {pid}，端口 {port}，启动于 {started}。",
        "kill {pid}",
    ),
    "bind_without_token": Text(
        "error",
        "Refusing to listen on {bind} without a token: everyone on the network could use your credentials.",
        "拒绝在没有令牌的情况下监听 {bind}：网络上的任何人都可能使用你的凭据。",
        "openclaw gateway run   (once, on loopback: it makes a token), or set OPENCLAW_GATEWAY_TOKEN",
        "openclaw gateway run   （先在回环地址启动一次以生成令牌），或设置 OPENCLAW_GATEWAY_TOKEN",
    ),
    "gateway_token_at": Text(
        "info", "Its token is in {where}; Ctrl-C stops it.", "令牌在 {where} 中；按 Ctrl-C 停止。"
    ),
    "gateway_try": Text("info", "Try it, in another terminal:", "在另一个终端中试一试："),
    "gateway_stopping": Text(
        "info",
        "Stopping; waiting at most {seconds} s for clients that are still being answered: {count}. Ctrl-C again stops at once.",
        "正在停止；最多再等 {seconds} 秒，让 {count} 个客户端收完答复。再按一次 Ctrl-C 立即停止。",
    ),
    "gateway_token_none": Text(
        "error",
        "The gateway has no token yet; its first start makes one.",
        "网关还没有令牌；首次启动时会生成。",
        "openclaw gateway run",
    ),
    "gateway_token_unset": Text(
        "error",
        "The gateway token in the config ({text}) refers to a variable that is not set.",
        "配置中的网关令牌（{text}）引用了未设置的变量。",
        "set the variable, or OPENCLAW_GATEWAY_TOKEN",
        "设置该变量，或设置 OPENCLAW_GATEWAY_TOKEN",
    ),
    "gateway_remote": Text(
        "error",
        "gateway.mode is `remote`: the gateway of this configuration runs on another host.",
        "gateway.mode 为 `remote`：此配置的网关运行在另一台主机上。",
        "openclaw config set gateway.mode local",
    ),
    "token_in_argv": Text(
        "warning",
        "--token is visible to every user of this machine in the process list.",
        "--token 会出现在进程列表中，本机所有用户都能看到。",
        "set OPENCLAW_GATEWAY_TOKEN instead",
        "请改用 OPENCLAW_GATEWAY_TOKEN",
    ),
    "gateway_no_credential": Text(
        "warning",
        "No credential was found on this machine: requests will be answered with an error until one is added.",
        "本机未找到凭据：在添加凭据之前，请求会得到错误答复。",
        "openclaw models auth add   (or try it without an account: openclaw gateway run --demo)",
        "openclaw models auth add   （或无账号试用：openclaw gateway run --demo）",
    ),
    "gateway_demo": Text(
        "info",
        "Demo provider: model demo/echo answers by itself, without an account; nothing leaves this machine.",
        "演示提供方：模型 demo/echo 无需账号即可回答，任何内容都不会离开本机。",
    ),
    "reload_done": Text(
        "info",
        "Configuration and credentials were read anew (generation {generation}).",
        "已重新读取配置和凭据（第 {generation} 代）。",
    ),
    "reload_failed": Text(
        "error",
        "The change was not taken over, the last good configuration stays: {detail}",
        "更改未生效，继续使用上一份有效配置：{detail}",
        "openclaw doctor",
    ),
    "gateway_lacks_variable": Text(
        "warning",
        "The running gateway (pid {pid}) does not see {name}, which is set here.",
        "正在运行的网关（pid {pid}）看不到这里设置的 {name}。",
        STORE,
    ),
    "gateway_lacks_variable_of_file": Text(
        "warning",
        "The running gateway (pid {pid}) does not see {name}, which commands here find ({source}).",
        "正在运行的网关（pid {pid}）看不到 {name}，而这里的命令能找到它（{source}）。",
        "openclaw env",
    ),
    "gateway_alone_has_variable": Text(
        "warning",
        "The running gateway (pid {pid}) sees {name}, which is not set here.",
        "正在运行的网关（pid {pid}）有 {name}，而这里没有设置。",
        "Put it into {env_file}, where both look.",
        "请把它写进 {env_file}，两边都会读取。",
    ),
    "gateway_has_other_variable": Text(
        "warning",
        "The running gateway (pid {pid}) has another value of {name} than this command.",
        "正在运行的网关（pid {pid}）的 {name} 与本命令看到的值不同。",
        "Restart the gateway, or put {name} into {env_file} only.",
        "请重启网关，或只在 {env_file} 中设置 {name}。",
    ),
    "penalty_ended": Text("info", "{profile} works again.", "{profile} 恢复正常。"),
    "penalties_unwritten": Text(
        "error",
        "Time outs cannot be stored in {path} and are kept in memory until that works: {why}",
        "暂停状态无法写入 {path}，在恢复之前只保存在内存中：{why}",
        "{step}",
    ),
    "penalties_written_again": Text(
        "info", "Time outs are stored in {path} again.", "暂停状态又可以写入 {path}。"
    ),
    "billing_crossed": Text(
        "warning",
        "Requests to {provider} now cost money by use: {source} answers instead of a {fromClass}.",
        "发往 {provider} 的请求现在按量计费：由 {source} 代替 {fromClass} 应答。",
        "openclaw models auth explain {provider}",
    ),
    "billing_returned": Text(
        "info",
        "Requests to {provider} no longer cost money by use: {source} answers again.",
        "发往 {provider} 的请求不再按量计费：重新由 {source} 应答。",
    ),
    "gateway_not_running": Text(
        "error",
        "No gateway runs for {state}.",
        "{state} 没有正在运行的网关。",
        "openclaw gateway run",
    ),
    "gateway_unreachable": Text(
        "error",
        "The gateway at {url} does not answer: {why}",
        "{url} 上的网关没有应答：{why}",
        "openclaw gateway run",
    ),
    "gateway_knows_other_token": Text(
        "error",
        "The gateway at {url} was started with another token than this command finds.",
        "{url} 上的网关启动时使用的令牌与本命令找到的不同。",
        "Set OPENCLAW_GATEWAY_TOKEN to the token that the gateway was started with.",
        "请把 OPENCLAW_GATEWAY_TOKEN 设为网关启动时使用的令牌。",
    ),
    "gateway_answered_oddly": Text(
        "error",
        "The gateway at {url} answered {status}, and not what was asked.",
        "{url} 上的网关应答了 {status}，而不是所问的内容。",
        "Restart the gateway: it may be an older version.",
        "请重启网关：它可能是旧版本。",
    ),
    "explain_gateway_agrees": Text(
        "info", "The running gateway decides the same.", "正在运行的网关的决定与此相同。"
    ),
    "explain_other_winner": Text(
        "warning",
        "The running gateway would use {gateway}; this command sees {here}.",
        "正在运行的网关会使用 {gateway}；本命令得出的是 {here}。",
    ),
    "explain_only_gateway": Text(
        "warning",
        "{source} is seen by the running gateway only.",
        "只有正在运行的网关看到 {source}。",
    ),
    "explain_only_here": Text(
        "warning",
        "{source} is not seen by the running gateway.",
        "正在运行的网关看不到 {source}。",
    ),
    "explain_other_state": Text(
        "warning",
        "{source}: the running gateway says \u201c{gateway}\u201d, here it is \u201c{here}\u201d.",
        "{source}：正在运行的网关认为\u201c{gateway}\u201d，而这里是\u201c{here}\u201d。",
    ),
    "page_body_not_json": Text(
        "error",
        "The request must be a small JSON object, sent as application/json.",
        "请求必须是以 application/json 发送的小型 JSON 对象。",
    ),
    "page_field_missing": Text(
        "error",
        "`{field}` is missing or makes no sense.",
        "缺少 `{field}`，或其内容无效。",
    ),
    "pages_too_many": Text(
        "error",
        "{limit} control pages are open already.",
        "已打开 {limit} 个控制页面。",
        "close one of them",
        "请关闭其中一个",
    ),
    "page_cleared": Text("info", "{profile} may be used again.", "{profile} 可以再次使用。"),
    "page_order_set": Text(
        "info",
        "{provider} is now asked in this order: {order}.",
        "{provider} 现按此顺序使用：{order}。",
    ),
    "page_order_cleared": Text(
        "info",
        "{provider}: all credentials take turns again.",
        "{provider}：所有凭据重新轮流使用。",
    ),
    "page_removed": Text(
        "info",
        "{profile} was removed. For 24 hours it can be brought back.",
        "{profile} 已移除，24 小时内可以恢复。",
    ),
    "page_restored": Text("info", "{profile} is back.", "{profile} 已恢复。"),
}
