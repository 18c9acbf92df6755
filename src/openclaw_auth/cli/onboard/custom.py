"""The wizard's questions about a base URL of the user's own."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.onboarding.answers import Access
from openclaw_auth.onboarding.custom import APIS, custom_choice, custom_entry, custom_id, url_fault
from openclaw_auth.onboarding.profile_naming import onboarded_id
from openclaw_auth.onboarding.sighting import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from openclaw_auth.cli.onboard.access import Given
    from openclaw_auth.cli.onboard.asking import Wizard
    from openclaw_auth.secret import Secret


def ask_custom(wizard: Wizard) -> Given:
    """Ask for address, dialect, name and key, and try them."""
    from openclaw_auth.cli.onboard.access import Given, try_access

    base_url = wizard.line(Reason("onboard_ask_url"), url_fault).rstrip("/")
    words = list(APIS)
    shown = [wizard.words(Reason(f"onboard_speaks_{word}")) for word in words]
    api = APIS[words[wizard.number(Reason("onboard_ask_speaks"), shown)]]
    provider = _ask_name(base_url, wizard)
    choice = custom_choice(provider)
    secret = _ask_key(provider, wizard)
    profile = None
    if secret is not None:
        profile_id = onboarded_id(provider, "api_key", wizard.scene.profiles)
        profile = Profile(profile_id, "api_key", provider, secret)
    keyless = secret is None
    entry = custom_entry(provider, base_url, api, (), keyless=keyless)
    sighting = try_access(choice, profile, entry, wizard)
    models = sighting.models or (_ask_model(wizard),)
    entry = custom_entry(provider, base_url, api, models, keyless=keyless)
    return Given(Access(choice, profile=profile, entry=entry), Sighting(sighting.verdict, models))


def _ask_name(base_url: str, wizard: Wizard) -> str:
    fault = wizard.scene.custom_id_fault
    while True:
        name = wizard.text(Reason("onboard_ask_name"), custom_id(base_url), fault).strip().lower()
        wrong = fault(name)
        if wrong is None:
            return name
        wizard.say(wrong)


def _ask_key(provider: str, wizard: Wizard) -> Secret | None:
    """Ask for the key; a server of one's own may want none."""
    from openclaw_auth.providers.paste_verdict import judge_paste

    def check(text: str) -> Sequence[Reason]:
        if not text.strip():
            return ()
        verdict = judge_paste(provider, "api_key", text)
        return verdict.reasons if verdict.outcome == "refuse" else ()

    text = wizard.secret(Reason("onboard_ask_key_or_none"), check)
    return judge_paste(provider, "api_key", text).cleaned if text.strip() else None


def _ask_model(wizard: Wizard) -> str:
    def wrong(text: str) -> Reason | None:
        return None if text and text.isprintable() else Reason("model_ref_empty")

    return wizard.line(Reason("onboard_ask_model_id"), wrong)
