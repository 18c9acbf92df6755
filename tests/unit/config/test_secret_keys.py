"""What `config get` and a snippet never show."""

from __future__ import annotations

import pytest

from openclaw_auth.config.keypath import read_path
from openclaw_auth.config.secret_keys import (
    holds_secret,
    key_at,
    masked,
    shows_secret,
    without_secrets,
)

SECRET = "plain-plain-plain-plain-plain-plain"


@pytest.mark.parametrize(
    "key",
    ["apiKey", "OPENAI_KEY", "x-api-key", "botToken", "password", "Cookie", "clientSecret", "key"],
)
def test_a_key_that_says_so_holds_a_secret(key):
    assert holds_secret(key)
    assert SECRET not in str(masked({"a": [{key: SECRET}]}))
    assert SECRET not in str(without_secrets({"a": [{key: SECRET}]}))


@pytest.mark.parametrize("key", ["maxTokens", "tokenUrl", "mainKey", "baseUrl", "keyboard"])
def test_other_keys_do_not(key):
    assert not holds_secret(key)


@pytest.mark.parametrize(
    "url",
    ["https://me:{}@host/v1", "http://{}@proxy:3128", "HTTPS://a:b@{}@host"],
)
def test_what_stands_before_a_host_is_not_shown(url):
    value = {"proxy": url.format(SECRET)}
    assert SECRET not in str(masked(value))
    assert SECRET not in str(without_secrets(value))


def test_an_address_or_a_reference_stays_as_it_is():
    value = {"baseUrl": "https://host/v1/a@b?q=c@d", "apiKey": "${OPENAI_API_KEY}"}
    assert masked(value) == value
    assert without_secrets(value) == value


@pytest.mark.parametrize(
    ("path", "value", "secret"),
    [
        ("monitor.targets.phone", "ntfys://host/topic", True),
        ("monitor.targets[0]", "ntfys://host/topic", True),
        ("monitor.targets", ["ntfys://host/topic"], True),
        ("monitor", {"targets": {"phone": "ntfys://host/topic"}}, True),
        ("models.providers.acme", {"apiKey": SECRET}, True),
        ("monitor.targets.phone", "${PHONE}", False),
        ("monitor.targets.phone", {"source": "env", "id": "PHONE"}, False),
        ("monitor.targets.phone.id", "PHONE", False),
        ("monitor.every", "1m", False),
    ],
)
def test_a_value_is_a_secret_by_all_that_it_stands_in(path, value, secret):
    where = read_path(path)
    assert shows_secret(value, where) is secret
    assert (masked(value, key_at(where)) != value) is secret
