"""Which marks a good probe refutes."""

from __future__ import annotations

import pytest

from openclaw_auth.credentials import UsageStats
from openclaw_auth.health.probe_revival import Proved, without_marks
from openclaw_auth.store.data import SetStats, StoreData

DEAD = UsageStats(dead="invalid_key", disabled_until_ms=9, fingerprint="f", last_used_ms=1)


@pytest.mark.parametrize(
    ("stats", "unrestricted", "refuted"),
    [
        (DEAD, False, True),
        (DEAD.replace(fingerprint=None), False, True),
        (DEAD.replace(fingerprint="another"), True, False),
        (DEAD.replace(dead="credential_scope_restricted"), False, False),
        (DEAD.replace(dead="credential_scope_restricted"), True, True),
        (UsageStats(disabled_until_ms=9, disabled_reason="billing"), True, False),
        (UsageStats(cooldown_until_ms=9, error_count=3), True, False),
        (None, True, False),
    ],
)
def test_a_good_probe_refutes_only_what_it_has_shown(stats, unrestricted, refuted):
    assert Proved("p:a", "f", unrestricted=unrestricted).disproves(stats) is refuted


def test_only_the_refuted_mark_goes_and_the_last_use_stays():
    data = StoreData(usage_stats={"p:a": DEAD, "p:b": DEAD})
    (edit,) = without_marks([Proved("p:a", "f", unrestricted=False)])(data)
    assert isinstance(edit, SetStats)
    assert (edit.profile_id, edit.stats) == ("p:a", UsageStats(last_used_ms=1))


def test_a_mark_that_someone_else_took_away_meanwhile_is_no_edit():
    assert without_marks([Proved("p:a", "f", unrestricted=False)])(StoreData()) == []
