"""What ends a penalty: another secret, a success, a clear, a refresh."""

import pytest

from openclaw_auth.credentials import UsageStats
from openclaw_auth.selection.cooldown import after_success, cleared, refreshed
from openclaw_auth.selection.cooldown_limits import (
    HOUR_MS,
)
from openclaw_auth.selection.standing import standing
from penalties import (
    BARRED,
    BROKE,
    COOL,
    DEAD,
    NOW_MS,
    fail,
    limited,
    out,
)


@pytest.mark.parametrize("what", [COOL, BROKE, DEAD, BARRED, limited()])
def test_another_secret_starts_clean(what):
    stats = fail(UsageStats(last_used_ms=5, extra={"theirs": 1}), what)
    assert out(stats) is not None
    assert out(stats, secret="f2") is None
    anew = fail(stats, limited(), fingerprint="f2")
    expected = fail(UsageStats(last_used_ms=5, extra={"theirs": 1}), limited(), fingerprint="f2")
    assert anew == expected


def test_penalties_that_openclaw_wrote_hold_for_whatever_secret_there_is():
    stats = UsageStats(cooldown_until_ms=NOW_MS + 1, last_failure_at_ms=NOW_MS)
    assert out(stats).until_ms == NOW_MS + 1
    again = fail(stats.replace(error_count=2, cooldown_until_ms=None), COOL, NOW_MS + 2)
    assert again.error_count == 3


def test_without_a_host_key_penalties_hold():
    assert standing(fail(None, COOL), model="m", fingerprint=lambda: None, now_ms=NOW_MS)


def test_a_failure_of_a_secret_without_a_name_leaves_the_known_name():
    for what in (COOL, limited()):
        assert fail(fail(None, COOL), what, fingerprint=None).fingerprint == "f1"


def test_the_secret_is_looked_at_only_when_the_answer_hangs_on_it():
    def refuse():
        raise AssertionError

    idle = UsageStats(last_used_ms=1, fingerprint="f1", cooldown_until_ms=NOW_MS)
    assert standing(idle, model="m", fingerprint=refuse, now_ms=NOW_MS) is None


def test_a_success_clears_the_credential_and_its_own_model_only():
    stats = fail(fail(None, limited(), model="other"), limited())
    stats = fail(stats, BROKE).replace(extra={"theirs": 1})
    after = after_success(stats, model="m", at_ms=NOW_MS + 1)
    assert after == UsageStats(
        last_used_ms=NOW_MS + 1,
        models={"other": stats.models["other"]},
        fingerprint="f1",
        extra={"theirs": 1},
    )
    assert after_success(after, model="other", at_ms=NOW_MS + 2) == UsageStats(
        last_used_ms=NOW_MS + 2, extra={"theirs": 1}
    )


def test_a_success_revives_the_dead_and_leaves_the_restriction():
    assert out(after_success(fail(None, DEAD), model="m", at_ms=NOW_MS + 1)) is None
    assert out(after_success(fail(None, BARRED), model="m", at_ms=NOW_MS + 1)).kind == "restricted"


def test_what_failed_after_the_success_stays():
    stats = fail(fail(None, limited()), COOL)
    after = after_success(stats, model="m", at_ms=NOW_MS - 1)
    assert after == stats.replace(last_used_ms=NOW_MS - 1)


def test_a_clear_leaves_the_last_use_and_what_is_not_ours():
    stats = fail(fail(UsageStats(last_used_ms=5, extra={"theirs": 1}), DEAD), limited())
    assert cleared(stats) == UsageStats(last_used_ms=5, extra={"theirs": 1})
    assert cleared(fail(None, DEAD)) is None


def test_a_refresh_leaves_what_is_the_accounts_and_drops_what_was_the_tokens():
    stats = fail(fail(fail(None, limited(HOUR_MS)), BROKE), DEAD)
    after = refreshed(stats, "f2")
    assert out(after, secret="f2").kind == "cooldown"
    assert out(after, secret="f2", model="other") is None
    broke = refreshed(fail(None, BROKE), "f2")
    assert out(broke, secret="f2").detail == "insufficient_credits"
