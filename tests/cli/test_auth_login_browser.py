"""`models auth login`: the browser comes back by itself, and only this login's browser counts."""

from __future__ import annotations

import json
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from browser_visits import WAIT_S, visit, where_it_ends
from login_process import Login, configure, stored
from openclaw_auth.testing.oauth_provider import Delay

BROWSER = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=10).read()"


def test_the_browser_comes_back_and_its_page_says_what_was_stored(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme") as login:
        status, page = visit(login.event("open_url")["url"])
        code, events = login.ended()
    assert (code, [e["event"] for e in events]) == (0, ["exchanging", "stored"])
    assert status == 200
    assert "acme:user@example.com" in page
    assert "src=" not in page
    profile = stored(host)["acme:user@example.com"]
    assert profile["refresh"] == provider.grants.families[0].refresh
    assert (profile["type"], profile["email"]) == ("oauth", "user@example.com")
    assert host.config()["auth"]["profiles"]["acme:user@example.com"]["mode"] == "oauth"
    assert profile["access"] not in json.dumps(events)
    assert host.store_file().stat().st_mode & 0o777 == 0o600
    sent = provider.requests[-1]
    assert sent.headers["user-agent"].startswith("openclaw-auth/")


def test_a_browser_is_opened_where_there_is_one(host, provider):
    configure(host, provider)
    script = host.home / "browser"
    script.write_text(f"#!{sys.executable}\n{BROWSER}\n")
    script.chmod(0o755)
    done = host.auth("login", "--provider", "acme", BROWSER=str(script))
    assert done.code == 0, done.err
    assert "A browser was opened" in done.out
    assert "on standard input" in done.out
    assert "Auth profile: acme:user@example.com" in done.out


def test_the_page_speaks_the_browsers_language_and_runs_nothing_foreign(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme") as login:
        opened = login.event("open_url")
        ends = where_it_ends(opened["url"])
        request = urllib.request.Request(ends, headers={"Accept-Language": "zh-CN,en;q=0.5"})
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            page, policy = answer.read().decode(), answer.headers["content-security-policy"]
            assert answer.headers["referrer-policy"] == "no-referrer"
        assert login.ended()[0] == 0
    assert 'lang="zh-CN"' in page
    assert "登录成功" in page
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "code=" not in page


def test_who_is_not_this_logins_browser_changes_nothing(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme") as login:
        opened = login.event("open_url")
        ends = where_it_ends(opened["url"])
        fields = parse_qs(urlsplit(ends).query)
        base = ends.partition("?")[0]
        assert visit(f"{base}?code={fields['code'][0]}&state=forged")[0] == 400
        assert visit(f"{base}?code={fields['code'][0]}")[0] == 400
        assert visit(f"{ends}&state={fields['state'][0]}")[0] == 400
        assert visit(ends, Host="evil.example:80")[0] == 403
        assert visit(base.rpartition("/")[0] + "/elsewhere?" + urlsplit(ends).query)[0] == 404
        assert visit(ends.replace("127.0.0.1", "localhost"))[0] == 200
        with pytest.raises(OSError, match="refused"):
            visit(ends)
        assert login.ended()[0] == 0
    assert len(provider.posts) == 1


def test_one_code_is_taken_then_nobody_listens_any_more(host, provider):
    configure(host, provider)
    provider.fail_next(Delay(1.5))
    with Login(host, "--provider", "acme") as login:
        ends = where_it_ends(login.event("open_url")["url"])
        with ThreadPoolExecutor(1) as browser:
            first = browser.submit(visit, ends)
            login.event("exchanging")
            with pytest.raises(OSError, match="refused"):
                visit(ends)
            assert first.result()[0] == 200
        assert login.ended()[0] == 0
    assert len(provider.posts) == 1
