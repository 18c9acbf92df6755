"""However requests fail, rotation ends, calls no credential three times, and forgets nobody."""

from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.codes import Reason
from openclaw_auth.providers.model_ref import ModelRef
from openclaw_auth.selection.failure import Failure
from openclaw_auth.selection.model_fallback import ModelChain, Turn, plan
from openclaw_auth.selection.next_step import Tried, closed, next_step, unreachable

CALM = settings(deadline=None)
ACTIONS = (
    "none retry_same cooldown cooldown_until_reset disable refresh_then_retry disable_until_reauth"
)
FAILURES = st.builds(
    lambda kind, detail, action, scope, wait_ms: Failure(
        kind, detail, action, scope, rule="r", reason=Reason("usable"), wait_ms=wait_ms
    ),
    st.sampled_from(["auth", "billing", "rate_limit", "timeout", "format", "unknown"]),
    st.sampled_from(["dns_failure", "overloaded", "invalid_key", "connect_failed"]),
    st.sampled_from(ACTIONS.split()),
    st.sampled_from(["credential", "credential_model", "endpoint", "none"]),
    st.none() | st.integers(-10, 10_000),
)
REFS = st.builds(ModelRef, st.sampled_from("pqr"), st.sampled_from("abc"))
SOME_REFS = st.lists(REFS, max_size=5)
CHAINS = st.builds(
    ModelChain, REFS, SOME_REFS, st.none() | REFS, SOME_REFS, st.none() | st.frozensets(REFS)
)
TURNS = st.builds(Turn, REFS, st.just("openai"), images=st.booleans(), fallback=st.booleans())
KEYS = st.lists(st.sampled_from("klmn"), unique=True, max_size=4)


def models(turn, chain, mute, blind):
    return plan(
        turn,
        chain,
        offers=lambda provider, _: provider not in mute,
        takes_images=lambda ref: ref not in blind,
    )


def rotate(steps, keys, fails, can_refresh):
    """Play a request in which every call fails, and return its calls and the last step's kind."""
    history, kind = [], None
    for step in steps:
        endpoint = f"https://{step.provider}"
        while step.skip is None and endpoint not in unreachable(history):
            key = next((k for k in keys if k not in closed(history, step.key)), None)
            if key is None:
                break
            kind, refreshed = "retry_same", False
            while kind in ("retry_same", "refresh"):
                refreshed |= kind == "refresh"
                call = Tried(key, step.key, endpoint, fails(), refreshed=refreshed)
                history.append(call)
                found = next_step(history, can_refresh=can_refresh)
                kind = found.kind
                assert 0 <= found.delay_ms <= 2_000
            if kind == "stop":
                return history, kind
            if kind == "next_model":
                break
    return history, kind


@CALM
@given(TURNS, CHAINS, st.sets(st.sampled_from("pqr")), st.sets(REFS))
def test_a_plan_names_each_model_once_and_the_requested_one_first(turn, chain, mute, blind):
    steps = models(turn, chain, mute, blind)
    assert steps[0].key == turn.model.key
    assert len({step.key for step in steps}) == len(steps)
    if not turn.fallback:
        assert len(steps) == 1
    for step in steps:
        assert (step.skip is None) <= (step.provider not in mute)
    usable = [s for s in steps if s.skip is None]
    text_only = [s for s in usable if ModelRef(s.provider, s.model) in blind]
    assert not turn.images or all(s.key == turn.model.key for s in text_only)


@CALM
@given(TURNS, CHAINS, KEYS, st.data(), st.booleans())
def test_no_credential_is_called_three_times_and_every_one_gets_its_turn(
    turn, chain, keys, data, can_refresh
):
    steps = models(turn, chain, (), ())
    history, kind = rotate(steps, keys, lambda: data.draw(FAILURES), can_refresh)
    counts = {key: [t.key for t in history].count(key) for key in keys}
    assert all(count <= 2 for count in counts.values())
    assert all(t.failure.failure_class != "format" for t in history[:-1])
    gone = {t.endpoint for t in history if t.failure.detail in ("dns_failure", "connect_failed")}
    if kind != "stop" and not gone:
        assert all(counts.values())


@CALM
@given(TURNS, CHAINS, KEYS.filter(bool), FAILURES, st.booleans())
def test_the_first_credential_takes_no_call_from_the_others(
    turn, chain, keys, failure, can_refresh
):
    steps = models(turn, chain, (), ())[:1]
    alone, _ = rotate(steps, keys[:1], lambda: failure, can_refresh)
    history, kind = rotate(steps, keys, lambda: failure, can_refresh)
    if kind == "next_credential":
        assert len(history) == len(alone) * len(keys)
