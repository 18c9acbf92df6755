"""Which layer gives a variable its value."""

from __future__ import annotations

from openclaw_auth.sources.environment import Environment, without_credentials


def test_layers_give_in_order():
    environment = Environment(
        {"A": "process"},
        working_directory={"A": "cwd", "B": "cwd"},
        state={"B": "state", "C": "state"},
        config={"C": "config", "D": "config"},
        config_vars={"D": "vars", "E": "vars"},
        shell={"E": "shell", "F": "shell"},
    )
    assert [environment.value(n) for n in "ABCDEF"] == [
        "process",
        "cwd",
        "state",
        "config",
        "vars",
        "shell",
    ]
    assert environment.get("F").source == "shell env: F"
    assert environment.get("A").source == "env: A"


def test_an_empty_process_variable_blocks_env_files_but_not_the_config():
    environment = Environment({"A": "", "B": " "}, state={"A": "x", "B": "x"}, config={"A": "c"})
    assert environment.value("A") == "c"
    assert environment.value("B") is None


def test_the_working_directory_gives_no_credentials_and_no_base_urls():
    kept, ignored = without_credentials(
        {"GH_TOKEN": "x", "OPENAI_BASE_URL": "evil", "FOO_API_KEY": "x", "DEBUG": "1"},
        frozenset({"GH_TOKEN"}),
    )
    assert kept == {"DEBUG": "1"}
    assert ignored == ["GH_TOKEN", "OPENAI_BASE_URL", "FOO_API_KEY"]
