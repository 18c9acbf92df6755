"""Where the running gateway sees another environment than the command that asks.

Most "no credentials found" reports come from this gap: a key exported in a shell that the
service never saw. The gateway publishes fingerprints; nothing secret is compared or shown.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.secret import Secret
from openclaw_auth.store.fingerprint_key import fingerprint_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from openclaw_auth.ports import Ports
    from openclaw_auth.settings import Settings

    Variables: TypeAlias = dict[str, dict[str, str]]


def variables_of(settings: Settings, ports: Ports) -> Variables:
    """Return the provider variables that are set, each with its fingerprint and its layer."""
    key = fingerprint_key(settings.paths.state_dir, ports)
    found: Variables = {}
    for name in sorted(settings.catalogue.every_env_name()):
        variable = settings.environment.get(name)
        if variable is not None:
            fingerprint = Secret(variable.value).fingerprint(key)
            found[name] = {"fingerprint": fingerprint, "source": variable.layer}
    return found


def differences(published: Mapping[str, object], here: Variables) -> list[Reason]:
    """Return where a gateway's published view differs from ours. Pure.

    Args:
        published: `run/gateway.json`.
        here: as `variables_of` gives it.
    """
    variables = published.get("variables")
    there = variables if isinstance(variables, dict) else {}
    pid = published.get("pid", "?")
    found = []
    for name in sorted({*here, *there}):
        ours, theirs = here.get(name), there.get(name)
        if theirs is None:
            found.append(Reason("gateway_lacks_variable", {"name": name, "pid": pid}))
        elif ours is None:
            found.append(Reason("gateway_alone_has_variable", {"name": name, "pid": pid}))
        elif not isinstance(theirs, dict) or theirs.get("fingerprint") != ours["fingerprint"]:
            found.append(Reason("gateway_has_other_variable", {"name": name, "pid": pid}))
    return found
