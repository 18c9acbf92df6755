"""Who wins where, and which command is told, for one variable seen from seven places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.codes import remedy
from openclaw_auth.health import variable_view as view
from openclaw_auth.health.variable_view import (
    CONFIG,
    GATEWAY,
    LOGIN,
    SHELL,
    STATE,
    UNIT,
    WORKING_DIRECTORY,
    variable_view,
    winner,
)
from openclaw_auth.sources.environment import Environment

KEY = "ANTHROPIC_API_KEY"


def host(pid=None, source="state .env", **changes):
    values = {"installed": False, "login_counts": False, "env_file": "~/.openclaw/.env"}
    return view.Host(pid=pid, published={KEY: source}, **{**values, **changes})


def look(seen, ignored=(), **changes):
    return variable_view(KEY, ("anthropic",), seen, ignored, host(**changes))


def code(seen, ignored=(), **changes):
    difference = look(seen, ignored, **changes).difference
    return difference.code if difference else None


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({SHELL: "a"}, "env_gateway_lacks"),
        ({SHELL: "a", GATEWAY: "a"}, None),
        ({SHELL: "a", STATE: "b", GATEWAY: "b"}, "env_gateway_other"),
        ({STATE: "a"}, "env_gateway_not_reread"),
        ({CONFIG: "a", GATEWAY: "b"}, "env_gateway_not_reread"),
        ({GATEWAY: "b"}, "env_gateway_alone"),
        ({LOGIN: "a"}, "env_login_unread"),
        ({LOGIN: "a", GATEWAY: "a"}, "env_gateway_alone"),
        ({}, None),
    ],
)
def test_the_shell_against_a_running_gateway(seen, expected):
    assert code(seen, pid=7) == expected


def test_a_value_that_the_gateway_was_started_with_cannot_be_mended_by_a_file():
    seen = {SHELL: "a", GATEWAY: "b"}
    assert code(seen, pid=7, source="process") == "env_gateway_fixed"
    assert code({**seen, UNIT: "b"}, pid=7, source="process") == "env_gateway_unit"


def test_a_login_shell_that_is_asked_is_a_source_like_others():
    assert look({LOGIN: "a"}, login_counts=True).here == LOGIN
    assert code({LOGIN: "a"}, pid=7, login_counts=True) == "env_gateway_lacks_login"


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({SHELL: "a"}, "env_service_lacks"),
        ({SHELL: "a", STATE: "a"}, None),
        ({SHELL: "a", STATE: "b"}, "env_service_other"),
        ({SHELL: "a", UNIT: "b", STATE: "a"}, "env_service_other"),
        ({STATE: "b"}, None),
        ({WORKING_DIRECTORY: "a"}, "env_service_lacks_other"),
    ],
)
def test_the_shell_against_a_service_that_does_not_run(seen, expected):
    assert code(seen, installed=True) == expected
    assert code(seen) is None, "without a service nobody differs"


@pytest.mark.parametrize("where", [{}, {"installed": True}, {"pid": 7}])
def test_a_shell_that_sets_it_to_nothing_is_told_what_it_hides(where):
    seen = {SHELL: "", STATE: "a", **({GATEWAY: "a"} if "pid" in where else {})}
    found = look(seen, **where)
    assert (found.here, found.difference.code) == (None, "env_shell_empty")
    assert remedy(found.difference) == f"unset {KEY}"
    assert look({**seen, CONFIG: "b"}, **where).here == CONFIG


def test_the_folders_own_file_does_not_count_unless_trusted():
    seen = look({WORKING_DIRECTORY: "a"}, ignored=(WORKING_DIRECTORY,))
    assert (seen.here, seen.ignored) == (None, (WORKING_DIRECTORY,))
    assert seen.difference.code == "env_working_directory"
    assert look({WORKING_DIRECTORY: "a"}).here == WORKING_DIRECTORY


def test_the_command_stores_the_value_without_showing_it():
    told = remedy(look({SHELL: "a"}, pid=7).difference)
    assert told == (
        "(umask 077; printf '\\n%s=%s\\n' ANTHROPIC_API_KEY \"$ANTHROPIC_API_KEY\""
        " >>~/.openclaw/.env)"
    )


marks = st.sampled_from([None, "", "a", "b"])


@given(marks, marks, marks, marks)
def test_who_wins_here_is_who_wins_for_every_command(shell, folder, state, config):
    """The same rule as `sources.environment`, which commands live by."""

    def layer(value):
        return {} if value is None else {KEY: value}

    environment = Environment(
        layer(shell),
        working_directory=layer(folder),
        state=layer(state),
        config=layer(config),
    )
    seen = {SHELL: shell, WORKING_DIRECTORY: folder, STATE: state, CONFIG: config}
    seen = {place: mark for place, mark in seen.items() if mark is not None}
    first = winner(seen, (SHELL, WORKING_DIRECTORY, STATE, CONFIG))
    found = environment.get(KEY)
    names = {"process": SHELL, "./.env": WORKING_DIRECTORY, "state .env": STATE}
    expected = None if found is None else names.get(found.layer, CONFIG)
    assert first == expected
