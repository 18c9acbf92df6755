"""Kill writers of one store with SIGKILL, again and again, beside a writer of the reference's kind.

    python kill9_harness.py <directory> <kills> <seed>

Each writer owns one profile per slot and counts it up in the stored secret; it notes a count as
done only after the store said so. After every kill the file must parse and hold at least what
was noted: less would be a lost write, of ours or of the foreign writer. Prints a JSON report.

Writers are forks of this process, so a kill costs no interpreter start.
"""

import json
import mmap
import os
import random
import signal
import struct
import sys
import time

from openclaw_auth.credentials import Profile
from openclaw_auth.ports import system_ports
from openclaw_auth.secret import Secret
from openclaw_auth.store.data import PutProfile
from openclaw_auth.store.json_file import JsonFileStore

SLOTS = 2  # of our writers, alive at the same time
FOREIGN = SLOTS  # the board's last column
STALE_S = 30.0


class Board:
    """What each writer has been told is stored: shared memory, one number per writer."""

    def __init__(self):
        self.memory = mmap.mmap(-1, 8 * (SLOTS + 1))

    def __getitem__(self, slot):
        return struct.unpack_from("q", self.memory, 8 * slot)[0]

    def __setitem__(self, slot, value):
        struct.pack_into("q", self.memory, 8 * slot, value)


def our_writer(agent_dir, slot, board):
    store = JsonFileStore(agent_dir, system_ports())
    count = stored_count(store.read().profiles.get(f"ours:{slot}"))
    while True:
        count += 1
        put_key(store, f"ours:{slot}", f"count-{count}")
        board[slot] = count
        time.sleep(random.uniform(0, 0.01))  # no writer writes without pause; others get a turn


def put_key(store, profile_id, key):
    edits = (PutProfile(Profile(profile_id, "api_key", profile_id.split(":")[0], Secret(key))),)
    store.update(lambda _: edits)


def stored_count(profile):
    return 0 if profile is None else int(profile.secret.reveal().removeprefix("count-"))


def foreign_writer(path, board):
    """Read-modify-write as OpenClaw 2026.2 does: its directory lock, unknown top level dropped."""
    count = 0
    while True:
        take_directory_lock(f"{path}.lock")
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        known = ("version", "profiles", "order", "lastGood", "usageStats")
        document = {key: document[key] for key in known if key in document}
        count += 1
        document["profiles"]["foreign:x"] = {
            "type": "api_key",
            "provider": "foreign",
            "key": f"count-{count}",
        }
        temporary = f"{path}.foreign"
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(json.dumps(document, indent=2) + "\n")
        os.chmod(temporary, 0o600)
        os.replace(temporary, path)
        board[FOREIGN] = count
        os.rmdir(f"{path}.lock")
        time.sleep(random.uniform(0, 0.01))


def take_directory_lock(lock):
    while True:
        try:
            os.mkdir(lock)
        except FileExistsError:
            try:
                if time.time() - os.stat(lock).st_mtime > STALE_S:
                    os.rmdir(lock)
            except FileNotFoundError:
                continue
            time.sleep(0.002)
        else:
            return


def fork(work, *arguments):
    pid = os.fork()
    if pid:
        return pid
    try:
        random.seed(os.getpid())
        work(*arguments)
    finally:
        os._exit(70)  # only a failure ends a writer


def run(directory, kills, seed):
    rng = random.Random(seed)
    agent_dir = os.path.join(directory, "agent")
    store = JsonFileStore(agent_dir, system_ports())
    put_key(store, "kept:x", "kept")
    path, board = store.location, Board()
    report = {"kills": 0, "dead_locks": 0, "leftovers": 0, "problems": []}
    started = time.monotonic()
    foreign = fork(foreign_writer, path, board)
    writers = {slot: fork(our_writer, agent_dir, slot, board) for slot in range(SLOTS)}
    try:
        for _ in range(kills):
            time.sleep(rng.uniform(0.002, 0.06))
            slot = rng.randrange(SLOTS)
            os.kill(writers[slot], signal.SIGKILL)
            _, status = os.waitpid(writers[slot], 0)
            report["kills"] += os.WIFSIGNALED(status)
            note_remains(agent_dir, writers[slot], report)
            check(path, board, report)
            writers[slot] = fork(our_writer, agent_dir, slot, board)
        let_everyone_write(board, report)
    finally:
        for pid in (foreign, *writers.values()):
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            if not os.WIFSIGNALED(status):
                report["problems"].append("a writer failed by itself")
    settle(store, path, board, report)
    report["seconds"] = round(time.monotonic() - started, 1)
    report["writes"] = [board[slot] for slot in range(SLOTS)]
    report["foreign_writes"] = board[FOREIGN]
    return report


def let_everyone_write(board, report):
    """Once the killing has stopped every writer gets through; before, one may die at each try."""
    before = [board[slot] for slot in range(SLOTS)]
    deadline = time.monotonic() + 10
    while any(board[slot] <= before[slot] for slot in range(SLOTS)):
        if time.monotonic() > deadline:
            report["problems"].append("a writer starves though nobody is killed any more")
            return
        time.sleep(0.005)


def note_remains(agent_dir, pid, report):
    """Count what the dead writer left, to show that the kills hit the middle of writes."""
    names = os.listdir(agent_dir)
    report["leftovers"] += any(f".{pid}." in name for name in names)
    try:
        with open(f"{agent_dir}/.auth-profiles.flock", encoding="ascii") as file:
            holder = file.read().strip()
        mode = os.stat(f"{agent_dir}/auth-profiles.json.lock").st_mode & 0o777
    except OSError:
        return
    report["dead_locks"] += holder == str(pid) and mode == 0o500


def check(path, board, report):
    noted = [board[slot] for slot in range(SLOTS + 1)]  # before the file: it may only be newer
    with open(path, "rb") as file:
        raw = file.read()
    try:
        profiles = json.loads(raw)["profiles"]
    except ValueError as error:
        report["problems"].append(f"unparsable: {error}")
        return
    if "kept:x" not in profiles:
        report["problems"].append("a bystander was lost")
    for slot, count in enumerate(noted):
        name = "foreign:x" if slot == FOREIGN else f"ours:{slot}"
        entry = profiles.get(name, {"key": "count-0"})
        found = int(entry["key"].removeprefix("count-"))
        if found < count:
            report["problems"].append(f"{name}: {count} was stored, {found} is there")


def settle(store, path, board, report):
    """One more write must go through at once and clear away what the dead left behind."""
    lock = f"{path}.lock"
    if os.path.isdir(lock) and os.stat(lock).st_mode & 0o777 != 0o500:
        os.rmdir(lock)  # the foreign writer's, killed while it held it
    began = time.monotonic()
    put_key(store, "last:x", "last")
    report["last_write_s"] = round(time.monotonic() - began, 3)
    check(path, board, report)
    directory = os.path.dirname(path)
    report["remains"] = sorted(
        name
        for name in os.listdir(directory)
        if name.endswith(".tmp") or name == os.path.basename(lock)
    )
    report["mode"] = oct(os.stat(path).st_mode & 0o777)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
