"""Config, environment and catalogue of one moment, read together because each needs the others.

The config's `${NAME}` wants the environment; the environment wants the config's `env` section;
both want to know which variables carry credentials.
"""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.config.load import load_config
from openclaw_auth.config.view import ConfigView
from openclaw_auth.providers.catalogue import load_catalogue
from openclaw_auth.sources.environment import GATEWAY_VARIABLES, Environment, without_credentials

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from openclaw_auth.config.load import Config
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.ports import Ports
    from openclaw_auth.providers.catalogue import Catalogue


class Settings:
    """What is configured; immutable by convention.

    Attributes:
        paths: where it was read.
        config: the config as loaded, with its problems.
        view: what it says, by name.
        environment: the variables in their layers.
        catalogue: every provider, the config's own ones included.
        shell_enabled: whether the login shell may be asked.
        notices: what to tell the user once.
    """

    __slots__ = ("catalogue", "config", "environment", "notices", "paths", "shell_enabled", "view")

    def __init__(
        self,
        paths: Paths,
        config: Config,
        environment: Environment,
        catalogue: Catalogue,
        *,
        shell_enabled: bool = False,
        notices: tuple[Reason, ...] = (),
    ) -> None:
        self.paths = paths
        self.config = config
        self.view = ConfigView(config.data)
        self.environment = environment
        self.catalogue = catalogue
        self.shell_enabled = shell_enabled
        self.notices = notices


def load_settings(paths: Paths, ports: Ports) -> Settings:
    """Read what is configured. Never writes; a broken config comes back with its problems.

    Starts the login shell only when the config or OPENCLAW_LOAD_SHELL_ENV asks for it and an
    expected variable is missing.
    """
    shipped = load_catalogue()
    unreadable: list[Reason] = []
    state_env = _env_file(paths.dotenv_path, unreadable)
    here_path = os.path.join(paths.cwd, ".env")
    here = {} if here_path == paths.dotenv_path else _env_file(here_path, unreadable)
    files = Environment(ports.environ, working_directory=here, state=state_env)
    config = load_config(paths, files.value)
    view = ConfigView(config.data)
    section = view.env()
    ignored: list[str] = []
    if here and not view.trusts_working_directory():
        here, ignored = without_credentials(here, shipped.every_env_name())
        if ignored:
            files = Environment(ports.environ, working_directory=here, state=state_env)
            config = load_config(paths, files.value)
            view = ConfigView(config.data)
            section = view.env()
    environment = Environment(
        ports.environ,
        working_directory=here,
        state=state_env,
        config=view.env_variables(),
        config_vars=view.env_vars(),
        ignored=ignored,
    )
    shell_enabled = _shell_enabled(section, ports.environ)
    if shell_enabled:
        found = _ask_shell(environment, section, ports.environ, config, shipped)
        environment = environment.with_shell(found)
        if any(name in found for name in _missing_names(config)):
            config = load_config(paths, environment.value)
    return Settings(
        paths,
        config,
        environment,
        shipped,
        shell_enabled=shell_enabled,
        notices=(*unreadable, *_notices(here_path, ignored)),
    )


def _env_file(path: str, unreadable: list[Reason]) -> dict[str, str]:
    """Read a `.env` only when there is one: its grammar costs a millisecond to compile.

    One that may not be read (another user's) is noted, and everything else goes on.
    """
    if not os.path.isfile(path):
        return {}
    from openclaw_auth.sources.dotenv import read

    try:
        return read(path) or {}
    except OSError as error:
        params = {"file": path, "error": error.strerror or str(error.errno)}
        unreadable.append(Reason("env_file_unreadable", params))
        return {}


def _shell_enabled(section: Mapping[str, object], process: Mapping[str, str]) -> bool:
    if "shellEnv" not in section and "OPENCLAW_LOAD_SHELL_ENV" not in process:
        return False
    from openclaw_auth.sources import login_shell

    return login_shell.enabled(section, process)


def _ask_shell(
    environment: Environment,
    section: Mapping[str, object],
    process: Mapping[str, str],
    config: Config,
    catalogue: Catalogue,
) -> dict[str, str]:
    from openclaw_auth.sources import login_shell

    expected = {*catalogue.every_env_name(), *GATEWAY_VARIABLES, *_missing_names(config)}
    missing = [name for name in sorted(expected) if environment.get(name) is None]
    return login_shell.ask(missing, process, login_shell.timeout_ms(section, process))


def _missing_names(config: Config) -> list[str]:
    """Return the variables that the config refers to and nothing has set."""
    missing = (p.reason for p in config.problems if p.reason.code == "config_missing_variable")
    return [str(reason.params["name"]) for reason in missing]


def _notices(path: str, ignored: list[str]) -> tuple[Reason, ...]:
    if not ignored:
        return ()
    params = {"file": path, "names": ", ".join(ignored)}
    return (Reason("working_directory_env_ignored", params),)
