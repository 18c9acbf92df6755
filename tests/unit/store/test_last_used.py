"""Uses reach the state database once a second and the store once a minute."""

from openclaw_auth.store.last_used import LastUsed

KEY = ("/a", "openai:a")


def test_nothing_used_is_nothing_due():
    uses = LastUsed(0)
    assert (uses.due_for_state(10**9), uses.due_for_store(10**9)) == ({}, {})


def test_uses_are_gathered_for_a_second_and_for_a_minute():
    uses = LastUsed(0)
    uses.note(KEY, 5)
    assert uses.due_for_state(10) == {KEY: 5}
    uses.note(KEY, 400)
    uses.note(KEY, 300)
    assert uses.due_for_state(500) == {}
    assert uses.due_for_state(1_010) == {KEY: 400}
    assert uses.due_for_store(59_999) == {}
    assert uses.due_for_store(60_000) == {KEY: 400}
    assert uses.due_for_store(120_000) == {}


def test_the_end_of_the_process_does_not_wait():
    uses = LastUsed(0)
    uses.note(KEY, 5)
    assert uses.rest_for_store(6) == {KEY: 5}


def test_what_could_not_be_written_is_not_forgotten():
    uses = LastUsed(0)
    uses.note(KEY, 5)
    lost = uses.rest_for_store(6)
    uses.note(KEY, 9)
    uses.give_back({**lost, ("/a", "x"): 2})
    assert uses.rest_for_store(7) == {KEY: 9, ("/a", "x"): 2}
