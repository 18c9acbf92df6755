"""What `doctor --fix` does, each with a look afterwards whether it holds."""

from __future__ import annotations

import errno
import os
import stat

from openclaw_auth.agents import main_agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.write import edit_config
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.files.filesystem import new_directories
from openclaw_auth.health.finding import (
    Chmod,
    EditConfig,
    ImportLegacy,
    MoveDirectory,
    PruneOrder,
)
from openclaw_auth.store.data import SetOrder
from openclaw_auth.store.open import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openclaw_auth.config.write import EditResult
    from openclaw_auth.health.finding import Finding, Fix
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import StoreData


def mend(findings: list[Finding], settings: Settings, ports: Ports) -> Iterator[Reason]:
    """Mend what can be mended; yields what was done, or why it could not be."""
    together = _edit_together([f.fix for f in findings if f.fix is not None], settings, ports)
    for finding in findings:
        fix = finding.fix
        if fix is None:
            continue
        try:
            if together is not None and isinstance(fix, EditConfig):
                yield _edited(fix, together)
            else:
                yield _apply(fix, settings, ports)
        except OpenclawAuthError as error:
            yield _failed(finding, error.reason)
        except OSError as error:
            yield _failed(finding, error.strerror or type(error).__name__)


def _failed(finding: Finding, why: Reason | str) -> Reason:
    return Reason("doctor_fix_failed", {"subject": finding.subject, "why": why})


def _apply(fix: Fix, settings: Settings, ports: Ports) -> Reason:
    if isinstance(fix, Chmod):
        return _chmod(fix)
    if isinstance(fix, ImportLegacy):
        return _import_legacy(fix, settings, ports)
    if isinstance(fix, MoveDirectory):
        return _move(fix)
    if isinstance(fix, PruneOrder):
        return _prune(fix, settings, ports)
    return _edited(fix, edit_config(settings.paths, fix.edits, ports, settings.environment.value))


def _chmod(fix: Chmod) -> Reason:
    os.chmod(fix.path, fix.mode)
    if stat.S_IMODE(os.stat(fix.path).st_mode) != fix.mode:
        raise OSError(0, "the file system keeps no modes")
    return Reason("doctor_fixed_mode", {"path": fix.path, "wanted": f"{fix.mode:o}"})


def _import_legacy(fix: ImportLegacy, settings: Settings, ports: Ports) -> Reason:
    main_dir = main_agent(settings.view, settings.paths).dir
    store = open_store(fix.agent_dir, main_dir, settings.paths, ports)
    shown = store.read()
    store.import_legacy()
    now = store.read()
    if now.legacy is not None or dict(now.profiles) != dict(shown.profiles):
        raise OSError(0, "what was read back differs")
    return Reason(
        "doctor_fixed_import",
        {"count": len(now.profiles), "path": shown.legacy, "store": store.location},
    )


def _move(fix: MoveDirectory) -> Reason:
    if os.path.lexists(fix.target):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), fix.target)
    new_directories(os.path.dirname(fix.target))
    os.rename(fix.path, fix.target)
    return Reason("doctor_fixed_move", {"path": fix.path, "target": fix.target})


def _prune(fix: PruneOrder, settings: Settings, ports: Ports) -> Reason:
    main_dir = main_agent(settings.view, settings.paths).dir
    store = open_store(fix.agent_dir, main_dir, settings.paths, ports)

    def change(data: StoreData) -> tuple[SetOrder, ...]:
        listed = data.order.get(fix.provider, ())
        rest = [i for i in listed if i not in fix.gone or i in data.profiles]
        return (SetOrder(fix.provider, rest),) if rest and rest != list(listed) else ()

    store.update(change)
    params = {"provider": fix.provider, "profiles": ", ".join(fix.gone), "store": store.location}
    return Reason("lint_fixed_order", params)


def _edit_together(fixes: Iterable[Fix], settings: Settings, ports: Ports) -> EditResult | None:
    """Make all config edits in one write, so that one backup holds what was before.

    None when they are not possible together: then each is tried alone.
    """
    edits = [edit for fix in fixes if isinstance(fix, EditConfig) for edit in fix.edits]
    if not edits:
        return None
    try:
        return edit_config(settings.paths, edits, ports, settings.environment.value)
    except (OpenclawAuthError, OSError):
        return None


def _edited(fix: EditConfig, result: EditResult) -> Reason:
    params = {"path": fix.path, "files": ", ".join(result.files), "backup": result.backup}
    return Reason(fix.done, params)
