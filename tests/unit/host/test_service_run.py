"""Files are written once, orders reach the manager in order, and credentials outlive all of it."""

import os
import stat

import pytest

from openclaw_auth.errors import GatewayError, StoreReadOnly
from openclaw_auth.host.commands import Done, program_runner
from openclaw_auth.host.plan import ServicePlan
from openclaw_auth.host.service import (
    install,
    lingers,
    plan_install,
    read_service,
    restart,
    start,
    stop,
    uninstall,
)
from service_parts import KINDS, Recorder

RUNS = {
    "systemctl show": Done(0, "ActiveState=active\nMainPID=7\n", ""),
    "systemctl --user show": Done(0, "ActiveState=active\nMainPID=7\n", ""),
    "launchctl print": Done(0, "\tstate = running\n\tpid = 7\n", ""),
    "sv status": Done(0, "run: x: (pid 7) 1s", ""),
}


@pytest.mark.parametrize("kind", KINDS)
def test_installing_twice_changes_and_interrupts_nothing(kind, manager, place, ports):
    plan = plan_install(manager(kind), place)
    first = Recorder()
    assert install(plan, ports, first) is True
    assert first.commands == [" ".join(c).removeprefix("- ") for c in plan.commands]
    again = Recorder(RUNS)
    assert install(plan, ports, again) is False
    assert len(again.commands) == 1, "only asked how it stands"
    state = read_service(plan.manager, ports, plan, Recorder(RUNS))
    assert (state.installed, state.running, state.pid) == (True, True, 7)


def test_one_that_does_not_run_is_started_by_installing_again(manager, place, ports):
    plan = plan_install(manager("systemd-user"), place)
    install(plan, ports, Recorder())
    again = Recorder()
    install(plan, ports, again)
    assert "systemctl --user restart openclaw-gateway.service" in again.commands


def test_the_state_directory_is_there_before_the_service_starts(manager, place, ports):
    install(plan_install(manager("launchd"), place), ports, Recorder())
    assert stat.S_IMODE(os.stat(place.directory).st_mode) == 0o700
    assert os.path.isdir(place.log_dir)


@pytest.mark.parametrize("kind", KINDS)
def test_uninstalling_leaves_everything_but_the_service(kind, manager, place, ports):
    plan = plan_install(manager(kind), place)
    install(plan, ports, Recorder())
    key = os.path.join(place.directory, ".env")
    with open(key, "w") as file:
        file.write("OPENAI_API_KEY=x")
    assert uninstall(plan.manager, ports, Recorder()) is True
    assert not os.path.exists(plan.manager.path)
    assert os.path.exists(key)
    silent = Recorder()
    assert uninstall(plan.manager, ports, silent) is False
    assert silent.commands == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_without_a_service_says_so(kind, manager, ports):
    for order in (start, stop, restart):
        with pytest.raises(GatewayError) as caught:
            order(manager(kind), ports, Recorder())
        assert caught.value.reason.code == "service_not_installed"


def test_what_the_manager_refuses_is_told_in_its_words(manager, place, ports):
    refusing = Recorder({"systemctl --user enable": Done(1, "", "Access denied\n")})
    with pytest.raises(GatewayError) as caught:
        install(plan_install(manager("systemd-user"), place), ports, refusing)
    assert caught.value.reason.params == {
        "command": "systemctl --user enable openclaw-gateway.service",
        "said": "Access denied",
    }


def test_what_only_the_present_file_sets_is_not_lost_unasked(manager, place, ports):
    plan = plan_install(manager("systemd-user"), place)
    install(plan, ports, Recorder())
    with open(plan.manager.path, "a") as file:
        file.write("Environment=OPENAI_API_KEY=x HTTPS_PROXY=http://p\n")
    silent = Recorder()
    with pytest.raises(GatewayError) as caught:
        install(plan, ports, silent)
    assert caught.value.reason.code == "service_would_lose"
    assert caught.value.reason.params["names"] == "HTTPS_PROXY, OPENAI_API_KEY"
    assert silent.commands == []
    with pytest.raises(GatewayError):
        install(plan, ports, silent, kept=["OPENAI_API_KEY"])
    assert install(plan, ports, Recorder(), kept=["OPENAI_API_KEY", "HTTPS_PROXY"]) is True


def test_launchctl_as_a_program_on_the_path(manager, place, ports, tmp_path):
    record = tmp_path / "record"
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/launchctl"
    program.write_text(
        f'#!/bin/sh\necho "$*" >>{record}\n'
        'case "$1" in bootout) exit 3 ;; print) printf "\\tstate = running\\n\\tpid = 9\\n" ;; esac\n'
    )
    program.chmod(0o755)
    ports.environ = {"PATH": f"{tmp_path}/bin:/bin:/usr/bin"}
    plan = plan_install(manager("launchd"), place)
    assert install(plan, ports) is True
    state = read_service(plan.manager, ports, plan)
    assert (state.running, state.pid) == (True, 9)
    restart(plan.manager, ports)
    assert uninstall(plan.manager, ports) is True
    target = "gui/501/ai.openclaw.gateway"
    path = plan.manager.path
    assert record.read_text().splitlines() == [
        f"bootout {target}",
        f"enable {target}",
        f"bootstrap gui/501 {path}",
        f"kickstart {target}",
        f"print {target}",
        f"bootstrap gui/501 {path}",
        f"kickstart -k {target}",
        f"bootout {target}",
    ]


def test_a_place_that_is_no_place_is_named(manager, place, ports, tmp_path):
    (tmp_path / "units").write_text("a file where a directory must be")
    plan = plan_install(manager("systemd-user"), place)
    with pytest.raises(StoreReadOnly):
        install(ServicePlan(plan.manager, plan.files, ()), ports, Recorder())


def test_a_manager_that_does_not_answer_leaves_it_open(manager, place, ports):
    plan = plan_install(manager("systemd-user"), place)
    install(plan, ports, Recorder())
    assert read_service(plan.manager, ports, run=lambda _: None).running is None


def test_lingering_is_asked_only_where_it_is_a_question(manager, ports):
    yes = Recorder({"loginctl": Done(0, "Linger=yes\n", "")})
    no = Recorder({"loginctl": Done(0, "Linger=no\n", "")})
    assert lingers(manager("systemd-user"), ports, yes) is True
    assert lingers(manager("systemd-user"), ports, no) is False
    assert lingers(manager("systemd-user"), ports, lambda _: None) is None
    assert lingers(manager("systemd-system"), ports, no) is None


def test_programs_are_found_on_the_path_and_their_absence_is_no_crash(ports, tmp_path):
    program = tmp_path / "systemctl"
    program.write_text('#!/bin/sh\necho "said $*"; echo oh >&2; exit 3\n')
    program.chmod(0o755)
    ports.environ = {"PATH": str(tmp_path)}
    done = program_runner(ports)(("systemctl", "a b", "c"))
    assert (done.code, done.output, done.said) == (3, "said a b c\n", "oh\n")
    assert program_runner(ports)(("launchctl", "print")) is None
