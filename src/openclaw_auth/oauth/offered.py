"""With whom one can log in: what a page or a wizard offers."""

from __future__ import annotations

from openclaw_auth.oauth.client import login_row
from openclaw_auth.oauth.providers import manners_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from openclaw_auth.settings import Settings


def offered_logins(settings: Settings) -> list[dict[str, Any]]:
    """Return id, label, flows, credential type and readiness of each login, sorted by id.

    `ready` is false where the user has to name an app of his own first.
    """
    catalogue = settings.catalogue.with_custom(settings.view.providers())
    found = []
    for provider_id in catalogue.ids():
        provider, row = catalogue.get(provider_id), login_row(settings, provider_id)
        if provider is None or row is None:
            continue
        manners = manners_of(provider_id)
        device = bool(row.get("device_url")) or bool(row.get("issuer"))
        code = row.get("flow") != "device"
        found.append(
            {
                "id": provider_id,
                "label": provider.label,
                "flows": [*(["code"] if code else []), *(["device"] if device else [])],
                "credentialType": manners.credential_type,
                "ready": bool(row.get("client_id")) or not manners.needs_client_id,
            }
        )
    return found
