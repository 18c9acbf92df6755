"""What the wizard and the options know of this host: choices, what is stored, what lies around."""

from __future__ import annotations

import os

from openclaw_auth.agent_edits import workspace_of
from openclaw_auth.agents import ModelChoice, find_agent, main_agent
from openclaw_auth.cli.auth.target import catalogue_of, store_of
from openclaw_auth.credentials import Profile
from openclaw_auth.errors import GatewayError
from openclaw_auth.gateway.token import find_token
from openclaw_auth.oauth.offered import offered_logins
from openclaw_auth.onboarding.answers import Access
from openclaw_auth.onboarding.choices import every_choice
from openclaw_auth.onboarding.custom import id_fault
from openclaw_auth.onboarding.default_model import model_to_set, suggested_model
from openclaw_auth.onboarding.plan import Here, make_plan
from openclaw_auth.onboarding.profile_naming import onboarded_id
from openclaw_auth.profiles.login import login_client
from openclaw_auth.secret import Secret
from openclaw_auth.sources import dotenv
from openclaw_auth.sources.environment import STATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from openclaw_auth.agents import Agent
    from openclaw_auth.cli.context import Context
    from openclaw_auth.codes import Reason
    from openclaw_auth.host.service import ServicePlan
    from openclaw_auth.onboarding.answers import Answers
    from openclaw_auth.onboarding.choice import Choice, KeepIn
    from openclaw_auth.onboarding.plan import Plan
    from openclaw_auth.onboarding.sighting import Sighting
    from openclaw_auth.settings import Settings

_TOKEN_BYTES = 32


class FoundKey:
    """A key that lies here: where, and whether a service sees it too."""

    __slots__ = ("lasting", "secret", "source")

    def __init__(self, source: str, secret: Secret, *, lasting: bool) -> None:
        self.source = source
        self.secret = secret
        self.lasting = lasting


class Scene:
    """One reading of this host, for one run.

    Attributes:
        agent: who is set up.
        settings: a valid config, as read.
        choices: what can be chosen.
        profiles: what the agent's own store holds.
    """

    def __init__(self, ctx: Context, agent: Agent | None = None) -> None:
        ctx.config()
        self._ctx = ctx
        self.settings: Settings = ctx.settings()
        self.agent = agent or find_agent(self.settings.view, ctx.paths, None)
        self.choices = every_choice(catalogue_of(ctx), offered_logins(self.settings))
        self.profiles: Mapping[str, Profile] = store_of(ctx, self.agent).read().profiles

    def here(self) -> Here:
        """Return what a plan is made for."""
        paths = self.settings.paths
        # One that may not be read is a notice of the settings; writing it would fail in words.
        variables = dotenv.read_if_allowed(paths.dotenv_path)
        return Here(
            raw=self.settings.config.raw,
            profiles=self.profiles,
            store_path=paths.store_path(self.agent.dir),
            shared=self.agent.dir == main_agent(self.settings.view, paths).dir,
            variables={name: Secret(value) for name, value in variables.items()},
            dotenv_path=paths.dotenv_path,
            has_token=self._has_token(),
            exists=os.path.lexists,
            sessions_dir=os.path.join(paths.state_dir, "agents", self.agent.id, "sessions"),
        )

    def _has_token(self) -> bool:
        """Whether clients have a token to show, or one is referred to that is not there now."""
        try:
            return find_token(self.settings, None) is not None
        except GatewayError:
            return True

    def plan(self, answers: Answers) -> Plan:
        """Return what answers come to."""
        return make_plan(answers, self.here(), self._new_token)

    def _new_token(self) -> Secret:
        from base64 import urlsafe_b64encode

        data = self._ctx.ports.random_bytes(_TOKEN_BYTES)
        return Secret(urlsafe_b64encode(data).rstrip(b"=").decode())

    def require_login(self, choice: Choice) -> None:
        """Raise LoginNotOffered where a login would fail for want of something."""
        login_client(self.settings, choice.provider)

    def found_key(self, choice: Choice) -> FoundKey | None:
        """Return a key of this provider that is there already; None without one."""
        for name in choice.variables:
            variable = self.settings.environment.get(name)
            if variable is not None and variable.value.strip():
                lasting = variable.layer == STATE
                secret = Secret(variable.value.strip())
                return FoundKey(variable.source, secret, lasting=lasting)
        now_ms = self._ctx.ports.now_ms()
        for profile in self.profiles.values():
            fits = profile.provider == choice.provider and profile.type == choice.method
            ended = profile.expires_ms is not None and profile.expires_ms <= now_ms
            if fits and profile.secret and not ended:
                return FoundKey(profile.id, profile.secret, lasting=True)
        return None

    def access_of_found(self, choice: Choice, found: FoundKey) -> Access:
        """Return what becomes of a key that is there: one that a service would not see is stored."""
        entry = self.entry(choice)
        if found.lasting:
            return Access(choice, kept=found.source, entry=entry)
        profile_id = onboarded_id(choice.provider, "api_key", self.profiles)
        profile = Profile(profile_id, "api_key", choice.provider, found.secret)
        return self.access_of_key(choice, profile, choice.keep_in, entry)

    def access_of_key(
        self,
        choice: Choice,
        profile: Profile,
        keep_in: KeepIn,
        entry: Mapping[str, Any] | None,
    ) -> Access:
        """Return where a new credential goes: the store, or the state directory's `.env`."""
        secret = profile.secret
        if keep_in == "env" and choice.variables and secret is not None:
            return Access(choice, variable=(choice.variables[0], secret), entry=entry)
        known = self.profiles.get(profile.id)
        if known is not None and known.secret == profile.secret and known.type == profile.type:
            # Nothing new about it: fields that we do not know stay as they are.
            profile = (
                known
                if profile.expires_ms is None
                else known.replace(expires_ms=profile.expires_ms)
            )
        return Access(choice, profile=profile, entry=entry)

    def entry(self, choice: Choice) -> dict[str, Any] | None:
        """Return what the config gets for a choice with an address of its own."""
        if choice.base_url is None:
            return None
        return {"id": choice.provider, "baseUrl": choice.base_url, "models": []}

    def custom_id_fault(self, text: str) -> Reason | None:
        """Return what is wrong with a name for a provider of the user's own."""
        own = self.settings.view.providers()
        return id_fault(text, self.settings.catalogue.ids(), own)

    def agent_name(self) -> str | None:
        """Return what `--agent` has to say to mean this agent; None when it is meant anyway."""
        usual = find_agent(self.settings.view, self.settings.paths, None)
        return None if usual.dir == self.agent.dir else self.agent.id

    def present_model(self) -> str:
        """Return the default model as it is, built in or configured."""
        view = self.settings.view
        refs = ModelChoice(view, self.agent.id).refs(view.aliases())
        return refs[0].key

    def workspace(self) -> str:
        """Return where the agent works now, absolute."""
        paths = self.settings.paths
        return paths.absolute(workspace_of(self.agent.id, self.settings.view, paths.state_dir))

    def service(self) -> tuple[ServicePlan | None, Reason | None]:
        """Return what installing the service takes, or why it cannot be had here.

        Neither where it is installed as it should be, and runs.
        """
        from openclaw_auth.cli.gateway.service_plan import installer
        from openclaw_auth.host import service

        ports = self._ctx.ports
        if service.find_manager(ports, self.settings.paths) is None:
            return None, service.why_no_manager(ports)
        found = installer(self._ctx, system=False)
        try:
            plan = found.plan(self._ctx)
        except GatewayError as error:
            return None, error.reason
        state = service.read_service(found.manager, ports, plan)
        current = state.installed and state.running and not state.stale
        return (None if current else plan), None

    def model(self, choice: Choice, sighting: Sighting | None) -> tuple[str | None, str | None]:
        """Return the model that suits a choice, and the one to write without asking."""
        if not choice.provider:
            return None, None
        seen = sighting.models if sighting is not None else ()
        provider = catalogue_of(self._ctx).get(choice.provider)
        names = [model.get("id") for model in provider.models] if provider is not None else []
        listed = [name for name in names if isinstance(name, str)]
        suggested = suggested_model(choice, seen, listed)
        raw = self.settings.config.raw
        return suggested, model_to_set(raw, choice, suggested, default_usable=self.usable())

    def usable(self) -> bool:
        """Whether the default model has a credential now."""
        from openclaw_auth.cli.onboard.health import is_usable

        return is_usable(self.agent, self.settings, self._ctx.ports)
