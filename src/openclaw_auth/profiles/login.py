"""What becomes of a login: which profile it is, and how it is stored."""

from __future__ import annotations

from openclaw_auth.credentials import Profile
from openclaw_auth.errors import LoginNotOffered, UnknownName, did_you_mean
from openclaw_auth.oauth.client import client_for
from openclaw_auth.oauth.providers import manners_of
from openclaw_auth.profiles.enrol import check_profile_id, enrol
from openclaw_auth.profiles.place import store_at
from openclaw_auth.providers.catalogue import details

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.agents import Agent
    from openclaw_auth.oauth.client import OAuthClient
    from openclaw_auth.oauth.token_endpoint import TokenSet
    from openclaw_auth.ports import Ports
    from openclaw_auth.profiles.enrol import Enrolled
    from openclaw_auth.settings import Settings


def login_client(settings: Settings, provider_id: str) -> OAuthClient:
    """Return the client for a login with a provider.

    Raises:
        UnknownName: `provider_unknown`.
        LoginNotOffered: the provider reserves its login for its own product, or has none; the
            text names what to do instead.
    """
    catalogue = settings.catalogue.with_custom(settings.view.providers())
    provider = catalogue.get(provider_id)
    if provider is None:
        near = did_you_mean(catalogue.nearest(provider_id))
        raise UnknownName("provider_unknown", provider=provider_id, nearest=near)
    params = {"provider": provider.id, "label": provider.label}
    reserved = details(provider.id).get("no_login")
    if reserved is not None:
        raise LoginNotOffered(reserved, **params)
    client = client_for(settings, provider.id)
    if client is None and provider.kind == "local":
        raise LoginNotOffered("provider_local", **params)
    if client is None:
        raise LoginNotOffered("login_not_offered", **params)
    return client


def store_login(
    client: OAuthClient,
    tokens: TokenSet,
    agent: Agent,
    settings: Settings,
    ports: Ports,
    *,
    profile_id: str | None = None,
) -> Enrolled:
    """Store what a login gave, under the id of its account.

    Args:
        client: whose login.
        tokens: what it gave.
        agent: whose store.
        settings: a valid config, as read now.
        ports: clock and randomness.
        profile_id: the id that the user wants, None for the account's.

    Raises:
        StoreError, CredentialRefused: as `enrol`.
    """
    stored = store_at(agent, settings, ports).read().profiles
    profile = profile_of(client, tokens, stored, profile_id)
    return enrol(profile, agent, settings, ports, expiry_assumed=tokens.expiry_assumed)


def profile_of(
    client: OAuthClient,
    tokens: TokenSet,
    stored: Mapping[str, Profile],
    profile_id: str | None = None,
) -> Profile:
    """Return the profile that a login becomes. Pure.

    The same account again updates its profile; another account gets an id of its own.
    """
    kind = manners_of(client.provider_id).credential_type
    profile = Profile(
        "",
        kind,
        client.provider_id,
        tokens.access,
        refresh=tokens.refresh,
        expires_ms=tokens.expires_ms if kind != "api_key" else None,
        email=tokens.email,
        account_id=tokens.account_id if kind == "oauth" else None,
        extra=tokens.extra,
    )
    if profile_id is None:
        profile_id = _id_for(profile, stored)
    known = stored.get(profile_id)
    if known is not None and known.extra:
        profile.extra = {**known.extra, **(profile.extra or {})}
    return profile.replace(id=check_profile_id(profile_id))


def _id_for(profile: Profile, stored: Mapping[str, Profile]) -> str:
    """Return the id of this account's profile, else a free one."""
    for known in stored.values():
        if known.provider == profile.provider and _same_account(known, profile):
            return known.id
    wanted = f"{profile.provider}:{_plain(profile.email) or 'default'}"
    if wanted not in stored or _may_replace(stored[wanted], profile):
        return wanted
    number = 2
    while f"{wanted}-{number}" in stored:
        number += 1
    return f"{wanted}-{number}"


def _same_account(known: Profile, new: Profile) -> bool:
    """Whether both are one account, as far as both say. One email may have several accounts."""
    if known.type != new.type:
        return False
    if new.type == "api_key":
        return _user_id(new) is not None and _user_id(known) == _user_id(new)
    if known.account_id and new.account_id:
        return known.account_id == new.account_id and _agree(known.email, new.email)
    return bool(known.email and new.email) and _agree(known.email, new.email)


def _may_replace(known: Profile, new: Profile) -> bool:
    """Whether a profile that has the usual id is nobody else's: a login that names no account."""
    if known.type != new.type or known.provider != new.provider or new.type == "api_key":
        return False
    return not (known.email or known.account_id)


def _agree(one: str | None, other: str | None) -> bool:
    return not one or not other or one.lower() == other.lower()


def _user_id(profile: Profile) -> object:
    metadata = (profile.extra or {}).get("metadata")
    return metadata.get("userId") if isinstance(metadata, dict) else None


def _plain(email: str | None) -> str | None:
    """Return an email as a part of an id; None for one that cannot be typed in a command."""
    if email is None or len(email) > 120 or not email.isprintable():  # noqa: PLR2004 # an id's length
        return None
    return None if any(c.isspace() for c in email) else email
