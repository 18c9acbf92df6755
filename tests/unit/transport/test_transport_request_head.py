import pytest

from openclaw_auth.errors import RequestInvalid
from openclaw_auth.transport.exchange import UpstreamRequest
from openclaw_auth.transport.request_head import OWN_HEADERS, PreparedHead
from openclaw_auth.transport.route import plan_route

ROUTE, _ = plan_route("http://h:81", {})


def render_head(request):
    """The bytes of a request's head, with the body that it has."""
    head = PreparedHead(request.route, request.method, request.target, request.headers)
    return head.render(request.body).removesuffix(request.body)


def request(method=b"POST", target=b"/v1/x?y=1", headers=(), body=b"", route=ROUTE):
    return UpstreamRequest(route, method, target, list(headers), body, idempotent=True)


def test_the_head_is_exactly_what_was_asked_plus_host_connection_and_length():
    assert render_head(request(headers=[(b"A", b"1"), (b"b", b"x: y")], body=b"12345")) == (
        b"POST /v1/x?y=1 HTTP/1.1\r\nHost: h:81\r\nConnection: keep-alive\r\n"
        b"Content-Length: 5\r\nA: 1\r\nb: x: y\r\n\r\n"
    )


def test_no_headers_and_no_body():
    assert render_head(request(b"GET", b"/")) == (
        b"GET / HTTP/1.1\r\nHost: h:81\r\nConnection: keep-alive\r\n\r\n"
    )
    assert b"\r\nContent-Length: 0\r\n\r\n" in render_head(request(b"POST", b"/"))


def test_plain_http_through_a_proxy_names_the_whole_url_and_the_user():
    route, _ = plan_route("http://example.com", {"http_proxy": "http://u:p@proxy:3128"})
    head = render_head(request(b"GET", b"/x", [(b"a", b"1")], route=route))
    assert head == (
        b"GET http://example.com/x HTTP/1.1\r\nHost: example.com\r\nConnection: keep-alive\r\n"
        b"Proxy-Authorization: Basic dTpw\r\na: 1\r\n\r\n"
    )


def test_a_proxy_in_front_of_https_never_shows_its_user_to_the_origin():
    route, _ = plan_route("https://example.com", {"https_proxy": "http://u:p@proxy:3128"})
    assert b"Proxy-Authorization" not in render_head(request(route=route))


@pytest.mark.parametrize(
    "header",
    [
        (b"x", b"a\r\nHost: evil"),
        (b"x", b"a\nb"),
        (b"x", b"a\rb"),
        (b"x", b"a\0b"),
        (b"x", b"a\x7fb"),
        (b"x\r\ny", b"a"),
        (b"x\r\n", b"\r\n"),
        (b"", b"\r\n\r\nGET /evil HTTP/1.1"),
    ],
)
def test_a_line_break_or_control_character_in_a_header_is_refused(header):
    with pytest.raises(RequestInvalid) as caught:
        render_head(request(headers=[(b"a", b"1"), header]))
    assert caught.value.reason.code == "request_invalid"
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize("name", OWN_HEADERS)
def test_headers_that_frame_the_message_are_the_clients_own(name):
    for spelling in (name, name.title(), name.upper(), name + b" ", name + b"\t"):
        for headers in ([(spelling, b"1")], [(b"a", b"1"), (spelling, b"1"), (b"z", b"1")]):
            with pytest.raises(RequestInvalid):
                render_head(request(headers=headers))


def test_names_that_only_begin_like_an_own_header_pass():
    names = [b"hostile", b"content-lengthy", b"tea", b"connection-id", b"x-host", b"content-type"]
    assert render_head(request(headers=[(name, b"1") for name in names])).count(b": 1") == 6


@pytest.mark.parametrize(
    ("method", "target"),
    [
        (b"POST", b"/a b"),
        (b"POST", b"/a\r\nX: y"),
        (b"POST", b"a"),
        (b"POST", b""),
        (b"POST", b"/\xff"),
        (b"POST", b"http://other/"),
        (b"CONNECT", b"/"),
        (b"GET / HTTP/1.1\r\n", b"/"),
        (b"get", b"/"),
    ],
)
def test_a_method_or_target_that_cannot_be_is_refused(method, target):
    with pytest.raises(RequestInvalid):
        render_head(request(method, target))


def test_a_head_is_the_same_with_its_body_as_apart_from_it():
    for method, body in [(b"POST", b"12345"), (b"POST", b""), (b"GET", b""), (b"GET", b"x")]:
        headers = [(b"a", b"1"), (b"b", b"2")]
        head = PreparedHead(ROUTE, method, b"/v1", headers)
        if body or method == b"POST":
            assert head.render(body) == head.render_before(len(body)) + body
        assert head.render(body).endswith(b"\r\n\r\n" + body)


def test_a_head_that_cannot_be_sent_cannot_be_prepared():
    with pytest.raises(RequestInvalid):
        PreparedHead(ROUTE, b"POST", b"/v1", [(b"x", b"a\r\nb: c")])
