"""Texts of what `doctor --fix` did, could not do, and undid."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {
    # What --fix did.
    "doctor_fixed_mode": Text("info", "chmod {wanted} {path}", "chmod {wanted} {path}"),
    "doctor_fixed_import": Text(
        "info",
        "Imported {count} credentials from {path} into {store}, and read them back",
        "已将 {count} 个凭据从 {path} 导入 {store}，并已读回核对",
    ),
    "doctor_fixed_config": Text(
        "info", "Moved {path}, now in {files}", "已移动 {path}，现在位于 {files}"
    ),
    "doctor_fixed_key": Text(
        "info",
        "Removed {path}, which nobody knows, from {files} (as it was: {backup})",
        "已从 {files} 移除无人认识的 {path}（原文件：{backup}）",
    ),
    "doctor_fixed_token": Text(
        "info", "Made a gateway token, now in {file}", "已生成网关令牌，位于 {file}"
    ),
    "doctor_fixed_move": Text("info", "Moved {path} to {target}", "已将 {path} 移到 {target}"),
    "doctor_fixed_legacy": Text(
        "info",
        "Moved {path} to where it is kept today, in {files} (as it was: {backup})",
        "已将 {path} 移到现在的位置，位于 {files}（原文件：{backup}）",
    ),
    "doctor_fixed_pins": Text(
        "info",
        "Took the pin on {profile} out of sessions ({count}), in {path}",
        "已取消 {count} 个会话对 {profile} 的固定，位于 {path}",
    ),
    "doctor_fixed_times": Text(
        "info",
        "Brought the statistics of {profile} back to the present, in {store}",
        "已将 {profile} 的统计时间改回现在，位于 {store}",
    ),
    "doctor_fixed_journals": Text(
        "info", "Stored what {count} refreshes had received", "已保存 {count} 次续期收到的令牌"
    ),
    "doctor_fixed_renewal": Text("info", "Renewed {profile}", "已续期 {profile}"),
    "doctor_fixed_renewal_until": Text(
        "info", "Renewed {profile}, good for {left}", "已续期 {profile}，还剩 {left}"
    ),
    "doctor_fixed_aside": Text(
        "info", "Set {path} aside: it is now {aside}", "已移开 {path}，现为 {aside}"
    ),
    "doctor_fixed_backup": Text(
        "info",
        "Put {backup} in the place of {path}; what was there is now {aside}",
        "已用 {backup} 替换 {path}；原文件现为 {aside}",
    ),
    "doctor_fixed_service": Text("info", "Started the service of {path}", "已启动 {path} 的服务"),
    "doctor_fixed_service_file": Text(
        "info",
        "Wrote {path} anew (as it was: {backup}) and started the service",
        "已重写 {path}（原文件：{backup}）并启动服务",
    ),
    "doctor_still_there": Text("info", "the problem was still there", "问题仍然存在"),
    "doctor_read_back_differs": Text("info", "what was read back differs", "读回的内容不一致"),
    "doctor_no_modes": Text("info", "the file system keeps no modes", "文件系统不保存权限"),
    "doctor_undone": Text(
        "error",
        "{subject}: mending it did not help ({why}); everything is as it was",
        "{subject}：修复无效（{why}），已恢复原状",
    ),
    "doctor_not_undone": Text(
        "error",
        "{subject}: mending it did not help, and somebody else changed {files} meanwhile: left as it is",
        "{subject}：修复无效，且 {files} 同时被其他程序修改：保持不变",
    ),
    "doctor_fix_failed": Text(
        "error", "{subject} could not be mended: {why}", "无法修复 {subject}：{why}"
    ),
}
