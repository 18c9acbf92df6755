"""Slash commands: what is chosen, what is said, and what the session's entry becomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.config.view import ConfigView
from openclaw_auth.credentials import Profile, UsageStats
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.models import load_models
from openclaw_auth.secret import Secret
from openclaw_auth.selection.snapshot import Snapshot
from openclaw_auth.sessions.commands.desk import Desk
from openclaw_auth.sessions.commands.handle import handle
from openclaw_auth.sessions.commands.parse import COMMANDS, Command, Parsed, parse, split_profile
from openclaw_auth.sessions.commands.reply import ClearPenalties, NewSession, StopRun
from openclaw_auth.sessions.commands.reset import applied
from openclaw_auth.sources.environment import Environment
from openclaw_auth.store.data import StoreData
from openclaw_auth.wording import lines_text

NOW_MS = 1_800_000_000_000
KEY = "agent:main:main"
MAIL = "anthropic:ann@example.org"
CATALOGUE, MODELS = load_catalogue(), load_models()
ALLOW = {
    "anthropic/claude-opus-4-5": {"alias": "Smart"},
    "openai/gpt-5.2": {},
    "openrouter/meta/llama-x": {},
}


def profile(identity):
    provider = identity.partition(":")[0]
    return Profile(identity, "api_key", provider, Secret(f"sk-secret-{identity}"))


def desk(entry=None, *, allow=None, profiles=(MAIL, "anthropic:work", "openai:default"), **more):
    config = {"agents": {"defaults": {"models": allow}}} if allow else {}
    config.update(more.pop("config", {}))
    data = StoreData(profiles={p: profile(p) for p in profiles}, usage_stats=more.pop("stats", {}))
    snapshot = Snapshot("main", data, CATALOGUE, Environment({}))
    begun = {"sessionId": "old", "updatedAt": 1, **(entry or {})}
    return Desk(KEY, begun, ConfigView(config), snapshot, MODELS, "~/store.json", NOW_MS, **more)


def said(reply, lang="en"):
    return lines_text(reply.lines, NOW_MS, lang)


def after(reply, at):
    return applied(at.entry, reply.effects, "new", NOW_MS)


# --- what a message asks for -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("/model", Parsed(Command("model"))),
        (" /MODEL: opus ", Parsed(Command("model", "opus"))),
        ("/model opus@a:b@c.d", Parsed(Command("model", "opus@a:b@c.d"))),
        ("/model list", Parsed(Command("model", "list"))),
        ("/model list openai", Parsed(Command("model", "list openai"))),
        ("/models openai 2", Parsed(Command("models", "openai 2"))),
        ("/status", Parsed(Command("status"))),
        ("/status of the nation?", Parsed(None, "/status of the nation?")),
        ("/new write a poem", Parsed(Command("new", "write a poem"))),
        ("/new\nopus", Parsed(Command("new", "opus"))),
        ("/stop", Parsed(Command("stop"))),
        ("/usage full", Parsed(Command("usage", "full"))),
        ("/smart", Parsed(Command("model", "Smart"))),
        ("/smart@anthropic:x@y.z", Parsed(Command("model", "Smart@anthropic:x@y.z"))),
        ("/smart why?", Parsed(None, "why?", "Smart")),
        ("/smart@anthropic:work why?", Parsed(None, "why?", "Smart@anthropic:work")),
        ("/model opus why is that?", Parsed(None, "why is that?", "opus")),
        (
            "tell me /model gpt@openai:default why",
            Parsed(None, "tell me why", "gpt@openai:default"),
        ),
        ("see /models/x and a/model b", Parsed(None, "see /models/x and a/model b")),
        ("/usr/bin/env is a file", Parsed(None, "/usr/bin/env is a file")),
        ("/unknown thing", Parsed(None, "/unknown thing")),
        ("", Parsed(None, "")),
        ("hello", Parsed(None, "hello")),
    ],
)
def test_what_a_message_asks_for(message, expected):
    assert parse(message, ["Smart", "status"]) == expected


def test_a_reset_trigger_of_the_config():
    assert parse("Neustart bitte", triggers=["/new", "neustart"]) == Parsed(
        Command("reset", "bitte")
    )
    assert parse("Neustarten", triggers=["neustart"]).command is None


PROFILE_IDS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=20).filter(
    lambda t: t == t.strip()
)


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_.:-]{0,10}", fullmatch=True), PROFILE_IDS)
def test_all_that_follows_the_first_at_is_the_profile(alias, profile_id):
    asked = f"{alias}@{profile_id}"
    assert split_profile(asked) == (alias, profile_id)
    if alias.lower() not in ("list", "status"):
        assert parse(f"/model {asked}") == Parsed(Command("model", asked))
    if alias.lower() not in COMMANDS and not alias.endswith(":"):
        found = parse(f"/{asked}", [alias])
        assert found == Parsed(Command("model", asked))


@given(st.text(max_size=60))
def test_no_message_breaks_anything(message):
    at = desk(allow=ALLOW)
    reply = handle(message, at)
    said(reply)
    said(reply, "zh")
    assert after(reply, at)["sessionId"]
    assert reply.message is not None or reply.lines


@given(
    st.sampled_from(COMMANDS),
    st.lists(
        st.sampled_from(
            ["@", "opus", "list", "status", "1", "99", "openai/", "gpt-5.2", "/", ":", "page=2",
             "limit=x", "all", MAIL, "anthropic:work", " ", "\n", "full", "²"]
        ),
        max_size=5,
    ),
)  # fmt: skip
def test_no_argument_breaks_a_command(name, words):
    at = desk()
    said(handle(f"/{name} {''.join(words)}", at))
    said(handle(f"/{name} {' '.join(words)}", at))


# --- /model --------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["smart", "SMART", "opus"])
@pytest.mark.parametrize("pin", [MAIL, "anthropic:work"])
def test_an_alias_with_a_profile_pins_it(asked, pin):
    at = desk({"authProfileOverrideCompactionCount": 3}, allow=ALLOW)
    reply = handle(f"/model {asked}@{pin}", at)
    assert reply.message is None
    entry = after(reply, at)
    assert entry["authProfileOverride"] == pin
    assert entry["authProfileOverrideSource"] == "user"
    assert "authProfileOverrideCompactionCount" not in entry
    assert "modelOverride" not in entry  # it is the default
    assert ClearPenalties(pin) in reply.effects
    assert said(reply) == (
        f"Model reset to default (Smart (anthropic/claude-opus-4-5)).\nAuth profile set to {pin}."
    )


def test_another_model_is_set_and_a_pin_goes():
    at = desk({"authProfileOverride": MAIL, "authProfileOverrideSource": "user"}, allow=ALLOW)
    reply = handle("/model openai/gpt-5.2", at)
    assert after(reply, at) == {
        "sessionId": "old", "updatedAt": NOW_MS,
        "providerOverride": "openai", "modelOverride": "gpt-5.2",
    }  # fmt: skip
    assert said(reply) == "Model set to openai/gpt-5.2."


def test_the_default_model_takes_the_override_away():
    at = desk({"providerOverride": "openai", "modelOverride": "gpt-5.2"}, allow=ALLOW)
    assert after(handle("/model smart", at), at) == {"sessionId": "old", "updatedAt": NOW_MS}


def test_the_picker_numbers_what_model_n_chooses():
    at = desk(allow=ALLOW)
    shown = said(handle("/model list", at)).splitlines()
    assert shown == [
        "Current: anthropic/claude-opus-4-5",
        "1. Smart (anthropic/claude-opus-4-5) ← current",
        "2. openai/gpt-5.2",
        "3. openrouter/meta/llama-x",
    ]
    assert after(handle("/model 2", at), at)["modelOverride"] == "gpt-5.2"
    pinned = after(handle("/model 2@openai:default", at), at)
    assert pinned["authProfileOverride"] == "openai:default"
    assert said(handle("/model 4", at)) == "There is no model number 4: /model list has 1 to 3."
    assert handle("/model 0", at).failed


def test_a_bare_model_shows_how_to_go_on():
    shown = said(handle("/model", desk()))
    assert shown.startswith("Current: anthropic/claude-opus-4-5\n1. ")
    assert "More: /model status" in shown


@pytest.mark.parametrize("name", ["/", "/x", "@", "1@", "²"])
def test_half_a_name_is_refused_and_breaks_nothing(name):
    assert handle(f"/model {name}", desk(allow=ALLOW)).failed


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("/model status@x", "Auth profile override requires a model selection."),
        ("/model @x", "Auth profile override requires a model selection."),
        ("/model smart@nope", 'Auth profile "nope" not found. Profiles for anthropic: '),
        ("/model smart@nope", MAIL),
        (
            "/model smart@openai:default",
            'Auth profile "openai:default" is for openai, not anthropic.',
        ),
        ("/model openrouter/meta/llama-x@y", "There is no profile for openrouter."),
        ("/model openai/gpt-4o", 'Model "openai/gpt-4o" is not allowed. Allowed: anthropic/'),
        ("/model zzz", 'Unrecognized model "zzz". There are: anthropic/claude-opus-4-5, openai/'),
        ("/models nope", 'Unknown provider "nope". There are: anthropic, openai, openrouter'),
        ("/models openai 9", "There is no page 9: the last one is 1."),
        ("/models openai limit=x", 'What is "limit=x"?'),
        ("/usage loud", 'There is no usage footer "loud": off, tokens, full.'),
    ],
)
def test_errors_name_what_exists_and_change_nothing(message, text):
    at = desk(allow=ALLOW)
    reply = handle(message, at)
    assert reply.failed
    assert reply.message is None
    assert text in said(reply)
    assert after(reply, at) == at.entry


def test_a_part_of_a_name_is_enough_where_it_is_the_only_one():
    at = desk(allow=ALLOW)
    assert after(handle("/model llama", at), at)["modelOverride"] == "meta/llama-x"


def test_without_an_allow_list_a_new_model_of_a_known_provider_is_believed():
    at = desk()
    assert after(handle("/model openai/gpt-99", at), at)["modelOverride"] == "gpt-99"


def test_a_model_nobody_can_answer_for_yet_says_so():
    reply = handle("/model groq/llama-x", desk())
    assert "There is no credential for groq yet." in said(reply)
    assert not reply.failed


def test_model_status_names_the_credentials_and_no_secret():
    shown = said(handle("/model status", desk(allow=ALLOW)))
    assert "Default: anthropic/claude-opus-4-5" in shown
    assert "Auth file: ~/store.json" in shown
    assert "← next" in shown
    assert "secret" not in shown


# --- hints ---------------------------------------------------------------------------------------


def test_a_directive_in_a_mixed_message_is_for_that_message_only():
    at = desk(allow=ALLOW)
    reply = handle("why /model openai/gpt-5.2@openai:default is the sky blue", at)
    assert (reply.message, reply.effects) == ("why is the sky blue", ())
    assert (reply.hint.ref.key, reply.hint.profile_id) == ("openai/gpt-5.2", "openai:default")
    assert handle("hi /model nope-x", at).failed


# --- /new, /reset --------------------------------------------------------------------------------

OLD = {
    "providerOverride": "openai", "modelOverride": "gpt-5.2", "authProfileOverride": "openai:default",
    "authProfileOverrideSource": "user", "sessionFile": "/x.jsonl", "totalTokens": 5,
    "label": "mine", "unknown": {"a": 1}, "responseUsage": "full", "thinkingLevel": "high",
}  # fmt: skip
KEPT = {
    "label": "mine", "unknown": {"a": 1}, "sessionId": "new", "updatedAt": NOW_MS,
    "systemSent": False, "abortedLastRun": False,
}  # fmt: skip


@pytest.mark.parametrize("command", ["/new", "/reset"])
def test_a_new_session_remembers_nothing_but_who_it_is_with(command):
    at = desk(OLD)
    reply = handle(command, at)
    assert after(reply, at) == KEPT
    assert reply.message is None
    assert handle(f"{command} hello there", at).message == "hello there"


@pytest.mark.parametrize(
    ("argument", "model", "message"),
    [
        ("gpt", "gpt-5.2", None),
        ("gpt hello", "gpt-5.2", "hello"),
        ("openai/gpt-99 hello there", "gpt-99", "hello there"),
        ("openai hello", "gpt-5.2", "hello"),
        ("write a poem", None, "write a poem"),
        ("3 words", None, "3 words"),
    ],
)
def test_new_may_name_a_model(argument, model, message):
    at = desk(OLD)
    reply = handle(f"/new {argument}", at)
    assert after(reply, at).get("modelOverride") == model
    assert reply.message == message
    assert reply.effects[0] == NewSession()


def test_new_with_a_profile_pins_it_in_the_new_session():
    at = desk()
    entry = after(handle(f"/new opus@{MAIL} hi", at), at)
    assert (entry["sessionId"], entry["authProfileOverride"]) == ("new", MAIL)


# --- the rest ------------------------------------------------------------------------------------


def test_status_tells_selected_and_answered_profile_tokens_and_rests():
    rest = {"anthropic:work": UsageStats(cooldown_until_ms=NOW_MS + 300_000)}
    entry = {
        "modelProvider": "openai", "model": "gpt-5.2", "totalTokens": 50_000,
        "inputTokens": 10, "outputTokens": 20, "authProfileOverride": MAIL,
        "authProfileOverrideSource": "user",
    }  # fmt: skip
    shown = said(handle("/status", desk(entry, stats=rest, running=True)))
    for text in (
        "Model selected: anthropic/claude-opus-4-5",
        "Model that answered last: openai/gpt-5.2",
        f"Profile: {MAIL} (pinned by you) · metered",
        "Tokens: 10 in / 20 out; context 50000 of 200000 (25%)",
        "An answer is under way",
    ):
        assert text in shown
    shown = said(handle("/status", desk(stats=rest)))
    assert "Rests: anthropic:work" in shown


def test_status_says_when_nothing_is_usable():
    shown = said(handle("/status", desk(profiles=())))
    assert "none of anthropic can be used now" in shown
    assert "openclaw models auth" in shown


def test_auth_explains_every_candidate():
    at = desk(stats={"anthropic:work": UsageStats(cooldown_until_ms=NOW_MS + 300_000)})
    shown = said(handle("/auth", at))
    assert f"1. {MAIL}" in shown
    assert "2. anthropic:work" in shown
    assert "secret" not in shown


def test_usage_goes_round():
    at = desk()
    modes = []
    for _ in range(4):
        entry = after(handle("/usage", at), at)
        modes.append(entry["responseUsage"])
        at = desk(entry)
    assert modes == ["tokens", "full", "off", "tokens"]


def test_stop_stops_only_what_runs():
    assert handle("/stop", desk(running=True)).effects == (StopRun(),)
    assert handle("/stop", desk()).effects == ()


@pytest.mark.parametrize("message", ["/help", "/commands"])
def test_help_names_every_command(message):
    shown = said(handle(message, desk()))
    assert all(f"/{name}" in shown for name in COMMANDS)
    assert "opus" in shown


def test_models_come_in_pages():
    at = desk(profiles=("openrouter:default",))
    first = said(handle("/models openrouter", at)).splitlines()
    assert first[0].startswith("Models of openrouter: ")
    assert len(first) == 1 + 20 + 2
    assert "More: /models openrouter 2" in first
    second = said(handle("/models openrouter page=2", at)).splitlines()
    assert set(first[1:21]).isdisjoint(second[1:21])
    assert len(said(handle("/models openrouter all", at)).splitlines()) > 100


def test_models_alone_lists_the_providers():
    shown = said(handle("/models", desk(allow=ALLOW)))
    assert "openai (1 models)" in shown
    assert "No provider has a credential yet." in said(handle("/models", desk(profiles=())))
