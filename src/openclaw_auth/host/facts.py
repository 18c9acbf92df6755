"""What the service is to run here: this very program, this very state directory, no secret."""

from __future__ import annotations

import os
import sys

from openclaw_auth.host.plan import MARK, ServiceFacts
from openclaw_auth.host.unit_variables import variables_in
from openclaw_auth.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.paths import Paths
    from openclaw_auth.host.plan import Manager
    from openclaw_auth.ports import Ports

# Places that the user moved: the service must look where the installing shell looks.
_PLACES = (
    "OPENCLAW_CONFIG_PATH",
    "OPENCLAW_OAUTH_DIR",
    "OPENCLAW_AGENT_DIR",
    "PI_CODING_AGENT_DIR",
)
_SYSTEM_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
_HOME_PATH = (".local/bin", ".npm-global/bin", "bin")


def gather_facts(
    manager: Manager,
    paths: Paths,
    ports: Ports,
    *,
    port: str | None = None,
    user: str | None = None,
    folders: tuple[str, ...] = (),
) -> ServiceFacts:
    """Return what the service is to run.

    The language and the port of a service that is installed stay as they are, unless another port
    is asked for: which shell happens to ask must not make a difference.

    Args:
        manager: who will keep it, and its present file.
        paths: of this host.
        ports: its environment.
        port: `--port`, None for the configured one.
        user: who a system service runs as.
        folders: more directories that it writes to: agents' own, outside the state directory.

    Raises:
        ConfigError: `no_home`.
    """
    state = paths.state_dir
    config, override = paths.config_path, paths.agent_dir_override
    places = [os.path.dirname(config), os.path.dirname(os.path.realpath(config)), paths.oauth_dir]
    places += [*folders, *([override] if override else [])]
    return ServiceFacts(
        program=(os.path.abspath(sys.executable), "-P", "-m", "openclaw_auth", "gateway", "run"),
        environ=_environ(manager, paths, ports, port),
        user=user,
        directory=state,
        writable=_apart([state, *places]),
        log_dir=os.path.join(state, "logs"),
        version=__version__,
    )


def _environ(manager: Manager, paths: Paths, ports: Ports, port: str | None) -> dict[str, str]:
    environ = ports.environ
    found: dict[str, str] = {}
    if paths.home:
        found["HOME"] = paths.home
    found["PATH"] = _search_path(paths.home, environ.get("PREFIX") if _is_termux(manager) else None)
    present, ours = _present(manager)
    language = (present if ours else environ).get("LANG")
    if language:
        found["LANG"] = language
    if paths.profile:
        found["OPENCLAW_PROFILE"] = paths.profile
    found["OPENCLAW_STATE_DIR"] = paths.state_dir
    for name in _PLACES:
        if environ.get(name, "").strip():
            found[name] = paths.absolute(environ[name].strip())
    wanted = port or (present or environ).get("OPENCLAW_GATEWAY_PORT", "").strip()
    if wanted:
        found["OPENCLAW_GATEWAY_PORT"] = wanted
    label = "OPENCLAW_LAUNCHD_LABEL" if manager.kind.startswith("launchd") else None
    if manager.kind.startswith("systemd"):
        label = "OPENCLAW_SYSTEMD_UNIT"
    if label:
        found[label] = manager.name
    found["OPENCLAW_SERVICE_MARKER"] = "openclaw"
    found["OPENCLAW_SERVICE_KIND"] = "gateway"
    found["OPENCLAW_SERVICE_VERSION"] = __version__
    return found


def _present(manager: Manager) -> tuple[dict[str, str], bool]:
    """Return what the installed file of ours, or of OpenClaw, sets, and whether it is ours."""
    try:
        with open(manager.path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return {}, False
    found = variables_in(manager, text)
    known = found.get("OPENCLAW_SERVICE_MARKER") == "openclaw"
    return (found, MARK in text) if known else ({}, False)


def _is_termux(manager: Manager) -> bool:
    return manager.kind == "termux"


def _search_path(home: str | None, prefix: str | None) -> str:
    """Return a short PATH: this program's own place, the user's, the system's."""
    own = os.path.dirname(os.path.abspath(sys.executable))
    mine = [os.path.join(home, folder) for folder in _HOME_PATH] if home else []
    brew = ["/opt/homebrew/bin"] if sys.platform == "darwin" else []
    system = [os.path.join(prefix, "bin")] if prefix else [*brew, *_SYSTEM_PATH]
    return ":".join(dict.fromkeys([own, *mine, *system]))


def _apart(places: list[str]) -> tuple[str, ...]:
    """Return directories and what their links lead to, none of which lies in one before it."""
    found: list[str] = []
    for place in places:
        for folder in (place, os.path.realpath(place)):
            if not any(folder == f or folder.startswith(f.rstrip("/") + "/") for f in found):
                found.append(folder)
    return tuple(found)
