"""Which addresses `--bind` means."""

from __future__ import annotations

import ipaddress
import socket

from openclaw_auth.errors import GatewayError

LOOPBACK = ("127.0.0.1", "::1")
# Where Tailscale puts its hosts (CGNAT range and ULA prefix, tailscale.com/kb/1015).
_TAILNET = (ipaddress.ip_network("100.64.0.0/10"), ipaddress.ip_network("fd7a:115c:a1e0::/48"))


class Bind:
    """Where to listen.

    Attributes:
        hosts: addresses, tried in order; the first must work.
        beyond_loopback: whether others than this machine can reach one of them.
        any_address: whether it is every address of the machine.
    """

    __slots__ = ("any_address", "beyond_loopback", "hosts")

    def __init__(
        self, hosts: tuple[str, ...], *, beyond_loopback: bool, any_address: bool = False
    ) -> None:
        self.hosts = hosts
        self.beyond_loopback = beyond_loopback
        self.any_address = any_address


def resolve_bind(text: str, machine_addresses: tuple[str, ...]) -> Bind:
    """Return where `--bind` says to listen. Pure.

    `loopback` is 127.0.0.1 and ::1, `lan` every address, `tailnet` the Tailscale ones, `auto`
    those when there are any and else loopback; loopback itself always stays reachable.

    Args:
        text: the option or the config's word; empty means loopback.
        machine_addresses: the addresses of this machine.

    Raises:
        GatewayError: `bind_unknown`, neither a word nor an address.
    """
    word = text.strip().lower() or "loopback"
    tailnet = tuple(a for a in machine_addresses if _in_tailnet(a))
    if word == "loopback" or (word == "auto" and not tailnet):
        return Bind(LOOPBACK, beyond_loopback=False)
    if word == "lan":
        return Bind(("0.0.0.0", "::"), beyond_loopback=True, any_address=True)  # noqa: S104 - asked for; a token is required
    if word in ("tailnet", "auto"):
        if not tailnet:
            raise GatewayError("bind_unknown", bind=text)
        return Bind((*tailnet, *LOOPBACK), beyond_loopback=True)
    if word == "localhost":
        return Bind(LOOPBACK, beyond_loopback=False)
    try:
        address = ipaddress.ip_address(word.strip("[]"))
    except ValueError:
        raise GatewayError("bind_unknown", bind=text) from None
    return Bind(
        (str(address),),
        beyond_loopback=not address.is_loopback,
        any_address=address.is_unspecified,
    )


def _in_tailnet(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address.version == net.version and address in net for net in _TAILNET)


def machine_addresses() -> tuple[str, ...]:
    """Return this machine's addresses, as far as it knows them without asking anyone.

    A datagram socket that is connected and never used tells which address a packet would leave
    from; that finds the tailnet's address by its own resolver's (tailscale.com/kb/1054).
    """
    found: list[str] = []
    for family, target in (
        (socket.AF_INET, "100.100.100.100"),
        (socket.AF_INET6, "fd7a:115c:a1e0::53"),
    ):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 53))
                found.append(probe.getsockname()[0])
        except OSError:
            continue
    return tuple(found)
