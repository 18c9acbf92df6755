"""Texts of the codes about agents."""

from __future__ import annotations

from openclaw_auth.codes import Text

_ADD = "openclaw agents add {agent} --workspace <dir>"
_ADD_ZH = "openclaw agents add {agent} --workspace <目录>"

TABLE: dict[str, Text] = {
    "agent_name_unusable": Text(
        "error",
        'No id can be made of "{name}": give a name with letters a-z or digits.',
        "无法由 “{name}” 得到 ID：名称需含有字母 a-z 或数字。",
        "openclaw agents add my-agent --workspace <dir>",
        "openclaw agents add my-agent --workspace <目录>",
    ),
    "agent_reserved": Text(
        "error",
        '"{agent}" is reserved. Choose another name.',
        "“{agent}” 是保留名称，请换一个。",
    ),
    "agent_exists": Text(
        "error",
        'Agent "{agent}" already exists.',
        "智能体 “{agent}” 已存在。",
        "openclaw agents list",
    ),
    "agent_not_found": Text(
        "error",
        'Agent "{agent}" not found.{nearest}',
        "没有智能体 “{agent}”。{nearest}",
        "openclaw agents list",
    ),
    "agent_main_stays": Text(
        "error",
        '"{agent}" cannot be deleted or isolated: it is the agent that always exists.',
        "“{agent}” 始终存在，不能删除或隔离。",
    ),
    "agent_needs_name": Text(
        "error",
        "Agent name is required in non-interactive mode.",
        "非交互模式下需要智能体名称。",
        "openclaw agents add <name> --workspace <dir>",
        "openclaw agents add <名称> --workspace <目录>",
    ),
    "agent_needs_workspace": Text(
        "error",
        "Non-interactive mode requires --workspace.",
        "非交互模式需要 --workspace。",
        _ADD,
        _ADD_ZH,
    ),
    "agent_needs_force": Text(
        "error",
        "Non-interactive session. Re-run with --force.",
        "非交互会话，请加 --force 重新执行。",
        "openclaw agents delete {agent} --force",
    ),
    "agent_workspace_failed": Text(
        "error",
        "{path} cannot be created: {error}. Nothing was changed.",
        "无法创建 {path}：{error}。未做任何更改。",
        "choose another directory: --workspace <dir>",
        "换一个目录：--workspace <目录>",
    ),
    "agent_renamed": Text("info", 'Normalized agent id to "{agent}".', "ID 已规范为 “{agent}”。"),
    "agent_added": Text("info", "Agent: {agent}", "智能体：{agent}"),
    "agent_workspace": Text("info", "Workspace: {path}", "工作区：{path}"),
    "agent_dir": Text("info", "Agent dir: {path}", "智能体目录：{path}"),
    "agent_model": Text("info", "Model: {model}", "模型：{model}"),
    "agent_reads_through": Text(
        "info",
        "Credentials: inherited from main; none was copied.",
        "凭据：继承自 main，没有复制。",
        "its own: openclaw models auth add --agent {agent}",
        "单独添加：openclaw models auth add --agent {agent}",
    ),
    "agent_name_ask": Text("info", "Name of the agent:", "智能体名称："),
    "agent_credential_ask": Text("info", "Which credentials shall it use?", "它使用哪些凭据？"),
    "agent_credential_shared": Text(
        "info", "main's, read through, never copied", "main 的凭据（只读取，不复制）"
    ),
    "agent_credential_own": Text("info", "one of its own", "它自己的凭据"),
    "agent_delete_ask": Text(
        "info",
        'Delete agent "{agent}"? Its credentials and sessions go to a trash folder. [y/N] ',
        "删除智能体 “{agent}”？其凭据与会话会移到回收目录。[y/N] ",
    ),
    "agent_deleted": Text("info", "Deleted agent: {agent}", "已删除智能体：{agent}"),
    "agent_moved": Text(
        "info",
        "Its credentials and sessions are kept in {trash}",
        "其凭据与会话保存在 {trash}",
        "undo: mv {trash} {directory} && openclaw agents add {agent} {options}",
        "撤销：mv {trash} {directory} && openclaw agents add {agent} {options}",
    ),
    "agent_trash_holds_secrets": Text(
        "info",
        "That folder holds secrets; when you are sure:",
        "该目录含有密钥；确认不再需要后：",
        "rm -r {trash}",
    ),
    "agent_dir_left": Text(
        "warning",
        "{path} was left where it is: it lies outside the state directory, or another agent uses it. It may hold credentials.",
        "{path} 保留原处：它在状态目录之外，或被其他智能体使用。其中可能有凭据。",
    ),
    "agent_move_failed": Text(
        "warning",
        "{path} could not be moved ({error}) and stays where it is. It may hold credentials.",
        "无法移动 {path}（{error}），已保留原处。其中可能有凭据。",
    ),
    "agent_workspace_left": Text(
        "info", "The workspace was left alone: {path}", "工作区未改动：{path}"
    ),
    "agent_isolated": Text(
        "info",
        "{agent} now uses its own credentials only; {count} of main's no longer serve it.",
        "{agent} 现在只用自己的凭据；不再使用 main 的 {count} 个。",
        "openclaw models status --agent {agent}",
    ),
    "agent_isolated_already": Text("info", "{agent} was isolated already.", "{agent} 此前已隔离。"),
    "agent_default_set": Text(
        "info",
        "{agent} is the default agent now.",
        "默认智能体已设为 {agent}。",
    ),
    "agent_default_already": Text(
        "info", "{agent} was the default agent already.", "{agent} 此前已是默认智能体。"
    ),
    "agent_is_default": Text("info", "default", "默认"),
    "agent_is_isolated": Text("info", "isolated", "已隔离"),
    "agent_bindings": Text("info", "{count} bindings", "{count} 个绑定"),
}
