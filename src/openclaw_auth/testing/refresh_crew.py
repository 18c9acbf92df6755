"""Processes that refresh at the same time, each a `refresh_worker`; one that dies is replaced."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Any

WORKER = "openclaw_auth.testing.refresh_worker"
_STOP_WAIT_S = 10


class Crew:
    """A number of workers on one state directory. Use it as `with`."""

    def __init__(self, size: int, environment: Mapping[str, str]) -> None:
        """Set up; nothing runs before it is entered."""
        self.size = size
        self._environment = dict(environment)
        self._workers: list[subprocess.Popen[str]] = []
        self.deaths = 0

    def __enter__(self) -> Self:
        """Start all, and wait until each is ready."""
        try:
            self._workers = [self._spawn() for _ in range(self.size)]
            for worker in self._workers:
                _heard(worker)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all."""
        self._end()

    def all_at_once(self, orders: list[dict[str, Any]]) -> list[dict[str, Any] | None]:
        """Give the first workers these orders; what each answered, `None` for one that died of it."""
        for worker, order in zip(self._workers, orders, strict=False):
            assert worker.stdin is not None
            worker.stdin.write(json.dumps(order) + "\n")
            worker.stdin.flush()
        answers = [_heard(worker) for worker in self._workers[: len(orders)]]
        for index, answer in enumerate(answers):
            if answer is None:
                self.deaths += 1
                _finish(self._workers[index])
                self._workers[index] = self._spawn()
        for worker, answer in zip(self._workers, answers, strict=False):
            if answer is None:
                _heard(worker)
        return answers

    def _spawn(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", WORKER],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _end(self) -> None:
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            _finish(worker)


def _heard(worker: subprocess.Popen[str]) -> dict[str, Any] | None:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    return json.loads(line) if line else None


def _finish(worker: subprocess.Popen[str]) -> None:
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue
    worker.wait(_STOP_WAIT_S)
