"""Makes the writes of a plan. What can refuse comes first; a refusal leaves what follows undone."""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.config.write import edit_config
from openclaw_auth.errors import ConfigError, UsageError
from openclaw_auth.files.atomic_write import ContentChanged, atomic_replace, read_or_none
from openclaw_auth.files.filesystem import new_directories
from openclaw_auth.onboarding.env_text import UnwritableValue, with_variable
from openclaw_auth.onboarding.plan import EditConfig, MakeDirectory, SetVariable, StoreProfile
from openclaw_auth.profiles.enrol import enrol, storing
from openclaw_auth.profiles.place import store_at
from openclaw_auth.settings import load_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.agents import Agent
    from openclaw_auth.onboarding.plan import Plan
    from openclaw_auth.ports import Ports
    from openclaw_auth.profiles.enrol import Enrolled
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import Edit, StoreData

_ATTEMPTS = 5


class Applied:
    """What was written: the files, and what storing a credential came to."""

    __slots__ = ("enrolled", "files")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.enrolled: Enrolled | None = None


def check(plan: Plan, agent: Agent, settings: Settings, ports: Ports) -> None:
    """Fail before anything is written where that can be known: the store, and the `.env` text.

    Raises:
        StoreError, CredentialRefused, UsageError: as `apply`.
    """
    for step in plan.of(StoreProfile):
        tried = step.profile

        def change(data: StoreData) -> list[Edit]:
            storing(data, tried)  # noqa: B023 # called at once
            return []

        store_at(agent, settings, ports).update(change)
    for step in plan.of(SetVariable):
        try:
            _new_text(step, _read(step))
        except OSError as error:
            raise _unwritable(step, error.strerror or type(error).__name__) from error


def apply(plan: Plan, agent: Agent, settings: Settings, ports: Ports) -> Applied:
    """Make the writes that need no network: directories, config, store, `.env`.

    Args:
        plan: logging in and the service are the caller's.
        agent: whose store.
        settings: a valid config, as read.
        ports: clock and randomness.

    Raises:
        ConfigError: the config cannot be changed; nothing was written but directories.
        StoreError, CredentialRefused: as `enrol`; the config has changed already.
        UsageError: a directory or the `.env` cannot be written.
    """
    done = Applied()
    for directory in plan.of(MakeDirectory):
        _make(directory)
    for config in plan.of(EditConfig):
        if config.edits:
            result = edit_config(settings.paths, config.edits, ports, settings.environment.value)
            done.files += result.files if result.changed else ()
            settings = load_settings(settings.paths, ports)
    for stored in plan.of(StoreProfile):
        done.enrolled = found = enrol(stored.profile, agent, settings, ports)
        done.files += [f for f in (found.store_path, found.config_path) if f is not None]
        _raise(found.config_error)
    for variable in plan.of(SetVariable):
        _set(variable, ports)
        done.files.append(variable.path)
    done.files = list(dict.fromkeys(done.files))
    return done


def _raise(error: ConfigError | None) -> None:
    if error is not None:
        raise error


def _make(step: MakeDirectory) -> None:
    """Create a directory; a workspace as the user's umask says."""
    try:
        if step.private:
            new_directories(step.path)
        else:
            os.makedirs(step.path, exist_ok=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError("agent_workspace_failed", path=step.path, error=why) from error


def _set(step: SetVariable, ports: Ports) -> None:
    try:
        new_directories(os.path.dirname(step.path))
        for _ in range(_ATTEMPTS):
            before = _read(step)
            try:
                atomic_replace(step.path, _new_text(step, before), ports, expect=before)
            except ContentChanged:
                continue
            return
    except OSError as error:
        raise _unwritable(step, error.strerror or type(error).__name__) from error
    raise _unwritable(step, Reason("onboard_env_busy"))


def _read(step: SetVariable) -> bytes | None:
    path = os.path.realpath(step.path)
    if os.path.exists(path) and not os.path.isfile(path):
        raise _unwritable(step, Reason("onboard_env_no_file"))
    return read_or_none(path)


def _new_text(step: SetVariable, before: bytes | None) -> bytes:
    try:
        text = (before or b"").decode("utf-8", "surrogateescape")
        return with_variable(text, step.name, step.secret.reveal()).encode(
            "utf-8", "surrogateescape"
        )
    except UnwritableValue:
        raise _unwritable(step, Reason("onboard_env_unquotable")) from None


def _unwritable(step: SetVariable, why: Reason | str) -> UsageError:
    return UsageError("onboard_env_unwritable", path=step.path, name=step.name, why=why)
