"""Texts of the codes of config."""

from __future__ import annotations

from openclaw_auth.codes import Text

_DOCTOR = "openclaw doctor --fix"
_AT = ", line {line}, column {column}"
_AT_ZH = "，第 {line} 行第 {column} 列"


def _syntax(en: str, zh: str) -> Text:
    return Text(
        "error",
        f"JSON5 parse failed: {en}{_AT}",
        f"JSON5 解析失败（JSON5 parse failed）：{zh}{_AT_ZH}",
    )


TABLE: dict[str, Text] = {
    "config_invalid": Text(
        "error",
        "Config invalid: {file}{details}",
        "配置无效（Config invalid）：{file}{details}",
        _DOCTOR,
    ),
    "json5_ends_early": _syntax("the text ends too early", "内容提前结束"),
    "json5_after_end": _syntax("something follows the end", "结尾之后还有内容"),
    "json5_no_value": _syntax("a value is expected", "此处应为一个值"),
    "json5_no_key": _syntax("a key is expected", "此处应为键名"),
    "json5_no_colon": _syntax('":" is expected after the key', "键名之后应为“:”"),
    "json5_no_comma_object": _syntax('"," or "}}" is expected', "此处应为“,”或“}}”"),
    "json5_no_comma_array": _syntax('"," or "]" is expected', "此处应为“,”或“]”"),
    "json5_open_comment": _syntax("a comment is not closed", "注释没有结束"),
    "json5_open_string": _syntax("a string is not closed on its line", "字符串没有在本行结束"),
    "json5_bad_number": _syntax("not a number", "不是有效的数字"),
    "json5_bad_character": _syntax("a character that may not stand here", "此处不允许该字符"),
    "json5_bad_escape": _syntax("an escape that JSON5 does not know", "JSON5 不支持的转义"),
    "json5_too_deep": _syntax("nested deeper than 100 levels", "嵌套超过 100 层"),
    "config_not_object": Text(
        "error",
        "Invalid input: expected object {{ … }}, received {found}",
        "配置必须是对象 {{ … }}，而不是 {found}",
    ),
    "config_unreadable": Text(
        "error", "The file cannot be read: {error}", "无法读取该文件：{error}"
    ),
    "config_not_file": Text("error", "It is not a regular file", "它不是普通文件"),
    "config_too_big": Text("error", "It is larger than {limit} bytes", "文件超过 {limit} 字节"),
    "config_not_utf8": Text("error", "It is not UTF-8, line {line}", "第 {line} 行不是 UTF-8"),
    "config_missing_variable": Text(
        "error",
        'Missing env var "{name}" referenced at config path: {path}',
        "缺少环境变量 “{name}”，引用处：{path}（Missing env var “{name}” referenced at config path: {path}）",
    ),
    "config_rule_class": Text(
        "error",
        "{path}: a rule must name its class, one of {why}",
        "{path}：规则必须写明 class，可选 {why}",
    ),
    "config_rule_action": Text("error", "{path}: expected one of {why}", "{path}：应为 {why} 之一"),
    "config_rule_matches_all": Text(
        "error",
        "{path}: a rule without a condition would match every failure; name one of {why}",
        "{path}：没有条件的规则会匹配所有失败；请至少写明 {why} 之一",
    ),
    "config_rule_status": Text(
        "error",
        '{path}: expected an HTTP status (429), a class of them ("5xx") or a list of these',
        "{path}：应为 HTTP 状态码（429）、一类状态码（“5xx”）或其列表",
    ),
    "config_rule_wait": Text(
        "error",
        "{path}: expected whole milliseconds, 0 or more",
        "{path}：应为不小于 0 的整数毫秒",
    ),
    "config_rule_detail": Text(
        "error",
        "{path}: expected a name of small letters, digits and _ (quota_of_my_proxy)",
        "{path}：应为由小写字母、数字和 _ 组成的名称（quota_of_my_proxy）",
    ),
    "config_rule_pattern": Text(
        "error",
        "{path}: this pattern is not taken: {why}",
        "{path}：不接受此模式：{why}",
        "use messageContains, which takes plain words",
        "改用 messageContains，直接写要查找的文字",
    ),
    "config_url_unsafe": Text(
        "error",
        "{path}: expected an https: URL without user name or fragment (http: on this host only)",
        "{path}：应为不含用户名和片段的 https: URL（http: 仅限本机）",
    ),
    # These begin as OpenClaw says it, since people search for the words.
    "config_unknown_key": Text(
        "error",
        '{path}: Unrecognized key: "{key}"; known here: {allowed}',
        "{path}：未知的键 “{key}”；此处可用：{allowed}",
    ),
    "config_unknown_key_near": Text(
        "error",
        '{path}: Unrecognized key: "{key}"; did you mean "{nearest}"?',
        "{path}：未知的键 “{key}”；是否想写 “{nearest}”？",
    ),
    "config_legacy_key": Text(
        "error", "{path}: an old key; it is now {moved}", "{path}：旧的键，现为 {moved}", _DOCTOR
    ),
    "config_missing_key": Text("error", "{path}: this key is required", "{path}：缺少这个必需的键"),
    "config_bad_choice": Text(
        "error", "{path}: Invalid input: must be one of {allowed}", "{path}：只能是 {allowed} 之一"
    ),
    "config_wrong_type": Text(
        "error",
        "{path}: Invalid input: expected {wanted}, received {found}",
        "{path}：应为 {wanted}，而不是 {found}",
    ),
    "config_secret_source": Text(
        "error",
        '{path}: a secret reference is {{source: "env" or "file", id: "…"}}',
        '{path}：密钥引用的形式为 {{source: "env" 或 "file", id: "…"}}',
    ),
    "config_secret_id": Text(
        "error",
        "{path}: the secret reference lacks its id (a variable name or a file)",
        "{path}：密钥引用缺少 id（变量名或文件）",
    ),
    "config_secret_fields": Text(
        "error",
        "{path}: a secret reference has only source and id",
        "{path}：密钥引用只能有 source 和 id",
    ),
    "config_include_type": Text(
        "error",
        "{path}: must be a file name or a list of file names",
        "{path}：应为文件名或文件名列表",
    ),
    "config_include_missing": Text(
        "error", "{path}: there is no file {include}", "{path}：没有文件 {include}"
    ),
    "config_include_cycle": Text(
        "error", "{path}: files include each other: {chain}", "{path}：文件互相包含：{chain}"
    ),
    "config_include_depth": Text(
        "error",
        "{path}: {include} is included at a depth beyond {limit}",
        "{path}：{include} 的包含层数超过 {limit}",
    ),
    "config_include_not_object": Text(
        "error",
        "{path}: beside other keys, the included file must hold an object",
        "{path}：与其他键并列时，被包含的文件必须是对象",
    ),
    "config_edit_unproved": Text(
        "error",
        "{path} cannot be changed without touching something else in {file}, so nothing was written. By hand:\n{snippet}",
        "无法在不影响 {file} 其他内容的情况下修改 {path}，因此没有写入。请手动加入：\n{snippet}",
    ),
    "config_edit_no_container": Text(
        "error",
        "{path} cannot be set: something above it in {file} is neither object nor array. By hand:\n{snippet}",
        "无法设置 {path}：{file} 中它的上级既不是对象也不是数组。请手动修改：\n{snippet}",
    ),
    "config_edit_invalid": Text(
        "error",
        "Refused, because the config would become invalid:{details}",
        "已拒绝，因为配置会变为无效：{details}",
    ),
    "config_edit_overruled": Text(
        "error",
        "{path} is set in more than one file ({file}), so one change would not take effect. By hand:\n{snippet}",
        "{path} 在多个文件中设置（{file}），只改一处不会生效。请手动修改：\n{snippet}",
    ),
    "config_conflict": Text(
        "error",
        "{file} kept changing while it was being edited; nothing was written.",
        "修改期间 {file} 不断变化，没有写入。",
        "Run the command again.",
        "请重新运行该命令。",
    ),
    "config_not_writable": Text(
        "error",
        "{file} cannot be written: {error}",
        "无法写入 {file}：{error}",
        "{remedy}",
    ),
    "config_bad_path": Text(
        "error",
        'Not a config path: "{text}" (like agents.defaults.model.primary or agents.list[0].id)',
        "不是有效的配置路径：“{text}”（例如 agents.defaults.model.primary 或 agents.list[0].id）",
    ),
    "config_path_absent": Text("error", "Nothing is set at {path}", "{path} 没有设置任何值"),
    "config_value_not_json5": Text(
        "error", "The value is not JSON5, column {column}", "该值不是 JSON5，第 {column} 列"
    ),
    "config_value_once": Text(
        "error",
        "Give a value, or --stdin, and only one of them.",
        "请给出一个值或 --stdin，二者选一。",
        "openclaw config set {path} --stdin",
    ),
    "ask_config_value": Text("info", "{path} (Enter stores it)", "{path}（回车保存）"),
    "config_value_not_utf8": Text(
        "error",
        "What came on stdin for {path} is not UTF-8 text; nothing was changed.",
        "{path} 从 stdin 读到的内容不是 UTF-8 文本，未作任何更改。",
    ),
    "config_secret_in_arguments": Text(
        "warning",
        "A secret on the command line stays in the shell's history.",
        "命令行中的密钥会留在 shell 历史记录里。",
        "Next time: openclaw config set {path} --stdin",
        "下次请用：openclaw config set {path} --stdin",
    ),
    "config_valid": Text("info", "{file} is valid.", "{file} 有效。"),
    "config_unknown_section": Text(
        "warning",
        'Unknown section "{section}" in {file}; OpenClaw 2026.2 refuses a config with it.',
        "{file} 中有未知的部分 “{section}”；OpenClaw 2026.2 会拒绝这样的配置。",
        "openclaw config unset {section}",
    ),
    "config_written": Text("info", "Updated {file}: {path}", "已更新 {file}：{path}"),
    "config_unchanged": Text(
        "info", "{path} was so already; {file} is unchanged.", "{path} 已是该值；{file} 未改动。"
    ),
    "no_home": Text(
        "error",
        "There is no home directory: HOME is unset or does not exist.",
        "没有主目录：HOME 未设置或不存在。",
        "export OPENCLAW_STATE_DIR=/a/directory/of/yours",
        "export OPENCLAW_STATE_DIR=/你的/目录",
    ),
    "bad_profile_name": Text(
        "error",
        'Not a profile name: "{name}" (letters, digits, - and _, at most 64)',
        "无效的 profile 名称：“{name}”（仅限字母、数字、- 和 _，最多 64 个字符）",
    ),
}
