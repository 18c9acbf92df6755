"""Which profile a login becomes: its account's own, and nobody else's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.credentials import Profile
from openclaw_auth.oauth.client import OAuthClient
from openclaw_auth.oauth.token_endpoint import TokenSet
from openclaw_auth.profiles.login import profile_of
from openclaw_auth.secret import Secret

CLIENT = OAuthClient("acme", "https://a.example/token")


def tokens(email=None, account_id=None):
    return TokenSet(
        Secret("at"), refresh=Secret("rt"), expires_ms=5, email=email, account_id=account_id
    )


def stored(*profiles):
    return {profile.id: profile for profile in profiles}


def oauth(profile_id, provider="acme", **whose):
    return Profile(profile_id, "oauth", provider, Secret("old"), **whose)


def id_for(given, known=None, wanted=None):
    return profile_of(CLIENT, given, known or {}, wanted).id


def test_an_account_gives_its_name():
    assert id_for(tokens("a@example.com")) == "acme:a@example.com"
    assert id_for(tokens()) == "acme:default"
    assert id_for(tokens("not an\nid")) == "acme:default"


def test_the_same_account_again_is_the_same_profile_whatever_it_is_called():
    known = stored(oauth("acme:work", email="A@example.com"))
    assert id_for(tokens("a@example.com"), known) == "acme:work"
    known = stored(oauth("acme:work", account_id="1"))
    assert id_for(tokens("a@example.com", "1"), known) == "acme:work"


def test_one_email_may_have_two_accounts():
    known = stored(oauth("acme:a@example.com", email="a@example.com", account_id="team"))
    assert id_for(tokens("a@example.com", "own"), known) == "acme:a@example.com-2"


def test_another_account_gets_its_own():
    known = stored(oauth("acme:default", email="a@example.com"))
    assert id_for(tokens(), known) == "acme:default-2"
    known = stored(oauth("acme:b@example.com", email="other@example.com"))
    assert id_for(tokens("b@example.com"), known) == "acme:b@example.com-2"


def test_a_key_is_never_replaced_by_a_login_that_only_shares_its_name():
    key = Profile("acme:default", "api_key", "acme", Secret("k"))
    assert id_for(tokens(), stored(key)) == "acme:default-2"


def test_the_users_own_word_decides():
    assert id_for(tokens("a@example.com"), stored(oauth("acme:x")), "acme:x") == "acme:x"


def test_fields_that_we_do_not_know_stay():
    known = stored(oauth("acme:a@example.com", email="a@example.com", extra={"projectId": "p"}))
    assert profile_of(CLIENT, tokens("a@example.com"), known).extra == {"projectId": "p"}


WHOSE = st.sampled_from([None, "a@example.com", "b@example.com"])
ACCOUNTS = st.sampled_from([None, "1", "2"])


@given(st.lists(st.tuples(WHOSE, ACCOUNTS), max_size=8))
def test_no_login_ever_takes_the_place_of_another_known_account(logins):
    known = {}
    for email, account_id in logins:
        profile = profile_of(CLIENT, tokens(email, account_id), known)
        before = known.get(profile.id)
        if before is not None:
            for mine, theirs in ((email, before.email), (account_id, before.account_id)):
                assert not (mine and theirs) or mine == theirs
        known[profile.id] = profile
