"""Who listens on a port, as far as the kernel tells us (Linux; elsewhere nobody is named)."""

from __future__ import annotations

import os

_LISTEN = "0A"
_TABLES = ("/proc/net/tcp", "/proc/net/tcp6")
_LONGEST = 120


def port_owner(port: int) -> str | None:
    """Return `process 123 (command line)` for the listener on a port, None when it is not to be seen.

    Only the command's first two words are shown: later ones may hold secrets.
    """
    inodes = {inode for table in _TABLES for inode in _listening_inodes(table, port)}
    if not inodes:
        return None
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for pid in _process_ids():
        if _holds(pid, wanted):
            return f"process {pid} ({_command(pid)})"
    return None


def _listening_inodes(table: str, port: int) -> list[str]:
    try:
        with open(table, encoding="ascii") as file:
            rows = [line.split() for line in file.readlines()[1:]]
    except OSError:
        return []
    suffix = f":{port:04X}"
    return [row[9] for row in rows if row[3] == _LISTEN and row[1].endswith(suffix)]


def _process_ids() -> list[str]:
    try:
        return [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []


def _holds(pid: str, wanted: set[str]) -> bool:
    folder = f"/proc/{pid}/fd"
    try:
        for name in os.listdir(folder):
            if os.readlink(f"{folder}/{name}") in wanted:
                return True
    except OSError:  # gone meanwhile, or somebody else's
        return False
    return False


def _command(pid: str) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = file.read().split(b"\0")
    except OSError:
        return "unknown"
    shown = " ".join(word.decode("utf-8", "replace") for word in words[:2] if word)
    return shown[:_LONGEST] or "unknown"
