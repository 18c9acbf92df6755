"""The files of a state directory, as a test of `doctor` writes and compares them."""

from __future__ import annotations

import json


def store_of(state, agent="main"):
    return state / "agents" / agent / "agent" / "auth-profiles.json"


def write(path, content, mode=0o600):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(mode)


def contents(folder):
    return {
        str(path): (path.read_bytes() if path.is_file() else None, path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
    }
