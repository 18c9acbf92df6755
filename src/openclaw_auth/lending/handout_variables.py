"""By which variables programs take a provider's credential and address. Pure.

The catalogue names the credential's variable; the addresses' are those of the vendors' own SDKs.
"""

from __future__ import annotations

from openclaw_auth.providers.provider import ANTHROPIC, OPENAI, family
from openclaw_auth.providers.vendor_clients import variable_of_client, vendor_of_command
from openclaw_auth.sources.environment import is_provider_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openclaw_auth.providers.provider import Provider

_OF_ANTHROPIC = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_OAUTH_TOKEN",
    "CLAUDE_CODE_OAUTH_TOKEN",
)
_OF_OPENAI = ("OPENAI_API_KEY",)
_ADDRESSES = {
    **dict.fromkeys(_OF_ANTHROPIC, "ANTHROPIC_BASE_URL"),
    **dict.fromkeys(_OF_OPENAI, "OPENAI_BASE_URL"),
}
# An account or an address of somebody else's, beside a key that is not of that account.
_BESIDE_OPENAI = ("OPENAI_API_BASE", "OPENAI_ORG_ID", "OPENAI_ORGANIZATION", "OPENAI_PROJECT_ID")
_NETWORK = ("_proxy", "_PROXY")
_KEPT = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUEST_METHOD")


def variable_of(provider: Provider, kind: str, command: str | None = None) -> str | None:
    """Return the variable by which programs take a credential; None when none is known.

    Args:
        provider: whose.
        kind: `api_key`, `token` or `oauth`.
        command: the program, if known: a vendor's own client has a variable of its own.
    """
    if kind != "api_key" and command is not None and vendor_of_command(command) == provider.id:
        return variable_of_client(command)
    wanted = "api_key" if kind == "api_key" else "token"
    for name in provider.env:
        if provider.env_type(name) == wanted:
            return name
    if provider.env or provider.paths:  # an address of its own kind: no SDK finds it
        return None
    if family(provider.api) == ANTHROPIC:
        return "ANTHROPIC_API_KEY" if provider.auth_header is not True else "ANTHROPIC_AUTH_TOKEN"
    return "OPENAI_API_KEY" if family(provider.api) == OPENAI else None


def competing_variables(provider: Provider, variable: str | None) -> Sequence[str]:
    """Return the variables that must not stand beside the credential's: two identities never mix."""
    others = list(provider.env)
    if variable in _OF_ANTHROPIC:
        others += _OF_ANTHROPIC
    elif variable in _OF_OPENAI:
        others += _BESIDE_OPENAI
    return [name for name in dict.fromkeys(others) if name != variable]


def lease_environment(
    environ: Mapping[str, str],
    variables: Mapping[str, str],
    drop: Sequence[str],
    *,
    clean: frozenset[str] | None = None,
) -> dict[str, str]:
    """Return the environment for a command.

    Args:
        environ: as it is now.
        variables: what the lease sets.
        drop: what must not stand beside it.
        clean: the variables of every provider's credentials, to leave all of them out too, with
            whatever else names a key or an address; None leaves others alone.
    """
    kept = {name: value for name, value in environ.items() if name not in drop}
    if clean is not None:
        kept = {name: v for name, v in kept.items() if not _is_providers(name, clean)}
    return {**kept, **variables}


def variables(variable: str, token: str, base_url: str) -> dict[str, str]:
    """Return what a lease sets: the credential, and where it may be sent if that has a variable.

    The address goes along, since one that lies around would send the credential elsewhere.
    """
    address = _ADDRESSES.get(variable)
    return {variable: token, **({address: base_url} if address else {})}


def _is_providers(name: str, credential_names: frozenset[str]) -> bool:
    if name.endswith(_NETWORK) or name in _KEPT:
        return False
    return is_provider_setting(name, credential_names) or name in _OF_ANTHROPIC
