"""A plan as people read it, and as JSON: every write, every secret masked."""

from __future__ import annotations

import json

from openclaw_auth.codes import Reason
from openclaw_auth.config.keypath import show_path
from openclaw_auth.config.place import place_edit
from openclaw_auth.config.secret_keys import masked
from openclaw_auth.onboarding.plan import (
    EditConfig,
    LogIn,
    MakeDirectory,
    SetVariable,
    StoreProfile,
    UseService,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from openclaw_auth.cli.context import Context
    from openclaw_auth.cli.onboard.asking import Asking
    from openclaw_auth.config.edit import Edit
    from openclaw_auth.onboarding.plan import Plan

_LONGEST = 60


def show_plan(plan: Plan, asking: Asking, ctx: Context) -> None:
    """Say what will be written, file by file."""
    asking.say(ctx.say(Reason("onboard_plan")))
    for file, lines in _by_file(plan, ctx).items():
        asking.show(f"  {file}")
        for line in lines:
            asking.say(line, "    ")


def plan_json(plan: Plan, ctx: Context) -> list[dict[str, Any]]:
    """Return the writes, one row for each."""
    return [row for step in plan.steps for row in _rows(step, ctx)]


def _by_file(plan: Plan, ctx: Context) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in plan.steps:
        for row in _rows(step, ctx):
            shown = ctx.paths.shorten(row["path"])
            found.setdefault(shown, []).extend(_lines(row, ctx))
    return found


def _lines(row: dict[str, Any], ctx: Context) -> Iterator[str]:
    if row["kind"] == "config":
        yield from _leaves(row["key"], row["value"])
        return
    yield ctx.say(Reason(f"onboard_write_{row['kind']}", row))
    if row.get("replaces"):
        undo = row["undo"] or ""
        yield ctx.say(Reason("onboard_write_replaces", {**row, "undo": undo})).rstrip()


def _leaves(key: str, value: object) -> Iterator[str]:
    """Yield a line for each value below a place; a long list is counted."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", inner)
        return
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, list) and len(text) > _LONGEST:
        text = f"[{len(value)}]"
    yield f"{key} = {text}"


def _rows(step: object, ctx: Context) -> Iterator[dict[str, Any]]:
    if isinstance(step, LogIn):
        yield {"kind": "login", "path": step.store_path, "provider": step.choice.provider}
    elif isinstance(step, MakeDirectory):
        yield {"kind": "directory", "path": step.path}
    elif isinstance(step, EditConfig):
        for edit in (*step.edits, *step.implied):
            yield from _edit_rows(edit, ctx)
    elif isinstance(step, StoreProfile):
        yield _profile_row(step)
    elif isinstance(step, SetVariable):
        row = {"kind": "variable", "path": step.path, "name": step.name}
        replaced = step.replaces.masked() if step.replaces is not None else None
        yield {**row, "masked": step.secret.masked(), "replaces": replaced, "undo": None}
    elif isinstance(step, UseService):
        for file in step.plan.files:
            yield {"kind": "service", "path": file.path}


def _profile_row(step: StoreProfile) -> dict[str, Any]:
    profile, known = step.profile, step.replaces
    replaced = None
    if known is not None and known.secret and known.secret != profile.secret:
        replaced = known.secret.masked()
    return {
        "kind": "profile",
        "path": step.store_path,
        "profileId": profile.id,
        "type": profile.type,
        "masked": profile.secret.masked() if profile.secret is not None else None,
        "expiresAt": profile.expires_ms,
        "replaces": replaced,
        "undo": f"openclaw models auth remove {profile.id} --undo" if replaced else None,
    }


def _edit_rows(edit: Edit, ctx: Context) -> Iterator[dict[str, Any]]:
    key = next((part for part in reversed(edit.path) if isinstance(part, str)), "")
    for file, own in place_edit(ctx.settings().config, ctx.paths, edit):
        value = None if own.operation == "unset" else masked(own.value, key)
        shown = show_path(own.path) + ("[]" if own.operation == "append" else "")
        yield {"kind": "config", "path": file, "key": shown, "value": value}
