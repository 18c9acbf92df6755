"""The checks of lint are pure: the same evidence, the same findings."""

from __future__ import annotations

import pytest

from evidence import HOUR, KEY, NOW, agent_fact, codes
from openclaw_auth.credentials import Profile
from openclaw_auth.health.evidence import Evidence
from openclaw_auth.health.fixes import EditConfig, PruneOrder
from openclaw_auth.health.lint import (
    duplicates,
    hidden,
    key_shape,
    named,
    orders,
    references,
    refresh_tokens,
    shadows,
)
from openclaw_auth.secret import Secret
from openclaw_auth.sources.environment import Environment

OTHER = Secret("sk-ant-api03-" + "m" * 90)
OPENROUTER = Secret("sk-or-v1-" + "0" * 64)
REFRESH = Secret("refresh-token-" + "r" * 40)
TWO_AGENTS = {"agents": {"list": [{"id": "main"}, {"id": "work"}]}}


def key(profile_id, secret=KEY, kind="api_key"):
    return Profile(profile_id, kind, profile_id.partition(":")[0], secret)


def login(profile_id, refresh=REFRESH):
    provider = profile_id.partition(":")[0]
    return Profile(profile_id, "oauth", provider, KEY, refresh=refresh, expires_ms=NOW + HOUR)


def named_in_config(profile_id, mode="api_key", provider="anthropic"):
    return {"auth": {"profiles": {profile_id: {"provider": provider, "mode": mode}}}}


def mend(finding):
    return finding.reason.params["mend"]


@pytest.mark.parametrize(
    ("profile", "severity", "code"),
    [
        (key("openai:a", OPENROUTER), "error", "lint_key_other_provider"),
        (key("anthropic:a", Secret("sk-ant-...")), "error", "lint_key_placeholder"),
        (key("anthropic:a", Secret("sk-ant-api03-****abcd")), "error", "lint_key_masked"),
        (key("groq:a", Secret("gsk_" + "a" * 50 + "\x00")), "error", "lint_key_control_chars"),
        (key("openai:a", Secret("sk-oneGROQ_API_KEY=gsk_two")), "error", "lint_key_two_in_one"),
        (key("anthropic:a", Secret("sk-ant-admin01-" + "q" * 40)), "error", "lint_key_admin"),
        (key("anthropic:a", Secret("sk-ant-api03-short")), "warning", "lint_key_cut"),
        (key("anthropic:a", None), "error", "lint_key_empty"),
        (key("anthropic:a", Secret(" "), "token"), "error", "lint_key_empty"),
    ],
)
def test_what_cannot_be_a_key_of_its_place_is_told(settings, profile, severity, code):
    given = settings()
    found = key_shape.check(Evidence(given, NOW, agents=[agent_fact(given, profile)]))
    assert codes(found) == [(severity, profile.id, code)]
    assert mend(found[0]).startswith("openclaw models auth paste-")
    assert f"--profile-id {profile.id}" in mend(found[0])
    plain = profile.secret.reveal() if profile.secret else "sk-"
    assert plain == "sk-ant-..." or plain not in repr(found[0])


def test_a_good_key_and_a_key_for_an_address_of_the_users_own_are_left_alone(settings):
    own = {"baseUrl": "http://127.0.0.1:9/v1", "api": "openai-completions", "models": []}
    given = settings({"models": {"providers": {"openai": own}}})
    fact = agent_fact(given, key("anthropic:a"), key("openai:a", OPENROUTER))
    assert key_shape.check(Evidence(given, NOW, agents=[fact])) == []


def test_an_agents_key_is_told_with_its_agent(settings):
    given = settings(TWO_AGENTS)
    fact = agent_fact(given, key("openai:a", OPENROUTER), agent="work")
    (found,) = key_shape.check(Evidence(given, NOW, agents=[fact]))
    assert (found.subject, found.reason.params["place"]) == ("openai:a", "openai:a (agent work)")
    assert mend(found).endswith(" --agent work")


def test_variables_are_judged_by_what_is_sure(settings):
    variables = {"OPENAI_API_KEY": KEY.reveal(), "GROQ_API_KEY": "my-own-proxy-key-0123456789"}
    variables["ANTHROPIC_API_KEY"] = "sk-ant-api03-shorter-than-usual"
    given = settings("{}", **variables)
    found = key_shape.check(Evidence(given, NOW, agents=[agent_fact(given)]))
    assert codes(found) == [("error", "OPENAI_API_KEY", "lint_key_other_provider")]
    assert mend(found[0]) == "unset OPENAI_API_KEY"


def test_the_same_key_under_several_ids_is_one_finding(settings):
    given = settings()
    stored = [key("anthropic:a"), key("anthropic:b"), key("anthropic:c"), key("anthropic:d", OTHER)]
    found = duplicates.check(Evidence(given, NOW, agents=[agent_fact(given, *stored)]))
    assert codes(found) == [("warning", "anthropic:b", "lint_same_key_twice")]
    assert mend(found[0]) == (
        "openclaw models auth remove anthropic:b && openclaw models auth remove anthropic:c"
    )


def test_two_providers_may_share_a_key(settings):
    given = settings()
    fact = agent_fact(given, key("minimax:a", OTHER), key("minimax-portal:a", OTHER))
    assert duplicates.check(Evidence(given, NOW, agents=[fact])) == []


def test_an_agents_copy_of_mains_key_is_told_unless_it_is_isolated(settings):
    given = settings(TWO_AGENTS)
    main = agent_fact(given, key("anthropic:a"))
    copy = agent_fact(given, key("anthropic:a"), agent="work", main=main)
    (found,) = duplicates.check(Evidence(given, NOW, agents=[main, copy]))
    assert found.reason.code == "lint_copied_key"
    assert mend(found) == "openclaw models auth remove anthropic:a --agent work"
    alone = agent_fact(given, key("anthropic:a"), agent="work", isolated=True)
    assert duplicates.check(Evidence(given, NOW, agents=[main, alone])) == []


def test_a_variable_with_a_stored_key_is_a_note_and_a_reference_to_one_is_nothing(settings):
    custom = {"baseUrl": "http://127.0.0.1:9", "api": "anthropic-messages", "models": []}
    config = {"models": {"providers": {"anthropic": {**custom, "apiKey": "${ANTHROPIC_API_KEY}"}}}}
    given = settings(config, ANTHROPIC_API_KEY=KEY.reveal())
    found = duplicates.check(Evidence(given, NOW, agents=[agent_fact(given, key("anthropic:a"))]))
    assert codes(found) == [("info", "ANTHROPIC_API_KEY", "lint_key_also_outside")]
    config["models"]["providers"]["anthropic"]["apiKey"] = KEY.reveal()
    given = settings(config)
    (found,) = duplicates.check(
        Evidence(given, NOW, agents=[agent_fact(given, key("anthropic:a"))])
    )
    assert mend(found) == "openclaw config unset models.providers.anthropic.apiKey"


def test_one_refresh_token_in_two_places_is_told_of_all_but_mains(settings):
    given = settings(TWO_AGENTS)
    main = agent_fact(given, login("openai-codex:me"), login("openai-codex:other", OTHER))
    work = agent_fact(given, login("openai-codex:me"), agent="work", main=main)
    (found,) = refresh_tokens.check(Evidence(given, NOW, agents=[main, work]))
    assert (found.severity, found.reason.code) == ("error", "lint_refresh_token_shared")
    assert mend(found) == "openclaw models auth remove openai-codex:me --agent work"
    alone = agent_fact(given, login("openai-codex:me"), agent="work", isolated=True)
    (found,) = refresh_tokens.check(Evidence(given, NOW, agents=[main, alone]))
    assert found.reason.code == "lint_refresh_token_isolated"


def test_two_agents_in_one_directory_share_nothing(settings):
    given = settings(TWO_AGENTS)
    main, again = (agent_fact(given, login("a:x"), key("b:x")) for _ in range(2))
    evidence = Evidence(given, NOW, agents=[main, again])
    assert refresh_tokens.check(evidence) + duplicates.check(evidence) == []


def test_a_stale_variable_of_the_process_hides_the_line_in_env(settings):
    environment = Environment({"OPENAI_API_KEY": "old"}, state={"OPENAI_API_KEY": "new"})
    given = settings("{}", environment)
    evidence = Evidence(given, NOW, env_files={given.paths.dotenv_path: {"OPENAI_API_KEY": "new"}})
    (found,) = shadows.check(evidence)
    assert (found.reason.code, mend(found)) == ("lint_variable_two_values", "unset OPENAI_API_KEY")
    same = Environment({"OPENAI_API_KEY": "new"}, state={"OPENAI_API_KEY": "new"})
    given = settings("{}", same)
    evidence = Evidence(given, NOW, env_files={given.paths.dotenv_path: {"OPENAI_API_KEY": "new"}})
    assert shadows.check(evidence) == []


@pytest.mark.parametrize(("later_ms", "told"), [(HOUR, True), (-HOUR, False)])
def test_a_variable_newer_than_the_profile_that_is_used_is_told(settings, later_ms, told):
    environment = Environment({}, state={"ANTHROPIC_API_KEY": OTHER.reveal()})
    given = settings("{}", environment)
    fact = agent_fact(given, key("anthropic:a"), added_at_ms={"anthropic:a": NOW})
    path = given.paths.dotenv_path
    evidence = Evidence(given, NOW, agents=[fact], modified_ms={path: NOW + later_ms})
    found = shadows.check(evidence)
    assert [f.reason.code for f in found] == ["lint_profile_before_newer_variable"] * told
    if told:
        assert mend(found[0]) == "openclaw models auth remove anthropic:a"


def test_a_profile_passed_over_for_a_variable_comes_with_the_order_that_uses_it(settings):
    given = settings(named_in_config("anthropic:gone"), ANTHROPIC_API_KEY=OTHER.reveal())
    fact = agent_fact(given, key("anthropic:a"))
    (found,) = shadows.check(Evidence(given, NOW, agents=[fact]))
    assert found.reason.code == "lint_variable_before_profile"
    assert found.reason.params["order"] == "anthropic:a"


def test_a_reference_that_leads_nowhere_is_told_by_its_place(settings):
    custom = {"baseUrl": "http://127.0.0.1:9", "api": "openai-completions", "models": []}
    secret = {"source": "env", "id": "NOWHERE"}
    config = {"models": {"providers": {"my.host": {**custom, "apiKey": secret}}}}
    given = settings(config)
    (found,) = references.check(Evidence(given, NOW, agents=[agent_fact(given)]))
    assert found.severity == "error"
    assert found.subject == 'models.providers["my.host"].apiKey'
    assert found.reason.params["quoted"] == "'models.providers[\"my.host\"].apiKey'"


def test_an_order_loses_what_is_gone_only_if_something_is_left(settings):
    given = settings()
    evidence = Evidence(
        given,
        NOW,
        agents=[
            agent_fact(
                given,
                key("anthropic:a"),
                key("openai:x"),
                order={"anthropic": ["anthropic:gone", "anthropic:a"], "groq": ["g:1", "g:2"]},
            )
        ],
    )
    kept, empty = orders.check(evidence)
    assert isinstance(kept.fix, PruneOrder)
    assert mend(kept) == "openclaw models auth order set --provider anthropic anthropic:a"
    # Whoever wrote it kept all others out, and clearing it would let them in.
    assert empty.fix is None
    assert mend(empty) == "openclaw models auth order clear --provider groq"
    assert empty.reason.params["profiles"] == "g:1, g:2"


def test_an_order_with_another_providers_profile_is_told(settings):
    given = settings({"auth": {"order": {"anthropic": ["o:x", "anthropic:a", "no"]}}})
    stored = (Profile("o:x", "api_key", "openai", KEY), key("anthropic:a"))
    fact = agent_fact(given, *stored, order={"anthropic": ["o:x"]})
    found = orders.check(Evidence(given, NOW, agents=[fact]))
    assert codes(found) == [
        ("warning", "o:x", "lint_order_names_other"),
        ("warning", "no", "lint_config_order_names_gone"),
        ("warning", "o:x", "lint_config_order_names_other"),
    ]
    assert isinstance(found[1].fix, EditConfig)
    assert mend(found[2]) == "openclaw config set auth.order.anthropic '[\"anthropic:a\"]'"


def test_mains_order_may_name_what_only_an_agent_has(settings):
    given = settings(TWO_AGENTS)
    main = agent_fact(given, order={"anthropic": ["anthropic:w"]})
    work = agent_fact(given, key("anthropic:w"), agent="work", main=main)
    assert orders.check(Evidence(given, NOW, agents=[main, work])) == []


def test_nothing_is_called_gone_while_a_store_cannot_be_read(settings):
    given = settings(TWO_AGENTS)
    main = agent_fact(given, order={"anthropic": ["anthropic:gone"]})
    work = agent_fact(given, agent="work")
    work.snapshot = None
    assert orders.check(Evidence(given, NOW, agents=[main, work])) == []


def test_hidden_profiles_come_with_one_order_that_keeps_them_all(settings):
    text = named_in_config("anthropic:a")
    text["auth"]["profiles"]["anthropic:gone"] = {"provider": "anthropic", "mode": "api_key"}
    given = settings(text)
    stored = [key(f"anthropic:{n}") for n in "abc"]
    evidence = Evidence(given, NOW, agents=[agent_fact(given, *stored)])
    assert codes(named.check(evidence)) == [("warning", "anthropic:gone", "profile_unknown")]
    (found,) = hidden.check(evidence)
    assert (found.subject, found.reason.code) == ("anthropic:b", "doctor_hidden")
    # An order with a profile that is not stored would be refused.
    assert found.reason.params["order"] == "anthropic:a anthropic:b anthropic:c"


def test_what_the_config_names_may_be_stored_by_another_agent(settings):
    given = settings(named_in_config("anthropic:w"))
    facts = [agent_fact(given), agent_fact(given, key("anthropic:w"), agent="work")]
    assert named.check(Evidence(given, NOW, agents=facts)) == []
    assert codes(named.check(Evidence(given, NOW, agents=facts[:1]))) == [
        ("warning", "anthropic:w", "profile_unknown")
    ]


def test_another_mode_or_provider_than_stored_is_told(settings):
    text = named_in_config("anthropic:a", mode="token")
    text["auth"]["profiles"]["o:x"] = {"provider": "groq", "mode": "api_key"}
    given = settings(text)
    stored = (key("anthropic:a"), Profile("o:x", "api_key", "openai", KEY))
    found = named.check(Evidence(given, NOW, agents=[agent_fact(given, *stored)]))
    assert codes(found) == [
        ("warning", "anthropic:a", "mode_mismatch"),
        ("warning", "o:x", "lint_named_other_provider"),
    ]
