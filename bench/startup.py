"""From the start of the gateway's process to its first answer."""

import http.client
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.peers.gateway import clean_environment, console_script, write_state
from bench.processes import free_port
from bench.workload import GATEWAY_TOKEN, PATH, PLAIN

ROUNDS = 7
PATIENCE_S = 20


def first_answer_ms(upstream: str) -> float:
    """Return the median of several starts, each in a warm state directory, up to a forwarded answer."""
    with tempfile.TemporaryDirectory() as folder:
        _once(
            Path(folder), upstream
        )  # The very first one creates the state: not what a restart costs.
        return median(_once(Path(folder), upstream) for _ in range(ROUNDS))


def _once(home: Path, upstream: str) -> float:
    port = free_port()
    write_state(home, port, {PLAIN.provider: upstream})
    command = [console_script(), "gateway", "run", "--port", str(port)]
    with (home / "log").open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env=clean_environment(home)
        )
        try:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - started > PATIENCE_S:
                    raise RuntimeError(f"no answer\n{(home / 'log').read_text()[-1500:]}")
                time.sleep(0.002)
            return (time.perf_counter() - started) * 1000
        finally:
            process.terminate()
            process.wait(20)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    headers = {"authorization": f"Bearer {GATEWAY_TOKEN}", "content-type": "application/json"}
    try:
        connection.request("POST", PATH, PLAIN.body(), headers)
        status = connection.getresponse().status
    except OSError:
        return False
    finally:
        connection.close()
    if status != 200:
        raise RuntimeError(f"the first answer was {status}")
    return True
