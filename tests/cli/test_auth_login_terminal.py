"""`models auth login` on a terminal asks while the browser may come back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from browser_visits import visit, where_it_ends
from login_process import configure


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
