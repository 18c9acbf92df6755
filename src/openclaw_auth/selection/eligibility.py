"""May this profile be sent now? The answer always comes with its reason."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import Profile, UsageStats
    from openclaw_auth.selection.snapshot import ConfigProfile


def unfit(profile: Profile, named: ConfigProfile | None, now_ms: int) -> Reason | None:
    """Return why this profile cannot serve whatever the time outs say, None when it can.

    Args:
        profile: the stored profile.
        named: what the config says of this id, if it names it.
        now_ms: the present, epoch ms.
    """
    if named is not None and not mode_fits(named.mode, profile.type):
        return Reason(
            "mode_mismatch", {"profile": profile.id, "mode": named.mode, "type": profile.type}
        )
    if profile.type == "oauth":
        return _unfit_login(profile, now_ms)
    if not profile.secret:
        return Reason("secret_empty", {"profile": profile.id, "provider": profile.provider})
    if profile.type == "token" and _ended(profile.expires_ms, now_ms):
        return _expired("token_expired", profile)
    return None


def mode_fits(mode: str | None, stored_type: str) -> bool:
    """Return whether a config mode admits a stored type; a login may be stored as a token."""
    return mode is None or mode == stored_type or (mode == "oauth" and stored_type == "token")


def unusable_until_ms(stats: UsageStats | None, now_ms: int) -> int | None:
    """Return when a running cooldown or disable ends (epoch ms), None when none runs."""
    if stats is None:
        return None
    until_ms = max(stats.cooldown_until_ms or 0, stats.disabled_until_ms or 0)
    return until_ms if until_ms > now_ms else None


def time_out(profile_id: str, stats: UsageStats, until_ms: int, now_ms: int) -> Reason:
    """Return the reason of a running cooldown or disable."""
    disabled = (stats.disabled_until_ms or 0) > now_ms
    params: dict[str, object] = {
        "profile": profile_id,
        "until_ms": until_ms,
        "left_ms": until_ms - now_ms,
    }
    if disabled:
        return Reason("disabled", {**params, "why": stats.disabled_reason or "unknown"})
    return Reason("cooling", params)


def _unfit_login(profile: Profile, now_ms: int) -> Reason | None:
    if not profile.secret and not profile.refresh:
        return Reason("secret_empty", {"profile": profile.id, "provider": profile.provider})
    if not profile.refresh and _ended(profile.expires_ms, now_ms):
        return _expired("login_expired", profile)
    if not profile.secret or _ended(profile.expires_ms, now_ms):
        return Reason("login_needs_refresh", {"profile": profile.id, "provider": profile.provider})
    return None


def _ended(expires_ms: int | None, now_ms: int) -> bool:
    return expires_ms is not None and 0 < expires_ms <= now_ms


def _expired(code: str, profile: Profile) -> Reason:
    return Reason(
        code,
        {"profile": profile.id, "provider": profile.provider, "expires_ms": profile.expires_ms},
    )
