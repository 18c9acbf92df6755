"""Opens the user's browser, where there is one to be seen. Never waits for it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
_OPENERS = ("xdg-open", "wslview", "termux-open-url", "gio")


def browser_commands(environ: Mapping[str, str], platform: str) -> list[list[str]]:
    """Return the commands to try, each wanting a URL behind it. Pure.

    None over SSH, for the browser would open on the wrong machine, and none without a screen.
    BROWSER is the user's word and beats both.
    """
    chosen = [words.split() for words in environ.get("BROWSER", "").split(os.pathsep)]
    named = [[word for word in words if word != "%s"] for words in chosen if words]
    if named:
        return named
    if any(environ.get(name) for name in _REMOTE):
        return []
    if platform == "darwin":
        return [["open"]]
    on_phone = "com.termux" in environ.get("PREFIX", "")
    if not on_phone and not any(environ.get(name) for name in (*_SCREENS, "WSL_DISTRO_NAME")):
        return []
    return [[opener, "open"] if opener == "gio" else [opener] for opener in _OPENERS]


def open_browser(url: str, environ: Mapping[str, str]) -> bool:
    """Open a URL; returns whether something was started. Its output goes nowhere."""
    import subprocess
    import threading
    from shutil import which

    for command in browser_commands(environ, sys.platform):
        program = which(command[0], path=environ.get("PATH"))
        if program is None:
            continue
        try:
            process = subprocess.Popen(  # noqa: S603 # no shell; the user's own choice of program
                [program, *command[1:], url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            continue
        threading.Thread(target=process.wait, daemon=True).start()  # leaves no zombie
        return True
    return False
