"""Try to store one credential in a place that cannot take it, and print what was said.

    python unwritable_places.py <agent directory> <bytes of the secret> <uid to become>

Prints a JSON object: the error's class and code, its text, its remedy, and whether the store
still holds what it held before. It becomes the other user only after everything is imported,
because that user need not be able to reach the interpreter.
"""

import json
import os
import pkgutil
import pwd
import sys
from importlib import import_module

import openclaw_auth.store
from openclaw_auth.codes import remedy, table
from openclaw_auth.credentials import Profile
from openclaw_auth.errors import StoreError
from openclaw_auth.ports import system_ports
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import PutProfile
from openclaw_auth.store.json_file import JsonFileStore


def attempt(agent_dir, size):
    store = JsonFileStore(agent_dir, system_ports())
    edits = (PutProfile(Profile("big:x", "api_key", "big", Secret("k" * size))),)
    said = {}
    try:
        said["before"] = list(store.read().profiles)
        store.update(lambda _: edits)
        said["stored"] = True
    except StoreError as error:
        said.update(
            error=type(error).__name__,
            code=error.reason.code,
            text=str(error),
            remedy=remedy(error.reason),
        )
    try:
        said["after"] = list(store.read().profiles)
    except StoreError as error:
        said["unreadable"] = error.reason.code
    return said


def become(uid):
    for module in pkgutil.iter_modules(openclaw_auth.store.__path__):
        import_module(f"openclaw_auth.store.{module.name}")
    assert table()
    assert pwd.getpwall()
    if uid != os.geteuid():
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)


if __name__ == "__main__":
    become(int(sys.argv[3]))
    print(json.dumps(attempt(sys.argv[1], int(sys.argv[2]))))
