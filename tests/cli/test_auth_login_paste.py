"""`models auth login` where the browser cannot come back: its address is pasted."""

from __future__ import annotations

import contextlib
import socket
from urllib.parse import parse_qs, urlsplit

import pytest

from browser_visits import where_it_ends
from login_process import Login, configure, stored


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
