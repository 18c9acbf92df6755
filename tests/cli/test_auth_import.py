"""`models auth discover` and `models auth import` as processes."""

from __future__ import annotations

import base64
import json
import os
import time

import pytest

KEY = "sk-proj-0123456789abcdefghijklmnopqrstuvwxyz"
REFRESH = "rt-refresh-token-that-must-never-be-taken"
WORKER = 65534


def jwt(**claims):
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{payload}.c2ln"


EXPIRES_S = int(time.time()) + 7200
ACCESS = jwt(exp=EXPIRES_S, nonce="the-access-token-of-the-tests")


def put_codex(host, *, key=None, tokens=True):
    path = host.home / ".codex/auth.json"
    path.parent.mkdir(exist_ok=True)
    pair = {"access_token": ACCESS, "refresh_token": REFRESH, "id_token": jwt(email="a@b.example")}
    path.write_text(json.dumps({"OPENAI_API_KEY": key, "tokens": pair if tokens else None}))
    return path


def put_security(host, items):
    """Put a recording `security` on the PATH."""
    folder = host.home / "bin"
    folder.mkdir()
    for number, (service, secret) in enumerate(items.items()):
        (folder / f"item{number}").write_text(secret)
        (folder / f"name{number}").write_text(service)
    program = folder / "security"
    program.write_text(
        "#!/bin/sh\n"
        f'cd "{folder}"\n'
        'echo "$@" >>calls\n'
        "for name in name*; do\n"
        '  if [ "$(cat $name)" = "$3" ]; then\n'
        '    case "$*" in *" -w") cat "item${name#name}"; echo;;\n'
        '    *) printf \'    "acct"<blob>="ann"\\n\';; esac\n'
        "    exit 0\n"
        "  fi\n"
        "done\n"
        "exit 44\n"
    )
    program.chmod(0o755)
    host.env["PATH"] = f"{folder}:{host.env['PATH']}"
    return folder / "calls"


def everything(host):
    return {p: p.read_bytes() for p in host.home.rglob("*") if p.is_file()}


def test_discover_shows_and_changes_nothing(host):
    put_codex(host, key=KEY)
    before = everything(host)
    shown = host.auth("discover")
    assert shown.code == 0
    assert "a@b.example" in shown.out
    assert "openclaw models auth import --from codex" in shown.out
    found = host.auth("discover", "--json").json()["logins"]
    assert [(row["type"], row["status"], row["copy"]) for row in found] == [
        ("api_key", "static", "yes"),
        ("oauth", "expiring", "consent"),
    ]
    assert found[0]["masked"] == f"{KEY[:8]}...{KEY[-8:]}"
    for text in (shown.out, shown.err, json.dumps(found)):
        assert KEY not in text
        assert ACCESS not in text
        assert REFRESH not in text
    assert everything(host) == before


def test_discover_finds_nothing(host):
    done = host.auth("discover")
    assert (done.code, done.err) == (0, "")
    assert "Codex" in done.out


def test_discover_says_what_is_broken_and_where(host):
    put_codex(host).write_text('{\n "tokens": nonsense-secret }')
    done = host.auth("discover")
    assert done.code == 0
    assert ".codex/auth.json is not valid JSON, line 2, column 12" in done.err
    assert "nonsense-secret" not in done.out + done.err
    tried = host.auth("import", "--from", "codex", "--yes")
    assert tried.code == 1
    assert "line 2, column 12" in tried.err


def test_the_keychain_is_opened_only_when_told(host):
    grant = {"accessToken": "sk-ant-oat01-" + "a" * 80, "refreshToken": REFRESH}
    grant["expiresAt"] = int(time.time() * 1000) + 3_600_000
    calls = put_security(host, {"Claude Code-credentials": json.dumps({"claudeAiOauth": grant})})
    done = host.auth("discover")
    assert "discover --open-keychain" in done.err
    assert "-w" not in calls.read_text()
    (row,) = host.auth("discover", "--open-keychain", "--json").json()["logins"]
    assert (row["path"], row["status"], row["renewable"]) == (
        "keychain: Claude Code-credentials",
        "expiring",
        True,
    )
    assert row["warnings"][0]["code"] == "login_reserved_claude"
    assert "sk-ant-oat01-" not in calls.read_text()


def test_a_key_is_copied_once(host):
    path = put_codex(host, key=KEY, tokens=False)
    before = path.read_bytes()
    done = host.auth("import", "--from", "codex", "--yes")
    assert done.code == 0, done.err
    assert host.store()["profiles"]["openai:from-codex"] == {
        "type": "api_key",
        "provider": "openai",
        "key": KEY,
    }
    assert KEY not in done.out + done.err
    assert path.read_bytes() == before
    again = host.auth("import", "--from", "codex", "--yes", "--json")
    assert again.code == 0
    assert again.json()["skipped"][0]["code"] == "import_stored_already"
    assert again.json()["stored"] == []


def test_an_access_token_needs_consent_and_comes_without_its_refresh_token(host):
    put_codex(host)
    refused = host.auth("import", "--from", "codex")
    assert refused.code == 1
    assert "--from codex --yes" in refused.err
    assert not host.store_file().exists() or not host.store()["profiles"]
    done = host.auth("import", "--from", "codex", "--yes")
    assert done.code == 0, done.err
    assert "log you out of Codex" in done.err
    stored = host.store()["profiles"]["openai-codex:from-codex"]
    assert stored["access"] == ACCESS
    assert stored["email"] == "a@b.example"
    assert stored["expires"] == EXPIRES_S * 1000
    assert "refresh" not in stored
    assert REFRESH not in host.store_file().read_text()


def test_on_a_terminal_each_is_asked_for_and_enter_copies_no_token(host):
    put_codex(host, key=KEY)
    screen = host.on_terminal("models", "auth", "import", "--from", "codex", columns=160)
    screen.see("openai:from-codex? [Y/n]")
    screen.send("\r")
    screen.see("openai-codex:from-codex? [y/N]")
    screen.send("\r")
    assert screen.ended() == 0
    assert list(host.store()["profiles"]) == ["openai:from-codex"]


def test_no_to_everything_stores_nothing(host):
    put_codex(host, key=KEY, tokens=False)
    screen = host.on_terminal("models", "auth", "import", "--from", "codex", columns=160)
    screen.see("[Y/n]")
    screen.send("n\r")
    assert screen.ended() == 130
    assert not host.store_file().exists() or not host.store()["profiles"]


def test_what_was_removed_does_not_come_back_unasked(host):
    put_codex(host, key=KEY, tokens=False)
    host.auth("import", "--from", "codex", "--yes")
    host.auth("remove", "openai:from-codex", "--yes")
    done = host.auth("import", "--from", "codex", "--yes")
    assert done.code == 0
    assert "was removed here before" in done.err
    assert host.store()["profiles"] == {}
    named = host.auth("import", "--from", "codex", "--yes", "--profile-id", "openai:from-codex")
    assert named.code == 0
    assert list(host.store()["profiles"]) == ["openai:from-codex"]


DOTENV = f"""\
# keys
OPENAI_API_KEY="{KEY}"
export ANTHROPIC_API_KEY=YOUR_KEY
GEMINI_API_KEY=${{OTHER}}
OPENROUTER_API_KEY=sk-or-v1-{"a1" * 32}
GITHUB_TOKEN=ghp_{"b" * 36}
DATABASE_URL=postgres://x
half a line
"""


def test_a_dotenv_file_is_gone_through(host):
    path = host.home / "app.env"
    path.write_text(DOTENV)
    done = host.auth("import", "--from", "dotenv", str(path), "--yes", "--json")
    assert done.code == 1  # not everything could be copied
    document = done.json()
    assert [(row["name"], row["profileId"]) for row in document["stored"]] == [
        ("OPENAI_API_KEY", "openai:default"),
        ("OPENROUTER_API_KEY", "openrouter:default"),
    ]
    assert {row["name"]: row["code"] for row in document["skipped"]} == {
        "ANTHROPIC_API_KEY": "credential_placeholder",
        "GEMINI_API_KEY": "dotenv_reference",
        "GITHUB_TOKEN": "provider_requires_vendor_client",
    }
    assert "not understood, line 8" in done.err
    assert path.read_text() == DOTENV
    assert set(host.store()["profiles"]) == {"openai:default", "openrouter:default"}
    assert "DATABASE" not in done.out
    assert KEY not in done.out + done.err


def test_a_stored_key_is_not_replaced_by_a_dotenv_file(host):
    host.write_store(
        {
            "profiles": {
                "openai:default": {
                    "type": "api_key",
                    "provider": "openai",
                    "key": "sk-proj-old" + "x" * 30,
                }
            }
        }
    )
    (host.home / ".env2").write_text(f"OPENAI_API_KEY={KEY}\n")
    done = host.auth("import", "--from", "dotenv", ".env2", "--provider", "openai", "--yes")
    assert done.code == 0, done.err
    stored = host.store()["profiles"]
    assert stored["openai:2"]["key"] == KEY
    assert stored["openai:default"]["key"].startswith("sk-proj-old")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "dotenv"], "needs a file"),
        (["--from", "dotenv", "nowhere.env"], "There is no file nowhere.env"),
        (["--from", "codex", "x.env"], "takes no file"),
        (["--from", "codex"], "keeps no login here"),
        (["--from", "dotenv", "empty.env"], "holds no variable of a known provider"),
        (["--from", "dotenv", "two.env", "--yes", "--profile-id", "x"], "--provider ID"),
        (["--from", "somewhere"], "invalid choice"),
    ],
)
def test_what_makes_no_sense_is_said(host, words, said):
    (host.home / "empty.env").write_text("A=1\n")
    (host.home / "two.env").write_text(f"OPENAI_API_KEY={KEY}\nXAI_API_KEY=xai-{'a' * 80}\n")
    done = host.auth("import", *words)
    assert done.code == 1
    assert said in done.err


def test_somebody_elses_file_and_an_unreadable_one(host):
    path = put_codex(host, key=KEY)
    if os.geteuid() == 0:
        os.chown(path, 4711, 4711)
        done = host.auth("import", "--from", "codex", "--yes")
        assert done.code == 1
        assert "belongs to 4711" in done.err
        os.chown(path, 0, 0)
    path.unlink()
    path.mkdir()
    done = host.auth("import", "--from", "codex", "--yes")
    assert done.code == 1
    assert "is no plain file" in done.err
