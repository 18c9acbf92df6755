"""Carries a schedule out: which scheduler this host has, its files, its commands, its crontab."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress

from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError
from openclaw_auth.files.atomic_write import atomic_replace, read_or_none
from openclaw_auth.files.filesystem import new_directories, write_error
from openclaw_auth.host.commands import program_runner, run_all
from openclaw_auth.host.facts import gather_facts
from openclaw_auth.host.find import answers, is_termux, presumed_manager
from openclaw_auth.monitor.schedule import ScheduleFacts, merged_crontab

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.host.commands import Run
    from openclaw_auth.monitor.schedule import Kind, Schedule
    from openclaw_auth.ports import Ports

_GATEWAYS_OWN = ("OPENCLAW_GATEWAY_PORT", "OPENCLAW_SYSTEMD_UNIT", "OPENCLAW_LAUNCHD_LABEL")


def find_scheduler(ports: Ports, paths: Paths, run: Run | None = None) -> Kind | None:
    """Return what starts things now and then on this host, None when nothing does."""
    from shutil import which

    path = ports.environ.get("PATH", os.defpath)
    if is_termux(ports):
        return "termux" if which("termux-job-scheduler", path=path) else None
    if sys.platform == "darwin":
        return "launchd"
    if answers(presumed_manager(ports, paths), ports, run):
        return "systemd"
    return "cron" if which("crontab", path=path) else None


def schedule_facts(ports: Ports, paths: Paths, every_s: int) -> ScheduleFacts:
    """Return what is to be run here: this very program on this very state directory.

    Raises:
        ConfigError: `no_home`.
    """
    facts = gather_facts(presumed_manager(ports, paths), paths, ports)
    environ = {
        name: value
        for name, value in facts.environ.items()
        if name not in _GATEWAYS_OWN and not name.startswith("OPENCLAW_SERVICE_")
    }
    prefix = ports.environ.get("PREFIX") if is_termux(ports) else None
    return ScheduleFacts(
        program=(*facts.program[:-2], "monitor"),
        environ=environ,
        directory=facts.directory,
        every_s=every_s,
        profile=paths.profile or "",
        config_home=paths.config_home(ports.environ),
        home=paths.home or "",
        uid=os.getuid(),
        shell=f"{prefix}/bin/sh" if prefix else "/bin/sh",
    )


def install_schedule(schedule: Schedule, ports: Ports, run: Run | None = None) -> None:
    """Write the files, run the commands, put the line into the crontab.

    Raises:
        StoreReadOnly: a file cannot be written.
        GatewayError: `service_command_failed`.
    """
    ask = run or program_runner(ports)
    for file in schedule.files:
        try:
            new_directories(os.path.dirname(file.path))
            atomic_replace(file.path, file.text.encode(), ports, mode=file.mode)
        except OSError as error:
            raise write_error(error, file.path) from error
    if schedule.cron_line is not None:
        _write_crontab(schedule, ask, keep=True)
    run_all(schedule.commands, ask)


def uninstall_schedule(schedule: Schedule, ports: Ports, run: Run | None = None) -> bool:
    """Take everything away again; returns whether there was anything.

    Raises:
        StoreReadOnly: a file cannot be deleted.
        GatewayError: `service_command_failed`, the crontab cannot be read or written.
    """
    ask = run or program_runner(ports)
    if not is_installed(schedule, ask):
        return False
    run_all(schedule.before_removal, ask)
    for file in schedule.files:
        try:
            with suppress(FileNotFoundError):
                os.unlink(file.path)
        except OSError as error:
            raise write_error(error, file.path) from error
    if schedule.cron_line is not None:
        _write_crontab(schedule, ask, keep=False)
    run_all(schedule.after_removal, ask)
    return True


def is_installed(schedule: Schedule, run: Run) -> bool:
    """Return whether its files or its line are there."""
    if schedule.cron_line is not None:
        present = _crontab(run)
        return merged_crontab(present, schedule, keep=False) != present
    return any(read_or_none(file.path) is not None for file in schedule.files)


def _crontab(run: Run) -> str:
    """Return the user's crontab; empty when there is none.

    Raises:
        GatewayError: `service_command_failed`; a crontab that cannot be read is never replaced.
    """
    done = run(("crontab", "-l"))
    if done is not None and done.code == 0:
        return done.output
    if done is not None and "no crontab" in done.said.lower():
        return ""
    said = Reason("service_manager_silent") if done is None else done.said.strip()
    raise GatewayError("service_command_failed", command="crontab -l", said=said)


def _write_crontab(schedule: Schedule, run: Run, *, keep: bool) -> None:
    present = _crontab(run)
    wanted = merged_crontab(present, schedule, keep=keep)
    if wanted == present:
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="openclaw-") as file:
        file.write(wanted)
        file.flush()
        run_all((("crontab", file.name),), run)
