"""`models status --format simple`: the words and codes that widgets of the documentation know."""

from __future__ import annotations

import json
import time

import pytest

HOUR_MS = 3_600_000


def token(ends_in_ms):
    entry = {"type": "token", "provider": "anthropic", "token": "sk-ant-oat01-" + "x" * 40}
    if ends_in_ms is not None:
        entry["expires"] = int(time.time() * 1000) + ends_in_ms
    return {"profiles": {"anthropic:default": entry}}


def claude_login(host, ends_in_ms, *, renewable):
    grant = {
        "accessToken": "sk-ant-oat01-of-the-tool",
        "expiresAt": int(time.time() * 1000) + ends_in_ms,
    }
    if renewable:
        grant["refreshToken"] = "sk-ant-ort01-never-touched"
    folder = host.home / ".claude"
    folder.mkdir()
    (folder / ".credentials.json").write_text(json.dumps({"claudeAiOauth": grant}))


@pytest.mark.parametrize(
    ("ends_in_ms", "word", "code"),
    [
        (None, "OK", 0),
        (48 * HOUR_MS, "OK", 0),
        (5 * HOUR_MS, "OPENCLAW_EXPIRING", 2),
        (-HOUR_MS, "OPENCLAW_EXPIRED", 1),
    ],
)
def test_our_own_credentials(host, ends_in_ms, word, code):
    host.write_store(token(ends_in_ms))
    done = host.run("models", "status", "--format", "simple")
    assert (done.out, done.code) == (f"{word}\n", code)


def test_nothing_stored_is_expired(host):
    done = host.run("models", "status", "--format", "simple", LANG="zh_CN.UTF-8")
    assert (done.out, done.code) == ("OPENCLAW_EXPIRED\n", 1)


@pytest.mark.parametrize(
    ("claude_ms", "renewable", "own_ms", "shown"),
    [
        (-HOUR_MS, False, None, ("CLAUDE_EXPIRED\n", 1)),
        (-HOUR_MS, False, -HOUR_MS, ("CLAUDE_EXPIRED\n", 1)),
        (HOUR_MS, False, None, ("CLAUDE_EXPIRING\n", 2)),
        (HOUR_MS, False, -HOUR_MS, ("OPENCLAW_EXPIRED\n", 1)),
        (-HOUR_MS, True, None, ("OK\n", 0)),
    ],
)
def test_the_login_of_claude_code(host, claude_ms, renewable, own_ms, shown):
    host.write_store(token(own_ms))
    claude_login(host, claude_ms, renewable=renewable)
    done = host.run("models", "status", "--format", "simple")
    assert (done.out, done.code) == shown


def test_what_is_near_can_be_said(host):
    host.write_store(token(5 * HOUR_MS))
    done = host.run("models", "status", "--format", "simple", "--within", "2h")
    assert (done.out, done.code) == ("OK\n", 0)
