"""What counts as wrong with credentials, and what does not."""

from __future__ import annotations

import json

import pytest

from openclaw_auth.credentials import Profile
from openclaw_auth.monitor.conditions import Subjects, conditions
from openclaw_auth.monitor.credential_conditions import expiry_condition, refresh_condition
from openclaw_auth.refresh.facts import Renewal
from openclaw_auth.refresh.memory import LastRefresh
from openclaw_auth.secret import Secret
from watched_host import DAY_MS, HOUR_MS, START_MS, api_key, token


def test_a_good_key_is_in_order(watched):
    watched.write_store({"anthropic:default": api_key()})
    assert watched.found() == {}


def test_nothing_at_all_is_nothing_usable(watched):
    assert watched.found() == {"usable:main": "monitor_nothing_usable"}


@pytest.mark.parametrize(
    ("ends_in_ms", "code"),
    [
        (25 * HOUR_MS, None),
        (24 * HOUR_MS, "monitor_expiring"),
        (1, "monitor_expiring"),
        (0, "monitor_expired"),
        (-DAY_MS, "monitor_expired"),
    ],
)
def test_a_token_ends(watched, ends_in_ms, code):
    watched.write_store({"anthropic:default": api_key(), "acme:t": token(ends_in_ms, "acme")})
    assert watched.found().get("expiry:main/acme:t") == code


def test_what_is_near_is_a_setting(watched):
    watched.write_store({"anthropic:default": api_key(), "acme:t": token(3 * DAY_MS, "acme")})
    assert watched.found() == {}
    assert watched.found(warn_ms=7 * DAY_MS) == {"expiry:main/acme:t": "monitor_expiring"}


def test_a_setup_token_without_an_end_is_old_after_a_year(watched):
    watched.write_store({"anthropic:default": token()})
    assert watched.found() == {}, "who knows since when"
    watched.db.note_added(watched.paths.agent_dir("main"), "anthropic:default")
    assert watched.found() == {}
    watched.now_ms += 334 * DAY_MS
    assert watched.found() == {}
    watched.now_ms += DAY_MS
    assert watched.found() == {"expiry:main/anthropic:default": "monitor_token_old"}


@pytest.mark.parametrize(
    ("stats", "code"),
    [
        ({"cooldownUntil": START_MS + HOUR_MS}, "monitor_cooled"),
        (
            {"disabledUntil": START_MS + HOUR_MS, "disabledReason": "billing"},
            "monitor_disabled",
        ),
        ({"deadDetail": "invalid_key"}, "monitor_dead"),
        ({"deadDetail": "credential_scope_restricted"}, "monitor_policy_restricted"),
        ({"cooldownUntil": START_MS - 1}, None),
    ],
)
def test_a_profile_rests(watched, stats, code):
    profiles = {"anthropic:default": api_key(), "acme:k": api_key("acme")}
    stats = {"lastFailureAt": START_MS - 1000, "errorCount": 1, **stats}
    watched.write_store(profiles, usageStats={"acme:k": stats})
    assert watched.found().get("rest:main/acme:k") == code


def test_a_key_in_a_variable_rests_and_is_told_when_it_is_over(watched):
    watched.environ["OPENAI_API_KEY"] = "sk-proj-in-the-environment"
    watched.write_store(
        {"anthropic:default": api_key()}, usageStats={"env:OPENAI_API_KEY": {"deadDetail": "x"}}
    )
    assert watched.found() == {"rest:main/env:OPENAI_API_KEY": "monitor_dead"}
    watched.write_store({"anthropic:default": api_key()})
    assert "main/env:OPENAI_API_KEY" in Subjects(*watched.look())


def test_a_short_rest_of_the_only_key_is_waited_for_and_a_long_one_is_not(watched):
    def nothing_usable(rest_ms):
        until_ms = START_MS + rest_ms
        stats = {"cooldownUntil": until_ms, "lastFailureAt": START_MS - 1, "errorCount": 1}
        watched.write_store(
            {"anthropic:default": api_key()}, usageStats={"anthropic:default": stats}
        )
        world, facts = watched.look()
        (found,) = [one for one in conditions(world, START_MS, facts) if one.key == "usable:main"]
        return found.wait_ms

    assert nothing_usable(60_000) > 0
    assert nothing_usable(10 * 60_000) == 0


def test_a_model_without_a_credential_beside_one_that_answers(watched):
    model = {"primary": "anthropic/claude-opus-4-5", "fallbacks": ["acme/m"]}
    provider = {"baseUrl": "https://acme.example.org/v1", "apiKey": "k-acme", "models": []}
    watched.write_config(
        {
            "agents": {"defaults": {"model": model}},
            "models": {"providers": {"acme": provider}},
        }
    )
    assert watched.found() == {
        "model:main/anthropic/claude-opus-4-5": "monitor_model_unusable",
    }


def test_an_agent_tells_only_of_what_is_its_own(watched):
    watched.write_config({"agents": {"list": [{"id": "main"}, {"id": "work"}]}})
    watched.write_store({"anthropic:default": token(HOUR_MS)})
    watched.write_store({"acme:t": token(HOUR_MS, "acme")}, agent="work")
    assert watched.found() == {
        "expiry:main/anthropic:default": "monitor_expiring",
        "expiry:work/acme:t": "monitor_expiring",
    }


def test_a_store_that_cannot_be_read_makes_nobody_forget_or_recover(watched):
    watched.write_store({"anthropic:default": token(HOUR_MS)})
    assert "main/anthropic:default" in Subjects(*watched.look())
    store = watched.state / "agents/main/agent/auth-profiles.json"
    store.write_text("{ broken")
    found = watched.found()
    assert found["store:stores"] == "monitor_unreadable"
    assert "main/anthropic:default" not in Subjects(*watched.look())


@pytest.mark.parametrize(
    ("ends_in_ms", "renewable", "code"),
    [
        (25 * HOUR_MS, False, None),
        (HOUR_MS, False, "monitor_login_expiring"),
        (-HOUR_MS, False, "monitor_login_expired"),
        (HOUR_MS, True, None),
        (-HOUR_MS, True, "monitor_login_ended"),
    ],
)
def test_the_login_of_claude_code_is_only_looked_at(watched, ends_in_ms, renewable, code):
    watched.write_store({"anthropic:default": api_key()})
    grant = {"accessToken": "sk-ant-oat01-of-the-tool", "expiresAt": START_MS + ends_in_ms}
    if renewable:
        grant["refreshToken"] = "sk-ant-ort01-of-the-tool"
    path = watched.home / ".claude/.credentials.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"claudeAiOauth": grant}))
    before = path.stat()
    assert watched.found().get(f"login:claude/{path}") == code
    assert path.stat() == before


def test_the_login_of_codex_is_looked_at_too(watched):
    import base64

    watched.write_store({"anthropic:default": api_key()})
    claims = base64.urlsafe_b64encode(
        json.dumps({"exp": (START_MS - HOUR_MS) // 1000}).encode()
    ).decode()
    path = watched.home / ".codex/auth.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"tokens": {"access_token": f"h.{claims.rstrip('=')}.s"}}))
    assert watched.found() == {f"login:codex/{path}": "monitor_login_expired"}


def test_odd_names_can_be_kept(watched):
    watched.write_store({"anthropic:default": api_key(), "acme:\ud800": token(-1, "acme")})
    (key,) = watched.found()
    key.encode("utf-8")


@pytest.mark.parametrize(
    ("renewal", "ends_in_ms", "code", "waits"),
    [
        (Renewal("yes", None, LastRefresh(0, "refreshed", "refresh_done", None)), 1, None, False),
        (Renewal("rejected", "invalid_grant"), HOUR_MS, "monitor_refresh_failed", False),
        (
            Renewal("yes", None, LastRefresh(0, "failed", "refresh_busy", None)),
            HOUR_MS,
            "monitor_refresh_failed",
            True,
        ),
        (
            Renewal("yes", None, LastRefresh(0, "failed", "refresh_busy", None)),
            -1,
            "monitor_refresh_failed",
            False,
        ),
        (Renewal("no"), HOUR_MS, None, False),
    ],
)
def test_a_renewal_that_failed_is_told_at_once_when_it_is_needed(renewal, ends_in_ms, code, waits):
    profile = Profile("x:y", "oauth", "x", Secret("a"), expires_ms=START_MS + ends_in_ms)
    found = list(refresh_condition("main/x:y", profile, renewal, START_MS))
    assert [one.code for one in found] == ([code] if code else [])
    assert [one.wait_ms > 0 for one in found] == ([waits] if code else [])


@pytest.mark.parametrize(("renewable", "code"), [("yes", None), ("no", "monitor_expiring")])
def test_a_login_that_nobody_renews_here_ends_with_its_access_token(renewable, code):
    profile = Profile(
        "x:y", "oauth", "x", Secret("a"), refresh=Secret("r"), expires_ms=START_MS + HOUR_MS
    )
    found = expiry_condition(
        "main/x:y", profile, Renewal(renewable), None, now_ms=START_MS, warn_ms=DAY_MS
    )
    assert [one.code for one in found] == ([code] if code else [])
