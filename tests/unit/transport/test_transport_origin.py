import pytest

from openclaw_auth.errors import RequestInvalid
from openclaw_auth.transport.origin import Origin


@pytest.mark.parametrize(
    ("url", "origin", "authority", "path"),
    [
        ("https://api.example.com", Origin("https", "api.example.com", 443), "api.example.com", ""),
        ("HTTPS://API.Example.com/v1/", Origin("https", "api.example.com", 443), None, "/v1"),
        ("http://localhost:11434/v1", Origin("http", "localhost", 11434), "localhost:11434", "/v1"),
        ("https://h:443/a/b", Origin("https", "h", 443), "h", "/a/b"),
        ("http://h:443", Origin("http", "h", 443), "h:443", ""),
        ("http://[::1]:8080/x", Origin("http", "::1", 8080), "[::1]:8080", "/x"),
        ("http://127.0.0.1/", Origin("http", "127.0.0.1", 80), "127.0.0.1", ""),
        ("https://bücher.example", Origin("https", "xn--bcher-kva.example", 443), None, ""),
        ("https://h:/x", Origin("https", "h", 443), "h", "/x"),
    ],
)
def test_a_base_url_becomes_an_origin_and_a_path(url, origin, authority, path):
    parsed, parsed_path = Origin.parse(url)
    assert (parsed, parsed_path) == (origin, path)
    assert hash(parsed) == hash(origin)
    assert authority is None or parsed.authority == authority


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com",
        "ftp://h/",
        "https://",
        "https:///x",
        "https://h:0",
        "https://h:65536",
        "https://h:80x/",
        "https://-h/",
        "https://a..b/",
        "https://[::1",
        "https://[zz]/",
        "https://[1.2.3.4]/",
        "https://h/v1?key=1",
        "https://h/#x",
        "https://h\\@evil/",
        "https://h/ x",
        "https://h/\r\nX: y",
        "https://h%00/",
        "https://h/ü",
        "https://" + "a" * 64 + ".example",
    ],
)
def test_what_is_no_usable_base_url_is_refused(url):
    with pytest.raises(RequestInvalid) as caught:
        Origin.parse(url)
    assert caught.value.reason.code == "upstream_url_invalid"
    assert "\n" not in str(caught.value)


def test_a_password_in_a_base_url_is_refused_and_not_shown():
    with pytest.raises(RequestInvalid) as caught:
        Origin.parse("https://user:hunter2@example.com/v1")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(RequestInvalid) as caught:
        Origin.parse("https://example.com/v1?key=hunter2")
    assert "hunter2" not in str(caught.value)
