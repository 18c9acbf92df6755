"""Whatever a provider answers, a probe gives one of its seven words, and no error is good news."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.codes import render
from openclaw_auth.credentials import Profile
from openclaw_auth.health.probe_plan import plan_probes
from openclaw_auth.health.probe_target import ProbeAsk
from openclaw_auth.health.probe_verdict import control_verdict, free_verdict, paid_verdict
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.models import models_of_catalogue
from openclaw_auth.secret import Secret
from openclaw_auth.selection.classify import Answer, classify
from openclaw_auth.selection.failure_rules import load_rules
from openclaw_auth.selection.snapshot import Snapshot
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData

NOW_MS = 1_800_000_000_000
WORDS = {
    "ok",
    "valid_funds_unchecked",
    "auth",
    "billing",
    "rate_limit",
    "timeout",
    "inconclusive",
}
FIELDS = st.sampled_from(
    ["data", "error", "message", "success", "base_resp", "status_code", "is_available", "balance",
     "balances", "limit_remaining", "api_key_blocked", "subscription", "limit", "requests", "code",
     "type", "models", "rate_limit", "percentage", "limits"]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-2, 2000) | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)
STATUSES = st.sampled_from([200, 201, 204, 302, 400, 401, 402, 403, 404, 429, 500, 503, 529])


def targets():
    catalogue = load_catalogue()
    profiles = [Profile(f"{i}:a", "api_key", i, Secret("k" * 30)) for i in catalogue.ids()]
    data = StoreData(profiles={p.id: p for p in profiles})
    snapshot = Snapshot("main", data, catalogue, Environment({}))
    models = models_of_catalogue(catalogue)
    found = plan_probes(snapshot, catalogue.ids(), models, ProbeAsk(paid=True), NOW_MS)
    return [target for target in found if target.free]


TARGETS = targets()
RULES = load_rules()


def judged(target, answer):
    return classify(
        target.candidate.provider, answer, credential="api_key", rules=RULES, now_ms=NOW_MS
    )


@given(st.sampled_from(TARGETS), STATUSES, JSON | st.binary(max_size=60))
def test_every_answer_has_a_verdict_and_only_a_success_a_good_one(target, status, said):
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    document = None if isinstance(said, bytes) else said
    answer = Answer(status, {}, raw)
    failure = judged(target, answer)
    free = free_verdict(target, target.free[0], answer, document, failure)
    paid = paid_verdict(target, document, failure)
    for verdict in (free, paid):
        assert verdict.status in WORDS
        assert render(verdict.reason)
        assert render(verdict.reason, "zh")
        if status >= 300:
            assert not verdict.good
    if free.good:
        control = control_verdict(target, free, answer, failure)
        assert control.status in WORDS
        assert not control.good or target.local  # a stranger got the same answer
