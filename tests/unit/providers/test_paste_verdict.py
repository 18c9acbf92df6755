import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.codes import render
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.paste_cleaning import clean, glued
from openclaw_auth.providers.paste_verdict import judge_paste, judge_setup_token

ANTHROPIC_KEY = "sk-ant-api03-FAKE" + "k" * 70 + "TAIL0001"
SETUP_TOKEN = "sk-ant-oat01-FAKE" + "x" * 70 + "TAIL0001"
OPENAI_KEY = "sk-proj-" + "aB3" * 20


def judged(provider, text, credential_type="api_key", **more):
    verdict = judge_paste(provider, credential_type, text, **more)
    return verdict.outcome, [reason.code for reason in verdict.reasons]


def stored(provider, text, credential_type="api_key"):
    return judge_paste(provider, credential_type, text).cleaned.reveal()


def test_a_key_of_its_provider_is_taken_as_it_is():
    assert judged("anthropic", ANTHROPIC_KEY) == ("ok", [])
    assert judged("openai", OPENAI_KEY) == ("ok", [])
    assert stored("openai", OPENAI_KEY) == OPENAI_KEY


@pytest.mark.parametrize("text", [ANTHROPIC_KEY, SETUP_TOKEN])
def test_an_anthropic_credential_is_refused_for_openai_unless_forced(text):
    assert judged("openai", text) == ("refuse", ["credential_other_provider"])
    assert judged("openai", text, force=True) == ("warn", ["credential_other_provider"])
    verdict = judge_paste("openai", "api_key", text)
    assert "anthropic" in render(verdict.reason)
    assert text not in render(verdict.reason)


def test_a_recalled_shape_never_refuses():
    assert judged("anthropic", OPENAI_KEY) == ("warn", ["credential_other_shape"])


def test_a_provider_of_the_user_takes_any_key():
    assert judged("acme", ANTHROPIC_KEY) == ("ok", [])
    assert judged("litellm", ANTHROPIC_KEY) == ("ok", [])
    assert judged("cloudflare-ai-gateway", ANTHROPIC_KEY) == ("ok", [])
    assert judged("copilot-proxy", "n/a", "token")[0] == "warn"


@pytest.mark.parametrize(
    "text",
    [
        "...",
        "…",
        "YOUR_KEY",
        "YOUR_API_KEY",
        "your-api-key-here",
        "your_openai_api_key",
        "<key>",
        "<your key>",
        "sk-...",
        "sk-xxxxxxxxxxxxxxxxxxxx",
        "sk-proj-xxxx",
        "xxx",
        "$OPENAI_API_KEY",
        "${OPENAI_API_KEY}",
        "{{api_key}}",
        "%OPENAI_API_KEY%",
        "changeme",
        "api-key",
    ],
)
def test_placeholders_from_documentation_are_named(text):
    assert judged("openai", text) == ("refuse", ["credential_placeholder"])


@pytest.mark.parametrize(
    "text",
    [
        "sk-ant-a...TAIL0001",
        "sk-ant-a…TAIL0001",
        "****",
        "sk-****abcd",
        "••••••••",
        "[REDACTED]",
        "<redacted>",
        "__OPENCLAW_REDACTED__",
    ],
)
def test_a_masked_value_is_refused_even_by_force(text):
    outcome, codes = judged("openai", text)
    assert outcome == "refuse"
    assert codes in (["credential_masked"], ["credential_placeholder"])
    if codes == ["credential_masked"]:
        assert judged("openai", text, force=True)[0] == "refuse"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "credential_required"),
        (" \n\t ", "credential_required"),
        ('""', "credential_required"),
        ("export OPENAI_API_KEY=", "credential_required"),
        ("sk-abc\x00def", "credential_control_chars"),
        ("sk-abc\x1bdef", "credential_control_chars"),
        ("密钥", "credential_control_chars"),
        ("k" * (16 * 1024 + 1), "credential_huge"),
    ],
)
def test_what_is_no_value_is_refused_even_by_force(text, code):
    for force in (False, True):
        verdict = judge_paste("openai", "api_key", text, force=force)
        assert (verdict.outcome, verdict.reason.code) == ("refuse", code)
        assert verdict.cleaned is None


@pytest.mark.parametrize(
    "text",
    [
        f"  {OPENAI_KEY}\r\n",
        f'"{OPENAI_KEY}"',
        f"export OPENAI_API_KEY='{OPENAI_KEY}'",
        f"OPENAI_API_KEY = {OPENAI_KEY}",
        f"Authorization: Bearer {OPENAI_KEY}",
        f"\x1b[200~{OPENAI_KEY}\x1b[201~",
        f"\ufeff{OPENAI_KEY}\u200b",
        f"“{OPENAI_KEY}”",
        f"{OPENAI_KEY[:20]}\n   {OPENAI_KEY[20:40]}  \r\n{OPENAI_KEY[40:]}",
    ],
)
def test_what_came_along_with_the_key_is_taken_off(text):
    assert stored("openai", text) == OPENAI_KEY


def test_two_keys_in_one_paste_are_not_joined():
    two = f"gsk_{'a' * 52}\ngsk_{'b' * 52}"
    assert judged("groq", two) == ("refuse", ["credential_two_in_one"])


def test_an_env_file_whose_last_line_had_no_newline_is_recognised():
    text = f"{OPENAI_KEY}ANTHROPIC_API_KEY={ANTHROPIC_KEY}"
    assert glued(text) == "ANTHROPIC_API_KEY"
    assert judged("openai", text) == ("refuse", ["credential_two_in_one"])
    assert glued(OPENAI_KEY) is None
    assert glued("OPENAI_API_KEY=x") is None


def test_warnings_name_what_will_not_work():
    assert judged("anthropic", SETUP_TOKEN, "token") == ("warn", ["credential_subscription"])
    assert judged("anthropic", SETUP_TOKEN)[1] == [
        "credential_subscription",
        "credential_type_mismatch",
    ]
    assert judged("anthropic", "sk-ant-admin01-abc")[1] == ["credential_admin_key"]
    assert judged("anthropic", "sk-ant-ort01-abc", "token")[1] == ["credential_refresh_token"]
    assert judged("anthropic", "sk-ant-api03-abc")[1] == ["credential_cut"]
    assert judged("zai", "zai-FAKE-1")[1] == ["credential_unknown_shape"]


def test_the_three_rules_of_a_setup_token():
    def said(text):
        verdict = judge_setup_token(text)
        return verdict.outcome, [render(r) for r in verdict.reasons]

    assert said("") == ("refuse", ["Required"])
    assert said("  \n") == ("refuse", ["Required"])
    assert said(ANTHROPIC_KEY) == ("refuse", ["Expected token starting with sk-ant-oat01-"])
    short = "sk-ant-oat01-" + "x" * 66
    assert said(short) == ("refuse", ["Token looks too short; paste the full setup-token"])
    assert judge_setup_token(short + "x").outcome == "warn"
    assert judge_setup_token(SETUP_TOKEN).cleaned.reveal() == SETUP_TOKEN


def test_a_secret_is_not_shown_by_its_verdict():
    assert ANTHROPIC_KEY not in repr(judge_paste("openai", "api_key", ANTHROPIC_KEY))


def test_cleaning_keeps_an_equals_sign_inside():
    assert clean("abc=def==") == "abc=def=="


@pytest.mark.parametrize(
    "text",
    ["A" * 16_000, "A_" * 8_000, '"' * 16_000, "Bearer " * 2_300, "export A_B=" * 1_400],
)
def test_a_hostile_paste_takes_no_time(text):
    import time

    start = time.perf_counter()
    judge_paste("openai", "api_key", text)
    assert time.perf_counter() - start < 1


def test_a_name_that_nobody_knows_is_not_shown_for_it_may_be_part_of_the_key():
    pasted = "xai-ABCDEF0123456789ABCDEF0123456789MY_OWN_KEY=other"
    [reason] = judge_paste("xai", "api_key", pasted).reasons
    assert reason.code == "credential_two_in_one"
    assert "ABCDEF" not in str(reason.params)


@given(st.text(alphabet="sk-AB01_ \t\n\u00a0=KEYTOKENSECRET", max_size=60))
def test_what_is_called_glued_is_a_name_that_is_known_or_the_end_of_one(text):
    name = glued(text)
    assert name is None or name.startswith("…_") or name in load_catalogue().every_env_name()
