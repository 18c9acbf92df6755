"""What an old service file holds is named and never shown, and what is out of date is said."""

import sys

import pytest

from openclaw_auth.errors import GatewayError
from openclaw_auth.host.plan import Manager
from openclaw_auth.host.service import plan_install
from openclaw_auth.host.stale import stale_reasons
from openclaw_auth.host.unit_masking import without_values
from openclaw_auth.host.unit_variables import program_of, variables_in
from service_parts import KINDS, facts

# As OpenClaw 2026.2 writes it: config `env` and the gateway token in clear.
REFERENCE = """\
[Unit]
Description=OpenClaw Gateway (v2026.2.3-1)

[Service]
ExecStart="/usr/bin/node" "/usr/lib/node_modules/openclaw/dist/index.js" gateway --port 18789
Environment="HOME=/home/ada"
Environment="OPENCLAW_GATEWAY_TOKEN=the-token-in-clear" OPENCLAW_SERVICE_MARKER=openclaw
Environment='ANTHROPIC_API_KEY=sk-ant-100%%-in-clear'
"""
UNIT = Manager("systemd-user", "openclaw-gateway.service", "/x/openclaw-gateway.service")


def managers(kind):
    path = "/p/var/service/openclaw-gateway/run" if kind == "termux" else "/x/file"
    return Manager(kind, "openclaw-gateway", path, 501)


@pytest.mark.parametrize("place", ["/home/a b/100%/it's", "/a\u2028b\x85c\xa0"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_we_write_we_can_read(kind, place):
    wanted = facts(program=(sys.executable, "-P"), environ={"HOME": place, "PATH": "/bin:/usr/bin"})
    plan = plan_install(managers(kind), wanted)
    text = plan.files[0].text
    assert variables_in(plan.manager, text) == wanted.environ
    assert program_of(plan.manager, text) == sys.executable
    assert stale_reasons(plan.manager, text, plan) == ()


def test_the_references_unit_is_recognised_and_its_secrets_named_only():
    assert variables_in(UNIT, REFERENCE)["ANTHROPIC_API_KEY"] == "sk-ant-100%-in-clear"
    reason = stale_reasons(UNIT, REFERENCE)[0]
    assert reason.code == "service_holds_variables"
    assert reason.params == {"names": "ANTHROPIC_API_KEY, OPENCLAW_GATEWAY_TOKEN"}
    shown = without_values(UNIT, REFERENCE)
    assert "in-clear" not in shown
    assert "HOME=/home/ada" in shown


SECRETS = ['sk-"quoted"-secret', "sk-ant-plain-secret", "sk & <odd> secret", "it's-a-secret"]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_way_of_quoting_lets_a_value_be_seen(kind, secret):
    """Such a file came to be by the very quoting that each manager wants."""
    holds = facts(environ={"HOME": "/home/ada", "DEBUG": "1", "X_API_KEY": secret})
    shown = without_values(managers(kind), plan_install(managers(kind), holds).files[0].text)
    assert "X_API_KEY" in shown
    assert "secret" not in shown
    assert "…" in shown
    assert "/home/ada" in shown
    assert "1.2.3" in shown or kind == "termux", (
        "a value of one character is not taken out of others"
    )


@pytest.mark.parametrize(
    "line",
    [
        "ExecStart=/usr/bin/node entry.js gateway --token the-secret --port 18789",
        "ExecStart=/usr/bin/node entry.js gateway --token=the-secret --port 18789",
        'ExecStart="/usr/bin/node" "gateway" "--token" "the-secret" "--port" "18789"',
        "<array><string>--token</string>\n<string>the-secret</string><string>18789</string></array>",
    ],
)
def test_a_secret_among_the_arguments_is_not_shown_either(line):
    manager = managers("launchd") if line.startswith("<") else UNIT
    shown = without_values(manager, f"{line}\n")
    assert "the-secret" not in shown
    assert "18789" in shown


def test_a_program_that_is_gone_is_an_error_of_its_own():
    text = "[Service]\nExecStart=/no/such/python -m openclaw_auth\n"
    assert [r.code for r in stale_reasons(UNIT, text)] == ["service_program_gone"]


def test_a_file_that_would_be_written_differently_is_said_to_differ():
    plan = plan_install(UNIT, facts(program=("/bin/sh",)))
    edited = plan.files[0].text.replace("RestartSec=5", "RestartSec=50")
    assert [r.code for r in stale_reasons(UNIT, edited, plan)] == ["service_differs"]


@pytest.mark.parametrize("place", ["/home/a\nb", "/home/\x01", "/home/\udcff"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_path_that_no_file_can_hold_is_refused_in_words(kind, place):
    for odd in (facts(directory=place), facts(writable=(place,)), facts(environ={"HOME": place})):
        with pytest.raises(GatewayError) as caught:
            plan_install(managers(kind), odd)
        assert caught.value.reason.code == "service_path_odd"


@pytest.mark.parametrize("kind", KINDS)
def test_rubbish_sets_nothing(kind):
    for text in ("", "{", 'Environment="unclosed', "export ", "<plist>", "ExecStart="):
        variables_in(managers(kind), text)
        assert program_of(managers(kind), text) is None
