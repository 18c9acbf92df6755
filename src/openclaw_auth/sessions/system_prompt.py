"""What an agent is told before every conversation: its own system prompt, else the defaults'.

`systemPrompt` of an agent's entry or of `agents.defaults`: a text, or `{file: "…"}` with a path
that is absolute, begins with `~`, or lies below the state directory.
"""

from __future__ import annotations

import os

from openclaw_auth.config.view import agent_key
from openclaw_auth.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.config.view import ConfigView


def system_prompt(view: ConfigView, paths: Paths, agent_id: str) -> str | None:
    """Return an agent's system prompt, None when none is set or it is empty.

    Raises:
        ConfigError: `system_prompt_unreadable`, the file it names cannot be read.
    """
    written = _written(view, agent_id)
    if isinstance(written, dict):
        file = written.get("file")
        written = _read(file, paths) if isinstance(file, str) and file.strip() else None
    text = written.strip() if isinstance(written, str) else ""
    return text or None


def _written(view: ConfigView, agent_id: str) -> object:
    listed = view.section("agents").get("list")
    for entry in listed if isinstance(listed, list) else ():
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and agent_key(name) == agent_id and "systemPrompt" in entry:
            return entry["systemPrompt"]
    return view.section("agents", "defaults").get("systemPrompt")


def _read(file: str, paths: Paths) -> str:
    path = file.strip()
    if not path.startswith("~"):
        path = os.path.join(paths.state_dir, path)
    path = paths.absolute(path)
    try:
        with open(path, encoding="utf-8", errors="replace") as opened:
            return opened.read()
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigError("system_prompt_unreadable", path=path, error=why) from error
