"""`monitor --watch`, its pauses counted and not waited for."""

from __future__ import annotations

import io
import json

import pytest

from openclaw_auth.cli.context import Context
from openclaw_auth.cli.monitor import monitor
from openclaw_auth.cli.parser import make
from watched_host import HOUR_MS, api_key, token


def watch(watched, steps, *words):
    """Run it; before each pause ends, the next step happens; after the last one, Ctrl-C."""
    out, err, left = io.StringIO(), io.StringIO(), list(steps)

    def sleep_s(seconds):
        watched.now_ms += int(seconds * 1000)
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    watched.ports.sleep_s = sleep_s
    ctx = Context(watched.ports, watched.paths, stdout=out, stderr=err)
    parser = make(("monitor",), "")
    monitor.build(parser)
    with pytest.raises(KeyboardInterrupt):
        monitor.run(parser.parse_args(["--watch", *words]), ctx)
    return out.getvalue(), err.getvalue()


def test_a_change_is_one_line_and_silence_is_none(watched):
    watched.write_store({"anthropic:default": api_key(), "acme:t": token(30 * HOUR_MS, "acme")})

    def nothing():
        pass

    def later():
        watched.now_ms += 10 * HOUR_MS

    out, _ = watch(watched, [nothing, nothing, later, nothing], "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [len(line["conditions"]) for line in lines] == [0, 1]
    assert lines[1]["alerts"][0]["event"] == "expiring"


def test_a_broken_config_is_told_once_and_mended_meanwhile(watched):
    watched.write_store({"anthropic:default": api_key()})

    def breaks():
        watched.write_config({"auth": {"ordr": {}}})

    def stays():
        pass

    def mends():
        watched.write_config({})
        watched.write_store({"anthropic:default": token(-1)})

    out, err = watch(watched, [breaks, stays, stays, mends, stays])
    assert err.count("auth.ordr") == 1
    assert out.count("anthropic:default ended") == 1
