"""Texts of the monitor: what stands wrong, what is told, what became of the telling."""

from __future__ import annotations

from openclaw_auth.codes import Text

_REAUTH = "openclaw models auth reauth {profile}{agent}"
_STATUS = "openclaw models status{agent}"
_MEND = "openclaw models auth {how}{agent}"
_TARGETS = "openclaw config set monitor.targets.phone --stdin"

TABLE: dict[str, Text] = {
    "monitor_expiring": Text(
        "warning",
        "{profile}{where} ends in {left} ({until}).",
        "{profile}{where} 将在 {left} 后到期（{until}）。",
        _REAUTH,
    ),
    "monitor_expired": Text(
        "error",
        "{profile}{where} ended {ago} ago.",
        "{profile}{where} 已于 {ago} 前过期。",
        _REAUTH,
    ),
    "monitor_token_old": Text(
        "warning",
        "{profile}{where} is a setup-token that was stored about a year ago; it is expected to end around {until}.",
        "{profile}{where} 是大约一年前保存的 setup-token，预计在 {until} 前后到期。",
        _REAUTH,
    ),
    "monitor_refresh_failed": Text(
        "error",
        "{profile}{where} could not be renewed ({detail}).",
        "{profile}{where} 续期失败（{detail}）。",
        _REAUTH,
    ),
    "monitor_cooled": Text(
        "warning",
        "{profile}{where} rests after refusals ({detail}) until {until}, {left} left.",
        "{profile}{where} 因被拒绝（{detail}）进入冷却，到 {until}，还剩 {left}。",
        _STATUS,
    ),
    "monitor_disabled": Text(
        "warning",
        "{profile}{where} is disabled ({detail}) until {until}, {left} left.",
        "{profile}{where} 已停用（{detail}），到 {until}，还剩 {left}。",
        "top up or mend it at the provider, then: openclaw models auth clear-cooldown {profile}{agent}",
        "在提供方处充值或处理后执行：openclaw models auth clear-cooldown {profile}{agent}",
    ),
    "monitor_dead": Text(
        "error",
        "{profile}{where} was refused for good ({detail}); only another secret brings it back.",
        "{profile}{where} 已被永久拒绝（{detail}），换新的密钥后才能恢复。",
        _MEND,
    ),
    "monitor_policy_restricted": Text(
        "warning",
        "{profile}{where} is reserved by the provider for its own client; other requests need an API key.",
        "{profile}{where} 被提供方限定为只供其自家客户端使用，其他请求需要 API 密钥。",
        "openclaw models auth paste-api-key --provider {provider}{agent}",
    ),
    "monitor_nothing_usable": Text(
        "error",
        "Nothing is usable{where}: no credential can answer for {models}.",
        "没有可用的凭据{where}：{models} 均无法应答。",
        _MEND,
    ),
    "monitor_model_unusable": Text(
        "warning",
        "{model}{where} has no usable credential; other models answer in its place.",
        "{model}{where} 没有可用的凭据，由其他模型代为应答。",
        _MEND,
    ),
    "monitor_unreadable": Text(
        "error",
        "{count} credential stores cannot be read ({detail}).",
        "有 {count} 个凭据存储无法读取（{detail}）。",
        "openclaw doctor",
    ),
    "monitor_login_expiring": Text(
        "warning",
        "The login of {tool} ends in {left} ({until}): {path}.",
        "{tool} 的登录将在 {left} 后到期（{until}）：{path}。",
        "{how}",
    ),
    "monitor_login_expired": Text(
        "error",
        "The login of {tool} ended {ago} ago: {path}.",
        "{tool} 的登录已于 {ago} 前过期：{path}。",
        "{how}",
    ),
    "monitor_login_ended": Text(
        "info",
        "The access token of {tool} ended {ago} ago; {tool} renews it at its next use ({path}).",
        "{tool} 的访问令牌已于 {ago} 前到期，下次使用 {tool} 时会自动续期（{path}）。",
        "{how}",
    ),
    "monitor_target_failing": Text(
        "warning",
        "Alerts do not reach {target}; {count} wait for it.",
        "提醒无法送达 {target}，有 {count} 条待发送。",
        "openclaw monitor test {target}",
    ),
    "monitor_recovered_expiry": Text(
        "info", "{profile}{where} is good again.", "{profile}{where} 已恢复有效。"
    ),
    "monitor_recovered_rest": Text(
        "info", "{profile}{where} can be used again.", "{profile}{where} 可以再次使用。"
    ),
    "monitor_recovered_refresh": Text(
        "info", "{profile}{where} is renewed again.", "{profile}{where} 已恢复续期。"
    ),
    "monitor_recovered_usable": Text(
        "info", "{models}{where}: there is an answer again.", "{models}{where}：已恢复应答。"
    ),
    "monitor_recovered_model": Text(
        "info", "{model}{where} has a usable credential again.", "{model}{where} 又有可用的凭据了。"
    ),
    "monitor_recovered_store": Text(
        "info", "All credential stores can be read again.", "所有凭据存储已可读取。"
    ),
    "monitor_recovered_login": Text(
        "info", "The login of {tool} is good again.", "{tool} 的登录已恢复有效。"
    ),
    "monitor_recovered_target": Text(
        "info", "Alerts reach {target} again.", "提醒已能送达 {target}。"
    ),
    "monitor_title_one": Text("info", "{name}: {said}", "{name}：{said}"),
    "monitor_title_many": Text(
        "info", "{name}: {count} changes of credentials", "{name}：{count} 项凭据变化"
    ),
    "monitor_line_reminder": Text("info", "Still so: {said}", "仍未解决：{said}"),
    "monitor_line_at": Text("info", "{said} (noticed {at})", "{said}（发现于 {at}）"),
    "monitor_lines_more": Text(
        "info",
        "… and {count} more: openclaw monitor",
        "……另有 {count} 项：openclaw monitor",
    ),
    "monitor_fine": Text("info", "Everything is in order.", "一切正常。"),
    "monitor_would_send": Text("info", "Would be sent now:", "将会发送："),
    "monitor_told": Text("info", "Sent to {targets}: {count}", "已发送至 {targets}：{count} 条"),
    "monitor_held": Text(
        "info", "Quiet hours: kept until they end.", "静默时段：到时段结束后再发送。"
    ),
    "monitor_no_targets": Text(
        "warning",
        "Nobody is told: no targets are configured. A target is an address like ntfys://ntfy.example.org/your-topic.",
        "尚未配置接收端，不会通知任何人。接收端是形如 ntfys://ntfy.example.org/your-topic 的地址。",
        _TARGETS,
    ),
    "monitor_unknown_target": Text(
        "error",
        'There is no target "{target}"; there are: {known}.',
        "没有名为 “{target}” 的接收端；已有：{known}。",
        "openclaw config get monitor.targets",
    ),
    "monitor_target_empty": Text(
        "error",
        "The address of {target} is empty.",
        "{target} 的地址为空。",
        "openclaw config set monitor.targets.{target} --stdin",
    ),
    "monitor_target_unknown": Text(
        "error",
        'The address of {target} is of no kind that can be sent to ("{scheme}"), or lacks a part.',
        "{target} 的地址类型无法识别（“{scheme}”），或缺少必要部分。",
        "see docs/monitoring.md for the forms of addresses",
        "地址的写法见 docs/zh-CN/monitoring.md",
    ),
    "monitor_target_refused": Text(
        "error",
        "{target} answered {status}.",
        "{target} 返回了 {status}。",
        "check its token and its topic or channel",
        "请检查其令牌以及主题或频道",
    ),
    "monitor_target_unreachable": Text(
        "error", "{target} cannot be reached.", "无法连接 {target}。"
    ),
    "monitor_target_slow": Text(
        "error",
        "{target} did not answer within {seconds} seconds.",
        "{target} 在 {seconds} 秒内没有响应。",
    ),
    "monitor_target_failed": Text(
        "error", "{target} did not take the message.", "{target} 没有接受消息。"
    ),
    "monitor_target_broken": Text(
        "error",
        "{target} cannot be sent to: {why}",
        "无法向 {target} 发送：{why}",
    ),
    "monitor_library_missing": Text(
        "error",
        "The library that sends alerts is not installed.",
        "未安装用于发送提醒的库。",
        "pip install apprise",
    ),
    "monitor_test_title": Text("info", "{name}: a test", "{name}：测试消息"),
    "monitor_test_body": Text(
        "info",
        "Alerts about credentials of {name} will arrive here.",
        "{name} 的凭据提醒将发送到这里。",
    ),
    "monitor_test_sent": Text("info", "{target}: sent", "{target}：已发送"),
    "monitor_test_failed": Text("error", "{target}: not sent. {why}", "{target}：发送失败。{why}"),
    "monitor_delivery_failed": Text(
        "warning",
        "An alert did not reach {target}: {why} It is tried again.",
        "提醒未能送达 {target}：{why} 稍后会重试。",
        "openclaw monitor test {target}",
    ),
    "monitor_look_failed": Text(
        "error",
        "The monitor could not look ({kind}); it tries again.",
        "监控检查失败（{kind}），稍后会重试。",
        "openclaw monitor --check",
    ),
    "monitor_too_often": Text(
        "error", "--every {text}: not more often than every minute.", "--every {text}：最短一分钟。"
    ),
    "monitor_no_scheduler": Text(
        "error",
        "Nothing on this host starts programs now and then: neither systemd for this user, nor cron, nor Termux:API.",
        "本机没有可定时启动程序的服务：没有用户级 systemd、cron 或 Termux:API。",
        "openclaw gateway install (a running gateway watches by itself), or: openclaw monitor --watch",
        "openclaw gateway install（运行中的网关会自行监控），或 openclaw monitor --watch",
    ),
    "monitor_installed": Text(
        "info",
        "{name} ({kind}) looks every {minutes} minutes.",
        "{name}（{kind}）每 {minutes} 分钟检查一次。",
    ),
    "monitor_uninstalled": Text("info", "{name} ({kind}) is gone.", "{name}（{kind}）已移除。"),
    "monitor_not_installed": Text(
        "info", "{name} ({kind}) was not installed.", "{name}（{kind}）未曾安装。"
    ),
    "reauth_nothing": Text("info", "Nothing needs a new secret.", "没有需要更换密钥的凭据。"),
    "reauth_asked": Text(
        "info",
        "{profile} gets a new secret because you asked for it.",
        "按你的要求为 {profile} 更换密钥。",
    ),
    "reauth_which": Text(
        "error",
        "With --stdin or --file, name the profile that it is for.",
        "使用 --stdin 或 --file 时，请指明是哪个配置。",
        "{prog} --list",
    ),
    "reauth_unknown": Text(
        "error",
        'There is no profile "{profile}".{nearest}',
        "没有名为 “{profile}” 的配置。{nearest}",
        "openclaw models auth list",
    ),
    "reauth_no_terminal": Text(
        "warning",
        "There is no terminal to ask on.",
        "没有可用于提问的终端。",
        "ssh -t <host> {prog}, or one of the commands above with --stdin",
        "ssh -t <主机> {prog}，或用上述命令加 --stdin",
    ),
    "reauth_way_login": Text(
        "info",
        "Log in with {provider}: open the address on any device, your phone for instance.",
        "登录 {provider}：可在任何设备（例如手机）上打开地址。",
    ),
    "reauth_way_setup_token": Text(
        "info",
        "Run `claude setup-token` where there is a browser (this machine or another), and paste what it prints.",
        "在有浏览器的机器上（本机或其他机器）运行 `claude setup-token`，然后粘贴其输出。",
    ),
    "reauth_way_paste_token": Text(
        "info", "Make a new token at {provider} and paste it.", "在 {provider} 处新建令牌并粘贴。"
    ),
    "reauth_way_paste_api_key": Text(
        "info",
        "Make a new API key in the console of {provider} and paste it.",
        "在 {provider} 的控制台新建 API 密钥并粘贴。",
    ),
    "reauth_way_add": Text(
        "info",
        "{provider} has no credential yet; this goes through the ways to add one.",
        "{provider} 尚无凭据，下面逐步添加。",
    ),
    "ask_reauth": Text("info", "Renew {profile} now?", "现在更换 {profile} 吗？"),
    "ask_reauth_run": Text(
        "info", "Start `claude setup-token` here?", "在这里运行 `claude setup-token` 吗？"
    ),
    "reauth_good": Text(
        "info", "Checked: {provider} takes {profile}.", "已验证：{provider} 接受 {profile}。"
    ),
    "reauth_bad": Text(
        "error",
        "{profile} is stored, but {provider} refuses it: {why}",
        "{profile} 已保存，但 {provider} 拒绝了它：{why}",
        "openclaw models auth reauth {profile}",
    ),
    "reauth_unchecked": Text(
        "info",
        "{profile} is stored. Whether {provider} takes it is not known: {why}",
        "{profile} 已保存。尚不清楚 {provider} 是否接受它：{why}",
    ),
    "reauth_stored": Text("info", "{profile} is stored.", "{profile} 已保存。"),
    "options_exclude": Text(
        "error", "Choose either {first} or {second}, not both.", "{first} 和 {second} 只能选一个。"
    ),
    "config_quiet_hours": Text(
        "error",
        '{path}: "{text}" is no span of hours like 22:00-07:00',
        "{path}：“{text}” 不是形如 22:00-07:00 的时段",
        "openclaw config set monitor.quietHours 22:00-07:00",
    ),
    "config_time_zone": Text(
        "error",
        '{path}: "{text}" is no time zone that this host knows',
        "{path}：本机不认识时区 “{text}”",
        "openclaw config set monitor.timeZone Asia/Shanghai",
    ),
    "config_length": Text(
        "error",
        '{path}: "{text}" is no length of time from 10s on, like 90m, 24h or 7d',
        "{path}：“{text}” 不是至少 10s 的时长，例如 90m、24h 或 7d",
    ),
    "config_monitor_target": Text(
        "error",
        "{path} is no address like ntfys://host/topic, mailto://… or a secret reference",
        "{path} 不是形如 ntfys://host/topic、mailto://… 的地址，也不是密钥引用",
        _TARGETS,
    ),
}
