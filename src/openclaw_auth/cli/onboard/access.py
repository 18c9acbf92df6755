"""The wizard's questions about access to models: which provider, the key, what it sees."""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.errors import OpenclawAuthError, UsageError
from openclaw_auth.onboarding.answers import Access
from openclaw_auth.onboarding.choices import CUSTOM, SKIP, TOKEN
from openclaw_auth.onboarding.judging import judge, kind_of
from openclaw_auth.onboarding.profile_naming import onboarded_id
from openclaw_auth.onboarding.sighting import Sighting, look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from openclaw_auth.cli.onboard.asking import Wizard
    from openclaw_auth.cli.onboard.scene import FoundKey
    from openclaw_auth.onboarding.choice import Choice, KeepIn
    from openclaw_auth.secret import Secret

_LISTED = 12
_LETTERS = {"c": CUSTOM, "custom": CUSTOM, "s": SKIP, "skip": SKIP}
_MANUAL = ("m", "manual")


class Given:
    """What the questions came to: how models are reached, and what the provider said of it."""

    __slots__ = ("access", "sighting")

    def __init__(self, access: Access, sighting: Sighting | None = None) -> None:
        self.access = access
        self.sighting = sighting


def ask_choice(wizard: Wizard) -> Choice:
    """Ask which provider, and how."""
    found = _ask_choice(wizard, manual_too=False)
    assert found is not None
    return found


def ask_choice_or_manual(wizard: Wizard) -> Choice | None:
    """Ask which provider, and how; None when the user wants to be asked everything."""
    return _ask_choice(wizard, manual_too=True)


def _ask_choice(wizard: Wizard, *, manual_too: bool) -> Choice | None:
    choices = wizard.scene.choices
    _show_choices(wizard, manual_too=manual_too)

    def wrong(text: str) -> Reason | None:
        if (manual_too and text.lower() in _MANUAL) or len(_meant(text, wizard)) == 1:
            return None
        if text == "?":
            return Reason("onboard_list", {"choices": "  ".join(c.id for c in choices.offered())})
        return _why_none(text, wizard)

    text = wizard.line(Reason("onboard_ask_choice"), wrong)
    return None if manual_too and text.lower() in _MANUAL else _meant(text, wizard)[0]


def _show_choices(wizard: Wizard, *, manual_too: bool) -> None:
    choices = wizard.scene.choices
    shown = {str(n): name_of(choice, wizard) for n, choice in enumerate(choices.first, 1)}
    shown["c"] = wizard.words(Reason("onboard_custom"))
    shown["s"] = wizard.words(Reason("onboard_skip"))
    if manual_too:
        shown["m"] = wizard.words(Reason("onboard_manual"))
    shown["?"] = wizard.words(Reason("onboard_all", {"count": len(choices.offered())}))
    for key, words in shown.items():
        wizard.asking.say(f"{key}) {words}", "  ")


def _meant(text: str, wizard: Wizard) -> Sequence[Choice]:
    choices = wizard.scene.choices
    if text.lower() in _LETTERS:
        return [_LETTERS[text.lower()]]
    if text.isascii() and text.isdecimal():
        number = int(text[:3])
        return choices.first[number - 1 : number] if number else ()
    return [c for c in choices.meant(text) if c is not TOKEN]


def _why_none(text: str, wizard: Wizard) -> Reason:
    choices, found = wizard.scene.choices, _meant(text, wizard)
    if found:
        ids = ", ".join(c.id for c in found[:_LISTED])
        return Reason("onboard_choice_which", {"choices": ids})
    if text and not text.isdecimal():
        try:
            choices.get(text)
        except OpenclawAuthError as error:
            return error.reason
    return Reason("onboard_number", {"most": len(choices.first)})


def name_of(choice: Choice, wizard: Wizard) -> str:
    """Return a choice for people: whose, and by what."""
    params = {"label": choice.label, "how": Reason(choice.words)}
    return wizard.words(Reason("onboard_choice_name", params))


def ask_access(choice: Choice, wizard: Wizard, *, manual: bool) -> Given:
    """Ask for what a choice needs, and try it before anything is written.

    Raises:
        LoginNotOffered: a login lacks what the config has to say first.
    """
    if choice.warning is not None:
        wizard.say(choice.warning)
    if choice is CUSTOM:
        from openclaw_auth.cli.onboard.custom import ask_custom

        return ask_custom(wizard)
    if choice.method == "skip":
        return Given(Access(choice))
    if choice.method == "login":
        wizard.scene.require_login(choice)
        return Given(Access(choice, login=True))
    if choice.method == "local":
        return Given(Access(choice), try_access(choice, None, None, wizard))
    return _ask_key(choice, wizard, manual=manual)


def _ask_key(choice: Choice, wizard: Wizard, *, manual: bool) -> Given:
    """Ask for a key; Enter takes one that lies here already."""
    scene = wizard.scene
    kind = kind_of(choice)
    found = scene.found_key(choice)
    entry = scene.entry(choice)
    metadata = {name: _ask_id(name, wizard) for name in choice.asks}
    profile = Profile(
        onboarded_id(choice.provider, kind, scene.profiles),
        kind,
        choice.provider,
        None,
        extra={"metadata": metadata} if metadata else None,
    )
    while True:
        secret = ask_secret(choice, wizard, found)
        tried = profile.replace(secret=secret or (found.secret if found else None))
        sighting = try_access(choice, tried, entry, wizard)
        if sighting.verdict is None or sighting.verdict.status != "auth":
            break
        if not wizard.confirm(Reason("onboard_another_key")):
            break
    if secret is None and found is not None and found.lasting:
        return Given(Access(choice, kept=found.source, entry=entry), sighting)
    if manual and kind == "token":
        tried = tried.replace(expires_ms=_ask_end(wizard))
    keep_in = _ask_place(choice, wizard) if manual else choice.keep_in
    return Given(scene.access_of_key(choice, tried, keep_in, entry), sighting)


def ask_secret(choice: Choice, wizard: Wizard, found: FoundKey | None) -> Secret | None:
    """Ask until what is pasted may be stored, and say what looks odd about it.

    None where Enter takes what was found.
    """

    def check(text: str) -> Sequence[Reason]:
        if found is not None and not text.strip():
            return ()
        verdict = judge(choice, text)
        return verdict.reasons if verdict.outcome == "refuse" else ()

    code = "onboard_ask_token" if kind_of(choice) == "token" else "onboard_ask_key"
    title = Reason(code, {"label": choice.label})
    if found is not None:
        params = {"source": found.source, "secret": found.secret.masked()}
        title = Reason("onboard_ask_or_found", {"title": title, **params})
    text = wizard.secret(title, check)
    if found is not None and not text.strip():
        return None
    verdict = judge(choice, text)
    for reason in verdict.reasons:
        wizard.say(reason)
    return verdict.cleaned


def _ask_place(choice: Choice, wizard: Wizard) -> KeepIn:
    if not choice.variables:
        return choice.keep_in
    options: list[KeepIn] = ["profile", "env"]
    shown = [wizard.words(Reason(f"onboard_in_{option}")) for option in options]
    usual = options.index(choice.keep_in)
    return options[wizard.number(Reason("onboard_ask_place"), shown, on_enter=usual)]


def _ask_end(wizard: Wizard) -> int | None:
    """Ask when a token ends, as a length of time from now; None when nobody knows."""

    def wrong(text: str) -> Reason | None:
        try:
            parse_duration_ms(text)
        except UsageError as error:
            return error.reason
        return None

    text = wizard.text(Reason("onboard_ask_end"), "", wrong)
    return wizard.ctx.ports.now_ms() + parse_duration_ms(text) if text else None


def _ask_id(name: str, wizard: Wizard) -> str:
    def wrong(text: str) -> Reason | None:
        fine = bool(text) and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
        return None if fine else Reason("onboard_id_characters", {"name": name})

    return wizard.line(Reason("onboard_ask_id", {"name": name}), wrong)


def try_access(
    choice: Choice, profile: Profile | None, entry: Mapping[str, Any] | None, wizard: Wizard
) -> Sighting:
    """Ask the provider about a credential, and say what it said; nothing is written."""
    scene = wizard.scene
    wizard.say(Reason("onboard_trying", {"label": choice.label}))
    sighting = look(
        choice.provider,
        scene.agent,
        scene.settings,
        wizard.ctx.ports,
        profile=profile,
        entry=entry,
    )
    if sighting.verdict is not None:  # its remedy is for credentials that are stored
        wizard.asking.say(wizard.words(sighting.verdict.reason))
    if sighting.models:
        wizard.say(Reason("onboard_sees", {"count": len(sighting.models)}))
    return sighting
