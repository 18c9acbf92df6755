"""Carries plans out: writes a service's files, runs its manager's commands, asks how it stands."""

from __future__ import annotations

import os
from contextlib import suppress

from openclaw_auth.errors import GatewayError
from openclaw_auth.files.atomic_write import atomic_replace, read_or_none
from openclaw_auth.files.filesystem import new_directories, write_error
from openclaw_auth.host import launchd, systemd, termux
from openclaw_auth.host.commands import program_runner, run_all
from openclaw_auth.host.plan import ServiceState
from openclaw_auth.host.stale import foreign_variables, stale_reasons

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from types import ModuleType

    from openclaw_auth.host.commands import Run
    from openclaw_auth.host.plan import Manager, ServicePlan
    from openclaw_auth.ports import Ports


def dialect(manager: Manager) -> ModuleType:
    """Return the module that speaks to this manager."""
    if manager.kind == "termux":
        return termux
    return launchd if manager.kind.startswith("launchd") else systemd


def install(
    plan: ServicePlan,
    ports: Ports,
    run: Run | None = None,
    *,
    force: bool = False,
    kept: Collection[str] = (),
) -> bool:
    """Write the files that differ and run the commands. Returns whether a file changed.

    A service that runs from these very files already is left alone, unless `force`d.

    Args:
        plan: what to do.
        ports: randomness for temporary names, environment for the manager's program.
        run: runs commands.
        force: restart in any case, and replace a file whatever it sets.
        kept: variables of the present file that the service will have from elsewhere.

    Raises:
        StoreReadOnly: a file cannot be written.
        GatewayError: `service_command_failed`, the manager refuses; `service_would_lose`, the
            present file sets what nothing else does.
    """
    if not force:
        refuse_to_lose(plan, kept)
    changed = False
    for folder in plan.folders:
        _make(folder)
    for file in plan.files:
        data = file.text.encode()
        try:
            if read_or_none(file.path) == data:
                continue
            new_directories(os.path.dirname(file.path))
            atomic_replace(file.path, data, ports, mode=file.mode)
        except OSError as error:
            raise write_error(error, file.path) from error
        changed = True
    ask = run or program_runner(ports)
    if changed or force or not read_service(plan.manager, ports, run=ask).running:
        run_all(plan.commands, ask)
    return changed


def read_file(manager: Manager) -> str | None:
    """Return what a service's file says now, None when there is none.

    Raises:
        GatewayError: `service_unreadable`.
    """
    try:
        data = read_or_none(manager.path)
    except NotADirectoryError:
        return None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise GatewayError("service_unreadable", path=manager.path, why=why) from error
    return None if data is None else data.decode("utf-8", "replace")


def keep_beside(path: str, ports: Ports) -> str | None:
    """Keep a service's file, which may hold a key that is kept nowhere else, as `<file>.bak`.

    An earlier one is not written over: what is new gets `.bak.1` and so on.

    Returns:
        Where it is kept; None when there is no file.

    Raises:
        StoreReadOnly: it cannot be written.
    """
    try:
        data = read_or_none(path)
        if data is None:
            return None
        kept, count = f"{path}.bak", 0
        while (there := read_or_none(kept)) not in (None, data):
            count += 1
            kept = f"{path}.bak.{count}"
        if there is None:
            atomic_replace(kept, data, ports)
    except OSError as error:
        raise write_error(error, path) from error
    return kept


def refuse_to_lose(plan: ServicePlan, kept: Collection[str]) -> None:
    """Refuse a plan after which variables of the present file would be nowhere.

    Raises:
        GatewayError: `service_would_lose`, `service_unreadable`.
    """
    path = plan.manager.path
    text = read_file(plan.manager) or ""
    lost = sorted(set(foreign_variables(plan.manager, text)) - set(kept))
    if lost:
        params = {"names": ", ".join(lost), "env_file": os.path.join(plan.folders[0], ".env")}
        raise GatewayError("service_would_lose", path=path, **params)


def uninstall(manager: Manager, ports: Ports, run: Run | None = None) -> bool:
    """Stop the service and take its file away; credentials and config stay.

    Returns:
        Whether it was installed.

    Raises:
        StoreReadOnly: its file cannot be deleted.
    """
    ask = run or program_runner(ports)
    before, after = dialect(manager).removal(manager)
    installed = os.path.lexists(manager.path)
    if not installed:
        return False
    run_all(before, ask)
    try:
        os.unlink(manager.path)
        if manager.kind == "termux":
            _remove_folder(os.path.dirname(manager.path))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise write_error(error, manager.path) from error
    run_all(after, ask)
    return True


def start(manager: Manager, ports: Ports, run: Run | None = None) -> None:
    """Start the service. Raises GatewayError: not installed, or its manager refuses."""
    _verb(manager, "start", ports, run)


def stop(manager: Manager, ports: Ports, run: Run | None = None) -> None:
    """Stop the service. Raises GatewayError: not installed, or its manager refuses."""
    _verb(manager, "stop", ports, run)


def restart(manager: Manager, ports: Ports, run: Run | None = None) -> None:
    """Restart the service. Raises GatewayError: not installed, or its manager refuses."""
    _verb(manager, "restart", ports, run)


def read_service(
    manager: Manager, ports: Ports, wanted: ServicePlan | None = None, run: Run | None = None
) -> ServiceState:
    """Return how the service stands. Writes nothing.

    Args:
        manager: who keeps it.
        ports: environment for the manager's program.
        wanted: what installing would write now, to tell what is out of date.
        run: runs commands.

    Raises:
        GatewayError: `service_unreadable`.
    """
    text = read_file(manager)
    running: bool | None = None
    pid: int | None = None
    if text is not None:
        speaks = dialect(manager)
        done = (run or program_runner(ports))(speaks.question(manager))
        if done is not None:
            running, pid = speaks.read_answer(done.output)
    stale = () if text is None else stale_reasons(manager, text, wanted)
    return ServiceState(
        kind=manager.kind,
        installed=text is not None,
        running=running,
        pid=pid,
        path=manager.path,
        stale=stale,
    )


def lingers(manager: Manager, ports: Ports, run: Run | None = None) -> bool | None:
    """Return whether a user's service goes on after logout; None where that is no question."""
    if manager.kind != "systemd-user":
        return None
    done = (run or program_runner(ports))(
        ("loginctl", "show-user", str(manager.uid), "--property=Linger")
    )
    return None if done is None or done.code != 0 else done.output.strip() == "Linger=yes"


def _verb(manager: Manager, word: str, ports: Ports, run: Run | None) -> None:
    if not os.path.lexists(manager.path):
        raise GatewayError("service_not_installed", path=manager.path)
    run_all(dialect(manager).verb(manager, word), run or program_runner(ports))


def _make(folder: str) -> None:
    try:
        new_directories(folder)
    except OSError as error:
        raise write_error(error, folder) from error


def _remove_folder(folder: str) -> None:
    """Remove what a Termux service leaves: its log script, `down`, and runit's own files."""
    from shutil import rmtree

    with suppress(FileNotFoundError):
        rmtree(folder)
