"""What shells complete, whatever the shell: lines, and what must be offered for each."""

from __future__ import annotations

import os
import sys

from failing_host import profile

CASES = {
    "openclaw mod": ["models"],
    "openclaw models a": ["aliases", "auth"],
    "openclaw models auth pas": ["paste-api-key", "paste-token"],
    "openclaw models status --che": ["--check"],
    "openclaw models status --lang zh --agent ": ["main", "work"],
    "openclaw --lang ": ["en", "zh"],
    "openclaw --lang zh agents is": ["isolate"],
    "openclaw models auth list --provider=anthr": ["anthropic"],
    "openclaw models auth remove anthropic:w": ["anthropic:work", "anthropic:wörk@example.org"],
    "openclaw models auth order set --provider anthropic anthropic:wo": ["anthropic:work"],
    "openclaw models fallbacks ad": ["add"],
    "openclaw models set mine/": ["mine/m1", "mine/m2:7b"],
    "openclaw models set mine/m2:": ["mine/m2:7b"],
    "openclaw completion ": ["bash", "zsh", "fish"],
    "openclaw gateway run --log-format ": ["json", "text"],
    "openclaw models auth import --from cod": ["codex"],
    "openclaw models nosuch zzz": [],
}


def prepare(host):
    """Give a host names to complete, and put `openclaw` on its PATH."""
    names = ["anthropic:work", "anthropic:wörk@example.org", "openai:b"]
    host.write_store({"profiles": {name: profile(name) for name in names}})
    models = [{"id": "m1", "name": "m1"}, {"id": "m2:7b", "name": "m2"}]
    mine = {"baseUrl": "http://127.0.0.1:9/v1", "models": models}
    host.write_config(
        {
            "agents": {"list": [{"id": "main"}, {"id": "work"}]},
            "models": {"providers": {"mine": mine}},
        }
    )
    folder = host.home / "bin"
    folder.mkdir()
    program = folder / "openclaw"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m openclaw_auth "$@"\n')
    program.chmod(0o755)
    host.env["PATH"] = f"{folder}{os.pathsep}{host.env['PATH']}"
    return host
