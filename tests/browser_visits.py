"""What a browser does when somebody logs in."""

from __future__ import annotations

import urllib.error
import urllib.request

WAIT_S = 15


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
