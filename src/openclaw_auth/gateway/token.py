"""The gateway's own token: where it comes from, and how it is made on first start."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from openclaw_auth.config.edit import Edit
from openclaw_auth.config.write import edit_config
from openclaw_auth.errors import GatewayError
from openclaw_auth.secret import Secret
from openclaw_auth.sources.config_keys import secret_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings

VARIABLE = "OPENCLAW_GATEWAY_TOKEN"
CONFIG_PATH = ("gateway", "auth", "token")
_BYTES = 32


class GatewayToken:
    """The token clients must show, and where a person finds it."""

    __slots__ = ("secret", "where")

    def __init__(self, secret: Secret, where: str) -> None:
        self.secret = secret
        self.where = where


def find_token(settings: Settings, option: str | None) -> GatewayToken | None:
    """Return the token: `--token`, else OPENCLAW_GATEWAY_TOKEN, else `gateway.auth.token`.

    None when there is none yet.

    Raises:
        GatewayError: `gateway_token_unset`, the config refers to something that is not there;
            making up another token would lock out whoever set that up.
    """
    if option and option.strip():
        return GatewayToken(Secret(option.strip()), "--token")
    variable = settings.environment.get(VARIABLE)
    if variable is not None:
        return GatewayToken(Secret(variable.value.strip()), variable.source)
    written = settings.view.gateway_auth().get("token")
    if written is None:
        return None
    import os

    base_dir = os.path.dirname(settings.paths.config_path)
    secret, reason = secret_of(written, settings.environment, base_dir)
    if secret is None:
        if reason is None and isinstance(written, str):
            return None  # an empty text is no token
        shown = reason.params.get("name", "a reference") if reason else "a reference"
        raise GatewayError("gateway_token_unset", text=shown)
    return GatewayToken(secret, settings.paths.shorten(settings.paths.config_path))


def make_token(settings: Settings, ports: Ports) -> GatewayToken:
    """Make a token and write it to `gateway.auth.token`, so that it stays.

    Raises:
        ConfigError: the config cannot be edited.
    """
    text = urlsafe_b64encode(ports.random_bytes(_BYTES)).rstrip(b"=").decode()
    edit_config(settings.paths, [Edit("set", CONFIG_PATH, text)], ports, settings.environment.value)
    return GatewayToken(Secret(text), settings.paths.shorten(settings.paths.config_path))
