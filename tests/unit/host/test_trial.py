"""A program is tried as the service would start it."""

import os

import pytest

from openclaw_auth.errors import GatewayError
from openclaw_auth.host.trial import check_program, identity
from service_parts import facts

SCRIPT = """\
#!/bin/sh
[ "$*" = "-m x --version" ] && [ "$ONLY" = this ] && [ -z "$SHELLS_OWN" ] && exit 0
echo first >&2
echo "last: $*" >&2
exit 1
"""


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "program"
    path.write_text(SCRIPT)
    path.chmod(0o755)
    return str(path)


def test_it_gets_the_services_variables_and_no_others(program, monkeypatch):
    monkeypatch.setenv("SHELLS_OWN", "x")
    tried = facts(
        program=(program, "-m", "x", "gateway", "run"), environ={"ONLY": "this"}, user=None
    )
    check_program(tried)


@pytest.mark.parametrize(
    ("name", "said"), [("program", "last: -y --version"), ("absent", "No such file or directory")]
)
def test_what_it_says_last_is_told(program, name, said):
    words = (f"{os.path.dirname(program)}/{name}", "-y", "gateway", "run")
    with pytest.raises(GatewayError) as caught:
        check_program(facts(program=words, environ={}, user=None))
    assert caught.value.reason.code == "service_program_fails"
    assert caught.value.reason.params["said"] == said


def test_root_tries_it_as_the_services_user():
    assert identity("nobody", 0)["user"] == 65534
    assert identity("nobody", 1000) == {}
    assert identity(None, 0) == {}
    assert identity("no-such-user", 0) == {}
