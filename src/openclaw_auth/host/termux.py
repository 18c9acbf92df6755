"""Termux services: facts in, run script and commands out. Pure.

The package `termux-services` keeps runit's layout: `$PREFIX/var/service/<name>/run`, a `down` file
for what shall not start, `log/run` for the output. Source: its own README.
"""

from __future__ import annotations

import os
import re
import shlex

from openclaw_auth.host.plan import MARK, ServiceFile, ServicePlan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import Command, Manager, ServiceFacts

_RUNNING = re.compile(r"^run: .*?\(pid (\d+)\)", re.MULTILINE)


def run_script(manager: Manager, facts: ServiceFacts) -> str:
    """Return the script that runit starts."""
    lines = [
        f"#!{_prefix(manager)}/bin/sh",
        f"# {MARK}.",
        "# shellcheck disable=SC2016 # a dollar sign in a path is one",
        "umask 077",
        *(f"export {name}={shlex.quote(value)}" for name, value in facts.environ.items()),
        f"cd {shlex.quote(facts.directory)} || exit 1",
        f"exec {shlex.join(facts.program)} 2>&1",
        "",
    ]
    return "\n".join(lines)


def log_script(manager: Manager) -> str:
    """Return the script that keeps the output: the one that termux-services ships."""
    prefix = _prefix(manager)
    return f"#!{prefix}/bin/sh\n# {MARK}.\nexec {shlex.quote(f'{prefix}/share/termux-services/svlogger')}\n"


def plan(manager: Manager, facts: ServiceFacts) -> ServicePlan:
    """Return what installing does."""
    folder = os.path.dirname(manager.path)
    return ServicePlan(
        manager,
        (
            ServiceFile(manager.path, run_script(manager, facts), 0o700),
            ServiceFile(os.path.join(folder, "log", "run"), log_script(manager), 0o700),
        ),
        (("sv-enable", manager.name), ("sv", "restart", folder)),
        facts.writable[:1],
    )


def removal(manager: Manager) -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    """Return the commands before the scripts are deleted, and those after."""
    folder = os.path.dirname(manager.path)
    return (("-", "sv-disable", manager.name), ("-", "sv", "down", folder)), ()


def verb(manager: Manager, word: str) -> tuple[Command, ...]:
    """Return the commands for `start`, `stop` or `restart`."""
    words = {"start": "up", "stop": "down", "restart": "restart"}
    return (("sv", words[word], os.path.dirname(manager.path)),)


def question(manager: Manager) -> Command:
    """Return the command whose output `read_answer` understands."""
    return ("sv", "status", os.path.dirname(manager.path))


def read_answer(output: str) -> tuple[bool, int | None]:
    """Return whether it runs, and its process, from the answer to `question`."""
    found = _RUNNING.search(output)
    return found is not None, int(found[1]) if found else None


def _prefix(manager: Manager) -> str:
    """Return `$PREFIX`: four steps above `var/service/<name>/run`."""
    path = manager.path
    for _ in range(4):
        path = os.path.dirname(path)
    return path
