"""The property list, read back by Python's own reader."""

import plistlib

import pytest

from openclaw_auth.host import launchd
from openclaw_auth.host.plan import Manager
from service_parts import facts

AGENT = Manager("launchd", "ai.openclaw.gateway", "/Users/ada/Library/LaunchAgents/x.plist", 501)
DAEMON = Manager("launchd-system", "ai.openclaw.gateway", "/Library/LaunchDaemons/x.plist", 0)
# launchd.plist(5)
TYPES = {
    "Label": str,
    "Comment": str,
    "ProgramArguments": list,
    "EnvironmentVariables": dict,
    "WorkingDirectory": str,
    "RunAtLoad": bool,
    "KeepAlive": bool,
    "ThrottleInterval": int,
    "ExitTimeOut": int,
    "Umask": int,
    "StandardOutPath": str,
    "StandardErrorPath": str,
}


@pytest.mark.parametrize("place", ["/Users/ada", "/Users/a <b> & c", "/Users/李 雷/100%"])
def test_every_key_has_the_type_that_launchd_wants(place):
    found = plistlib.loads(
        launchd.property_list(
            AGENT,
            facts(program=(f"{place}/python", "-P"), environ={"HOME": place}, directory=place),
        ).encode()
    )
    assert {name: type(value) for name, value in found.items()} == TYPES
    assert found["ProgramArguments"] == [f"{place}/python", "-P"]
    assert found["EnvironmentVariables"] == {"HOME": place}
    assert found["Umask"] == 0o077
    assert found["KeepAlive"] is True


def test_only_the_machines_daemon_names_a_user():
    assert b"UserName" not in launchd.property_list(AGENT, facts()).encode()
    assert plistlib.loads(launchd.property_list(DAEMON, facts()).encode())["UserName"] == "ada"


def test_the_old_one_is_unloaded_before_the_new_one_is_loaded():
    commands = [" ".join(command) for command in launchd.plan(AGENT, facts()).commands]
    assert commands == [
        "- launchctl bootout gui/501/ai.openclaw.gateway",
        "launchctl enable gui/501/ai.openclaw.gateway",
        "launchctl bootstrap gui/501 /Users/ada/Library/LaunchAgents/x.plist",
        "launchctl kickstart gui/501/ai.openclaw.gateway",
    ]
    assert launchd.plan(DAEMON, facts()).commands[2][2] == "system"


def test_stopping_unloads_for_launchd_starts_again_what_it_keeps_alive():
    assert launchd.verb(AGENT, "stop") == (("launchctl", "bootout", "gui/501/ai.openclaw.gateway"),)
    assert launchd.verb(AGENT, "restart")[-1][2] == "-k"


def test_what_launchctl_prints_is_understood():
    shown = "gui/501/ai.openclaw.gateway = {\n\tstate = running\n\n\tpid = 4242\n}\n"
    assert launchd.read_answer(shown) == (True, 4242)
    assert launchd.read_answer("\tstate = not running\n") == (False, None)
