from base64 import b64encode

import pytest

from openclaw_auth.errors import ProxyFailed
from openclaw_auth.secret import Secret
from openclaw_auth.transport.origin import Origin
from openclaw_auth.transport.proxy import Proxy, select_proxy
from openclaw_auth.transport.route import Route, plan_route

API = Origin("https", "api.example.com", 443)
PLAIN = Origin("http", "api.example.com", 80)


@pytest.mark.parametrize(
    ("origin", "environ", "expected"),
    [
        (API, {}, None),
        (API, {"HTTPS_PROXY": "http://p:3128"}, "p:3128"),
        (API, {"https_proxy": "http://p:3128"}, "p:3128"),
        (API, {"https_proxy": "http://low:1", "HTTPS_PROXY": "http://up:1"}, "low:1"),
        (API, {"https_proxy": "", "HTTPS_PROXY": "http://up:1"}, None),
        (API, {"HTTP_PROXY": "http://p:1"}, None),
        (PLAIN, {"HTTP_PROXY": "http://p:1"}, "p:1"),
        (PLAIN, {"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, None),
        (PLAIN, {"HTTPS_PROXY": "http://p:1"}, None),
        (API, {"ALL_PROXY": "p:1"}, "p:1"),
        (API, {"all_proxy": "http://all:1", "HTTPS_PROXY": "http://own:1"}, "own:1"),
        (API, {"HTTPS_PROXY": "p"}, "p:80"),
        (API, {"HTTPS_PROXY": "http://[::1]:8080/"}, "[::1]:8080"),
    ],
)
def test_the_environment_chooses_the_proxy(origin, environ, expected):
    proxy = select_proxy(origin, environ)
    assert (None if proxy is None else str(proxy)) == expected


@pytest.mark.parametrize(
    ("url", "no_proxy", "direct"),
    [
        ("https://api.example.com", "*", True),
        ("https://api.example.com", "example.com", True),
        ("https://api.example.com", ".example.com", True),
        ("https://api.example.com", "*.example.com", True),
        ("https://api.example.com", "API.EXAMPLE.COM.", True),
        ("https://example.com", ".example.com", True),
        ("https://badexample.com", "example.com", False),
        ("https://api.example.com", "other.com, example.com", True),
        ("https://api.example.com", "other.com example.com", True),
        ("https://api.example.com", "example.com:443", True),
        ("https://api.example.com", "example.com:8443", False),
        ("https://api.example.com:8443", "example.com:8443", True),
        ("https://api.example.com", "", False),
        ("https://api.example.com", ",", False),
        ("https://10.1.2.3", "10.0.0.0/8", True),
        ("https://11.1.2.3", "10.0.0.0/8", False),
        ("https://10.1.2.3", "10.1.2.3", True),
        ("https://10.1.2.3", "2.3", False),
        ("https://[fd00::5]", "fd00::/8", True),
        ("https://[fd00::5]", "fd00:0::5", True),
        ("https://[fd00::5]:8443", "[fd00::5]:8443", True),
        ("https://[fd00::5]", "[fd00::5]:8443", False),
        ("https://api.example.com", "10.0.0.0/8", False),
        ("https://api.example.com", "not/a/network", False),
    ],
)
def test_no_proxy_names_what_is_reached_directly(url, no_proxy, direct):
    origin, _ = Origin.parse(url)
    proxy = select_proxy(origin, {"HTTPS_PROXY": "http://p:1", "NO_PROXY": no_proxy})
    assert (proxy is None) == direct


@pytest.mark.parametrize(
    "host", ["localhost", "app.localhost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]
)
def test_loopback_is_reached_directly_unless_asked_otherwise(host):
    origin = Origin("http", host, 8080)
    assert select_proxy(origin, {"ALL_PROXY": "http://p:1"}) is None
    assert str(select_proxy(origin, {}, "http://mine:2")) == "mine:2"


def test_a_providers_own_proxy_wins():
    environ = {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}
    assert str(select_proxy(API, environ, "http://mine:2")) == "mine:2"
    assert select_proxy(API, {"HTTPS_PROXY": "http://p:1"}, "direct") is None
    assert str(select_proxy(API, {"HTTPS_PROXY": "http://p:1"}, "")) == "p:1"


@pytest.mark.parametrize(
    "setting",
    ["socks5://p:1080", "https://p:1", "http://", "http://p:99999", "http://p:1/x", "http://a b"],
)
def test_a_proxy_that_we_cannot_use_is_an_error_and_never_skipped(setting):
    with pytest.raises(ProxyFailed) as caught:
        select_proxy(API, {"HTTPS_PROXY": setting})
    assert caught.value.reason.code == "proxy_invalid"
    assert caught.value.reason.params == {"where": "HTTPS_PROXY"}


def test_proxy_credentials_are_decoded_for_the_wire_and_hidden_elsewhere():
    proxy = Proxy.parse("http://us%40er:p%3Aw%2Fd@proxy.example:3128", "HTTPS_PROXY")
    assert proxy.authorization() == b"Basic dXNAZXI6cDp3L2Q="  # us@er:p:w/d
    assert "p:w/d" not in f"{proxy} {proxy!r} {Route(API, proxy)!r}"
    assert Proxy.parse("http://solo@h", "x").authorization() == b"Basic c29sbzo="
    assert Proxy.parse("http://h", "x").authorization() is None


def test_the_same_way_is_the_same_route_and_what_changes_the_connection_makes_another():
    def route(**environ):
        return plan_route("https://api.example.com/v1", environ)[0]

    proxied = route(HTTPS_PROXY="http://u:a@p:1")
    assert proxied is route(https_proxy="http://u:a@p:1")
    others = [
        route(),
        route(HTTPS_PROXY="http://u:b@p:1"),
        route(HTTPS_PROXY="http://p:1"),
        route(HTTPS_PROXY="http://u:a@p:1", SSL_CERT_FILE="/ca.pem"),
        route(HTTPS_PROXY="http://u:a@p:1", SSL_CERT_DIR="/ca"),
    ]
    assert all(proxied is not other for other in others)
    assert Proxy("p", 1, Secret("u:a")) == proxied.proxy


def test_a_password_that_is_no_utf8_is_sent_as_the_bytes_it_is():
    proxy = Proxy.parse("http://u:p\udcff@p:1", "HTTPS_PROXY")
    assert proxy.authorization() == b"Basic " + b64encode(b"u:p\xff")


@pytest.mark.parametrize("port", ["9" * 5000, "65536", "0", "²"])
def test_a_port_that_cannot_be_is_refused_in_words(port):
    with pytest.raises(ProxyFailed):
        Proxy.parse(f"http://p:{port}", "HTTPS_PROXY")
    assert select_proxy(API, {"HTTPS_PROXY": "http://p:1", "NO_PROXY": f"x:{port}"})
