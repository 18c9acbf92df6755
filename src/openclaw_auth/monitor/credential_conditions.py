"""What stands wrong with one credential: its end, its rest, its renewal. Pure."""

from __future__ import annotations

from openclaw_auth.expiry import expiry_status
from openclaw_auth.monitor.condition import Condition
from openclaw_auth.selection.resting import ENTER, time_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.credentials import Profile
    from openclaw_auth.monitor.condition import Severity
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.sources.other_logins import OtherLogin

# What is over before anybody could do anything is not told.
PASSING_MS = 5 * 60_000
_DAY_MS = 86_400_000
_TOKEN_YEAR_MS = 365 * _DAY_MS  # ruling 16: a setup-token's nominal length
_TOKEN_OLD_MS = 335 * _DAY_MS
# What makes a tool log in anew, or renew what it has.
_TOOL_COMMANDS = {"codex": "codex login", "minimax": "openclaw models auth discover"}


def _who(name: str, profile_id: str, provider: str = "") -> dict[str, object]:
    agent = name.partition("/")[0]
    return {
        "profile": profile_id,
        "provider": provider,
        "where": "" if agent == "main" else f" [{agent}]",
        "agent": "" if agent == "main" else f" --agent {agent}",
    }


def expiry_condition(
    name: str,
    profile: Profile,
    renewal: Renewal | None,
    added_ms: int | None,
    *,
    now_ms: int,
    warn_ms: int,
) -> Iterator[Condition]:
    """Yield the condition of a profile that has ended or ends soon.

    A login that nobody here renews ends with its access token.

    Args:
        name: agent and profile id.
        profile: the credential.
        renewal: what is known of its renewal.
        added_ms: when we stored it, epoch ms.
        now_ms: the present, epoch ms.
        warn_ms: from when on an end is near.
    """
    params = {**_who(name, profile.id, profile.provider), "how": _how(profile)}
    lasting = renewal is not None and renewal.renewable == "yes"
    judged = profile if lasting or profile.type != "oauth" else profile.replace(refresh=None)
    state = expiry_status(judged, now_ms, warn_ms)
    if state in ("expired", "expiring"):
        params |= {"until_ms": profile.expires_ms, "expires_ms": profile.expires_ms}
        bad: Severity = "error" if state == "expired" else "warning"
        yield Condition(f"expiry:{name}", f"monitor_{state}", bad, params)
    elif state == "static" and profile.type == "token" and profile.provider == "anthropic":
        ends_ms = (added_ms or now_ms) + _TOKEN_YEAR_MS
        if now_ms - (added_ms or now_ms) >= min(_TOKEN_OLD_MS, _TOKEN_YEAR_MS - warn_ms):
            params["until_ms"] = ends_ms
            yield Condition(f"expiry:{name}", "monitor_token_old", "warning", params)


def refresh_condition(
    name: str, profile: Profile, renewal: Renewal | None, now_ms: int
) -> Iterator[Condition]:
    """Yield the condition of a login whose renewal was refused, or fails and is needed."""
    if renewal is None or (renewal.last is None and renewal.renewable != "rejected"):
        return
    params = {**_who(name, profile.id, profile.provider), "how": _how(profile)}
    if renewal.renewable == "rejected":
        params["detail"] = renewal.detail or "refused"
        yield Condition(f"refresh:{name}", "monitor_refresh_failed", "error", params)
    elif renewal.last is not None and renewal.last.outcome in ("failed", "unknown"):
        params["detail"] = renewal.last.code
        ended = profile.expires_ms is not None and profile.expires_ms <= now_ms
        wait_ms = 0 if ended else PASSING_MS
        bad: Severity = "error" if ended else "warning"
        yield Condition(f"refresh:{name}", "monitor_refresh_failed", bad, params, wait_ms)


def rest_condition(
    name: str,
    key: str,
    profile: Profile | None,
    secret: Secret | None,
    *,
    snapshot: Snapshot,
    now_ms: int,
) -> Iterator[Condition]:
    """Yield the condition of a credential that may not be used now.

    Args:
        name: agent and candidate key.
        key: the candidate's.
        profile: None for a key that lies elsewhere.
        secret: the present one: penalties are about one secret.
        snapshot: the agent's view.
        now_ms: the present, epoch ms.
    """
    out = time_out(snapshot, key, secret, now_ms)
    if out is None:
        return
    provider = profile.provider if profile is not None else provider_of(key, snapshot)
    params = {**_who(name, key, provider), "detail": out.detail or "unknown"}
    if out.kind == "dead":
        params["how"] = _how(profile) if profile is not None else f"add --provider {provider}"
        yield Condition(f"rest:{name}", "monitor_dead", "error", params)
    elif out.kind == "restricted":
        yield Condition(f"rest:{name}", "monitor_policy_restricted", "warning", params)
    else:
        until_ms = out.until_ms or now_ms
        params["until_ms"] = until_ms
        code = "monitor_disabled" if out.kind == "disabled" else "monitor_cooled"
        wait_ms = 0 if until_ms - now_ms >= PASSING_MS else PASSING_MS
        yield Condition(f"rest:{name}", code, "warning", params, wait_ms)


def login_name(login: OtherLogin) -> str:
    """Return what names another tool's login among the subjects."""
    return f"{login.tool_id}/{login.path}"


def login_condition(login: OtherLogin, now_ms: int, warn_ms: int) -> Iterator[Condition]:
    """Yield the condition of a login that another tool keeps.

    One that the tool renews by itself at its next use is only shown: nobody has to do anything.
    """
    if login.expires_ms is None or login.type == "api_key":
        return
    left_ms = login.expires_ms - now_ms
    params: dict[str, object] = {
        "tool": login.tool,
        "path": login.path,
        "until_ms": login.expires_ms,
        "expires_ms": login.expires_ms,
        "how": _TOOL_COMMANDS.get(login.tool_id, login.tool_id),
    }
    key = f"login:{login_name(login)}"
    if login.renewable:
        if left_ms <= 0:
            yield Condition(key, "monitor_login_ended", "info", params)
    elif left_ms <= 0:
        yield Condition(key, "monitor_login_expired", "error", params)
    elif left_ms <= warn_ms:
        yield Condition(key, "monitor_login_expiring", "warning", params)


def provider_of(key: str, snapshot: Snapshot) -> str:
    """Return whose credential a key in a variable or in the config is."""
    kind, _, name = key.partition(":")
    if kind == "config":
        return name
    ids = snapshot.providers.ids()
    return next((i for i in ids if name in snapshot.providers.env_names(i)), "?")


def _how(profile: Profile) -> str:
    """Return the words behind `openclaw models auth` that put a new credential in its place."""
    verb = ENTER[profile.type]
    if profile.type == "token" and profile.provider == "anthropic":
        verb = "setup-token"
    return f"{verb} --provider {profile.provider} --profile-id {profile.id}"
