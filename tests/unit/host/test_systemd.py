"""The unit says what was meant, whatever the paths are called, and holds nothing secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import systemd_reader as reader
from openclaw_auth.errors import GatewayError
from openclaw_auth.host import systemd
from openclaw_auth.host.plan import Manager
from service_parts import facts

USER = Manager("systemd-user", "openclaw-gateway.service", "/home/ada/unit")
SYSTEM = Manager("systemd-system", "openclaw-gateway.service", "/etc/unit")
# What needs mount namespaces or capabilities: a user's manager would refuse to start it.
FOR_ROOT = ["ProtectSystem", "ReadWritePaths", "CapabilityBoundingSet", "PrivateDevices", "User"]
paths = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30
).map(lambda text: f"/{text}")
plain_ends = paths.filter(lambda path: path == path.strip() and not path.endswith("\\"))


@given(paths, paths)
def test_every_path_survives_the_units_quoting(program, place):
    text = systemd.unit_text(USER, facts(program=(program, "-m", place), environ={"HOME": place}))
    assert reader.command(text) == [program, "-m", place]
    assert reader.environment(text) == {"HOME": place}


@given(plain_ends)
def test_every_directory_survives_where_systemd_takes_a_whole_line(place):
    text = systemd.unit_text(SYSTEM, facts(directory=place, writable=(place, "/srv/other")))
    assert reader.specifiers(reader.one(text, "WorkingDirectory")) == place
    written = [v for _, name, v in reader.settings(text) if name == "ReadWritePaths"]
    assert [reader.words(value) for value in written] == [[f"-{place}"], ["-/srv/other"]]


@pytest.mark.parametrize("path", ["/a\nExecStart=/bin/evil", "/a\x00", "/a\x7f"])
def test_a_path_that_no_unit_can_hold_is_refused(path):
    for changed in ({"directory": path}, {"program": (path,)}, {"environ": {"HOME": path}}):
        with pytest.raises(GatewayError) as caught:
            systemd.unit_text(USER, facts(**changed))
        assert caught.value.reason.code == "service_path_odd"


def test_a_user_unit_asks_only_for_what_a_users_manager_can_do():
    text = systemd.unit_text(USER, facts())
    names = [name for _, name, _ in reader.settings(text)]
    assert not set(FOR_ROOT) & set(names)
    assert reader.one(text, "NoNewPrivileges") == "yes"
    assert reader.one(text, "UMask") == "0077"
    assert reader.one(text, "WantedBy") == "default.target"


def test_a_system_unit_gets_everything_and_a_user():
    text = systemd.unit_text(SYSTEM, facts())
    assert reader.one(text, "User") == "ada"
    assert reader.one(text, "ProtectSystem") == "strict"
    assert reader.one(text, "CapabilityBoundingSet") == ""
    assert reader.one(text, "WantedBy") == "multi-user.target"


def test_a_hung_gateway_is_noticed_and_a_bad_config_does_not_restart_for_ever():
    text = systemd.unit_text(USER, facts(watchdog_s=60))
    assert reader.one(text, "Type") == "notify"
    assert reader.one(text, "WatchdogSec") == "60"
    assert reader.one(text, "Restart") == "always"
    assert ("Unit", "StartLimitBurst", "5") in reader.settings(text)


def test_what_the_manager_says_is_understood():
    assert systemd.read_answer("ActiveState=active\nMainPID=12\n") == (True, 12)
    assert systemd.read_answer("MainPID=0\nActiveState=failed\n") == (False, None)
