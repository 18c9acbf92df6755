"""A snapshot to pass on: whole, in both languages, without a script or anything private."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest

from openclaw_auth.codes import Reason
from openclaw_auth.gateway.page_api.board import said
from openclaw_auth.gateway.page_api.snapshot_page import snapshot_html

NOW_MS = 1_800_000_000_000
DAY_MS = 86_400_000
EVIL = '"><script>alert(1)</script>'
HOME = "/home/ada"


def candidate(key, **more):
    return {
        "key": key,
        "profileId": key,
        "source": "",
        "state": "ready",
        "billingClass": "metered",
        "expiresMs": None,
        "inherited": False,
        "mask": "sk-proj-...MASK",
        "email": "ada.lovelace@example.com",
        "reason": said(Reason("usable")),
        **more,
    }


def board(**candidates):
    keys = list(candidates)
    provider = {
        "id": "openai",
        "label": f"OpenAI {EVIL}",
        "isDefault": True,
        "next": {"key": keys[0] if keys else None, "profileId": keys[0] if keys else None},
        "keys": keys,
        "missing": None if keys else said(Reason("no_credential", {"provider": "openai"})),
    }
    agent = {"id": "main", "listed": True, "model": "openai/gpt-5.2"}
    finding = said(Reason("login_page_stored", {"profile": f"{HOME}/x ada.lovelace@example.com"}))
    return {
        "gateway": {"findings": {"shown": [{**finding, "severity": "error", "subject": ""}]}},
        "agent:main": {**agent, "fallbacks": ["zai/glm-5"], "providers": ["openai"]},
        "provider:main/openai": provider,
        "traffic:30000000": {"minute": 30_000_000, "counts": {"main/openai/a": [7, 2]}},
        **{f"candidate:main/openai/{key}": part for key, part in candidates.items()},
    }


class Tags(HTMLParser):
    """What elements and attributes there are."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_private_and_nothing_that_runs_is_in_it(lang):
    parts = board(**{
        "ada.lovelace@example.com": candidate("ada.lovelace@example.com"),
        "a": candidate(f"a{EVIL}", expiresMs=NOW_MS + 5 * DAY_MS),
    })  # fmt: skip

    text = snapshot_html(parts, NOW_MS, lang, home=HOME)

    for private in ("ada.lovelace", "example.com", "MASK", HOME, "alert(1)</script>"):
        assert private not in text
    assert "~/x" in text
    tags = Tags(text).found
    assert {tag for tag, _ in tags} & {"script", "img", "link", "iframe", "a", "form"} == set()
    assert not any(name.startswith("on") for _, attrs in tags for name in attrs)
    assert not re.search(r"url\(|https?://", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_board_says_is_in_it(lang):
    soon = NOW_MS + 5 * DAY_MS
    cooling = said(Reason("cooling", {"profile": "a", "until_ms": NOW_MS + 600_000}))
    parts = board(
        a=candidate("a", expiresMs=soon),
        b=candidate("b", state="resting", reason=cooling, untilMs=NOW_MS + 600_000),
    )

    text = html.unescape(snapshot_html(parts, NOW_MS, lang))

    assert "2027-01-20 08:00 UTC" in text  # when a ends
    assert "2027-01-15 08:10 UTC" in text  # until when b rests
    assert "{" not in re.sub(r"(?s)<style>.*</style>", "", text)
    assert re.search(r"\b9 (requests|个请求)", text)
    assert f"lang='{'zh-CN' if lang == 'zh' else 'en'}'" in text


def test_nothing_usable_is_red_with_what_mends_it():
    text = snapshot_html(board(), NOW_MS, "en")

    assert "banner bad" in text
    assert "<code>openclaw" in text


def test_a_moment_that_no_calendar_holds_is_no_reason_to_fail():
    text = snapshot_html(board(a=candidate("a", expiresMs=10**18)), NOW_MS, "en")

    assert "∞" in text
