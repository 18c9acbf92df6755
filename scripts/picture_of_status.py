"""Draw docs/pictures/status.svg: real output of `openclaw models status` on a host with problems."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

HOUR_MS = 3_600_000
ROOT = Path(__file__).resolve().parent.parent


def host(state: Path, now_ms: int) -> None:
    """Write a state directory that has one of everything."""
    profiles = {
        "anthropic:work": {
            "type": "api_key",
            "provider": "anthropic",
            "key": "sk-ant-api03-" + "x" * 80 + "k7Qw2mAA",
        },
        "anthropic:spare": {
            "type": "api_key",
            "provider": "anthropic",
            "key": "sk-ant-api03-" + "x" * 80 + "Zt90pLAA",
        },
        "anthropic:claude-max": {
            "type": "token",
            "provider": "anthropic",
            "token": "sk-ant-oat01-" + "x" * 80 + "Vw11nAAA",
            "expires": now_ms - 31 * HOUR_MS,
        },
        "openrouter:default": {
            "type": "token",
            "provider": "openrouter",
            "token": "sk-or-v1-" + "a1" * 32,
            "expires": now_ms + 5 * HOUR_MS,
        },
    }
    stats = {
        "anthropic:spare": {
            "disabledUntil": now_ms + 5 * HOUR_MS,
            "disabledReason": "billing",
            "errorCount": 1,
        }
    }
    store = state / "agents/main/agent/auth-profiles.json"
    store.parent.mkdir(parents=True)
    store.write_text(json.dumps({"version": 1, "profiles": profiles, "usageStats": stats}))
    model = {"primary": "anthropic/claude-opus-4-5", "fallbacks": ["openai/gpt-5.2"]}
    config = {"agents": {"defaults": {"model": model}}}
    (state / "openclaw.json").write_text(json.dumps(config))


def main() -> None:
    """Run the command and write the picture."""
    with tempfile.TemporaryDirectory() as home:
        host(Path(home, ".openclaw"), int(time.time() * 1000))
        shown = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "openclaw"), "models", "status"],
            env={"HOME": home, "FORCE_COLOR": "1", "LANG": "en_US.UTF-8"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=96, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi("$ openclaw models status\n" + shown.rstrip()))
        svg = console.export_svg(title="openclaw models status")
    # The picture must not load a font from elsewhere when it is looked at.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    (ROOT / "docs/pictures/status.svg").write_text(svg)


if __name__ == "__main__":
    main()
