"""Where everything is: the state directory and the files in it. Pure; nothing is created or moved."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openclaw_auth.errors import ConfigError, OpenclawAuthError, UsageError
    from openclaw_auth.ports import Ports

LEGACY_STATE_DIRS = (".clawdbot", ".moltbot", ".moldbot")
LEGACY_CONFIG_NAMES = ("clawdbot.json", "moltbot.json", "moldbot.json")
CONFIG_NAME = "openclaw.json"
OWN_CONFIG_NAME = "openclaw-auth.json5"
_VARIABLES = (
    "OPENCLAW_STATE_DIR",
    "OPENCLAW_CONFIG_PATH",
    "OPENCLAW_OAUTH_DIR",
    "OPENCLAW_AGENT_DIR",
    "PI_CODING_AGENT_DIR",
)


class Paths:
    """The places of one host, all absolute; symbolic links are shown as they are.

    `state_dir` and what lies below it raise when they cannot be told: ConfigError (`no_home`)
    without a home directory where one is needed, UsageError for a bad profile name. Nothing is
    raised before a place is asked for.

    Attributes:
        home: the home directory, None when there is none.
        cwd: working directory.
        profile: name of the profile, None for the usual one.
        agent_dir_override: `OPENCLAW_AGENT_DIR`, else `PI_CODING_AGENT_DIR`, else None.
    """

    __slots__ = (
        "_config_path", "_exists", "_fault", "_oauth_dir", "_state_dir",
        "agent_dir_override", "cwd", "home", "profile",
    )  # fmt: skip

    def __init__(
        self,
        *,
        state_dir: str | None,
        config_path: str | None,
        oauth_dir: str | None,
        agent_dir_override: str | None,
        home: str | None,
        cwd: str,
        profile: str | None,
        exists: Callable[[str], bool],
        fault: OpenclawAuthError | None = None,
    ) -> None:
        self._fault = fault
        self._state_dir = state_dir
        self._config_path = config_path
        self._oauth_dir = oauth_dir
        self._exists = exists
        self.agent_dir_override = agent_dir_override
        self.home = home
        self.cwd = cwd
        self.profile = profile

    @property
    def state_dir(self) -> str:
        """`OPENCLAW_STATE_DIR`, else `~/.openclaw` (`~/.openclaw-x` for a profile)."""
        if self._state_dir is None:
            raise self._fault or _no_home()
        return self._state_dir

    @property
    def config_path(self) -> str:
        """`OPENCLAW_CONFIG_PATH`, else `openclaw.json` of the state directory.

        An older name in the state directory counts only while `openclaw.json` is absent; no other
        directory is ever looked at.
        """
        if self._config_path is None:
            self._config_path = os.path.join(self.state_dir, CONFIG_NAME)
            if not self._exists(self._config_path):
                for name in LEGACY_CONFIG_NAMES:
                    older = os.path.join(self.state_dir, name)
                    if self._exists(older):
                        self._config_path = older
                        break
        return self._config_path

    @property
    def own_config_path(self) -> str:
        """Where the keys live that OpenClaw 2026.2 does not know."""
        return os.path.join(self.state_dir, OWN_CONFIG_NAME)

    @property
    def oauth_dir(self) -> str:
        """`OPENCLAW_OAUTH_DIR`, else `credentials/`: where the legacy `oauth.json` is."""
        return self._oauth_dir or os.path.join(self.state_dir, "credentials")

    @property
    def state_db(self) -> str:
        """Our own database; it holds no secret."""
        return os.path.join(self.state_dir, "openclaw-auth.sqlite")

    @property
    def run_dir(self) -> str:
        """What a running gateway leaves for others to see."""
        return os.path.join(self.state_dir, "run")

    @property
    def dotenv_path(self) -> str:
        """The state directory's `.env`."""
        return os.path.join(self.state_dir, ".env")

    def agent_dir(self, agent_id: str, configured_dir: str | None = None) -> str:
        """Return an agent's directory: the configured one, else `agents/<id>/agent`."""
        if configured_dir and configured_dir.strip():
            return self.absolute(configured_dir.strip())
        return os.path.join(self.state_dir, "agents", agent_id, "agent")

    @staticmethod
    def store_path(agent_dir: str) -> str:
        """Return where an agent's credentials are."""
        return os.path.join(agent_dir, "auth-profiles.json")

    @staticmethod
    def models_json(agent_dir: str) -> str:
        """Return where OpenClaw writes an agent's model list; we only read it."""
        return os.path.join(agent_dir, "models.json")

    def absolute(self, path: str) -> str:
        """Return a path from the user as absolute: a leading `~` is home, relative is to `cwd`."""
        return _absolute(path, self.home, self.cwd)

    def shorten(self, path: str) -> str:
        """Return a path for people: below home it starts with `~`."""
        if self.home and (path == self.home or path.startswith(self.home.rstrip("/") + "/")):
            return "~" + path[len(self.home.rstrip("/")) :]
        return path

    def config_home(self, environ: Mapping[str, str]) -> str:
        """Return where programs keep the user's settings; a relative one is to be passed over.

        Source: XDG Base Directory Specification.

        Raises:
            ConfigError: `no_home`.
        """
        found = environ.get("XDG_CONFIG_HOME", "")
        return found if os.path.isabs(found) else self.absolute("~/.config")

    def in_shell(self, path: str) -> str:
        """Return a path as a shell takes it, short where that needs no quotes."""
        from shlex import quote

        short = self.shorten(path)
        return short if quote(short[1:]) == short[1:] else quote(path)


def resolve_paths(
    environ: Mapping[str, str],
    home: str | None,
    cwd: str,
    exists: Callable[[str], bool],
    profile: str | None = None,
) -> Paths:
    """Return the places of this host.

    Args:
        environ: the process environment; blank values count as unset.
        home: the home directory; None, or one that does not exist, is no home.
        cwd: absolute working directory.
        exists: whether a path exists.
        profile: `--profile`; it wins over `OPENCLAW_PROFILE`.
    """
    if home is not None and not exists(home):
        home = None
    name = (profile or environ.get("OPENCLAW_PROFILE") or "").strip()
    if name.lower() == "default":
        name = ""
    fault: OpenclawAuthError | None = None
    if name and not _is_profile_name(name):
        fault = _bad_profile(name)
    found: dict[str, str] = {}
    for variable in _VARIABLES:
        value = environ.get(variable, "").strip()
        if value and home is None and _starts_at_home(value):
            fault = fault or _no_home()
        elif value:
            found[variable] = _absolute(value, home, cwd)
    state_dir = found.get("OPENCLAW_STATE_DIR") or _default_state_dir(home, name, exists)
    return Paths(
        state_dir=None if fault else state_dir,
        config_path=None if fault else found.get("OPENCLAW_CONFIG_PATH"),
        oauth_dir=found.get("OPENCLAW_OAUTH_DIR"),
        agent_dir_override=found.get("OPENCLAW_AGENT_DIR") or found.get("PI_CODING_AGENT_DIR"),
        home=home,
        cwd=cwd,
        profile=name or None,
        exists=exists,
        fault=fault,
    )


def system_paths(ports: Ports, profile: str | None = None) -> Paths:
    """Return the places of this host, from the process environment."""
    home = ports.environ.get("HOME") or None
    return resolve_paths(ports.environ, home, ports.cwd, os.path.lexists, profile)


def _default_state_dir(home: str | None, profile: str, exists: Callable[[str], bool]) -> str | None:
    if home is None:
        return None
    if profile:
        return os.path.join(home, f".openclaw-{profile}")
    usual = os.path.join(home, ".openclaw")
    if not exists(usual):
        for name in LEGACY_STATE_DIRS:
            older = os.path.join(home, name)
            if exists(older):
                return older
    return usual


def _is_profile_name(name: str) -> bool:
    plain = name.replace("-", "").replace("_", "")
    return len(name) <= 64 and name[0] not in "-_" and plain.isascii() and plain.isalnum()  # noqa: PLR2004


def _bad_profile(name: str) -> UsageError:
    from openclaw_auth.errors import UsageError

    return UsageError("bad_profile_name", name=name)


def _starts_at_home(path: str) -> bool:
    return path == "~" or path.startswith("~/")


def _absolute(path: str, home: str | None, cwd: str) -> str:
    if _starts_at_home(path):
        if home is None:
            raise _no_home()
        path = home + path[1:]
    return os.path.normpath(os.path.join(cwd, path))


def _no_home() -> ConfigError:
    from openclaw_auth.errors import ConfigError

    return ConfigError("no_home")
