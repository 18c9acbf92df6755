"""The options of `onboard` as values: secrets from argv, a file or stdin, and the choice they make."""

from __future__ import annotations

from argparse import Namespace

from openclaw_auth.cli.onboard.options import key_flags
from openclaw_auth.cli.secret_input import read_secret
from openclaw_auth.codes import Reason
from openclaw_auth.credentials import Profile
from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.errors import CredentialRefused, UnknownName, UsageError, did_you_mean
from openclaw_auth.onboarding.answers import Access
from openclaw_auth.onboarding.choices import CUSTOM, SKIP, TOKEN
from openclaw_auth.onboarding.custom import (
    APIS,
    custom_choice,
    custom_entry,
    custom_id,
    url_fault,
)
from openclaw_auth.onboarding.judging import judge, kind_of
from openclaw_auth.onboarding.profile_naming import onboarded_id
from openclaw_auth.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard.scene import Scene
    from openclaw_auth.onboarding.choice import Choice, KeepIn
    from openclaw_auth.providers.paste_verdict import Verdict

_PROG = "openclaw onboard --non-interactive"


class Options:
    """The command line of one run.

    Attributes:
        args: as parsed.
        notices: what was said on stderr, for the document.
    """

    def __init__(self, args: argparse.Namespace, scene: Scene, ctx: Context) -> None:
        self.args = args
        self.notices: list[Reason] = []
        self._scene = scene
        self._ctx = ctx

    def notice(self, reason: Reason) -> None:
        """Say something on stderr, and remember it."""
        self.notices.append(reason)
        self._ctx.notice(reason)

    def workspace(self) -> str | None:
        """Return the workspace, absolute; None when none was named."""
        text = (self.args.workspace or "").strip()
        return self._ctx.paths.absolute(text) if text else None

    def secret(self, flag: str) -> Secret | None:
        """Return what `--flag`, `--flag-file` or `--flag-stdin` gives, trimmed; None without any.

        Raises:
            UsageError: a file cannot be read.
        """
        return self._secret_of(flag, _client_token if flag == "gateway-token" else _any_text)

    def given_keys(self) -> list[str]:
        """Return the options for providers' keys that were used."""
        flags = [*key_flags(), "custom-api-key", "token"]
        return [flag for flag in flags if self._is_given(flag)]

    def access(self) -> tuple[Choice, Access]:
        """Return the choice as named, and how models are reached.

        Raises:
            UsageError, UnknownName, CredentialRefused, ProviderNotCallable: what is wrong with it.
        """
        named = self._named_choice()
        self._warn_unused(named)
        if named is TOKEN:
            return named, self._token()
        if named.method == "token":
            raise UsageError("onboard_choice_interactive", choice=named.id, provider=named.provider)
        if named.method == "login":
            raise UsageError("onboard_login_interactive", choice=named.id, provider=named.provider)
        if named is CUSTOM:
            return named, self._custom()
        if named.method in ("skip", "local"):
            return named, Access(named, entry=self._scene.entry(named))
        return named, self._key(named)

    def custom_model(self, access: Access) -> str | None:
        """Return the model that was named for a base URL of the user's own, if any."""
        if access.choice.method != "custom" or not self.args.custom_model_id:
            return None
        return f"{access.choice.provider}/{self.args.custom_model_id}"

    def token_choice(self) -> Choice:
        """Return the choice that `--token-provider` makes of `token`.

        Raises:
            UsageError: it is missing, or the provider takes no token.
            UnknownName: there is no such provider.
        """
        text = (self.args.token_provider or "").strip()
        if not text:
            raise UsageError("onboard_token_provider")
        catalogue = self._scene.settings.catalogue
        provider = catalogue.canonical(text)
        found = self._scene.choices.of_token(provider)
        if found is not None:
            return found
        why = self._scene.choices.blocked.get(provider)
        if why is not None:
            raise UsageError(why.code, **why.params)
        if catalogue.get(provider) is None:
            near = did_you_mean(catalogue.nearest(text))
            raise UnknownName("provider_unknown", provider=text, nearest=near)
        raise UsageError("onboard_no_token", provider=provider)

    def _named_choice(self) -> Choice:
        """Return `--auth-choice`, else what the key options mean, else none."""
        if self.args.auth_choice:
            return self._scene.choices.get(self.args.auth_choice.strip())
        flags = self.given_keys()
        meant = {key_flags().get(flag, flag) for flag in flags}
        meant = {{"custom-api-key": "custom"}.get(name, name) for name in meant}
        if self.args.custom_base_url:
            meant.add("custom")
        if len(meant) > 1:
            raise UsageError("onboard_which_choice", choices=", ".join(sorted(meant)))
        return self._scene.choices.get(meant.pop()) if meant else SKIP

    def _warn_unused(self, named: Choice) -> None:
        own = {CUSTOM.id: ("custom-api-key",), TOKEN.id: ("token",)}.get(named.id, named.flags)
        for flag in self.given_keys():
            if flag not in own:
                self.notice(Reason("onboard_flag_unused", {"flag": flag, "choice": named.id}))

    def _key(self, choice: Choice) -> Access:
        scene = self._scene
        for flag in choice.flags:
            if self._is_given(flag):
                secret = self._secret_of(flag, lambda text: judge(choice, text))
                assert secret is not None
                return self._access(choice, secret)
        found = scene.found_key(choice)
        if found is None:
            raise self._missing(choice)
        access = scene.access_of_found(choice, found)
        if access.kept is None:
            self.notice(Reason("onboard_key_found", {"source": found.source}))
        return access

    @staticmethod
    def _missing(choice: Choice) -> UsageError:
        """Return what is said when a key is nowhere: its option, else the command that stores it."""
        flag = choice.flags[0]
        if flag not in key_flags():  # a provider of the user's own
            return UsageError("onboard_key_nowhere", provider=choice.provider)
        if not choice.variables:
            return UsageError("onboard_flag_missing", flag=flag)
        return UsageError("onboard_key_missing", flag=flag, variables=" / ".join(choice.variables))

    def _token(self) -> Access:
        choice = self.token_choice()
        if not self._is_given("token"):
            raise UsageError("onboard_token_missing")
        length_ms = None
        if self.args.token_expires_in is not None:
            length_ms = parse_duration_ms(self.args.token_expires_in)
        secret = self._secret_of("token", lambda text: judge(choice, text))
        assert secret is not None
        if choice.warning is not None:
            self.notice(choice.warning)
        return self._access(choice, secret, length_ms, self.args.token_profile_id)

    def _access(
        self,
        choice: Choice,
        secret: Secret,
        length_ms: int | None = None,
        wanted_id: str | None = None,
    ) -> Access:
        scene, kind = self._scene, kind_of(choice)
        expires_ms = None if length_ms is None else self._ctx.ports.now_ms() + length_ms
        profile = Profile(
            onboarded_id(choice.provider, kind, scene.profiles, wanted_id),
            kind,
            choice.provider,
            secret,
            expires_ms=expires_ms,
            extra=self._ids(choice),
        )
        keep_in: KeepIn = self.args.keep_in or choice.keep_in
        return scene.access_of_key(choice, profile, keep_in, scene.entry(choice))

    def _ids(self, choice: Choice) -> dict[str, object] | None:
        """Return the account ids that the provider's address needs.

        Raises:
            UsageError: `onboard_flag_missing`.
        """
        found: dict[str, object] = {}
        for name in choice.asks:
            option = f"{choice.provider}-{name.removesuffix('Id').lower()}-id"
            value = (getattr(self.args, option.replace("-", "_"), None) or "").strip()
            if not value:
                raise UsageError("onboard_flag_missing", flag=option)
            found[name] = value
        return {"metadata": found} if found else None

    def _custom(self) -> Access:
        scene, args = self._scene, self.args
        base_url = (args.custom_base_url or "").strip().rstrip("/")
        fault = url_fault(base_url) if base_url else Reason("onboard_url_missing")
        if fault is not None:
            raise UsageError(fault.code, **fault.params)
        provider = (args.custom_provider_id or custom_id(base_url)).strip().lower()
        fault = scene.custom_id_fault(provider)
        if fault is not None:
            raise UsageError(fault.code, **fault.params)
        choice = custom_choice(provider)
        secret = self._secret_of("custom-api-key", lambda text: judge(choice, text))
        profile = None
        if secret is not None:
            profile_id = onboarded_id(provider, "api_key", scene.profiles)
            profile = Profile(profile_id, "api_key", provider, secret)
        api = APIS[args.custom_compatibility or "openai"]
        models = [args.custom_model_id] if args.custom_model_id else []
        entry = custom_entry(provider, base_url, api, models, keyless=secret is None)
        return Access(choice, profile=profile, entry=entry)

    def _is_given(self, flag: str) -> bool:
        name = flag.replace("-", "_")
        given = [getattr(self.args, f"{name}{way}", None) for way in ("", "_file", "_stdin")]
        return any(value not in (None, False) for value in given)

    def _secret_of(self, flag: str, judged: Callable[[str], Verdict]) -> Secret | None:
        """Return the secret of an option, None when it was not used.

        Raises:
            CredentialRefused, UsageError: it may not be stored, or cannot be read.
        """
        if not self._is_given(flag):
            return None
        name = flag.replace("-", "_")
        plain = getattr(self.args, name)
        if plain is not None:
            self.notice(Reason("onboard_secret_in_argv", {"flag": flag}))
            verdict = judged(plain)
            if verdict.outcome == "refuse":
                raise CredentialRefused(verdict.reasons[0].code, **verdict.reasons[0].params)
        else:
            source = Namespace(
                file=getattr(self.args, f"{name}_file"), stdin=getattr(self.args, f"{name}_stdin")
            )
            verdict = read_secret(
                source, self._ctx, title=f"--{flag}", judge=judged, prog=_PROG, provider=flag
            )
        for reason in verdict.reasons:
            self.notice(reason)
        return verdict.cleaned


def _client_token(text: str) -> Verdict:
    """Take what clients of the gateway shall show, if a header can carry it."""
    from openclaw_auth.cli.onboard.gateway import token_fault
    from openclaw_auth.providers.paste_verdict import Verdict

    fault = token_fault(text)
    return _any_text(text) if fault is None else Verdict("refuse", (fault,), None)


def _any_text(text: str) -> Verdict:
    """Take what is no provider's credential as it is: a token that the user made up."""
    from openclaw_auth.providers.paste_verdict import Verdict

    cleaned = text.strip()
    if not cleaned:
        return Verdict("refuse", (Reason("credential_required"),), None)
    return Verdict("ok", (), Secret(cleaned))
