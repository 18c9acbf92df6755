"""A secret does not show itself, and the places that reveal one are counted."""

from __future__ import annotations

import copy
import json
import pickle
import re
from pathlib import Path

import pytest

import openclaw_auth
from openclaw_auth.secret import Secret, mask

SOURCE = Path(openclaw_auth.__file__).parent
LONG = "sk-ant-api03-" + "x" * 40 + "TAIL0001"

# Where a plain secret may come out, and why.
REVEALERS = {
    "cli/chat/link.py": "a chat through the running gateway carries its token",
    "cli/gateway/gateway.py": "`gateway token` prints the gateway's own token for a client",
    "cli/gateway/client.py": "a request to the running gateway carries its token",
    "lending/handout.py": "`auth token`, `exec` and the gateway's socket give what was asked for",
    "health/lint/key_shape.py": "whose key it looks like",
    "profiles/importing.py": "a copied key is judged as a pasted one",
    "gateway/page_api/links.py": "a one-time link stands for the gateway's token",
    "cli/models/status_formats.py": "the access policy hashes it, for the calendar's token",
    "gateway/server.py": "the access policy hashes it",
    "onboarding/apply.py": "a key is written to the .env file",
    "onboarding/gateway_edits.py": "the token of the gateway is written to the config",
    "monitor/send.py": "an alert's target carries its own token, for the notification library",
    "oauth/providers/openai_codex_device.py": "the poll of a device login names it",
    "oauth/providers/openrouter.py": "the exchange of a code and its verifier for a key",
    "oauth/token_endpoint.py": "codes, tokens and client secrets in requests to their issuer",
    "providers/headers.py": "the headers of a lease",
    "refresh/pair.py": "the journal keeps a new pair until the store has it",
    "store/edits.py": "the store's codec writes it",
    "testing/store_contract.py": "the contract compares what came back",
    "transport/proxy.py": "Proxy-Authorization",
}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("", "missing"),
        ("a" * 16, "****"),
        ("abcdefghijklmnopq", "abcd...nopq"),
        ("a" * 25, "aaaa...aaaa"),
        (LONG, "sk-ant-a...TAIL0001"),
    ],
)
def test_the_mask_never_gives_enough_away(value, shown):
    assert mask(value) == shown


def test_no_way_of_printing_shows_it():
    secret = Secret(LONG)
    for text in (str(secret), repr(secret), f"{secret}", f"{secret:>40}", f"{[secret]}"):
        assert "xxxx" not in text
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.deepcopy(secret)
    with pytest.raises(TypeError):
        hash(secret)


def test_it_compares_by_value_and_is_false_when_blank():
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert Secret("ключ") == Secret("ключ")
    assert not Secret(" \n")


def test_a_fingerprint_needs_the_hosts_key():
    secret = Secret(LONG)
    assert secret.fingerprint(b"1" * 32) == Secret(LONG).fingerprint(b"1" * 32)
    assert secret.fingerprint(b"1" * 32) != secret.fingerprint(b"2" * 32)
    assert re.fullmatch(r"[0-9a-f]{16}", secret.fingerprint(b"1" * 32))


def test_the_places_that_reveal_a_secret_are_known():
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if ".reveal()" in path.read_text(encoding="utf-8")
    }
    assert found == set(REVEALERS)
