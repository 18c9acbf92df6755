"""The control page in headless Chromium: how much it fetches, and how soon it can be used."""

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.peers.gateway import clean_environment, console_script
from bench.processes import free_port, start
from bench.status import SMALL, write_profiles
from bench.workload import GATEWAY_TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playwright.sync_api import Response

ROUNDS = 7
MANY = 1_000
# When the first credential is on the page and the browser has drawn it; then it takes clicks.
INTERACTIVE = """() => new Promise((done) => {
  const look = () => document.querySelector(".candidate")
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now())))
    : setTimeout(look, 4);
  look();
})"""


@dataclass(frozen=True)
class PageTimes:
    """Sizes in KB, compressed as a proxy would; medians in ms from the navigation, nothing cached."""

    first_load_kb: float
    files: int
    interactive_ms: float
    many_ms: float


def measure_page() -> PageTimes:
    """Open the page with few and with many credentials; raises `RuntimeError` without Chromium."""
    few, fetched = _opened(SMALL)
    many, _ = _opened(MANY)
    size = sum(len(gzip.compress(body)) for body in fetched)
    return PageTimes(size / 1024, len(fetched), few, many)


def _opened(profiles: int) -> tuple[float, list[bytes]]:
    """Return the median time to use, and the files that one opening fetched."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if program is None:
        raise RuntimeError("Chromium is not installed")
    keep = f"sessionStorage.setItem('openclaw-auth.token', '{GATEWAY_TOKEN}')"
    times, bodies = [], []
    with _gateway(profiles) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            context = browser.new_context()
            context.add_init_script(keep)
            page = context.new_page()
            answers: list[Response] = []
            page.on("response", lambda answer, seen=answers: seen.append(answer))
            page.goto(url)
            times.append(page.evaluate(INTERACTIVE))
            bodies = [answer.body() for answer in answers if "/api/" not in answer.url]
            context.close()
        browser.close()
    return median(times), bodies


@contextmanager
def _gateway(profiles: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder), free_port()
        state = home / "state"
        state.mkdir(mode=0o700)
        write_profiles(state, profiles)
        config = json.loads((state / "openclaw.json").read_text())
        config["gateway"] = {"port": port, "auth": {"mode": "token", "token": GATEWAY_TOKEN}}
        (state / "openclaw.json").write_text(json.dumps(config))
        running = start(
            [console_script(), "gateway", "run", "--port", str(port)],
            port=port,
            log=home / "log",
            environment=clean_environment(home),
        )
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            running.stop()
