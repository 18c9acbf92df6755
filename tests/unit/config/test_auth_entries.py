"""The config edits that follow a change of stored credentials."""

import pytest

from openclaw_auth.config import auth_entries
from openclaw_auth.config.edit import edit_data
from openclaw_auth.credentials import Profile
from openclaw_auth.secret import Secret

NEW = Profile("zai:new", "api_key", "zai", Secret("k"))
ENTRY = {"provider": "zai", "mode": "api_key"}


def after(raw, edits):
    for edit in edits:
        raw = edit_data(raw, edit)
    return raw


def test_an_empty_config_gets_just_the_name():
    edits = auth_entries.naming({}, NEW)
    assert after({}, edits) == {"auth": {"profiles": {"zai:new": ENTRY}}}


def test_an_existing_order_gets_it_in_front_in_whatever_spelling():
    raw = {"auth": {"order": {"z.ai": ["zai:a", "zai:new"], "openai": ["x"]}}}
    made = after(raw, auth_entries.naming(raw, NEW))
    assert made["auth"]["order"] == {"z.ai": ["zai:new", "zai:a"], "openai": ["x"]}


@pytest.mark.parametrize("order", [{}, {"zai": []}])
def test_no_order_is_made(order):
    raw = {"auth": {"order": order, "profiles": {"zai:new": {**ENTRY, "email": "a@b"}}}}
    assert auth_entries.naming(raw, NEW) == []


def test_a_name_of_another_type_is_corrected():
    raw = {"auth": {"profiles": {"zai:new": {"provider": "zai", "mode": "token"}}}}
    assert after(raw, auth_entries.naming(raw, NEW))["auth"]["profiles"] == {"zai:new": ENTRY}


def test_for_one_agent_it_is_named_only_beside_other_names():
    assert auth_entries.naming_where_named({}, NEW) == []
    openai = {"auth": {"profiles": {"x": {"provider": "openai", "mode": "api_key"}}}}
    assert auth_entries.naming_where_named(openai, NEW) == []
    zai = {"auth": {"profiles": {"zai:a": {"provider": "Z.AI", "mode": "api_key"}}}}
    assert "zai:new" in after(zai, auth_entries.naming_where_named(zai, NEW))["auth"]["profiles"]


FULL = {
    "auth": {
        "profiles": {"zai:a": {**ENTRY, "email": "a@b"}, "zai:b": ENTRY},
        "order": {"zai": ["zai:b", "zai:a"], "z.ai": ["zai:a"]},
    }
}


def test_forgetting_takes_it_from_every_order():
    made = after(FULL, auth_entries.forgetting(FULL, "zai:a"))
    assert made == {"auth": {"profiles": {"zai:b": ENTRY}, "order": {"zai": ["zai:b"]}}}
    assert auth_entries.forgetting(FULL, "zai:c") == []


def test_what_was_forgotten_can_be_restored():
    known = auth_entries.remembered(FULL, "zai:a")
    gone = after(FULL, auth_entries.forgetting(FULL, "zai:a"))
    assert after(gone, auth_entries.restoring(gone, "zai:a", known)) == FULL
    assert auth_entries.restoring(FULL, "zai:a", known) == []
    assert auth_entries.remembered(FULL, "zai:c") is None


def test_renaming_moves_the_entry_and_its_places():
    made = after(FULL, auth_entries.renaming(FULL, "zai:a", "zai:z", keep_old=False))
    assert made["auth"]["profiles"] == {"zai:b": ENTRY, "zai:z": {**ENTRY, "email": "a@b"}}
    assert made["auth"]["order"] == {"zai": ["zai:b", "zai:z"], "z.ai": ["zai:z"]}


def test_renaming_keeps_a_name_that_another_agent_needs():
    made = after(FULL, auth_entries.renaming(FULL, "zai:a", "zai:z", keep_old=True))
    assert set(made["auth"]["profiles"]) == {"zai:a", "zai:b", "zai:z"}
    assert made["auth"]["order"] == {"zai": ["zai:b", "zai:z", "zai:a"], "z.ai": ["zai:z", "zai:a"]}


@pytest.mark.parametrize("raw", [{}, {"auth": 1}, {"auth": {"profiles": [], "order": {"zai": 1}}}])
def test_a_config_of_other_shapes_is_left_alone(raw):
    assert auth_entries.forgetting(raw, "zai:a") == []
    assert auth_entries.renaming(raw, "zai:a", "zai:b", keep_old=False) == []
    assert auth_entries.remembered(raw, "zai:a") is None
