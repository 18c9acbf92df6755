"""The page about alerts says what there is, in both languages, and its scripts are clean."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from openclaw_auth.cli.registry import COMMANDS
from openclaw_auth.codes import table
from openclaw_auth.config.schema import OWN
from openclaw_auth.monitor.condition import state_of

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [DOCS / "monitoring.md", DOCS / "zh-CN/monitoring.md"]
SHELLCHECK = Path(sys.executable).with_name("shellcheck")


def first_cells(text, after):
    """The code words of a table's first column, of the table below a heading's first words."""
    rows = text.split(after, 1)[1].split("\n\n")
    found = next(block for block in rows if block.startswith("|"))
    return re.findall(r"^\| `([^`]+)`", found, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_setting_and_no_other_is_there(page):
    text = page.read_text()
    heading = "## Settings" if page.parent.name == "docs" else "## 设置"
    assert set(first_cells(text, heading)) == set(OWN["monitor"])


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_event_and_no_other_is_there(page):
    text = page.read_text()
    heading = "## What is told" if page.parent.name == "docs" else "## 通知哪些事件"
    errors = {
        state_of(code)
        for code, words in table().items()
        if code.startswith("monitor_") and words.severity != "info" and "{left}" in words.en
    }
    told = set(first_cells(text, heading))
    assert errors <= told
    assert told - {"recovered"} <= {state_of(code) for code in table()}


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_its_scripts_are_clean_and_its_commands_exist(page, tmp_path):
    text = page.read_text()
    scripts = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        path = tmp_path / "script.sh"
        path.write_text(script)
        done = subprocess.run([SHELLCHECK, path], capture_output=True, text=True, check=False)
        assert done.stdout == ""
    commands = re.findall(r"openclaw ((?:monitor|models|config)(?: [a-z]+)*)", text)
    words = [tuple(command.split()) for command in commands]
    assert all(any(one[: len(known)] == known for known in COMMANDS) for one in words)
    assert ("models", "auth", "reauth") in words
