"""The demo provider: an emulator in this process, so that a chat works without an account.

It exists in memory only: nothing of it is written to the config, and it is gone with the process.
"""

from __future__ import annotations

from openclaw_auth.config.load import Config
from openclaw_auth.settings import Settings
from openclaw_auth.testing import ProviderEmulator

PROVIDER = "demo"
MODEL = "echo"
REF = f"{PROVIDER}/{MODEL}"
_KEY = "demo-needs-no-key"


class Demo:
    """The emulator, and the settings that know of it."""

    def __init__(self) -> None:
        self._emulator = ProviderEmulator(models=(MODEL,), keep_requests=0)

    async def start(self) -> None:
        """Listen on a loopback port of the system's choice."""
        await self._emulator.start()

    async def stop(self) -> None:
        """Stop listening."""
        await self._emulator.stop()

    def adjust(self, settings: Settings) -> Settings:
        """Return the settings with the provider `demo`, and its model where no default is set."""
        data = _with_demo(settings.config.data, self._emulator.openai_base_url)
        old = settings.config
        config = Config(
            old.path,
            data,
            old.raw,
            main=old.main,
            files=old.files,
            layers=old.layers,
            problems=old.problems,
            unknown_sections=old.unknown_sections,
        )
        return Settings(
            settings.paths,
            config,
            settings.environment,
            settings.catalogue,
            shell_enabled=settings.shell_enabled,
            notices=settings.notices,
        )


def _with_demo(data: dict[str, object], base_url: str) -> dict[str, object]:
    entry = {
        "baseUrl": base_url,
        "apiKey": _KEY,
        # One of the two dialects for the provider and the other for its model: it speaks both.
        "api": "anthropic-messages",
        "models": [{"id": MODEL, "name": "Demo echo", "api": "openai-completions"}],
    }
    models = _section(data, "models")
    providers = {**_section(models, "providers"), PROVIDER: entry}
    agents = _section(data, "agents")
    defaults = _section(agents, "defaults")
    defaults.setdefault("model", {"primary": REF})
    return {
        **data,
        "models": {**models, "providers": providers},
        "agents": {**agents, "defaults": defaults},
    }


def _section(data: dict[str, object], name: str) -> dict[str, object]:
    found = data.get(name)
    return dict(found) if isinstance(found, dict) else {}
