"""Texts of doctor's questions, and what each of its checks looks at."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    # What is asked before a group of fixes.
    "doctor_ask": Text("info", "{what}: {subjects}?", "{what}：{subjects}？"),
    "doctor_group_move": Text("info", "Move to where it is kept today", "移到现在的位置"),
    "doctor_group_modes": Text("info", "Close to other users", "收紧权限"),
    "doctor_group_set_aside": Text("info", "Set aside what makes no sense", "移开无法解析的文件"),
    "doctor_group_import": Text("info", "Import older credentials", "导入旧凭据"),
    "doctor_group_config": Text("info", "Move config keys to their place", "将配置键移到正确位置"),
    "doctor_group_unknown_keys": Text("info", "Remove unknown config keys", "移除未知配置键"),
    "doctor_group_orders": Text(
        "info", "Take what is gone out of orders", "从顺序中去掉已不存在的凭据"
    ),
    "doctor_group_pins": Text(
        "info", "Unpin sessions from what is gone", "取消会话对已删凭据的固定"
    ),
    "doctor_group_statistics": Text("info", "Set times of the future back", "改回来自未来的时间"),
    "doctor_group_journals": Text(
        "info", "Store new tokens that were received and not stored", "保存已收到而未保存的新令牌"
    ),
    "doctor_group_token": Text("info", "Make a gateway token", "生成网关令牌"),
    "doctor_group_renewal": Text("info", "Renew now", "现在续期"),
    "doctor_group_service": Text("info", "Start the service", "启动服务"),
    "doctor_group_service_file": Text(
        "info",
        "Write over a service file that holds what is not ours",
        "覆盖含有他人内容的服务文件",
    ),
    # What each check looks at.
    "doctor_check_file_mode": Text(
        "info",
        "files with secrets that others can use, or that belong to somebody else",
        "含密钥的文件能否被他人访问、是否属于他人",
    ),
    "doctor_check_older_version": Text(
        "info",
        "places and names of older versions, and imports that never ended",
        "旧版本的位置和名称，以及未完成的导入",
    ),
    "doctor_check_store": Text(
        "info",
        "stores that cannot be read or understood; older credentials that wait for import",
        "无法读取或解析的凭据存储；等待导入的旧凭据",
    ),
    "doctor_check_leftover": Text(
        "info", "files half written by a dead process", "进程中断留下的半成品文件"
    ),
    "doctor_check_config": Text("info", "what makes the config invalid", "使配置无效的内容"),
    "doctor_check_config_section": Text(
        "info", "sections of the config that nobody knows", "配置中无人认识的部分"
    ),
    "doctor_check_config_legacy": Text("info", "config keys of older versions", "旧版本的配置键"),
    "doctor_check_config_own_key": Text(
        "info",
        "keys in openclaw.json for which OpenClaw 2026.2 refuses it",
        "openclaw.json 中会被 OpenClaw 2026.2 拒绝的键",
    ),
    "doctor_check_environment": Text(
        "info",
        "glued, unreadable or ignored variables of `.env`",
        "`.env` 中粘连、不可读或被忽略的变量",
    ),
    "doctor_check_model": Text(
        "info", "models in use that nothing can serve", "正在使用却没有可用凭据的模型"
    ),
    "doctor_check_expiry": Text(
        "info", "credentials that have ended or soon will", "已到期或即将到期的凭据"
    ),
    "doctor_check_time_out": Text(
        "info", "cooldowns, disables, dead credentials", "冷却、停用和失效的凭据"
    ),
    "doctor_check_taken_over": Text("info", "copies of other tools' logins", "其他工具登录的副本"),
    "doctor_check_renewal": Text(
        "info", "logins whose renewal was refused or is in doubt", "续期被拒绝或结果不明的登录"
    ),
    "doctor_check_shared_login": Text(
        "info", "an OpenClaw gateway that refreshes the same logins", "续期同一登录的 OpenClaw 网关"
    ),
    "doctor_check_probe": Text(
        "info",
        "with --deep: what the providers say of each credential",
        "使用 --deep：提供方对各凭据的答复",
    ),
    "doctor_check_renewal_unfinished": Text(
        "info", "new tokens that were received and never stored", "已收到但从未保存的新令牌"
    ),
    "doctor_check_renewal_due": Text(
        "info", "logins that the next request renews", "下次请求会续期的登录"
    ),
    "doctor_check_other_login": Text(
        "info", "logins that other tools keep; never taken", "其他工具的登录；不会取用"
    ),
    "doctor_check_session_pin": Text(
        "info", "sessions pinned to profiles that are gone", "固定使用已删凭据的会话"
    ),
    "doctor_check_session_file": Text(
        "info", "files of sessions that make no sense", "无法解析的会话文件"
    ),
    "doctor_check_gateway_bind": Text(
        "info", "where the gateway listens, and who reaches it", "网关的监听地址以及谁能访问"
    ),
    "doctor_check_gateway_token": Text(
        "info", "whether a token stands before the gateway", "网关是否有令牌保护"
    ),
    "doctor_check_gateway_port": Text(
        "info", "who else holds the gateway's port", "网关端口被谁占用"
    ),
    "doctor_check_gateway_view": Text(
        "info",
        "variables that the running gateway sees differently",
        "运行中的网关看到的不同变量",
    ),
    "doctor_check_service": Text(
        "info",
        "an installed service that does not run; services of older versions",
        "已安装但未运行的服务；旧版本的服务",
    ),
    "doctor_check_service_file": Text(
        "info", "a service file that is out of date or not ours", "过时的或非本程序写的服务文件"
    ),
    "doctor_check_alerts": Text(
        "info", "a service whose alerts go nowhere", "服务已安装，但提醒无处可发"
    ),
    "doctor_check_clock_files": Text("info", "files written in the future", "写入时间在未来的文件"),
    "doctor_check_clock_statistics": Text(
        "info", "statistics and time outs from the future", "来自未来的统计和限时停用"
    ),
    "doctor_check_clock_skew": Text(
        "info", "with --deep: this clock against the providers'", "使用 --deep：与提供方的时钟比较"
    ),
    "doctor_check_state_dir": Text(
        "info", "other state directories that hold something", "其他有内容的状态目录"
    ),
    "doctor_check_other_version": Text(
        "info", "other versions of OpenClaw on the same files", "使用相同文件的其他 OpenClaw 版本"
    ),
    "doctor_check_key_shape": Text(
        "info", "keys that cannot work where they lie", "放在该处无法使用的密钥"
    ),
    "doctor_check_duplicate_secret": Text("info", "one key in several places", "多处相同的密钥"),
    "doctor_check_shared_refresh_token": Text(
        "info", "one refresh token in several logins", "多个登录共用的刷新令牌"
    ),
    "doctor_check_shadowed": Text(
        "info", "credentials that hide newer ones", "遮住较新凭据的旧凭据"
    ),
    "doctor_check_reference": Text("info", "secret references that lead nowhere", "无效的密钥引用"),
    "doctor_check_order": Text(
        "info", "orders that name what is gone or another provider's", "含有已删或他家凭据的顺序"
    ),
    "doctor_check_named_by_config": Text(
        "info",
        "profiles that the config names and the store does not fit",
        "配置写明而存储不符的凭据",
    ),
    "doctor_check_hidden_by_config": Text(
        "info", "stored profiles that the config hides", "被配置隐藏的已保存凭据"
    ),
}
