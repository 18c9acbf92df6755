"""`openclaw env`: seven places side by side, the winner marked, the difference mended."""

import json
import os
import subprocess

import pytest

from gateway_process import GatewayProcess, wait_until
from openclaw_auth.cli.style import cells

SHELL_KEY = "sk-ant-api03-exported-in-the-shell-0123456789"
FILE_KEY = "sk-in-the-env-file-0123456789"


@pytest.fixture
def odd_host(host):
    """Every place says something."""
    host.env |= {"SHELL": "/bin/sh", "ANTHROPIC_API_KEY": SHELL_KEY, "OPENAI_API_KEY": "sk-shell"}
    host.write_config({"env": {"vars": {"MISTRAL_API_KEY": "from-config"}}})
    (host.state / ".env").write_text(f"OPENAI_API_KEY={FILE_KEY}\nGEMINI_API_KEY=g")
    (host.home / ".env").write_text("XAI_API_KEY=from-the-folder\n")
    (host.home / ".profile").write_text("export GROQ_API_KEY=from-the-login\n")
    unit = host.home / ".config/systemd/user/openclaw-gateway.service"
    unit.parent.mkdir(parents=True)
    unit.write_text('[Service]\nExecStart=/bin/sh\nEnvironment="ZAI_API_KEY=from-the-unit"\n')
    (unit.parent / f"{unit.name}.d").mkdir()
    (unit.parent / f"{unit.name}.d/own.conf").write_text(
        f"[Service]\nEnvironmentFile=-{host.home}/keys\n"
    )
    (host.home / "keys").write_text("VENICE_API_KEY=from-an-environment-file\n")
    return host


def by_name(document):
    return {row["name"]: row for row in document["variables"]}


def files(folder):
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_place_is_seen_nothing_is_written_and_no_value_is_shown(odd_host):
    before = files(odd_host.home)
    done = odd_host.run("env", "--json")
    assert files(odd_host.home) == before
    rows = by_name(done.json())
    where = {name: [p for p, mark in row["places"].items() if mark] for name, row in rows.items()}
    assert where == {
        "ANTHROPIC_API_KEY": ["shell"],
        "GEMINI_API_KEY": ["state .env"],
        "GROQ_API_KEY": ["login shell"],
        "MISTRAL_API_KEY": ["config"],
        "OPENAI_API_KEY": ["shell", "state .env"],
        "VENICE_API_KEY": ["service file"],
        "XAI_API_KEY": ["./.env"],
        "ZAI_API_KEY": ["service file"],
    }
    assert rows["OPENAI_API_KEY"]["here"] == "shell"
    assert rows["OPENAI_API_KEY"]["service"] == "state .env"
    assert rows["XAI_API_KEY"]["ignored"] == ["./.env"]
    assert rows["ANTHROPIC_API_KEY"]["difference"]["code"] == "env_service_lacks"
    text = odd_host.run("env").out
    for secret in (SHELL_KEY, FILE_KEY, "from-the-", "from-config", "from-an-"):
        assert secret not in done.out + text


def test_one_provider_all_variables_and_no_login_shell(odd_host):
    rows = by_name(odd_host.run("env", "--json", "--provider", "z.ai").json())
    assert list(rows) == ["ZAI_API_KEY"]
    every = by_name(odd_host.run("env", "--json", "--all", HTTPS_PROXY="http://me:pw@p").json())
    assert every["CEREBRAS_API_KEY"]["here"] is None
    assert every["HTTPS_PROXY"]["here"] == "shell"
    without = by_name(odd_host.run("env", "--json", "--no-login-shell").json())
    assert "GROQ_API_KEY" not in without
    assert odd_host.run("env", "--provider", "nonsense").code == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_lines_up_within_80_columns(odd_host, lang):
    screen = odd_host.on_terminal("--lang", lang, "env", columns=80, COLUMNS="80")
    screen.see("ZAI_API_KEY")
    assert screen.ended() == 0
    text = screen.raw.decode().replace("\r\n", "\n")
    table = text.split("\n\n")[0].split("\n")
    assert all(cells(line) <= 80 for line in table)
    header, rows = table[0], table[1:]
    shell = cells(header[: header.index("shell")])
    assert {row.split()[0]: row[shell : shell + 5].strip() for row in rows}["GEMINI_API_KEY"] == ""
    anthropic = next(row for row in rows if row.startswith("ANTHROPIC"))
    assert anthropic[shell:].strip().endswith("*")


def test_the_command_that_is_told_mends_it(tmp_path):
    config = {"gateway": {"auth": {"token": "t" * 32}}}
    with GatewayProcess(tmp_path, config=config) as gateway:
        (gateway.state / ".env").write_text(f"OPENAI_API_KEY={FILE_KEY}")  # no line break
        wait_until(lambda: "OPENAI_API_KEY" in published(gateway))
        gateway.environ |= {"ANTHROPIC_API_KEY": SHELL_KEY, "SHELL": "/bin/sh"}
        shown = gateway.run("env")
        assert "Your shell has ANTHROPIC_API_KEY, the gateway" in shown.stdout, shown
        row = by_name(json.loads(gateway.run("env", "--json").stdout))["ANTHROPIC_API_KEY"]
        assert (row["here"], row["gateway"]) == ("shell", None)
        subprocess.run(["sh", "-c", row["difference"]["remedy"]], env=gateway.environ, check=True)
        assert os.stat(gateway.state / ".env").st_size > len(SHELL_KEY)
        wait_until(lambda: set(published(gateway)) == {"OPENAI_API_KEY", "ANTHROPIC_API_KEY"})
        row = by_name(json.loads(gateway.run("env", "--json").stdout))["ANTHROPIC_API_KEY"]
        assert (row["gateway"], row["difference"]) == ("state .env", None)


def published(gateway):
    return json.loads((gateway.state / "run/gateway.json").read_text())["variables"]


def test_what_cannot_be_read_is_said(host):
    host.write_config({"gateway": {"prot": 1}})
    os.mkfifo(host.state / ".env")  # which nobody writes to
    done = host.run("env", "--json")
    assert (done.code, done.json()["variables"]) == (0, [])
    assert "gateway.prot" in done.err
    assert host.run("doctor").code == 0
