"""Which words run which module. A literal table, so that dispatch imports one command and no more.

Each module offers `build(parser)`, which adds its arguments, and `run(args, ctx) -> exit code`.
To add a command: write the module, add its line here.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Words: TypeAlias = tuple[str, ...]

# words: (module, English help, 简体中文 help)
COMMANDS: dict[Words, tuple[str, str, str]] = {
    ("models",): ("models.status", "the same as `models status`", "等同于 `models status`"),
    ("models", "status"): (
        "models.status",
        "credentials, which one is next, and why",
        "有哪些凭据、下一个用哪个、为什么",
    ),
    ("models", "list"): ("models.list", "models, and whether they can be used", "模型及其可用性"),
    ("models", "set"): ("models.set", "choose the default model", "设置默认模型"),
    ("models", "set-image"): ("models.set_image", "choose the image model", "设置图像模型"),
    ("models", "aliases"): ("models.aliases", "short names for models", "模型的别名"),
    ("models", "fallbacks"): ("models.fallbacks", "models to try next", "备用模型"),
    ("models", "image-fallbacks"): (
        "models.image_fallbacks",
        "image models to try next",
        "备用图像模型",
    ),
    ("models", "auth", "add"): ("auth.add", "store a credential, step by step", "逐步添加凭据"),
    ("models", "auth", "paste-token"): ("auth.paste_token", "store a token", "粘贴并保存令牌"),
    ("models", "auth", "paste-api-key"): (
        "auth.paste_api_key",
        "store an API key",
        "粘贴并保存 API 密钥",
    ),
    ("models", "auth", "setup-token"): (
        "auth.setup_token",
        "store a Claude setup-token",
        "保存 Claude setup-token",
    ),
    ("models", "auth", "login"): (
        "auth.login",
        "log in with a provider",
        "登录提供方",
    ),
    ("models", "auth", "reauth"): (
        "auth.reauth",
        "renew what has ended or was refused, step by step",
        "逐步更换已到期或被拒绝的凭据",
    ),
    ("models", "auth", "logout"): (
        "auth.logout",
        "delete and revoke a provider's credentials",
        "删除并吊销提供方的凭据",
    ),
    ("models", "auth", "list"): ("auth.list", "stored credentials", "已保存的凭据"),
    ("models", "auth", "discover"): (
        "auth.discover",
        "other tools' logins on this host, only looked at",
        "查看本机上其他工具的登录（只读）",
    ),
    ("models", "auth", "import"): (
        "auth.importing",
        "copy keys from another tool or a .env file",
        "从其他工具或 .env 文件复制密钥",
    ),
    ("models", "auth", "token"): (
        "auth.token",
        "print one fresh access token or key, for a worker",
        "打印一个有效的访问令牌或密钥，供工作进程使用",
    ),
    ("models", "auth", "explain"): (
        "auth.explain",
        "which credential is used, and why no other",
        "会使用哪个凭据，其他的为何不用",
    ),
    ("models", "auth", "lint"): (
        "auth.lint",
        "slips in stored credentials, each with its mend",
        "检查凭据中的疏漏并给出修复命令",
    ),
    ("models", "auth", "remove"): ("auth.remove", "remove a credential", "移除凭据"),
    ("models", "auth", "rename"): ("auth.rename", "give a credential another id", "重命名凭据"),
    ("models", "auth", "simulate"): (
        "auth.simulate",
        "rehearse failures: who would answer, and until when",
        "演练故障：会由谁应答、能撑到何时",
    ),
    ("models", "auth", "order"): (
        "auth.order",
        "in which order credentials are used",
        "凭据的使用顺序",
    ),
    ("models", "auth", "clear-cooldown"): (
        "auth.clear_cooldown",
        "let a credential be used again now",
        "解除凭据的冷却或停用",
    ),
    ("models", "auth", "classify"): (
        "auth.classify",
        "what a provider's answer means, to test a rule",
        "判断提供方应答的含义，用于测试规则",
    ),
    ("models", "auth", "selftest"): (
        "auth.selftest",
        "prove that logins are renewed exactly once",
        "验证登录只会续期一次",
    ),
    ("agent",): ("chat.agent", "one turn of an agent, for scripts", "智能体的一次应答，用于脚本"),
    ("agents",): ("agents.agents", "list, add and delete agents", "管理智能体"),
    ("chat",): ("chat.chat", "talk to an agent", "与智能体对话"),
    ("onboard",): ("onboard.onboard", "set this host up, step by step", "逐步设置本机"),
    ("configure",): (
        "onboard.configure",
        "change the model or the gateway, step by step",
        "逐步更改模型或网关设置",
    ),
    ("completion",): (
        "completion.completion",
        "completion for bash, zsh or fish",
        "bash、zsh、fish 的命令补全",
    ),
    ("__complete",): ("completion.values", "", ""),
    ("config",): ("config", "read and edit openclaw.json", "读取和修改 openclaw.json"),
    ("dashboard",): (
        "gateway.dashboard",
        "open the control page by a link that works once",
        "用一次性链接打开控制页面",
    ),
    ("doctor",): (
        "doctor.doctor",
        "what is wrong here, and how to mend it",
        "检查问题并给出修复方法",
    ),
    ("env",): (
        "env",
        "where shell, service and gateway see other keys",
        "对比 shell、服务与网关看到的密钥",
    ),
    ("exec",): ("exec", "run a command with a credential lent to it", "借用凭据运行命令"),
    ("gateway",): ("gateway.gateway", "run the local gateway", "运行本地网关"),
    ("health",): ("gateway.probe", "whether the gateway is well", "网关是否正常"),
    ("logs",): ("gateway.logs", "what the gateway has logged", "查看网关日志"),
    ("status",): ("status", "this host at a glance", "本机概况"),
    ("monitor",): (
        "monitor.monitor",
        "tell before credentials end or fail",
        "在凭据到期或失效前发出提醒",
    ),
    ("monitor", "install"): (
        "monitor.install",
        "look every half hour, without a gateway",
        "无网关时每半小时检查一次",
    ),
    ("monitor", "test"): ("monitor.send_test", "send a test message", "发送测试消息"),
    ("gateway", "install"): (
        "gateway.install",
        "keep the gateway running as a service",
        "把网关安装为服务",
    ),
    ("gateway", "uninstall"): (
        "gateway.service",
        "take the service away; credentials stay",
        "移除服务（保留凭据）",
    ),
    ("gateway", "start"): ("gateway.service", "start the service", "启动服务"),
    ("gateway", "stop"): ("gateway.service", "stop the service", "停止服务"),
    ("gateway", "restart"): ("gateway.service", "restart the service", "重启服务"),
    ("gateway", "status"): (
        "gateway.status",
        "how the service and the gateway stand",
        "服务与网关的状态",
    ),
    ("gateway", "probe"): (
        "gateway.probe",
        "whether the gateway answers, and to our token",
        "检测网关是否应答、令牌是否有效",
    ),
    ("gateway", "health"): ("gateway.probe", "whether the gateway is well", "网关是否正常"),
}

# Commands of OpenClaw itself (ruling 29): passed to another `openclaw` on the PATH, or explained.
FOREIGN = frozenset(
    {
        "acp",
        "approvals",
        "browser",
        "channels",
        "cron",
        "devices",
        "directory",
        "dns",
        "docs",
        "hooks",
        "memory",
        "message",
        "node",
        "nodes",
        "pairing",
        "plugins",
        "reset",
        "sandbox",
        "security",
        "sessions",
        "skills",
        "system",
        "tui",
        "uninstall",
        "update",
        "voicecall",
        "webhooks",
    }
)


def groups() -> dict[Words, list[Words]]:
    """Return every group of words that is no command itself, with the commands below it."""
    found: dict[Words, list[Words]] = {}
    for words in COMMANDS:
        if words[0].startswith("__"):  # for shells, not for people
            continue
        for length in range(len(words)):
            found.setdefault(words[:length], []).append(words)
    return found
