"""Which manager, which name, which file; and plain words where there is none."""

import sys

import pytest

from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.host.commands import Done
from openclaw_auth.host.facts import gather_facts
from openclaw_auth.host.find import find_manager, presumed_manager, why_no_manager
from service_parts import Recorder

PHONE = {"PREFIX": "/data/data/com.termux/files/usr", "TERMUX_VERSION": "0.119"}


def paths(environ=(), profile=None):
    return resolve_paths(dict(environ), "/home/ada", "/", lambda _: True, profile)


@pytest.fixture
def on(ports, monkeypatch):
    def make(platform="linux", **environ):
        monkeypatch.setattr(sys, "platform", platform)
        ports.environ = environ
        return ports

    return make


@pytest.mark.parametrize(
    ("environ", "profile", "system", "expected"),
    [
        ({}, None, False, "/home/ada/.config/systemd/user/openclaw-gateway.service"),
        ({}, "work", False, "/home/ada/.config/systemd/user/openclaw-gateway-work.service"),
        ({"XDG_CONFIG_HOME": "/cfg"}, None, False, "/cfg/systemd/user/openclaw-gateway.service"),
        (
            {"XDG_CONFIG_HOME": "cfg"},
            None,
            False,
            "/home/ada/.config/systemd/user/openclaw-gateway.service",
        ),
        (
            {"OPENCLAW_SYSTEMD_UNIT": "mine"},
            None,
            False,
            "/home/ada/.config/systemd/user/mine.service",
        ),
        ({}, None, True, "/etc/systemd/system/openclaw-gateway.service"),
        (PHONE, None, False, f"{PHONE['PREFIX']}/var/service/openclaw-gateway/run"),
    ],
)
def test_the_file_lies_where_the_manager_looks(on, environ, profile, system, expected):
    found = presumed_manager(on(**environ), paths(environ, profile), system=system)
    assert found.path == expected


def test_the_label_is_the_references(on):
    found = presumed_manager(on("darwin"), paths())
    assert found.name == "ai.openclaw.gateway"
    assert found.path == "/home/ada/Library/LaunchAgents/ai.openclaw.gateway.plist"
    assert presumed_manager(on("darwin"), paths(profile="work")).name == "ai.openclaw.work"
    daemon = presumed_manager(on("darwin"), paths(), system=True)
    assert (daemon.kind, daemon.path) == (
        "launchd-system",
        "/Library/LaunchDaemons/ai.openclaw.gateway.plist",
    )


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (Done(0, "running\n", ""), True),
        (Done(1, "degraded\n", ""), True),
        (Done(1, "offline\n", ""), False),
        (Done(1, "", "Failed to connect to bus"), False),
        (None, False),
    ],
)
def test_systemd_counts_only_when_it_answers(on, said, found):
    ask = Recorder({"systemctl --user is-system-running": said})
    assert (find_manager(on(), paths(), run=ask) is not None) is found


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"container": "podman"}, "service_none_container"),
        (PHONE, "service_none_termux"),
    ],
)
def test_where_there_is_none_the_way_out_is_told(on, environ, code):
    assert why_no_manager(on(**environ)).code == code


def test_the_way_out_on_wsl_is_its_own(on, monkeypatch):
    monkeypatch.setattr("os.path.exists", lambda _: False)
    monkeypatch.setattr("os.path.isdir", lambda _: False)
    assert why_no_manager(on(WSL_DISTRO_NAME="Debian")).code == "service_none_wsl"
    monkeypatch.setattr("openclaw_auth.host.find._kernel", lambda: "6.1.0-13-amd64")
    assert why_no_manager(on()).code == "service_none"
    monkeypatch.setattr("os.path.isdir", lambda path: path == "/run/systemd/system")
    assert why_no_manager(on(USER="ada")).params == {"user": "ada"}


def test_the_service_gets_places_and_never_a_key(on):
    environ = {
        "OPENAI_API_KEY": "sk-from-the-shell",
        "OPENCLAW_GATEWAY_TOKEN": "a-token",
        "HTTPS_PROXY": "http://me:secret@proxy",
        "OPENCLAW_CONFIG_PATH": "~/elsewhere/openclaw.json",
        "LANG": "zh_CN.UTF-8",
    }
    ports = on(**environ)
    facts = gather_facts(presumed_manager(ports, paths()), paths(environ), ports, port="19000")
    assert "sk-from-the-shell" not in str(facts.environ)
    assert not {"OPENCLAW_GATEWAY_TOKEN", "HTTPS_PROXY"} & set(facts.environ)
    assert facts.environ["OPENCLAW_CONFIG_PATH"] == "/home/ada/elsewhere/openclaw.json"
    assert facts.environ["OPENCLAW_GATEWAY_PORT"] == "19000"
    assert facts.environ["LANG"] == "zh_CN.UTF-8"
    assert facts.writable == ("/home/ada/.openclaw", "/home/ada/elsewhere")


def test_agents_outside_the_state_directory_may_be_written_to(on, tmp_path):
    ports = on()
    inside, outside = "/home/ada/.openclaw/agents/x/agent", str(tmp_path / "agent")
    (tmp_path / "agent").mkdir()
    facts = gather_facts(
        presumed_manager(ports, paths()), paths(), ports, folders=(inside, outside)
    )
    assert facts.writable == ("/home/ada/.openclaw", outside)
