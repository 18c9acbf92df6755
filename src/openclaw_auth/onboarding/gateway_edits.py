"""The config edits for what was said about the gateway. Pure; what is so already is left out."""

from __future__ import annotations

from openclaw_auth.config.edit import Edit
from openclaw_auth.config.keypath import ABSENT, same, value_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.onboarding.answers import GatewayAnswers
    from openclaw_auth.secret import Secret


def gateway_edits(
    raw: Mapping[str, Any], said: GatewayAnswers, new_token: Secret | None
) -> list[Edit]:
    """Return the edits of a gateway on this host.

    Args:
        raw: the config as written.
        said: None in it leaves a setting as it is.
        new_token: a random one for a host that has none yet; None otherwise.
    """
    token = said.token or new_token
    first = value_at(dict(raw), ("gateway", "auth", "mode")) is ABSENT
    wanted: dict[tuple[str, ...], object] = {
        ("mode",): "local",
        ("port",): said.port,
        ("bind",): said.bind,
        ("auth", "mode"): said.auth or ("token" if first else None),
        ("auth", "token"): _plain(token),
        ("auth", "password"): _plain(said.password),
        ("tailscale", "mode"): said.tailscale,
        ("tailscale", "resetOnExit"): True if said.tailscale_reset else None,
    }
    return _changes(raw, wanted)


def remote_edits(raw: Mapping[str, Any], url: str | None, token: Secret | None) -> list[Edit]:
    """Return the edits that let this host use a gateway elsewhere."""
    wanted: dict[tuple[str, ...], object] = {
        ("mode",): "remote",
        ("remote", "url"): url,
        ("remote", "token"): _plain(token),
    }
    return _changes(raw, wanted)


def _changes(raw: Mapping[str, Any], wanted: Mapping[tuple[str, ...], object]) -> list[Edit]:
    edits = []
    for place, value in wanted.items():
        path = ("gateway", *place)
        present = value_at(dict(raw), path)
        if value is not None and (present is ABSENT or not same(present, value)):
            edits.append(Edit("set", path, value))
    return edits


def _plain(secret: Secret | None) -> str | None:
    """The config holds its tokens in the clear, as OpenClaw 2026.2 reads them."""
    return secret.reveal() if secret is not None else None
