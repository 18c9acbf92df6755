"""Renews the login of a lease in the middle of a request."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.gateway.context import Gateway
    from openclaw_auth.lending.rotation import Next


async def renewed(gateway: Gateway, following: Next) -> bool:
    """Return whether the login has an access token that may serve, after a refresh if need be.

    Args:
        gateway: has the refresher, if anyone refreshes.
        following: what asks for it; after a refusal another token than the refused one is wanted.
    """
    refresher = gateway.refresher
    if refresher is None:
        return False
    grant = following.lease.grant
    folder, profile_id = grant.name
    rejected = grant.candidate.secret if following.rejected else None
    return await refresher.refreshed(folder, profile_id, rejected=rejected)
