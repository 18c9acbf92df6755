"""An error reaches a person in words, and never with what it choked on."""

from __future__ import annotations

import io

import pytest

from openclaw_auth.cli.context import Context
from openclaw_auth.cli.report import report
from openclaw_auth.config.paths import system_paths
from openclaw_auth.errors import UnexpectedError
from openclaw_auth.testing.virtual import virtual_ports

SECRET = "sk-proj-never-print-me-0123456789"


def choke():
    try:
        {}[SECRET]
    except KeyError as first:
        raise ValueError(f"cannot read {SECRET}") from first


def said(environ):
    ports = virtual_ports(environ={"HOME": "/home/x", **environ})
    ctx = Context(ports, system_paths(ports), stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(ValueError, match="cannot read") as caught:
        choke()
    assert report(UnexpectedError.of(caught.value), ctx) == 1
    return ctx.stderr.getvalue()


def test_an_unexpected_error_says_its_kind():
    text = said({})
    assert "ValueError" in text
    assert SECRET not in text


def test_what_debug_prints_says_where_and_may_be_pasted_anywhere():
    text = said({"OPENCLAW_DEBUG": "1"})
    assert "in choke" in text
    assert text.index("KeyError\n") < text.rindex("ValueError")
    # The lines of our own source are shown; what they were given is not.
    assert SECRET not in text
