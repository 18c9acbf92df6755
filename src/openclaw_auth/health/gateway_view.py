"""Where the running gateway sees another environment than the command that asks.

Most "no credentials found" reports come from this gap: a key exported in a shell that the
service never saw. The gateway publishes fingerprints; nothing secret is compared or shown.
"""

from __future__ import annotations

from openclaw_auth.codes import Reason
from openclaw_auth.secret import Secret
from openclaw_auth.sources.environment import PROCESS
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


def differences(published: Mapping[str, object], settings: Settings, ports: Ports) -> list[Reason]:
    """Return where a gateway's published view differs from that of a command.

    Args:
        published: `run/gateway.json`.
        settings: as the command sees them.
        ports: randomness, for a host without a key for fingerprints.
    """
    here = variables_of(settings, ports)
    return compared(published, here, settings.paths.in_shell(settings.paths.dotenv_path))


def compared(published: Mapping[str, object], here: Variables, env_file: str) -> list[Reason]:
    """Return where a gateway's published view differs from ours. Pure.

    Args:
        published: `run/gateway.json`.
        here: as `variables_of` gives it.
        env_file: the state directory's `.env`, as a shell takes it.
    """
    variables = published.get("variables")
    there = variables if isinstance(variables, dict) else {}
    pid = published.get("pid", "?")
    found = []
    for name in sorted({*here, *there}):
        ours, theirs = here.get(name), there.get(name)
        params: dict[str, object] = {"name": name, "pid": pid, "env_file": env_file}
        if ours is None:
            found.append(Reason("gateway_alone_has_variable", params))
        elif theirs is None:
            # Only what the shell exports can be copied from there by a command.
            of_shell = ours["source"] == PROCESS
            code = "gateway_lacks_variable" if of_shell else "gateway_lacks_variable_of_file"
            found.append(Reason(code, {**params, "source": ours["source"]}))
        elif not isinstance(theirs, dict) or theirs.get("fingerprint") != ours["fingerprint"]:
            found.append(Reason("gateway_has_other_variable", params))
    return found
