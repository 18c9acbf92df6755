"""The proof that a user can run."""

from __future__ import annotations


def test_it_proves_it_in_the_users_state_directory_and_leaves_nothing(host):
    done = host.auth("selftest", "refresh", "--processes", "4", "--rounds", "2", "--kill", "--json")
    assert done.code == 0, done.err
    seen = done.json()
    assert (seen["ok"], seen["generations"], seen["posts"], seen["lostLogins"]) == (True, 2, 2, 0)
    assert seen["window"]["journal"] == ["sent"]
    assert seen["window"]["retries"] == 1
    assert list(host.state.iterdir()) == []


def test_it_says_what_it_saw(host):
    done = host.auth("selftest", "refresh", "--processes", "2", "--rounds", "1")
    assert done.code == 0
    assert "1 generations, 1 refreshes at the provider, 0 logins lost" in done.out


def test_a_number_beyond_measure_is_refused(host):
    assert host.auth("selftest", "refresh", "--processes", "0").code == 1
    assert host.auth("selftest", "refresh", "--rounds", "99999").code == 1
