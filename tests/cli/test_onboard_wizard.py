"""The wizard: three questions or all of them, everything shown first, Ctrl-C leaves all as it was."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from onboarding_host import GOOD, WRONG, Answering, OnboardingHost
from openclaw_auth.cli.agents.add import add_by_wizard
from openclaw_auth.cli.onboard.asking import Wizard
from openclaw_auth.cli.onboard.configure import ask_sections
from openclaw_auth.cli.onboard.scene import Scene
from openclaw_auth.cli.onboard.settle import settle
from openclaw_auth.cli.onboard.wizard import Wish, ask_everything
from openclaw_auth.errors import Cancelled
from openclaw_auth.testing import ProviderEmulator

# What the manual way asks after the mode, for a key that is fine.
MANUAL = ["openai-api-key", GOOD, "1", "openai/demo", "ws", "18801", "2", "own-token-of-mine", "y"]


@pytest.fixture
def host(tmp_path, monkeypatch, capsys):
    return OnboardingHost(tmp_path, monkeypatch, capsys)


@pytest.fixture
def emulator():
    with ProviderEmulator(keys={GOOD}) as running:
        yield running


@pytest.fixture
def at_emulator(host, emulator):
    entry = {"baseUrl": emulator.openai_base_url, "models": []}
    providers = dict.fromkeys(("openai", "zai", "anthropic"), entry)
    host.write_config(json.dumps({"models": {"providers": providers}}))
    return host


def wizard_of(host, *answers, lang="en"):
    ctx = host.context(lang)
    return Wizard(Scene(ctx), Answering(*answers), ctx)


def onboard(wizard, **wish):
    answers = ask_everything(Wish(**wish), wizard)
    return settle(wizard.scene.plan(answers), wizard)


def test_quickstart_asks_three_questions_at_most(at_emulator):
    wizard = wizard_of(at_emulator, "3", GOOD, "")
    assert onboard(wizard).code == 0
    assert len(wizard.asking.asked) == 3
    assert at_emulator.dotenv() == f"OPENAI_API_KEY={GOOD}\n"
    assert at_emulator.config()["agents"]["defaults"]["model"] == {"primary": "openai/demo"}


def test_what_will_be_written_is_shown_before_and_secrets_never(at_emulator):
    before = at_emulator.files()
    wizard = wizard_of(at_emulator, "openai-api-key", GOOD, "n")
    assert onboard(wizard).code == 1
    assert at_emulator.files() == before
    for shown in (
        "/.env",
        "OPENAI_API_KEY=sk-good-...kkkkkkkk",
        "gateway.auth.token",
        "openai/demo",
    ):
        assert shown in wizard.asking.text
    assert GOOD not in wizard.asking.text


def test_all_that_was_shown_is_written_and_no_more(at_emulator):
    wizard = wizard_of(at_emulator, "1", *MANUAL)
    assert onboard(wizard, manual=True).code == 0
    assert at_emulator.config()["gateway"] == {
        "mode": "local", "port": 18801, "bind": "lan",
        "auth": {"mode": "token", "token": "own-token-of-mine"}}  # fmt: skip
    assert at_emulator.profiles()["openai:default"]["key"] == GOOD
    assert at_emulator.dotenv() == ""
    assert (at_emulator.home / "ws").is_dir()
    assert "own-token-of-mine" not in wizard.asking.text


@pytest.mark.parametrize("answered", range(len(MANUAL) + 1))
def test_ctrl_c_leaves_everything_as_it_was(at_emulator, answered):
    before = at_emulator.files()
    script = ["1", *MANUAL][:answered]
    with pytest.raises(Cancelled):
        onboard(wizard_of(at_emulator, *script, None), manual=True)
    assert at_emulator.files() == before
    assert not (at_emulator.home / "ws").exists()


def test_a_second_run_offers_what_is_there_and_changes_nothing(at_emulator):
    onboard(wizard_of(at_emulator, "1", *MANUAL), manual=True)
    before = at_emulator.files()
    again = wizard_of(at_emulator, "1", "openai-api-key", "", "", "", "", "", "")
    assert onboard(again, manual=True).code == 0
    assert "nothing to write" in again.asking.text
    assert at_emulator.files() == before


def test_a_refused_key_can_be_entered_again(at_emulator):
    wizard = wizard_of(at_emulator, "openai-api-key", WRONG, "y", GOOD, "y")
    onboard(wizard)
    assert at_emulator.dotenv() == f"OPENAI_API_KEY={GOOD}\n"


def test_a_slip_is_asked_again_and_the_manual_way_is_a_letter_away(at_emulator):
    wizard = wizard_of(at_emulator, "", "0", "77", "?", "anthropic", "grok", "m", "1", *MANUAL)
    assert onboard(wizard).code == 0
    codes = ["onboard_number"] * 3 + [
        "onboard_list",
        "onboard_choice_which",
        "onboard_choice_unknown",
    ]
    assert [said for said in wizard.asking.said if said.startswith("onboard_")] == codes


def test_a_key_of_the_shell_is_offered_and_stored_for_the_service(at_emulator, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", GOOD)
    wizard = wizard_of(at_emulator, "openai-api-key", "", "")
    onboard(wizard)
    assert "env: OPENAI_API_KEY" in wizard.asking.asked[1]
    assert at_emulator.dotenv() == f"OPENAI_API_KEY={GOOD}\n"


def test_skipping_sets_up_the_gateway_alone(host):
    assert onboard(wizard_of(host, "s", "")).code == 0
    assert set(host.config()) == {"gateway"}
    assert host.profiles() == {}


def test_a_base_url_of_ones_own_is_tried_and_stored(host, emulator):
    url = emulator.openai_base_url
    wizard = wizard_of(host, "c", "nonsense", url + "/", "", "openai", "house", GOOD, "")
    assert onboard(wizard).code == 0
    entry = host.config()["models"]["providers"]["house"]
    assert entry == {
        "baseUrl": url,
        "api": "openai-completions",
        "models": [{"id": "demo", "name": "demo"}],
    }
    assert host.profiles()["house:default"]["key"] == GOOD
    assert host.config()["agents"]["defaults"]["model"] == {"primary": "house/demo"}


def test_a_server_without_a_key_needs_none(host, emulator):
    url = emulator.base_url
    wizard = wizard_of(host, "c", url, "2", "house", "", "some-model", "")
    onboard(wizard)
    entry = host.config()["models"]["providers"]["house"]
    assert (entry["api"], entry["authHeader"]) == ("anthropic-messages", False)
    assert host.profiles() == {}


def test_a_gateway_elsewhere_ends_the_questions(host):
    wizard = wizard_of(host, "2", "box", "wss://box:1", "tok", "")
    onboard(wizard, manual=True)
    assert host.config()["gateway"]["remote"] == {"url": "wss://box:1", "token": "tok"}


def test_a_setup_token_has_to_look_like_one(at_emulator):
    token = "sk-ant-oat01-" + "x" * 90
    wizard = wizard_of(at_emulator, "setup-token", "short", token, "n", "")
    onboard(wizard)
    assert at_emulator.profiles()["anthropic:default"]["token"] == token


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_word_is_left_in_the_other_language(host, lang):
    wizard = wizard_of(host, "m", "1", "s", "", "", "", "", "", "n", lang=lang)
    onboard(wizard)
    said = [t for t in (*wizard.asking.said, *wizard.asking.asked) if t.strip()]
    sentences = [t for t in said if "/" not in t and " = " not in t and ") " not in t]
    assert sentences
    chinese = [any("\u4e00" <= c <= "\u9fff" for c in t) for t in sentences]
    assert all(chinese) if lang == "zh" else not any(chinese)


def test_configure_asks_about_one_matter(at_emulator):
    wizard = wizard_of(at_emulator, "18802", "1", "", "")
    settle(wizard.scene.plan(ask_sections(["gateway"], wizard)), wizard)
    assert at_emulator.config()["gateway"]["port"] == 18802
    wizard = wizard_of(at_emulator, "openai-api-key", GOOD, "1", "", "")
    settle(wizard.scene.plan(ask_sections(["model"], wizard)), wizard)
    assert at_emulator.profiles()["openai:default"]["key"] == GOOD
    assert at_emulator.config()["gateway"]["port"] == 18802


ADD = Namespace(name=None, workspace=None, model=None, agent_dir=None)


def test_an_agent_uses_mains_credentials_unless_it_gets_its_own(at_emulator):
    ctx = at_emulator.context()
    assert add_by_wizard(ADD, asking := Answering("main", "Work", "", "1", ""), ctx) == 0
    assert asking.said[0] == "agent_reserved"
    listed = at_emulator.config()["agents"]["list"]
    assert [entry["id"] for entry in listed] == ["main", "work"]
    assert (at_emulator.state / "workspace-work").is_dir()
    assert at_emulator.profiles("work") == {}

    answers = Answering("ops", "", "2", "zai-api-key", GOOD, "", "")
    assert add_by_wizard(ADD, answers, at_emulator.context()) == 0
    assert list(at_emulator.profiles("ops")) == ["zai:default"]
    assert at_emulator.profiles("main") == {}
    assert at_emulator.config()["agents"]["list"][-1]["model"] == "zai/demo"


def test_ctrl_c_adds_no_agent(at_emulator):
    before = at_emulator.files()
    with pytest.raises(Cancelled):
        add_by_wizard(ADD, Answering("work", "", "1", None), at_emulator.context())
    assert at_emulator.files() == before
