"""Bodies: chunk framing comes off strictly, and only the model's own bytes are ever changed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.gateway.answer.refusal import Refusal
from openclaw_auth.gateway.answer.replace_model import replace_model
from openclaw_auth.gateway.connection.body import check_content_type, read_fields
from openclaw_auth.gateway.connection.chunked import ChunkedDecoder

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)
KEYS = st.text() | st.sampled_from(
    ["model", 'a"model"', '"model": "x"', "\\", 'model"', "m\\u006f"]
)
VALUES = st.recursive(
    SCALARS | KEYS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=12
)


@given(
    before=st.dictionaries(KEYS, VALUES),
    after=st.dictionaries(KEYS, VALUES),
    old=st.text(),
    new=st.text(min_size=1),
    style=st.tuples(st.booleans(), st.sampled_from([None, 1])),
)
def test_only_the_models_value_is_replaced(before, after, old, new, style):
    ascii_only, indent = style
    for part in (before, after):
        part.pop("model", None)
    document = {**before, "model": old, **{k: v for k, v in after.items() if k not in before}}
    body = json.dumps(document, ensure_ascii=ascii_only, indent=indent).encode(
        "utf-8", "surrogatepass"
    )
    try:
        body.decode()
        new.encode()
    except UnicodeError:
        return
    replaced = replace_model(body, old, new)
    assert json.loads(replaced) == {**document, "model": new}
    # Everything else is the same bytes: the old value put back gives the old body.
    value = json.dumps(new, ensure_ascii=False).encode()
    was = json.dumps(old, ensure_ascii=ascii_only).encode()
    assert any(
        replaced[:at] + was + replaced[at + len(value) :] == body
        for at in range(len(replaced))
        if replaced.startswith(value, at)
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"model":"a"}', b'{"model":"b"}'),
        (b'{ "x": {"model": "a"}, "model" :\n "a" }', b'{ "x": {"model": "a"}, "model" :\n "b" }'),
        (b'{"m\\u006fdel":"a","x":[{"model":"a"}]}', b'{"m\\u006fdel":"b","x":[{"model":"a"}]}'),
        (b'{"model":"a","model":"c"}', b'{"model":"b","model":"b"}'),
        (b'{"s":"\\"model\\":\\"a\\"","model":"a"}', b'{"s":"\\"model\\":\\"a\\"","model":"b"}'),
        (b'{"s":"say \\"model","model":"a\\"b"}', b'{"s":"say \\"model","model":"b"}'),
        (b'{"t":["model"],"model":"a"}', b'{"t":["model"],"model":"b"}'),
        (b'{"n":1.0e5,"model":"a"}', b'{"n":1.0e5,"model":"b"}'),
    ],
)
def test_awkward_bodies(body, expected):
    old = json.loads(body)["model"]
    assert replace_model(body, old, "b") == expected


def test_a_body_without_a_model_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="no model"):
        replace_model(b'{"x":1}', "a", "b")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "body_not_json"),
        (b"{", "body_not_json"),
        (b'{"model":"a"} x', "body_not_json"),
        (b"\xff\xfe", "body_not_json"),
        (b'{"a":' + b"[" * 100_000, "body_not_json"),
        (b"[]", "body_fields_invalid"),
        (b"{}", "body_fields_invalid"),
        (b'{"model":1}', "body_fields_invalid"),
        (b'{"model":" "}', "body_fields_invalid"),
        (b'{"model":"a","stream":"yes"}', "body_fields_invalid"),
    ],
)
def test_bad_bodies_are_named(body, code):
    with pytest.raises(Refusal) as caught:
        read_fields(body)
    assert (caught.value.status, caught.value.reason.code) == (400, code)


def test_model_and_stream_are_read_and_nothing_else_matters():
    fields = read_fields(b'{"messages":[{"role":"user"}],"model":"a/b","stream":true}')
    assert (fields.model, fields.stream) == ("a/b", True)
    assert not read_fields(b'{"model":"a","stream":null}').stream


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"application/json",
        b"application/json; charset=utf-8",
        b"Application/JSON",
        b"application/x+json",
    ],
)
def test_json_types_pass(value):
    check_content_type(value)


@pytest.mark.parametrize(
    "value", [b"text/plain", b"application/x-www-form-urlencoded", b"", b"multipart/form-data"]
)
def test_what_a_pages_form_can_send_does_not(value):
    with pytest.raises(Refusal) as caught:
        check_content_type(value)
    assert caught.value.status == 415


def chunked(pieces):
    framed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece)
    return framed + b"0\r\n\r\n"


@given(st.lists(st.binary(max_size=50)), st.binary(max_size=20), st.integers(1, 40))
def test_chunks_come_off_however_they_are_cut(pieces, rest, step):
    decoder = ChunkedDecoder()
    wire = chunked(pieces) + rest
    payload = b"".join(decoder.feed(wire[at : at + step]) for at in range(0, len(wire), step))
    assert decoder.done
    assert payload == b"".join(pieces)
    assert decoder.rest() == rest


def test_extensions_and_trailers_are_passed_over():
    decoder = ChunkedDecoder()
    assert decoder.feed(b'3;name="x"\r\nabc\r\n0\r\nX-T: 1\r\n\r\n') == b"abc"
    assert decoder.done


@pytest.mark.parametrize(
    "wire",
    [
        b"x\r\n",
        b"-1\r\n",
        b"0x3\r\nabc\r\n",
        b"3\nabc\r\n",
        b"3\r\nabcd\r\n",
        b"3\r\nabc\n0\r\n",
        b" 3\r\nabc\r\n",
        b"3 \r\nabc\r\n",
        b"fffffffff\r\n",
        b"\r\n",
        b"3;\x01\r\nabc\r\n",
        b"0\r\nno trailer\r\n\r\n",
        b"0\r\n folded: 1\r\n\r\n",
        b"1;" + b"a" * 5000,
        b"0\r\n" + b"x: 1\r\n" * 3000,
    ],
)
def test_broken_chunks_are_refused(wire):
    with pytest.raises(Refusal) as caught:
        ChunkedDecoder().feed(wire)
    assert (caught.value.status, caught.value.close) == (400, True)
