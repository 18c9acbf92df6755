"""`openclaw doctor` on a config: broken, with unknown keys, or with keys in the wrong file."""

from __future__ import annotations

import json

from doctor_place import GATEWAY, SECRET
from openclaw_auth.cli.main import run
from openclaw_auth.config.schema import validate_as_reference
from state_files import contents, store_of, write


def test_a_broken_config_is_named_with_line_and_column_and_the_rest_is_examined(state, doctor):
    write(state / "openclaw.json", "{ agents: {\n  defaults: ")
    write(store_of(state), '{"version": 1,\n "profiles": {')
    said = doctor("--fix")
    assert f"{state}/openclaw.json: JSON5 parse failed" in said
    assert "line 2, column" in said
    assert f"{store_of(state)} is not valid JSON, line 2, column" in said
    assert "Models" not in said  # nobody knows which
    assert (state / "openclaw.json").read_text() == "{ agents: {\n  defaults: "


def test_unknown_sections_and_keys_are_listed_and_taken_out_by_fix(state, doctor):
    text = '{"nonsense": {"a": 1}, "gateway": {"prot": 1, "auth": {"token": "t"}}, /* x */}'
    write(state / "openclaw.json", text)
    said = doctor()
    assert '"nonsense"' in said
    assert 'Unrecognized key: "prot"; did you mean "port"?' in said
    assert "openclaw config unset 'gateway.prot'" in said
    assert (state / "openclaw.json").read_text() == text
    said = doctor("--fix")
    assert "Removed nonsense" in said
    assert "Removed gateway.prot" in said
    assert run(["config", "validate"]) == 0
    assert "/* x */" in (state / "openclaw.json").read_text()
    # One write, so that the newest backup is the file as it was.
    assert (state / "openclaw.json.bak").read_text() == text
    assert not (state / "openclaw.json.bak.1").exists()


def test_a_text_that_names_no_model_is_told_and_stops_nothing(healthy, doctor):
    model = {"primary": "anthropic/", "fallbacks": [" ", "/x"]}
    write(
        healthy / "openclaw.json",
        {"gateway": GATEWAY, "agents": {"defaults": {"model": model}}},
    )
    said = doctor()
    for text in ("anthropic/", " ", "/x"):
        assert f'The config says "{text}" where a model belongs' in said


def test_a_gateway_token_is_made_once(state, doctor):
    write(state / "openclaw.json", "{ /* mine */ gateway: { port: 1 } }")
    doctor("--generate-gateway-token", "--non-interactive")
    text = (state / "openclaw.json").read_text()
    assert "/* mine */" in text
    assert run(["config", "get", "gateway.auth.token"]) == 0
    doctor("--generate-gateway-token", "--non-interactive")
    assert (state / "openclaw.json").read_text() == text


def test_fix_twice_changes_nothing_the_second_time(state, doctor):
    config = {
        "gateway": {**GATEWAY, "bind": "10.1.2.3"},
        "agents": {"defaults": {"model": "anthropic/x"}, "list": [{"id": "main", "isolate": True}]},
        "auth": {"billing": "never"},
    }
    write(state / "openclaw.json", config, 0o644)
    write(
        state / "agents/main/agent/auth.json",
        {"anthropic": {"type": "api_key", "key": SECRET}},
        0o644,
    )
    first = doctor("--fix")
    assert "Done" in first
    before = contents(state)
    assert "Done" not in doctor("--fix")
    assert contents(state) == before


def test_fix_moves_our_keys_out_of_what_openclaw_reads(healthy, doctor, capsys):
    text = """{
  // mine
  gateway: { mode: "local", auth: { token: "gw-FAKE-token-1234567890" } },
  agents: { defaults: { model: "anthropic/claude-opus-4-5" } },
  auth: { billing: "never", /* kept */ order: {} },
}
"""
    write(healthy / "openclaw.json", text)
    assert "Moved auth.billing" in doctor("--fix")
    from openclaw_auth.config.json5_parse import parse

    after = (healthy / "openclaw.json").read_text()
    assert validate_as_reference(parse(after)) == []
    assert "// mine" in after
    assert "/* kept */" in after
    assert run(["config", "get", "auth.billing"]) == 0
    assert run(["config", "get", "agents.defaults.model.primary"]) == 0
    assert capsys.readouterr().out == "never\nanthropic/claude-opus-4-5\n"


def test_a_config_beside_a_file_of_ours_that_cannot_be_read_is_left_alone(healthy, doctor):
    write(healthy / "openclaw.json", {"gateway": GATEWAY, "auth": {"billing": "never"}})
    (healthy / "openclaw-auth.json5").mkdir(mode=0o700)
    assert "not a regular file" in doctor("--fix")
    assert json.loads((healthy / "openclaw.json").read_text())["auth"] == {"billing": "never"}
