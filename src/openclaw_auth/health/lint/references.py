"""Secret references in the config that lead nowhere."""

from __future__ import annotations

from shlex import quote

from openclaw_auth.codes import Reason
from openclaw_auth.config.keypath import show_path
from openclaw_auth.health.finding import Finding
from openclaw_auth.health.lint.places import first_snapshot, own_stores
from openclaw_auth.providers.ids import normalise_provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from openclaw_auth.health.evidence import Evidence


def check(evidence: Evidence) -> list[Finding]:
    """Return the keys of `models.providers` that refer to what is not there.

    `${NAME}` of a missing variable makes the whole config invalid and is told as such.
    """
    snapshot = first_snapshot(evidence)
    if snapshot is None:
        return []
    found = []
    for name in evidence.settings.view.providers():
        key = snapshot.config_keys.get(normalise_provider(name))
        if key is None or key.problem is None:
            continue
        path = show_path(("models", "providers", name, "apiKey"))
        params = {"path": path, "why": key.problem, "quoted": quote(path)}
        found.append(Finding("model_auth", "error", path, Reason("lint_reference_broken", params)))
    return found + list(_of_models_json(evidence))


def _of_models_json(evidence: Evidence) -> Iterator[Finding]:
    """Yield those of agents' own lists; OpenClaw writes them, so no command of ours does."""
    configured = {normalise_provider(name) for name in evidence.settings.view.providers()}
    for fact in own_stores(evidence):
        keys = fact.snapshot.config_keys if fact.snapshot is not None else {}
        for provider, key in keys.items():
            if key.problem is None or provider in configured:
                continue
            path = evidence.settings.paths.models_json(fact.agent.dir)
            params = {"path": path, "provider": provider, "why": key.problem}
            reason = Reason("lint_models_json_broken", params)
            yield Finding("model_auth", "error", path, reason)
