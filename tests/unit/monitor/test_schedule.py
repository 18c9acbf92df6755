"""Timers, cron lines and jobs start what was meant, hold no secret, and go away again."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.errors import GatewayError
from openclaw_auth.host.commands import Done
from openclaw_auth.monitor.schedule import KINDS, ScheduleFacts, merged_crontab, plan_schedule
from openclaw_auth.monitor.schedule_run import install_schedule, uninstall_schedule
from openclaw_auth.ports import system_ports

SHELLCHECK = Path(sys.executable).with_name("shellcheck")
ODD = "/home/o'brien $HOME 100%/state"


def facts(folder, every_s=1800, program=None, **environ):
    return ScheduleFacts(
        program=program or (sys.executable, "-P", "-m", "openclaw_auth", "monitor"),
        environ={"HOME": ODD} | environ,
        directory=str(folder),
        every_s=every_s,
        config_home=f"{folder}/config",
        home=str(folder),
        uid=1000,
    )


class Recorder:
    """Stands in for the host's programs; keeps a crontab."""

    def __init__(self, crontab=None):
        self.crontab = crontab
        self.commands = []

    def __call__(self, command):
        self.commands.append(command)
        if command == ("crontab", "-l"):
            if self.crontab is None:
                return Done(1, "", "no crontab for somebody")
            return Done(0, self.crontab, "")
        if command[0] == "crontab":
            self.crontab = Path(command[1]).read_text()
        return Done(0, "", "")


def test_shellcheck_has_nothing_to_say_about_the_job(tmp_path):
    # It would wonder about a dollar sign in single quotes, where it is meant.
    (file,) = plan_schedule("termux", facts(tmp_path, HOME=ODD.replace("$", ""))).files
    script = tmp_path / "job.sh"
    script.write_text(file.text)
    done = subprocess.run(
        [SHELLCHECK, "--severity=style", script], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert file.mode == 0o700


@pytest.mark.parametrize("kind", ["termux", "cron"])
def test_a_real_shell_starts_what_was_meant(tmp_path, kind):
    told = tmp_path / "told"
    code = f"import os, sys; open({str(told)!r}, 'w').write(os.environ['HOME'] + sys.argv[1])"
    program = (sys.executable, "-c", code, "a b%c'd")
    schedule = plan_schedule(kind, facts(tmp_path, program=program))
    if kind == "cron":
        # What cron itself does: five fields off, `\\%` is a percent sign.
        text = schedule.cron_line.split(" ", 5)[5].replace("\\%", "%")
    else:
        text = schedule.files[0].text
    subprocess.run(["/bin/sh"], input=text, text=True, check=True, timeout=20)
    assert told.read_text() == f"{ODD}a b%c'd"


def test_the_timer_and_its_service_belong_together(tmp_path):
    schedule = plan_schedule("systemd", facts(tmp_path, every_s=600))
    service, timer = schedule.files
    assert timer.path == service.path.replace(".service", ".timer")
    assert "OnUnitActiveSec=600s" in timer.text
    assert "Type=oneshot" in service.text
    assert "NoNewPrivileges=yes" in service.text
    assert ("systemctl", "--user", "enable", "openclaw-monitor.timer") in schedule.commands


def test_the_agent_of_launchd_parses(tmp_path):
    (file,) = plan_schedule("launchd", facts(tmp_path)).files
    read = plistlib.loads(file.text.encode())
    assert read["StartInterval"] == 1800
    assert read["ProgramArguments"][-1] == "monitor"
    assert read["EnvironmentVariables"]["HOME"] == ODD


@pytest.mark.parametrize(
    ("every_s", "when", "really_s"),
    [
        (60, "* * * * *", 60),
        (1800, "*/30 * * * *", 1800),
        (2700, "*/30 * * * *", 1800),
        (3600, "0 * * * *", 3600),
        (5 * 3600, "0 */4 * * *", 4 * 3600),
        (7 * 86400, "0 0 * * *", 86400),
    ],
)
def test_cron_looks_as_often_as_it_can_say_or_more(tmp_path, every_s, when, really_s):
    schedule = plan_schedule("cron", facts(tmp_path, every_s=every_s))
    assert schedule.cron_line.startswith(f"{when} HOME=")
    assert schedule.every_s == really_s


def test_a_path_that_no_crontab_holds_is_refused(tmp_path):
    with pytest.raises(GatewayError) as caught:
        plan_schedule("cron", facts(tmp_path, program=("/bin/a\nb", "monitor")))
    assert caught.value.reason.code == "service_path_odd"


lines = st.lists(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"))).filter(
        lambda line: not line.endswith("# openclaw-monitor")
    )
)


@given(lines)
def test_a_crontab_of_the_users_stays_as_it_is(others):
    present = "".join(f"{line}\n" for line in others)
    schedule = plan_schedule("cron", facts("/s"))
    once = merged_crontab(present, schedule, keep=True)
    assert once.splitlines()[:-1] == present.splitlines()
    assert merged_crontab(once, schedule, keep=True) == once
    assert merged_crontab(once, schedule, keep=False) == present


def test_a_crontab_that_cannot_be_read_is_never_replaced(tmp_path):
    def run(_):
        return Done(1, "", "crontab: permission denied")

    with pytest.raises(GatewayError):
        install_schedule(plan_schedule("cron", facts(tmp_path)), system_ports(), run)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_installed_goes_away_again(tmp_path, kind):
    schedule = plan_schedule(kind, facts(tmp_path))
    run = Recorder(crontab="5 4 * * * mine\n" if kind == "cron" else None)
    assert not uninstall_schedule(schedule, system_ports(), run)
    install_schedule(schedule, system_ports(), run)
    install_schedule(schedule, system_ports(), run)
    assert all(Path(file.path).read_text() == file.text for file in schedule.files)
    if kind == "cron":
        assert run.crontab == f"5 4 * * * mine\n{schedule.cron_line}\n"
    assert uninstall_schedule(schedule, system_ports(), run)
    assert not any(Path(file.path).exists() for file in schedule.files)
    if kind == "cron":
        assert run.crontab == "5 4 * * * mine\n"


@pytest.mark.slow
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    schedule = plan_schedule("systemd", facts(tmp_path))
    for file in schedule.files:
        (tmp_path / Path(file.path).name).write_text(file.text.replace(ODD, "/tmp"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, tmp_path.glob("openclaw-monitor.*"))],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert "openclaw-monitor" not in done.stderr
