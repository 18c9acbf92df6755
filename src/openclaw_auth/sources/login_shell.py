"""What the user's login shell would set: asked only for expected variables that are missing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

DEFAULT_TIMEOUT_MS = 15_000
_LONGEST_TIMEOUT_MS = 3_600_000
_DIGITS = 9
_MAX_OUTPUT_BYTES = 2 * 1024 * 1024


def enabled(env_section: Mapping[str, object], process: Mapping[str, str]) -> bool:
    """Return whether `env.shellEnv.enabled` or OPENCLAW_LOAD_SHELL_ENV asks for the shell."""
    if process.get("OPENCLAW_LOAD_SHELL_ENV", "").strip().lower() in ("1", "true", "yes", "on"):
        return True
    section = env_section.get("shellEnv")
    return isinstance(section, dict) and section.get("enabled") is True


def timeout_ms(env_section: Mapping[str, object], process: Mapping[str, str]) -> int:
    """Return how long the shell may take: config, then OPENCLAW_SHELL_ENV_TIMEOUT_MS, then 15 s."""
    section = env_section.get("shellEnv")
    configured = section.get("timeoutMs") if isinstance(section, dict) else None
    if type(configured) is int and configured > 0:
        return min(configured, _LONGEST_TIMEOUT_MS)
    variable = process.get("OPENCLAW_SHELL_ENV_TIMEOUT_MS", "")
    asked = int(variable) if variable.isdecimal() and len(variable) <= _DIGITS else 0
    return min(asked, _LONGEST_TIMEOUT_MS) or DEFAULT_TIMEOUT_MS


def ask(
    missing: Iterable[str],
    process: Mapping[str, str],
    timeout_ms: int,
    run: Callable[[list[str], Mapping[str, str], float], bytes | None] | None = None,
) -> dict[str, str]:
    """Return those of the missing variables that the login shell sets; starts none for none.

    Args:
        missing: names worth importing.
        process: environment to start the shell with; `SHELL` names it, else /bin/sh.
        timeout_ms: after that the shell is killed and counts as silent.
        run: starts a command; returns its output, None when it failed.
    """
    wanted = set(missing)
    if not wanted:
        return {}
    shell = process.get("SHELL") or "/bin/sh"
    output = (run or _run)([shell, "-l", "-c", "env -0"], process, timeout_ms / 1000)
    if output is None:
        return {}
    found: dict[str, str] = {}
    for entry in output.split(b"\0"):
        name, separator, value = entry.decode("utf-8", "replace").partition("=")
        # A greeting that a profile prints ends up glued before the first name.
        name = name.rpartition("\n")[2]
        if separator and name in wanted and value.strip():
            found[name] = value
    return found


def _run(argv: list[str], environ: Mapping[str, str], timeout_s: float) -> bytes | None:
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 # the user's own shell, no word of ours is quoted
            argv,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=False,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout[:_MAX_OUTPUT_BYTES] if done.returncode == 0 else None
