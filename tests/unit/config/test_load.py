"""Reading the config of a host from real files."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from openclaw_auth.codes import render
from openclaw_auth.config.load import load_config
from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.errors import ConfigInvalid


@pytest.fixture
def host(tmp_path):
    """Return a function that writes files and loads them."""

    def load(env=None, **files):
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text)
        return load_config(places(tmp_path), (env or {}).get)

    return load


def places(directory):
    environ = {"OPENCLAW_STATE_DIR": str(directory)}
    return resolve_paths(environ, None, str(directory), os.path.lexists)


def message(config) -> str:
    with pytest.raises(ConfigInvalid) as caught:
        config.require_valid()
    return render(caught.value.reason)


def test_no_file_is_an_empty_valid_config(host, tmp_path):
    config = host()
    assert config.require_valid().data == {}
    assert not list(tmp_path.iterdir()), "reading must not write"


def test_json5_is_read(host):
    config = host(openclaw__json="// c\n{ agents: { defaults: { workspace: '~/w', }, }, }\n")
    assert config.require_valid().data == {"agents": {"defaults": {"workspace": "~/w"}}}


def test_a_syntax_error_names_file_line_and_column(host, tmp_path):
    text = message(host(openclaw__json="{\n agents: { defaults: "))
    assert "Config invalid" in text
    assert f"{tmp_path}/openclaw.json" in text
    assert "JSON5 parse failed" in text
    assert "line 2, column 22" in text


def test_every_problem_is_a_line_with_its_place(host):
    text = message(host(openclaw__json='{"gateway": {"prot": 1}, "auth": {"order": 3}}'))
    assert '- gateway.prot: Unrecognized key: "prot"; did you mean "port"?' in text
    assert "- auth.order: Invalid input: expected object, received number" in text


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null"])
def test_a_config_that_is_no_object_is_invalid(host, text):
    assert "expected object" in message(host(openclaw__json=text))


def test_an_empty_file_is_invalid_since_it_may_be_half_written(host):
    assert "ends too early" in message(host(openclaw__json=""))


def test_bytes_that_are_not_utf8_are_named_with_their_line(host, tmp_path):
    (tmp_path / "openclaw.json").write_bytes(b'{\n"a": "\xff"}')
    assert "not UTF-8, line 2" in message(host())


def test_a_directory_and_a_pipe_in_its_place_are_refused(host, tmp_path):
    (tmp_path / "openclaw.json").mkdir()
    assert "not a regular file" in message(host())
    (tmp_path / "openclaw.json").rmdir()
    os.mkfifo(tmp_path / "openclaw.json")
    assert "not a regular file" in message(host())


def test_variables_come_from_the_environment_then_from_the_configs_own_env(host):
    config = host(
        {"A": "process", "C": ""},
        openclaw__json="""{
          env: {A: "x", B: "own", vars: {B: "vars", C: "vars", D: "${A}!"}},
          channels: {a: "${A}", b: "${B}", c: "${C}", d: "${D}", e: "$${A}"}
        }""",
    )
    channels = config.require_valid().data["channels"]
    assert channels == {"a": "process", "b": "own", "c": "vars", "d": "process!", "e": "${A}"}
    assert config.raw["channels"]["a"] == "${A}"


def test_a_variable_that_is_missing_makes_the_config_invalid(host):
    text = message(host(openclaw__json='{"models": {"providers": {"a": {"apiKey": "${X}"}}}}'))
    assert 'Missing env var "X" referenced at config path: models.providers.a.apiKey' in text


def test_our_own_file_lies_over_the_main_one_and_lists_merge_by_id(host):
    config = host(
        openclaw__json='{"agents": {"list": [{"id": "main"}, {"id": "w", "name": "W"}]}, "auth": {"order": {"a": ["1"]}}}',
        **{
            "openclaw-auth__json5": "{agents: {list: [{id: 'w', isolate: true}]}, auth: {billing: {}, order: {a: ['2']}}}"
        },
    )
    data = config.require_valid().data
    assert data["agents"]["list"] == [{"id": "main"}, {"id": "w", "name": "W", "isolate": True}]
    assert data["auth"] == {"order": {"a": ["2"]}, "billing": {}}
    assert "billing" not in config.main["auth"]


def test_included_files_are_merged_and_remembered(host, tmp_path):
    config = host(
        openclaw__json='{"$include": "./extra.json5"}',
        extra__json5="{ agents: { defaults: { model: { primary: 'openrouter/auto' } } } }",
    )
    assert config.require_valid().data["agents"]["defaults"]["model"]["primary"]
    assert str(tmp_path / "extra.json5") in [stamp.path for stamp in config.files]


def test_a_broken_included_file_is_the_one_that_is_named(host, tmp_path):
    config = host(openclaw__json='{"$include": "./extra.json5"}', extra__json5="{")
    assert f"{tmp_path}/extra.json5" in message(config)


def test_an_include_spelt_with_an_escape_is_still_one(host):
    config = host(openclaw__json=r'{"\u0024include": "a"}', a='{"meta": {}}')
    assert config.data == {"meta": {}}


def test_unknown_sections_are_listed_and_valid(host):
    config = host(openclaw__json='{"nonsense": {"a": 1}, "channels": {}}')
    assert config.require_valid().unknown_sections == ("nonsense",)


def test_a_change_of_any_file_is_seen(host, tmp_path):
    config = host(openclaw__json="{}")
    assert not config.changed()
    (tmp_path / "openclaw-auth.json5").write_text("{}")
    assert config.changed()


def test_no_message_shows_what_the_file_holds(host):
    text = message(
        host(openclaw__json="{ models: { providers: { a: { apiKey: sk-secret-123 } } } }")
    )
    assert "sk-secret" not in text


def test_reading_imports_nothing_dear(tmp_path):
    (tmp_path / "openclaw.json").write_text('{"gateway": {"port": 1}}')
    code = (
        "import os, sys\n"
        "from openclaw_auth.config.load import load_config\n"
        "from openclaw_auth.config.paths import resolve_paths\n"
        "from openclaw_auth.config.view import ConfigView\n"
        f"env = {{'OPENCLAW_STATE_DIR': {str(tmp_path)!r}}}\n"
        "config = load_config(resolve_paths(env, None, '/', os.path.lexists), env.get)\n"
        "ConfigView(config.require_valid().data).default_model()\n"
        "print(*sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    loaded = set(ran.stdout.split())
    dear = {"dataclasses", "pathlib", "typing", "asyncio", "logging", "tempfile", "difflib"}
    ours = {"json5_tokens", "json5_tree", "include", "substitute", "edit", "write"}
    assert not loaded & dear - _already_there()
    assert not loaded & {f"openclaw_auth.config.{name}" for name in ours}


def _already_there() -> set[str]:
    """Modules that the test environment's own start-up loads (editable installs, coverage)."""
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    return set(ran.stdout.split())
