"""Which redirect and which paste belongs to a login: only what has its state."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.oauth.pkce import challenge_of, make_pkce, make_state
from openclaw_auth.oauth.redirect import Accepted, Denied, NotOurs, judge_paste, judge_redirect
from openclaw_auth.secret import Secret
from openclaw_auth.testing.virtual import virtual_ports

STATE = "the-state"
ISSUER = "https://auth.example"


def code_of(verdict):
    assert isinstance(verdict, Accepted), verdict
    return verdict.code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("code=c", "redirect_without_state"),
        ("code=c&state=", "redirect_without_state"),
        ("code=c&state=other", "redirect_other_state"),
        ("error=access_denied&state=other", "redirect_other_state"),
        ("state=the-state", "redirect_without_code"),
        ("code=&state=the-state", "redirect_without_code"),
        ("code=a&code=b&state=the-state", "redirect_without_code"),
        ("code=a&state=the-state&state=the-state", "redirect_without_code"),
        ("code=a%0d%0ab&state=the-state", "redirect_without_code"),
        ("code=%ff&state=the-state", "redirect_without_code"),
        ("code=c&state=the-state&iss=https://evil.example", "redirect_other_issuer"),
        ("&".join(f"a{n}=1" for n in range(60)), "redirect_without_code"),
        ("code=c&state=the-state&x=" + "y" * 20_000, "redirect_without_code"),
        ("", "redirect_without_state"),
    ],
)
def test_what_is_not_this_logins(query, code):
    verdict = judge_redirect(query, STATE, ISSUER)
    assert isinstance(verdict, NotOurs)
    assert verdict.reason.code == code


def test_what_is():
    assert code_of(judge_redirect("code=c%2Fd&state=the-state", STATE)) == Secret("c/d")
    query = f"code=c&state=the-state&iss={quote(ISSUER)}"
    assert code_of(judge_redirect(query, STATE, ISSUER)) == Secret("c")
    denied = judge_redirect("error=access_denied&state=the-state", STATE)
    assert isinstance(denied, Denied)
    assert denied.error == "access_denied"
    forged = judge_redirect("error=<script>&state=the-state", STATE)
    assert isinstance(forged, Denied)
    assert forged.error == "error"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "paste_empty"),
        (" \n", "paste_empty"),
        ("just-a-code", "paste_without_state"),
        ("c#other", "redirect_other_state"),
        ("https://a/authorize?code_challenge=x&state=the-state", "paste_is_login_url"),
        ("http://127.0.0.1/cb?code=c", "redirect_without_state"),
        ("http://[::1", "redirect_without_code"),
    ],
)
def test_a_paste_that_will_not_do(text, code):
    verdict = judge_paste(text, STATE)
    assert isinstance(verdict, NotOurs)
    assert verdict.reason.code == code


CODES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=80)
STATES = st.binary(min_size=32, max_size=32).map(lambda raw: make_state(lambda _: raw))


@given(CODES, STATES, st.integers(1, 200))
def test_every_form_of_the_same_answer_means_the_same(code, state, cut):
    query = urlencode({"state": state, "code": code})
    url = f"http://localhost:1455/auth/callback?{query}"
    wrapped = f"  {url[:cut]}\n   {url[cut:]}\n"
    for text in (url, wrapped, query, "?" + query, f"'{url}'", url.partition("localhost:1455")[2]):
        assert code_of(judge_paste(text, state)) == Secret(code)
    plain = code.strip("\"'<>")
    if plain and not set("#=/") & set(code) and "://" not in code:
        assert code_of(judge_paste(f"{plain}#{state}", state)) == Secret(plain)


@given(st.text(max_size=200), STATES)
def test_nothing_without_the_state_is_ever_accepted(text, state):
    assert isinstance(judge_paste(text, state), NotOurs)
    assert isinstance(judge_redirect(text, state), NotOurs)


def test_the_challenge_is_that_of_rfc_7636_appendix_b():
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@given(st.binary(min_size=32, max_size=32))
def test_a_verifier_is_of_the_allowed_characters_and_length(raw):
    pkce = make_pkce(lambda _: raw)
    verifier = pkce.verifier.reveal()
    assert 43 <= len(verifier) <= 128
    assert all(c.isascii() and (c.isalnum() or c in "-._~") for c in verifier)
    assert pkce.challenge == challenge_of(verifier)
    assert verifier not in repr(pkce.verifier)


def test_state_and_verifier_are_independent():
    ports = virtual_ports()
    assert make_pkce(ports.random_bytes).verifier.reveal() != make_state(ports.random_bytes)
