"""Does a candidate rest? What its statistics say, and how that is put as a reason."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.snapshot import Snapshot
    from openclaw_auth.selection.standing import TimeOut

ENTER = {"api_key": "paste-api-key", "token": "paste-token", "oauth": "login"}


def time_out(
    snapshot: Snapshot,
    key: str,
    secret: Secret | None,
    now_ms: int,
    *,
    model: str | None = None,
    vendor_client: bool = False,
) -> TimeOut | None:
    """Return the time out that a candidate is in, None when it is in none.

    Args:
        snapshot: the agent's view.
        key: the candidate's.
        secret: the candidate's present secret: a penalty is about one secret and no other.
        now_ms: the present, epoch ms.
        model: asked for; None looks at the credential alone.
        vendor_client: whether the vendor's own client asks, which no restriction is about.
    """
    stats = snapshot.stats(key)
    if stats is None or not (
        stats.cooldown_until_ms or stats.disabled_until_ms or stats.dead or stats.models
    ):
        return None
    from openclaw_auth.selection.cooldown_limits import DEFAULTS
    from openclaw_auth.selection.standing import standing, unrestricted

    name_of = snapshot.fingerprint

    def fingerprint() -> str | None:
        return name_of(secret) if name_of is not None and secret is not None else None

    return standing(
        unrestricted(stats) if vendor_client else stats,
        model=model,
        fingerprint=fingerprint,
        now_ms=now_ms,
        limits=snapshot.limits or DEFAULTS,
    )


def resting_reason(
    found: TimeOut, name: str, provider: str, kind: CredentialType | None, now_ms: int
) -> Reason:
    """Return a time out as a reason.

    Args:
        found: the time out.
        name: what to call the candidate.
        provider: canonical id.
        kind: of a stored profile; None for a key that lies elsewhere.
        now_ms: the present, epoch ms.
    """
    params: dict[str, object] = {"profile": name, "provider": provider, "detail": found.detail}
    if found.until_ms is not None:
        params |= {"until_ms": found.until_ms, "left_ms": found.until_ms - now_ms}
    if found.kind == "dead":
        how = f"add --provider {provider}"
        if kind is not None:
            how = f"{ENTER[kind]} --provider {provider} --profile-id {name}"
        return Reason("dead", {**params, "how": how})
    if found.kind == "restricted":
        return Reason("policy_restricted", params)
    if found.kind == "disabled":
        return Reason("disabled", {**params, "why": found.detail or "unknown"})
    if found.model is not None:
        return Reason("cooling_model", {**params, "model": found.model})
    return Reason("cooling", params)
