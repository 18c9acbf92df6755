"""Which port the gateway listens on. Apart from the server, so that commands need not load that."""

from __future__ import annotations

from openclaw_auth.errors import GatewayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.settings import Settings

DEFAULT_PORT = 18789  # OpenClaw's, where clients look for it
PORT_VARIABLE = "OPENCLAW_GATEWAY_PORT"
HIGHEST_PORT = 65_535
_DIGITS = 5


def chosen_port(option: str | None, variable: str | None, configured: int | None) -> int:
    """Return the port: `--port`, else OPENCLAW_GATEWAY_PORT, else `gateway.port`, else 18789.

    Raises:
        GatewayError: `port_invalid`.
    """
    for given in (option, variable):
        text = (given or "").strip()
        if not text:
            continue
        digits = text.lstrip("0") or "0"
        if not text.isdecimal() or len(digits) > _DIGITS or int(digits) > HIGHEST_PORT:
            raise GatewayError("port_invalid", port=given)
        return int(digits)
    return DEFAULT_PORT if configured is None else configured


def wanted_port(settings: Settings, option: str | None = None) -> int:
    """Return the port that a gateway of these settings takes. Raises as `chosen_port`."""
    variable = settings.environment.value(PORT_VARIABLE)
    return chosen_port(option, variable, settings.view.gateway_port())
