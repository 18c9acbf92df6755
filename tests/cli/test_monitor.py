"""`openclaw monitor`: tells what is new, says by its exit code how it stands, never shows an address."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from alert_receiver import Receiver
from gateway_process import wait_until
from openclaw_auth.config.schema import validate
from openclaw_auth.config.secret_keys import masked

HOUR_MS = 3_600_000
SECRET = "sk-ant-oat01-" + "s" * 60


def token(ends_in_ms):
    expires = int(time.time() * 1000) + ends_in_ms
    entry = {"type": "token", "provider": "anthropic", "token": SECRET, "expires": expires}
    return {"profiles": {"anthropic:default": entry}}


def configured(host, **section):
    host.state.mkdir(exist_ok=True)
    (host.state / "openclaw-auth.json5").write_text(json.dumps({"monitor": section}))


def test_a_change_is_sent_once_and_shown_each_time(host):
    with Receiver() as receiver:
        configured(host, targets={"phone": receiver.ntfy("hidden-topic")}, name="home")
        host.write_store(token(-HOUR_MS))
        first = host.run("monitor", "--json")
        assert first.code == 0, first.err
        seen = first.json()
        assert {one["event"] for one in seen["alerts"]} == {"expired", "nothing_usable"}
        assert seen["deliveries"] == [
            {"target": "phone", "alerts": 2, "sent": True, "code": None, "message": None}
        ]
        expired = next(one for one in seen["conditions"] if one["state"] == "expired")
        assert expired["remedy"] == "openclaw models auth reauth anthropic:default"
        again = host.run("monitor")
        assert "ended 1h ago" in again.out
        assert "Sent to" not in again.out
        topic, title, message, priority, _ = receiver.posts[0].as_ntfy()
        assert (topic, title, priority) == (
            "hidden-topic",
            "home: 2 changes of credentials",
            "high",
        )
        assert len(receiver.posts) == 1
        shown = first.out + first.err + again.out + again.err
        assert "hidden-topic" not in shown
        assert SECRET not in shown + message


def test_the_language_of_alerts_is_a_setting(host):
    with Receiver() as receiver:
        configured(host, targets=[receiver.ntfy()], language="zh")
        host.write_store(token(-HOUR_MS))
        host.run("monitor")
        message = receiver.posts[0].as_ntfy()[2]
        assert "已于 1h 前过期" in message
        assert "→ openclaw models auth reauth anthropic:default" in message


@pytest.mark.parametrize(
    ("ends_in_ms", "code"), [(90 * 24 * HOUR_MS, 0), (5 * HOUR_MS, 2), (-HOUR_MS, 1)]
)
def test_check_says_it_by_the_exit_code_and_writes_nothing(host, ends_in_ms, code):
    configured(host, targets={"phone": "ntfy://127.0.0.1:1/topic"})
    host.write_store(token(ends_in_ms))
    before = sorted(os.listdir(host.state))
    done = host.run("monitor", "--check", "--json")
    assert (done.code, done.json()["exitCode"]) == (code, code)
    assert host.run("models", "status", "--check", "--usable").code == code
    assert sorted(os.listdir(host.state)) == before


def test_a_rehearsal_sends_nothing_and_forgets_it(host):
    with Receiver() as receiver:
        configured(host, targets={"phone": receiver.ntfy()})
        host.write_store(token(-HOUR_MS))
        for _ in range(2):
            done = host.run("monitor", "--dry-run")
            assert "Would be sent now" in done.out
        assert receiver.posts == []
        host.run("monitor")
        assert len(receiver.posts) == 1


def test_without_targets_it_says_so_and_the_first_target_hears_everything(host):
    host.write_store(token(-HOUR_MS))
    done = host.run("monitor")
    assert done.code == 0
    assert "openclaw config set monitor.targets" in done.err
    with Receiver() as receiver:
        configured(host, targets={"phone": receiver.ntfy()})
        host.run("monitor")
        assert "ended 1h ago" in receiver.posts[0].as_ntfy()[2]


def test_a_target_that_fails_makes_the_exit_code_and_the_reason(host):
    configured(host, targets={"phone": "ntfy://127.0.0.1:1/hidden-topic"})
    host.write_store(token(-HOUR_MS))
    done = host.run("monitor", "--json")
    assert done.code == 1
    (delivery,) = done.json()["deliveries"]
    assert (delivery["sent"], delivery["code"]) == (False, "monitor_target_unreachable")
    assert "hidden-topic" not in done.out + done.err


def test_a_test_message_goes_to_each_target(host):
    with Receiver() as receiver, Receiver(status=403) as refuses:
        host.env["MAIL_TARGET"] = receiver.webhook()
        targets = {
            "phone": receiver.ntfy(),
            "chat": refuses.ntfy(),
            "mail": {"source": "env", "id": "MAIL_TARGET"},
            "gone": {"source": "env", "id": "NOT_SET"},
        }
        configured(host, targets=targets)
        done = host.run("monitor", "test", "--json")
        assert done.code == 1
        results = {one["target"]: one["code"] for one in done.json()["results"]}
        assert results == {
            "phone": None,
            "chat": "monitor_target_refused",
            "mail": None,
            "gone": "monitor_target_broken",
        }
        assert len(receiver.posts) == 2
        one = host.run("monitor", "test", "phone")
        assert (one.code, one.out) == (0, "✓ phone: sent\n")
        assert "phone" in host.run("monitor", "test", "fone").err


def test_a_proxy_from_the_env_file_is_used(host):
    """A service has no other way to know it."""
    with Receiver() as proxy:
        configured(host, targets={"phone": "ntfy://ntfy.invalid/topic"})
        (host.state / ".env").write_text(f"HTTP_PROXY=http://127.0.0.1:{proxy.port}\n")
        assert host.run("monitor", "test").code == 0
        assert proxy.posts[0].path == "http://ntfy.invalid/"


def test_watch_writes_a_line_for_each_change_until_ctrl_c(host):
    host.write_store(token(90 * 24 * HOUR_MS))
    command = [sys.executable, "-m", "openclaw_auth", "monitor", "--watch", "--json"]
    with subprocess.Popen(
        command, env=host.env, cwd=host.home, stdout=subprocess.PIPE, text=True
    ) as process:
        first = json.loads(process.stdout.readline())
        assert first["conditions"] == []
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130


def test_config_set_serves_it_and_addresses_stay_hidden(host):
    for path, value in (
        ("monitor.targets.phone", "ntfys://ntfy.example.org/hidden-topic"),
        ("monitor.quietHours", "22:00-07:00"),
        ("monitor.timeZone", "Asia/Shanghai"),
        ("monitor.remindEvery", "off"),
        ("monitor.warnWithin", "7d"),
    ):
        assert host.run("config", "set", path, value).code == 0
    assert stat.S_IMODE((host.state / "openclaw-auth.json5").stat().st_mode) == 0o600
    assert not (host.state / "openclaw.json").exists()
    shown = host.run("config", "get", "monitor").out
    assert "ntfys://****" in shown
    assert "hidden-topic" not in shown
    assert host.run("config", "set", "monitor.qietHours", "1:00-2:00").code == 1


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ({"quietHours": "22-7"}, "config_quiet_hours"),
        ({"timeZone": "Mars/Olympus"}, "config_time_zone"),
        ({"warnWithin": "soon"}, "config_length"),
        ({"every": "1s"}, "config_length"),
        ({"targets": ["just-a-topic"]}, "config_monitor_target"),
        ({"targets": {"a": "mailto:x"}}, "config_monitor_target"),
        ({"targets": "ntfy://a/b"}, "config_wrong_type"),
        ({"targets": [{"source": "vault", "id": "x"}]}, "config_secret_source"),
        ({"language": "fr"}, "config_bad_choice"),
        ({"quiet": True}, "config_unknown_key_near"),
    ],
)
def test_what_is_wrong_in_the_section_is_said(section, code):
    problems = validate({"monitor": section})
    assert [problem.reason.code for problem in problems] == [code]
    assert "just-a-topic" not in repr(problems)


def test_every_form_of_targets_is_masked():
    section = {
        "targets": {
            "a": "slack://T/B/x@y",
            "b": {"source": "env", "id": "NAME"},
            "c": "${NAME}",
        }
    }
    assert masked({"monitor": section}) == {
        "monitor": {"targets": {**section["targets"], "a": "slack://****"}}
    }
    assert masked({"targets": ["https://hooks.example.org/x"]}) == {"targets": ["https://****"]}


def test_a_cron_line_comes_and_goes(host):
    folder = host.home / "bin"
    folder.mkdir()
    table = host.home / "table"
    (folder / "crontab").write_text(
        f'#!/bin/sh\nif [ "$1" = -l ]; then cat {table} 2>/dev/null || {{ echo "no crontab" >&2; exit 1; }}\n'
        f'else cat "$1" >{table}; fi\n'
    )
    (folder / "crontab").chmod(0o755)
    path = f"{folder}:/usr/bin:/bin"
    done = host.run("monitor", "install", "--with", "cron", "--every", "15m", PATH=path)
    assert done.code == 0, done.err
    line = table.read_text()
    assert line.startswith("*/15 * * * * ")
    assert line.count("openclaw_auth monitor") == 1
    command = line.split(" ", 5)[5].replace("\\%", "%")
    host.write_store(token(-HOUR_MS))
    ran = subprocess.run(["/bin/sh", "-c", command], env={}, check=False, timeout=20)
    assert ran.returncode == 0
    host.run("monitor", "install", "--with", "cron", "--uninstall", PATH=path)
    assert table.read_text() == ""


def test_processes_that_look_at_once_send_one_message(host):
    """Whoever looks first sends; the others know."""
    with Receiver() as receiver:
        configured(host, targets={"phone": receiver.ntfy()})
        host.write_store(token(-HOUR_MS))
        command = [sys.executable, "-m", "openclaw_auth", "monitor"]
        started = [
            subprocess.Popen(command, env=host.env, cwd=host.home, stdout=subprocess.DEVNULL)
            for _ in range(3)
        ]
        assert [process.wait(20) for process in started] == [0, 0, 0]
        wait_until(lambda: receiver.posts)
        assert len(receiver.posts) == 1
