"""A browser without a screen: follows redirects, keeps cookies, fills in and sends the forms it is shown."""

import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin

MOST_PAGES = 12


class _Form(HTMLParser):
    """The first form of a page: where it goes, and what its fields hold."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = found.get("action") or ""
        name = found.get("name")
        if tag == "input" and name:
            self.fields[name] = found.get("value") or ""


class Walker:
    """Walks through pages; `trail` is every address it ended at."""

    def __init__(self) -> None:
        jar = CookieJar(DefaultCookiePolicy(strict_ns_domain=DefaultCookiePolicy.DomainLiberal))
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
        )
        self.trail: list[str] = []

    def walk(self, url: str, answers: dict[str, str]) -> str:
        """Open a page and send its forms until a page has none; returns that page."""
        page = self._open(url, None)
        for _ in range(MOST_PAGES):
            form = _Form()
            form.feed(page)
            if form.action is None:
                return page
            fields = {name: answers.get(name, value) for name, value in form.fields.items()}
            page = self._open(urljoin(self.trail[-1], form.action), urlencode(fields).encode())
        raise AssertionError(page)

    def _open(self, url: str, body: bytes | None) -> str:
        try:
            answer = self._opener.open(url, body, timeout=10)
        except HTTPError as error:
            answer = error
        with answer:
            self.trail.append(answer.url)
            text: str = answer.read().decode()
            return text
