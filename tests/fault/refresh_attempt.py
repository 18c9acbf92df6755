"""Try to refresh a login in a place that cannot take it, and print what came of it.

    python refresh_attempt.py <state directory> <agent directory> <profile> <uid to become> [limit]

Prints a JSON list, one object for each try: outcome, code, text, remedy, hashes of the stored tokens. With a limit
(bytes of a file) the first try may write no longer file from `answered` on, and a second one follows without it.
"""

import hashlib
import json
import os
import pkgutil
import pwd
import resource
import sys
from importlib import import_module

import openclaw_auth
from openclaw_auth.codes import remedy, render, table
from openclaw_auth.config.paths import resolve_paths
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.refresh.blocking import refresh_now
from openclaw_auth.refresh.kit import RefreshKit, Wanted
from openclaw_auth.settings import load_settings
from openclaw_auth.store.json_file import JsonFileStore

USED = ("oauth", "refresh", "store", "transport", "selection", "providers", "files", "config")


def attempt(state_dir, agent_dir, profile_id, limit):
    real = system_ports()
    environ = {"OPENCLAW_STATE_DIR": state_dir, "HOME": state_dir}
    ports = Ports(
        now_ms=real.now_ms,
        monotonic_s=real.monotonic_s,
        sleep_s=real.sleep_s,
        random_bytes=real.random_bytes,
        environ=environ,
        cwd="/",
    )
    paths = resolve_paths(environ, state_dir, "/", lambda _: True)

    def on_step(step):
        if limit and step.name == "answered":
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    kit = RefreshKit(load_settings(paths, ports), ports, tell=on_step)
    done = refresh_now(kit, Wanted(agent_dir, profile_id))
    kit.close()
    stored = JsonFileStore(agent_dir, ports).read().profiles[profile_id]
    return {
        "outcome": done.outcome,
        "code": done.reason.code if done.reason else None,
        "text": render(done.reason) if done.reason else "",
        "remedy": remedy(done.reason) if done.reason else "",
        "stored": [digest(stored.secret), digest(stored.refresh)],
        "serves": done.serves(ports.now_ms()),
    }


def digest(secret):
    return hashlib.sha256(secret.reveal().encode()).hexdigest()


def become(uid):
    """Become another user, with everything imported: that one need not reach the interpreter."""
    for module in pkgutil.walk_packages(openclaw_auth.__path__, "openclaw_auth."):
        if module.name.split(".")[1] in USED:
            import_module(module.name)
    for name in ("sqlite3", "asyncio", "ssl", "encodings.idna"):
        import_module(name)
    assert table()
    assert pwd.getpwall()
    if uid != os.geteuid():
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)


if __name__ == "__main__":
    limit = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    become(int(sys.argv[4]))
    tries = [attempt(*sys.argv[1:4], limit)]
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        tries.append(attempt(*sys.argv[1:4], 0))
    print(json.dumps(tries))
