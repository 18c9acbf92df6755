"""What `models status` says: every credential of one agent, which is next, and why. Pure.

The JSON shape is OpenClaw 2026.2's, with `auth.providers[].next` added: what `select` decided.
"""

from __future__ import annotations

from openclaw_auth.expiry import WARN_AFTER_MS, expiry_status, remaining
from openclaw_auth.selection.resting import time_out
from openclaw_auth.selection.select import select
from openclaw_auth.selection.snapshot import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    from openclaw_auth.credentials import Profile
    from openclaw_auth.providers.model_ref import ModelRef
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.secret import Secret
    from openclaw_auth.selection.decision import Decision
    from openclaw_auth.selection.snapshot import Snapshot, SourceKey

    Json: TypeAlias = dict[str, object]

# Looked at for environment keys even when nothing names them, as the reference does.
ALWAYS_LOOKED_AT = (
    "anthropic",
    "cerebras",
    "github-copilot",
    "google",
    "google-vertex",
    "groq",
    "mistral",
    "openai",
    "openrouter",
    "synthetic",
    "xai",
    "zai",
)
_NEVER_MS = float("inf")
_STATUS_RANK = {"expired": 0, "missing": 0, "expiring": 1, "ok": 2, "static": 2}


class ProviderRow:
    """What one provider has: its profiles, its keys elsewhere, and the decision."""

    __slots__ = ("config", "decision", "env", "profiles", "provider")

    def __init__(
        self,
        provider: str,
        profiles: list[Profile],
        env: SourceKey | None,
        config: SourceKey | None,
        decision: Decision,
    ) -> None:
        self.provider = provider
        self.profiles = profiles
        self.env = env
        self.config = config
        self.decision = decision

    @property
    def has_credential(self) -> bool:
        """Whether anything at all is there, usable or not."""
        return bool(self.profiles or self.env or (self.config and self.config.secret))


def models_asked(snapshot: Snapshot, refs: Iterable[ModelRef]) -> dict[str, str]:
    """Return the model in use of each provider, by the id that is sent: the first one of it."""
    chosen: dict[str, str] = {}
    for ref in refs:
        chosen.setdefault(ref.provider, ref.model)
    if any(stats.models for stats in snapshot.data.usage_stats.values()):
        # Only where a single model may rest does it matter how it is spelt.
        from openclaw_auth.providers.models import models_of_catalogue

        known = models_of_catalogue(snapshot.providers)
        return {provider: known.wire_id(provider, model) for provider, model in chosen.items()}
    return chosen


def provider_rows(
    snapshot: Snapshot,
    named: Iterable[str],
    now_ms: int,
    models: Mapping[str, str] | None = None,
) -> list[ProviderRow]:
    """Return a row for every provider that is stored, named, or has a key elsewhere, by name.

    Args:
        snapshot: the agent's view.
        named: providers that the config names: in use, allowed, or defined there.
        now_ms: the present, epoch ms.
        models: the model in use of a provider, as it is sent: a rate limit may be about it alone.
    """
    shown = {*snapshot.data.providers(), *named}
    rows = []
    for provider in sorted({*shown, *ALWAYS_LOOKED_AT}):
        env = snapshot.env_key(provider)
        if provider in shown or env is not None:
            asked = models.get(provider) if models else None
            decision = select(snapshot, Request(provider, asked), now_ms)
            profiles = list(snapshot.data.of_provider(provider))
            config = snapshot.config_keys.get(provider)
            rows.append(ProviderRow(provider, profiles, env, config, decision))
    return rows


def auth_json(
    snapshot: Snapshot,
    rows: list[ProviderRow],
    in_use: Iterable[str],
    now_ms: int,
    *,
    store_path: str,
    shown_store_path: str,
    models_json_path: str,
    login_shell: Json,
    renewals: Mapping[str, Renewal] | None = None,
    warn_ms: int = WARN_AFTER_MS,
) -> Json:
    """Return the `auth` object of the status document.

    `renewals` is what is known of logins by profile id; `warn_ms` from when on an end is near.
    """
    known = renewals or {}
    profile_rows = {
        p.id: _profile_row(p, known.get(p.id), now_ms, warn_ms)
        for row in rows
        for p in row.profiles
    }
    with_credential = [row for row in rows if row.has_credential]
    # A server of the user's own that wants no key misses none.
    served = {row.provider for row in rows if row.has_credential or row.decision.next is not None}
    return {
        "storePath": store_path,
        "shellEnvFallback": login_shell,
        "providersWithOAuth": list(_with_login(rows)),
        "missingProvidersInUse": sorted(set(in_use) - served),
        "providers": [
            _provider_json(snapshot, row, now_ms, shown_store_path, models_json_path)
            for row in with_credential
        ],
        "unusableProfiles": _unusable(snapshot, now_ms),
        "oauth": {
            "warnAfterMs": warn_ms,
            "profiles": [profile_rows[i] for i in snapshot.data.profiles],
            "providers": [_login_row(row, profile_rows, now_ms) for row in rows],
        },
    }


def label(profile: Profile, snapshot: Snapshot, now_ms: int) -> str:
    """Return a profile as status lists it: `id=mask`, with a running time out behind, as noted."""
    resting = _resting(profile.id, profile.secret, snapshot, now_ms)
    return _labelled(profile, resting, now_ms)


def decided_label(profile: Profile, snapshot: Snapshot, now_ms: int) -> str:
    """Return the same with the time out as long as `select` believes it.

    What was noted while a clock was wrong, or for ten years, ends sooner than it says.
    """
    resting = _resting(profile.id, profile.secret, snapshot, now_ms)
    out = time_out(snapshot, profile.id, profile.secret, now_ms)
    if resting is not None and out is not None and out.until_ms is not None:
        resting.until_ms = min(resting.until_ms or out.until_ms, out.until_ms)
    return _labelled(profile, resting, now_ms)


def _labelled(profile: Profile, resting: _Resting | None, now_ms: int) -> str:
    shown = profile.secret.masked() if profile.secret is not None else "missing"
    if profile.type == "oauth":
        shown = f"OAuth ({profile.email})" if profile.email else "OAuth"
    elif profile.type == "token":
        shown = f"token:{shown}"
    return f"{profile.id}={shown}{resting.note(now_ms) if resting else ''}"


class _Resting:
    """A time out as the reference shows it: `disabled` wins, and the later end counts."""

    __slots__ = ("kind", "reason", "until_ms")

    def __init__(self, kind: str, reason: str | None, until_ms: int | None) -> None:
        self.kind = kind
        self.reason = reason
        self.until_ms = until_ms

    def note(self, now_ms: int) -> str:
        why = f":{self.reason}" if self.reason else ""
        left = f" {remaining(self.until_ms - now_ms)}" if self.until_ms is not None else ""
        return f" [{self.kind}{why}{left}]"


def _resting(
    profile_id: str, secret: Secret | None, snapshot: Snapshot, now_ms: int
) -> _Resting | None:
    """Return the time out of a whole profile; what touches one model alone is not shown here."""
    stats = snapshot.stats(profile_id)
    out = time_out(snapshot, profile_id, secret, now_ms)
    if stats is None or out is None:
        return None
    if out.kind == "restricted":
        return _Resting("disabled", "policy_restricted", None)
    disabled_until_ms = stats.disabled_until_ms or 0
    until_ms = max(disabled_until_ms, stats.cooldown_until_ms or 0)
    if out.kind == "dead":
        return _Resting("disabled", out.detail, until_ms if until_ms > now_ms else None)
    if disabled_until_ms > now_ms:
        return _Resting("disabled", stats.disabled_reason, until_ms)
    return _Resting("cooldown", None, until_ms)


def _provider_json(
    snapshot: Snapshot, row: ProviderRow, now_ms: int, store_path: str, models_json_path: str
) -> Json:
    env, config = row.env, row.config
    shown_env = None
    if env is not None:
        shown_env = "OAuth (env)" if env.source.endswith("OAUTH_TOKEN") else env.secret.masked()
    if row.profiles:
        effective = {"kind": "profiles", "detail": store_path}
    elif env is not None:
        effective = {"kind": "env", "detail": shown_env or ""}
    else:
        effective = {"kind": "models.json", "detail": config.secret.masked() if config else ""}
    result: Json = {
        "provider": row.provider,
        "effective": effective,
        "profiles": {
            "count": len(row.profiles),
            "oauth": sum(p.type == "oauth" for p in row.profiles),
            "token": sum(p.type == "token" for p in row.profiles),
            "apiKey": sum(p.type == "api_key" for p in row.profiles),
            "labels": [label(p, snapshot, now_ms) for p in row.profiles],
        },
    }
    if env is not None:
        result["env"] = {"value": shown_env, "source": env.source}
    if config is not None:
        source = f"models.json: {models_json_path}"
        result["modelsJson"] = {"value": config.secret.masked(), "source": source}
    result["next"] = next_json(row.decision)
    return result


def next_json(decision: Decision) -> Json:
    """Return which credential the next request uses, and why that one (ruling 8)."""
    chosen = decision.next
    if chosen is not None:
        return {
            "profileId": chosen.profile_id,
            "source": chosen.source,
            "code": chosen.reason.code,
            "orderSource": decision.order_source,
        }
    first = decision.candidates[0] if decision.candidates else None
    return {
        "profileId": None,
        "source": None,
        "code": first.reason.code if first else "no_credential",
        "orderSource": decision.order_source,
    }


def _with_login(rows: list[ProviderRow]) -> Iterable[str]:
    for row in rows:
        count = sum(p.type != "api_key" for p in row.profiles)
        if row.env is not None and row.env.source.endswith("OAUTH_TOKEN"):
            count += 1
        if count:
            yield f"{row.provider} ({count})"


def _unusable(snapshot: Snapshot, now_ms: int) -> list[Json]:
    """Return every profile in a time out, soonest back first; those that time does not heal last."""
    found: list[tuple[float, Json]] = []
    for profile_id in {**snapshot.data.usage_stats, **snapshot.penalties}:
        profile = snapshot.data.profiles.get(profile_id)
        secret = profile.secret if profile is not None else None
        resting = _resting(profile_id, secret, snapshot, now_ms)
        if resting is None:
            continue
        until_ms = resting.until_ms
        entry: Json = {"profileId": profile_id}
        if profile is not None:
            entry["provider"] = profile.provider
        entry["kind"] = resting.kind
        if resting.reason:
            entry["reason"] = resting.reason
        entry["until"] = until_ms
        entry["remainingMs"] = None if until_ms is None else until_ms - now_ms
        found.append((_NEVER_MS if until_ms is None else until_ms, entry))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _profile_row(profile: Profile, renewal: Renewal | None, now_ms: int, warn_ms: int) -> Json:
    judged = renewal.judged(profile) if renewal is not None else profile
    row: Json = {
        "profileId": profile.id,
        "provider": profile.provider,
        "type": profile.type,
        "status": expiry_status(judged, now_ms, warn_ms),
    }
    if profile.type != "api_key" and profile.expires_ms is not None and profile.expires_ms > 0:
        row["expiresAt"] = profile.expires_ms
        row["remainingMs"] = profile.expires_ms - now_ms
    row["source"] = "store"
    row["label"] = f"{profile.id} ({profile.email})" if profile.email else profile.id
    if profile.inherited:
        row["inheritedFrom"] = "main"
    if renewal is not None:
        row |= renewal.to_json(profile, now_ms)
    return row


def _login_row(row: ProviderRow, profile_rows: dict[str, Json], now_ms: int) -> Json:
    """Return a provider's worst login: keys never end, so they count only when alone."""
    result: Json = {"provider": row.provider, "status": "missing"}
    if row.profiles:
        ending = [p for p in row.profiles if p.type != "api_key"]
        result["status"] = "static"
        if ending:
            states = (str(profile_rows[p.id]["status"]) for p in ending)
            worst = min(states, key=_STATUS_RANK.__getitem__)
            result["status"] = {"missing": "expired", "static": "ok"}.get(worst, worst)
        ends = [p.expires_ms for p in ending if p.expires_ms is not None and p.expires_ms > 0]
        if ends:
            result["expiresAt"] = min(ends)
            result["remainingMs"] = min(ends) - now_ms
    result["profiles"] = [profile_rows[p.id] for p in row.profiles]
    return result


def check_exit_code(auth: Json) -> int:
    """Return what `--check` exits with: 1 expired or missing, 2 expiring, 0 fine (ruling 7)."""
    oauth = auth["oauth"]
    assert isinstance(oauth, dict)
    states = {row["status"] for row in oauth["profiles"] if row["type"] != "api_key"}
    if auth["missingProvidersInUse"] or states & {"expired", "missing"}:
        return 1
    return 2 if "expiring" in states else 0
