"""May this profile be sent now? The answer always comes with its reason."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import Profile
    from openclaw_auth.selection.snapshot import ConfigProfile


def unfit(
    profile: Profile, named: ConfigProfile | None, now_ms: int, *, refreshes: bool = False
) -> Reason | None:
    """Return why this profile cannot serve whatever the time outs say, None when it can.

    `refresh_due` is no obstacle: whoever sends it refreshes it before.

    Args:
        profile: the stored profile.
        named: what the config says of this id, if it names it.
        now_ms: the present, epoch ms.
        refreshes: whether whoever asks can refresh a login.
    """
    if named is not None and not mode_fits(named.mode, profile.type):
        return Reason(
            "mode_mismatch", {"profile": profile.id, "mode": named.mode, "type": profile.type}
        )
    if profile.type == "oauth":
        return _unfit_login(profile, now_ms, refreshes=refreshes)
    if not profile.secret:
        return Reason("secret_empty", {"profile": profile.id, "provider": profile.provider})
    if profile.type == "token" and _ended(profile.expires_ms, now_ms):
        return _expired("token_expired", profile)
    return None


def mode_fits(mode: str | None, stored_type: str) -> bool:
    """Return whether a config mode admits a stored type; a login may be stored as a token."""
    return mode is None or mode == stored_type or (mode == "oauth" and stored_type == "token")


def refreshable(profile: Profile) -> bool:
    """Return whether a new access token can be had for this login."""
    return profile.type == "oauth" and bool(profile.refresh)


def _unfit_login(profile: Profile, now_ms: int, *, refreshes: bool) -> Reason | None:
    if not profile.secret and not profile.refresh:
        return Reason("secret_empty", {"profile": profile.id, "provider": profile.provider})
    if not profile.refresh and _ended(profile.expires_ms, now_ms):
        return _expired("login_expired", profile)
    if not profile.secret or _ended(profile.expires_ms, now_ms):
        params = {"profile": profile.id, "provider": profile.provider}
        return Reason("refresh_due" if refreshes else "login_needs_refresh", params)
    return None


def _ended(expires_ms: int | None, now_ms: int) -> bool:
    return expires_ms is not None and 0 < expires_ms <= now_ms


def _expired(code: str, profile: Profile) -> Reason:
    return Reason(
        code,
        {"profile": profile.id, "provider": profile.provider, "expires_ms": profile.expires_ms},
    )
