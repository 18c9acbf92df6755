"""`models auth login` as a process, against an emulated provider: browser, paste, device code, Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from openclaw_auth.testing.oauth_provider import Delay, OAuthProvider, Status, With, Without

WAIT_S = 15
PROGRAM = [sys.executable, "-m", "openclaw_auth"]
BROWSER = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=10).read()"


@pytest.fixture
def provider():
    with OAuthProvider() as server:
        yield server


def configure(host, provider, name="acme", **oauth):
    entry = {
        "baseUrl": "https://acme.example/v1",
        "models": [{"id": "m1", "name": "m1"}],
        "oauth": {**provider.config, **oauth},
    }
    host.state.mkdir(parents=True, exist_ok=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {name: entry}}}))


def visit(url, **headers):
    """Open a URL as a browser does; returns status and body."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class StopRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def where_it_ends(url):
    """Log in at the provider as a browser does whose redirect reaches nobody."""
    try:
        urllib.request.build_opener(StopRedirects()).open(url, timeout=WAIT_S).close()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["location"]
    raise AssertionError(url)


class Login:
    """The command under way, with its JSON lines."""

    def __init__(self, host, *argv, **env):
        self.process = subprocess.Popen(
            [*PROGRAM, "models", "auth", "login", "--json", "--no-browser", *argv],
            env={**host.env, **env},
            cwd=host.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.err = ""

    def event(self, name):
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.stderr.read())
        found = json.loads(line)
        assert found["event"] == name, found
        return found

    def type(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def ended(self):
        """Close stdin, wait for the end; returns the exit code and the rest of the events."""
        out, self.err = self.process.communicate(timeout=WAIT_S)
        return self.process.returncode, [json.loads(line) for line in out.splitlines()]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def stored(host, **kwargs):
    return host.store(**kwargs)["profiles"]


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


@contextlib.contextmanager
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.mark.parametrize("form", ["url", "wrapped", "query", "code#state"])
def test_a_paste_serves_where_the_port_is_taken(host, provider, form):
    with taken_port() as port:
        configure(host, provider, redirectPort=port)
        with Login(host, "--provider", "acme") as login:
            opened = login.event("open_url")
            assert opened["listening"] is False
            assert opened["redirectUri"] == f"http://127.0.0.1:{port}/oauth/callback"
            ends = where_it_ends(opened["url"])
            fields = {n: v[0] for n, v in parse_qs(urlsplit(ends).query).items()}
            login.type("\n")
            login.type("what?\n")
            assert login.event("paste_refused")["code"] == "paste_without_state"
            login.type(f"{opened['url']}\n")
            assert login.event("paste_refused")["code"] == "paste_is_login_url"
            login.type(f"{fields['code']}#forged\n")
            assert login.event("paste_refused")["code"] == "redirect_other_state"
            answer = {
                "url": ends,
                "wrapped": f'  "{ends[:40]} {ends[40:]}"  ',
                "query": urlsplit(ends).query,
                "code#state": f"{fields['code']}#{fields['state']}",
            }[form]
            login.type(answer)  # no line end: the pipe's end is one
            assert login.ended()[0] == 0, login.err
    assert list(stored(host)) == ["acme:user@example.com"]


def test_nobody_to_answer_is_said_at_once(host, provider):
    with taken_port() as port:
        configure(host, provider, redirectPort=port)
        with Login(host, "--provider", "acme") as login:
            login.event("open_url")
            code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "login_nobody_answers")
    assert "openclaw models auth login --provider acme" in login.err
    assert not host.store_file().exists()


def test_a_refusal_at_the_provider_stores_nothing_and_is_on_the_page(host, provider):
    configure(host, provider)
    provider.deny = True
    with Login(host, "--provider", "acme") as login:
        status, page = visit(login.event("open_url")["url"])
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "login_denied")
    assert status == 400
    assert "access_denied" in page
    assert not host.store_file().exists()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Status(503), "token_endpoint_down"),
        (Status(200, b"<html>hello</html>"), "token_answer_invalid"),
        (Without("access_token"), "token_answer_without_token"),
        (With("access_token", "with\nbreak"), "token_answer_without_token"),
    ],
)
def test_an_answer_that_makes_no_sense_stores_nothing(host, provider, fault, code):
    configure(host, provider)
    provider.fail_next(fault)
    with Login(host, "--provider", "acme") as login:
        assert visit(login.event("open_url")["url"])[0] == 400
        ended, events = login.ended()
    assert (ended, events[-1]["code"]) == (1, code)
    assert not host.store_file().exists()


def test_what_cannot_be_stored_is_given_back(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme") as login:
        url = login.event("open_url")["url"]
        host.store_file().parent.mkdir(parents=True, exist_ok=True)
        host.store_file().write_text("{ torn")
        status, page = visit(url)
        code, events = login.ended()
    assert (code, events[-1]["event"], status) == (1, "failed", 400)
    assert "auth-profiles.json" in page
    assert host.store_file().read_text() == "{ torn"
    assert provider.revoked == [provider.grants.families[0].refresh]


def test_a_device_login_needs_no_browser_here(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme", "--device") as login:
        shown = login.event("show_code")
        assert shown["url"] == provider.issuer + "/device"
        provider.approve(shown["userCode"], "far@example.com")
        code, events = login.ended()
    assert (code, events[-1]["profileId"]) == (0, "acme:far@example.com")
    polls = [p.outcome for p in provider.posts]
    assert "slow_down" not in polls


def test_a_device_login_may_be_the_providers_usual_one_and_be_refused(host, provider):
    configure(host, provider, flow="device")
    with Login(host, "--provider", "acme") as login:
        provider.refuse(login.event("show_code")["userCode"])
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "login_denied")


def test_a_device_code_that_nobody_enters_expires(host):
    with OAuthProvider(device_life_s=2) as provider:
        configure(host, provider)
        with Login(host, "--provider", "acme", "--device") as login:
            login.event("show_code")
            code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "device_expired")


def test_waiting_ends_in_time(host, provider):
    configure(host, provider)
    with Login(host, "--provider", "acme", "--timeout", "1") as login:
        login.event("open_url")
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (1, "login_timeout")


@pytest.mark.parametrize("device", [[], ["--device"]])
def test_ctrl_c_leaves_nothing_behind(host, provider, device):
    configure(host, provider)
    with Login(host, "--provider", "acme", *device) as login:
        first = login.event("show_code" if device else "open_url")
        login.process.send_signal(signal.SIGINT)
        code, events = login.ended()
    assert (code, events[-1]["code"]) == (130, "cancelled")
    assert not host.store_file().exists()
    assert not host.config_file.exists()
    if not device:
        port = urlsplit(first["redirectUri"]).port
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", port))


def url_on(screen):
    """Return the URL on a screen, however it was wrapped."""
    lines = screen.text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("http"))
    whole = ""
    for line in lines[first:]:
        if not line:
            break
        whole += line
    return whole


def test_a_terminal_is_asked_while_the_browser_may_come_back(host, provider):
    configure(host, provider)
    screen = host.on_terminal("models", "auth", "login", "--provider", "acme", "--no-browser")
    screen.see("Waiting for the browser")
    ends = where_it_ends(url_on(screen))
    screen.send("nonsense\r")
    screen.see("A code alone is not enough")
    screen.send("\x15")
    screen.paste(ends)
    screen.send("\r")
    screen.see("Auth profile: acme:user@example.com")
    assert screen.ended() == 0
    assert parse_qs(urlsplit(ends).query)["code"][0].encode() not in screen.raw


def test_the_question_goes_away_when_the_browser_comes_back(host, provider):
    configure(host, provider)
    screen = host.on_terminal("models", "auth", "login", "--provider", "acme", "--no-browser")
    screen.see("Waiting for the browser")
    assert visit(url_on(screen))[0] == 200
    screen.see("Auth profile: acme:user@example.com")
    assert screen.ended() == 0


def test_ctrl_c_at_the_question_cancels(host, provider):
    configure(host, provider)
    screen = host.on_terminal("models", "auth", "login", "--provider", "acme", "--no-browser")
    screen.see("Waiting for the browser")
    screen.send("\x03")
    screen.see("Cancelled. Nothing was stored.")
    assert screen.ended() == 130
    assert not host.store_file().exists()


def log_in(host, provider, *argv, account="user@example.com", **env):
    provider.login_as = account
    with Login(host, *argv, **env) as login:
        visit(login.event("open_url")["url"])
        code, events = login.ended()
    assert code == 0, login.err
    return events[-1]


def test_the_same_account_updates_its_profile_and_another_gets_its_own(host, provider):
    configure(host, provider)
    log_in(host, provider, "--provider", "acme", account="a@example.com")
    again = log_in(host, provider, "--provider", "acme", account="a@example.com")
    assert again["replaced"] is True
    log_in(host, provider, "--provider", "acme", account="b@example.com")
    named = log_in(host, provider, "--provider", "acme", "--profile-id", "acme:work")
    assert named["profileId"] == "acme:work"
    assert set(stored(host)) == {"acme:a@example.com", "acme:b@example.com", "acme:work"}
    refresh = stored(host)["acme:a@example.com"]["refresh"]
    assert provider.family(refresh).number == 2


def test_an_order_gets_the_new_login_in_front_and_a_removed_one_may_return(host, provider):
    configure(host, provider)
    host.write_config({"auth": {"order": {"acme": ["acme:old"]}}})
    log_in(host, provider, "--provider", "acme")
    assert host.config()["auth"]["order"]["acme"] == ["acme:user@example.com", "acme:old"]
    assert host.auth("remove", "acme:user@example.com", "--yes").code == 0
    assert stored(host) == {}
    assert log_in(host, provider, "--provider", "acme")["replaced"] is False
    assert list(stored(host)) == ["acme:user@example.com"]


def test_a_login_can_become_the_default_and_belong_to_one_agent(host, provider):
    configure(host, provider)
    host.write_config({"agents": {"list": [{"id": "main"}, {"id": "work"}]}})
    done = log_in(host, provider, "--provider", "acme", "--agent", "work", "--set-default")
    assert done["defaultModel"] == "acme/m1"
    assert host.config()["agents"]["defaults"]["model"]["primary"] == "acme/m1"
    assert list(stored(host, agent="work")) == ["acme:user@example.com"]
    assert not host.store_file().exists()


def test_an_end_that_nobody_said_is_marked_as_assumed(host, provider):
    configure(host, provider)
    provider.fail_next(Without("expires_in"))
    before_ms = time.time() * 1000
    ends_ms = log_in(host, provider, "--provider", "acme")["expiresAt"]
    assert 3_590_000 < ends_ms - before_ms < 3_630_000
    import sqlite3

    with contextlib.closing(sqlite3.connect(host.state / "openclaw-auth.sqlite")) as state:
        rows = state.execute("SELECT profile_id, expiry_assumed FROM profile_notes").fetchall()
    assert rows == [("acme:user@example.com", 1)]


def test_endpoints_are_discovered_and_another_issuer_is_refused(host, provider):
    config = {"issuer": provider.issuer, "clientId": provider.client_id, "scopes": ["openid"]}
    configure(host, provider)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"acme": {"oauth": config}}}}))
    assert log_in(host, provider, "--provider", "acme")["profileId"] == "acme:user@example.com"
    other = {**config, "issuer": provider.issuer.replace("127.0.0.1", "localhost")}
    own.write_text(json.dumps({"models": {"providers": {"acme": {"oauth": other}}}}))
    done = host.auth("login", "--provider", "acme", "--no-browser")
    assert done.code == 1
    assert provider.issuer in done.err


def test_a_confidential_client_takes_its_secret_from_a_reference(host):
    with OAuthProvider(client_secret="s3 cret:+%") as provider:
        reference = {"source": "env", "id": "ACME_SECRET"}
        configure(host, provider, clientSecret=reference)
        done = host.auth("login", "--provider", "acme", "--no-browser")
        assert (done.code, "ACME_SECRET" in done.err) == (1, True)
        log_in(host, provider, "--provider", "acme", ACME_SECRET="s3 cret:+%")
        assert provider.requests[-1].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("anthropic", "setup-token"),
        ("github-copilot", "--provider openai"),
        ("google-gemini-cli", "--provider google"),
        ("google-antigravity", "--provider google"),
        ("minimax-portal", "--provider minimax"),
        ("qwen-portal", "--provider qwen-cloud"),
        ("openai", "models.providers.openai.oauth"),
        ("ollama", "needs no credential"),
        ("opneai", "openai"),
    ],
)
def test_who_offers_no_login_is_refused_with_the_way_that_works(host, name, instead):
    done = host.auth("login", "--provider", name)
    assert done.code == 1
    assert instead in done.err
    assert "Traceback" not in done.err
    assert not host.store_file().exists()


def test_a_reserved_login_stays_reserved_whatever_the_config_says(host, provider):
    configure(host, provider, name="github-copilot")
    assert host.auth("login", "--provider", "github-copilot").code == 1
    assert provider.requests == []


def test_openrouter_gives_a_key_and_the_same_user_replaces_his(host, provider):
    oauth = {
        "authorizationUrl": provider.issuer + "/auth",
        "tokenUrl": provider.issuer + "/api/v1/auth/keys",
        "redirectPort": 0,
    }
    host.state.mkdir(parents=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"openrouter": {"oauth": oauth}}}}))
    first = log_in(host, provider, "--provider", "openrouter", account="u1")
    second = log_in(host, provider, "--provider", "openrouter", account="u1")
    third = log_in(host, provider, "--provider", "openrouter", account="u2")
    assert [d["profileId"] for d in (first, second, third)] == [
        "openrouter:default", "openrouter:default", "openrouter:default-2",
    ]  # fmt: skip
    profile = stored(host)["openrouter:default"]
    assert profile["type"] == "api_key"
    assert profile["key"] in provider.keys
    assert profile["metadata"] == {"userId": "user_u1"}
    assert "client_id" not in provider.authorizations[0]


@contextlib.contextmanager
def port_1455():
    """Only one test at a time may have the registered port."""
    name = f"openclaw-auth-test-1455-{os.getuid()}.lock"
    with open(os.path.join(tempfile.gettempdir(), name), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_codex_comes_back_to_the_registered_address_and_is_named_by_email(host, provider):
    provider.client_id = "app_EMoamEEZ73f0CkXaXp7hrann"
    provider.access_claims = lambda account: {
        "https://api.openai.com/auth": {"chatgpt_account_id": f"acc-{account[0]}"},
    }
    oauth = {"authorizationUrl": provider.issuer + "/authorize", "tokenUrl": provider.token_url}
    host.state.mkdir(parents=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"openai-codex": {"oauth": oauth}}}}))
    with port_1455(), Login(host, "--provider", "openai-codex", "--set-default") as login:
        opened = login.event("open_url")
        assert opened["redirectUri"] == "http://localhost:1455/auth/callback"
        ends = where_it_ends(opened["url"])
        if opened["listening"]:
            assert visit(ends.replace("localhost", "[::1]"))[0] == 200
        else:
            login.type(ends + "\n")
        code, events = login.ended()
    assert code == 0, login.err
    assert events[-1]["defaultModel"] == "openai-codex/gpt-5.2"
    profile = stored(host)["openai-codex:user@example.com"]
    assert (profile["accountId"], profile["email"]) == ("acc-u", "user@example.com")
    asked = provider.authorizations[0]
    assert asked["originator"] == "openclaw-auth"
    assert "codex_cli_rs" not in json.dumps(asked)
    assert "belongs to the vendor's own program" in login.err


def test_chutes_takes_the_users_own_app_from_the_environment(host, provider):
    provider.client_id, provider.client_secret = "cid_mine", "cs-mine"
    oauth = {
        "authorizationUrl": provider.issuer + "/authorize",
        "tokenUrl": provider.token_url,
        "userinfoUrl": provider.issuer + "/userinfo",
        "redirectPort": 0,
    }
    host.state.mkdir(parents=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"chutes": {"oauth": oauth}}}}))
    done = host.auth("login", "--provider", "chutes")
    assert (done.code, "CHUTES_CLIENT_ID" in done.err) == (1, True)
    provider.fail_next(Without("id_token"))
    env = {"CHUTES_CLIENT_ID": "cid_mine", "CHUTES_CLIENT_SECRET": "cs-mine"}
    found = log_in(host, provider, "--provider", "chutes", **env)
    assert found["profileId"] == "chutes:user"
    assert provider.posts[-1].form["client_secret"] == "cs-mine"


def test_an_unsafe_address_never_gets_into_a_login(host, provider):
    configure(host, provider, tokenUrl="http://auth.example/token")
    done = host.auth("login", "--provider", "acme")
    assert done.code == 1
    assert "models.providers.acme.oauth.tokenUrl" in done.err
    assert os.listdir(host.state) == ["openclaw-auth.json5"]
