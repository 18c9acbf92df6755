"""Whatever lies in stores, variables and orders: lint ends, says no secret, and is of one mind."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import NOW, agent_fact, make_settings
from openclaw_auth.codes import remedy, render
from openclaw_auth.credentials import Profile
from openclaw_auth.health.evidence import Evidence
from openclaw_auth.health.lint import lint
from openclaw_auth.secret import Secret

KEYS = st.sampled_from(
    ["sk-ant-api03-" + "k" * 90, "sk-or-v1-" + "0" * 64, "gsk_" + "a" * 48, "AKIA" + "Q" * 16]
)
TEXTS = st.text(st.characters(codec=None), min_size=9, max_size=60) | KEYS
SECRETS = (st.none() | TEXTS).map(lambda text: None if text is None else Secret(text))
PROVIDERS = st.sampled_from(["anthropic", "openai", "groq", "acme", "openai-codex"])
IDS = st.sampled_from([f"{p}:{n}" for p in ("anthropic", "openai", "x y") for n in "ab"])
ORDERS = st.dictionaries(PROVIDERS, st.lists(IDS, max_size=3), max_size=2)


@st.composite
def profiles(draw):
    kind = draw(st.sampled_from(["api_key", "token", "oauth"]))
    return Profile(draw(IDS), kind, draw(PROVIDERS), draw(SECRETS), refresh=draw(SECRETS))


@pytest.fixture(scope="module")
def given_settings():
    with tempfile.TemporaryDirectory() as folder:
        listed = {"agents": {"list": [{"id": "main"}, {"id": "work"}]}}
        listed["auth"] = {"profiles": {"anthropic:a": {"provider": "anthropic", "mode": "api_key"}}}
        yield make_settings(Path(folder), listed, OPENAI_API_KEY="sk-or-v1-" + "0" * 64)


def revealed(stored):
    """Return every secret that is long enough to be told apart from words."""
    secrets = [s for p in stored for s in (p.secret, p.refresh) if s is not None]
    return [s.reveal() for s in secrets]


@given(st.lists(profiles(), max_size=6), st.lists(profiles(), max_size=4), ORDERS)
def test_no_secret_is_told(given_settings, of_main, of_work, order):
    main = agent_fact(given_settings, *of_main, order=order)
    work = agent_fact(given_settings, *of_work, agent="work", main=main)
    evidence = Evidence(given_settings, NOW, agents=[main, work], fingerprint_key=b"k" * 32)
    found = lint(evidence)
    secrets = [s for s in revealed([*of_main, *of_work]) if re.search(r"[^\W_]{8}", s)]
    for finding in found:
        told = render(finding.reason) + remedy(finding.reason) + str(finding.reason.params)
        if finding.reason.code != "lint_key_placeholder":
            assert not any(secret in told for secret in secrets)
        assert remedy(finding.reason)
    again = [(f.check, f.subject, f.reason) for f in lint(evidence)]
    assert [(f.check, f.subject, f.reason) for f in found] == again
