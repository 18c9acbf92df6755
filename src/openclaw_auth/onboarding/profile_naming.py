"""Under which id a credential of onboarding is stored. Pure."""

from __future__ import annotations

from openclaw_auth.profiles.enrol import check_profile_id, free_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.credentials import CredentialType, Profile


def onboarded_id(
    provider: str,
    credential_type: CredentialType,
    stored: Mapping[str, Profile],
    wanted: str | None = None,
) -> str:
    """Return the id: the wanted one, else `<provider>:default` (OpenClaw 2026.2, "Default ids").

    A credential of the same type is replaced there, which keeps it for an undo. One of another
    type, a subscription's token for instance, is left alone: the new one gets an id beside it.

    Raises:
        UsageError: `profile_id_invalid`.
    """
    if wanted:
        return check_profile_id(wanted)
    usual = f"{provider}:default"
    known = stored.get(usual)
    if known is None or (known.type == credential_type and known.provider == provider):
        return usual
    return free_id(stored, usual)
