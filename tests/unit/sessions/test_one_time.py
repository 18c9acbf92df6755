"""Sessions of one request do not pile up; all others stay."""

from __future__ import annotations

from openclaw_auth.sessions.keys import is_one_time, one_time_key, user_key
from openclaw_auth.sessions.one_time import forget_old_ones


def test_which_keys_are_of_one_request():
    assert is_one_time(one_time_key("main", "ab"))
    assert not is_one_time(user_key("main", "openai"))
    assert not is_one_time("agent:main:main")
    assert not is_one_time("openai")


def test_only_the_oldest_of_them_go():
    entries = {one_time_key("main", str(n)): {"updatedAt": n} for n in range(5)}
    entries |= {"agent:main:main": {"updatedAt": 0}, one_time_key("main", "odd"): {}}
    forget_old_ones(entries, most=3)
    assert list(entries) == [*(one_time_key("main", str(n)) for n in (2, 3, 4)), "agent:main:main"]
