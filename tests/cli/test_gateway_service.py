"""`openclaw gateway install` and its sisters, with stand-ins for the managers' programs."""

import errno
import os
import pathlib
import pwd
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import openclaw_auth
from gateway_process import free_port, wait_until

SYSTEMCTL = """\
#!/bin/sh
echo "systemctl $*" >>"$RECORD"
case "$*" in
*is-system-running) echo running ;;
*show*) if [ -e "$RECORD.on" ]; then printf 'ActiveState=active\\nMainPID=4242\\n'; fi ;;
*" stop "* | *disable*) rm -f "$RECORD.on" ;;
*start*) : >"$RECORD.on" ;;
esac
"""
LOGINCTL = '#!/bin/sh\necho "Linger=no"\n'
SV = """\
#!/bin/sh
echo "${0##*/} $*" >>"$RECORD"
case "$*" in
status*) if [ -e "$RECORD.on" ]; then echo "run: x: (pid 4242) 1s"; fi ;;
up* | restart*) : >"$RECORD.on" ;;
down*) rm -f "$RECORD.on" ;;
esac
"""
KEY = "sk-ant-api03-the-shells-own-key-0123456789"
OLD_UNIT = (
    "[Service]\nExecStart=/usr/bin/node gateway\nEnvironment=OPENCLAW_SERVICE_MARKER=openclaw\n"
)


def put(folder, **programs):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in programs.items():
        path = folder / name.replace("_", "-")
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def recorded(host):
    """Return what the stand-ins were told, and forget it."""
    record = host.home / "record"
    host.env["RECORD"] = str(record)

    def read():
        found = record.read_text().splitlines() if record.exists() else []
        record.unlink(missing_ok=True)
        return [line for line in found if "show" not in line and "status" not in line]

    return read


@pytest.fixture
def desktop(host, recorded):
    put(host.home / "bin", systemctl=SYSTEMCTL, loginctl=LOGINCTL)
    host.env["PATH"] = f"{host.home}/bin:{os.environ['PATH']}"
    host.unit = host.home / ".config/systemd/user/openclaw-gateway.service"
    return host


def test_from_nothing_to_a_service_and_back(desktop, recorded):
    (desktop.state).mkdir()
    (desktop.state / ".env").write_text("OPENAI_API_KEY=sk-kept\n")
    done = desktop.run("gateway", "install", ANTHROPIC_API_KEY=KEY)
    assert done.code == 0, done.err
    assert "pid 4242" in done.out
    assert "loginctl enable-linger" in done.err
    assert "ANTHROPIC_API_KEY" in done.err
    assert "OPENAI_API_KEY" not in done.err, "the service will see that one"
    assert KEY not in done.out + done.err + desktop.unit.read_text()
    assert recorded() == [
        "systemctl --user is-system-running",
        "systemctl --user daemon-reload",
        "systemctl --user enable openclaw-gateway.service",
        "systemctl --user restart openclaw-gateway.service",
    ]

    again = desktop.run("gateway", "install")
    assert "up to date" in again.out
    assert recorded() == ["systemctl --user is-system-running"]

    status = desktop.run("gateway", "status", "--json").json()
    assert status["service"]["running"] is True
    assert status["service"]["stale"] == []
    assert status["gateway"]["running"] is False

    assert desktop.run("gateway", "uninstall").code == 0
    assert not desktop.unit.exists()
    assert (desktop.state / ".env").read_text() == "OPENAI_API_KEY=sk-kept\n"
    assert recorded()[-3:] == [
        "systemctl --user disable --now openclaw-gateway.service",
        "systemctl --user daemon-reload",
        "systemctl --user reset-failed openclaw-gateway.service",
    ]


def test_the_machines_service_runs_as_a_user_in_that_users_home(host):
    me = pwd.getpwuid(os.geteuid())
    done = host.run("gateway", "install", "--system", "--user", me.pw_name, "--dry-run")
    lines = done.out.splitlines()
    assert f"User={me.pw_name}" in lines
    assert f"Environment=HOME={me.pw_dir}" in lines
    assert f"Environment=OPENCLAW_STATE_DIR={host.state}" in lines
    assert f"ReadWritePaths=-{host.state}" in lines
    own = host.run("gateway", "install", "--user", me.pw_name, "--dry-run")
    assert (own.code, f"--system --user {me.pw_name}" in own.err) == (1, True)
    absent = host.run("gateway", "install", "--system", "--user", "no-such-user", "--dry-run")
    assert (absent.code, "no-such-user" in absent.err) == (1, True)


def test_a_failure_is_one_json_document_too(host):
    put(host.home / "bin", systemctl="#!/bin/sh\nexit 1\n")
    host.env["PATH"] = f"{host.home}/bin:{os.environ['PATH']}"
    done = host.run("gateway", "install", "--json", container="podman")
    assert (done.code, done.json()["error"]["code"]) == (1, "service_none_container")


def test_a_changed_file_is_shown_as_a_difference(desktop):
    desktop.run("gateway", "install")
    done = desktop.run("gateway", "install", "--port", "19001")
    assert "+Environment=OPENCLAW_GATEWAY_PORT=19001" in done.out
    assert "OPENCLAW_GATEWAY_PORT=19001" in desktop.unit.read_text()
    assert desktop.run("gateway", "install", "--port", "many").code == 1


def test_the_shell_that_asks_makes_no_difference(desktop):
    desktop.run("gateway", "install", "--port", "19001", LANG="zh_CN.UTF-8")
    elsewhere = desktop.run("gateway", "status", "--json", LANG="C", OPENCLAW_GATEWAY_PORT="1")
    assert elsewhere.json()["service"]["stale"] == []
    assert "up to date" in desktop.run("gateway", "install").out
    assert "OPENCLAW_GATEWAY_PORT=19001" in desktop.unit.read_text()


def test_a_program_that_starts_only_from_this_shell_is_not_installed(desktop, tmp_path):
    source = os.path.dirname(os.path.dirname(openclaw_auth.__file__))
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    done = subprocess.run(
        [bare / "bin/python", "-m", "openclaw_auth", "gateway", "install"],
        env={**desktop.env, "PYTHONPATH": source},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, "No module named openclaw_auth" in done.stderr) == (1, True)
    assert not desktop.unit.exists()


def test_orders_reach_the_manager(desktop, recorded):
    absent = desktop.run("gateway", "start")
    assert absent.code == 1
    assert "openclaw gateway install" in absent.err
    desktop.run("gateway", "install")
    recorded()
    for order in ("stop", "start", "restart"):
        assert desktop.run("gateway", order, "--json").json()["running"] is (order != "stop")
        assert recorded()[-1] == f"systemctl --user {order} openclaw-gateway.service"


def test_a_key_that_only_the_old_unit_holds_is_not_lost_unasked(desktop):
    desktop.unit.parent.mkdir(parents=True)
    desktop.unit.write_text(OLD_UNIT + f"Environment=ANTHROPIC_API_KEY={KEY}\n")
    refused = desktop.run("gateway", "install")
    assert (refused.code, "ANTHROPIC_API_KEY" in refused.err) == (1, True)
    assert KEY in desktop.unit.read_text()
    assert KEY not in refused.out + refused.err

    desktop.state.mkdir()
    desktop.state.joinpath(".env").write_text(f"ANTHROPIC_API_KEY={KEY}\n")
    replaced = desktop.run("gateway", "install")
    assert replaced.code == 0, replaced.err
    assert KEY not in replaced.out + replaced.err + desktop.unit.read_text()
    assert "-Environment=ANTHROPIC_API_KEY=…" in replaced.out


def test_a_file_of_somebody_else_is_replaced_only_by_force(desktop):
    desktop.unit.parent.mkdir(parents=True)
    desktop.unit.write_text("[Service]\nExecStart=/usr/bin/mine\n")
    assert "--force" in desktop.run("gateway", "install").err
    assert "/usr/bin/mine" in desktop.unit.read_text()
    forced = desktop.run("gateway", "install", "--force", "--json")
    assert forced.code == 0
    kept = pathlib.Path(forced.json()["backup"])
    assert kept.read_text() == "[Service]\nExecStart=/usr/bin/mine\n"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_file_of_somebody_else_is_not_deleted_either(desktop, recorded):
    desktop.unit.parent.mkdir(parents=True)
    desktop.unit.write_text("[Service]\nExecStart=/usr/bin/mine\n")
    refused = desktop.run("gateway", "uninstall", "--json")
    assert (refused.code, refused.json()["error"]["code"]) == (1, "service_not_ours")
    assert "openclaw gateway uninstall --force" in refused.err
    assert desktop.unit.exists()
    assert recorded() == []
    assert desktop.run("gateway", "uninstall", "--force").code == 0
    assert not desktop.unit.exists()


def test_a_refused_installation_leaves_the_config_alone(desktop):
    desktop.unit.parent.mkdir(parents=True)
    desktop.unit.write_text(OLD_UNIT + f"Environment=ANTHROPIC_API_KEY={KEY}\n")
    refused = desktop.run("gateway", "install", "--token", "a-token-of-my-own-0123456789")
    assert (refused.code, "ANTHROPIC_API_KEY" in refused.err) == (1, True)
    assert not (desktop.state / "openclaw.json").exists()

    held = "Environment=OPENCLAW_GATEWAY_TOKEN=a-token-of-my-own-0123456789\n"
    desktop.unit.write_text(OLD_UNIT + held)
    assert desktop.run("gateway", "install", "--token", "a-token-of-my-own-0123456789").code == 0


def test_a_service_file_that_cannot_be_read_is_named(desktop):
    desktop.unit.mkdir(parents=True)
    for command in (("gateway", "status"), ("gateway", "install"), ("gateway", "uninstall")):
        done = desktop.run(*command, "--json")
        assert (done.code, done.json()["error"]["code"]) == (1, "service_unreadable"), command
    assert desktop.run("doctor").code == 0
    assert desktop.run("env").code == 0


def test_a_dry_run_prints_the_file_and_does_nothing(desktop, recorded):
    done = desktop.run("gateway", "install", "--dry-run")
    assert done.out.startswith("# OpenClaw gateway")
    assert "systemctl --user enable" in done.err
    document = desktop.run("gateway", "install", "--dry-run", "--json").json()
    assert document["files"][0]["text"] == done.out
    assert document["changed"] is True
    assert recorded() == []
    assert not desktop.unit.exists()
    assert not desktop.state.exists()


def test_a_token_goes_into_the_config_and_not_into_the_unit(desktop):
    done = desktop.run("gateway", "install", "--token", "a-token-of-my-own-0123456789")
    assert desktop.config()["gateway"]["auth"]["token"] == "a-token-of-my-own-0123456789"
    assert "a-token-of-my-own" not in desktop.unit.read_text() + done.out
    assert "process list" in done.err


@pytest.mark.parametrize("token", ["two words", "密码", " "])
def test_a_token_that_no_header_can_carry_is_refused(desktop, token):
    done = desktop.run("gateway", "install", "--token", token)
    assert done.code == 1
    assert not (desktop.state / "openclaw.json").exists()
    assert not desktop.unit.exists()


def test_a_gateway_started_by_hand_is_not_the_service(desktop):
    desktop.run("gateway", "install")
    (desktop.home / "record.on").unlink()
    desktop.state.mkdir(exist_ok=True)
    started = subprocess.Popen(
        [sys.executable, "-m", "openclaw_auth", "gateway", "run", "--port", str(free_port())],
        env=desktop.env,
        cwd=desktop.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until((desktop.state / "run/gateway.json").exists)
        for order in ("start", "restart", "stop", "install"):
            done = desktop.run("gateway", order)
            assert (done.code, f"pid {started.pid}" in done.err) == (1, True), done.err
        wait_until(lambda: desktop.run("gateway", "health").code == 0)
        health = desktop.run("gateway", "health", "--json").json()
        assert (health["ok"], health["ready"]) == (True, "not_ready")
        assert desktop.run("gateway", "probe", "--json").json()["token"] == "accepted"
        wrong = desktop.run("gateway", "probe", "--json", OPENCLAW_GATEWAY_TOKEN="another")
        assert (wrong.code, wrong.json()["token"]) == (1, "refused")
        shown = desktop.run("gateway", "status")
        assert f"pid {started.pid}" in shown.out
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(15)


def test_nobody_answering_is_exit_1(host):
    port = str(free_port())
    done = host.run("gateway", "health", "--json", OPENCLAW_GATEWAY_PORT=port)
    assert (done.code, done.json()["alive"]) == (1, False)
    assert done.json()["error"].endswith(os.strerror(errno.ECONNREFUSED))
    assert port in host.run("gateway", "probe", OPENCLAW_GATEWAY_PORT=port).err
    assert host.run("gateway", "health", "--timeout", "soon").code == 1


class Stuck(BaseHTTPRequestHandler):
    """Alive, and at a loss about everything else."""

    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 500)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def test_a_gateway_that_does_not_say_has_not_taken_the_token(host):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stuck)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        port = str(server.server_port)
        token = {"OPENCLAW_GATEWAY_PORT": port, "OPENCLAW_GATEWAY_TOKEN": "t" * 20}
        done = host.run("gateway", "probe", "--json", **token)
        assert (done.code, done.json()["ok"], done.json()["token"]) == (1, False, "unknown")
    finally:
        server.shutdown()
        server.server_close()


def test_where_nothing_could_be_installed_the_status_is_still_shown(host):
    odd = host.home / "two\nlines"
    odd.mkdir()
    done = host.run("gateway", "status", "--json", "--no-probe", HOME=str(odd))
    assert (done.code, done.json()["service"]["installed"]) == (0, False)


def test_without_a_manager_the_alternative_is_told_and_the_file_can_still_be_had(host):
    put(host.home / "bin", systemctl="#!/bin/sh\necho offline\nexit 1\n")
    host.env["PATH"] = f"{host.home}/bin:{os.environ['PATH']}"
    done = host.run("gateway", "install", container="podman")
    assert (done.code, "openclaw gateway run" in done.err) == (1, True)
    assert "容器" in host.run("--lang", "zh", "gateway", "install", container="podman").err
    assert host.run("gateway", "install", "--dry-run", container="podman").code == 0


def test_termux(host, recorded):
    prefix = host.home / "usr"
    put(prefix / "bin", sv=SV, sv_enable=SV, sv_disable=SV)
    host.env |= {"PREFIX": str(prefix), "TERMUX_VERSION": "0.119"}
    host.env["PATH"] = f"{prefix}/bin:{os.environ['PATH']}"
    folder = prefix / "var/service/openclaw-gateway"
    done = host.run("gateway", "install")
    assert done.code == 0, done.err
    assert os.access(folder / "run", os.X_OK)
    assert os.access(folder / "log/run", os.X_OK)
    assert recorded() == ["sv-enable openclaw-gateway", f"sv restart {folder}"]
    assert host.run("gateway", "stop").code == 0
    assert recorded() == [f"sv down {folder}"]
    assert host.run("gateway", "uninstall").code == 0
    assert not folder.exists()
    assert recorded() == ["sv-disable openclaw-gateway", f"sv down {folder}"]
