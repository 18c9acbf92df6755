"""One login, one refresh: what is stored afterwards, whatever the provider answers."""

from __future__ import annotations

import pytest

from openclaw_auth.credentials import UsageStats
from openclaw_auth.refresh.kit import Wanted
from openclaw_auth.refresh.settle import recover
from openclaw_auth.refresh.stripes import Stripe
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import RemoveProfile, SetStats
from openclaw_auth.testing.oauth_provider import (
    AsAccount,
    CutAfter,
    CutBefore,
    Status,
    With,
    Without,
    error_in_200,
)


def test_an_ended_token_is_renewed_and_the_new_pair_is_stored(refresh_host):
    pair = refresh_host.log_in()
    done = refresh_host.refresh()
    assert done.outcome == "refreshed"
    access, refresh = refresh_host.tokens()
    assert access != pair.access
    assert refresh != pair.refresh
    assert done.profile.secret.reveal() == access
    assert refresh_host.profile().expires_ms > refresh_host.ports.now_ms()
    assert refresh_host.refreshes() == ["issued"]
    assert refresh_host.journals() == []
    assert refresh_host.steps == [
        "locked", "prepared", "sent", "answered", "received", "stored", "noted", "copied", "done",
    ]  # fmt: skip


def test_a_fresh_token_asks_nobody(refresh_host):
    refresh_host.log_in(ends_in_ms=3_600_000)
    assert refresh_host.refresh().outcome == "fresh"
    assert refresh_host.refreshes() == []


def test_a_refused_token_is_renewed_though_it_looks_fresh_but_only_once(refresh_host):
    pair = refresh_host.log_in(ends_in_ms=3_600_000)
    assert refresh_host.refresh(rejected=Secret(pair.access)).outcome == "refreshed"
    assert refresh_host.refresh(rejected=Secret(pair.access)).outcome == "fresh"
    assert refresh_host.refreshes() == ["issued"]


def test_copies_in_other_stores_are_updated_and_never_asked_for(refresh_host):
    refresh_host.log_in("main", "work", "play")
    assert refresh_host.refresh("work").outcome == "refreshed"
    assert refresh_host.tokens("main") == refresh_host.tokens("work") == refresh_host.tokens("play")
    assert refresh_host.refreshes() == ["issued"]


def test_a_copy_of_a_used_token_that_turns_up_later_is_an_alias(refresh_host):
    pair = refresh_host.log_in("main")
    refresh_host.refresh()
    refresh_host.age()
    refresh_host.refresh()
    refresh_host.put(pair.access, pair.refresh, "work")  # the reference copied it two ago
    assert refresh_host.refresh("work").outcome == "adopted"
    assert refresh_host.tokens("work") == refresh_host.tokens("main")
    assert refresh_host.refreshes() == ["issued", "issued"]


def test_a_used_token_whose_successor_nobody_holds_is_not_sent(refresh_host):
    pair = refresh_host.log_in("main")
    refresh_host.refresh()
    refresh_host.store().update(lambda _: [RemoveProfile("corp:me")])
    refresh_host.put(pair.access, pair.refresh)
    done = refresh_host.refresh()
    assert (done.outcome, done.reason.params["detail"]) == ("rejected", "superseded")
    assert refresh_host.refreshes() == ["issued"]


def test_without_lineage_mains_newer_login_of_the_same_account_is_taken(refresh_host):
    refresh_host.log_in("main", "work", email="me@example.com")
    old = refresh_host.tokens("work")
    refresh_host.refresh()
    refresh_host.put(*old, "work", email="me@example.com")
    for kit in refresh_host.kits:
        kit.close()
    for name in ("", "-wal", "-shm"):
        (refresh_host.state / f"openclaw-auth.sqlite{name}").unlink(missing_ok=True)
    assert refresh_host.refresh("work").outcome == "adopted"
    assert refresh_host.refreshes() == ["issued"]


def test_an_answer_without_a_refresh_token_keeps_the_old_one(refresh_host):
    pair = refresh_host.log_in()
    refresh_host.provider.fail_next(Without("refresh_token"))
    assert refresh_host.refresh().outcome == "refreshed"
    access, refresh = refresh_host.tokens()
    assert access != pair.access
    assert refresh == pair.refresh


def test_an_answer_for_another_account_is_refused(refresh_host):
    first = refresh_host.log_in()
    refresh_host.provider.fail_next(Without("nothing"))
    refresh_host.refresh()
    known = refresh_host.profile().email or refresh_host.profile().account_id
    assert known, "the emulator names the account"
    refresh_host.age()
    before = refresh_host.tokens()
    refresh_host.provider.fail_next(AsAccount("other@example.com"))
    done = refresh_host.refresh()
    assert (done.outcome, done.reason.params["detail"]) == ("rejected", "other_account")
    assert refresh_host.tokens() == before
    assert first.refresh != before[1]


def test_without_expires_in_the_end_is_assumed_to_be_an_hour_away(refresh_host):
    refresh_host.log_in()
    refresh_host.provider.fail_next(Without("expires_in"))
    refresh_host.refresh()
    left_ms = refresh_host.profile().expires_ms - refresh_host.ports.now_ms()
    assert 3_500_000 < left_ms <= 3_600_000
    kit = refresh_host.kits[0]
    assert kit.state.assumed_expiries(refresh_host.dir()) == {"corp:me"}


@pytest.mark.parametrize(
    ("fault", "outcome", "journal"),
    [
        (Status(503), "failed", False),
        (Status(403), "failed", False),
        (Status(429, b'{"error": "slow_down"}', "application/json"), "failed", False),
        (Status(401, b'{"error": "invalid_client"}', "application/json"), "failed", False),
        (Status(502), "failed", True),
        (Status(200, b"<html>", "text/html"), "failed", True),
        (Status(200, b'{"access_token": 7}', "application/json"), "failed", True),
        (CutBefore(), "failed", True),
        (error_in_200("server_error"), "failed", False),
    ],
)
def test_what_is_no_refusal_of_the_grant_changes_nothing_and_the_next_try_works(
    refresh_host, fault, outcome, journal
):
    pair = refresh_host.log_in()
    refresh_host.provider.fail_next(fault)
    assert refresh_host.refresh().outcome == outcome
    assert refresh_host.tokens() == (pair.access, pair.refresh)
    assert bool(refresh_host.journals()) == journal
    assert refresh_host.refresh().outcome == "refreshed"
    assert refresh_host.journals() == []


def test_a_200_with_invalid_grant_is_a_refusal(refresh_host):
    pair = refresh_host.log_in()
    refresh_host.provider.fail_next(error_in_200("invalid_grant"))
    assert refresh_host.refresh().outcome == "rejected"
    assert refresh_host.tokens() == (pair.access, pair.refresh)
    assert refresh_host.refresh().outcome == "rejected"
    assert len(refresh_host.refreshes()) == 1, "a dead grant is asked for once"


def test_a_provider_that_cannot_be_reached_changes_nothing(refresh_host):
    pair = refresh_host.log_in()
    text = (refresh_host.state / "openclaw-auth.json5").read_text()
    refresh_host.state.joinpath("openclaw-auth.json5").write_text(
        text.replace(f":{refresh_host.provider.port}/token", ":1/token")
    )
    done = refresh_host.refresh()
    assert (done.outcome, done.reason.code) == ("failed", "connect_failed")
    assert refresh_host.tokens() == (pair.access, pair.refresh)
    assert refresh_host.journals() == []


def test_a_dead_grant_is_marked_when_its_access_token_has_ended(refresh_host):
    pair = refresh_host.log_in(ends_in_ms=60_000)
    refresh_host.provider.fail_next(error_in_200())
    assert refresh_host.refresh().outcome == "rejected"
    assert refresh_host.store().read().usage_stats == {}, "the access token still serves"
    refresh_host.age()
    assert refresh_host.refresh().outcome == "rejected"
    stats = refresh_host.store().read().usage_stats["corp:me"]
    assert stats.dead == "refresh_rejected"
    assert stats.fingerprint == Secret(pair.access).fingerprint(refresh_host.key)


def test_a_new_login_under_the_same_id_is_alive_again(refresh_host):
    refresh_host.log_in()
    refresh_host.provider.fail_next(error_in_200())
    refresh_host.refresh()
    refresh_host.log_in()
    assert refresh_host.refresh().outcome == "refreshed"
    recover(refresh_host.kit())
    assert refresh_host.journals() == []


def test_penalties_of_the_account_survive_its_own_refresh(refresh_host):
    pair = refresh_host.log_in()
    until = refresh_host.ports.now_ms() + 600_000
    stats = UsageStats(
        cooldown_until_ms=until, fingerprint=Secret(pair.access).fingerprint(refresh_host.key)
    )
    refresh_host.store().update(lambda _: [SetStats("corp:me", stats)])
    refresh_host.refresh()
    access, _ = refresh_host.tokens()
    after = refresh_host.store().read().usage_stats["corp:me"]
    assert after.cooldown_until_ms == until
    assert after.fingerprint == Secret(access).fingerprint(refresh_host.key)


def test_a_lost_answer_lets_the_old_token_serve_and_is_tried_once_when_it_has_ended(refresh_host):
    pair = refresh_host.log_in(ends_in_ms=60_000)
    refresh_host.provider.fail_next(CutAfter())
    assert refresh_host.refresh().outcome == "failed"
    for _ in range(3):
        done = refresh_host.refresh()
        assert (done.outcome, done.reason.code) == ("unknown", "refresh_unknown")
        assert done.serves(refresh_host.ports.now_ms())
    assert len(refresh_host.refreshes()) == 1
    refresh_host.age()
    assert refresh_host.refresh().outcome == "rejected", "this server revokes on reuse"
    assert refresh_host.refresh().outcome == "rejected"
    assert len(refresh_host.refreshes()) == 2
    assert refresh_host.tokens() == (pair.access, pair.refresh)


def test_someone_who_refreshed_by_another_lock_is_noticed_after_the_refusal(refresh_host):
    old = refresh_host.log_in()
    kit = refresh_host.kit()

    def other_program(step):
        if step.name == "sent":
            family = refresh_host.provider.grants.holder(old.refresh)
            refresh_host.provider.grants.redeem(old.refresh)
            refresh_host.provider.grants.issue_tokens(family, lambda: "theirs")
            refresh_host.put("theirs", family.refresh, ends_in_ms=3_600_000)

    kit.tell = other_program
    from openclaw_auth.refresh.blocking import refresh_now

    refresh_host.provider.grants._revoke_on_reuse = False
    done = refresh_now(kit, Wanted(refresh_host.dir(), "corp:me"))
    assert done.outcome == "adopted"
    assert done.profile.secret.reveal() == "theirs"
    assert refresh_host.journals() == []


def test_a_clock_that_was_put_back_renews_early_instead_of_trusting_a_far_end(refresh_host):
    refresh_host.shift_ms = 30 * 86_400_000
    refresh_host.log_in()
    refresh_host.refresh()
    refresh_host.shift_ms = 0
    assert refresh_host.refresh().outcome == "refreshed"
    assert refresh_host.refresh().outcome == "fresh"


def test_a_clock_that_was_put_forward_costs_one_refresh(refresh_host):
    refresh_host.log_in(ends_in_ms=3_600_000)
    refresh_host.shift_ms = 86_400_000
    assert refresh_host.refresh().outcome == "refreshed"
    assert refresh_host.refresh().outcome == "fresh"


def test_a_short_life_is_renewed_in_its_last_fifth_only(refresh_host):
    refresh_host.provider.expires_in = 120
    refresh_host.log_in()
    refresh_host.refresh()
    assert refresh_host.refresh().outcome == "fresh"
    refresh_host.shift_ms = 100_000
    assert refresh_host.refresh().outcome == "refreshed"


def test_other_kinds_of_credentials_are_left_alone(refresh_host):
    refresh_host.put("access", "", "main")
    assert refresh_host.refresh().outcome == "not_renewable"


def test_what_an_answer_says_beyond_the_tokens_does_not_break_it(refresh_host):
    refresh_host.log_in()
    refresh_host.provider.fail_next(With("expires_in", "soon"))
    assert refresh_host.refresh().outcome == "refreshed"


def test_while_the_old_token_serves_nobody_waits_for_the_lock(refresh_host):
    refresh_host.log_in(ends_in_ms=60_000)
    held = hold(refresh_host)
    assert refresh_host.refresh().outcome == "busy"
    held.release()
    assert refresh_host.refresh().outcome == "refreshed"


def test_who_needs_a_token_waits_for_the_lock_and_at_last_says_so(refresh_host):
    pair = refresh_host.log_in()
    held = hold(refresh_host)
    waited = []
    refresh_host.ports.sleep_s = waited.append
    refresh_host.ports.monotonic_s = lambda: sum(waited)
    done = refresh_host.refresh()
    held.release()
    assert (done.outcome, done.reason.code) == ("failed", "refresh_busy")
    assert 45 <= sum(waited) < 46
    assert refresh_host.tokens() == (pair.access, pair.refresh)
    assert refresh_host.refreshes() == []


def hold(refresh_host):
    name = refresh_host.profile().refresh.fingerprint(refresh_host.key)
    stripe = Stripe(refresh_host.paths.run_dir, name)
    assert stripe.take()
    return stripe


def test_a_token_that_a_server_hands_out_again_is_the_latest(refresh_host):
    kit = refresh_host.kit()
    for old, new in (("a" * 16, "b" * 16), ("b" * 16, "c" * 16), ("c" * 16, "a" * 16)):
        kit.memory.rotated(old, new, refresh_host.dir(), "corp:me")
    assert kit.memory.successors("a" * 16) == {}
    assert kit.memory.successors("b" * 16) == {"c" * 16: 2, "a" * 16: 3}
