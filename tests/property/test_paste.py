from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.providers.headers import auth_headers
from openclaw_auth.providers.key_shapes import recognise
from openclaw_auth.providers.paste_cleaning import clean
from openclaw_auth.providers.paste_verdict import judge_paste, judge_setup_token

PROVIDERS = st.sampled_from(load_catalogue().ids())
TYPES = st.sampled_from(["api_key", "token", "oauth"])
KEY_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
KEYS = st.text(KEY_CHARACTERS, min_size=30, max_size=120).map(lambda x: f"sk-ant-api03-0{x}0")
SHORT = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="'\"`=.*<>xX \n\r\tABEKPIY_$-\x1b[201~", max_size=30),
)
ANYTHING = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="'\"`=.*<>xX \n\r\tABEKPIY_$-\x1b[201~", max_size=60),
    st.lists(KEYS, max_size=3).map("\n".join),
)


@given(SHORT)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(PROVIDERS, TYPES, ANYTHING, st.booleans())
def test_a_verdict_is_always_given_and_never_stores_the_unsendable(provider, kind, text, force):
    verdict = judge_paste(provider, kind, text, force=force)
    assert (verdict.outcome == "ok") == (not verdict.reasons)
    if verdict.outcome != "refuse":
        assert verdict.cleaned
        for custom in ("groq", "anthropic"):
            auth_headers(load_catalogue().get(custom), kind, verdict.cleaned)


@given(KEYS, st.data())
@settings(max_examples=60)
def test_a_key_survives_any_wrapping(key, data):
    cuts = sorted(data.draw(st.lists(st.integers(14, len(key) - 1), max_size=4)))
    parts = [key[a:b] for a, b in zip([0, *cuts], [*cuts, len(key)], strict=True)]
    sep = data.draw(st.sampled_from(["\n", "\r\n", "  \n    ", "\n\n"]))
    quote = data.draw(st.sampled_from(["", "'", '"']))
    assert clean(f"  {quote}{sep.join(parts)}{quote}\n") == key


@given(ANYTHING)
def test_recognition_never_fails_and_puts_documented_shapes_first(text):
    documented = [m.documented for m in recognise(text)]
    assert documented == sorted(documented, reverse=True)


@given(ANYTHING)
def test_a_stored_setup_token_obeys_its_rules(text):
    verdict = judge_setup_token(text)
    if verdict.outcome != "refuse":
        value = verdict.cleaned.reveal()
        assert value.startswith("sk-ant-oat01-")
        assert len(value) >= 80


@given(PROVIDERS, TYPES, st.text(max_size=80), st.lists(st.binary(max_size=20), max_size=3))
def test_no_header_value_holds_a_line_break(provider, kind, text, betas):
    from openclaw_auth.errors import CredentialRefused
    from openclaw_auth.secret import Secret

    client = [(b"anthropic-beta", b.replace(b"\n", b"").replace(b"\r", b"")) for b in betas]
    try:
        lease = auth_headers(load_catalogue().get(provider), kind, Secret(text), client=client)
    except CredentialRefused:
        return
    assert not any(b"\n" in value or b"\r" in value for _, value in lease)
