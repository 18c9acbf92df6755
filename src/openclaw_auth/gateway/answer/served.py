"""What clients and the log are told of a lease: who answered. Rendered once for each lease."""

from __future__ import annotations

from openclaw_auth.gateway.log.plain import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.lending.lease import Lease
    from openclaw_auth.lending.rotation import Rotation


_NAMED = 20  # of those that did not answer


class Served:
    """One lease in words.

    Attributes:
        fields: header lines that name model, profile and billing class, each with its line end.
        log_name: the same for a line of the log, with a space before it.
    """

    __slots__ = ("fields", "log_name")

    def __init__(self, lease: Lease) -> None:
        candidate = lease.grant.candidate
        provider = lease.grant.provider.id
        who = candidate.profile_id or candidate.source
        lines = [
            ("x-openclaw-model", f"{provider}/{lease.model}"),
            ("x-openclaw-profile", who),
            ("x-openclaw-billing", candidate.billing_class or "unknown"),
        ]
        self.fields = b"".join(
            b"%b: %b\r\n" % (name.encode(), header_value(value)) for name, value in lines
        )
        self.log_name = f" {plain(provider)}/{plain(lease.model)} {plain(who)}"


def header_value(text: str) -> bytes:
    """Return a text as a header value: ASCII, no controls, so that nothing can end the line."""
    return (
        ascii(text)[1:-1].encode() if not (text.isascii() and text.isprintable()) else text.encode()
    )


def served(lease: Lease) -> Served:
    """Return a lease in words, made at its first use."""
    known = lease.served
    if not isinstance(known, Served):
        known = lease.served = Served(lease)
    return known


def own_fields(lease: Lease, request_id: str, rotation: Rotation | None) -> bytes:
    """Return the header lines that we add to an answer: who gave it, and who before did not."""
    lines = b"x-openclaw-request-id: %b\r\n%b" % (request_id.encode(), served(lease).fields)
    if rotation is None or not rotation.passed_over:
        return lines
    passed_over = ", ".join(map(str, rotation.passed_over[:_NAMED]))
    return b"%bx-openclaw-passed-over: %b\r\n" % (lines, header_value(passed_over))
