"""What follows a change of a store: the config must say the same. Told, not raised, when it cannot."""

from __future__ import annotations

from openclaw_auth.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.config.edit import Edit
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings


class Change:
    """What came of a change of stored credentials.

    Attributes:
        store_path: the store that changed.
        config_path: the config file that changed, None when none had to.
        config_error: why the config could not be changed; the store is all the same.
    """

    __slots__ = ("config_error", "config_path", "store_path")

    def __init__(
        self, store_path: str, config_path: str | None, config_error: ConfigError | None
    ) -> None:
        self.store_path = store_path
        self.config_path = config_path
        self.config_error = config_error


def change_config(
    store_path: str, edits: Sequence[Edit], settings: Settings, ports: Ports
) -> Change:
    """Make config edits that follow a change of a store; a refusal is told, not raised."""
    if not edits:
        return Change(store_path, None, None)
    from openclaw_auth.config.write import edit_config

    try:
        result = edit_config(settings.paths, edits, ports, settings.environment.value)
    except ConfigError as error:
        return Change(store_path, None, error)
    return Change(store_path, result.file if result.changed else None, None)
