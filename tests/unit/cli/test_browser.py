"""Where a browser is opened, and where it would open in front of nobody."""

from __future__ import annotations

import pytest

from openclaw_auth.cli.browser import browser_commands, open_browser


@pytest.mark.parametrize(
    ("environ", "platform", "first"),
    [
        ({"DISPLAY": ":0"}, "linux", ["xdg-open"]),
        ({"WAYLAND_DISPLAY": "w"}, "linux", ["xdg-open"]),
        ({}, "linux", None),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "x"}, "linux", None),
        ({}, "darwin", ["open"]),
        ({"SSH_TTY": "/dev/ttys1"}, "darwin", None),
        ({"PREFIX": "/data/data/com.termux/files/usr"}, "linux", ["xdg-open"]),
        ({"BROWSER": "w3m -v:lynx"}, "linux", ["w3m", "-v"]),
        ({"BROWSER": "firefox %s", "SSH_TTY": "x"}, "linux", ["firefox"]),
    ],
)
def test_which_command(environ, platform, first):
    commands = browser_commands(environ, platform)
    assert (commands[0] if commands else None) == first


def test_what_is_missing_is_passed_over(tmp_path):
    browser = tmp_path / "second"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    environ = {"BROWSER": "no-such-browser:second", "PATH": f"{tmp_path}:/usr/bin:/bin"}
    assert open_browser("https://a.example/?b", environ)
    assert not open_browser("https://a.example/", {**environ, "BROWSER": "no-such-browser"})
