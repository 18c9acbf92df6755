"""Where everything lies: state directory, config, stores. Pure; nothing is created or moved.

Places as OpenClaw 2026.2 has them (spec: "Places and precedence"), with two differences: a state
directory without a config never falls back to another directory's, and a legacy directory is read
where it is and never moved by a read.
"""

from __future__ import annotations

import os

from openclaw_auth.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openclaw_auth.ports import Ports

CONFIG_NAME = "openclaw.json"
OWN_CONFIG_NAME = "openclaw-auth.json5"
_LEGACY_DIRS = (".clawdbot", ".moltbot", ".moldbot")
_LEGACY_CONFIGS = ("clawdbot.json", "moltbot.json", "moldbot.json")


class Paths:
    """Absolute paths of one host's state.

    Attributes:
        home: the user's home directory, None when there is none.
        cwd: working directory.
        state_dir: where everything of OpenClaw lies.
        config_path: `openclaw.json`.
        own_config_path: our own settings, which OpenClaw 2026.2 would refuse (ruling 1).
        oauth_dir: legacy OAuth credentials.
        agent_dir_override: OPENCLAW_AGENT_DIR or PI_CODING_AGENT_DIR, else None.
        profile: name given by `--profile` or OPENCLAW_PROFILE, else None.
    """

    __slots__ = (
        "agent_dir_override",
        "config_path",
        "cwd",
        "home",
        "oauth_dir",
        "own_config_path",
        "profile",
        "state_dir",
    )

    def __init__(
        self,
        *,
        home: str | None,
        cwd: str,
        state_dir: str,
        config_path: str,
        oauth_dir: str,
        agent_dir_override: str | None,
        profile: str | None = None,
    ) -> None:
        self.home = home
        self.cwd = cwd
        self.state_dir = state_dir
        self.config_path = config_path
        self.own_config_path = os.path.join(state_dir, OWN_CONFIG_NAME)
        self.oauth_dir = oauth_dir
        self.agent_dir_override = agent_dir_override
        self.profile = profile

    @property
    def state_env(self) -> str:
        """The `.env` of the state directory."""
        return os.path.join(self.state_dir, ".env")

    @property
    def working_directory_env(self) -> str:
        """The `.env` of the working directory."""
        return os.path.join(self.cwd, ".env")

    @property
    def state_db(self) -> str:
        """Our own bookkeeping; holds no secret."""
        return os.path.join(self.state_dir, "openclaw-auth.sqlite")

    @property
    def run_dir(self) -> str:
        """What a running gateway says of itself."""
        return os.path.join(self.state_dir, "run")

    def agent_dir(self, agent_id: str, configured: str | None = None) -> str:
        """Return the directory of an agent's store."""
        if configured:
            return self.expand(configured)
        return os.path.join(self.state_dir, "agents", agent_id, "agent")

    def sessions_dir(self, agent_id: str) -> str:
        """Return the directory of an agent's sessions."""
        return os.path.join(self.state_dir, "agents", agent_id, "sessions")

    def expand(self, text: str) -> str:
        """Return an absolute path: a leading `~` is the home directory, else relative to cwd."""
        return _expand(text, self.home, self.cwd)

    def shorten(self, path: str) -> str:
        """Return a path for people: the home directory as `~`."""
        if self.home and path.startswith(self.home.rstrip("/") + "/"):
            return "~" + path[len(self.home.rstrip("/")) :]
        return path


def store_path(agent_dir: str) -> str:
    """Return the credential store of an agent directory."""
    return os.path.join(agent_dir, "auth-profiles.json")


def models_json_path(agent_dir: str) -> str:
    """Return the model list that OpenClaw keeps in an agent directory."""
    return os.path.join(agent_dir, "models.json")


def resolve_paths(
    environ: Mapping[str, str],
    home: str | None,
    cwd: str,
    exists: Callable[[str], bool],
    profile: str | None = None,
) -> Paths:
    """Return where everything lies.

    Args:
        environ: OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH, OPENCLAW_OAUTH_DIR, OPENCLAW_AGENT_DIR,
            PI_CODING_AGENT_DIR, OPENCLAW_PROFILE.
        home: home directory, None when unknown.
        cwd: what relative paths are relative to.
        exists: whether a path exists.
        profile: `--profile`, which beats OPENCLAW_PROFILE.

    Raises:
        ConfigError: no home directory and no OPENCLAW_STATE_DIR.
    """
    name = (profile or environ.get("OPENCLAW_PROFILE") or "").strip() or None
    if name == "default":
        name = None
    state_dir = _state_dir(environ, home, cwd, exists, name, named_here=profile is not None)
    config = environ.get("OPENCLAW_CONFIG_PATH", "").strip()
    config_path = _expand(config, home, cwd) if config else _config_in(state_dir, exists)
    oauth = environ.get("OPENCLAW_OAUTH_DIR", "").strip()
    override = environ.get("OPENCLAW_AGENT_DIR", "").strip()
    override = override or environ.get("PI_CODING_AGENT_DIR", "").strip()
    return Paths(
        home=home,
        cwd=cwd,
        state_dir=state_dir,
        config_path=config_path,
        oauth_dir=_expand(oauth, home, cwd) if oauth else os.path.join(state_dir, "credentials"),
        agent_dir_override=_expand(override, home, cwd) if override else None,
        profile=name,
    )


def system_paths(ports: Ports, profile: str | None = None) -> Paths:
    """Return where everything lies on this machine."""
    return resolve_paths(ports.environ, _home(ports.environ), ports.cwd, os.path.exists, profile)


def _home(environ: Mapping[str, str]) -> str | None:
    """HOME, else what the user database says, else None."""
    home = environ.get("HOME", "").strip()
    if home:
        return os.path.abspath(home)
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir or None
    except KeyError:
        return None


def _state_dir(
    environ: Mapping[str, str],
    home: str | None,
    cwd: str,
    exists: Callable[[str], bool],
    name: str | None,
    *,
    named_here: bool,
) -> str:
    given = environ.get("OPENCLAW_STATE_DIR", "").strip()
    if given and not (named_here and name):
        return _expand(given, home, cwd)
    if home is None:
        raise ConfigError("no_home_directory")
    if name:
        return os.path.join(home, f".openclaw-{name}")
    state_dir = os.path.join(home, ".openclaw")
    if not exists(state_dir):
        for legacy in _LEGACY_DIRS:
            if exists(os.path.join(home, legacy)):
                return os.path.join(home, legacy)
    return state_dir


def _config_in(state_dir: str, exists: Callable[[str], bool]) -> str:
    path = os.path.join(state_dir, CONFIG_NAME)
    if not exists(path):
        for legacy in _LEGACY_CONFIGS:
            if exists(os.path.join(state_dir, legacy)):
                return os.path.join(state_dir, legacy)
    return path


def _expand(text: str, home: str | None, cwd: str) -> str:
    if text == "~" or text.startswith("~/"):
        if home is None:
            raise ConfigError("no_home_directory")
        text = home + text[1:]
    return os.path.normpath(os.path.join(cwd, text))
