"""Whatever fails, in whatever order and by whatever clock: no penalty lasts or spreads too far."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import ModelStats, UsageStats
from openclaw_auth.selection.cooldown import after_success, cleared, penalise, renewed
from openclaw_auth.selection.cooldown_limits import DAY_MS, HOUR_MS, CooldownLimits
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.standing import CLOCK_SLACK_MS, PROBE_AFTER_MS, RESTRICTED, standing
from openclaw_auth.store.codec import stats_of
from openclaw_auth.store.edits import stats_entry

CALM = settings(deadline=None)
NOW_MS = 1_800_000_000_000
CENTURY_MS = 100 * 365 * DAY_MS
MOMENTS = st.integers(NOW_MS - 2 * DAY_MS, NOW_MS + 2 * DAY_MS) | st.integers(0, CENTURY_MS)
COUNTS = st.integers(-3, 12) | st.integers(-(2**62), 2**62)
WAITS = st.none() | st.integers(-HOUR_MS, 2 * DAY_MS) | st.integers(-(10**30), 10**30)
MODELS = st.sampled_from(["a", "b", "c"])
SECRETS = st.none() | st.sampled_from(["f1", "f2"])
DETAILS = st.sampled_from(["invalid_key", RESTRICTED, "no_credit"])
ACTIONS = st.sampled_from(
    [
        "none",
        "retry_same",
        "cooldown",
        "cooldown_until_reset",
        "disable",
        "refresh_then_retry",
        "disable_until_reauth",
    ]
)
CLASSES = st.sampled_from(["auth", "billing", "rate_limit", "timeout", "format", "unknown"])
SCOPES = st.sampled_from(["credential", "credential_model", "endpoint", "none"])
FAILURES = st.builds(
    lambda kind, detail, action, scope, wait_ms: Failure(
        kind, detail, action, scope, rule="r", reason=Reason("usable"), wait_ms=wait_ms
    ),
    CLASSES,
    DETAILS,
    ACTIONS,
    SCOPES,
    WAITS,
)
LIMITS = st.builds(
    CooldownLimits,
    billing_backoff_ms=st.integers(1, 3 * DAY_MS),
    billing_max_ms=st.integers(1, 3 * DAY_MS),
    failure_window_ms=st.integers(1, 3 * DAY_MS),
    stated_wait_max_ms=st.integers(1, 3 * DAY_MS),
)
ONES = st.builds(
    ModelStats,
    cooldown_until_ms=st.none() | MOMENTS,
    error_count=COUNTS,
    last_failure_at_ms=st.none() | MOMENTS,
    detail=st.none() | DETAILS,
)
STATS = st.none() | st.builds(
    UsageStats,
    last_used_ms=st.none() | MOMENTS,
    cooldown_until_ms=st.none() | MOMENTS,
    disabled_until_ms=st.none() | MOMENTS,
    disabled_reason=st.none() | st.just("billing"),
    error_count=COUNTS,
    failure_counts=st.dictionaries(CLASSES, COUNTS, max_size=3),
    last_failure_at_ms=st.none() | MOMENTS,
    detail=st.none() | DETAILS,
    fingerprint=SECRETS,
    dead=st.none() | DETAILS,
    models=st.dictionaries(MODELS, ONES, max_size=3),
    extra=st.none() | st.just({"theirs": 1}),
)


def fail(stats, failure, now_ms, limits, *, model="a", started_ms=None, fingerprint="f1"):
    return penalise(
        stats,
        failure,
        provider="p",
        model=model,
        fingerprint=fingerprint,
        started_ms=now_ms if started_ms is None else started_ms,
        now_ms=now_ms,
        limits=limits,
    )


def out(stats, now_ms, limits, *, model="a", secret="f1"):
    return standing(stats, model=model, fingerprint=lambda: secret, now_ms=now_ms, limits=limits)


@CALM
@given(STATS, MOMENTS, LIMITS, MODELS, SECRETS)
def test_no_time_out_is_further_ahead_than_the_longest_possible_one(
    stats, now_ms, limits, model, secret
):
    found = out(stats, now_ms, limits, model=model, secret=secret)
    if found is None or found.until_ms is None:
        assert found is None or found.kind in ("dead", "restricted")
        return
    assert 0 < found.until_ms - now_ms <= limits.longest_ms()
    if found.probe_at_ms is not None:
        assert found.probe_at_ms < found.until_ms


@CALM
@given(STATS, FAILURES, MOMENTS, MOMENTS, LIMITS)
def test_a_failure_rests_what_it_touches_and_is_tried_again_within_15_minutes_of_it(
    stats, failure, started_ms, now_ms, limits
):
    # What nobody noted the beginning of ends when it says, and is tried no sooner.
    assume(stats is None or all(c.last_failure_at_ms for c in (stats, *stats.models.values())))
    after = fail(stats, failure, now_ms, limits, started_ms=started_ms)
    if after is None:
        assert failure.action in ("none", "retry_same") or failure.scope in ("none", "endpoint")
        return
    found = out(after, now_ms, limits)
    assert found is not None
    if found.until_ms is not None:
        opens_ms = found.until_ms if found.probe_at_ms is None else found.probe_at_ms
        # Two time outs may run, each with its own start; the later opening holds.
        # A clock may lag a little behind the one that noted the failure.
        assert opens_ms <= now_ms + PROBE_AFTER_MS + CLOCK_SLACK_MS
    for counts in (after, *after.models.values()):
        ends = [counts.cooldown_until_ms or 0, getattr(counts, "disabled_until_ms", 0) or 0]
        assert max(ends) < 2**63


@CALM
@given(STATS, st.lists(st.tuples(FAILURES, st.integers(0, DAY_MS)), max_size=6), LIMITS)
def test_statistics_survive_the_file(stats, failures, limits):
    now_ms = NOW_MS
    for failure, pause_ms in failures:
        now_ms += pause_ms
        stats = fail(stats, failure, now_ms, limits) or stats
    if stats is not None:
        assert stats_of(stats_entry(stats)) == stats


@CALM
@given(STATS, FAILURES, MOMENTS, LIMITS, st.integers(0, HOUR_MS))
def test_what_is_in_flight_counts_no_failure_twice(stats, failure, now_ms, limits, late_ms):
    once = fail(stats, failure, now_ms, limits)
    if once is None:
        return
    again = fail(
        once, failure, now_ms + late_ms % limits.failure_window_ms, limits, started_ms=now_ms
    )
    assert again.error_count == once.error_count
    assert again.failure_counts == once.failure_counts
    counted = {model: one.error_count for model, one in once.models.items()}
    assert {model: again.models[model].error_count for model in counted} == counted


@CALM
@given(STATS, MOMENTS, LIMITS)
def test_a_dead_credential_is_dead_by_whatever_clock(stats, now_ms, limits):
    refusal = Failure(
        "auth",
        "invalid_key",
        "disable_until_reauth",
        "credential",
        rule="r",
        reason=Reason("usable"),
    )
    assert out(fail(stats, refusal, now_ms, limits), now_ms, limits).kind == "dead"


@CALM
@given(STATS, FAILURES, MOMENTS, LIMITS, MODELS)
def test_a_rate_limit_never_spreads_to_another_model(stats, failure, now_ms, limits, other):
    after = fail(stats, failure, now_ms, limits)
    if after is None or failure.scope != "credential_model" or other == "a":
        return
    if failure.action not in ("cooldown", "cooldown_until_reset"):
        return
    before = stats
    if stats is None or stats.fingerprint not in (None, "f1"):
        before = None
    then, now = out(before, now_ms, limits, model=other), out(after, now_ms, limits, model=other)
    assert (now is None) == (then is None) or now is None


@CALM
@given(STATS, MODELS, MOMENTS, LIMITS)
def test_a_success_now_makes_its_model_usable_now(stats, model, now_ms, limits):
    moments = [] if stats is None else [stats.last_failure_at_ms or 0]
    moments += (
        [] if stats is None else [one.last_failure_at_ms or 0 for one in stats.models.values()]
    )
    at_ms = max([now_ms, *(moment for moment in moments if moment <= now_ms + HOUR_MS)])
    after = after_success(stats, model=model, at_ms=at_ms)
    found = out(after, at_ms, limits, model=model)
    assert found is None or found.kind == "restricted"
    untouched = {} if stats is None else {m: s for m, s in stats.models.items() if m != model}
    assert {m: s for m, s in after.models.items() if m != model} == untouched


@CALM
@given(STATS.filter(bool), MOMENTS, LIMITS, MODELS)
def test_a_clear_clears_everything(stats, now_ms, limits, model):
    assert out(cleared(stats), now_ms, limits, model=model) is None


@CALM
@given(STATS, FAILURES, MOMENTS, LIMITS)
def test_another_secret_is_never_held_back_by_what_the_last_one_did(stats, failure, now_ms, limits):
    after = fail(stats, failure, now_ms, limits, fingerprint="f1")
    if after is not None:
        assert out(after, now_ms, limits, secret="f3") is None
        assert out(fail(after, failure, now_ms, limits, fingerprint="f3"), now_ms, limits) is None


@CALM
@given(STATS.filter(bool), MOMENTS)
def test_openclaw_never_sees_a_dead_credential_more_than_a_day_ahead(stats, now_ms):
    later = renewed(stats, now_ms)
    if later is not None:
        assert later.disabled_until_ms == now_ms + DAY_MS
        assert renewed(later, now_ms) is None
