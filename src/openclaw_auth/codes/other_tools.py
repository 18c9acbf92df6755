"""Texts about credentials that other programs keep, and about copying them."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    # Reading their files.
    "tool_file_unreadable": Text(
        "error", "{path} cannot be read: {why}.", "无法读取 {path}：{why}。"
    ),
    "tool_file_not_json": Text(
        "error",
        "{path} is not valid JSON, line {line}, column {column}.",
        "{path} 不是有效的 JSON，第 {line} 行第 {column} 列。",
    ),
    "tool_file_not_text": Text(
        "error", "{path} is not text, line {line}.", "{path} 不是文本，第 {line} 行。"
    ),
    "tool_file_not_understood": Text(
        "error", "{path} holds no JSON object.", "{path} 中没有 JSON 对象。"
    ),
    "tool_file_other_owner": Text(
        "error",
        "{path} belongs to {owner}. What others can write is not believed.",
        "{path} 属于 {owner}。他人可写的内容不予采信。",
    ),
    "tool_file_not_a_file": Text("error", "{path} is no plain file.", "{path} 不是普通文件。"),
    "tool_file_too_big": Text(
        "error", "{path} is bigger than {limit} KB.", "{path} 大于 {limit} KB。"
    ),
    "tool_file_link": Text("info", "{path} is a link to {link}.", "{path} 是指向 {link} 的链接。"),
    "tool_keychain_closed": Text(
        "error",
        "{path} cannot be opened: macOS said no. Over SSH the login keychain is locked.",
        "无法打开 {path}：macOS 拒绝了。通过 SSH 时登录钥匙串是锁定的。",
        "security unlock-keychain",
    ),
    # What may be copied.
    "copy_ended": Text(
        "info",
        "its access token ended {ago} ago; {tool} renews it, nobody else may",
        "其访问令牌已过期 {ago}；只有 {tool} 可以续期",
        "use {tool} once, then run this again",
        "先使用一次 {tool}，然后重新运行",
    ),
    "copy_access_token": Text(
        "warning",
        "{tool}: only the access token is copied. It works until it ends and is not renewed here: the refresh token stays where it is, since using it would log you out of {tool}.",
        "{tool}：只复制访问令牌。它在到期前有效，此处不会续期：刷新令牌留在原处，使用它会使您退出 {tool}。",
        "openclaw models auth login, or an API key, lasts",
        "openclaw models auth login 或 API 密钥可长期使用",
    ),
    "copy_word_yes": Text("info", "yes", "可以"),
    "copy_word_consent": Text("info", "access token only", "仅访问令牌"),
    "copy_word_no": Text("info", "no", "不可"),
    # models auth discover.
    "discover_tool": Text("info", "Tool", "工具"),
    "discover_type": Text("info", "Type", "类型"),
    "discover_account": Text("info", "Account", "账号"),
    "discover_state": Text("info", "State", "状态"),
    "discover_copy": Text("info", "May be copied", "可否复制"),
    "discover_where": Text("info", "Where", "位置"),
    "discover_state_ok": Text("info", "good for {left}", "还剩 {left}"),
    "discover_state_expired": Text("info", "ended {ago} ago", "已过期 {ago}"),
    "discover_state_static": Text("info", "does not end", "长期有效"),
    "discover_state_missing": Text("info", "end unknown", "期限未知"),
    "discover_state_closed": Text("info", "not opened", "未打开"),
    "discover_state_broken": Text("info", "unreadable", "无法读取"),
    "discover_none": Text(
        "info",
        "No other tool's login was found ({tools}).",
        "没有找到其他工具的登录（{tools}）。",
    ),
    "discover_note": Text(
        "info",
        "Only looked at: nothing was copied, refreshed or changed.",
        "仅供查看：没有复制、刷新或更改任何内容。",
        "openclaw models auth import --from {tool}",
    ),
    "discover_closed": Text(
        "info",
        "Keychain items were not opened: macOS may ask you first.",
        "未打开钥匙串项目：macOS 可能会先询问您。",
        "openclaw models auth discover --open-keychain",
    ),
    # models auth import.
    "import_file_needed": Text(
        "error",
        "--from dotenv needs a file.",
        "--from dotenv 需要一个文件。",
        "openclaw models auth import --from dotenv ./.env",
    ),
    "import_file_unwanted": Text(
        "error", "--from {tool} takes no file.", "--from {tool} 不接受文件。"
    ),
    "import_file_missing": Text("error", "There is no file {path}.", "没有文件 {path}。"),
    "import_nothing": Text(
        "error",
        "{tool} keeps no login here that was found.",
        "此处没有找到 {tool} 的登录。",
        "openclaw models auth discover",
    ),
    "import_no_variables": Text(
        "error",
        "{path} holds no variable of a known provider.",
        "{path} 中没有已知提供方的变量。",
    ),
    "import_one_id": Text(
        "error",
        "--profile-id names one credential, and there are {count}: {names}.",
        "--profile-id 只能用于一个凭据，而此处有 {count} 个：{names}。",
        "add --provider ID",
        "请加上 --provider ID",
    ),
    "import_needs_yes": Text(
        "error",
        "Nobody can be asked whether to copy {names}: standard input is no terminal. Nothing was stored.",
        "无法询问是否复制 {names}：标准输入不是终端。没有保存任何内容。",
        "{prog} --yes",
    ),
    "import_ask": Text(
        "info",
        "Store {name} ({secret}) as {profile}?",
        "将 {name}（{secret}）保存为 {profile}？",
    ),
    "import_not_copied": Text("warning", "{name} was not copied: {why}", "未复制 {name}：{why}"),
    "import_stored_already": Text(
        "info", "{name} is stored already, as {profile}.", "{name} 已保存为 {profile}。"
    ),
    "import_removed_before": Text(
        "warning",
        "{name} was not copied: {profile} was removed here before.",
        "未复制 {name}：{profile} 之前已在此处移除。",
        "to have it back: the same command without --yes, or with --profile-id {profile}",
        "如需恢复：同一命令去掉 --yes，或加上 --profile-id {profile}",
    ),
    "import_declined": Text("info", "{name} was left out.", "已跳过 {name}。"),
    "import_left_alone": Text(
        "info",
        "{path} was left as it is. Delete the keys there once you no longer need them in it.",
        "{path} 保持原样。不再需要时请自行删除其中的密钥。",
    ),
    "dotenv_reference": Text(
        "error",
        "{name} (line {line}) refers to another variable; nothing is expanded here.",
        "{name}（第 {line} 行）引用了其他变量；此处不做展开。",
    ),
    "dotenv_odd_lines": Text(
        "warning",
        "{path}: not understood, line {lines}.",
        "{path}：无法理解第 {lines} 行。",
    ),
}
