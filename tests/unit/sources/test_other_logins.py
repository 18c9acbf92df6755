"""Other tools' logins are found, understood as far as they say, and never taken."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from openclaw_auth.profiles.importing import offer_of_login
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.sources.other_logins import discovered, other_logins

NOW = 1_800_000_000_000
REFRESH = "rt-refresh-token-that-must-never-be-taken"


def jwt(**claims):
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{payload}.c2ln"


def put(path: Path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document if isinstance(document, str) else json.dumps(document))


def codex(home, *, exp=NOW // 1000 + 3600, key=None):
    tokens = {
        "access_token": jwt(exp=exp) if exp else "opaque-access-token-0123456789",
        "refresh_token": REFRESH,
        "id_token": jwt(
            email="ann@example.com",
            **{"https://api.openai.com/auth": {"chatgpt_plan_type": "plus"}},
        ),
        "account_id": "acc-1",
    }
    put(home / ".codex/auth.json", {"OPENAI_API_KEY": key, "tokens": tokens})


class RecordingKeychain:
    """Items by service; remembers what was opened."""

    def __init__(self, items):
        self.items = items
        self.opened = []

    def account(self, service, account=None):
        return "ann" if service in self.items else None

    def secret(self, service, account=None):
        self.opened.append((service, account))
        return self.items[service]


def test_every_tool_is_found_with_what_it_says(tmp_path):
    codex(tmp_path)
    grant = {"accessToken": "sk-ant-oat01-a", "refreshToken": REFRESH, "expiresAt": NOW + 1000}
    put(
        tmp_path / ".claude/.credentials.json",
        {"claudeAiOauth": {**grant, "subscriptionType": "max"}},
    )
    plain = {"access_token": "ya29.a", "refresh_token": REFRESH, "expiry_date": NOW + 5}
    put(tmp_path / ".gemini/oauth_creds.json", {**plain, "id_token": jwt(email="g@example.com")})
    put(tmp_path / ".qwen/oauth_creds.json", plain)
    put(tmp_path / ".minimax/oauth_creds.json", plain)
    found = {login.tool_id: login for login in discovered(str(tmp_path), {})}
    assert {i: (login.provider, login.account, login.plan) for i, login in found.items()} == {
        "codex": ("openai-codex", "ann@example.com", "plus"),
        "claude": ("anthropic", None, "max"),
        "gemini": ("google-gemini-cli", "g@example.com", None),
        "qwen": ("qwen-portal", None, None),
        "minimax": ("minimax-portal", None, None),
    }
    assert found["codex"].expires_ms == NOW + 3_600_000
    assert found["claude"].expires_ms == NOW + 1000
    assert all(login.renewable and login.type == "oauth" for login in found.values())


def test_no_refresh_token_gets_into_memory(tmp_path):
    codex(tmp_path)
    for login in discovered(str(tmp_path), {}):
        held = [getattr(login, name) for name in login.__slots__]
        assert REFRESH not in repr(held)
        assert login.secret.reveal() != REFRESH


def test_a_key_and_a_login_in_one_file_are_two(tmp_path):
    codex(tmp_path, key="sk-proj-0123456789abcdef0123456789")
    found = [(login.provider, login.type) for login in discovered(str(tmp_path), {})]
    assert found == [("openai", "api_key"), ("openai-codex", "oauth")]


def test_a_token_without_an_end_is_taken_to_last_an_hour_from_the_files_writing(tmp_path):
    codex(tmp_path, exp=None)
    os.utime(tmp_path / ".codex/auth.json", (NOW // 1000, NOW // 1000))
    (login,) = discovered(str(tmp_path), {})
    assert (login.expires_ms, login.expiry_assumed) == (NOW + 3_600_000, True)


def test_variables_name_other_places(tmp_path):
    codex(tmp_path / "elsewhere")
    environ = {"CODEX_HOME": str(tmp_path / "elsewhere/.codex")}
    (login,) = discovered(None, environ)
    assert login.path == str(tmp_path / "elsewhere/.codex/auth.json")


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        ('{"tokens":\n {"access_token": }}', "tool_file_not_json", {"line": 2, "column": 19}),
        ("[1]", "tool_file_not_understood", {}),
        (b'{\n"a": "\xff"}', "tool_file_not_text", {"line": 2}),
        ("x" * (1024 * 1024 + 1), "tool_file_too_big", {}),
    ],
)
def test_a_broken_file_says_where(tmp_path, content, code, params):
    path = tmp_path / ".codex/auth.json"
    path.parent.mkdir()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (login,) = discovered(str(tmp_path), {})
    assert login.problem.code == code
    assert login.problem.params.items() >= {"path": str(path), **params}.items()
    assert other_logins(str(tmp_path), {}) == []


@pytest.mark.parametrize(
    "document", [{}, {"tokens": 3}, {"tokens": {"access_token": 7}}, {"OPENAI_API_KEY": " "}]
)
def test_a_file_without_a_login_is_none(tmp_path, document):
    put(tmp_path / ".codex/auth.json", document)
    assert discovered(str(tmp_path), {}) == []


def test_a_pipe_is_not_waited_for(tmp_path):
    (tmp_path / ".codex").mkdir()
    os.mkfifo(tmp_path / ".codex/auth.json")
    (login,) = discovered(str(tmp_path), {})
    assert login.problem.code == "tool_file_not_a_file"


def test_a_link_is_followed_and_named_and_a_dangling_one_told(tmp_path):
    codex(tmp_path / "dotfiles")
    (tmp_path / "home/.codex").mkdir(parents=True)
    link = tmp_path / "home/.codex/auth.json"
    real = tmp_path / "dotfiles/.codex/auth.json"
    link.symlink_to(real)
    (login,) = discovered(str(tmp_path / "home"), {})
    assert (login.link, login.problem) == (str(real), None)
    real.unlink()
    (login,) = discovered(str(tmp_path / "home"), {})
    assert login.problem.code == "tool_file_unreadable"


def test_somebody_elses_file_is_not_believed(tmp_path, monkeypatch):
    codex(tmp_path)
    owner = os.stat(tmp_path).st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 4242)
    (login,) = discovered(str(tmp_path), {})
    if owner == 0:  # what root owns is believed
        assert login.problem is None
        monkeypatch.undo()
        os.chown(tmp_path / ".codex/auth.json", 4711, 4711)
        (login,) = discovered(str(tmp_path), {})
    assert login.problem.code == "tool_file_other_owner"


def test_keychain_items_are_seen_but_opened_only_when_told():
    grant = {"accessToken": "sk-ant-oat01-a", "refreshToken": REFRESH, "expiresAt": NOW}
    keychain = RecordingKeychain(
        {
            "Claude Code-credentials": json.dumps({"claudeAiOauth": grant}),
            "Claude Code": "sk-ant-api03-k",
        }
    )
    seen = discovered(None, {}, keychain)
    assert keychain.opened == []
    assert [(login.type, login.secret) for login in seen] == [("oauth", None), ("api_key", None)]
    opened = discovered(None, {}, keychain, opened=True)
    assert [login.secret.reveal() for login in opened] == ["sk-ant-oat01-a", "sk-ant-api03-k"]
    assert opened[0].expires_ms == NOW


def test_what_may_be_copied(tmp_path):
    codex(tmp_path, key="sk-proj-0123456789abcdef0123456789")
    plain = {"access_token": "ya29.a", "refresh_token": REFRESH, "expiry_date": NOW + 5}
    put(tmp_path / ".gemini/oauth_creds.json", plain)
    put(tmp_path / ".minimax/oauth_creds.json", plain)
    grant = {"accessToken": "sk-ant-oat01-a", "refreshToken": REFRESH, "expiresAt": NOW - 1}
    put(tmp_path / ".claude/.credentials.json", {"claudeAiOauth": grant})
    offers = [
        offer_of_login(login, load_catalogue(), NOW) for login in discovered(str(tmp_path), {})
    ]
    assert [(o.profile_id, o.copy, o.reason and o.reason.code) for o in offers] == [
        ("openai:from-codex", "yes", None),
        ("openai-codex:from-codex", "consent", "copy_access_token"),
        ("anthropic:from-claude", "no", "copy_ended"),
        ("google-gemini-cli:from-gemini", "no", "provider_terms_forbid"),
        ("minimax-portal:from-minimax", "consent", "copy_access_token"),
    ]
    assert [r.code for r in offers[-1].warnings] == ["login_reserved_minimax"]
    assert all(offer.profile().refresh is None for offer in offers)
