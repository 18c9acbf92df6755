"""The journal: whole in every state, torn in none."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openclaw_auth.refresh.journal import SIZE, Journal, journals_in, parse
from openclaw_auth.refresh.pair import Pair
from openclaw_auth.secret import Secret
from openclaw_auth.testing.virtual import virtual_ports

NAME = "0123456789abcdef"
PAIR = Pair(Secret("new-access"), Secret("new-refresh"), 1_900_000_000_000, account_id="a1")


@pytest.fixture
def journal(tmp_path):
    return Journal(str(tmp_path), NAME, virtual_ports())


def test_it_goes_through_its_states_in_one_file_of_one_size(journal, tmp_path):
    assert journal.read() is None
    journal.prepare("p:x", "p")
    blocks = os.stat(journal.path).st_blocks
    assert (journal.read().state, os.stat(journal.path).st_mode & 0o777) == ("prepared", 0o600)
    journal.sent("p:x", "p")
    assert journal.read().state == "sent"
    journal.received("p:x", "p", PAIR)
    entry = journal.read()
    assert entry.state == "received"
    assert entry.pair.access == PAIR.access
    assert entry.pair.refresh == PAIR.refresh
    assert entry.pair.account_id == "a1"
    assert os.stat(journal.path).st_size == SIZE
    assert os.stat(journal.path).st_blocks == blocks, "no new block after it was prepared"
    assert list(journals_in(str(tmp_path))) == [NAME]
    with open(journal.path, "rb") as file:
        assert [r["state"] for r in json.load(file)] == ["prepared", "sent", "received"]
    journal.remove()
    assert list(journals_in(str(tmp_path))) == []


def test_a_rejection_says_why_and_holds_no_token(journal):
    journal.prepare("p:x", "p")
    journal.sent("p:x", "p")
    journal.rejected("p:x", "p", "invalid_grant")
    entry = journal.read()
    assert (entry.state, entry.detail, entry.pair) == ("rejected", "invalid_grant", None)


def test_tokens_beyond_its_size_are_kept_all_the_same(journal):
    journal.prepare("p:x", "p")
    big = Pair(Secret("a" * 80_000), Secret("r"), None)
    journal.received("p:x", "p", big)
    assert journal.read().pair.access == big.access


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(cut=st.integers(0, 4094), state=st.sampled_from(["sent", "received"]))
def test_a_torn_write_leaves_the_state_before_or_the_new_one(journal, cut, state):
    journal.prepare("p:x", "p")
    with open(journal.path, "rb") as file:
        before = file.read()
    if state == "sent":
        journal.sent("p:x", "p")
    else:
        journal.received("p:x", "p", PAIR)
    with open(journal.path, "rb") as file:
        after = file.read()
    start = next(i for i in range(SIZE) if before[i] != after[i])
    torn = after[: start + cut] + before[start + cut :]
    assert parse(torn).state in ("prepared", state)


def test_what_is_no_journal_says_nothing(tmp_path):
    for raw in (b"", b"[]", b"\x00" * SIZE, b"null", b'[\n{"state": "received"}\n]\n'):
        assert parse(raw) is None
    (tmp_path / "refresh").mkdir()
    (tmp_path / "refresh" / "notes.json").write_text("x")
    assert list(journals_in(str(tmp_path))) == []
