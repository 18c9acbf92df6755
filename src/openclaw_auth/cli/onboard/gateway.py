"""The wizard's questions about the gateway: port, who may reach it, its token."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.errors import GatewayError, UsageError
from openclaw_auth.gateway.port import DEFAULT_PORT, HIGHEST_PORT
from openclaw_auth.onboarding.answers import GatewayAnswers
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.cli.onboard.asking import Wizard

_BINDS = ("loopback", "lan", "tailnet", "auto")


def ask_gateway(said: GatewayAnswers, wizard: Wizard) -> GatewayAnswers:
    """Ask for what was not said yet; Enter keeps what is configured."""
    view = wizard.scene.settings.view
    port = said.port
    if port is None:
        present = view.gateway_port() or DEFAULT_PORT
        text = wizard.text(Reason("onboard_ask_port"), str(present), _port_fault)
        port = int(text) if int(text) != present else None
    bind = said.bind or _ask_bind(view.gateway_bind() or _BINDS[0], wizard)
    token = said.token or _ask_token(wizard)
    return GatewayAnswers(
        port=port,
        bind=bind,
        auth=said.auth,
        token=token,
        password=said.password,
        tailscale=said.tailscale,
        tailscale_reset=said.tailscale_reset,
    )


def _ask_bind(present: str, wizard: Wizard) -> str | None:
    """Ask who may reach it; None keeps what is there."""
    shown = [wizard.words(Reason(f"onboard_bind_{word}")) for word in _BINDS]
    words = [*_BINDS]
    if present not in words:
        words.append(present)
        shown.append(present)
    usual = words.index(present)
    chosen = words[wizard.number(Reason("onboard_ask_bind"), shown, on_enter=usual)]
    return chosen if chosen != present else None


def _ask_token(wizard: Wizard) -> Secret | None:
    """Ask for a token of the user's own; None keeps the present one, or makes one."""
    kept = wizard.scene.here().has_token
    title = "onboard_ask_gateway_token_kept" if kept else "onboard_ask_gateway_token"

    def check(text: str) -> list[Reason]:
        fault = token_fault(text)
        return [] if fault is None else [fault]

    text = wizard.secret(Reason(title), check).strip()
    return Secret(text) if text else None


def port_of(text: str) -> int:
    """Return a port from an option.

    Raises:
        UsageError: `onboard_port`.
    """
    fault = _port_fault(text.strip())
    if fault is not None:
        raise UsageError(fault.code, **fault.params)
    return int(text)


def bind_of(text: str) -> str:
    """Return where to listen, as the config says it.

    Raises:
        UsageError: `onboard_bind_custom`, an address is wanted.
        GatewayError: `bind_unknown`.
    """
    from openclaw_auth.gateway.binds import resolve_bind

    word = text.strip()
    if word.lower() == "custom":
        raise UsageError("onboard_bind_custom")
    if word.lower() in _BINDS:
        return word.lower()
    resolve_bind(word, ())
    if not word:
        raise GatewayError("bind_unknown", bind=text)
    return word


def token_fault(text: str) -> Reason | None:
    """Return what is wrong with a token that clients shall show in a header; None when it is fine."""
    word = text.strip()
    fine = word.isascii() and word.isprintable() and " " not in word
    return None if fine else Reason("onboard_gateway_token_characters")


def _port_fault(text: str) -> Reason | None:
    fine = text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= HIGHEST_PORT
    return None if fine else Reason("onboard_port", {"port": text})
