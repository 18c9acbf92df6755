"""What of other programs' credentials may be copied into a store, and what becomes of it.

Nothing is copied unasked, and never a refresh token: two programs that redeem one lose it both.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.profiles.enrol import check_profile_id, default_id, enrol, free_id
from openclaw_auth.providers.catalogue import details
from openclaw_auth.providers.paste_verdict import judge_paste

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Literal, TypeAlias

    from openclaw_auth.agents import Agent
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.ports import Ports
    from openclaw_auth.profiles.enrol import Enrolled
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.secret import Secret
    from openclaw_auth.settings import Settings
    from openclaw_auth.sources.dotenv import Entry
    from openclaw_auth.sources.other_logins import OtherLogin

    Copy: TypeAlias = Literal["yes", "consent", "no"]


class Offer:
    """A credential that lies somewhere and might be stored.

    Attributes:
        name: what the user knows it by: the tool, or the variable.
        provider, type: what it would be stored as.
        secret: None where it may not be had.
        copy: whether it may be copied: `yes`, only with `consent`, or `no`.
        reason: why not, or what to know before consenting; None for a plain key.
        warnings: what else to say of it once it is stored.
        expires_ms, account: as far as known.
        expiry_assumed: whether its end is a guess.
        profile_id: what it would be called.
    """

    __slots__ = (
        "account",
        "copy",
        "expires_ms",
        "expiry_assumed",
        "name",
        "profile_id",
        "provider",
        "reason",
        "secret",
        "type",
        "warnings",
    )

    def __init__(
        self,
        name: str,
        provider: str,
        type: CredentialType,  # noqa: A002 # the file format's word
        secret: Secret | None,
        *,
        copy: Copy,
        profile_id: str,
        reason: Reason | None = None,
        warnings: tuple[Reason, ...] = (),
        expires_ms: int | None = None,
        expiry_assumed: bool = False,
        account: str | None = None,
    ) -> None:
        self.name = name
        self.provider = provider
        self.type: CredentialType = type
        self.secret = secret
        self.copy: Copy = copy
        self.profile_id = profile_id
        self.reason = reason
        self.warnings = warnings
        self.expires_ms = expires_ms
        self.expiry_assumed = expiry_assumed
        self.account = account

    def refuse(self, reason: Reason) -> None:
        """Let it not be copied after all."""
        self.copy = "no"
        self.reason = reason

    def profile(self) -> Profile:
        """Return what is stored. A login comes without its refresh token: it lives until it ends."""
        email = self.account if self.account and "@" in self.account else None
        return Profile(
            self.profile_id,
            self.type,
            self.provider,
            self.secret,
            expires_ms=self.expires_ms,
            email=email,
        )


def offer_of_login(login: OtherLogin, catalogue: Catalogue, now_ms: int) -> Offer:
    """Return what another tool's login would be here. Pure.

    Args:
        login: as found; one that nobody opened has no secret, and is judged by its kind.
        catalogue: with the config's own providers.
        now_ms: the present, epoch ms.
    """
    kind = login.type or "oauth"
    offer = Offer(
        login.tool,
        login.provider,
        kind,
        login.secret,
        copy="yes" if kind == "api_key" else "consent",
        profile_id=f"{login.provider}:from-{login.tool_id}",
        expires_ms=login.expires_ms,
        expiry_assumed=login.expiry_assumed,
        account=login.account,
    )
    params = {"tool": login.tool, "path": login.path, "expires_ms": login.expires_ms}
    provider = catalogue.get(login.provider)
    if login.problem is not None:
        offer.refuse(login.problem)
    elif kind == "api_key":
        offer = _judged(offer)
    elif provider is not None and provider.blocked is not None:
        offer.refuse(provider.blocked)
    elif login.expires_ms is not None and login.expires_ms <= now_ms:
        offer.refuse(Reason("copy_ended", params))
    else:
        offer.reason = Reason("copy_access_token", params)
        offer.warnings = _reserved(provider)
    return offer


def offers_of_dotenv(
    entries: Iterable[Entry], catalogue: Catalogue, stored: Collection[str], *, force: bool = False
) -> list[Offer]:
    """Return what the provider variables of a `.env` file would be here. Pure.

    Args:
        entries: as read, in order; the last of two equal names counts.
        catalogue: with the config's own providers.
        stored: profile ids that are taken.
        force: as `judge_paste`.
    """
    owners = _owners(catalogue)
    last = {entry.name: entry for entry in entries}
    found: list[Offer] = []
    taken = set(stored)
    for name, entry in last.items():
        provider = owners.get(name)
        if provider is None or not entry.value.strip():
            continue
        kind = provider.credential_type(entry.value.strip(), provider.env_type(name))
        profile_id = free_id(taken, default_id(provider.id, kind))
        offer = Offer(name, provider.id, kind, entry.secret(), copy="yes", profile_id=profile_id)
        if provider.ethics == "leave_out" and provider.blocked is not None:
            offer.refuse(provider.blocked)
        elif "${" in entry.value or entry.value.startswith("$"):
            offer.refuse(Reason("dotenv_reference", {"name": name, "line": entry.line}))
        else:
            offer = _judged(offer, entry.value, force=force)
        if offer.copy != "no":
            taken.add(profile_id)
        found.append(offer)
    return found


def set_aside(
    offer: Offer, stored: Mapping[str, Profile], removed: Collection[str]
) -> Reason | None:
    """Return why an offer needs no copying although it might be; None when it does. Pure.

    Args:
        offer: one that may be copied.
        stored: the profiles that the agent sees.
        removed: ids that the user has removed; empty where the user is asked now.
    """
    for known in stored.values():
        if known.provider == offer.provider and known.secret == offer.secret:
            return Reason("import_stored_already", {"name": offer.name, "profile": known.id})
    if offer.profile_id in removed:
        return Reason("import_removed_before", {"name": offer.name, "profile": offer.profile_id})
    return None


def store_offer(offer: Offer, agent: Agent, settings: Settings, ports: Ports) -> Enrolled:
    """Store what an offer is.

    Raises:
        UsageError: `profile_id_invalid`.
        StoreError, CredentialRefused: as `enrol`.
    """
    offer.profile_id = check_profile_id(offer.profile_id)
    return enrol(offer.profile(), agent, settings, ports, expiry_assumed=offer.expiry_assumed)


def _judged(offer: Offer, text: str | None = None, *, force: bool = False) -> Offer:
    """Judge a key's shape as if it had been pasted."""
    if text is None and offer.secret is None:
        return offer
    verdict = judge_paste(offer.provider, offer.type, text or _plain(offer), force=force)
    offer.secret = verdict.cleaned
    offer.warnings = verdict.reasons
    if verdict.outcome == "refuse":
        offer.refuse(verdict.reasons[0])
    return offer


def _plain(offer: Offer) -> str:
    assert offer.secret is not None
    return offer.secret.reveal()


def _reserved(provider: Provider | None) -> tuple[Reason, ...]:
    """Return what a vendor says of other programs' use of its login."""
    if provider is None:
        return ()
    code = details(provider.id).get("no_login")
    if code is not None:
        return (Reason(code, {"provider": provider.id, "label": provider.label}),)
    return () if provider.warning is None else (provider.warning,)


def _owners(catalogue: Catalogue) -> dict[str, Provider]:
    """Return whose credential each variable is; of several providers the one that is a key's."""
    owners: dict[str, Provider] = {}
    for provider_id in catalogue.ids():
        provider = catalogue.get(provider_id)
        if provider is None:
            continue
        for name in provider.env:
            known = owners.get(name)
            if known is None or _rank(provider) < _rank(known):
                owners[name] = provider
    return owners


def _rank(provider: Provider) -> tuple[bool, bool, int]:
    """Order the owners of one variable: callable, nothing to warn of, the shorter name."""
    return provider.blocked is not None, provider.ethics != "ok", len(provider.id)
