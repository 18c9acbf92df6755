"""Texts of the codes of store."""

from __future__ import annotations

from openclaw_auth.codes import Text

_MEND = "openclaw doctor; or mend the file, or set it aside: mv {path} {path}.broken"
_MEND_ZH = "openclaw doctor；或修好该文件，或移开：mv {path} {path}.broken"

TABLE: dict[str, Text] = {
    "store_not_json": Text(
        "error",
        "{path} is not valid JSON, line {line}, column {column}: {what}. It is left as it is.",
        "{path} 第 {line} 行第 {column} 列不是有效的 JSON：{what}。文件保持原样。",
        _MEND,
        _MEND_ZH,
    ),
    "store_not_utf8": Text(
        "error",
        "{path} is not UTF-8, line {line}, column {column}. It is left as it is.",
        "{path} 第 {line} 行第 {column} 列不是 UTF-8。文件保持原样。",
        _MEND,
        _MEND_ZH,
    ),
    "store_bom": Text(
        "error",
        "{path} begins with a byte order mark (line 1, column 1), which JSON does not allow. "
        "It is left as it is.",
        "{path} 以字节顺序标记（BOM，第 1 行第 1 列）开头，JSON 不允许。文件保持原样。",
        "remove the mark: sed -i '1s/^\\xEF\\xBB\\xBF//' {path}",
        "删除该标记：sed -i '1s/^\\xEF\\xBB\\xBF//' {path}",
    ),
    "store_empty_file": Text(
        "error",
        "{path} is empty (line 1, column 1). It is left as it is.",
        "{path} 是空文件（第 1 行第 1 列）。文件保持原样。",
        "rm {path}, then add the credentials again: openclaw models auth add",
        "rm {path}，然后重新添加凭据：openclaw models auth add",
    ),
    "store_not_object": Text(
        "error",
        "{path} holds JSON but no object (line 1, column 1). It is left as it is.",
        "{path} 是 JSON，但不是对象（第 1 行第 1 列）。文件保持原样。",
        _MEND,
        _MEND_ZH,
    ),
    "store_no_profiles": Text(
        "error",
        "{path} has no `profiles` object (line 1, column 1). It is left as it is.",
        "{path} 没有 `profiles` 对象（第 1 行第 1 列）。文件保持原样。",
        _MEND,
        _MEND_ZH,
    ),
    "store_entry_skipped": Text(
        "warning",
        'Profile "{profile}" is skipped: it has no provider, or a type that is not '
        "api_key, token or oauth. The entry stays in the file.",
        "已跳过配置 “{profile}”：没有 provider，或类型不是 api_key、token、oauth。条目仍保留在文件中。",
        "correct the entry, or delete it from the file",
        "更正该条目，或从文件中删除它",
    ),
    "store_unreadable": Text(
        "error",
        "{path} cannot be read by {user}: {what}; it belongs to {owner}.",
        "{user} 无法读取 {path}：{what}；它属于 {owner}。",
        "sudo chown {user} {path} && chmod 600 {path}",
    ),
    "store_not_permitted": Text(
        "error",
        "{path} cannot be written by {user}: its directory or file belongs to {owner}, "
        "or is write-protected. Nothing was changed.",
        "{user} 无法写入 {path}：目录或文件属于 {owner}，或被写保护。未做任何更改。",
        "run as {owner}, or: sudo chown -R {user} {directory} && chmod -R u+rwX {directory}",
        "以 {owner} 身份运行，或：sudo chown -R {user} {directory} && chmod -R u+rwX {directory}",
    ),
    "store_disk_full": Text(
        "error",
        "{path} cannot be written: the disk or the quota is full. Nothing was changed.",
        "无法写入 {path}：磁盘或配额已满。未做任何更改。",
        "df -h {directory}, then free some space",
        "df -h {directory}，然后释放空间",
    ),
    "store_read_only_fs": Text(
        "error",
        "{path} is on a read-only file system. Nothing was changed.",
        "{path} 位于只读文件系统。未做任何更改。",
        "mount it writable, or keep the state elsewhere: OPENCLAW_STATE_DIR=<directory>",
        "以可写方式挂载，或把状态放到别处：OPENCLAW_STATE_DIR=<目录>",
    ),
    "store_mounted_file": Text(
        "error",
        "{path} is itself a mount point, so it cannot be replaced safely. Nothing was changed.",
        "{path} 本身是挂载点，无法安全替换。未做任何更改。",
        "mount the directory {directory} instead of the single file",
        "请挂载目录 {directory}，而不是单个文件",
    ),
    "store_write_failed": Text(
        "error",
        "{path} cannot be written: {what}. The old content is untouched.",
        "无法写入 {path}：{what}。原内容未变。",
        "check the disk: df -h {directory}; dmesg | tail",
        "检查磁盘：df -h {directory}；dmesg | tail",
    ),
    "store_unsuitable_fs": Text(
        "error",
        "{path} is on a file system ({kind}) that cannot keep credentials safely: {what}. "
        "Nothing was written.",
        "{path} 所在的文件系统（{kind}）无法安全保存凭据：{what}。未写入任何内容。",
        "keep the state on a local disk: OPENCLAW_STATE_DIR=<directory>",
        "把状态放在本地磁盘：OPENCLAW_STATE_DIR=<目录>",
    ),
    "store_locked": Text(
        "error",
        "{path} has been held by {holder} for {seconds} seconds. Nothing was changed.",
        "{path} 已被 {holder} 占用 {seconds} 秒。未做任何更改。",
        "try again; if no OpenClaw is running: rmdir {path}",
        "请重试；如果没有 OpenClaw 在运行：rmdir {path}",
    ),
    "store_busy": Text(
        "error",
        "{path} is locked by {holder} and has been for {seconds} seconds. Nothing was changed.",
        "{path} 已被 {holder} 锁定 {seconds} 秒。未做任何更改。",
        "wait for that process, or look at it: ps -fp {pid}",
        "等待该进程，或查看它：ps -fp {pid}",
    ),
    "store_conflict": Text(
        "error",
        "{path} kept changing while it was written ({attempts} attempts). "
        "Another program writes it without taking the lock.",
        "写入 {path} 时它一直在变化（{attempts} 次尝试）。另一个程序未加锁就在写它。",
        "find it: fuser -v {path}; then try again",
        "找出它：fuser -v {path}；然后重试",
    ),
    "store_from_legacy": Text(
        "info",
        "Read from {path}; the next change imports it into the store.",
        "读取自 {path}；下一次更改会把它导入存储。",
        "openclaw doctor --fix",
    ),
    "state_db_set_aside": Text(
        "warning",
        "{path} was damaged and has been set aside as {aside}. It held no credentials; "
        "notes such as removals and last uses start anew.",
        "{path} 已损坏，已移到 {aside}。其中没有凭据；删除记录、最近使用时间等将重新开始。",
    ),
    "removed_nothing": Text(
        "error",
        'There is no removed profile "{profile}" to restore: removals are kept for 24 hours.',
        "没有可恢复的已删除配置 “{profile}”：删除记录只保留 24 小时。",
        "openclaw models auth add",
    ),
    "removed_id_taken": Text(
        "error",
        'Profile "{profile}" exists again, so the removed one is not restored over it.',
        "配置 “{profile}” 已重新存在，因此不会用已删除的覆盖它。",
        "openclaw models auth rename {profile} <new-id>, then undo again",
        "openclaw models auth rename {profile} <新名称>，然后再撤销",
    ),
}
