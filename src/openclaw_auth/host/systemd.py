"""systemd units: facts in, text and commands out. Pure.

Directives, quoting and specifiers: systemd.service(5), systemd.exec(5), systemd.syntax(7).
"""

from __future__ import annotations

from openclaw_auth.errors import GatewayError
from openclaw_auth.host.plan import MARK, ServiceFile, ServicePlan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import Command, Manager, ServiceFacts

SYSTEM = "systemd-system"
_FIRST_PRINTABLE = " "
# By seccomp and prctl: what a manager without privileges can apply. Directives that need mount
# namespaces or capabilities keep a user unit from starting on hosts where those are closed to users.
FOR_EVERYBODY = (
    "NoNewPrivileges=yes",
    "UMask=0077",
    "LockPersonality=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "RestrictNamespaces=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged @resources",
    "SystemCallErrorNumber=EPERM",
)
# No PrivateTmp: what tells us that another OpenClaw gateway runs on this config lies in /tmp.
_FOR_ROOT = (
    "ProtectSystem=strict",
    "ProtectHome=read-only",
    "PrivateDevices=yes",
    "PrivateMounts=yes",
    "PrivateUsers=yes",
    "ProtectClock=yes",
    "ProtectControlGroups=yes",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectProc=invisible",
    "CapabilityBoundingSet=",
    "AmbientCapabilities=",
    "MemoryDenyWriteExecute=yes",
    "RemoveIPC=yes",
    "KeyringMode=private",
)


def unit_text(manager: Manager, facts: ServiceFacts) -> str:
    """Return the unit.

    Raises:
        GatewayError: `service_path_odd`, a path holds a control character.
    """
    system = manager.kind == SYSTEM
    lines = [
        "# OpenClaw gateway (openclaw-auth).",
        f"# {MARK}. Your own changes: {_edit_command(manager)}",
        "[Unit]",
        f"Description=OpenClaw gateway ({facts.version})",
        *(["Wants=network-online.target", "After=network-online.target"] if system else []),
        "StartLimitIntervalSec=300",
        "StartLimitBurst=5",
        "",
        "[Service]",
        "Type=notify",
        f"ExecStart={exec_line(facts.program)}",
        f"WorkingDirectory={plain_value(facts.directory)}",
        *(f"Environment={quoted(f'{name}={value}')}" for name, value in facts.environ.items()),
        *([f"User={plain_value(facts.user)}"] if system and facts.user else []),
        f"WatchdogSec={facts.watchdog_s}",
        "TimeoutStartSec=90",
        f"TimeoutStopSec={facts.stop_s}",
        "KillMode=mixed",
        "Restart=always",
        "RestartSec=5",
        *FOR_EVERYBODY,
        *(_FOR_ROOT if system else ()),
    ]
    if system:
        lines += [f"ReadWritePaths={quoted('-' + path)}" for path in facts.writable]
    target = "multi-user.target" if system else "default.target"
    lines += ["", "[Install]", f"WantedBy={target}", ""]
    return "\n".join(lines)


def plan(manager: Manager, facts: ServiceFacts) -> ServicePlan:
    """Return what installing does."""
    control = systemctl(manager)
    return ServicePlan(
        manager,
        (ServiceFile(manager.path, unit_text(manager, facts), 0o644),),
        (
            (*control, "daemon-reload"),
            (*control, "enable", manager.name),
            (*control, "restart", manager.name),
        ),
        facts.writable[:1],
    )


def removal(manager: Manager) -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    """Return the commands before the unit is deleted, and those after."""
    control = systemctl(manager)
    before = (("-", *control, "disable", "--now", manager.name),)
    after = (
        ("-", *control, "daemon-reload"),
        ("-", *control, "reset-failed", manager.name),
    )
    return before, after


def verb(manager: Manager, word: str) -> tuple[Command, ...]:
    """Return the commands for `start`, `stop` or `restart`."""
    return ((*systemctl(manager), word, manager.name),)


def question(manager: Manager) -> Command:
    """Return the command whose output `read_answer` understands."""
    return (
        *systemctl(manager),
        "show",
        manager.name,
        "--property=ActiveState,MainPID",
    )


def read_answer(output: str) -> tuple[bool, int | None]:
    """Return whether it runs, and its process, from the answer to `question`."""
    said = dict(line.split("=", 1) for line in output.splitlines() if "=" in line)
    running = said.get("ActiveState") in ("active", "reloading", "activating")
    pid = said.get("MainPID", "")
    return running, int(pid) if pid.isdecimal() and int(pid) else None


def systemctl(manager: Manager) -> Command:
    """Return how this manager is spoken to."""
    return ("systemctl",) if manager.kind == SYSTEM else ("systemctl", "--user")


def _edit_command(manager: Manager) -> str:
    return " ".join((*systemctl(manager), "edit", manager.name))


def exec_line(program: tuple[str, ...]) -> str:
    """Return a command line as ExecStart takes it."""
    words = " ".join(quoted(word) for word in program)
    # A colon keeps systemd from putting variables in: no `$` of a path is one.
    return f":{words}" if "$" in words else words


def plain_value(text: str) -> str:
    """Return a value that stands alone: systemd takes it to the end of the line."""
    if any(char < _FIRST_PRINTABLE or char == "\x7f" for char in text) or text != text.strip():
        raise GatewayError("service_path_odd", path=text)
    if text.endswith("\\"):
        raise GatewayError("service_path_odd", path=text)
    return text.replace("%", "%%")


def quoted(word: str) -> str:
    """Return one word of a list: quoted where it must be, percent signs doubled."""
    if any(char < _FIRST_PRINTABLE or char == "\x7f" for char in word):
        raise GatewayError("service_path_odd", path=word)
    text = word.replace("%", "%%")
    if text and not any(char in " \"'\\;#" for char in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
