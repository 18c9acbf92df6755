"""Texts about the refresh of logins."""

from __future__ import annotations

from openclaw_auth.codes import Text

_LOGIN = "openclaw models auth login --provider {provider}"

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
}
