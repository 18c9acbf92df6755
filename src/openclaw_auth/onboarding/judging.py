"""Whether what was given for a choice may be stored. Pure."""

from __future__ import annotations

from openclaw_auth.providers.paste_verdict import judge_paste, judge_setup_token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.credentials import CredentialType
    from openclaw_auth.onboarding.choice import Choice
    from openclaw_auth.providers.paste_verdict import Verdict

_STRICT = {"setup_token": judge_setup_token}


def judge(choice: Choice, text: str) -> Verdict:
    """Judge a key or token as a paste, by the rules of the choice where it has its own."""
    if choice.judge is not None:
        return _STRICT[choice.judge](text)
    return judge_paste(choice.provider, kind_of(choice), text)


def kind_of(choice: Choice) -> CredentialType:
    """Return what a pasted credential of a choice is stored as."""
    return "token" if choice.method == "token" else "api_key"
