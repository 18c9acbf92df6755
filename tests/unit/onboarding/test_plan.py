"""Answers become writes: what is so already is left out, and nothing that is there is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.config.edit import edit_data
from openclaw_auth.credentials import Profile
from openclaw_auth.onboarding.answers import Access, Answers, GatewayAnswers
from openclaw_auth.onboarding.choice import Choice
from openclaw_auth.onboarding.custom import (
    custom_choice,
    custom_entry,
    custom_id,
    id_fault,
    url_fault,
)
from openclaw_auth.onboarding.plan import (
    EditConfig,
    Here,
    LogIn,
    MakeDirectory,
    SetVariable,
    StoreProfile,
    make_plan,
)
from openclaw_auth.onboarding.profile_naming import onboarded_id
from openclaw_auth.secret import Secret

ZAI = Choice("zai-api-key", "zai", "api_key")
KEY = Profile("zai:default", "api_key", "zai", Secret("zai-key"))
PORTS = st.none() | st.integers(1, 65535)
WORDS = st.none() | st.sampled_from(["loopback", "lan", "tailnet", "auto", "10.0.0.1"])
CONFIGS = st.fixed_dictionaries(
    {},
    optional={
        "channels": st.just({"telegram": {"token": "x"}}),
        "gateway": st.fixed_dictionaries(
            {},
            optional={
                "port": st.integers(1, 65535),
                "mode": st.sampled_from(["local", "remote"]),
                "auth": st.fixed_dictionaries({}, optional={"token": st.just("old")}),
            },
        ),
        "agents": st.just({"defaults": {"model": {"primary": "a/b", "fallbacks": ["c/d"]}}}),
        "auth": st.just({"order": {"zai": ["zai:other"]}}),
    },
)


def here(raw=None, profiles=(), variables=None, *, has_token=False, there=()):
    return Here(
        raw=raw or {},
        profiles={p.id: p for p in profiles},
        store_path="/s/auth-profiles.json",
        shared=True,
        variables=variables or {},
        dotenv_path="/s/.env",
        has_token=has_token,
        exists=lambda path: path in there,
        sessions_dir="/s/sessions",
    )


def plan_of(answers, scene=None):
    return make_plan(answers, scene or here(), lambda: Secret("made"))


def after(plan, raw):
    for step in plan.of(EditConfig):
        for edit in (*step.edits, *step.implied):
            raw = edit_data(raw, edit)
    return raw


def test_a_first_key_is_named_stored_and_gets_its_model():
    plan = plan_of(Answers(access=Access(ZAI, profile=KEY), model="zai/glm-4.7"))
    assert [type(step) for step in plan.steps] == [EditConfig, StoreProfile]
    assert after(plan, {}) == {
        "agents": {
            "defaults": {"model": {"primary": "zai/glm-4.7"}, "models": {"zai/glm-4.7": {}}}
        },
        "auth": {"profiles": {"zai:default": {"provider": "zai", "mode": "api_key"}}},
    }


def test_a_gateway_gets_a_token_once():
    answers = Answers(gateway=GatewayAnswers())
    made = after(plan_of(answers), {})
    assert made["gateway"] == {"mode": "local", "auth": {"mode": "token", "token": "made"}}
    assert plan_of(answers, here(made, has_token=True)).steps == ()
    assert plan_of(
        Answers(gateway=GatewayAnswers(token=Secret("own"))), here(made, has_token=True)
    ).steps


@given(CONFIGS, PORTS, WORDS, st.booleans(), st.sampled_from([None, "a/b", "zai/glm-4.7"]))
def test_the_same_answers_twice_write_nothing_the_second_time(raw, port, bind, key, model):
    gateway = GatewayAnswers(port=port, bind=bind)
    access = Access(ZAI, profile=KEY) if key else None
    answers = Answers(access=access, gateway=gateway, model=model)
    has_token = "token" in raw.get("gateway", {}).get("auth", {})
    first = after(plan_of(answers, here(raw, has_token=has_token)), raw)
    stored = [KEY] if key else []
    assert plan_of(answers, here(first, stored, has_token=True)).steps == ()


@given(CONFIGS, PORTS, WORDS)
def test_what_nobody_spoke_of_stays(raw, port, bind):
    answers = Answers(access=Access(ZAI, profile=KEY), gateway=GatewayAnswers(port=port, bind=bind))
    made = after(plan_of(answers, here(raw)), raw)
    for section in ("channels", "agents"):
        assert made.get(section) == raw.get(section)
    order = raw.get("auth", {}).get("order", {}).get("zai", [])
    assert set(order) <= set(made["auth"].get("order", {}).get("zai", []))
    if port is None and "port" in raw.get("gateway", {}):
        assert made["gateway"]["port"] == raw["gateway"]["port"]


def test_a_login_comes_before_everything_and_the_config_before_the_key():
    login = Access(Choice("openai-codex", "openai-codex", "login"), login=True)
    plan = plan_of(Answers(access=login, model="openai-codex/gpt-5.2"))
    assert [type(step) for step in plan.steps] == [LogIn, EditConfig]


def test_a_key_for_the_env_file_replaces_only_another_value():
    answers = Answers(access=Access(ZAI, variable=("ZAI_API_KEY", Secret("new"))))
    (step,) = plan_of(answers, here(variables={"ZAI_API_KEY": Secret("old")})).steps
    assert isinstance(step, SetVariable)
    assert step.replaces == Secret("old")
    assert plan_of(answers, here(variables={"ZAI_API_KEY": Secret("new")})).steps == ()


def test_another_credential_of_the_same_id_is_told_as_replaced():
    old = KEY.replace(secret=Secret("old"))
    plan = plan_of(Answers(access=Access(ZAI, profile=KEY)), here(profiles=[old]))
    (stored,) = plan.of(StoreProfile)
    assert stored.replaces is old


def test_directories_are_made_where_there_are_none():
    answers = Answers(workspace="/w")
    made = plan_of(answers).of(MakeDirectory)
    assert [(step.path, step.private) for step in made] == [("/w", False), ("/s/sessions", True)]
    assert plan_of(answers, here(there=["/w"])).of(MakeDirectory) == []


def test_a_remote_gateway_needs_nothing_else():
    plan = plan_of(Answers(mode="remote", remote_url="ws://h:1", remote_token=Secret("t")))
    assert after(plan, {}) == {
        "gateway": {"mode": "remote", "remote": {"url": "ws://h:1", "token": "t"}}
    }


def test_an_address_of_ones_own_keeps_the_models_that_are_listed():
    entry = custom_entry("house", "http://h/v1", "openai-completions", ["a"], keyless=True)
    answers = Answers(access=Access(custom_choice("house"), entry=entry))
    made = after(plan_of(answers), {})["models"]["providers"]["house"]
    assert made == {
        "baseUrl": "http://h/v1",
        "api": "openai-completions",
        "authHeader": False,
        "models": [{"id": "a", "name": "a"}],
    }
    mine = {
        "models": {"providers": {"house": {"baseUrl": "x", "models": [{"id": "m", "name": "M"}]}}}
    }
    kept = after(plan_of(answers, here(mine)), mine)["models"]["providers"]["house"]
    assert kept["models"] == [{"id": "m", "name": "M"}]
    assert kept["baseUrl"] == "http://h/v1"


def test_a_credential_of_another_type_is_left_alone():
    token = Profile("anthropic:default", "token", "anthropic", Secret("t"))
    stored = {token.id: token}
    assert onboarded_id("anthropic", "token", stored) == "anthropic:default"
    assert onboarded_id("anthropic", "api_key", stored) == "anthropic:2"
    assert onboarded_id("anthropic", "api_key", stored, "anthropic:work") == "anthropic:work"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.example.com/v1", "example-com"),
        ("http://127.0.0.1:8080/v1", "local-8080"),
        ("http://[::1]:1234", "local-1234"),
        ("https://LLM.Corp.internal", "llm-corp-internal"),
    ],
)
def test_an_address_gives_a_name(url, name):
    assert url_fault(url) is None
    assert custom_id(url) == name


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_told_what_is_wrong_with_it(text):
    if url_fault(text) is None:
        assert id_fault(custom_id(text), (), ()) is None


@pytest.mark.parametrize(
    "url", ["", "h", "ftp://h", "http://", "http://u:p@h", "http://h/?a=1", "http://h:x"]
)
def test_what_is_no_base_url_is_refused(url):
    assert url_fault(url) is not None


def test_a_name_of_the_catalogue_is_taken_unless_the_config_has_it():
    assert id_fault("openai", ["openai"], []) is not None
    assert id_fault("openai", ["openai"], ["openai"]) is None
    assert id_fault("a b", [], []) is not None
