"""Texts about the refresh of logins."""

from __future__ import annotations

from openclaw_auth.codes import Text

_LOGIN = "openclaw models auth login --provider {provider} --profile-id {profile}"

TABLE: dict[str, Text] = {
    "refresh_done": Text("info", "Renewed.", "已续期。"),
    "refresh_no_profile": Text(
        "error", 'There is no profile "{profile}" any more.', "配置 “{profile}” 已不存在。"
    ),
    "refresh_no_token": Text(
        "error",
        '"{profile}" has no refresh token, so it cannot be renewed.',
        "“{profile}” 没有刷新令牌，无法续期。",
    ),
    "refresh_not_offered": Text(
        "info",
        '"{profile}" is not renewed here: {provider} has no login for other programs, or none is configured.',
        "“{profile}” 不在此处续期：{provider} 不向其他程序开放登录，或尚未配置。",
    ),
    "refresh_busy": Text(
        "warning",
        'Another process has been renewing "{profile}" for {seconds} seconds.',
        "另一个进程正在为 “{profile}” 续期，已超过 {seconds} 秒。",
        "try again in a moment",
        "请稍后再试",
    ),
    "refresh_unsettled": Text(
        "warning",
        '"{profile}" kept changing while it was being renewed.',
        "“{profile}” 在续期过程中不断变化。",
        "try again in a moment",
        "请稍后再试",
    ),
    "refresh_unknown": Text(
        "warning",
        'A renewal of "{profile}" was cut off before its answer was read. The present token serves to its end, then there is one more try.',
        "“{profile}” 的续期在读到应答之前中断。当前令牌将用到到期，之后再尝试一次。",
        f"to be sure, log in again: {_LOGIN}",
        f"为稳妥起见，可重新登录：{_LOGIN}",
    ),
    "refresh_rejected": Text(
        "error",
        '{provider} will not renew the login "{profile}" any more ({detail}).',
        "{provider} 不再为登录 “{profile}” 续期（{detail}）。",
        _LOGIN,
    ),
    "selftest_number": Text(
        "error", "{option} {value}: from 1 to {most}.", "{option} {value}：应在 1 到 {most} 之间。"
    ),
    "selftest_begins": Text(
        "info",
        "{processes} processes refresh one login of {agents} agents {rounds} times, in {dir}, against a bundled provider that ends the login when a refresh token comes twice.",
        "{processes} 个进程为 {agents} 个智能体的同一登录续期 {rounds} 轮，目录 {dir}；内置的身份提供方在刷新令牌重复出现时会终止登录。",
    ),
    "selftest_seen": Text(
        "info",
        "{asked} requests for a fresh token, {generations} generations, {posts} refreshes at the provider, {lost} logins lost.",
        "请求新令牌 {asked} 次，共 {generations} 代，向提供方刷新 {posts} 次，丢失登录 {lost} 个。",
    ),
    "selftest_killed": Text("info", "Killed on the way: {steps}.", "途中被终止的进程：{steps}。"),
    "selftest_window": Text(
        "info",
        "Killed with the answer unread, which no client can mend: the journal says so, the old token served to its end, then there was one try.",
        "在读到应答之前被终止（任何客户端都无法补救）：日志如实记录，旧令牌用到到期，之后只尝试了一次。",
    ),
    "selftest_passed": Text(
        "info", "One refresh for each generation. It holds.", "每代只刷新一次。验证通过。"
    ),
    "selftest_failed": Text(
        "error",
        "It does not hold here: {count} problems.",
        "在本机上不成立：{count} 个问题。",
        "please report it with the output of --json",
        "请附上 --json 的输出进行反馈",
    ),
    "status_renewal": Text("info", "{can}; {went}", "{can}；{went}"),
    "status_renewable": Text("info", "renewed by itself", "自动续期"),
    "status_not_renewable": Text("info", "not renewed here", "不在此处续期"),
    "status_refreshed": Text("info", "renewed {ago} ago", "{ago} 前已续期"),
    "status_refresh_failed": Text(
        "info", "the last renewal failed {ago} ago ({code})", "{ago} 前续期失败（{code}）"
    ),
    "doctor_openclaw_runs": Text(
        "warning",
        "OpenClaw (process {pid}) runs on this directory and refreshes logins under another lock: {profiles}. Both may send the same refresh token, and the provider may then end the login.",
        "OpenClaw（进程 {pid}）正在使用此目录，并以另一把锁续期登录：{profiles}。双方可能发送同一个刷新令牌，提供方可能因此终止登录。",
        "let one of them do it: stop OpenClaw's gateway (openclaw gateway stop), or log in again here under another profile id",
        "只让其中一方续期：停止 OpenClaw 的网关（openclaw gateway stop），或在此处以另一个配置 id 重新登录",
    ),
}
