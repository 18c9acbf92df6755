"""Gathers what every place says of the providers' variables. Reads; the login shell is started."""

from __future__ import annotations

import os

from openclaw_auth.health import variable_view as view
from openclaw_auth.secret import Secret
from openclaw_auth.sources import dotenv, login_shell
from openclaw_auth.sources.environment import GATEWAY_VARIABLES, is_provider_setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openclaw_auth.health.variable_view import VariableView
    from openclaw_auth.ports import Ports
    from openclaw_auth.providers.catalogue import Catalogue
    from openclaw_auth.settings import Settings

# What a login starts from; everything else is for its own files to say.
_LOGIN_VARIABLES = ("HOME", "USER", "LOGNAME", "SHELL", "LANG", "TERM", "PATH", "PREFIX")
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


class Sources:
    """What every place sets: value by name, by place.

    Args:
        settings: the config and where it lies.
        ports: the process environment.
        unit: what the service file sets; None when no service is installed.
        info: what the running gateway says of itself, None when none runs.
        names: which variables the login shell is asked for; none of them starts none.
        key: for fingerprints.
    """

    def __init__(
        self,
        settings: Settings,
        ports: Ports,
        *,
        unit: Mapping[str, str] | None,
        info: Mapping[str, object] | None,
        names: Iterable[str],
        key: bytes,
    ) -> None:
        paths = settings.paths
        here = os.path.join(paths.cwd, ".env")
        self._key = key
        self._trusted = settings.view.trusts_working_directory()
        self._credentials = settings.catalogue.every_env_name()
        self._published = published_variables(info)
        self._values: dict[str, Mapping[str, str]] = {
            view.SHELL: ports.environ,
            view.WORKING_DIRECTORY: {}
            if here == paths.dotenv_path
            else dotenv.read_if_allowed(here),
            view.STATE: dotenv.read_if_allowed(paths.dotenv_path),
            view.CONFIG: {**settings.view.env_vars(), **settings.view.env_variables()},
            view.LOGIN: _login_shell(names, settings, ports),
            view.UNIT: unit or {},
        }
        pid = info.get("pid") if info is not None else None
        self.host = view.Host(
            pid=pid if isinstance(pid, int) else None,
            published={name: row["source"] for name, row in self._published.items()},
            installed=unit is not None,
            login_counts=settings.shell_enabled,
            env_file=paths.in_shell(paths.dotenv_path),
        )
        # Of variables that are no credential the gateway publishes nothing.
        self._silent = self.host.without_gateway()

    def look(self, name: str, providers: tuple[str, ...]) -> VariableView:
        """Return one variable as everybody sees it."""
        seen = {
            place: Secret(values[name]).fingerprint(self._key) if values[name].strip() else ""
            for place, values in self._values.items()
            if name in values
        }
        if name in self._published:
            seen[view.GATEWAY] = self._published[name]["fingerprint"]
        host = self.host if name in self._credentials else self._silent
        return view.variable_view(name, providers, seen, self._kept_out(name), host)

    def _kept_out(self, name: str) -> tuple[str, ...]:
        kept = not self._trusted and is_provider_setting(name, self._credentials)
        return (view.WORKING_DIRECTORY,) if kept else ()


def names_of(catalogue: Catalogue, provider: str | None) -> dict[str, tuple[str, ...]]:
    """Return the variables that may hold credentials, each with the providers that read it.

    Args:
        catalogue: of this host.
        provider: only this one's.
    """
    found: dict[str, tuple[str, ...]] = {}
    for provider_id in sorted(catalogue.ids()):
        if provider is None or provider_id == provider:
            for name in catalogue.env_names(provider_id):
                found[name] = (*found.get(name, ()), provider_id)
    if provider is None:
        for name in (*catalogue.every_env_name(), *GATEWAY_VARIABLES):
            found.setdefault(name, ())
    return dict(sorted(found.items()))


def published_variables(info: Mapping[str, object] | None) -> dict[str, dict[str, str]]:
    """Return fingerprint and source by variable, from `run/gateway.json`; odd rows are left out."""
    variables = info.get("variables") if info is not None else None
    if not isinstance(variables, dict):
        return {}
    return {
        str(name): {"fingerprint": row["fingerprint"], "source": row["source"]}
        for name, row in variables.items()
        if isinstance(row, dict)
        and isinstance(row.get("fingerprint"), str)
        and isinstance(row.get("source"), str)
    }


def _login_shell(names: Iterable[str], settings: Settings, ports: Ports) -> dict[str, str]:
    environ = {n: ports.environ[n] for n in _LOGIN_VARIABLES if n in ports.environ}
    timeout_ms = login_shell.timeout_ms(settings.view.env(), ports.environ)
    return login_shell.ask(names, environ, timeout_ms)
