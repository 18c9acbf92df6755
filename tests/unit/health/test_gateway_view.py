"""Where a running gateway sees other variables, and the step that mends it in any shell."""

from __future__ import annotations

import subprocess

import pytest

from openclaw_auth.codes import remedy
from openclaw_auth.health.gateway_view import compared
from openclaw_auth.sources import dotenv
from openclaw_auth.sources.environment import PROCESS, STATE

NAME = "GROQ_API_KEY"
VALUE = "gsk_of-the-shell"


def seen(fingerprint="1", source=PROCESS):
    return {NAME: {"fingerprint": fingerprint, "source": source}}


@pytest.mark.parametrize(
    ("there", "here", "code"),
    [
        ({}, seen(), "gateway_lacks_variable"),
        ({}, seen(source=STATE), "gateway_lacks_variable_of_file"),
        (seen(), {}, "gateway_alone_has_variable"),
        (seen("2"), seen(), "gateway_has_other_variable"),
        (seen(source=STATE), seen(), None),
        ({NAME: "rubbish"}, seen(), "gateway_has_other_variable"),
    ],
)
def test_each_way_of_differing_has_its_words(there, here, code):
    found = compared({"pid": 7, "variables": there}, here, "~/.openclaw/.env")
    assert [reason.code for reason in found] == ([code] if code else [])


@pytest.mark.parametrize("before", [None, "", "A=1\n", "A=1", "A=1\nB='x y'"])
def test_what_is_to_be_typed_keeps_the_last_line_and_the_value(tmp_path, before):
    file = tmp_path / "a folder" / ".env"
    file.parent.mkdir()
    if before is not None:
        file.write_text(before)
    known = dotenv.read(str(file)) or {}
    (reason,) = compared({"pid": 7}, seen(), f"'{file}'")
    environ = {NAME: VALUE, "PATH": "/usr/bin:/bin"}
    subprocess.run(["sh", "-c", remedy(reason, "en")], env=environ, check=True)
    assert dotenv.read(str(file)) == {**known, NAME: VALUE}
    if before is None:
        assert file.stat().st_mode & 0o777 == 0o600
