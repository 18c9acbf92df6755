"""Answers made into a plan: every write, as values that can be shown before they are made. Pure."""

from __future__ import annotations

from openclaw_auth.config.auth_entries import naming, naming_where_named
from openclaw_auth.config.edit import Edit
from openclaw_auth.config.keypath import ABSENT, same, value_at
from openclaw_auth.models.edits import set_primary
from openclaw_auth.onboarding.gateway_edits import gateway_edits, remote_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from openclaw_auth.config.keypath import Path
    from openclaw_auth.credentials import Profile
    from openclaw_auth.host.plan import ServicePlan
    from openclaw_auth.onboarding.answers import Access, Answers
    from openclaw_auth.onboarding.choice import Choice
    from openclaw_auth.secret import Secret

    Step: TypeAlias = "LogIn | MakeDirectory | EditConfig | StoreProfile | SetVariable | UseService"


class LogIn:
    """Log in with a provider; what comes of it is stored."""

    __slots__ = ("choice", "store_path")

    def __init__(self, choice: Choice, store_path: str) -> None:
        self.choice = choice
        self.store_path = store_path


class MakeDirectory:
    """Create a directory that is not there; a `private` one 0700."""

    __slots__ = ("path", "private")

    def __init__(self, path: str, *, private: bool) -> None:
        self.path = path
        self.private = private


class EditConfig:
    """Make edits of the config. `implied` ones follow from a stored profile and are made with it."""

    __slots__ = ("edits", "implied")

    def __init__(self, edits: Sequence[Edit], implied: Sequence[Edit] = ()) -> None:
        self.edits = tuple(edits)
        self.implied = tuple(implied)


class StoreProfile:
    """Store a credential; `replaces` is what has its id now, kept for an undo."""

    __slots__ = ("profile", "replaces", "store_path")

    def __init__(self, profile: Profile, store_path: str, replaces: Profile | None) -> None:
        self.profile = profile
        self.store_path = store_path
        self.replaces = replaces


class SetVariable:
    """Set a variable in a `.env` file."""

    __slots__ = ("name", "path", "replaces", "secret")

    def __init__(self, name: str, secret: Secret, path: str, replaces: Secret | None) -> None:
        self.name = name
        self.secret = secret
        self.path = path
        self.replaces = replaces


class UseService:
    """Install and start the gateway's service, as a plan of the host's manager."""

    __slots__ = ("plan",)

    def __init__(self, plan: ServicePlan) -> None:
        self.plan = plan


class Here:
    """What the plan is made for: what there is now.

    Attributes:
        raw: the config as written, `{}` when there is none.
        profiles: what the store holds, by id.
        store_path: of the agent that is set up.
        shared: whether that store is the one that every agent reads through to.
        variables: of the state directory's `.env`.
        dotenv_path: where that is.
        has_token: whether clients have a token to show already.
        exists: whether a path is there.
        sessions_dir: of the agent.
    """

    __slots__ = (
        "dotenv_path", "exists", "has_token", "profiles", "raw", "sessions_dir", "shared",
        "store_path", "variables",
    )  # fmt: skip

    def __init__(
        self,
        *,
        raw: Mapping[str, Any],
        profiles: Mapping[str, Profile],
        store_path: str,
        shared: bool,
        variables: Mapping[str, Secret],
        dotenv_path: str,
        has_token: bool,
        exists: Callable[[str], bool],
        sessions_dir: str | None = None,
    ) -> None:
        self.raw = raw
        self.profiles = profiles
        self.store_path = store_path
        self.shared = shared
        self.variables = variables
        self.dotenv_path = dotenv_path
        self.has_token = has_token
        self.exists = exists
        self.sessions_dir = sessions_dir


class Plan:
    """The steps, in the order in which they are taken: what can fail comes first."""

    __slots__ = ("steps",)

    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps = tuple(steps)

    def of(self, *kinds: type) -> list[Any]:
        """Return the steps of these kinds."""
        return [step for step in self.steps if isinstance(step, kinds)]


def make_plan(answers: Answers, here: Here, new_token: Callable[[], Secret]) -> Plan:
    """Return what the answers come to. What is so already is left out.

    Args:
        answers: of the wizard or the options.
        here: what there is now.
        new_token: makes a token for the gateway's clients, called when there is none.
    """
    edits: list[Edit] = []
    if answers.mode == "remote":
        edits += remote_edits(here.raw, answers.remote_url, answers.remote_token)
    elif answers.gateway is not None:
        made = None if here.has_token or answers.gateway.token else new_token()
        edits += gateway_edits(here.raw, answers.gateway, made)
    if answers.workspace is not None:
        edits += changed(here.raw, ("agents", "defaults", "workspace"), answers.workspace)
    if answers.model is not None:
        edits += set_primary(here.raw, "model", answers.model)[1]
    steps: list[Step] = _directories(answers, here)
    steps += access_steps(answers.access, here, edits)
    return Plan([*steps, *([UseService(answers.service)] if answers.service is not None else [])])


def access_steps(access: Access | None, here: Here, edits: Sequence[Edit] = ()) -> list[Step]:
    """Return the steps that give access to models, with config edits of other parts between them.

    A login, which may be given up, is before everything; the config, which may refuse, before
    the credential.
    """
    edits = [*_entry_edits(access, here.raw), *edits]
    stored: list[Step] = []
    implied: list[Edit] = []
    if access is not None and access.profile is not None:
        known = here.profiles.get(access.profile.id)
        if known != access.profile:
            stored.append(StoreProfile(access.profile, here.store_path, known))
        name = naming if here.shared else naming_where_named
        implied = name(here.raw, access.profile)
    if access is not None and access.variable is not None:
        variable, secret = access.variable
        if here.variables.get(variable) != secret:
            before = here.variables.get(variable)
            stored.append(SetVariable(variable, secret, here.dotenv_path, before))
    if not stored and implied:
        edits, implied = [*edits, *implied], []
    first: list[Step] = []
    if access is not None and access.login:
        first.append(LogIn(access.choice, here.store_path))
    config: list[Step] = [EditConfig(edits, implied)] if edits or implied else []
    return [*first, *config, *stored]


def changed(raw: Mapping[str, Any], path: Path, value: object) -> list[Edit]:
    """Return the edit that sets a value, none when it is set already."""
    present = value_at(dict(raw), path)
    return [] if present is not ABSENT and same(present, value) else [Edit("set", path, value)]


def _entry_edits(access: Access | None, raw: Mapping[str, Any]) -> list[Edit]:
    """Return the edits of `models.providers.<id>`: key by key, so that the user's others stay."""
    if access is None or access.entry is None:
        return []
    provider = str(access.entry["id"])
    path = ("models", "providers", provider)
    wanted = {key: value for key, value in access.entry.items() if key != "id"}
    present = value_at(dict(raw), path)
    if not isinstance(present, dict):
        return [Edit("set", path, wanted)]
    if present.get("models"):
        del wanted["models"]
    return [e for key, value in wanted.items() for e in changed(raw, (*path, key), value)]


def _directories(answers: Answers, here: Here) -> list[Step]:
    found: list[Step] = []
    if answers.workspace is not None and not here.exists(answers.workspace):
        found.append(MakeDirectory(answers.workspace, private=False))
    sessions = here.sessions_dir
    if found and sessions is not None and not here.exists(sessions):
        found.append(MakeDirectory(sessions, private=True))
    return found
