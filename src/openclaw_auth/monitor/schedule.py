"""What makes the host look now and then: a systemd timer, a launchd agent, a cron line, a Termux job.

Facts in, files and commands out. Pure. Nothing of it holds a secret: the command reads the config
and `~/.openclaw/.env` itself.
"""

from __future__ import annotations

import os
import plistlib
import shlex

from openclaw_auth.errors import GatewayError
from openclaw_auth.host.plan import ServiceFile
from openclaw_auth.host.systemd import FOR_EVERYBODY, exec_line, plain_value, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from openclaw_auth.host.plan import Command

    Kind: TypeAlias = Literal["systemd", "launchd", "cron", "termux"]

MARK = "Written by `openclaw monitor install`"
KINDS: tuple[Kind, ...] = ("systemd", "launchd", "cron", "termux")
_MINUTE_S = 60
_MINUTES_PER_HOUR = 60
_HOURS_PER_DAY = 24
# Android starts no periodic job more often (JobInfo.getMinPeriodMillis).
_TERMUX_LEAST_S = 15 * _MINUTE_S
_TERMUX_JOB = 18789


class ScheduleFacts:
    """What is to be run, and where its files go.

    Attributes:
        program: the command line; the first word is an absolute path.
        environ: variables for it; paths and names, never a secret.
        directory: where it starts: the state directory, absolute.
        every_s: how often.
        profile: suffix of the names, empty for the default one.
        config_home: where the user's systemd units are, below it; `~/.config`.
        home: for launchd's agents.
        uid: for launchd's domain.
        shell: an absolute path, for Termux.
    """

    __slots__ = (
        "config_home", "directory", "environ", "every_s", "home", "profile", "program", "shell",
        "uid",
    )  # fmt: skip

    def __init__(
        self,
        *,
        program: tuple[str, ...],
        environ: Mapping[str, str],
        directory: str,
        every_s: int,
        profile: str = "",
        config_home: str = "",
        home: str = "",
        uid: int = 0,
        shell: str = "/bin/sh",
    ) -> None:
        self.program = program
        self.environ = dict(environ)
        self.directory = directory
        self.every_s = every_s
        self.profile = profile
        self.config_home = config_home
        self.home = home
        self.uid = uid
        self.shell = shell

    @property
    def name(self) -> str:
        """Of units and jobs."""
        return f"openclaw-monitor{f'-{self.profile}' if self.profile else ''}"


class Schedule:
    """What installing and uninstalling do.

    Attributes:
        kind: who starts it.
        name: under which it is known there.
        files: to write, or to delete.
        cron_line: to put into the crontab, None where there is none.
        commands: after the files were written. One whose first word is `-` may fail.
        before_removal, after_removal: around deleting the files.
        every_s: how often it really looks.
    """

    __slots__ = (
        "after_removal", "before_removal", "commands", "cron_line", "every_s", "files", "kind",
        "name",
    )  # fmt: skip

    def __init__(
        self,
        kind: Kind,
        name: str,
        *,
        every_s: int,
        files: tuple[ServiceFile, ...] = (),
        cron_line: str | None = None,
        commands: tuple[Command, ...] = (),
        before_removal: tuple[Command, ...] = (),
        after_removal: tuple[Command, ...] = (),
    ) -> None:
        self.kind: Kind = kind
        self.name = name
        self.every_s = every_s
        self.files = files
        self.cron_line = cron_line
        self.commands = commands
        self.before_removal = before_removal
        self.after_removal = after_removal


def plan_schedule(kind: Kind, facts: ScheduleFacts) -> Schedule:
    """Return what installing does with this scheduler.

    Raises:
        GatewayError: `service_path_odd`, a path that its file cannot hold.
    """
    plans = {"systemd": _systemd, "launchd": _launchd, "cron": _cron, "termux": _termux}
    return plans[kind](facts)


def _systemd(facts: ScheduleFacts) -> Schedule:
    """A oneshot service and its timer: systemd.timer(5)."""
    folder = os.path.join(facts.config_home, "systemd", "user")
    name = facts.name
    service = [
        "# OpenClaw monitor (openclaw-auth).",
        f"# {MARK}.",
        "[Unit]",
        "Description=Look after credentials of OpenClaw",
        "",
        "[Service]",
        "Type=oneshot",
        f"ExecStart={exec_line(facts.program)}",
        f"WorkingDirectory={plain_value(facts.directory)}",
        *(f"Environment={quoted(f'{name}={value}')}" for name, value in facts.environ.items()),
        "TimeoutStartSec=300",
        *FOR_EVERYBODY,
        "",
    ]
    timer = [
        "# OpenClaw monitor (openclaw-auth).",
        f"# {MARK}.",
        "[Unit]",
        "Description=Look after credentials of OpenClaw now and then",
        "",
        "[Timer]",
        "OnBootSec=5min",
        f"OnUnitActiveSec={facts.every_s}s",
        "AccuracySec=30s",
        "",
        "[Install]",
        "WantedBy=timers.target",
        "",
    ]
    return Schedule(
        "systemd",
        f"{name}.timer",
        every_s=facts.every_s,
        files=(
            ServiceFile(os.path.join(folder, f"{name}.service"), "\n".join(service), 0o644),
            ServiceFile(os.path.join(folder, f"{name}.timer"), "\n".join(timer), 0o644),
        ),
        commands=(
            ("systemctl", "--user", "daemon-reload"),
            ("systemctl", "--user", "enable", f"{name}.timer"),
            ("systemctl", "--user", "restart", f"{name}.timer"),
        ),
        before_removal=(("-", "systemctl", "--user", "disable", "--now", f"{name}.timer"),),
        after_removal=(("-", "systemctl", "--user", "daemon-reload"),),
    )


def _launchd(facts: ScheduleFacts) -> Schedule:
    """An agent with StartInterval: launchd.plist(5)."""
    label = f"ai.openclaw.monitor{f'.{facts.profile}' if facts.profile else ''}"
    path = os.path.join(facts.home, "Library", "LaunchAgents", f"{label}.plist")
    values = {
        "Label": label,
        "Comment": f"{MARK}.",
        "ProgramArguments": list(facts.program),
        "EnvironmentVariables": facts.environ,
        "WorkingDirectory": facts.directory,
        "StartInterval": facts.every_s,
        "RunAtLoad": True,
        "ProcessType": "Background",
        "Umask": 0o077,
    }
    domain = f"gui/{facts.uid}"
    out = ("-", "launchctl", "bootout", f"{domain}/{label}")
    return Schedule(
        "launchd",
        label,
        every_s=facts.every_s,
        files=(ServiceFile(path, plistlib.dumps(values, sort_keys=False).decode(), 0o644),),
        commands=(out, ("launchctl", "bootstrap", domain, path)),
        before_removal=(out,),
    )


def _cron(facts: ScheduleFacts) -> Schedule:
    """One line of a crontab: crontab(5)."""
    minutes = max(1, facts.every_s // _MINUTE_S)
    if minutes < _MINUTES_PER_HOUR:
        minutes = max(n for n in range(1, minutes + 1) if _MINUTES_PER_HOUR % n == 0)
        when = f"*/{minutes} * * * *" if minutes > 1 else "* * * * *"
    else:
        whole = min(minutes // _MINUTES_PER_HOUR, _HOURS_PER_DAY)
        hours = max(n for n in range(1, whole + 1) if _HOURS_PER_DAY % n == 0)
        when = {1: "0 * * * *", _HOURS_PER_DAY: "0 0 * * *"}.get(hours, f"0 */{hours} * * *")
        minutes = hours * _MINUTES_PER_HOUR
    command = f"{_assigned(facts)} {shlex.join(facts.program)} >/dev/null"
    if any(char < " " for char in command):
        raise GatewayError("service_path_odd", path=facts.directory)
    # An unescaped percent sign is a line break there.
    line = f"{when} {command.replace('%', chr(92) + '%')} # {facts.name}"
    return Schedule("cron", facts.name, every_s=minutes * _MINUTE_S, cron_line=line)


def _termux(facts: ScheduleFacts) -> Schedule:
    """A job of Android's scheduler, by Termux:API's `termux-job-scheduler`."""
    every_s = max(facts.every_s, _TERMUX_LEAST_S)
    path = os.path.join(facts.directory, f"{facts.name}.sh")
    lines = [
        f"#!{facts.shell}",
        f"# {MARK}.",
        "umask 077",
        *(f"export {name}={shlex.quote(value)}" for name, value in facts.environ.items()),
        f"cd {shlex.quote(facts.directory)} || exit 1",
        f"exec {shlex.join(facts.program)} >/dev/null",
        "",
    ]
    job = ("--job-id", str(_TERMUX_JOB + sum(facts.profile.encode())))
    return Schedule(
        "termux",
        facts.name,
        every_s=every_s,
        files=(ServiceFile(path, "\n".join(lines), 0o700),),
        commands=(
            (
                *("termux-job-scheduler", *job, "--script", path),
                *("--period-ms", str(every_s * 1000), "--persisted", "true", "--network", "any"),
            ),
        ),
        before_removal=(("-", "termux-job-scheduler", "--cancel", *job),),
    )


def _assigned(facts: ScheduleFacts) -> str:
    return " ".join(f"{name}={shlex.quote(value)}" for name, value in facts.environ.items())


def merged_crontab(present: str, schedule: Schedule, *, keep: bool) -> str:
    """Return a crontab with our line put in or taken out; every other line as it was."""
    mark = f"# {schedule.name}"
    lines = [line for line in present.splitlines() if not line.endswith(f" {mark}")]
    if keep and schedule.cron_line is not None:
        lines.append(schedule.cron_line)
    return "".join(f"{line}\n" for line in lines)
