"""How each fix of `doctor` is made, and which files it may touch."""

from __future__ import annotations

import errno
import os
import stat

from openclaw_auth.agents import main_agent
from openclaw_auth.codes import Reason
from openclaw_auth.config.write import BACKUPS, edit_config
from openclaw_auth.files.atomic_write import atomic_replace
from openclaw_auth.files.filesystem import new_directories
from openclaw_auth.health.fixes import (
    Chmod,
    EditConfig,
    FinishRefreshes,
    ImportLegacy,
    MakeToken,
    MendService,
    Move,
    PruneOrder,
    PutBack,
    Renew,
    SetTimesBack,
    Unpin,
)
from openclaw_auth.health.keep import Kept
from openclaw_auth.health.times_ahead import set_back
from openclaw_auth.selection.cooldown_limits import limits_of
from openclaw_auth.store.data import SetOrder, SetStats
from openclaw_auth.store.open import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias

    from openclaw_auth.health.fixes import Fix
    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings
    from openclaw_auth.store.data import StoreData
    from openclaw_auth.store.json_file import JsonFileStore

    # What lies above this layer: makes a fix, returns what was done.
    Outside: TypeAlias = Mapping[type[Fix], Callable[[Fix], Reason]]

_PIN_FIELDS = (
    "authProfileOverride",
    "authProfileOverrideSource",
    "authProfileOverrideCompactionCount",
)


class DidNotHelp(Exception):
    """A fix was made and what it left is not what it should be; `why` says it."""

    def __init__(self, why: Reason | str) -> None:
        super().__init__(str(why))
        self.why = why


class Workshop:
    """Makes fixes on one host.

    Args:
        settings: as they are now.
        ports: clock, randomness, waiting.
        outside: makes the fixes that need layers above this one.
    """

    def __init__(self, settings: Settings, ports: Ports, outside: Outside) -> None:
        self._settings = settings
        self._ports = ports
        self._outside = outside
        self._makers: dict[type[Fix], Callable[[Any], Reason]] = {
            Chmod: _chmod,
            ImportLegacy: self._import_legacy,
            Move: _move,
            PruneOrder: self._prune,
            Unpin: self._unpin,
            SetTimesBack: self._set_times_back,
            FinishRefreshes: self._finish_refreshes,
            Renew: self._renew,
            PutBack: self._put_back,
            EditConfig: lambda fix: self.edit([fix])[0],
        }

    def keep(self, fix: Fix) -> Kept:
        """Return the files that a fix may touch, as they are now."""
        if isinstance(fix, Move):
            return Kept((), (fix.path, fix.target))
        return Kept(self.touched(fix))

    def make(self, fix: Fix) -> Reason:
        """Make one fix; returns what was done.

        Raises:
            DidNotHelp: it was made, and is not to stay.
            OpenclawAuthError, OSError: it could not be made.
        """
        maker = self._outside.get(type(fix)) or self._makers[type(fix)]
        return maker(fix)

    def edit(self, fixes: Sequence[EditConfig]) -> list[Reason]:
        """Make config edits in one write, so that one backup holds what was before.

        Raises:
            ConfigError, OSError: as `edit_config`; all edits or none.
        """
        edits = [edit for fix in fixes for edit in fix.edits]
        settings = self._settings
        result = edit_config(settings.paths, edits, self._ports, settings.environment.value)
        params = {"files": ", ".join(result.files), "backup": result.backup}
        return [Reason(fix.done, {**params, "path": fix.path}) for fix in fixes]

    def touched(self, fix: Fix) -> list[str]:
        """Return the files that a fix may touch: two that share one are not tried together."""
        paths = self._settings.paths
        if isinstance(fix, Move):
            return [fix.path, fix.target]
        if isinstance(fix, EditConfig | MakeToken):
            files = [stamp.path for stamp in self._settings.config.files]
            files += [paths.config_path, paths.own_config_path]
            rotated = ["", ".bak", *(f".bak.{number}" for number in range(1, BACKUPS))]
            return [os.path.realpath(file) + suffix for file in files for suffix in rotated]
        if isinstance(fix, PruneOrder | SetTimesBack):
            return [paths.store_path(fix.agent_dir)]
        if isinstance(fix, ImportLegacy):
            auth = os.path.join(fix.agent_dir, "auth.json")
            aside = [f"{auth}.imported", *(f"{auth}.imported.{n}" for n in range(1, BACKUPS))]
            return [paths.store_path(fix.agent_dir), auth, *aside]
        if isinstance(fix, PutBack):
            return [fix.path, _aside(fix.path)]
        if isinstance(fix, MendService):
            return [fix.path]
        return [fix.path] if isinstance(fix, Chmod | Unpin) else []

    def _store(self, agent_dir: str) -> JsonFileStore:
        main_dir = main_agent(self._settings.view, self._settings.paths).dir
        return open_store(agent_dir, main_dir, self._settings.paths, self._ports)

    def _import_legacy(self, fix: ImportLegacy) -> Reason:
        store = self._store(fix.agent_dir)
        shown = store.read()
        store.import_legacy()
        now = store.read()
        if now.legacy is not None or dict(now.profiles) != dict(shown.profiles):
            raise DidNotHelp(Reason("doctor_read_back_differs"))
        params = {"count": len(now.profiles), "path": shown.legacy, "store": store.location}
        return Reason("doctor_fixed_import", params)

    def _prune(self, fix: PruneOrder) -> Reason:
        store = self._store(fix.agent_dir)

        def change(data: StoreData) -> tuple[SetOrder, ...]:
            listed = data.order.get(fix.provider, ())
            rest = [i for i in listed if i not in fix.gone or i in data.profiles]
            return (SetOrder(fix.provider, rest),) if rest and rest != list(listed) else ()

        store.update(change)
        params = {"provider": fix.provider, "profiles": ", ".join(fix.gone)}
        return Reason("lint_fixed_order", {**params, "store": store.location})

    def _set_times_back(self, fix: SetTimesBack) -> Reason:
        store = self._store(fix.agent_dir)
        now_ms, limits = self._ports.now_ms(), limits_of(self._settings.view)

        def change(data: StoreData) -> tuple[SetStats, ...]:
            stats = data.usage_stats.get(fix.profile_id)
            back = None if stats is None else set_back(stats, now_ms, limits)
            return () if back is None or back == stats else (SetStats(fix.profile_id, back),)

        store.update(change)
        params = {"profile": fix.profile_id, "store": store.location}
        return Reason("doctor_fixed_times", params)

    def _unpin(self, fix: Unpin) -> Reason:
        from openclaw_auth.sessions.store import SessionStore

        def change(entries: dict[str, dict[str, Any]]) -> int:
            pinned = [
                entry
                for entry in entries.values()
                if str(entry.get("authProfileOverride", "")).strip() == fix.profile_id
            ]
            for entry in pinned:
                for field in _PIN_FIELDS:
                    entry.pop(field, None)
            return len(pinned)

        count = SessionStore(fix.path, self._ports).update(change)
        params = {"count": count, "profile": fix.profile_id, "path": fix.path}
        return Reason("doctor_fixed_pins", params)

    def _finish_refreshes(self, _: FinishRefreshes) -> Reason:
        from openclaw_auth.refresh.kit import RefreshKit
        from openclaw_auth.refresh.settle import recover

        kit = RefreshKit(self._settings, self._ports)
        try:
            return Reason("doctor_fixed_journals", {"count": recover(kit)})
        finally:
            kit.close()

    def _renew(self, fix: Renew) -> Reason:
        from openclaw_auth.refresh.blocking import refresh_now
        from openclaw_auth.refresh.kit import RefreshKit, Wanted

        kit = RefreshKit(self._settings, self._ports)
        try:
            result = refresh_now(kit, Wanted(fix.agent_dir, fix.profile_id))
        finally:
            kit.close()
        if not result.serves(self._ports.now_ms()):
            raise DidNotHelp(result.reason or result.outcome)
        params: dict[str, object] = {"profile": fix.profile_id}
        ends_ms = result.profile.expires_ms if result.profile is not None else None
        if ends_ms is None:
            return Reason("doctor_fixed_renewal", params)
        return Reason("doctor_fixed_renewal_until", {**params, "until_ms": ends_ms})

    def _put_back(self, fix: PutBack) -> Reason:
        """Keep what makes no sense beside it, and put a backup in its place where there is one."""
        aside = _aside(fix.path)
        content = None
        if fix.backup is not None:
            with open(fix.backup, "rb") as file:
                content = file.read()
        os.rename(os.path.realpath(fix.path), aside)
        os.chmod(aside, 0o600)
        params = {"path": fix.path, "aside": aside, "backup": fix.backup}
        if content is None:
            return Reason("doctor_fixed_aside", params)
        atomic_replace(fix.path, content, self._ports)
        return Reason("doctor_fixed_backup", params)


def _aside(path: str) -> str:
    """Return the first free name beside a file: `<file>.broken`, `<file>.broken.1`, …."""
    real = os.path.realpath(path)
    aside, count = f"{real}.broken", 1
    while os.path.lexists(aside):
        aside, count = f"{real}.broken.{count}", count + 1
    return aside


def _chmod(fix: Chmod) -> Reason:
    os.chmod(fix.path, fix.mode)
    if stat.S_IMODE(os.stat(fix.path).st_mode) != fix.mode:
        raise DidNotHelp(Reason("doctor_no_modes"))
    return Reason("doctor_fixed_mode", {"path": fix.path, "wanted": f"{fix.mode:o}"})


def _move(fix: Move) -> Reason:
    if os.path.lexists(fix.target):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), fix.target)
    new_directories(os.path.dirname(fix.target))
    os.rename(fix.path, fix.target)
    return Reason("doctor_fixed_move", {"path": fix.path, "target": fix.target})
