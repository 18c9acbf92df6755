"""What every place says of one variable, who wins where, and what mends a difference. Pure.

Three answers are compared: what commands in this shell see, what the service would see when it
starts, and what the running gateway has. Values come as fingerprints; nothing here is secret.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import TypeAlias

    # place: fingerprint of what it sets; "" for a variable that it sets to nothing
    Seen: TypeAlias = Mapping[str, str]

SHELL = "shell"
WORKING_DIRECTORY = "./.env"
STATE = "state .env"
CONFIG = "config"
LOGIN = "login shell"
UNIT = "service file"
GATEWAY = "gateway"
PLACES = (SHELL, WORKING_DIRECTORY, STATE, CONFIG, LOGIN, UNIT, GATEWAY)
_NAMES = {
    SHELL: "env_place_shell",
    WORKING_DIRECTORY: "env_place_working_directory",
    STATE: "env_place_state",
    CONFIG: "env_place_config",
    LOGIN: "env_place_login",
    UNIT: "env_place_unit",
    GATEWAY: "env_place_gateway",
}
_STARTED_WITH = "process"  # as `sources.environment` calls that layer
# Which of these a process keeps apart: one that is set to nothing closes those behind it.
_STRICT = (SHELL, UNIT, WORKING_DIRECTORY, STATE)
_HERE = (SHELL, WORKING_DIRECTORY, STATE, CONFIG)
_SERVICE = (UNIT, STATE, CONFIG)


class Host:
    """What is true of all variables.

    Attributes:
        pid: of the running gateway, None when none runs.
        published: what it says of itself: source by variable, as in `run/gateway.json`.
        installed: whether there is a service.
        login_counts: whether the login shell is asked for what is missing.
        env_file: the state directory's `.env`, as people write it.
    """

    __slots__ = ("env_file", "installed", "login_counts", "pid", "published")

    def __init__(
        self,
        *,
        pid: int | None,
        published: Mapping[str, str],
        installed: bool,
        login_counts: bool,
        env_file: str,
    ) -> None:
        self.pid = pid
        self.published = published
        self.installed = installed
        self.login_counts = login_counts
        self.env_file = env_file

    def without_gateway(self) -> Host:
        """Return the same host as if no gateway ran."""
        return Host(
            pid=None,
            published={},
            installed=self.installed,
            login_counts=self.login_counts,
            env_file=self.env_file,
        )


class VariableView:
    """One variable, seen from everywhere.

    Attributes:
        name: of the variable.
        providers: who reads it.
        seen: fingerprint by place.
        ignored: places that set it and may not.
        here: the place that wins for a command in this shell, None when it is unset.
        service: the place that wins for the service when it starts next.
        difference: why the shell and the gateway do not agree, None when they do.
    """

    __slots__ = ("difference", "here", "ignored", "name", "providers", "seen", "service")

    def __init__(
        self,
        name: str,
        providers: tuple[str, ...],
        seen: Seen,
        *,
        ignored: tuple[str, ...],
        here: str | None,
        service: str | None,
        difference: Reason | None,
    ) -> None:
        self.name = name
        self.providers = providers
        self.seen = seen
        self.ignored = ignored
        self.here = here
        self.service = service
        self.difference = difference


def variable_view(
    name: str,
    providers: tuple[str, ...],
    seen: Seen,
    ignored: Collection[str],
    host: Host,
) -> VariableView:
    """Return one variable as everybody sees it.

    Args:
        name: of the variable.
        providers: canonical ids of those who read it.
        seen: fingerprint by place; a place that says nothing is absent.
        ignored: places whose word does not count for this variable.
        host: what is true of all variables.
    """
    counted = {place: mark for place, mark in seen.items() if place not in ignored}
    behind = (LOGIN,) if host.login_counts else ()
    here = winner(counted, (*_HERE, *behind))
    service = winner(counted, (*_SERVICE, *behind))
    kept_out = tuple(place for place in PLACES if place in ignored and seen.get(place))
    difference = _difference(name, counted, here, service, host)
    if here is None and seen.get(SHELL) == "" and counted.get(STATE):
        params = {"name": name, "place": place_name(STATE)}
        difference = Reason("env_shell_empty", params)
    elif difference is None and kept_out and here is None:
        difference = Reason("env_working_directory", {"name": name, "env_file": host.env_file})
    return VariableView(
        name,
        providers,
        seen,
        ignored=kept_out,
        here=here,
        service=service,
        difference=difference,
    )


def winner(seen: Seen, order: tuple[str, ...]) -> str | None:
    """Return the first place that gives a value, None when none does.

    One of the strict places that sets it to nothing keeps the other strict ones from filling it.
    """
    closed = False
    for place in order:
        mark = seen.get(place)
        if mark is None or (closed and place in _STRICT):
            continue
        if mark:
            return place
        closed = closed or place in _STRICT
    return None


def place_name(place: str) -> Reason:
    """Return what a place is called."""
    return Reason(_NAMES[place])


def _difference(
    name: str, seen: Seen, here: str | None, service: str | None, host: Host
) -> Reason | None:
    params: dict[str, object] = {"name": name, "env_file": host.env_file, "pid": host.pid}
    if here is not None:
        params["place"] = place_name(here)
    found: Reason | None = None
    if host.pid is not None:
        found = _against_gateway(name, seen, here, host, params)
    elif host.installed and here is not None:
        found = _against_service(seen, here, service, params)
    if found is None and here is None and seen.get(LOGIN) and not seen.get(GATEWAY):
        return Reason("env_login_unread", params)
    return found


def _against_service(
    seen: Seen, here: str, service: str | None, params: dict[str, object]
) -> Reason | None:
    if service is None:
        return Reason("env_service_lacks" if here == SHELL else "env_service_lacks_other", params)
    if seen[here] != seen[service]:
        return Reason("env_service_other", {**params, "other": place_name(service)})
    return None


def _against_gateway(
    name: str, seen: Seen, here: str | None, host: Host, params: dict[str, object]
) -> Reason | None:
    has = seen.get(GATEWAY)
    params["other"] = host.published.get(name, "?")
    if here is None:
        return Reason("env_gateway_alone", params) if has else None
    if seen[here] == has:
        return None
    if here != SHELL:
        code = "env_gateway_lacks_login" if here == LOGIN else "env_gateway_not_reread"
        return Reason(code, params)
    if not has:
        return Reason("env_gateway_lacks", params)
    # What a process was started with wins over every file that it reads.
    if params["other"] == _STARTED_WITH:
        return Reason("env_gateway_unit" if seen.get(UNIT) == has else "env_gateway_fixed", params)
    return Reason("env_gateway_other", params)
