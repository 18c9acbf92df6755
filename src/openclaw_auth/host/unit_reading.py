"""Reads what an installed service sets: its file, its drop-ins, the environment files it names."""

from __future__ import annotations

import os
import re

from openclaw_auth.host.unit_variables import variables_in
from openclaw_auth.sources import dotenv

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.host.plan import Manager

_ENVIRONMENT_FILE = re.compile(r'^EnvironmentFile=-?"?([^"\n]+?)"?\s*$', re.MULTILINE)


def installed_variables(manager: Manager, home: str | None) -> dict[str, str] | None:
    """Return the variables that the service starts with, None when it is not installed.

    Environment files win over `Environment=`, drop-ins over the unit (systemd.exec(5)).

    Args:
        manager: who keeps it.
        home: what `%h` stands for.
    """
    text = _text(manager.path)
    if text is None:
        return None
    if not manager.kind.startswith("systemd"):
        return variables_in(manager, text)
    folder = f"{manager.path}.d"
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        names = []
    parts = [_text(os.path.join(folder, name)) for name in names if name.endswith(".conf")]
    whole = "\n".join([text, *(part for part in parts if part is not None)])
    found = variables_in(manager, whole)
    for path in _ENVIRONMENT_FILE.findall(whole):
        found |= dotenv.read_if_allowed(path.replace("%h", home or "%h").replace("%%", "%"))
    return found


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None
